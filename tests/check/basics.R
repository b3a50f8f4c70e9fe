#### mlp on iris: fine
library(keras)
x <- scale(as.matrix(iris[, 1:4]))
y <- to_categorical(as.integer(iris$Species) - 1, num_classes = 3)
model <- keras_model_sequential() %>%
  layer_dense(units = 16, activation = "relu", input_shape = c(4)) %>%
  layer_dropout(rate = 0.2) %>%
  layer_dense(units = 3, activation = "softmax")
model %>% compile(loss = "categorical_crossentropy", optimizer = optimizer_rmsprop(), metrics = c("accuracy"))
history <- model %>% fit(x, y, epochs = 2, batch_size = 32, validation_split = 0.2, verbose = 0)
score <- model %>% evaluate(x, y, verbose = 0)

#### native pipe: fine
library(keras)
model <- keras_model_sequential(input_shape = 3) |>
  layer_dense(4, "tanh") |>
  layer_batch_normalization() |>
  layer_dense(units = 1)
model |> compile(optimizer = "sgd", loss = "mse")
model |> fit(matrix(rnorm(30), 10), rnorm(10), epochs = 1, verbose = 0)

#### prefixes: fine
inputs <- keras::layer_input(shape = c(8))
outputs <- keras::layer_dense(inputs, units = 2, activation = "sigmoid")
model <- keras::keras_model(inputs, outputs)
keras::compile(model, optimizer = keras::optimizer_adam(learning_rate = 0.01), loss = "binary_crossentropy")

#### convnet: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_conv_2d(filters = 4, kernel_size = c(3, 3), activation = "relu", input_shape = c(8, 8, 1), padding = "same") %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_flatten() %>%
  layer_dense(units = 10, activation = "softmax")
model %>% compile(optimizer = "rmsprop", loss = "sparse_categorical_crossentropy", metrics = list("acc"))
model %>% fit(array(runif(256), c(4, 8, 8, 1)), c(0, 3, 9, 1), epochs = 1, verbose = 0)

#### old optimizer arguments: fine
library(keras)
optimizers <- list(optimizer_adam(lr = 0.001, decay = 1e-6), optimizer_sgd(lr = 0.1, momentum = 0.9, nesterov = TRUE))
optimizer_rmsprop(0.001, rho = 0.8, epsilon = NULL)

#### lstm and embedding: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_embedding(input_dim = 50, output_dim = 4, input_length = 6) %>%
  bidirectional(layer_lstm(units = 3, return_sequences = TRUE, recurrent_dropout = 0.1)) %>%
  layer_gru(2, dropout = 0.1) %>%
  layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = "accuracy")
model %>% fit(matrix(sample(0:49, 60, TRUE), 10), rep(0:1, 5), epochs = 1, verbose = 0)

#### functional with two inputs: fine
library(keras)
a <- layer_input(shape = 3, name = "a")
b <- layer_input(shape = 2, name = "b")
joined <- layer_concatenate(list(a, b)) %>% layer_dense(4, activation = "relu")
model <- keras_model(inputs = list(a, b), outputs = list(layer_dense(joined, 1, name = "one"), layer_dense(joined, 2)))
model %>% compile(optimizer = "adam", loss = c("mse", "mae"), loss_weights = c(1, 0.5))

#### callbacks: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(
  matrix(1:40 / 40, 20), 1:20 / 20, epochs = 2, validation_split = 0.25, verbose = 0,
  callbacks = list(
    callback_early_stopping(monitor = "val_loss", patience = 2, restore_best_weights = TRUE),
    callback_reduce_lr_on_plateau(monitor = "val_loss", factor = 0.5, patience = 1),
    callback_lambda(on_epoch_end = function(epoch, logs) NULL),
    callback_learning_rate_scheduler(function(epoch, lr) lr * 0.9)
  )
)

#### fit shadowed by a linear model: fine
library(keras)
fit <- lm(Sepal.Length ~ Petal.Length, iris)
predict(fit, newdata = iris[1:3, ], interval = "confidence")
summary(fit, correlation = TRUE)

#### own functions of our names: fine
library(keras)
layer_block <- function(x, size) x %>% layer_dense(units = size) %>% layer_activation("relu")
k_mean <- function(x, trim) mean(x, trim = trim)
k_mean(1:10, trim = 0.1)
flatten <- function(...) list(...)
out <- layer_input(shape = 4) %>% layer_block(size = 3)

#### text: fine
library(keras)
texts <- c("the cat sat", "the dog ran far away")
tokenizer <- text_tokenizer(num_words = 20) %>% fit_text_tokenizer(texts)
sequences <- texts_to_sequences(tokenizer, texts)
pad_sequences(sequences, maxlen = 4, padding = "post", truncating = "post")
texts_to_matrix(tokenizer, texts, mode = "tfidf")

