# Profiles one row of calls_in_r.R: the functions of R by Rprof, then those of Python by cProfile. It prints JSON for
# where.py.

# Without the garbage collectors that make times comparable.
seconds <- function(f, clocks = NULL) f()

# A function by its name, in the namespace that has it: Rprof gives no more.
get_room <- function(name) {
  name <- sub("^.*:::?", "", name)
  for (package in c("rkeras", "reticulate")) {
    if (exists(name, envir = asNamespace(package), inherits = FALSE)) {
      return(package)
    }
  }
  if (identical(name, "<GC>")) "R's garbage collector" else "R"
}

profile_r <- function(f) {
  file <- tempfile()
  on.exit(unlink(file))
  utils::Rprof(file, interval = 0.002)
  f()
  utils::Rprof(NULL)
  found <- utils::summaryRprof(file)$by.total
  names <- gsub('"', "", rownames(found), fixed = TRUE)
  unname(Map(
    function(name, alone, together) list(what = name, room = get_room(name), alone = alone, together = together),
    names,
    found$self.time,
    found$total.time
  ))
}

profile_python <- function(f) {
  profiler <- reticulate::import("cProfile", convert = FALSE)$Profile()
  profiler$enable()
  tryCatch(f(), finally = profiler$disable())
  reticulate::import_from_path("where", arguments[1], convert = FALSE)$read(profiler)
}

profile_row <- function(f) {
  f()
  found <- list(r = profile_r(f), python = profile_python(f))
  cat(reticulate::import("json")$dumps(found), "\n")
}
