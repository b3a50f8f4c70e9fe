#### boston by hand: fine
library(keras)
c(c(train_data, train_targets), c(test_data, test_targets)) %<-% dataset_boston_housing()
mean <- apply(train_data, 2, mean)
std <- apply(train_data, 2, sd)
train_data <- scale(train_data, center = mean, scale = std)
test_data <- scale(test_data, center = mean, scale = std)
build_model <- function() {
  model <- keras_model_sequential() %>%
    layer_dense(units = 64, activation = "relu", input_shape = dim(train_data)[[2]]) %>%
    layer_dense(units = 64, activation = "relu") %>%
    layer_dense(units = 1)
  model %>% compile(optimizer = "rmsprop", loss = "mse", metrics = c("mae"))
}
model <- build_model()
history <- model %>% fit(train_data, train_targets, epochs = 2, batch_size = 16, verbose = 0)
plot(history)

#### helper named fitter: fine
library(keras)
fitter <- function(m, x, y) m %>% fit(x, y, epochs = 1, verbose = 0)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fitter(matrix(1:4, 2), 1:2)

#### fits defined by assign: fine
library(keras)
assign("fits", function(x) x)
fits(3)

#### linear model beside: fine
library(keras)
fit <- lm(mpg ~ wt, mtcars)
summary(fit)
fitted(fit)
model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1)
model %>% compile("sgd", "mse")
model %>% fit(as.matrix(mtcars$wt), mtcars$mpg, epochs = 1, verbose = 0)

#### adapt of own: fine
library(keras)
adopt <- function(x) x + 1
adopt(2)

#### roc by hand: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = "AUC")
p <- predict(model, matrix(runif(20), 10))
roc <- sapply(seq(0, 1, 0.1), function(t) mean(p > t))
plot(roc, type = "l")

#### metric auc and history name: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = list(metric_auc(name = "auc"), "accuracy"))
h <- model %>% fit(matrix(runif(20), 10), rep(0:1, 5), epochs = 1, validation_split = 0.2, verbose = 0)
h$metrics$val_auc
max(h$metrics$val_accuracy)

#### factor of plateau: fine
library(keras)
a <- callback_reduce_lr_on_plateau(monitor = "loss", factor = 0.5, patience = 2, min_lr = 1e-5)

#### labels of sequences: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_lstm(4, return_sequences = TRUE, input_shape = c(5, 2)) %>%
  time_distributed(layer_dense(units = 3, activation = "softmax"))
model %>% compile("adam", "categorical_crossentropy")
model %>% fit(array(0, c(8, 5, 2)), array(0, c(8, 5, 3)), epochs = 1, verbose = 0)

#### sparse labels of sequences: fine
library(keras)
model <- keras_model_sequential() %>%
  layer_embedding(10, 4) %>%
  layer_lstm(4, return_sequences = TRUE) %>%
  layer_dense(3, activation = "softmax")
model %>% compile("adam", "sparse_categorical_crossentropy")
model %>% fit(matrix(0, 8, 5), matrix(0, 8, 5), epochs = 1, verbose = 0)

#### dense keeps the axes: fine
library(keras)
model <- keras_model_sequential(input_shape = c(7, 3)) %>% layer_dense(2)
model %>% compile("adam", "mse")
model %>% fit(array(0, c(4, 7, 3)), array(0, c(4, 7, 2)), epochs = 1, verbose = 0)

#### labels that broadcast: fine
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(0, 4, 3), matrix(0, 4, 1), epochs = 1, verbose = 0)

#### validation data right: fine
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(0, 4, 3), rep(0, 4), validation_data = list(matrix(0, 2, 3), rep(0, 2)), epochs = 1, verbose = 0)

#### validation data with weights: fine
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(0, 4, 3), rep(0, 4), validation_data = list(matrix(0, 2, 3), rep(0, 2), c(1, 2)), epochs = 1, verbose = 0)

#### rep with each and length: fine
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(0, 6, 3), rep(c(0, 1), each = 3), epochs = 1, verbose = 0)
model %>% fit(matrix(0, 6, 3), rep(c(0, 1), 3), epochs = 1, verbose = 0)
model %>% fit(matrix(0, 6, 3), rep(c(0, 1), length.out = 6), epochs = 1, verbose = 0)
model %>% fit(matrix(0, 6, 3), rep_len(1:2, 6), epochs = 1, verbose = 0)
model %>% fit(matrix(0, 6, 3), 1:6, epochs = 1, verbose = 0)
model %>% fit(matrix(0, 6, 3), seq_len(6), epochs = 1, verbose = 0)

#### two inputs and validation: fine
library(keras)
a <- layer_input(shape = 2)
b <- layer_input(shape = 3)
out <- layer_concatenate(list(a, b)) %>% layer_dense(1)
model <- keras_model(list(a, b), out)
model %>% compile("adam", "mse")
model %>% fit(list(matrix(0, 4, 2), matrix(0, 4, 3)), rep(0, 4), epochs = 1, verbose = 0,
  validation_data = list(list(matrix(0, 2, 2), matrix(0, 2, 3)), rep(0, 2)))

