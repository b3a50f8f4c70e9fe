# R keras 2's class names stand beside those of Keras 3, so that packages which dispatch on them keep working.
# reticulate sets the class after py_to_r_wrapper(): names can be added only here.
add_old_classes <- function(x) {
  class(x) <- with_old_classes(class(x))
  x
}

# Also objects that reticulate does not convert, as those of `import("keras", convert = FALSE)`, have the old classes.
register_old_classes <- function(...) {
  register <- get0("register_class_filter", asNamespace("reticulate"))
  if (is.function(register)) {
    register(function(classes) if (keras_names[["Layer"]] %in% classes) with_old_classes(classes) else classes)
  }
}

with_old_classes <- function(classes) {
  is_a <- function(name) keras_names[[name]] %in% classes
  old <- c(
    if (is_a("Sequential")) keras2_names$Sequential,
    if (is_a("Sequential") || is_a("Functional")) keras2_names$Functional,
    if (is_a("Model")) keras2_names$Model,
    keras2_names$Layer
  )
  append_class(classes, old)
}

append_class <- function(classes, more) {
  more <- more[!more %in% classes]
  base <- classes == "python.builtin.object"
  c(classes[!base], more, classes[base])
}

# The class of the package tensorflow comes last, also where that package itself puts it first: its methods do not know
# symbolic tensors.
add_tensor_classes <- function(x) {
  classes <- class(x)
  class(x) <- append_class(classes[classes != "tensorflow.tensor"], c(keras2_names$KerasTensor, "tensorflow.tensor"))
  x
}

add_dataset_class <- function(x) {
  class(x) <- append_class(class(x), "tf_dataset")
  x
}
