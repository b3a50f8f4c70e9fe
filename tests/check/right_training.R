#### fit with validation: fine
library(keras)
x <- matrix(runif(40), 20)
y <- runif(20)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(loss = "mse", optimizer = "adam", metrics = c("mae"))
history <- model %>% fit(x, y, epochs = 2, validation_data = list(x, y), verbose = 0,
  callbacks = list(callback_early_stopping(monitor = "val_loss", patience = 1), callback_reduce_lr_on_plateau(monitor = "val_mae")))
history$metrics$val_loss
history$metrics$val_mae
plot_data <- as.data.frame(history)
max(history$params$epochs)

#### early stopping by its defaults: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
early_stop <- callback_early_stopping(patience = 20)
model %>% fit(matrix(runif(40), 20), runif(20), validation_split = 0.2, epochs = 1, verbose = 0, callbacks = list(early_stop))

#### monitor of a metric: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = "acc")
model %>% fit(matrix(runif(40), 20), rep(0:1, 10), epochs = 1, validation_split = 0.5, verbose = 0,
  callbacks = list(callback_early_stopping(monitor = "val_acc", mode = "max"), callback_model_checkpoint(tempfile(fileext = ".h5"), monitor = "acc")))

#### monitor by the long name: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "sparse_categorical_crossentropy", metrics = c("accuracy", "sparse_top_k_categorical_accuracy"))
model %>% fit(matrix(runif(40), 20), rep(0:1, 10), epochs = 1, validation_split = 0.2, verbose = 0,
  callbacks = callback_early_stopping(monitor = "val_accuracy", restore_best_weights = TRUE))

#### evaluate and its names: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = c("accuracy"))
score <- model %>% evaluate(matrix(runif(8), 4), c(0, 1, 0, 1), verbose = 0)
cat("Test loss:", score[["loss"]], "\n")
cat("Test accuracy:", score[["accuracy"]], "\n")
score[1]
score["accuracy"]

#### evaluate as a list: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse", metrics = "mae")
c(loss, mae) %<-% evaluate(model, matrix(runif(8), 4), runif(4), verbose = 0)
as.list(evaluate(model, matrix(runif(8), 4), runif(4), verbose = 0))$mae

#### own metric named in a list: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
rmse <- function(y_true, y_pred) k_sqrt(k_mean(k_square(y_true - y_pred)))
model %>% compile("adam", "mse", metrics = list(rmse = rmse))
history <- model %>% fit(matrix(runif(8), 4), runif(4), epochs = 1, verbose = 0, callbacks = callback_early_stopping("rmse"))
history$metrics$rmse

#### k folds: fine
library(keras)
data <- matrix(runif(60), 20)
targets <- runif(20)
folds <- cut(sample(1:20), breaks = 4, labels = FALSE)
all_scores <- c()
for (i in 1:4) {
  val <- which(folds == i, arr.ind = TRUE)
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
  model %>% compile("rmsprop", "mse", metrics = c("mae"))
  model %>% fit(data[-val, ], targets[-val], epochs = 1, batch_size = 8, verbose = 0)
  results <- model %>% evaluate(data[val, ], targets[val], verbose = 0)
  all_scores <- c(all_scores, results["mae"])
}

#### class weights: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy")
model %>% fit(matrix(runif(8), 4), c(0, 1, 1, 0), class_weight = list("0" = 1, "1" = 5), epochs = 1, verbose = 0)

#### weights by class number: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(2, activation = "softmax")
model %>% compile("adam", "categorical_crossentropy")
y <- to_categorical(c(0, 1, 1, 0), 2)
model %>% fit(matrix(runif(8), 4), y, sample_weight = c(1, 2, 1, 2), epochs = 1, verbose = 0)

#### generator function: fine
library(keras)
generator <- function(data, lookback, batch_size = 4) {
  i <- 1
  function() {
    i <<- i + 1
    list(array(runif(batch_size * lookback), c(batch_size, lookback, 1)), runif(batch_size))
  }
}
train_gen <- generator(NULL, lookback = 5)
model <- keras_model_sequential() %>%
  layer_flatten(input_shape = c(5, 1)) %>%
  layer_dense(units = 4, activation = "relu") %>%
  layer_dense(units = 1)
model %>% compile(optimizer = optimizer_rmsprop(), loss = "mae")
model %>% fit_generator(train_gen, steps_per_epoch = 2, epochs = 1, validation_data = train_gen, validation_steps = 1, verbose = 0)
model %>% evaluate_generator(train_gen, steps = 1)
model %>% predict_generator(train_gen, steps = 1)

