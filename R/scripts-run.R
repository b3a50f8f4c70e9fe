#' Run a script for R keras in a new R process
#'
#' Use it for an old script that you do not want to change. It runs the script in a new R process, in which
#' `library(keras)`, `library(keras3)` and `library(tensorflow)` load the functions of rkeras, as [use_keras_alias()]
#' does in a session. The process uses the Python and the libraries of this session; its output is shown immediately.
#' The Python package provides it as a shell command, `rkeras run`.
#'
#' @param script The script.
#' @param arguments The result of `commandArgs(TRUE)` in the script.
#' @param host `"r"` runs it with Rscript; `"python"` in R inside Python, which requires the Python package rpy2.
#' @return The exit status, 0, invisibly.
#' @section Errors: If the script fails, or calls `quit()` with an exit status other than 0. The error is a condition of
#'   class `rkeras_exit_status`, whose field `status` contains the exit status. The error message of the script is shown
#'   first.
#' @seealso [rkeras_check()], [use_keras_alias()], [rkeras_launch()].
#' @export
#' @examplesIf FALSE
#' rkeras_run("train.R", arguments = c("--epochs", "5"))
#' tryCatch(rkeras_run("train.R"), rkeras_exit_status = function(condition) condition$status)
rkeras_run <- function(script, arguments = character(), host = c("r", "python")) {
  if (missing(script) || !is_string(script)) {
    stop_argument("rkeras_run", "script", "the name of a script", if (missing(script)) NULL else script)
  }
  if (!is.atomic(arguments) || anyNA(arguments)) {
    stop_argument("rkeras_run", "arguments", "a vector of words", arguments)
  }
  if (missing(host)) {
    host <- "r"
  }
  if (!is_string(host) || !host %in% c("r", "python")) {
    stop_argument("rkeras_run", "host", "\"r\" or \"python\"", host)
  }
  run_command("rkeras_run", c("run", "--host", host, path.expand(script), "--", as.character(arguments)))
  invisible(0L)
}

# Runs the command `rkeras` in this session's Python, and shows or returns its output.
run_command <- function(fun, words, shown = TRUE) {
  config <- find_session_python()
  done <- with_variables(c(command_variables(config$libpython), RKERAS_CALLED_FROM_R = Sys.getpid()), {
    suppressWarnings(system2(
      config$python,
      shQuote(c("-m", "rkeras_py", words)),
      stdout = if (shown) "" else TRUE,
      stderr = if (shown) "" else TRUE
    ))
  })
  status <- if (shown) done else c(attr(done, "status"), 0L)[1L]
  if (status != 0L) {
    said <- if (shown) "see the error above" else sub("\\.$", "", paste(done, collapse = "\n"))
    text <- paste0(fun, "(): exit status ", status, ": ", said, ".")
    classes <- c("rkeras_exit_status", "error", "condition")
    stop(structure(class = classes, list(message = text, call = NULL, status = as.integer(status))))
  }
  if (shown) invisible() else as.character(done)
}

# The Python of this session. Starts it if reticulate has yet to create its environment.
find_session_python <- function() {
  found <- discover_session_python()
  if (!is.null(found)) {
    return(found)
  }
  load_rkeras_py()
  reticulate::py_config()
}

# The same without starting Python; NULL if there is none.
discover_session_python <- function() {
  if (reticulate::py_available()) {
    return(reticulate::py_config())
  }
  found <- tryCatch(reticulate::py_discover_config(), error = function(condition) NULL)
  if (length(found$python) && nzchar(found$python)) found
}
