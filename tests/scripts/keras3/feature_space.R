# Data frames of mixed columns by layer_feature_space().
library(keras3)

set_random_seed(7)
frame <- data.frame(
  age = c(20, 35, 50, 65),
  ca = c(0L, 1L, 2L, 1L),
  thal = c("fixed", "normal", "reversible", "normal"),
  target = c(0, 1, 1, 0)
)
features <- layer_feature_space(
  features = list(
    age = feature_float_discretized(num_bins = 3),
    ca = feature_integer_categorical(num_oov_indices = 0),
    thal = feature_string_categorical(num_oov_indices = 0, output_mode = "one_hot")
  ),
  crosses = list(feature_cross(feature_names = c("ca", "thal"), crossing_dim = 8)),
  output_mode = "concat"
)
dataset <- tensorflow::tf$data$Dataset$from_tensor_slices(as.list(frame[c("age", "ca", "thal")]))
features |> adapt(dataset)
encoded <- features(as.list(frame[c("age", "ca", "thal")]))
dim(encoded)
rowSums(as.array(encoded))

# Plain Keras's FeatureSpace gives the same
space <- keras$utils$FeatureSpace
plain <- space(
  features = list(
    age = space$float_discretized(num_bins = 3L),
    ca = space$integer_categorical(num_oov_indices = 0L),
    thal = space$string_categorical(num_oov_indices = 0L, output_mode = "one_hot")
  ),
  crosses = list(space$cross(feature_names = tuple("ca", "thal"), crossing_dim = 8L)),
  output_mode = "concat"
)
plain$adapt(dataset)
columns <- lapply(as.list(frame[c("age", "ca", "thal")]), as_tensor)
stopifnot(all.equal(as.array(encoded), as.array(plain(columns))))

# Data frames are columns, and factors are text
columns <- frame[c("age", "ca", "thal")]
columns$thal <- factor(columns$thal)
for (adapt_to in list(adapt, function(space, data) space$adapt(data))) {
  of_frame <- layer_feature_space(
    features = list(
      age = feature_float_discretized(num_bins = 3),
      ca = feature_integer_categorical(num_oov_indices = 0),
      thal = feature_string_categorical(num_oov_indices = 0, output_mode = "one_hot")
    ),
    crosses = list(feature_cross(feature_names = c("ca", "thal"), crossing_dim = 8))
  )
  adapt_to(of_frame, columns)
  stopifnot(all.equal(as.array(of_frame(columns)), as.array(encoded)))
  stopifnot(all.equal(as.array(of_frame(cbind(columns, more = 1:4))), as.array(encoded)))
  stopifnot(all.equal(as.array(of_frame(as.list(columns))), as.array(encoded)))
  stopifnot(all.equal(as.array(of_frame(columns[3, ])), as.array(encoded)[3, , drop = FALSE]))
  mapped <- iterate(dataset$batch(4L)$map(function(row) of_frame(row)))[[1]]
  stopifnot(all.equal(as.array(mapped), as.array(encoded)))
}
crossed <- layer_hashed_crossing(list(frame$thal, frame$ca), num_bins = 5)
stopifnot(identical(as.array(crossed), as.array(layer_hashed_crossing(num_bins = 5)(list(as_tensor(frame$thal), as_tensor(frame$ca))))))

inputs <- features$get_inputs()
output <- features$get_encoded_features() |> layer_dense(4, activation = "relu") |> layer_dense(1)
model <- keras_model(inputs, output)
model |> compile(optimizer = "adam", loss = "mse")
history <- model |> fit(as.list(frame[c("age", "ca", "thal")]), frame$target, epochs = 2, verbose = 0)
length(history$metrics$loss)
