# Functions of the package tensorflow that R keras does not re-export; use_keras_alias() offers them under that name. Maps the
# name there to that of the function here.
tensorflow_exports <- c(
  stats::setNames(
    nm = c(
      "%as%",
      "all_dims",
      "as_tensor",
      "dict",
      "evaluate",
      "export_savedmodel",
      "flag_boolean",
      "flag_integer",
      "flag_numeric",
      "flag_string",
      "flags",
      "install_tensorflow",
      "install_tensorflow_extras",
      "iterate",
      "np_array",
      "parse_arguments",
      "run_dir",
      "shape",
      "tensorboard",
      "tf",
      "tf_config",
      "tf_extract_opts",
      "tf_function",
      "tf_gpu_configured",
      "tf_probability",
      "tf_version",
      "tfe_enable_eager_execution",
      "train",
      "train_and_evaluate",
      "tuple",
      "use_compat",
      "use_condaenv",
      "use_python",
      "use_session_with_seed",
      "use_virtualenv",
      "view_savedmodel"
    )
  ),
  parse_flags = "parse_flags_of_script",
  set_random_seed = "set_random_seed_of_tensorflow"
)

#' Parts of the R package tensorflow
#'
#' Functions of the R package tensorflow that scripts often use, in addition to [tf], [shape()] and [as_tensor()]. They
#' work without that package; if it is installed, its functions do the same.
#'
#' @param object,name `with(tf$GradientTape() %as% tape, ...)` enters the context manager and assigns it to the name.
#' @param f An R function of tensors. It is called once for each kind of input to record its operations.
#' @param input_signature A list of `tf$TensorSpec()`, to fix the kinds of the inputs.
#' @param autograph Whether the package tfautograph, if it is installed, translates R's `if`, `for` and `while` on
#'   tensors into TensorFlow operations.
#' @param ... Further arguments of Python's `tf.function`.
#' @return `tf_function()`: a function that computes the same, faster. `tf_version()`: the major and minor version of
#'   TensorFlow, as an R version object. `tf_config()`: a list that describes the Python and the TensorFlow in use.
#' @seealso [tf], [tensors], [shape()].
#' @examplesIf is_keras_available()
#' x <- tf$Variable(3)
#' with(tf$GradientTape() %as% tape, {
#'   y <- x^2
#' })
#' tape$gradient(y, x)
#' #> <tf.Tensor: shape=(), dtype=float32, numpy=6.0>
#' square <- tf_function(function(x) x^2)
#' square(op_array(c(1, 3)))
#' #> <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 9.], dtype=float32)>
#' tf_version() >= "2.16"
#' #> [1] TRUE
#' @name tensorflow-functions
NULL

#' @export
#' @rdname tensorflow-functions
`%as%` <- function(object, name) {
  bind_in_with(object, as.character(substitute(name)), parent.frame())
}

# As reticulate's with(), but with one call of Python at the start and one at the end: reticulate first creates an R function
# for both methods. A custom training step opens a tape for each batch.
with_tape <- function(data, expr, as = NULL, ...) {
  name <- if (missing(as)) attr(data, "as") else as.character(substitute(as))
  tape <- take_method(data, "__enter__")() %||% data
  if (!is.null(name)) {
    assign(name, tape, envir = attr(data, "as_envir") %||% parent.frame())
  }
  on.exit(leave_context(data))
  force(expr)
}

# Methods that a training step calls for each batch, without the R functions that reticulate creates for them.
tape_member <- function(x, name) {
  if (name == "gradient") take_method(x, name) else NextMethod()
}

optimizer_member <- function(x, name) {
  if (name == "apply_gradients") take_method(x, name) else member_if_alive(x, name)
}

take_method <- function(x, name) {
  if (!asNamespace("reticulate")$py_get_convert(x)) {
    return(reticulate::py_get_attr(x, name))
  }
  function(...) call_rkeras("call_method", list(x, name, ...))
}

install_tensorflow <- function(...) {
  install_keras(...)
}

# TensorFlow's autograph rewrites only Python code. Without the R package tfautograph, use tf$cond() and related functions for
# code that depends on tensor values.
#' @export
#' @rdname tensorflow-functions
tf_function <- function(f, input_signature = NULL, autograph = TRUE, ...) {
  theirs <- get_from_tensorflow("tf_function")
  if (!is.null(theirs)) {
    return(theirs(f, input_signature, autograph, ...))
  }
  rewrite <- if (isTRUE(autograph)) find_autograph()
  traced <- if (is.null(rewrite)) f else rewrite(f)
  tensorflow_module()$`function`(traced, input_signature = input_signature, autograph = FALSE, ...)
}

find_autograph <- function() {
  if (requireNamespace("tfautograph", quietly = TRUE)) getExportedValue("tfautograph", "autograph")
}

# A function of the package tensorflow if it is loaded; NULL if it is not, or if it is the alias.
get_from_tensorflow <- function(name) {
  if (!isNamespaceLoaded("tensorflow") || !name %in% getNamespaceExports("tensorflow")) {
    return(NULL)
  }
  found <- getExportedValue("tensorflow", name)
  if (identical(topenv(environment(found)), topenv())) NULL else found
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

# Generics of the package tensorflow, for which other packages have methods.
train <- function(object, ...) {
  UseMethod("train")
}

train_and_evaluate <- function(object, ...) {
  UseMethod("train_and_evaluate")
}

install_tensorflow_extras <- function(packages, envname = NULL, ...) {
  reticulate::py_install(packages, envname, ...)
}

tf_probability <- function() {
  reticulate::import("tensorflow_probability")
}

tfe_enable_eager_execution <- function(...) {
  invisible()
}

# As disable_eager_execution(): a warning, and no effect.
use_compat <- function(version = c("v1", "v2")) {
  if (match_choice("use_compat", "version", version) == "v1") {
    tensorflow_module()$compat$v1$disable_v2_behavior()
  }
  invisible()
}

view_savedmodel <- function(model_dir) {
  stop(
    "view_savedmodel() shows TensorFlow 1 graphs. To inspect this model, run in a shell: saved_model_cli show --all --dir ",
    model_dir,
    call. = FALSE
  )
}

parse_flags_of_script <- function(
  config = Sys.getenv("R_CONFIG_ACTIVE", unset = "default"),
  file = "flags.yml",
  arguments = commandArgs(TRUE)
) {
  if (missing(file)) {
    flags(config = config, arguments = arguments)
  } else {
    flags(config = config, file = file, arguments = arguments)
  }
}

# `--name=value`, `--name value` and `--name`; each value gets the type that it looks like.
parse_arguments <- function(arguments = NULL) {
  given <- parse_flags(if (is.null(arguments)) commandArgs(TRUE) else arguments, list())
  lapply(given, utils::type.convert, as.is = TRUE)
}
