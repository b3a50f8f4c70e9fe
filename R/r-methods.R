# reticulate's generics get their methods when reticulate is loaded, so that loading this package does not load it.
register_methods <- function() {
  layer <- "keras.src.layers.layer.Layer"
  methods <- list(
    list("py_to_r_wrapper", layer, wrap_layer),
    list("py_to_r_wrapper", "rkeras_py.backend.graph.BackendFunction", wrap_function),
    list("py_to_r", layer, add_old_classes),
    list("py_to_r", "keras.src.backend.common.keras_tensor.KerasTensor", add_tensor_classes),
    list("py_to_r", "tensorflow.python.data.ops.dataset_ops.DatasetV2", add_dataset_class),
    list("py_to_r", "rkeras_py.training.history.KerasTrainingHistory", history_to_r),
    list("py_to_r", "rkeras_py.r.results.LargeArray", large_array_to_r),
    list("py_to_r", "rkeras_py.training.fit.Measures", measures_to_r),
    list("py_to_r", "keras.src.utils.tracking.TrackedList", untracked),
    list("py_to_r", "keras.src.utils.tracking.TrackedDict", untracked),
    list("r_to_py", "keras_layer_wrapper", class_to_python),
    list("r_to_py", "rkeras_delayed_class", class_to_python),
    list("r_to_py", "R6ClassGenerator", class_to_python),
    list("r_to_py", "KerasCallback", r6_to_python),
    list("r_to_py", "KerasConstraint", r6_to_python),
    list("py_to_r", "rkeras_py.data.arrays.Factor", factor_to_r),
    list("py_to_r", "rkeras_py.datasets.builtin.Dataset", dataset_to_r),
    list("py_to_r", "rkeras_py.r.results.Words", words_to_r),
    list("py_to_r", "rkeras_py.r.results.Indices", indices_to_r),
    list("py_to_r", "rkeras_py.r.results.Sequences", sequences_to_r),
    list("py_to_r", "rkeras_py.r.results.Skipgrams", skipgrams_to_r)
  )
  for (method in methods) {
    register_method("reticulate", method[[1]], method[[2]], method[[3]])
  }
  registerS3method("$", layer, layer_attribute, envir = baseenv())
  registerS3method("$", tensor_classes[[1L]], symbolic_attribute, envir = baseenv())
  registerS3method("$", "keras.src.saving.keras_saveable.KerasSaveable", of_the_living, envir = baseenv())
  for (generic in c("[[", "[", "[[<-", "names", "length", "as.character")) {
    registerS3method(generic, layer, of_the_living, envir = baseenv())
  }
  for (class in c(layer, "keras.src.callbacks.callback.Callback")) {
    registerS3method("$<-", class, set_other_attribute, envir = baseenv())
  }
  for (operator in c("==", "!=")) {
    registerS3method(operator, layer, compare_living, envir = baseenv())
  }
  # R keras's `evaluate` names its first argument otherwise than that of generics, and serves both.
  model <- "keras.engine.training.Model"
  register_method("generics", "evaluate", model, evaluate.keras.engine.training.Model)
  register_method("waldo", "compare_proxy", "rkeras_shape", shape_to_compare)
  # The package tensorflow has generics of its own, which mask those here where it is attached later.
  register_method("tensorflow", "evaluate", model, evaluate.keras.engine.training.Model)
  register_method("tensorflow", "export_savedmodel", model, export_savedmodel.keras.engine.training.Model)
}

register_method <- function(package, generic, class, method) {
  force(list(generic, class, method))
  register <- function(...) {
    if (exists(generic, asNamespace(package), mode = "function")) {
      registerS3method(generic, class, method, envir = asNamespace(package))
    }
  }
  if (isNamespaceLoaded(package)) {
    register()
  }
  setHook(packageEvent(package, "onLoad"), register)
}

# A layer or model is a function in R.
wrap_layer <- function(x) {
  force(x)
  callable <- function(object, ...) {
    compose_layer(if (missing(object)) NULL else object, callable, ...)
  }
  attributes(callable) <- attributes(x)
  attr(callable, "py_object") <- x
  callable
}

# What k_function() returns is a function in R.
wrap_function <- function(x) {
  force(x)
  callable <- function(inputs) {
    in_r_words(converted(reticulate::py_call(x, to_python(inputs))))
  }
  attributes(callable) <- attributes(x)
  attr(callable, "py_object") <- x
  callable
}

# R keras 2's class names stand beside those of Keras 3, so that packages which dispatch on them keep working.
# reticulate sets the class after py_to_r_wrapper(): names can be added only here.
add_old_classes <- function(x) {
  class(x) <- with_old_classes(class(x))
  x
}

