#' Convert to an array of Python
#'
#' What R keras hands to Keras: doubles become Keras's float type, whole numbers `int32`, factors their codes from 0.
#' Memory is laid out row by row.
#'
#' @param x A vector, matrix, array, numeric data frame, or a list of these. `NULL` and Python objects stay what they
#'   are.
#' @param dtype Name of the data type; `NULL` chooses it by the type of `x`.
#' @return A numpy array, which is not converted back; for a list a list of them.
#' @export
keras_array <- function(x, dtype = NULL) {
  if (is.null(x) || inherits(x, "python.builtin.object")) {
    return(x)
  }
  if (is.list(x) && !is.data.frame(x)) {
    return(lapply(x, keras_array, dtype = dtype))
  }
  if (is.data.frame(x)) {
    x <- data.matrix(x)
  }
  if (is.null(dtype)) {
    dtype <- if (is.double(x)) {
      k_floatx()
    } else if (is.character(x)) {
      "object"
    }
  }
  values <- tryCatch(
    if (is.factor(x)) factor_codes(x) else atomic_to_python(array(x, if (is.null(dim(x))) length(x) else dim(x))),
    rkeras_missing_values = function(condition) stop_value("keras_array(): `x`: ", conditionMessage(condition))
  )
  np <- reticulate::import("numpy", convert = FALSE)
  named_errors("keras_array", np$asarray(values, dtype = dtype, order = "C"))
}

#' Pair the elements of lists
#'
#' Turns lists of equal length into one list of lists, by name where they have names, else by position.
#'
#' @param ... Lists or vectors; or one list of them.
#' @return A list as long as each of them, with one list for each position.
#' @examples
#' gradients <- list("grad_for_wt_1", "grad_for_wt_2")
#' weights <- list("weight_1", "weight_2")
#' str(zip_lists(gradient = gradients, weight = weights))
#' @export
zip_lists <- function(...) {
  lists <- list(...)
  if (length(lists) == 1L) {
    lists <- lists[[1L]]
  }
  if (length(unique(lengths(lists))) > 1L) {
    stop("zip_lists(): all should have the same length. Received lengths: ", toString(lengths(lists)), call. = FALSE)
  }
  first <- names(lists[[1L]])
  if (!is.null(first)) {
    matching <- vapply(lists, function(x) !anyDuplicated(names(x)) && setequal(names(x), first), NA)
    if (!all(matching)) {
      stop("zip_lists(): names should be unique, and the same in all. To pair by position use unname().", call. = FALSE)
    }
    lists <- lapply(lists, `[`, first)
  }
  zipped <- .mapply(list, lists, NULL)
  names(zipped) <- first
  zipped
}

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

#' Keras's Python modules
#'
#' `implementation()` is the module `keras`, `backend()` the one that R keras calls `keras$backend`: the functions of
#' Keras 2's backend, whose axes count from 0.
#'
#' @param convert Whether results become R values.
#' @return A Python module.
#' @export
implementation <- function() {
  keras_module()
}

#' @rdname implementation
#' @export
backend <- function(convert = TRUE) {
  keras_module()
  reticulate::import("rkeras_py.backend.keras2_module", convert = convert)
}

#' Choose an implementation or a backend of Keras
#'
#' There is one of each: Keras 3 on TensorFlow. The functions are here for scripts that name it.
#'
#' @param implementation `"keras"` or `"tensorflow"`, which mean the same here.
#' @param backend `"tensorflow"`.
#' @return `NULL`, invisibly.
#' @export
use_implementation <- function(implementation = c("keras", "tensorflow")) {
  match.arg(implementation)
  invisible()
}

#' @rdname use_implementation
#' @section Differences: Takes "tensorflow" only, and says so.
#' @export
use_backend <- function(backend = c("tensorflow", "cntk", "theano", "plaidml")) {
  backend <- match.arg(backend)
  if (backend != "tensorflow") {
    stop_argument("use_backend", "backend", '"tensorflow"', backend, "Keras 3 has no such backend for these functions.")
  }
  invisible()
}

#' Whether Keras can be used
#'
#' Looks for the Python packages without loading them.
#'
#' @param version The oldest version of Keras that will do; `NULL` takes any that these functions take (3 or newer).
#' @return `TRUE` or `FALSE`.
#' @export
is_keras_available <- function(version = NULL) {
  if (!reticulate::py_available(initialize = TRUE)) {
    return(FALSE)
  }
  find <- reticulate::import("importlib.util")$find_spec
  there <- !is.null(find("keras")) && !is.null(find("tensorflow"))
  there && keras_version() >= max(package_version(c("3.0", version)))
}

keras_version <- function() {
  installed_version("keras")
}

# Of a Python package, without loading it.
installed_version <- function(package) {
  version <- reticulate::import("importlib.metadata")$version(package)
  package_version(sub("^([0-9.]*[0-9]).*", "\\1", version))
}