#### camel case helpers: fine
library(keras)
layerDense <- function(x, u) layer_dense(x, u)
buildModel <- function() keras_model_sequential(input_shape = 2) %>% layerDense(3)
model <- buildModel()

#### dotted helper: fine
library(keras)
layer.block <- function(x, units) x %>% layer_dense(units) %>% layer_dropout(0.2)
model <- keras_model_sequential(input_shape = 2) %>% layer.block(3)

#### predict classes by hand: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "sparse_categorical_crossentropy", metrics = "accuracy")
p <- model %>% predict(matrix(0, 4, 2))
classes <- apply(p, 1, which.max) - 1
table(classes, c(0, 1, 2, 0))

#### weighted samples: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(0, 4, 2), rep(0, 4), sample_weight = c(1, 2, 1, 2), epochs = 1, verbose = 0)

#### validation split and shuffle: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = optimizer_sgd(learning_rate = 0.1, momentum = 0.9, nesterov = TRUE), loss = loss_mean_squared_error())
model %>% fit(matrix(0, 40, 2), rep(0, 40), shuffle = FALSE, validation_split = 0.25, epochs = 1, verbose = 0)

#### keras3 pipeline: fine
library(keras3)
model <- keras_model_sequential(input_shape = c(28, 28, 1)) |>
  layer_rescaling(1 / 255) |>
  layer_conv_2d(8, 3, activation = "relu") |>
  layer_max_pooling_2d(2) |>
  layer_flatten() |>
  layer_dense(10, activation = "softmax")
model |> compile("adam", "sparse_categorical_crossentropy", metrics = "accuracy")
model |> fit(array(0, c(4, 28, 28, 1)), c(0, 1, 2, 3), epochs = 1, verbose = 0)

#### keras3 names: fine
library(keras3)
inputs <- keras_input(shape = c(NA), dtype = "int32")
x <- inputs |> layer_embedding(input_dim = 100, output_dim = 8) |> layer_bidirectional(layer_lstm(units = 4)) |> layer_dense(1, "sigmoid")
model <- keras_model(inputs, x)
summary(model)

#### keras3 saving: fine
library(keras3)
model <- keras_model_sequential(input_shape = 2) |> layer_dense(1)
f <- tempfile(fileext = ".keras")
save_model(model, f)
again <- load_model(f)
save_model_weights(model, tempfile(fileext = ".weights.h5"))

#### summary of anything: fine
library(keras)
x <- c(1, 2, 3)
summary(x)
x %>% summary()
mtcars %>% head() %>% nrow()

#### R's own pipes of strings: fine
library(keras)
"a b c" %>% strsplit(" ") %>% unlist() %>% toupper()

#### imdb sizes: fine
library(keras)
imdb <- dataset_imdb(num_words = 1000)
x <- imdb$train$x %>% pad_sequences(maxlen = 20)
model <- keras_model_sequential() %>% layer_embedding(1000, 8, input_length = 20) %>% layer_flatten() %>% layer_dense(1, activation = "sigmoid")
model %>% compile("rmsprop", "binary_crossentropy", metrics = "acc")
h <- model %>% fit(x, imdb$train$y, epochs = 1, batch_size = 512, validation_split = 0.2, verbose = 0)
h$metrics$acc

#### generator in base R: fine
library(keras)
sampling_generator <- function(x, y, batch_size) {
  function() {
    i <- sample(nrow(x), batch_size, replace = TRUE)
    list(x[i, , drop = FALSE], y[i])
  }
}
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(sampling_generator(matrix(0, 10, 3), rep(0, 10), 4), steps_per_epoch = 2, epochs = 1, verbose = 0)

#### keras tape: fine
library(keras)
library(tensorflow)
w <- tf$Variable(1)
with(tf$GradientTape() %as% tape, {
  loss <- (w - 3)^2
})
opt <- optimizer_adam(0.1)
opt$apply_gradients(list(list(tape$gradient(loss, w), w)))

#### class with fields: fine
library(keras3)
Linear <- new_layer_class("Linear",
  initialize = function(units = 32, ...) {
    super$initialize(...)
    self$units <- units
  },
  build = function(input_shape) {
    self$w <- self$add_weight(shape = shape(tail(input_shape, 1), self$units))
  },
  call = function(inputs) op_matmul(inputs, self$w)
)
y <- Linear(units = 4)(op_ones(c(2, 3)))

#### early stopping in list: fine
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse", metrics = list("mean_absolute_error"))
model %>% fit(matrix(0, 10, 3), rep(0, 10), epochs = 2, verbose = 0, validation_split = 0.2,
  callbacks = list(callback_early_stopping(monitor = "val_mean_absolute_error", patience = 1)))

