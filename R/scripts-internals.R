# Internal objects of R keras 2.15 and keras3 that packages use through `:::` and getFromNamespace(): the name there, and the
# name of the function here. The functions below do the same as theirs, with the same index base and messages.
shared_internals <- c(
  "%||%",
  "as.data.frame.keras_training_history",
  "as_activation",
  "as_axis",
  "as_class_weight",
  "as_constraint",
  "as_generator",
  "as_integer",
  "as_integer_tuple",
  "as_layer_index",
  "as_model_verbose_arg",
  "as_node_index",
  "as_nullable_integer",
  "assert_all_dots_named",
  "compose_layer",
  "confirm_overwrite",
  "drop_nulls",
  "have_h5py",
  "have_module",
  "have_pandas",
  "have_pillow",
  "have_pyyaml",
  "have_requests",
  "is_backend",
  "is_keras_tensor",
  "is_layer",
  "is_main_thread_generator",
  "is_osx",
  "is_scalar",
  "is_tensorflow_dataset",
  "is_windows",
  "keras_version",
  "normalize_cropping",
  "normalize_padding",
  "normalize_path",
  "normalize_scale",
  "normalize_shape",
  "plot.keras_training_history",
  "print.keras_training_history",
  "relative_to",
  "require_tf_version",
  "resolve_tensorflow_dataset",
  "split_named_unnamed",
  "standard_layer_arg_modifiers",
  "tf",
  "to_keras_training_history"
)

renamed_internals <- c(
  compose_layer.default = "compose_layer",
  keras_training_history = "new_history",
  r_to_py.R6ClassGenerator = "class_to_python",
  r_to_py.keras_layer_wrapper = "class_to_python"
)

keras_internals <- local({
  generics <- c("compile", "evaluate", "export_savedmodel", "fit", "format", "plot", "predict", "print", "summary")
  methods <- stats::setNames(nm = paste0(generics, ".keras.engine.training.Model"))
  generators <- c(
    "function",
    "default",
    "keras_preprocessing.sequence.TimeseriesGenerator",
    "tensorflow.python.data.ops.dataset_ops.Dataset",
    "tensorflow.python.data.ops.dataset_ops.DatasetV2"
  )
  image_iterators <- paste0(
    c("keras.preprocessing.image", rep("keras_preprocessing.image", 2L)),
    c("", "", ".iterator")
  )
  on_main_thread <- c(generators[-5L], paste0(image_iterators, ".Iterator"))
  named <- function(names, value) stats::setNames(rep(value, length(names)), names)
  c(
    stats::setNames(nm = c(shared_internals, "is_tensorflow_implementation")),
    methods,
    renamed_internals,
    named(paste0("as_generator.", generators), "as_generator"),
    named(paste0("is_main_thread_generator.", on_main_thread), "is_main_thread_generator"),
    `$.py_R6ClassGenerator` = "$.rkeras_delayed_class",
    capture_args = "capture_args_of_call",
    compose_layer.keras.models.Sequential = "compose_layer",
    print.kerastools.model.RModel = "print.keras.engine.training.Model",
    print.py_R6ClassGenerator = "print.rkeras_delayed_class",
    py_str.keras.engine.training.Model = "describe_model",
    py_to_r.keras.utils.generic_utils.SharedObjectConfig = "identity_of",
    py_to_r_wrapper.keras.engine.base_layer.Layer = "wrap_layer",
    py_to_r_wrapper.keras.engine.training.Model = "wrap_layer",
    py_to_r_wrapper.kerastools.model.RModel = "wrap_layer",
    standard_layer_arguments = "standard_layer_arg_modifiers",
    summary.kerastools.model.RModel = "summary.keras.engine.training.Model",
    type_sum.py_R6ClassGenerator = "sum_type_of_class"
  )
})

# Arguments ------------------------------------------------------------------------------------------------------------

# Supports `capture_args(match.call(), list(units = as.integer), ignore = "object")` in a layer function of another package.
capture_args_of_call <- function(
  cl,
  modifiers = NULL,
  ignore = NULL,
  envir = parent.frame(),
  fn = sys.function(-1)
) {
  force(list(envir, fn))
  known <- names(formals(fn))
  collect_args(intersect(names(cl), known), "..." %in% known, modifiers, ignore, envir)
}

