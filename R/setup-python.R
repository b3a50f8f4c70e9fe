# Functions of reticulate, called through wrappers so that loading this package does not load reticulate.

#' Choose the Python to use
#'
#' Use it if you have several Pythons and want a certain one. Call it before the first function that needs Python. See
#' [reticulate::use_python()].
#'
#' @param python Path of a Python.
#' @param virtualenv Name or path of a virtual environment.
#' @param condaenv Name of a conda environment.
#' @param conda Path of conda; `"auto"` searches for it.
#' @param required Whether it is an error if that Python cannot be used. `NULL` means yes, except while a package is
#'   being loaded.
#' @return `NULL`, invisibly.
#' @seealso [install_keras()], [rkeras_doctor()].
#' @examples
#' \dontrun{
#' use_virtualenv("~/.virtualenvs/r-rkeras")
#' }
#' @export
use_python <- function(python, required = NULL) {
  if (!is.character(python) || length(python) != 1L) {
    stop_argument("use_python", "python", "the path of a Python", python)
  }
  invisible(reticulate::use_python(python, required = required))
}

#' @rdname use_python
#' @export
use_virtualenv <- function(virtualenv = NULL, required = NULL) {
  invisible(reticulate::use_virtualenv(virtualenv, required = required))
}

#' @rdname use_python
#' @export
use_condaenv <- function(condaenv = NULL, conda = "auto", required = NULL) {
  invisible(reticulate::use_condaenv(condaenv, conda = conda, required = required))
}
