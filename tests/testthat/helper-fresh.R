# A fresh process, killed when it hangs: what a user's first lines load.
fresh <- function(code, timeout = 120) {
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  writeLines(code, script)
  output <- suppressWarnings(system2(
    file.path(R.home("bin"), "Rscript"),
    script,
    stdout = TRUE,
    stderr = TRUE,
    timeout = timeout
  ))
  expect_null(attr(output, "status"), info = paste(output, collapse = "\n"))
  as.vector(output)
}

# The same in a process in which R has Python and TensorFlow already, as run_prepared() of tests/python/support has it:
# for what does not ask how they start. What it says to stderr comes last.
prepared <- function(code, timeout = 120) {
  support <- test_path("..", "python", "support")
  if (!dir.exists(support)) {
    return(fresh(code, timeout))
  }
  module <- reticulate::import_from_path("prepared", normalizePath(support))
  done <- module$run_prepared(paste(code, collapse = "\n"), host = "r", timeout = timeout)
  options(seconds_in_prepared = sum(unlist(module$spent))) # tools/testthat.R counts them
  output <- unlist(strsplit(c(done$stdout, done$stderr), "\n", fixed = TRUE))
  expect_identical(done$code, 0L, info = paste(output, collapse = "\n"))
  as.character(output)
}
