#' Check whether Keras can be used
#'
#' Use it to skip examples and tests on machines without Keras. It looks for the Python packages without loading them.
#'
#' @param version The minimum version of Keras; `NULL` accepts every version that rkeras supports (3.12 or newer).
#' @return `TRUE` or `FALSE`.
#' @seealso [install_keras()], [rkeras_doctor()].
#' @examples
#' is_keras_available()
#' #> [1] TRUE
#' is_keras_available("99.0")
#' #> [1] FALSE
#' @export
is_keras_available <- function(version = NULL) {
  if (!reticulate::py_available(initialize = TRUE)) {
    return(FALSE)
  }
  find_rkeras_py()
  choice <- import_rkeras_py("backend_choice")
  there <- !is.null(reticulate::import("importlib.util")$find_spec("keras")) && choice$is_there(choice$find_backend())
  there && keras_version() >= max(package_version(c("3.12", version)))
}

keras_version <- function() {
  installed_version("keras")
}

# The version of a Python package, without importing it.
installed_version <- function(package) {
  version <- reticulate::import("importlib.metadata")$version(package)
  package_version(sub("^([0-9.]*[0-9]).*", "\\1", version))
}
