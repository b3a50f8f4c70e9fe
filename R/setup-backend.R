#' Choose the implementation or the backend of Keras
#'
#' There is one implementation, Keras 3. It computes on TensorFlow, or on JAX or PyTorch after `use_backend("jax")` or
#' `use_backend("torch")` before the first use of Keras; a session cannot change its backend later. The environment
#' variable `KERAS_BACKEND`, and `"backend"` in `~/.keras/keras.json`, also choose it. The guide on backends lists the
#' functions that only TensorFlow has.
#'
#' @param implementation `"keras"` or `"tensorflow"`, which mean the same here.
#' @param backend `"tensorflow"`, `"jax"` or `"torch"`.
#' @param gpu Whether the backend may use the GPUs that it finds; `NA` is the same as `TRUE`. `FALSE` hides them, and
#'   must be set before the backend starts.
#' @return `NULL`, invisibly.
#' @seealso [install_keras()], [use_python()], [is_keras_available()].
#' @examples
#' use_implementation("tensorflow")
#' use_backend("tensorflow")
#' @export
use_implementation <- function(implementation = c("keras", "tensorflow")) {
  match_choice("use_implementation", "implementation", implementation)
  invisible()
}

#' @rdname use_implementation
#' @section Differences: Takes "tensorflow", "jax" and "torch"; others raise an error.
#' @export
use_backend <- function(backend = c("tensorflow", "cntk", "theano", "plaidml"), gpu = NA) {
  choose_backend("use_backend", if (missing(backend)) "tensorflow" else backend, gpu)
}

# Only sets variables, which Python reads when it starts.
choose_backend <- function(fun, backend, gpu = NA) {
  check_backend(fun, backend)
  check_gpu(fun, gpu)
  if (reticulate::py_available()) {
    return(invisible(call_rkeras("use_backend", list(backend = backend, gpu = if (isFALSE(gpu)) FALSE))))
  }
  set_variables(c(
    KERAS_BACKEND = backend,
    if (isFALSE(gpu)) variables_without_gpu[[backend]]
  ))
  require_backend(backend)
  invisible()
}

variables_without_gpu <- list(
  tensorflow = c(CUDA_VISIBLE_DEVICES = "-1"),
  jax = c(JAX_PLATFORMS = "cpu"),
  torch = c(KERAS_TORCH_DEVICE = "cpu")
)

backend_names <- c(tensorflow = "TensorFlow", jax = "JAX", torch = "PyTorch")

check_backend <- function(fun, backend) {
  if (!is_string(backend) || !backend %in% names(backend_names)) {
    stop_argument(fun, "backend", '"tensorflow", "jax" or "torch"', backend, "Other backends are not supported.")
  }
}

check_gpu <- function(fun, gpu) {
  if (!is.logical(gpu) || length(gpu) != 1L) {
    stop_argument(fun, "gpu", "TRUE, FALSE or NA", gpu)
  }
}