#### images of a generator: fine
library(keras)
datagen <- image_data_generator(rotation_range = 40, width_shift_range = 0.2, height_shift_range = 0.2, shear_range = 0.2, zoom_range = 0.2, horizontal_flip = TRUE)
x <- array(runif(8 * 8 * 8 * 3), c(8, 8, 8, 3))
datagen %>% fit_image_data_generator(x)
model <- keras_model_sequential(input_shape = c(8, 8, 3)) %>% layer_flatten() %>% layer_dense(2, activation = "softmax")
model %>% compile("adam", "categorical_crossentropy")
model %>% fit(flow_images_from_data(x, to_categorical(rep(0:1, 4)), datagen, batch_size = 4), steps_per_epoch = 2, epochs = 1, verbose = 0)

#### metrics by functions: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile(optimizer_adam(1e-2), "binary_crossentropy", metrics = list(
  metric_false_negatives(name = "fn"), metric_true_positives(name = "tp"), metric_precision(name = "precision"), metric_recall(name = "recall")
))
history <- model %>% fit(matrix(runif(8), 4), c(0, 1, 1, 0), epochs = 1, verbose = 0)
history$metrics$fn
history$metrics$recall

#### learning rate finder: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer_adam(learning_rate = 0.01), "mse")
lr_schedule <- function(epoch, lr) if (epoch < 10) lr else lr * exp(-0.1)
model %>% fit(matrix(runif(8), 4), 1:4, epochs = 1, verbose = 0, callbacks = list(callback_learning_rate_scheduler(lr_schedule)))
k_get_value(model$optimizer$lr)
k_set_value(model$optimizer$lr, 0.1)

#### lambda callback: fine
library(keras)
on_epoch_end <- function(epoch, logs) cat(sprintf("epoch %02d loss %.2f\n", epoch, logs$loss))
print_callback <- callback_lambda(on_epoch_end = on_epoch_end)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(runif(8), 4), 1:4, epochs = 1, verbose = 0, callbacks = list(print_callback, callback_terminate_on_naan()))

#### logs in files: fine
library(keras)
folder <- tempfile()
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(runif(8), 4), 1:4, epochs = 1, verbose = 0,
  callbacks = list(callback_csv_logger(tempfile()), callback_tensorboard(folder, histogram_freq = 0)))

#### save and load all ways: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
file <- tempfile(fileext = ".hdf5")
model %>% save_model_hdf5(file)
new_model <- load_model_hdf5(file)
model %>% save_model_weights_hdf5(tempfile(fileext = ".h5"))
json <- model_to_json(model)
model_from_json(json)
raw <- serialize_model(model)
unserialize_model(raw)
config <- get_config(model)
get_weights(model)[[1]]
set_weights(model, get_weights(model))

#### layers of a model: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(3, name = "first") %>% layer_dense(1)
get_layer(model, index = 1)
get_layer(model, "first")$kernel
model$layers[[1]]$get_weights()
pop_layer(model)
count_params(model)
model$trainable_weights
length(model$layers)
model$input_shape
model$output_shape
model$name

#### seeds and sessions: fine
library(keras)
set.seed(1)
tensorflow::set_random_seed(1)
k_clear_session()
k_set_floatx("float32")
k_set_image_data_format("channels_last")
k_backend()

#### train on batches by hand: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse", metrics = "mae")
for (epoch in 1:2) {
  logs <- model %>% train_on_batch(matrix(runif(8), 4), 1:4)
  test <- test_on_batch(model, matrix(runif(8), 4), 1:4)
}
predict_on_batch(model, matrix(runif(8), 4))

#### fit of other things: fine
library(keras)
fit <- lm(mpg ~ wt, mtcars)
predict(fit, mtcars[1:2, ])
evaluate <- function(x) x + 1
evaluate(2)
compile <- function(...) "mine"
compile(1, wrong = 2)

#### predicted classes: fine
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "sparse_categorical_crossentropy", metrics = "accuracy")
x <- as.matrix(iris[, 1:4])
y <- as.integer(iris$Species) - 1L
model %>% fit(x, y, epochs = 1, verbose = 0)
classes <- model %>% predict(x, verbose = 0) %>% k_argmax(axis = -1) %>% as.integer()
table(classes, y)

#### arguments from a list: fine
library(keras)
args <- list(units = 4, activation = "relu", input_shape = 2)
model <- keras_model_sequential()
do.call(layer_dense, c(list(model), args))
do.call("layer_dense", list(model, units = 1))
do.call(compile, list(model, optimizer = "adam", loss = "mse"))

#### dots handed on: fine
library(keras)
train <- function(model, x, y, ...) {
  model %>% compile(optimizer = "adam", loss = "mse")
  model %>% fit(x, y, ..., verbose = 0)
}
dense <- function(object, ...) layer_dense(object, ...)
model <- keras_model_sequential(input_shape = 2) %>% dense(units = 1, activation = "relu")
train(model, matrix(runif(8), 4), 1:4, epochs = 1, batch_size = 2)

