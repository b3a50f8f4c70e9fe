# Measures the R package against plain Keras called in the very same process; prints JSON as in_python.py does.
library(rkeras)

arguments <- commandArgs(trailingOnly = TRUE)
layers <- as.integer(arguments[1])
rounds <- as.integer(arguments[2])
x <- layer_input(16)
plain <- reticulate::import_from_path("plain", arguments[3])
collect <- reticulate::import("gc")$collect

chain <- function(n) {
  y <- layer_input(plain$WIDTH)
  for (i in seq_len(n)) {
    y <- y %>% layer_dense(16)
  }
}

calls <- function(n) {
  for (i in seq_len(n)) {
    x %>% layer_activation("relu")
  }
}

seconds <- function(f, n) {
  keras$backend$clear_session()
  gc()
  collect()
  start <- plain$now()
  f(n)
  plain$now() - start
}

# Each side goes first as often as second.
turn <- function(number, theirs, ours) {
  if (number %% 2L) {
    first <- theirs()
    list(first, ours())
  } else {
    second <- ours()
    list(theirs(), second)
  }
}

# The times are Python's own, as is the work.
py_chain <- function() plain$seconds(plain$chain, layers)
py_calls <- function() plain$seconds(plain$calls, x, 200L) / 200
chain(20L)
calls(20L)
plain$chain(20L)
plain$calls(x, 20L)
found <- list(chain = list(), call = list())
for (number in seq_len(rounds)) {
  found$chain[[number]] <- turn(number, py_chain, function() seconds(chain, layers))
  found$call[[number]] <- turn(number, py_calls, function() seconds(calls, 200L) / 200)
}
cat(reticulate::import("json")$dumps(found), "\n")
