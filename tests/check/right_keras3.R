#### mnist of keras3: fine
library(keras3)
model <- keras_model_sequential(input_shape = c(28, 28, 1))
model |>
  layer_conv_2d(filters = 4, kernel_size = c(3, 3), activation = "relu") |>
  layer_max_pooling_2d(pool_size = c(2, 2)) |>
  layer_flatten() |>
  layer_dropout(rate = 0.5) |>
  layer_dense(units = 10, activation = "softmax")
model |> compile(loss = "categorical_crossentropy", optimizer = "adam", metrics = "accuracy")

#### named shapes: fine
library(keras3)
inputs <- keras_input(shape = c(16), name = "x", dtype = "float32")
outputs <- inputs |> layer_dense(8, activation = "relu") |> layer_dense(1)
model <- keras_model(inputs, outputs)
model |> compile(optimizer_adam(learning_rate = 1e-3), loss = loss_mean_squared_error(), metrics = list(metric_mean_absolute_error()))
shape(1, NA, 3)

#### layer class of keras3: fine
library(keras3)
layer_linear <- Layer("Linear",
  initialize = function(units = 32, ...) {
    super$initialize(...)
    self$units <- as.integer(units)
  },
  build = function(input_shape) self$w <- self$add_weight(shape(tail(input_shape, 1), self$units), initializer = "glorot_uniform"),
  call = function(inputs) op_matmul(inputs, self$w)
)
x <- keras_input(4) |> layer_linear(units = 3)

#### ops of keras3: fine
library(keras3)
x <- op_array(matrix(1:6, 2), dtype = "float32")
op_sum(x, axis = 1)
op_matmul(x, op_transpose(x))
op_concatenate(list(x, x), axis = -1)
op_argmax(x, axis = 2)
op_where(x > 2, x, -x)
op_shape(x)
op_softmax(x, axis = -1)
random_normal(c(2, 2), seed = 1)

#### saving of keras3: fine
library(keras3)
model <- keras_model_sequential(input_shape = 2) |> layer_dense(1)
path <- tempfile(fileext = ".keras")
save_model(model, path)
again <- load_model(path)
save_model_weights(model, tempfile(fileext = ".weights.h5"))
config <- get_config(model)

#### fit of keras3: fine
library(keras3)
model <- keras_model_sequential(input_shape = 2) |> layer_dense(1, activation = "sigmoid")
model |> compile(optimizer = "rmsprop", loss = "binary_crossentropy", metrics = c("accuracy"))
history <- model |> fit(matrix(runif(20), 10), rep(0:1, 5), epochs = 1, verbose = 0, validation_split = 0.2,
  callbacks = list(callback_early_stopping(monitor = "val_loss"), callback_reduce_lr_on_plateau(monitor = "val_accuracy")))
result <- model |> evaluate(matrix(runif(20), 10), rep(0:1, 5), verbose = 0)
result$accuracy
result$loss

#### keras3 by two colons: fine
inputs <- keras3::keras_input(shape = 4)
outputs <- keras3::layer_dense(inputs, units = 2)
model <- keras3::keras_model(inputs, outputs)

#### functional api of keras3: fine
library(keras3)
encoder_input <- keras_input(shape = c(28, 28, 1), name = "img")
encoder_output <- encoder_input |>
  layer_conv_2d(4, 3, activation = "relu") |>
  layer_max_pooling_2d(3) |>
  layer_global_max_pooling_2d()
encoder <- keras_model(encoder_input, encoder_output, name = "encoder")
decoder_output <- encoder_output |>
  layer_reshape(c(2, 2, 1)) |>
  layer_conv_2d_transpose(4, 3, activation = "relu") |>
  layer_upsampling_2d(3)
autoencoder <- keras_model(encoder_input, decoder_output)

#### sentiment of keras3: fine
library(keras3)
text_vec <- layer_text_vectorization(max_tokens = 100, output_sequence_length = 10)
text_vec |> adapt(c("good film", "bad film"))
model <- keras_model_sequential() |>
  text_vec() |>
  layer_embedding(input_dim = 100, output_dim = 8, mask_zero = TRUE) |>
  layer_bidirectional(layer_lstm(units = 4)) |>
  layer_dense(1, activation = "sigmoid")

