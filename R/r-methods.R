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
