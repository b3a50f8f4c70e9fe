# Classes of Keras 3 and TensorFlow by their paths, to which R's methods are bound. The paths change with Keras.
keras_names <- c(
  Callback = "keras.src.callbacks.callback.Callback",
  Constraint = "keras.src.constraints.constraints.Constraint",
  Functional = "keras.src.models.functional.Functional",
  History = "keras.src.callbacks.history.History",
  Initializer = "keras.src.initializers.initializer.Initializer",
  KerasSaveable = "keras.src.saving.keras_saveable.KerasSaveable",
  KerasTensor = "keras.src.backend.common.keras_tensor.KerasTensor",
  Layer = "keras.src.layers.layer.Layer",
  LearningRateSchedule = "keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule",
  Loss = "keras.src.losses.loss.Loss",
  Metric = "keras.src.metrics.metric.Metric",
  Model = "keras.src.models.model.Model",
  Optimizer = "keras.src.optimizers.base_optimizer.BaseOptimizer",
  Regularizer = "keras.src.regularizers.regularizers.Regularizer",
  Sequential = "keras.src.models.sequential.Sequential",
  TrackedDict = "keras.src.utils.tracking.TrackedDict",
  TrackedList = "keras.src.utils.tracking.TrackedList",
  Variable = "keras.src.backend.common.variables.Variable",
  DatasetV2 = "tensorflow.python.data.ops.dataset_ops.DatasetV2",
  ListWrapper = "tensorflow.python.trackable.data_structures.ListWrapper",
  TupleWrapper = "tensorflow.python.trackable.data_structures._TupleWrapper",
  DictWrapper = "tensorflow.python.trackable.data_structures._DictWrapper",
  GradientTape = "tensorflow.python.eager.backprop.GradientTape",
  PolymorphicFunction = "tensorflow.python.types.core.PolymorphicFunction",
  Tensor = "tensorflow.python.types.core.Tensor",
  TensorShape = "tensorflow.python.framework.tensor_shape.TensorShape"
)

# The beginning of the paths of Keras's own classes, in Keras 3 and in the last versions of Keras 2.
keras_code <- "keras.src."

# Paths in Keras 2.15 of classes that Keras 3 moved, without the beginning. The first matching pattern is used; classes without
# a match have not moved. "" means that Keras 2 had no such class.
keras2_paths <- c(
  "^backend\\.common\\.keras_tensor\\." = "engine.keras_tensor.",
  "^trainers\\.data_adapters\\.py_dataset_adapter\\.PyDataset$" = "utils.data_utils.Sequence",
  "^(backend|ops|saving\\.keras_saveable|trainers)\\..*" = "",
  "^callbacks\\.\\w+\\." = "callbacks.",
  "^(constraints|losses|regularizers)\\.\\w+\\." = "\\1.",
  "^initializers\\.\\w+\\." = "initializers.initializers.",
  "^layers\\.activations\\.activation\\." = "layers.core.activation.",
  "^layers\\.activations\\." = "layers.activation.",
  "^layers\\.convolutional\\.base_conv\\.BaseConv$" = "layers.convolutional.base_conv.Conv",
  "^layers\\.core\\.input_layer\\." = "engine.input_layer.",
  "^layers\\.core\\.wrapper\\." = "layers.rnn.base_wrapper.",
  "^layers\\.input_spec\\." = "engine.input_spec.",
  "^layers\\.layer\\." = "engine.base_layer.",
  "^layers\\.merging\\.base_merge\\.Merge$" = "layers.merging.base_merge._Merge",
  "^layers\\.preprocessing\\.feature_space\\." = "utils.feature_space.",
  "^layers\\.preprocessing\\.(image_preprocessing\\.\\w+|rescaling)\\." = "layers.preprocessing.image_preprocessing.",
  "^layers\\.regularization\\.spatial_dropout\\.(\\w+)([123])D$" = "layers.regularization.spatial_dropout\\2d.\\1\\2D",
  "^layers\\.rnn\\.rnn\\." = "layers.rnn.base_rnn.",
  "^legacy\\.preprocessing\\." = "preprocessing.",
  "^legacy\\.layers\\.Random" = "layers.preprocessing.image_preprocessing.Random",
  "^legacy\\.layers\\.ThresholdedReLU$" = "layers.activation.thresholded_relu.ThresholdedReLU",
  "^metrics\\.(metric|reduction_metrics)\\." = "metrics.base_metric.",
  "^models\\.model\\." = "engine.training.",
  "^models\\.(functional|sequential)\\." = "engine.\\1.",
  "^utils\\.progbar\\." = "utils.generic_utils."
)

