#' Choose an implementation or a backend of Keras
#'
#' There is one of each: Keras 3 on TensorFlow. The functions are here for scripts that name it.
#'
#' @param implementation `"keras"` or `"tensorflow"`, which mean the same here.
#' @param backend `"tensorflow"`.
#' @param gpu Whether TensorFlow may use the GPUs that it finds; `NA` is the same as `TRUE`. `FALSE` hides them, and has
#'   to be said before TensorFlow starts.
#' @return `NULL`, invisibly.
#' @examples
#' use_implementation("tensorflow")
#' use_backend("tensorflow")
#' @export
use_implementation <- function(implementation = c("keras", "tensorflow")) {
  match.arg(implementation)
  invisible()
}

#' @rdname use_implementation
#' @section Differences: Takes "tensorflow" only; others raise an error.
#' @export
use_backend <- function(backend = c("tensorflow", "cntk", "theano", "plaidml"), gpu = NA) {
  backend <- match.arg(backend)
  if (backend != "tensorflow") {
    stop_argument("use_backend", "backend", '"tensorflow"', backend, "Keras 3 has no such backend for these functions.")
  }
  check_gpu("use_backend", gpu)
  if (isFALSE(gpu) && !tensorflow_runs()) {
    set_variables(c(CUDA_VISIBLE_DEVICES = "-1"))
  } else if (isFALSE(gpu) && length(tensorflow_module()$config$list_logical_devices("GPU"))) {
    stop_argument("use_backend", "gpu", "NA or TRUE", gpu, "TensorFlow runs already, and uses the GPU: restart R.")
  }
  invisible()
}

check_gpu <- function(fun, gpu) {
  if (!is.logical(gpu) || length(gpu) != 1L) {
    stop_argument(fun, "gpu", "TRUE, FALSE or NA", gpu)
  }
}
