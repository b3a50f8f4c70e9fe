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
