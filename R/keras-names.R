# Where classes of Keras 3 and TensorFlow are: R's methods for them go by these names, which change with Keras.
keras_names <- c(
  Callback = "keras.src.callbacks.callback.Callback",
  Functional = "keras.src.models.functional.Functional",
  KerasSaveable = "keras.src.saving.keras_saveable.KerasSaveable",
  KerasTensor = "keras.src.backend.common.keras_tensor.KerasTensor",
  Layer = "keras.src.layers.layer.Layer",
  Model = "keras.src.models.model.Model",
  Sequential = "keras.src.models.sequential.Sequential",
  TrackedDict = "keras.src.utils.tracking.TrackedDict",
  TrackedList = "keras.src.utils.tracking.TrackedList",
  DatasetV2 = "tensorflow.python.data.ops.dataset_ops.DatasetV2",
  Tensor = "tensorflow.python.types.core.Tensor",
  TensorShape = "tensorflow.python.framework.tensor_shape.TensorShape"
)

# The classes that R keras 2 gave to the same: other packages have methods for them.
keras2_names <- list(
  Functional = "keras.engine.functional.Functional",
  KerasTensor = "keras.engine.keras_tensor.KerasTensor",
  Layer = "keras.engine.base_layer.Layer",
  Model = "keras.engine.training.Model",
  Sequential = c("keras.engine.sequential.Sequential", "keras.models.Sequential")
)

is_layer <- function(x) {
  inherits(x, keras_names[["Layer"]])
}

is_sequential <- function(x) {
  inherits(x, keras2_names$Sequential)
}
