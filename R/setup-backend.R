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