# The values of the arguments and of `...` in the frame of a function.
collect_args <- function(supplied, dots, modifiers, ignore, frame, all_named = TRUE) {
  values <- lapply(stats::setNames(nm = setdiff(supplied, c(ignore, "..."))), as.name)
  if (dots && !"..." %in% ignore) {
    values <- c(values, quote(...))
  }
  args <- eval(as.call(c(quote(list), values)), frame)
  if (all_named && length(args) && (is.null(names(args)) || !all(nzchar(names(args))))) {
    stop("All arguments supplied in `...` must be named.", call. = FALSE)
  }
  args <- args[!(names(args) %||% character(length(args))) %in% ignore]
  for (name in intersect(names(args), names(modifiers))) {
    args[name] <- list(modifiers[[name]](args[[name]]))
  }
  args
}

assert_all_dots_named <- function(envir = parent.frame(), cl) {
  given <- as.list(eval(quote(substitute(list(...))), envir))[-1L]
  unnamed <- given[!nzchar(names(given) %||% character(length(given)))]
  if (length(unnamed)) {
    stop(
      "All arguments supplied in `...` must be named.\nUnnamed arguments passed: ",
      toString(vapply(unnamed, deparse1, "")),
      call. = FALSE
    )
  }
}

drop_nulls <- function(x, i = NULL) {
  empty <- vapply(x, is.null, NA)
  if (!is.null(i)) {
    empty <- empty & (if (is.character(i)) names(x) %in% i else seq_along(x) %in% seq_along(x)[i])
  }
  x[!empty]
}

is_scalar <- function(x) {
  length(x) == 1L
}

describe_model <- function(object, line_length = getOption("width"), positions = NULL, ...) {
  format(object, line_length = line_length, positions = positions, ...)
}

identity_of <- function(x) {
  x
}

sum_type_of_class <- function(x) {
  attr(x, "name")
}

as_integer <- function(x) {
  if (is.numeric(x)) as.integer(x) else x
}

as_nullable_integer <- function(x) {
  if (is.null(x)) x else as.integer(x)
}

as_integer_tuple <- function(x, force_tuple = FALSE) {
  if (is.null(x)) {
    x
  } else if (is.list(x) || force_tuple) {
    reticulate::tuple(as.list(as.integer(x)))
  } else {
    as.integer(x)
  }
}

as_axis <- function(axis) {
  count_from_zero(axis, "`axis` argument is 1 based, received 0")
}

as_layer_index <- function(x) {
  count_from_zero(x, "Indexes for layers and nodes are 1-based: 0 is none.")
}

as_node_index <- as_layer_index

count_from_zero <- function(x, refusal) {
  if (is.null(x) || inherits(x, "python.builtin.object")) {
    return(x)
  }
  x <- as.integer(x)
  if (any(x == 0L)) {
    stop(refusal, call. = FALSE)
  }
  ifelse(x > 0L, x - 1L, x)
}

# Strings, R functions and Python functions: layers here accept all of them.
as_activation <- function(activation) {
  activation
}

as_constraint <- function(constraint) {
  if (inherits(constraint, "KerasConstraint")) to_python(constraint) else constraint
}

as_class_weight <- function(class_weight, class_names = NULL) {
  if (is.null(class_weight) || inherits(class_weight, "python.builtin.object")) {
    return(class_weight)
  }
  if (is.null(names(class_weight))) {
    stop("class_weight must be a named list of weights", call. = FALSE)
  }
  keys <- if (is.null(class_names)) names(class_weight) else match(names(class_weight), class_names) - 1L
  reticulate::py_dict(as.list(as.integer(keys)), unname(as.list(class_weight)))
}

as_model_verbose_arg <- function(x) {
  if (!identical(x, "auto")) {
    as.integer(x)
  } else if (isTRUE(getOption("knitr.in.progress"))) {
    2L
  } else {
    x
  }
}

# A tuple with None for unknown sizes.
normalize_shape <- function(shape) {
  if (is.null(shape) || is.function(shape) || inherits(shape, "python.builtin.object")) {
    return(shape)
  }
  sizes <- lapply(as.list(shape), function(size) {
    if (is.null(size) || inherits(size, "python.builtin.object")) {
      size
    } else if (!is.na(size)) {
      as.integer(size)
    }
  })
  reticulate::tuple(sizes)
}

