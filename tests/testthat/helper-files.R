# A file name that is gone after the test.
withr_file <- function(extension, frame = parent.frame()) {
  file <- tempfile(fileext = extension)
  do.call(on.exit, list(bquote(unlink(.(file))), add = TRUE), envir = frame)
  file
}
