#### mnist convnet: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_conv_2d(filters = 4, kernel_size = c(3, 3), activation = "relu", input_shape = c(28, 28, 1)) %>%
  layer_conv_2d(4, 3, activation = "relu") %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_dropout(rate = 0.25) %>%
  layer_flatten() %>%
  layer_dense(units = 10, activation = "softmax")
model %>% compile(loss = loss_categorical_crossentropy, optimizer = optimizer_adadelta(), metrics = c("accuracy"))

#### model in place: fine
library(keras)
model <- keras_model_sequential()
model %>%
  layer_dense(units = 16, activation = "relu", input_shape = c(784)) %>%
  layer_dropout(rate = 0.4) %>%
  layer_dense(units = 10, activation = "softmax")
summary(model)
model %>% compile(loss = "categorical_crossentropy", optimizer = optimizer_rmsprop(), metrics = "accuracy")

#### layer by layer: fine
library(keras)
model <- keras_model_sequential()
layer_dense(model, units = 8, input_shape = 4)
layer_activation(model, "relu")
layer_dense(model, 3, activation = "softmax")
compile(model, optimizer = "sgd", loss = "sparse_categorical_crossentropy", metrics = "sparse_categorical_accuracy")

#### list of layers: fine
library(keras)
model <- keras_model_sequential(layers = list(layer_dense(units = 32, input_shape = c(5)), layer_dense(units = 1)))
model %>% compile("rmsprop", "mse")

#### regression with two measures: fine
library(keras)
build_model <- function(p) {
  model <- keras_model_sequential() %>%
    layer_dense(units = 64, activation = "relu", input_shape = p) %>%
    layer_dense(units = 64, activation = "relu") %>%
    layer_dense(units = 1)
  model %>% compile(loss = "mse", optimizer = optimizer_rmsprop(), metrics = list("mean_absolute_error"))
  model
}
model <- build_model(13)

#### reviews as bags of words: fine
library(keras)
vectorize_sequences <- function(sequences, dimension = 100) {
  results <- matrix(0, nrow = length(sequences), ncol = dimension)
  for (i in seq_along(sequences)) {
    results[i, sequences[[i]]] <- 1
  }
  results
}
x <- vectorize_sequences(list(c(1, 5), c(2, 7, 9)))
y <- as.numeric(c(0, 1))
model <- keras_model_sequential() %>%
  layer_dense(units = 4, activation = "relu", input_shape = c(100)) %>%
  layer_dense(units = 1, activation = "sigmoid")
model %>% compile(optimizer = "rmsprop", loss = "binary_crossentropy", metrics = c("accuracy"))
history <- model %>% fit(x, y, epochs = 1, batch_size = 2, verbose = 0)
results <- model %>% evaluate(x, y, verbose = 0)
results["accuracy"]

#### stacked lstm: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_lstm(units = 4, return_sequences = TRUE, input_shape = c(10, 2)) %>%
  layer_lstm(units = 4, return_sequences = TRUE) %>%
  layer_lstm(units = 4) %>%
  layer_dense(units = 3, activation = "softmax")
model %>% compile(loss = "categorical_crossentropy", optimizer = "rmsprop", metrics = c("accuracy"))

#### stateful lstm: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_lstm(units = 3, input_shape = c(1, 1), batch_size = 5, return_sequences = TRUE, stateful = TRUE) %>%
  layer_lstm(units = 3, return_sequences = FALSE, stateful = TRUE) %>%
  layer_dense(units = 1)
model %>% compile(loss = "mse", optimizer = "rmsprop")
model %>% reset_states()

#### convolution of sequences: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_embedding(input_dim = 200, output_dim = 8, input_length = 40) %>%
  layer_dropout(0.2) %>%
  layer_conv_1d(filters = 6, kernel_size = 3, padding = "valid", activation = "relu", strides = 1) %>%
  layer_global_max_pooling_1d() %>%
  layer_dense(10) %>%
  layer_activation("relu") %>%
  layer_dense(1) %>%
  layer_activation("sigmoid")
model %>% compile(loss = "binary_crossentropy", optimizer = "adam", metrics = "accuracy")

#### convolution and lstm: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_embedding(100, 8, input_length = 20) %>%
  layer_conv_1d(4, 5, activation = "relu") %>%
  layer_max_pooling_1d(pool_size = 4) %>%
  layer_lstm(5) %>%
  layer_dense(1, activation = "sigmoid")