normalize_scale <- function(name, scale, dims) {
  if (!is.numeric(scale) || !length(scale) %in% c(1L, dims)) {
    stop(name, " must be an integer or a vector of ", dims, " integers", call. = FALSE)
  }
  rep_len(as.integer(scale), dims)
}

# A single number, one for each axis, or two for each axis.
normalize_padding <- function(name, padding, dims) {
  single <- vapply(padding, function(part) is.numeric(part) && length(part) == 1L, NA)
  pair <- vapply(padding, function(part) is.numeric(part) && length(part) == 2L, NA)
  if (all(single) && length(padding) == 1L) {
    return(as.integer(padding))
  }
  if (length(padding) != dims || !(all(single) || all(pair))) {
    stop(name, " must be a list of ", dims, " integers or list of ", dims, " lists of 2 integers", call. = FALSE)
  }
  if (all(single)) as.integer(padding) else lapply(padding, as.integer)
}

normalize_cropping <- normalize_padding

standard_layer_arg_modifiers <- list(
  input_shape = normalize_shape,
  batch_input_shape = normalize_shape,
  batch_size = as_nullable_integer,
  seed = as_nullable_integer
)

split_named_unnamed <- function(x) {
  named <- if (is.null(names(x))) logical(length(x)) else nzchar(names(x))
  list(named = as.list(x[named]), unnamed = unname(as.list(x[!named])))
}

# Data -----------------------------------------------------------------------------------------------------------------

is_keras_tensor <- function(x) {
  k_is_tensor(x)
}

is_tensorflow_dataset <- function(x) {
  inherits(x, keras_names[["DatasetV2"]])
}

resolve_tensorflow_dataset <- function(x) {
  if (is_tensorflow_dataset(x)) x
}

as_generator <- function(x) {
  if (is.function(x)) reticulate::py_iterator(function() keras_array(x())) else x
}

# Tells whether drawing from it runs R code.
is_main_thread_generator <- function(x) {
  if (is.function(x)) {
    return(TRUE)
  }
  source <- if (inherits(x, "python.builtin.object")) reticulate::py_get_attr(x, "image_data_generator", silent = TRUE)
  !is.null(source) && !is.null(convert_to_r(source)$preprocessing_function)
}

# Python's History object.
to_keras_training_history <- function(history) {
  if (inherits(history, "keras_training_history")) history else new_history(history$params, history$history)
}

# Surroundings ---------------------------------------------------------------------------------------------------------

is_backend <- function(name) {
  identical(name, "tensorflow")
}

is_tensorflow_implementation <- function(implementation = "tensorflow") {
  TRUE
}

have_module <- function(module) {
  reticulate::py_module_available(module)
}

have_h5py <- function() have_module("h5py")

have_pandas <- function() have_module("pandas")

have_pillow <- function() have_module("PIL")

have_pyyaml <- function() have_module("yaml")

have_requests <- function() have_module("requests")

is_windows <- function() .Platform$OS.type == "windows"

is_osx <- function() Sys.info()[["sysname"]] == "Darwin"

normalize_path <- function(path) {
  if (is.null(path)) path else normalizePath(path.expand(path), mustWork = FALSE)
}

relative_to <- function(dir, file) {
  dir <- paste0(normalizePath(dir, "/", mustWork = FALSE), "/")
  file <- normalizePath(file, "/", mustWork = FALSE)
  if (startsWith(file, dir)) substring(file, nchar(dir) + 1L) else file
}

confirm_overwrite <- function(filepath, overwrite) {
  if (overwrite || !file.exists(filepath)) {
    return(TRUE)
  }
  if (!interactive()) {
    stop("File '", filepath, "' already exists (pass overwrite = TRUE to force save).", call. = FALSE)
  }
  tolower(readline(sprintf("[WARNING] %s already exists - overwrite? [y/n] ", filepath))) %in% c("y", "yes")
}

require_tf_version <- function(ver, msg = "this function.") {
  if (tf_version() < ver) {
    stop("Tensorflow version >=", ver, " required to use ", msg, call. = FALSE)
  }
}