# The class of the package tensorflow comes last, also where that package itself puts it first: its methods do not know
# symbolic tensors.
add_tensor_classes <- function(x) {
  classes <- class(x)
  class(x) <- append_class(
    classes[classes != "tensorflow.tensor"],
    c("keras.engine.keras_tensor.KerasTensor", "tensorflow.tensor")
  )
  x
}

add_dataset_class <- function(x) {
  class(x) <- append_class(class(x), "tf_dataset")
  x
}

with_old_classes <- function(classes) {
  old <- "keras.engine.base_layer.Layer"
  if ("keras.src.models.model.Model" %in% classes) {
    old <- c("keras.engine.training.Model", old)
  }
  if (any(c("keras.src.models.functional.Functional", "keras.src.models.sequential.Sequential") %in% classes)) {
    old <- c("keras.engine.functional.Functional", old)
  }
  if ("keras.src.models.sequential.Sequential" %in% classes) {
    old <- c("keras.engine.sequential.Sequential", "keras.models.Sequential", old)
  }
  append_class(classes, old)
}

append_class <- function(classes, more) {
  more <- more[!more %in% classes]
  base <- classes == "python.builtin.object"
  c(classes[!base], more, classes[base])
}

compose_layer <- function(object, layer, ...) {
  composed <- call_rkeras("compose_layer", list(object, layer, ...))
  if (is_sequential(object)) invisible(object) else composed
}

node_attributes <- c("output", "input", "output_shape", "input_shape", "output_mask", "input_mask")

layer_attribute <- function(x, name) {
  refuse_dead(x)
  ours <- c(node_attributes, if (inherits(x, "keras.engine.training.Model")) "metrics_names")
  if (!name %in% ours) {
    return(NextMethod())
  }
  in_r_words(
    converted(reticulate::py_call(core_function("layer_attribute"), x, name, prefers_first_node())),
    with_type = TRUE
  )
}

# reticulate answers for a dead handle too: NULL, 0, "<pointer: 0x0>".
of_the_living <- function(x, ...) {
  refuse_dead(x)
  NextMethod()
}

compare_living <- function(e1, e2) {
  for (side in list(e1, e2)) {
    if (inherits(side, "python.builtin.object")) {
      refuse_dead(side)
    }
  }
  NextMethod()
}

# R assigns on all levels of `self$model$stop_training <- TRUE`: what is there already need not be set, and cannot be
# where Keras 3 has a property that is only read.
set_other_attribute <- function(x, name, value) {
  refuse_dead(x)
  parts <- if (is.list(value)) value else list(value)
  of_python <- length(parts) && all(vapply(parts, inherits, NA, "python.builtin.object"))
  if (of_python && reticulate::py_has_attr(x, name)) {
    present <- reticulate::py_to_r(reticulate::py_get_attr(x, name))
    if (same_objects(if (is.list(value)) present else list(present), parts)) {
      return(x)
    }
  }
  NextMethod()
}

same_objects <- function(x, y) {
  is.list(x) && length(x) == length(y) && all(unlist(Map(same_object, x, y)))
}

same_object <- function(x, y) {
  inherits(x, "python.builtin.object") && identical(reticulate::py_id(x), reticulate::py_id(y))
}

# Keras 2.15 gave the first of several nodes without a word: options(rkeras.ill_defined = "first") asks for that.
prefers_first_node <- function() {
  identical(getOption("rkeras.ill_defined"), "first")
}

# Keras keeps the lists that an instance gets as lists of its own kind.
untracked <- function(x) {
  builtins <- reticulate::import_builtins(convert = FALSE)
  plain <- if (inherits(x, "python.builtin.dict")) builtins$dict(x) else builtins$list(x)
  reticulate::py_to_r(plain)
}

history_to_r <- function(x) {
  content <- x$to_dict()
  new_history(content$params, content$metrics)
}

# R's memory is filled in place, before anyone else can hold the array.
large_array_to_r <- function(x) {
  shape <- unlist(converted(x$shape))
  result <- numeric(prod(shape))
  dim(result) <- shape
  x$write(result)
  result
}

measures_to_r <- function(x) {
  values <- reticulate::py_to_r(reticulate::import_builtins(convert = FALSE)$dict(x))
  vapply(values, as.numeric, numeric(1))
}

factor_to_r <- function(x) {
  names <- as.character(unlist(x$levels))
  factor(names[as.integer(x$codes) + 1L], names)
}

dataset_to_r <- function(x) {
  list(train = part_to_r(x$train), test = part_to_r(x$test))
}

# Sequences of different lengths come as a list of integer vectors.
part_to_r <- function(part) {
  x <- part$x
  list(x = if (is.list(x)) lapply(x, unlist) else x, y = part$y)
}
