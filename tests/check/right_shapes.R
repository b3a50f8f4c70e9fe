#### layers by lapply: fine
library(keras)
i <- layer_input(4)
outs <- lapply(1:3, function(k) layer_dense(i, k, name = paste0("o", k)))
m <- keras_model(i, outs)
m %>% compile("sgd", loss = rep("mse", 3))

#### blocks with dots: fine
library(keras)
conv_block <- function(x, filters, ...) x %>% layer_conv_2d(filters, 3, padding = "same", ...) %>% layer_batch_normalization() %>% layer_activation("relu")
i <- layer_input(c(8, 8, 3))
o <- i %>% conv_block(4) %>% conv_block(8, strides = 2) %>% layer_global_average_pooling_2d() %>% layer_dense(2, activation = "softmax")
m <- keras_model(i, o)
m %>% compile("adam", "categorical_crossentropy", metrics = list("accuracy", metric_auc()))

#### named accuracy: fine
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
m %>% compile("adam", "binary_crossentropy", metrics = c(acc = "accuracy"))
h <- m %>% fit(matrix(1:8, 4), c(0, 1, 0, 1), epochs = 2, validation_split = 0.5, verbose = 0)
max(h$metrics$val_acc)

#### fit by do.call: fine
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("adam", "mse", metrics = "mae")
args <- list(validation_data = list(matrix(1:2, 1), 1))
do.call(fit, c(list(m, matrix(1:8, 4), 1:4, callbacks = list(callback_early_stopping("val_mae", patience = 2, mode = "min"))), args))

#### several labels: fine
library(keras)
m <- keras_model_sequential(input_shape = 10) %>% layer_dense(5, activation = "sigmoid")
m %>% compile("adam", "binary_crossentropy", metrics = "binary_accuracy")
m %>% fit(matrix(runif(20), 2), matrix(c(0, 1), 2, 5))

#### assigning pipe: fine
library(keras)
library(magrittr)
m <- keras_model_sequential(input_shape = 2)
m %<>% layer_dense(3)
m %T>% summary() %>% layer_dense(1)

#### names of base functions: fine
library(keras)
c <- 5
model <- keras_model_sequential(input_shape = c(c)) %>% layer_dense(c(2))

#### activation by if: fine
library(keras)
bn <- TRUE
m <- keras_model_sequential(input_shape = 2)
if (bn) m %>% layer_batch_normalization() else m %>% layer_dropout(0.1)
m %>% layer_dense(units = 1, activation = if (bn) "linear" else "relu")

#### two models and a third: fine
library(keras)
g <- keras_model_sequential(input_shape = 2) %>% layer_dense(3)
d <- keras_model_sequential(input_shape = 3) %>% layer_dense(1, activation = "sigmoid")
d %>% compile("adam", "binary_crossentropy")
freeze_weights(d)
z <- layer_input(2)
gan <- keras_model(z, z %>% g() %>% d())
gan %>% compile("adam", "binary_crossentropy")

#### weighted metrics: fine
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(3, activation = "softmax")
m %>% compile("adam", "categorical_crossentropy", weighted_metrics = "accuracy")
m %>% fit(matrix(1:8, 4), to_categorical(c(0, 1, 2, 0)), sample_weight = c(1, 2, 1, 1))

#### layers inside of with: fine
library(keras)
p <- list(units = 4, rate = 0.3)
m <- with(p, keras_model_sequential(input_shape = 2) %>% layer_dense(units) %>% layer_dropout(rate))

#### backend functions by dollar: fine
library(keras)
K <- backend()
x <- K$constant(c(1, 2))
K$mean(x)

#### methods for own classes: fine
library(keras)
predict.my <- function(object, newdata, ...) predict(object$m, newdata, ...)
fit.my <- function(object, ...) object
obj <- structure(list(m = NULL), class = "my")

#### shape from a text: fine
library(keras)
s <- as.integer(strsplit("3,4", ",")[[1]])
m <- keras_model_sequential(input_shape = s) %>% layer_lstm(units = 2L) %>% layer_dense(1)
m %>% compile(loss = "logcosh", optimizer = "nadam")

#### vector as a column: fine
library(keras)
m <- keras_model_sequential(input_shape = 1) %>% layer_dense(1)
m %>% compile("adam", "mse")
m %>% fit(c(1, 2, 3), c(1, 2, 3))
m %>% fit(matrix(1:3), 1:3)
m %>% predict(1:3)
m %>% evaluate(matrix(1:3, ncol = 1), 1:3)

#### sums of tensors and numbers: fine
library(keras)
i <- layer_input(3)
a <- layer_dense(i, 2)
b <- layer_dense(i, 2)
m <- keras_model(i, a + b)
x <- 1:3 + 2
z <- matrix(1:4, 2) + 1:2

#### matrices by their sizes: fine
library(keras)
n <- 10
x <- matrix(rnorm(n * 4), n)
y <- matrix(0, nrow = n, ncol = 2)
z <- matrix(rep(1:2, 6), 4, byrow = TRUE)
m <- keras_model_sequential(input_shape = 4) %>% layer_dense(2)
m %>% compile("adam", "mse")
m %>% fit(x, y)
m %>% predict(matrix(c(1, 2, 3, 4), 1))
m %>% predict(matrix(1:8, ncol = 4, nrow = 2))
m %>% evaluate(matrix(1:8, 2), matrix(1:4, 2))
x <- matrix(runif(12), ncol = 4)
m %>% fit(x, matrix(1:6, 3))

#### callbacks by own functions: fine
library(keras)
callback_own <- function() callback_early_stopping("loss")
cb <- callback_own
m <- keras_model_sequential(input_shape = 4) %>% layer_dense(2)
m %>% compile("adam", "mse")
m %>% fit(matrix(1:8, 2), matrix(1:4, 2), callbacks = list(cb(), callback_own()))

#### data of changed shape: fine
library(keras)
x <- matrix(1:8, 2)
x <- cbind(x, 1:2)
m <- keras_model_sequential(input_shape = 5) %>% layer_dense(1)
m %>% compile("adam", "mse")
y <- 1:4
y <- y[1:2]
m %>% fit(x, y)
dim(x) <- c(1, 10)
y <- c(y, 3)
x2 <- t(matrix(1:10, 5))
m %>% predict(x2)
x3 <- matrix(1:8, 2)
dim(x3) <- c(4, 2)
m2 <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m2 %>% predict(x3)
for (k in 1:3) { x3 <- x3[1:2, , drop = FALSE]; m2 %>% predict(x3) }