#### loop over hyperparameters: fine
library(keras)
grid <- expand.grid(units = c(4, 8), dropout = c(0.1, 0.2), activation = c("relu", "tanh"), stringsAsFactors = FALSE)
models <- lapply(seq_len(nrow(grid)), function(i) {
  p <- grid[i, ]
  model <- keras_model_sequential() %>%
    layer_dense(p$units, activation = p$activation, input_shape = 4) %>%
    layer_dropout(p$dropout) %>%
    layer_dense(1)
  model %>% compile("adam", "mse")
  model
})

#### model grown in a loop: fine
library(keras)
model <- keras_model_sequential()
model %>% layer_dense(8, input_shape = 4, activation = "relu")
for (i in 1:3) model %>% layer_dense(8, activation = "relu")
if (TRUE) model %>% layer_dropout(0.5)
model %>% layer_dense(1, activation = "softmax")
model %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "categorical_crossentropy")

#### magrittr's other pipes: fine
library(keras)
model <- keras_model_sequential(input_shape = 2)
model %<>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(8), 4)
model %>% { fit(., x, 1:4, epochs = 1, verbose = 0) }

#### time series generator: fine
library(keras)
data <- matrix(sin(1:60), ncol = 1)
train <- timeseries_generator(data, data, length = 4, sampling_rate = 1, stride = 1, batch_size = 8)
model <- keras_model_sequential() %>% layer_gru(units = 3, input_shape = list(NULL, 1)) %>% layer_dense(1)
model %>% compile("rmsprop", "mae")
model %>% fit(train, epochs = 1, verbose = 0)

#### flags: fine
library(keras)
FLAGS <- flags(flag_integer("batch_size", 32), flag_numeric("dropout1", 0.4), flag_string("optimizer", "adam"), flag_boolean("quick", TRUE))
model <- keras_model_sequential(input_shape = 4) %>% layer_dropout(rate = FLAGS$dropout1) %>% layer_dense(1)
model %>% compile(optimizer = FLAGS$optimizer, loss = "mse")

#### callbacks in a variable: fine
library(keras)
callbacks_list <- list(
  callback_early_stopping(monitor = "val_loss", patience = 1),
  callback_model_checkpoint(filepath = tempfile(fileext = ".h5"), monitor = "val_loss", save_best_only = TRUE)
)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(runif(20), 10), runif(10), epochs = 1, verbose = 0, callbacks = callbacks_list, validation_data = list(matrix(runif(4), 2), c(1, 2)))

#### losses per output: fine
library(keras)
x <- layer_input(shape = 4)
age <- x %>% layer_dense(1, name = "age")
income <- x %>% layer_dense(5, activation = "softmax", name = "income")
sex <- x %>% layer_dense(1, activation = "sigmoid", name = "sex")
model <- keras_model(x, list(age, income, sex))
model %>% compile(optimizer = "rmsprop", loss = c("mse", "categorical_crossentropy", "binary_crossentropy"), loss_weights = c(0.25, 1, 10))
model %>% compile(optimizer = "rmsprop", loss = list(age = "mse", income = "categorical_crossentropy", sex = "binary_crossentropy"))
history <- model %>% fit(matrix(runif(8), 2), list(age = c(1, 2), income = to_categorical(c(0, 4), 5), sex = c(0, 1)), epochs = 1, verbose = 0)
history$metrics$age_loss

#### names of a scope: fine
library(keras)
own_loss <- function(y_true, y_pred) k_mean(k_square(y_true - y_pred))
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
with_custom_object_scope(c(own_loss = own_loss), {
  model %>% compile(loss = "own_loss", optimizer = "adam")
})

#### steps of a training loop over objects from elsewhere: fine
library(keras)
library(tensorflow)
train_step <- tf_function(function(x, y) {
  with(tf$GradientTape() %as% tape, {
    loss <- loss_fn(y, model(x, training = TRUE))
  })
  gradients <- tape$gradient(loss, model$trainable_variables)
  optimizer$apply_gradients(zip_lists(gradients, model$trainable_variables))
  loss
})

#### no loss, and a layer that adds one: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activity_regularizer = regularizer_l2(0.1))
model %>% compile(optimizer = "adam")
model %>% fit(matrix(0, 4, 2), rep(0, 4), verbose = 0)

#### two inputs by a list of two, and by a list with names: fine
library(keras)
a <- layer_input(3, name = "a")
b <- layer_input(list(NULL), name = "b")
model <- keras_model(list(a, b), layer_concatenate(list(a, layer_global_average_pooling_1d(layer_embedding(b, 9, 2)))) %>% layer_dense(1))
model %>% compile("adam", "mse")
model %>% fit(list(matrix(0, 4, 3), matrix(1L, 4, 2)), rep(0, 4), verbose = 0)
model %>% predict(list(a = matrix(0, 4, 3), b = matrix(1L, 4, 2)))
