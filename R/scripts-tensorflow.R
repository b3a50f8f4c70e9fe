# What the package tensorflow has beside what R keras re-exports; use_keras_alias() offers it under that name.
tensorflow_exports <- c(
  "%as%",
  "as_tensor",
  "evaluate",
  "install_tensorflow",
  "set_random_seed",
  "shape",
  "tensorboard",
  "tf",
  "tf_config",
  "tf_function",
  "tf_gpu_configured",
  "tf_version",
  "tuple",
  "use_condaenv",
  "use_python",
  "use_session_with_seed",
  "use_virtualenv"
)

#' Parts of the R package tensorflow
#'
#' What scripts use of that package beside [tf], [shape()] and [as_tensor()]. It need not be installed; where it is, its
#' functions and these do the same.
#'
#' @param object,name `with(tf$GradientTape() %as% tape, ...)` opens the object under the name.
#' @param f An R function of tensors. It is called once for each kind of input, to record what it computes.
#' @param input_signature A list of `tf$TensorSpec()`, to fix the kinds of the inputs.
#' @param autograph Whether TensorFlow should rewrite the code, which it can do with Python's only.
#' @param ... Further arguments of Python's `tf.function`.
#' @return `tf_function()`: a function that computes the same, faster. `tf_version()`: the version of TensorFlow, as R
#'   compares versions. `tf_config()`: a list that tells which Python and TensorFlow are used.
#' @examplesIf FALSE
#' x <- tf$Variable(3)
#' with(tf$GradientTape() %as% tape, {
#'   y <- x^2
#' })
#' tape$gradient(y, x)
#' square <- tf_function(function(x) x^2)
#' @name tensorflow-functions
NULL

#' @export
#' @rdname tensorflow-functions
`%as%` <- function(object, name) {
  bind_in_with(object, as.character(substitute(name)), parent.frame())
}

install_tensorflow <- function(...) {
  install_keras(...)
}

# R code cannot be rewritten by TensorFlow's autograph: what depends on values of tensors uses tf$cond() and the like.
#' @export
#' @rdname tensorflow-functions
tf_function <- function(f, input_signature = NULL, autograph = FALSE, ...) {
  tensorflow_module()$`function`(f, input_signature = input_signature, autograph = autograph, ...)
}

#' @export
#' @rdname tensorflow-functions
tf_version <- function() {
  installed_version("tensorflow")[, 1:2]
}

tf_gpu_configured <- function(verbose = TRUE) {
  devices <- tensorflow_module()$config$list_physical_devices("GPU")
  if (verbose) {
    cat("TensorFlow built with CUDA: ", tensorflow_module()$test$is_built_with_cuda(), "\n", sep = "")
    cat("GPUs: ", length(devices), "\n", sep = "")
  }
  length(devices) > 0L
}

#' @export
#' @rdname tensorflow-functions
tf_config <- function() {
  python <- reticulate::py_config()
  available <- is_keras_available()
  structure(
    list(
      available = available,
      version = if (available) tf_version(),
      version_str = if (available) reticulate::import("importlib.metadata")$version("tensorflow"),
      python = python$python,
      python_version = python$version
    ),
    class = c("rkeras_tensorflow_config", "tensorflow_config")
  )
}

#' @export
print.rkeras_tensorflow_config <- function(x, ...) {
  if (x$available) {
    cat("TensorFlow v", x$version_str, " (", x$python, ")\n", sep = "")
  } else {
    cat("No TensorFlow in ", x$python, "; see rkeras::install_keras()\n", sep = "")
  }
  invisible(x)
}
