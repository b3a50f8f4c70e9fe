#' The R keras API on Keras 3
#'
#' The functions of R keras 2.x, on today's Keras 3, with models that R and Python share.
#'
#' Every rule lives in the Python package `rkeras_py`, which this package carries with it; the functions here hand
#' their arguments over and bring the results back. Python starts at the first call, not with `library(rkeras)`.
#'
#' @keywords internal
"_PACKAGE"

#' @importFrom R6 R6Class
NULL

# R6 binds it in the methods of a class.
utils::globalVariables("private")

state <- new.env(parent = emptyenv())
state$functions <- new.env(parent = emptyenv())

.onLoad <- function(libname, pkgname) {
  register_methods()
  register_tensor_methods()
}

#' The Keras module of Python
#'
#' For what has no function here: `keras$utils$set_random_seed(1L)`. Python starts at the first use.
#'
#' @format Stands for the Python module `keras`; `$` gives its members, as reticulate wraps them.
#' @export
keras <- structure(list("keras"), class = "rkeras_module")

keras_module <- function() {
  if (is.null(state$keras)) {
    state$keras <- core_function("load_keras")()
  }
  state$keras
}

#' @export
`$.rkeras_module` <- function(x, name) {
  converted(reticulate::py_get_attr(module_of(x), name))
}

#' @export
print.rkeras_module <- function(x, ...) {
  print(module_of(x))
  invisible(x)
}

#' @export
names.rkeras_module <- function(x) {
  names(module_of(x))
}

module_of <- function(x) {
  switch(unclass(x)[[1L]], keras = keras_module(), tensorflow = tensorflow_module())
}

# The Python half comes with the R package, so that both always have the same version. A copy that the hosting
# Python loaded already is the one to use: there must be one registry in a process.
core <- function() {
  if (is.null(state$core)) {
    start_python()
    state$core <- reticulate::import("rkeras_py")
    introduce_r()
    state$process <- Sys.getpid()
  }
  state$core
}

start_python <- function() {
  if (!nzchar(Sys.getenv("TF_CPP_MIN_LOG_LEVEL"))) {
    Sys.setenv(TF_CPP_MIN_LOG_LEVEL = "2")
  }
  sys <- reticulate::import("sys", convert = FALSE)
  if (!has_item(sys$modules, "rkeras_py")) {
    sys$path$insert(0L, system.file("python", package = "rkeras"))
  }
  if (!has_item(sys$modules, "keras") && is.null(reticulate::import("importlib.util")$find_spec("keras"))) {
    stop(
      "rkeras needs Python with tensorflow and keras 3. Python in use: ",
      reticulate::py_config()$python,
      ". Run there: pip install tensorflow, or choose another by Sys.setenv(RETICULATE_PYTHON = \"...\") ",
      "before the first use.",
      call. = FALSE
    )
  }
}

# In a process that R forked (parallel::mclapply), TensorFlow hangs.
refuse_fork <- function() {
  if (!is.null(state$process) && state$process != Sys.getpid()) {
    stop(
      "rkeras cannot be used in a forked process: it shares the memory of the model, not TensorFlow's threads. Start ",
      "workers of their own (parallel::makePSOCKcluster()) and send them serialize_model(model).",
      call. = FALSE
    )
  }
}

has_item <- function(dict, key) {
  reticulate::py_to_r(dict$`__contains__`(key))
}

core_function <- function(name) {
  refuse_fork()
  found <- state$functions[[name]]
  if (is.null(found)) {
    found <- reticulate::py_get_attr(core(), name)
    state$functions[[name]] <- found
  }
  found
}
