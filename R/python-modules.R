#' The Keras module of Python
#'
#' Use it for features of Keras that have no R function: `keras$utils$set_random_seed(1L)`. Python starts on first use.
#'
#' @seealso [tf], [implementation()].
#' @format The Python module `keras`; `$` gives its members, as in reticulate.
#' @examplesIf is_keras_available()
#' keras$config$floatx()
#' #> [1] "float32"
#' keras$ops$relu(c(-1, 2))
#' #> <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0., 2.], dtype=float32)>
#' @export
keras <- structure(list("keras"), class = "rkeras_module")

keras_module <- function() {
  if (is.null(state$keras)) {
    state$keras <- reword_errors(get_from_rkeras_py("load_keras")())
  }
  state$keras
}

#' The TensorFlow module of Python
#'
#' Use it for features of TensorFlow that have no R function: `tf$nn$relu(x)`, `tf$GradientTape()`. Python starts on
#' first use.
#'
#' @seealso [keras], [tf_function()].
#' @format The Python module `tensorflow`; `$` gives its members, as in reticulate.
#' @examplesIf is_keras_available()
#' tf$nn$relu(c(-1, 2))
#' #> <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0., 2.], dtype=float32)>
#' tf$constant(c(1, 2)) + 1
#' #> <tf.Tensor: shape=(2,), dtype=float32, numpy=array([2., 3.], dtype=float32)>
#' @export
tf <- structure(list("tensorflow"), class = "rkeras_module")

# Imports Keras first, because it chooses its backend, and starts TensorFlow quietly.
tensorflow_module <- function() {
  keras_module()
  if (is.null(state$tensorflow)) {
    state$tensorflow <- reticulate::import("tensorflow")
  }
  state$tensorflow
}

#' @export
`$.rkeras_module` <- function(x, name) {
  module <- find_module(x, name)
  place <- paste0(unclass(x)[[1L]], "$", name)
  kept <- state$members[[place]]
  if (!is.null(kept) && convert_to_r(call_python(get_from_rkeras_py("is_member"), module, name, kept))) {
    return(kept)
  }
  found <- convert_to_r(reticulate::py_get_attr(module, name))
  if (is.function(found)) {
    state$members[[place]] <- found
  }
  found
}

#' @export
`[[.rkeras_module` <- `$.rkeras_module`

#' @export
`$<-.rkeras_module` <- function(x, name, value) {
  reticulate::py_set_attr(find_module(x, name), name, value)
  x
}

#' @export
`[[<-.rkeras_module` <- `$<-.rkeras_module`

#' @export
summary.rkeras_module <- function(object, ...) {
  summary(find_module(object), ...)
}

#' @export
print.rkeras_module <- function(x, ...) {
  print(find_module(x))
  invisible(x)
}

#' @export
names.rkeras_module <- function(x) {
  names(find_module(x))
}

# Loading Keras runs a computation, after which the devices cannot be changed. Scripts configure devices with `tf$config`, and
# connect to other processes with `tf$distribute`.
find_module <- function(x, name = "") {
  if (unclass(x)[[1L]] == "keras") {
    return(keras_module())
  }
  if (name %in% c("config", "distribute") && is.null(state$keras)) {
    return(reword_errors(get_from_rkeras_py("load_tensorflow")()))
  }
  tensorflow_module()
}

#' Keras's Python modules
#'
#' `implementation()` returns the module `keras`, and `backend()` the module that R keras calls `keras$backend`: the
#' functions of the Keras 2 backend, whose axes count from 0.
#'
#' @param convert Whether results become R values.
#' @return A Python module.
#' @seealso [keras], [tf], [use_implementation()].
#' @examplesIf is_keras_available()
#' implementation()$config$floatx()
#' #> [1] "float32"
#' backend()$epsilon()
#' #> [1] 1e-07
#' backend()$int_shape(layer_input(shape = 4))
#' #> [[1]]
#' #> NULL
#' #>
#' #> [[2]]
#' #> [1] 4
#' @export
implementation <- function() {
  keras_module()
}

#' @rdname implementation
#' @export
backend <- function(convert = TRUE) {
  keras_module()
  import_rkeras_py("keras2_backend", convert)
}