#### transformer block of keras3: fine
library(keras3)
layer_transformer_block <- Layer("TransformerBlock",
  initialize = function(embed_dim, num_heads, ff_dim, rate = 0.1) {
    super$initialize()
    self$att <- layer_multi_head_attention(num_heads = num_heads, key_dim = embed_dim)
    self$ffn <- keras_model_sequential() |> layer_dense(ff_dim, activation = "relu") |> layer_dense(embed_dim)
    self$layernorm1 <- layer_layer_normalization(epsilon = 1e-6)
    self$dropout1 <- layer_dropout(rate = rate)
  },
  call = function(inputs, training = FALSE) {
    attn <- self$att(inputs, inputs) |> self$dropout1(training = training)
    self$ffn(self$layernorm1(inputs + attn))
  }
)
x <- keras_input(c(6, 8)) |> layer_transformer_block(8, 2, 16)

#### model class of keras3: fine
library(keras3)
model_vae <- Model("VAE",
  initialize = function(encoder, ...) {
    super$initialize(...)
    self$encoder <- encoder
    self$loss_tracker <- metric_mean(name = "loss")
  },
  metrics = mark_active(function() list(self$loss_tracker)),
  call = function(x) self$encoder(x)
)
vae <- model_vae(layer_dense(units = 2))
vae |> compile(optimizer = optimizer_adam())

#### callback class of keras3: fine
library(keras3)
callback_print <- Callback("Print", on_epoch_end = function(epoch, logs = NULL) cat(epoch, "\n"))
metric_own <- Metric("Own", initialize = function(...) super$initialize(...), update_state = function(...) NULL, result = function() 0)
loss_own <- Loss("OwnLoss", call = function(y_true, y_pred) op_mean(op_square(y_true - y_pred)))
callback_print()

#### augmentation of keras3: fine
library(keras3)
augment <- keras_model_sequential() |>
  layer_random_flip("horizontal") |>
  layer_random_rotation(0.1) |>
  layer_random_zoom(0.1)
inputs <- keras_input(c(32, 32, 3))
x <- inputs |> augment() |> layer_rescaling(1 / 255) |> layer_conv_2d(4, 3)

#### schedules of keras3: fine
library(keras3)
rate <- learning_rate_schedule_cosine_decay(0.1, decay_steps = 10)
optimizer_adam_w(learning_rate = rate, weight_decay = 0.01)
optimizer_lion(1e-4)
optimizer_sgd(0.1, momentum = 0.9, nesterov = TRUE, clipnorm = 1)

#### callables of keras3: fine
library(keras3)
shared_dense <- layer_dense(units = 3)
a <- keras_input(2)
b <- keras_input(2)
joined <- layer_concatenate(shared_dense(a), shared_dense(b))
model <- keras_model(list(a, b), joined)
loss_mse <- loss_mean_squared_error()
loss_mse(op_array(matrix(1)), op_array(matrix(2)))

#### old and new beside: fine
library(keras)
x <- keras::layer_dense(units = 3)
y <- keras3::layer_dense(units = 3)
z <- keras3::op_relu(keras3::op_array(c(-1, 1)))

#### one unit with two names: fine
library(keras3)
model <- keras_model_sequential(input_shape = 3) |>
  layer_dense(units = 1, activation = "sigmoid", kernel_regularizer = regularizer_l2(0.01), name = "last")
model |> compile("adam", loss = loss_binary_crossentropy(label_smoothing = 0.1), metrics = list(metric_auc(name = "auc")))
model |> fit(matrix(runif(12), 4), c(0, 1, 0, 1), epochs = 1, verbose = 0, callbacks = callback_early_stopping(monitor = "auc", mode = "max"))

#### predictions of keras3: fine
library(keras3)
model <- keras_model_sequential(input_shape = 2) |> layer_dense(3, activation = "softmax")
predicted <- model |> predict(matrix(runif(8), 4), verbose = 0)
classes <- max.col(predict(model, matrix(runif(8), 4), verbose = 0)) - 1L

#### graph functions beside keras3: fine
library(tensorflow)
library(keras3)
f <- tf_function(function(x) x * 2)
f(tf$constant(1))

#### downloads and hooks of keras3: fine
library(keras3)
fetch <- function() get_file(origin = "https://example.org/a.csv", extract = TRUE)
callback_lambda(on_test_batch_begin = function(batch, logs) NULL, on_predict_end = function(logs) NULL)
network <- application_mobilenet(weights = NULL, classes = 2, input_shape = c(32, 32, 3), alpha = 0.25)
preprocess <- application_preprocess_inputs(network)

#### registered layer of keras3: fine
library(keras3)
layer_custom <- Layer("CustomLayer", call = function(x) x * 2) |> register_keras_serializable(package = "mine")
model <- keras_model_sequential(input_shape = 3) |> layer_custom() |> layer_dense(1)