# Classes of Keras 2.15 that rkeras implements itself.
keras2_paths_of_ours <- c(
  AdditiveAttention = "layers.attention.additive_attention.AdditiveAttention",
  DataFrameIterator = "preprocessing.image.DataFrameIterator",
  DenseFeatures = "feature_column.dense_features_v2.DenseFeatures",
  DirectoryIterator = "preprocessing.image.DirectoryIterator",
  ImageDataGenerator = "preprocessing.image.ImageDataGenerator",
  Iterator = "preprocessing.image.Iterator",
  LocallyConnected1D = "layers.locally_connected.locally_connected1d.LocallyConnected1D",
  LocallyConnected2D = "layers.locally_connected.locally_connected2d.LocallyConnected2D",
  MeanRelativeError = "metrics.regression_metrics.MeanRelativeError",
  MeanTensor = "metrics.base_metric.MeanTensor",
  NumpyArrayIterator = "preprocessing.image.NumpyArrayIterator",
  TimeseriesGenerator = "preprocessing.sequence.TimeseriesGenerator",
  Tokenizer = "preprocessing.text.Tokenizer"
)

# Classes that users extend in Keras 2 only, by their paths in 2.15.
keras2_bases <- c(
  engine.sequential.Sequential = "engine.functional.Functional",
  layers.convolutional.conv1d_transpose.Conv1DTranspose = "layers.convolutional.conv1d.Conv1D",
  layers.convolutional.conv2d_transpose.Conv2DTranspose = "layers.convolutional.conv2d.Conv2D",
  layers.convolutional.conv3d_transpose.Conv3DTranspose = "layers.convolutional.conv3d.Conv3D",
  layers.rnn.bidirectional.Bidirectional = "layers.rnn.base_wrapper.Wrapper",
  metrics.base_metric.Metric = "engine.base_layer.Layer"
)

# Paths before version 2.15, for a path in 2.15; all matching patterns apply.
earlier_keras2_paths <- list(
  "^(metrics|optimizers|initializers)\\.\\w+\\.(\\w+)$" = "\\1.\\2",
  "^metrics\\.\\w+\\." = "metrics.metrics.",
  "^optimizers\\.optimizer\\.Optimizer$" = c(
    "optimizer_v2.optimizer_v2.OptimizerV2",
    "optimizers.optimizer_v2.optimizer_v2.OptimizerV2"
  ),
  "^optimizers\\.(\\w+)\\.(\\w+)$" = c("optimizer_v2.\\1.\\2", "optimizers.optimizer_v2.\\1.\\2"),
  "^optimizers\\.schedules\\." = "optimizer_v2.",
  "^initializers\\.\\w+\\." = "initializers.initializers_v2.",
  "^(layers\\.\\w+)\\.\\w+\\.(\\w+)$" = "\\1.\\2",
  "^layers\\.core\\.embedding\\." = "layers.embeddings.",
  "^layers\\.merging\\.\\w+\\." = "layers.merge.",
  "^layers\\.rnn\\.\\w+\\.(\\w+)$" = c("layers.recurrent.\\1", "layers.recurrent_v2.\\1"),
  "^engine\\.sequential\\.Sequential$" = "models.Sequential",
  "^preprocessing\\.image\\.Iterator$" = "preprocessing.image.iterator.Iterator"
)

# Classes from R keras 2 that R code here checks for.
keras2_names <- c(
  KerasTensor = "keras.engine.keras_tensor.KerasTensor",
  Model = "keras.engine.training.Model",
  Sequential = "keras.engine.sequential.Sequential"
)

is_layer <- function(x) {
  inherits(x, keras_names[["Layer"]])
}

is_sequential <- function(x) {
  inherits(x, keras2_names[["Sequential"]])
}

# Eager and symbolic tensors, not variables.
is_tensor <- function(x) {
  inherits(x, keras_names[c("KerasTensor", "Tensor")])
}
