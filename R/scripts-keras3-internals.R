# Objects that keras3 has in its namespace and does not export, where they are not as in R keras 2.15.

keras3_generics <- c(
  "compile",
  "evaluate",
  "export_savedmodel",
  "fit",
  "format",
  "plot",
  "predict",
  "print",
  "summary"
)

keras3_internals <- c(
  stats::setNames(nm = shared_internals),
  stats::setNames(
    nm = c("create_layer", "create_layer_wrapper", "create_wrapper", "is_keras_available", "keras_array")
  ),
  renamed_internals,
  stats::setNames(paste0("keras3_", keras3_generics), paste0(keras3_generics, ".keras.src.models.model.Model")),
  capture_args = "capture_args_of_caller",
  compose_layer.keras.src.models.sequential.Sequential = "compose_layer",
  py_to_r_wrapper.keras.src.layers.layer.Layer = "wrap_layer",
  py_to_r_wrapper.keras.src.models.model.Model = "wrap_layer"
)

# `args <- capture_args(list(units = as_integer), ignore = "object")` in a layer function of another package.
capture_args_of_caller <- function(
  modifiers = NULL,
  ignore = NULL,
  force = character(),
  enforce_all_dots_named = TRUE
) {
  caller <- sys.parent()
  fn <- sys.function(caller)
  cl <- match.call(fn, sys.call(caller), envir = parent.frame(2L))
  known <- names(formals(fn))
  supplied <- intersect(known, c(names(cl), force))
  collect_args(supplied, "..." %in% known, modifiers, ignore, parent.frame(), enforce_all_dots_named)
}

# Methods for models: the generics, called as keras3's -----------------------------------------------------------------

call_as_keras3 <- function(generic, package = "keras3") {
  frame <- parent.frame(2L)
  call <- match.call(sys.function(-1L), sys.call(-1L), envir = frame)
  call[[1L]] <- base::call("::", as.name(package), as.name(generic))
  eval(call, frame)
}

keras3_compile <- function(
  object,
  optimizer = "rmsprop",
  loss = NULL,
  metrics = NULL,
  ...,
  loss_weights = NULL,
  weighted_metrics = NULL,
  run_eagerly = FALSE,
  steps_per_execution = 1L,
  jit_compile = "auto",
  auto_scale_loss = TRUE
) {
  call_as_keras3("compile")
}

keras3_fit <- function(
  object,
  x = NULL,
  y = NULL,
  ...,
  batch_size = NULL,
  epochs = 1L,
  callbacks = NULL,
  validation_split = 0,
  validation_data = NULL,
  shuffle = TRUE,
  class_weight = NULL,
  sample_weight = NULL,
  initial_epoch = 1L,
  steps_per_epoch = NULL,
  validation_steps = NULL,
  validation_batch_size = NULL,
  validation_freq = 1L,
  verbose = getOption("keras.verbose", default = "auto"),
  view_metrics = getOption("keras.view_metrics", default = "auto")
) {
  call_as_keras3("fit")
}

keras3_evaluate <- function(
  object,
  x = NULL,
  y = NULL,
  ...,
  batch_size = NULL,
  verbose = getOption("keras.verbose", default = "auto"),
  sample_weight = NULL,
  steps = NULL,
  callbacks = NULL
) {
  call_as_keras3("evaluate")
}

keras3_predict <- function(
  object,
  x,
  ...,
  batch_size = NULL,
  verbose = getOption("keras.verbose", default = "auto"),
  steps = NULL,
  callbacks = NULL
) {
  call_as_keras3("predict", "stats")
}

keras3_export_savedmodel <- function(object, export_dir_base, ...) {
  call_as_keras3("export_savedmodel")
}

keras3_summary <- function(object, ...) {
  call_as_keras3("summary", "base")
}

keras3_print <- function(x, ...) {
  call_as_keras3("print", "base")
}

keras3_format <- function(
  x,
  line_length = getOption("width"),
  positions = NULL,
  expand_nested = FALSE,
  show_trainable = NA,
  ...,
  layer_range = NULL,
  compact = TRUE
) {
  call_as_keras3("format", "base")
}

keras3_plot <- function(
  x,
  show_shapes = FALSE,
  show_dtype = FALSE,
  show_layer_names = FALSE,
  ...,
  rankdir = "TB",
  expand_nested = FALSE,
  dpi = 200,
  layer_range = NULL,
  show_layer_activations = FALSE,
  show_trainable = NA,
  to_file = NULL
) {
  call_as_keras3("plot", "base")
}