#### one hot by base R: fine
library(keras)
y <- model.matrix(~ Species - 1, iris)
x <- as.matrix(iris[, 1:4])
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "categorical_crossentropy", metrics = "accuracy")
model %>% fit(x, y, epochs = 1, verbose = 0)

#### test by quoted names: fine
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1)
model %>% compile(loss = "mean_squared_error", optimizer = "adam", metrics = c("mae"))
score <- model %>% evaluate(matrix(0, 4, 4), rep(0, 4), verbose = 0)
cat("loss", score[["loss"]], "mae", score[["mae"]])
score["mae"]

#### embedding reuse: fine
library(keras)
emb <- layer_embedding(input_dim = 10, output_dim = 3)
a <- layer_input(shape = 2)
b <- layer_input(shape = 2)
d <- layer_dot(list(emb(a) %>% layer_flatten(), emb(b) %>% layer_flatten()), axes = 1)
model <- keras_model(list(a, b), d)

#### conv with named list: fine
library(keras)
model <- keras_model_sequential()
model %>%
  layer_conv_2d(filters = 2, kernel_size = c(3, 3), padding = "same", input_shape = c(8, 8, 3)) %>%
  layer_activation("relu") %>%
  layer_average_pooling_2d(c(2, 2)) %>%
  layer_global_average_pooling_2d() %>%
  layer_dense(2, activation = "softmax")
summary(model)

#### predictions of frames: fine
library(keras)
df <- data.frame(x1 = runif(10), x2 = runif(10), y = runif(10))
idx <- sample(nrow(df), 7)
x <- as.matrix(df[idx, c("x1", "x2")])
model <- keras_model_sequential(input_shape = ncol(x)) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(x, df$y[idx], epochs = 1, verbose = 0)
mean((predict(model, as.matrix(df[-idx, 1:2])) - df$y[-idx])^2)

#### callbacks by lambda: fine
library(keras)
cb <- callback_lambda(on_epoch_end = function(epoch, logs) cat(epoch, "\n"), on_train_begin = function(logs) NULL)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(0, 10, 3), rep(0, 10), epochs = 1, verbose = 0, callbacks = list(cb, callback_csv_logger(tempfile())))

#### weights round trip: fine
library(keras)
m <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
w <- get_weights(m)
w[[1]][] <- 0
m %>% set_weights(w)

#### reticulate numpy: fine
library(keras)
np <- reticulate::import("numpy")
x <- np$zeros(c(2L, 3L))
dim(x)

#### attached by require: fine
if (!require("keras")) install.packages("keras")
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)

#### suppressed attach: fine
suppressPackageStartupMessages(library(keras))
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(units = 2, activation = "relu")

#### text by base R: fine
library(keras)
texts <- c("good film", "bad film")
words <- unique(unlist(strsplit(texts, " ")))
m <- t(sapply(strsplit(texts, " "), function(w) as.integer(words %in% w)))
model <- keras_model_sequential(input_shape = length(words)) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy")
model %>% fit(m, c(1, 0), epochs = 1, verbose = 0)

#### residual by hand: fine
library(keras)
input <- layer_input(shape = 8)
x <- input %>% layer_dense(8, activation = "relu")
y <- layer_add(list(x, input)) %>% layer_batch_normalization() %>% layer_activation("relu")
model <- keras_model(input, y %>% layer_dense(1))

#### learning rates over epochs: fine
library(keras)
sched <- function(epoch, lr) if (epoch < 2) lr else lr * 0.5
cb <- callback_learning_rate_scheduler(sched)

#### cross validation loop: fine
library(keras)
k <- 3
folds <- sample(rep(1:k, length.out = 30))
x <- matrix(rnorm(90), 30)
y <- rnorm(30)
scores <- numeric(k)
for (i in 1:k) {
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
  model %>% compile("adam", "mse")
  model %>% fit(x[folds != i, ], y[folds != i], epochs = 1, verbose = 0)
  scores[i] <- model %>% evaluate(x[folds == i, ], y[folds == i], verbose = 0)
}
mean(scores)

#### ops of keras3 on data: fine
library(keras3)
x <- op_array(matrix(1:6, 2), "float32")
y <- op_mean(x, axis = 1)
z <- op_reshape(x, c(3, 2))
op_concatenate(list(x, x), axis = 1)

#### my own names: fine
library(keras)
predicts <- list(1, 2)
compiles <- function(m) m %>% compile("adam", "mse")
m <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
compiles(m)

#### loop of optimizers: fine
library(keras)
for (opt in list(optimizer_sgd(), optimizer_adam(), optimizer_rmsprop())) {
  m <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
  m %>% compile(opt, "mse")
}

#### regularized: fine
library(keras)
m <- keras_model_sequential(input_shape = 3) %>%
  layer_dense(4, kernel_regularizer = regularizer_l1_l2(l1 = 0.01, l2 = 0.01), kernel_constraint = constraint_maxnorm(2), kernel_initializer = initializer_he_normal(seed = 1)) %>%
  layer_dropout(rate = 0.2) %>%
  layer_dense(1, activation = "sigmoid")