#### text vectorization: fine
library(keras)
layer <- layer_text_vectorization(max_tokens = 20, output_mode = "int", output_sequence_length = 5)
layer %>% adapt(c("a b c", "b c d"))
layer(as_tensor(c("a d", "c c b")))

#### lambda and backend: fine
library(keras)
K <- backend()
model <- keras_model_sequential(input_shape = 4) %>%
  layer_lambda(function(x) k_l2_normalize(x, axis = 2)) %>%
  layer_dense(1)
value <- k_get_value(k_sum(k_square(k_constant(c(1, 2, 3)))))
k_mean(k_constant(matrix(1:4, 2)), axis = 1)

#### custom metric and loss: fine
library(keras)
metric_near <- custom_metric("near", function(y_true, y_pred) k_mean(k_cast(k_abs(y_true - y_pred) < 1, "float32")))
loss <- function(y_true, y_pred) k_mean(k_square(y_true - y_pred), axis = -1)
model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1)
model %>% compile(optimizer = "sgd", loss = loss, metrics = list(metric_near, "mae"))
model %>% fit(as.matrix(1:8), 1:8, epochs = 1, verbose = 0)

#### custom layer: fine
library(keras)
layer_scale <- new_layer_class(
  "Scale",
  initialize = function(factor = 2, ...) {
    super$initialize(...)
    self$factor <- factor
  },
  call = function(inputs) inputs * self$factor
)
model <- keras_model_sequential(input_shape = 2) %>% layer_scale(factor = 3) %>% layer_dense(1)

#### generator: fine
library(keras)
draw <- function() list(matrix(runif(8), 4), runif(4))
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit_generator(draw, steps_per_epoch = 2, epochs = 1, verbose = 0)
model %>% fit(draw, steps_per_epoch = 2, epochs = 1, verbose = 0, workers = 1)

#### save and load: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
file <- tempfile(fileext = ".h5")
save_model_hdf5(model, file)
again <- load_model_hdf5(file, compile = FALSE)
save_model_weights_hdf5(again, file, overwrite = TRUE)
again %>% load_model_weights_hdf5(filepath = file)
config <- get_config(again)
from_config(config)

#### transfer learning: fine
library(keras)
base <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, name = "one") %>% layer_dense(2, name = "two")
freeze_weights(base, from = "one", to = "one")
model <- keras_model_sequential() %>% base %>% layer_dense(1)
unfreeze_weights(base)

#### image augmentation: fine
library(keras)
generator <- image_data_generator(rescale = 1 / 255, rotation_range = 40, horizontal_flip = TRUE, fill_mode = "nearest")
flow <- flow_images_from_data(array(runif(192), c(4, 4, 4, 3)), y = 0:3, generator = generator, batch_size = 2)
generator_next(flow)

#### feature frame: fine
library(keras)
model <- keras_model_sequential(list(layer_dense(units = 4, input_shape = 13), layer_dense(units = 1)))
summary(model)
model$count_params()

#### arguments by beginnings: fine
library(keras)
layer_dense(unit = 3, activa = "relu")
layer_lstm(units = 3, return_seq = TRUE)
pad_sequences(list(1:3), max = 5)

#### arguments handed on: fine
library(keras)
dense <- function(x, ...) layer_dense(x, units = 3, ...)
layer_input(shape = 2) %>% dense(activation = "relu")
do.call(layer_dense, list(units = 3, activation = "relu"))
sizes <- c(4, 2)
layers <- lapply(sizes, layer_dense, object = NULL)

#### errors that are caught: fine
library(keras)
try(layer_dense(units = 1.5), silent = TRUE)
tryCatch(layer_dense(units = 3, activaton = "relu"), error = function(e) message("as expected"))

#### silenced: fine
library(keras)
if (FALSE) layer_dense(units = "many") # rkeras: ok
if (FALSE) {
  k_get_session() # rkeras: ok, kept for old TensorFlow
}

#### tensorflow: fine
library(keras)
library(tensorflow)
x <- tf$constant(c(1, 2, 3), dtype = "float32")
with(tf$GradientTape() %as% tape, {
  tape$watch(x)
  y <- tf$reduce_sum(x * x)
})
tape$gradient(y, x)
keras$layers$Dense(units = 3L)

#### axes from one: fine
library(rkeras)
k_concatenate(list(k_ones(c(2, 2)), k_zeros(c(2, 2))), axis = 2)
layer_normalization(axis = -1)
op_argmax(c(3, 1, 2), axis = 1)

