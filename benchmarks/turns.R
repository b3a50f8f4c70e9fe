# What the measuring scripts share: plain Keras in R's own process, and turns in which each side is first as often as
# second. A script gets the folder of these files, the number of rounds, and what else it needs; it prints JSON as
# in_python.py does.
library(rkeras)

arguments <- commandArgs(trailingOnly = TRUE)
rounds <- as.integer(arguments[2])
plain <- reticulate::import_from_path("plain", arguments[1], convert = FALSE)
collect <- reticulate::import("gc")$collect
found <- list()

read_clocks <- function(clocks) unlist(reticulate::py_to_r(reticulate::py_call(clocks)))

seconds <- function(f, clocks = plain$now) {
  keras$backend$clear_session()
  gc()
  collect()
  start <- read_clocks(clocks)
  f()
  read_clocks(clocks) - start
}

# The times are Python's own, as is the work.
plainly <- function(...) unlist(reticulate::py_to_r(plain$seconds(...)))

# Round 0 warms up.
turn <- function(what, number, theirs, ours, per = 1) {
  if (number %% 2L) {
    first <- theirs()
    second <- ours()
  } else {
    second <- ours()
    first <- theirs()
  }
  note(what, number, first / per, second / per)
}

note <- function(what, number, theirs, ours) {
  if (number > 0L) found[[what]][[number]] <<- list(as.list(theirs), as.list(ours))
}

# The rows of a script that are asked for, by RKERAS_BENCH_ROWS: names with a bar between them; else all.
chosen <- function(rows) {
  asked <- strsplit(Sys.getenv("RKERAS_BENCH_ROWS"), "|", fixed = TRUE)[[1L]]
  if (length(asked)) intersect(asked, names(rows)) else names(rows)
}

# The pairs noted as "title|size", by title and then by size.
by_size <- function() {
  rows <- list()
  for (what in names(found)) {
    parts <- strsplit(what, "|", fixed = TRUE)[[1L]]
    rows[[parts[1L]]][[trimws(parts[2L])]] <- found[[what]]
  }
  rows
}

report <- function() cat(reticulate::import("json")$dumps(found), "\n")
