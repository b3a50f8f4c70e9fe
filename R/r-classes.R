# Adds R keras 2's class names to those of Keras 3, so that packages which dispatch on them still work, also for objects that
# reticulate does not convert, such as those of `import("keras", convert = FALSE)`.
register_old_classes <- function(...) {
  reticulate::register_class_filter(remember_classes(with_old_classes))
  if (isNamespaceLoaded("tensorflow")) {
    register_order_of_classes()
  }
  setHook(packageEvent("tensorflow", "onLoad"), register_order_of_classes)
}

# The package tensorflow puts its class before Python's. Its methods do not know symbolic tensors or numbers of several types,
# and would replace those here: `x[1, ] <- 0` would change its meaning when it is loaded.
register_order_of_classes <- function(...) {
  reticulate::register_class_filter(remember_classes(function(classes) {
    if (any(tensor_classes() %in% classes)) put_tensorflow_last(classes) else classes
  }))
}

tensor_classes <- function() keras_names[c("KerasTensor", "Tensor", "Variable")]

put_tensorflow_last <- function(classes) {
  if ("tensorflow.tensor" %in% classes) {
    append_class(setdiff(classes, "tensorflow.tensor"), "tensorflow.tensor")
  } else {
    classes
  }
}

# Caches the classes by the class vector, which reticulate computes for every object that it creates.
remember_classes <- function(f) {
  known <- new.env(parent = emptyenv())
  function(classes) {
    found <- known[[classes[[1L]]]]
    if (!identical(found$of, classes)) {
      found <- list(of = classes, gives = f(classes))
      assign(classes[[1L]], found, known)
    }
    found$gives
  }
}

with_old_classes <- function(classes) {
  own <- c(
    if (keras_names[["TensorShape"]] %in% classes) tensor_shape_class,
    if (any(grepl(other_tensors, classes))) c(keras_names[["Tensor"]], "tensorflow.tensor")
  )
  append_class(classes, c(unlist(lapply(classes, find_old_classes)), own))
}

# Tensors of JAX, with values or traced, tensors of PyTorch, and Keras variables on both also get TensorFlow's class names, by
# which R's methods are found.
other_tensors <- paste0(
  "^(jaxlib\\._jax\\.ArrayImpl|jax\\._src\\.core\\.Tracer|keras\\.src\\.backend\\.jax\\.core\\.JaxVariable",
  "|rkeras_py\\.engine\\.tensors\\.TracedSizes|torch\\.Tensor|keras\\.src\\.backend\\.torch\\.core\\.Variable)$"
)

arrays_of_jax <- "jaxlib._jax.ArrayImpl"
tensors_with_python_shapes <- c(arrays_of_jax, "torch.Tensor")

# A separate class, because methods of the package tensorflow for TensorFlow's class would come first.
tensor_shape_class <- "rkeras_tensor_shape"

# The names of a class in R keras 2: in Keras 2.15 with and without "src.", and in earlier versions.
find_old_classes <- function(class) {
  path <- find_keras2_path(class)
  if (!nzchar(path)) {
    return(NULL)
  }
  earlier <- unlist(lapply(names(earlier_keras2_paths), function(pattern) {
    if (grepl(pattern, path)) vapply(earlier_keras2_paths[[pattern]], function(new) sub(pattern, new, path), "")
  }))
  paths <- c(path, keras2_bases[names(keras2_bases) == path])
  names <- c(
    paste0(rep(c(keras_code, "keras."), length(paths)), rep(paths, each = 2L)),
    paste0("keras.", earlier, recycle0 = TRUE)
  )
  of_preprocessing <- startsWith(names, "keras.preprocessing.")
  unique(c(names, sub("^keras[.]", "keras_", names[of_preprocessing])))
}

find_keras2_path <- function(class) {
  own <- match(class, python_names[names(keras2_paths_of_ours)])
  if (!is.na(own)) {
    return(keras2_paths_of_ours[[own]])
  }
  if (!startsWith(class, keras_code)) {
    return("")
  }
  path <- substring(class, nchar(keras_code) + 1L)
  fits <- vapply(names(keras2_paths), grepl, NA, path)
  if (any(fits)) {
    first <- which(fits)[[1L]]
    return(sub(names(keras2_paths)[[first]], keras2_paths[[first]], path))
  }
  path
}

append_class <- function(classes, more) {
  more <- more[!more %in% classes]
  base <- match("python.builtin.object", classes, nomatch = length(classes) + 1L)
  append(classes, more, base - 1L)
}

# Packages that look for the class of the package tensorflow find it on symbolic tensors, too.
add_tensor_classes <- function(x) {
  class(x) <- with_tensor_classes(class(x))
  watch_handle(x)
}

with_tensor_classes <- remember_classes(function(classes) {
  append_class(classes[classes != "tensorflow.tensor"], c(keras2_names[["KerasTensor"]], "tensorflow.tensor"))
})

add_dataset_class <- function(x) {
  class(x) <- append_class(class(x), "tf_dataset")
  watch_handle(x)
}