#### bidirectional: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_embedding(input_dim = 100, output_dim = 8, input_length = 12) %>%
  bidirectional(layer_lstm(units = 4)) %>%
  layer_dropout(rate = 0.5) %>%
  layer_dense(units = 1, activation = "sigmoid")

#### time distributed: fine
library(keras)
model <- keras_model_sequential() %>%
  time_distributed(layer_dense(units = 3), input_shape = c(5, 4)) %>%
  layer_gru(units = 2, return_sequences = TRUE) %>%
  time_distributed(layer_dense(units = 1))

#### images over time: fine
library(keras)
model <- keras_model_sequential() %>%
  time_distributed(layer_conv_2d(filters = 2, kernel_size = 3), input_shape = c(4, 8, 8, 1)) %>%
  time_distributed(layer_flatten()) %>%
  layer_lstm(units = 3) %>%
  layer_dense(2)

#### convlstm frames: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_conv_lstm_2d(
    input_shape = list(NULL, 8, 8, 1), filters = 2, kernel_size = c(3, 3), padding = "same", return_sequences = TRUE
  ) %>%
  layer_batch_normalization() %>%
  layer_conv_3d(filters = 1, kernel_size = c(3, 3, 3), activation = "sigmoid", padding = "same")
model %>% compile(loss = "binary_crossentropy", optimizer = "adadelta")

