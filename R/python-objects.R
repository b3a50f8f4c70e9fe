# Functions of reticulate, called through wrappers so that loading this package does not load reticulate.

#' Choose the Python to use
#'
#' To be called before the first function that needs Python. See [reticulate::use_python()].
#'
#' @param python Path of a Python.
#' @param virtualenv Name or path of a virtual environment.
#' @param condaenv Name of a conda environment.
#' @param conda Path of conda; `"auto"` searches for it.
#' @param required Whether it is an error when that Python cannot be used. `NULL`: yes, except while a package loads.
#' @return `NULL`, invisibly.
#' @export
use_python <- function(python, required = NULL) {
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

#' Python tuples and dicts
#'
#' For Python functions that insist on them: the functions here take vectors and (named) lists. See
#' [reticulate::tuple()], [reticulate::dict()].
#'
#' @param ... The elements, for a dict by name.
#' @param convert Whether elements that are taken out later become R values.
#' @return The Python object.
#' @export
tuple <- function(..., convert = FALSE) {
  reticulate::tuple(..., convert = convert)
}

#' @rdname tuple
#' @export
dict <- function(..., convert = FALSE) {
  reticulate::dict(..., convert = convert)
}

#' Give an array another shape
#'
#' The elements are read and filled in as Python does: the last index moves fastest. (`dim(x) <- ` reads and fills with
#' the first index fastest, which mixes up images and sequences.)
#'
#' @param x An array, a vector, or a Python array.
#' @param dim Whole numbers, the new shape; one of them may be -1 (or `NA`): as many as the others leave.
#' @param order `"C"`: the last index moves fastest, `"F"`: the first, as in R.
#' @return An array, or for a Python array one of these.
#' @examples
#' \dontrun{
#' array_reshape(1:6, c(2, 3)) # rows 1 2 3 and 4 5 6
#' }
#' @section Differences: `NA` stands for -1 too.
#' @export
array_reshape <- function(x, dim, order = c("C", "F")) {
  order <- match.arg(order)
  dim <- vapply(as.list(dim), as_dimension, 1L, fun = "array_reshape", argument = "dim", any_size = -1L)
  if (is.factor(x) || is.data.frame(x)) {
    x <- keras_array(x)
  } else if (is.atomic(x) && is.null(base::dim(x))) {
    x <- array(x, length(x))
  }
  named_errors("array_reshape", reticulate::array_reshape(x, dim, order))
}
