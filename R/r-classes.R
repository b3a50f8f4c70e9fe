# R keras 2's class names stand beside those of Keras 3, so that packages which dispatch on them keep working.
# reticulate sets the class after py_to_r_wrapper(): names can be added only here.
add_old_classes <- function(x) {
  class(x) <- with_old_classes(class(x))
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

is_layer <- function(x) {
  inherits(x, "keras.src.layers.layer.Layer")
}

is_sequential <- function(object) {
  inherits(object, "keras.models.Sequential")
}
