#' The R keras API on Keras 3
#'
#' The functions of R keras 2.x, on today's Keras 3, with models that R and Python share.
#'
#' Every rule lives in the Python package `rkeras_py`, which this package carries with it; the functions here hand
#' their arguments over and bring the results back. Python starts at the first call, not with `library(rkeras)`.
#'
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 2) %>%
#'   layer_dense(units = 1, kernel_initializer = "ones")
#' model %>% compile(optimizer = "adam", loss = "mse", metrics = "mae")
#' x <- matrix(c(1, 2, 3, 4), ncol = 2)
#' history <- model %>% fit(x, c(4, 6), epochs = 2, verbose = 0)
#' dim(predict(model, x, verbose = 0))
#' @keywords internal
"_PACKAGE"

#' @importFrom R6 R6Class
#' @importFrom stats predict
#' @useDynLib rkeras, .registration = TRUE, .fixes = "C_"
NULL

# R6 binds it in the methods of a class.
utils::globalVariables("private")

state <- new.env(parent = emptyenv())
state$functions <- new.env(parent = emptyenv())
state$plans <- new.env(parent = emptyenv())
state$members <- new.env(parent = emptyenv())
state$context_methods <- new.env(parent = emptyenv())

.onLoad <- function(libname, pkgname) {
  .Call(C_rkeras_set_functions, write_handle_state, read_handle_state, note_old_version)
  quiet_tensorflow()
  require_python_packages()
  register_methods()
  register_tensor_methods()
  watch_tensorflow_in_python()
}

`%||%` <- function(x, y) if (is.null(x)) y else x
