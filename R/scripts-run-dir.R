#' The folder of the current run
#'
#' Where a script leaves logs and models.
#'
#' @return The folder that the environment variable `RUN_DIR` or `TENSORFLOW_RUN_DIR` names, else the working directory.
#' @export
run_dir <- function() {
  named <- Sys.getenv(c("RUN_DIR", "TENSORFLOW_RUN_DIR"))
  c(named[nzchar(named)], getwd())[[1L]]
}
