#' The folder of the current run
#'
#' Use it for the paths of logs and models that a script writes: each run that the R package tfruns records then keeps its
#' own files. Without tfruns it is the working directory, so the same script works alone.
#'
#' @return The folder of the current tfruns run, if there is one; otherwise the value of the environment variable
#'   `RUN_DIR` or `TENSORFLOW_RUN_DIR`, if it is set; otherwise the working directory.
#' @seealso [flags()], [callback_tensorboard()].
#' @examples
#' basename(file.path(run_dir(), "model.keras"))
#' #> [1] "model.keras"
#' @export
run_dir <- function() {
  named <- c(active_run(), Sys.getenv(c("RUN_DIR", "TENSORFLOW_RUN_DIR")))
  c(named[nzchar(named)], getwd())[[1L]]
}

has_tfruns <- function() {
  requireNamespace("tfruns", quietly = TRUE)
}

# A run can be active only if tfruns is loaded. This check must not load it.
active_run <- function() {
  if (isNamespaceLoaded("tfruns") && tfruns::is_run_active()) tfruns::run_dir() else ""
}

record_run <- function(type, data) {
  if (type == "metrics") {
    data <- as_run_metrics(data$curves, data$epochs)
  }
  contain_jumps(tfruns::write_run_metadata(type, data))
}

# Tells whether tfruns shows the curves; before the first epoch there are none.
view_run <- function(curves, epochs, first) {
  if (!has_tfruns()) {
    return(FALSE)
  }
  if (length(curves)) {
    metrics <- as_run_metrics(curves, epochs)
    if (first) {
      state$run_view <- contain_jumps(tfruns::view_run_metrics(metrics))
    } else {
      contain_jumps(tfruns::update_run_metrics(state$run_view, metrics))
    }
  }
  TRUE
}

# A row for each requested epoch; future epochs are missing values.
as_run_metrics <- function(curves, epochs) {
  as.data.frame(lapply(curves, function(values) c(unlist(values), rep(NA_real_, max(0, epochs - length(values))))))
}
