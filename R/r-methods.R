# R methods for Python classes. Methods for reticulate's generics are registered when reticulate is loaded, so that loading this
# package does not load it.
register_methods <- function() {
  register_conversions_to_r()
  register_conversions_to_python()
  register_methods_of_layers()
  register_places()
  for (generic in names(tensor_shape_methods)) {
    registerS3method(generic, tensor_shape_class, tensor_shape_methods[[generic]], envir = baseenv())
  }
  register_refusals()
  register_methods_for_packages()
  register_json_methods()
  register_bundles()
  if (isNamespaceLoaded("reticulate")) {
    register_old_classes()
  }
  setHook(packageEvent("reticulate", "onLoad"), register_old_classes)
}

register_conversions_to_r <- function() {
  register <- function(paths, methods, generic = "py_to_r") {
    for (name in names(methods)) {
      register_method("reticulate", generic, paths[[name]], methods[[name]])
    }
  }
  wrappers <- list(
    Layer = wrap_layer,
    Initializer = wrap_initializer,
    Regularizer = wrap_computing,
    Constraint = wrap_computing,
    Loss = wrap_computing,
    Metric = wrap_computing,
    PolymorphicFunction = wrap_traced
  )
  register(keras_names, wrappers, "py_to_r_wrapper")
  register(python_names, list(BackendFunction = wrap_backend_function, Piped = wrap_python_function), "py_to_r_wrapper")
  callables <- list(
    type = wrap_class,
    "function" = wrap_python_function,
    method = wrap_python_function,
    object = with_kept_values
  )
  for (name in names(callables)) {
    register_method("reticulate", "py_to_r_wrapper", paste0("python.builtin.", name), callables[[name]])
  }
  for (name in c("ndarray", "generic")) {
    register_method("reticulate", "py_to_r", paste0("numpy.", name), narrow_numbers_to_r)
  }
  register_method("reticulate", "py_to_r", "torch.Size", function(x) as.list(iterable_to_list(x)))
  register(
    keras_names,
    list(
      KerasTensor = add_tensor_classes,
      DatasetV2 = add_dataset_class,
      TrackedList = tracked_to_r,
      TrackedDict = tracked_to_r,
      ListWrapper = tracked_to_r,
      TupleWrapper = tracked_to_r,
      DictWrapper = tracked_to_r
    )
  )
  of_r6 <- python_names[["OfR6"]]
  watch <- function(x) if (inherits(x, of_r6)) r6_to_r(x) else watch_handle(x) # a class of Keras may come before it
  for (class in c("KerasSaveable", "Tensor", "Variable", "Callback", "Initializer", "Regularizer", "Constraint")) {
    register(keras_names, stats::setNames(list(watch), class))
  }
  for (class in c("Tokenizer", "ImageDataGenerator", "Iterator", "TimeseriesGenerator")) {
    register(python_names, stats::setNames(list(watch_handle), class))
  }
  register(keras_names, list(LearningRateSchedule = watch_handle))
  register(
    python_names,
    list(
      KerasTrainingHistory = history_to_r,
      LargeArray = large_array_to_r,
      NamedColumns = named_columns_to_r,
      OfR6 = r6_to_r,
      Measures = measures_to_r,
      NAType = missing_to_r,
      Factor = factor_to_r,
      Parts = parts_to_r,
      Dataset = dataset_to_r,
      NumpyDataset = numpy_dataset_to_r,
      Words = words_to_r,
      Indices = indices_to_r,
      Sequences = sequences_to_r,
      Skipgrams = skipgrams_to_r,
      WholeVocabulary = vocabulary_to_r
    )
  )
}

register_conversions_to_python <- function() {
  for (class in c("keras_layer_wrapper", "rkeras_delayed_class", "R6ClassGenerator")) {
    register_method("reticulate", "r_to_py", class, class_to_python)
  }
  for (class in table_classes) {
    register_method("reticulate", "as.data.frame", class, table_to_frame) # reticulate has one for polars
  }
  register_kept_values()
  register_method("reticulate", "r_to_py", "keras_training_history", history_to_python)
  for (class in c("KerasCallback", "KerasConstraint", "KerasLayer")) {
    register_method("reticulate", "r_to_py", class, r6_to_python)
  }
  register_method("reticulate", "r_to_py", "rkeras_module", function(x, convert = FALSE) find_module(x))
  register_method("reticulate", "r_to_py", "rkeras_shape", shape_to_python)
}

register_methods_of_layers <- function() {
  register <- function(generics, class, method) {
    for (generic in generics) {
      registerS3method(
        generic,
        keras_names[[class]],
        yield_if_tensorflow(method, keras_names[[class]]),
        envir = baseenv()
      )
    }
  }
  register("$", "Layer", layer_attribute)
  register("$", "KerasTensor", symbolic_attribute)
  for (class in tensors_with_python_shapes) {
    registerS3method("$", class, symbolic_attribute, envir = baseenv())
  }
  register("$", "KerasSaveable", member_if_alive)
  register(c("[[", "[", "[[<-", "names", "length", "as.character"), "Layer", ask_if_alive)
  register("is.na", "KerasSaveable", function(x) FALSE)
  registerS3method(
    "as.array",
    "PIL.Image.Image",
    function(x, ...) image_to_array(x, dtype = "uint8"),
    envir = baseenv()
  )
  register("with", "GradientTape", with_tape)
  register("$", "GradientTape", tape_member)
  register("$", "Optimizer", optimizer_member)
  register("$<-", "Layer", set_changed_attribute)
  register("$<-", "Callback", set_changed_attribute)
  register(c("==", "!="), "Layer", compare_if_alive)
  register("as.data.frame", "History", function(x, ...) as.data.frame(keras_history_to_r(x), ...))
  register("plot", "History", function(x, ...) plot(keras_history_to_r(x), ...))
  register("print", "History", function(x, ...) {
    print(keras_history_to_r(x), ...)
    invisible(x)
  })
}

register_methods_for_packages <- function() {
  model <- keras2_names[["Model"]]
  # R keras's `evaluate` and that of generics name their first argument differently; this method serves both.
  register_method("generics", "evaluate", model, evaluate.keras.engine.training.Model)
  register_method("waldo", "compare_proxy", "rkeras_shape", shape_to_compare)
  for (class in keras_names[c("KerasSaveable", "Tensor", "Variable")]) {
    register_method("waldo", "compare_proxy", class, object_to_compare)
  }
  # The package tensorflow has its own generics, which mask these if it is attached later.
  register_method("tensorflow", "evaluate", model, evaluate.keras.engine.training.Model)
  register_method("tensorflow", "evaluate", keras_names[["Model"]], evaluate.keras.src.models.model.Model)
  register_method("tensorflow", "export_savedmodel", model, export_savedmodel.keras.engine.training.Model)
}

register_json_methods <- function() {
  if (isNamespaceLoaded("jsonlite")) {
    register_json()
  }
  setHook(packageEvent("jsonlite", "onLoad"), register_json)
}

register_method <- function(package, generic, class, method) {
  method <- yield_if_tensorflow(method, class)
  force(list(generic, class))
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

# The R package tensorflow replaces methods for TensorFlow's classes by its own. R reports replaced methods unless they come
# from the replacing package, which it decides by the environment of a method.
yield_to_tensorflow <- function(method) {
  environment(method) <- structure(new.env(parent = environment(method)), name = "tensorflow")
  method
}

yield_if_tensorflow <- function(method, class) {
  if (startsWith(class, "tensorflow.")) yield_to_tensorflow(method) else method
}