#### keras 3 layers: fine
library(rkeras)
inputs <- layer_input(shape = c(6, 8))
outputs <- inputs |> layer_group_normalization(groups = 4) |> layer_global_average_pooling_1d() |> layer_dense(1)
optimizer_adam_w(learning_rate = 0.001, weight_decay = 0.004)
optimizer_lion()
metric_f1_score(threshold = 0.5)

#### siamese: fine
library(keras)
shared <- layer_dense(units = 4, activation = "relu")
left <- layer_input(shape = 3)
right <- layer_input(shape = 3)
distance <- list(shared(left), shared(right)) %>% layer_subtract() %>% layer_lambda(\(d) k_abs(d))
model <- keras_model(list(left, right), layer_dense(distance, 1, activation = "sigmoid"))

#### schedule: fine
library(keras)
rate <- learning_rate_schedule_exponential_decay(initial_learning_rate = 0.1, decay_steps = 100, decay_rate = 0.96)
optimizer_sgd(learning_rate = rate)

#### train on batch: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adam", loss = "mse")
for (i in 1:2) model %>% train_on_batch(matrix(runif(8), 4), runif(4))
model %>% predict_on_batch(matrix(runif(8), 4))

#### timeseries: fine
library(keras)
data <- as.matrix(sin(1:50))
batches <- timeseries_generator(data, data, length = 5, batch_size = 4)
dataset <- timeseries_dataset_from_array(data, targets = NULL, sequence_length = 5)

#### initializers and regularizers: fine
library(keras)
layer_dense(
  units = 3, kernel_initializer = initializer_he_normal(seed = 1), kernel_regularizer = regularizer_l1_l2(0.01, 0.01),
  bias_initializer = "zeros", kernel_constraint = constraint_maxnorm(2)
)
layer_conv_1d(filters = 2, kernel_size = 3, kernel_initializer = "he_normal", dilation_rate = 2, padding = "causal")

#### flags: fine
library(keras)
FLAGS <- flags(flag_numeric("dropout", 0.4), flag_integer("units", 8L), flag_string("mode", "a", "what"))
layer_dropout(rate = FLAGS$dropout)

#### misspelt argument: unknown-argument
library(keras)
keras_model_sequential() %>% layer_dense(units = 3, activaton = "relu", input_shape = 2)

#### misspelt argument without dots: unknown-argument
library(keras)
pad_sequences(list(1:3, 1:2), maxlength = 5)

#### misspelt argument of fit: unknown-argument
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:4, 2), 1:2, epoch = 1, validation_splt = 0.1)

#### misspelt argument of Keras 3: unknown-argument
library(keras)
optimizer_adam(learning_rate = 0.1, clip_norm = 1)

#### ambiguous beginning: unknown-argument
library(keras)
layer_dense(units = 3, k = "zeros")

#### misspelt function: unknown-function
library(keras)
layer_input(shape = 2) %>% layer_dens(units = 3)

#### misspelt function with its package: unknown-function
keras::optimiser_adam()

#### units left out: missing-argument
library(keras)
layer_input(shape = 3) %>% layer_dense(activation = "relu")

#### units in the first place: missing-argument
library(keras)
layer_dense(32)

#### convolution behind a dense layer: contract
library(keras)
model <- keras_model_sequential() %>%
  layer_dense(units = 8, input_shape = c(4)) %>%
  layer_conv_2d(filters = 2, kernel_size = 3)

#### rate above one: wrong-value
library(keras)
layer_dropout(rate = 50)

#### fraction of units: wrong-value
library(keras)
layer_dense(units = 2.5)

#### wrong padding: wrong-value
library(keras)
layer_conv_2d(filters = 3, kernel_size = 3, padding = "some")

#### misspelt activation: wrong-value
library(keras)
layer_dense(units = 3, activation = "sofmax")

#### misspelt loss: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adam", loss = "categorical_crosentropy")

#### axis zero: wrong-value
library(keras)
k_sum(k_constant(1:3), axis = 0)

#### text for a number: wrong-value
library(keras)
layer_lstm(units = "many")

#### dropped by Keras 3: wrong-value
library(keras)
layer_batch_normalization(virtual_batch_size = 4)

#### a number as the object: wrong-value
library(keras)
layer_flatten(3)

#### twice the same: wrong-arguments
library(keras)
layer_dense(units = 3, units = 4)

#### too many arguments: wrong-arguments
library(keras)
normalize(matrix(1:4, 2), -1, 2, 5)

#### sessions: unavailable
library(keras)
session <- k_get_session()

#### several GPUs: unavailable
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
parallel <- multi_gpu_model(model, gpus = 2)

#### package that is not there: missing-package
library(keras)
library(notapackage)

#### nothing attached: no-package
model <- keras_model_sequential()

#### does not parse: syntax
library(keras)
layer_dense(units = 3,, activation = "relu"
layer_dense(units = 3)