#### autoencoder of images: fine
library(keras)
model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_conv_2d(4, 3, padding = "same", activation = "relu") %>%
  layer_max_pooling_2d(2) %>%
  layer_conv_2d(4, 3, padding = "same", activation = "relu") %>%
  layer_upsampling_2d(size = c(2, 2)) %>%
  layer_conv_2d(1, 3, padding = "same", activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy")

#### generator of images: fine
library(keras)
generator <- keras_model_sequential() %>%
  layer_dense(units = 4 * 4 * 8, use_bias = FALSE, input_shape = c(10)) %>%
  layer_batch_normalization() %>%
  layer_activation_leaky_relu() %>%
  layer_reshape(target_shape = c(4, 4, 8)) %>%
  layer_conv_2d_transpose(filters = 4, kernel_size = c(5, 5), strides = c(2, 2), padding = "same") %>%
  layer_conv_2d_transpose(filters = 1, kernel_size = c(5, 5), strides = 2, padding = "same", activation = "tanh")

#### discriminator with logits: fine
library(keras)
discriminator <- keras_model_sequential() %>%
  layer_conv_2d(4, c(5, 5), strides = c(2, 2), padding = "same", input_shape = c(28, 28, 1)) %>%
  layer_activation_leaky_relu(alpha = 0.2) %>%
  layer_dropout(0.3) %>%
  layer_flatten() %>%
  layer_dense(units = 1)
discriminator %>% compile("adam", loss = loss_binary_crossentropy(from_logits = TRUE))

#### many labels: fine
library(keras)
model <- keras_model_sequential(input_shape = 6) %>%
  layer_dense(8, "relu") %>%
  layer_dense(units = 5, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = list("binary_accuracy", metric_auc(multi_label = TRUE)))

#### two classes by softmax: fine
library(keras)
model <- keras_model_sequential(input_shape = 6) %>% layer_dense(2, activation = "softmax")
model %>% compile(optimizer = "adam", loss = "sparse_categorical_crossentropy", metrics = c("acc"))
model %>% fit(matrix(runif(24), 4), c(0, 1, 1, 0), epochs = 1, verbose = 0)

#### softmax as a layer: fine
library(keras)
model <- keras_model_sequential(input_shape = 6) %>%
  layer_dense(3) %>%
  layer_activation_softmax()
model %>% compile("adam", "categorical_crossentropy")

#### one unit without activation: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "linear")
model %>% compile("adam", "mae", metrics = list("mse", "mape"))

#### hinge: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "tanh", kernel_regularizer = regularizer_l2(0.01))
model %>% compile(loss = "hinge", optimizer = "adadelta", metrics = "accuracy")

#### sizes that are computed: fine
library(keras)
x <- scale(as.matrix(mtcars[, -1]))
model <- keras_model_sequential() %>%
  layer_dense(units = round(ncol(x) / 2), activation = "relu", input_shape = dim(x)[2]) %>%
  layer_dense(units = 1)
model %>% compile(loss = "mse", optimizer = "adam")
model %>% fit(x, mtcars$mpg, epochs = 1, verbose = 0)

#### activation chosen at run time: fine
library(keras)
classes <- 3
model <- keras_model_sequential() %>%
  layer_dense(4, input_shape = 2) %>%
  layer_dense(if (classes > 2) classes else 1, activation = if (classes > 2) "softmax" else "sigmoid")
model %>% compile("adam", loss = if (classes > 2) "categorical_crossentropy" else "binary_crossentropy")

#### own loss by name: fine
library(keras)
quantile_loss <- function(q, y, f) k_mean(k_maximum(q * (y - f), (q - 1) * (y - f)), axis = 2)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adam", loss = function(y_true, y_pred) quantile_loss(0.9, y_true, y_pred))

#### preprocessing inside: fine
library(keras)
model <- keras_model_sequential(input_shape = c(32, 32, 3)) %>%
  layer_random_flip("horizontal") %>%
  layer_random_rotation(0.1) %>%
  layer_rescaling(1 / 255) %>%
  layer_conv_2d(4, 3, activation = "relu") %>%
  layer_global_average_pooling_2d() %>%
  layer_dense(5, activation = "softmax")

#### separable and depthwise: fine
library(keras)
model <- keras_model_sequential(input_shape = c(16, 16, 3)) %>%
  layer_separable_conv_2d(filters = 4, kernel_size = 3, activation = "relu") %>%
  layer_depthwise_conv_2d(kernel_size = 3, depth_multiplier = 2) %>%
  layer_zero_padding_2d(padding = list(c(1, 0), c(0, 1))) %>%
  layer_cropping_2d(cropping = list(c(1, 1), c(1, 1))) %>%
  layer_average_pooling_2d() %>%
  layer_flatten() %>%
  layer_dense(1)

#### channels first: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_permute(c(2, 3, 1), input_shape = c(3, 8, 8)) %>%
  layer_conv_2d(2, 3) %>%
  layer_flatten(data_format = "channels_last") %>%
  layer_dense(2)

#### dense of sequences: fine
library(keras)
model <- keras_model_sequential(input_shape = c(6, 3)) %>%
  layer_dense(4, activation = "relu") %>%
  layer_masking(mask_value = 0) %>%
  layer_gru(units = 3, return_sequences = TRUE) %>%
  layer_dense(1)

#### noise and penalties: fine
library(keras)
model <- keras_model_sequential(input_shape = 4) %>%
  layer_gaussian_noise(stddev = 0.1) %>%
  layer_dense(4, kernel_regularizer = regularizer_l1_l2(l1 = 0.01, l2 = 0.01), activity_regularizer = regularizer_l1(0.001)) %>%
  layer_activity_regularization(l2 = 0.1) %>%
  layer_gaussian_dropout(0.1) %>%
  layer_alpha_dropout(0.1) %>%
  layer_dense(1, kernel_constraint = constraint_nonneg())

#### advanced activations: fine
library(keras)
model <- keras_model_sequential(input_shape = 4) %>%
  layer_dense(4) %>% layer_activation_elu(alpha = 0.5) %>%
  layer_dense(4) %>% layer_activation_parametric_relu() %>%
  layer_dense(4) %>% layer_activation_thresholded_relu(theta = 0.5) %>%
  layer_dense(4, activation = activation_selu, kernel_initializer = initializer_lecun_normal(seed = 1)) %>%
  layer_dense(1, activation = activation_sigmoid)

#### no model behind a pipe: fine
library(keras)
units <- c(8, 4)
input <- layer_input(shape = c(4))
hidden <- input
for (unit in units) hidden <- hidden %>% layer_dense(unit, activation = "relu")
model <- keras_model(input, hidden %>% layer_dense(1))

#### labels of sequences: fine
library(keras)
model <- keras_model_sequential() %>% layer_lstm(3, return_sequences = TRUE, input_shape = c(5, 2)) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(array(0, c(4, 5, 2)), array(0, c(4, 5, 1)), epochs = 1)
model %>% fit(array(0, c(4, 5, 2)), matrix(rnorm(20), 4), epochs = 1)
own <- function(y_true, y_pred) k_mean(y_pred)
model %>% compile("adam", own)
model %>% fit(array(0, c(4, 5, 2)), runif(4), epochs = 1)
