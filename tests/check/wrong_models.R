#### softmax with binary: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "binary_crossentropy") #!

#### softmax of one: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>%
  layer_dense(1, activation = "softmax") #!
model %>% compile("adam", "categorical_crossentropy")

#### softmax of two with one label: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(2, activation = "softmax")
model %>% compile("adam", loss_binary_crossentropy()) #!

#### functional softmax with binary: contract
library(keras)
x <- layer_input(shape = 4)
y <- x %>% layer_dense(8) %>% layer_dense(3, activation = "softmax")
model <- keras_model(x, y)
model %>% compile("adam", "binary_crossentropy") #!

#### functional softmax of one: contract
library(keras)
x <- layer_input(shape = 4)
y <- layer_dense(x, 1, activation = "softmax") #!
model <- keras_model(inputs = x, outputs = y)
model %>% compile("adam", "mse")

#### model in place with softmax of one: contract
library(keras)
model <- keras_model_sequential()
model %>%
  layer_dense(8, input_shape = 4) %>%
  layer_dense(1, activation = "softmax") #!
model %>% compile("adam", "binary_crossentropy")

#### model in place with binary: contract
library(keras)
model <- keras_model_sequential()
model %>% layer_dense(8, input_shape = 4)
model %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "binary_crossentropy") #!

#### logits twice: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", loss_binary_crossentropy(from_logits = TRUE)) #!

#### logits twice in a functional model: contract
library(keras)
x <- layer_input(shape = 4)
model <- keras_model(x, x %>% layer_dense(3, activation = "softmax"))
model %>% compile("adam", loss_sparse_categorical_crossentropy(from_logits = TRUE)) #!

#### logits twice by a variable: contract
library(keras)
loss <- loss_categorical_crossentropy(from_logits = TRUE)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3) %>% layer_activation_softmax()
model %>% compile("adam", loss) #!

#### logits left out: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1)
model %>% compile("adam", "binary_crossentropy") #!

#### no activation of classes: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3)
model %>% compile("adam", "sparse_categorical_crossentropy") #!

#### relu as the last: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "relu")
model %>% compile("adam", "categorical_crossentropy") #!

#### one unit of classes: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "categorical_crossentropy") #!

#### one unit of sparse classes: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "sparse_categorical_crossentropy") #!

#### integer labels for one-hot loss: contract
library(keras)
y <- c(0, 1, 2)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "categorical_crossentropy")
model %>% fit(matrix(runif(12), 3), y, epochs = 2) #!

#### one-hot labels for the sparse loss: contract
library(keras)
y <- to_categorical(c(0, 1, 2), 3)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "sparse_categorical_crossentropy")
model %>% fit(matrix(runif(12), 3), y, epochs = 2) #!

#### one-hot labels of another width: contract
library(keras)
y <- to_categorical(c(0, 1, 2), num_classes = 10)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "categorical_crossentropy")
model %>% fit(matrix(runif(12), 3), y, epochs = 2) #!

#### accuracy of a regression: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1)
model %>% compile("adam", "mse", metrics = "accuracy") #!

#### conv behind dense: contract
library(keras)
model <- keras_model_sequential() %>%
  layer_dense(8, input_shape = 4) %>%
  layer_conv_1d(2, 3) #!

#### conv behind flatten: contract
library(keras)
model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_flatten() %>%
  layer_conv_2d(2, 3) #!

#### lstm behind lstm: contract
library(keras)
model <- keras_model_sequential() %>%
  layer_lstm(4, input_shape = c(5, 2)) %>%
  layer_lstm(4) #!

#### lstm behind dense: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>%
  layer_dense(4) %>%
  layer_lstm(4) #!

#### functional conv behind dense: contract
library(keras)
x <- layer_input(shape = 4)
y <- x %>% layer_dense(8)
z <- y %>% layer_conv_2d(2, 3) #!

#### functional lstm behind lstm: contract
library(keras)
x <- layer_input(shape = c(5, 2))
h <- layer_lstm(x, 4)
y <- layer_lstm(h, 4) #!

#### conv of two axes on images without channels: contract
library(keras)
model <- keras_model_sequential() %>%
  layer_conv_2d(4, 3, input_shape = c(28, 28)) #!

#### lstm of a vector: contract
library(keras)
model <- keras_model_sequential() %>%
  layer_lstm(4, input_shape = 10) #!

#### functional conv without channels: contract
library(keras)
x <- layer_input(shape = c(28, 28))
y <- x %>% layer_conv_2d(4, 3) #!

#### lstm in place: contract
library(keras)
model <- keras_model_sequential()
model %>% layer_lstm(4, input_shape = c(5, 2))
model %>% layer_lstm(4) #!

#### bidirectional behind lstm: contract
library(keras)
model <- keras_model_sequential(input_shape = c(5, 2)) %>%
  layer_lstm(4) %>%
  bidirectional(layer_lstm(units = 4)) #!

#### lstm behind bidirectional: contract
library(keras)
model <- keras_model_sequential(input_shape = c(5, 2)) %>%
  bidirectional(layer_lstm(units = 4)) %>%
  layer_gru(4) #!

#### time distributed of a vector: contract
library(keras)
model <- keras_model_sequential(input_shape = 8) %>%
  layer_dense(4) %>%
  time_distributed(layer_dense(units = 4)) #!

#### global pooling behind flatten: contract
library(keras)
model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_flatten() %>%
  layer_global_average_pooling_2d() #!

#### pictures that become too small: contract
library(keras)
model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_conv_2d(4, 3) %>%
  layer_max_pooling_2d(4) %>%
  layer_conv_2d(4, 3) #!

#### pooling more than there is: contract
library(keras)
model <- keras_model_sequential(input_shape = c(4, 4, 1)) %>%
  layer_max_pooling_2d(2) %>%
  layer_max_pooling_2d(2) %>%
  layer_max_pooling_2d(2) #!

#### reshape of another size: contract
library(keras)
model <- keras_model_sequential(input_shape = 10) %>%
  layer_dense(12) %>%
  layer_reshape(c(5, 5, 1)) #!

#### sum of two sizes: contract
library(keras)
a <- layer_input(shape = 4)
b <- layer_input(shape = 5)
y <- layer_add(list(a, b)) #!

#### sum of a branch: contract
library(keras)
x <- layer_input(shape = 4)
h <- x %>% layer_dense(8)
y <- layer_add(c(x, h)) #!

#### sum of images: contract
library(keras)
x <- layer_input(shape = c(16, 16, 3))
h <- x %>% layer_conv_2d(3, 3)
y <- layer_add(list(x, h)) #!

#### concatenation of two ranks: contract
library(keras)
a <- layer_input(shape = c(8, 8, 1))
b <- layer_input(shape = 5)
y <- layer_concatenate(list(a, b)) #!

#### concatenation of two heights: contract
library(keras)
x <- layer_input(shape = c(16, 16, 3))
a <- x %>% layer_conv_2d(4, 3)
b <- x %>% layer_conv_2d(4, 3, padding = "same")
y <- layer_concatenate(list(a, b)) #!

#### dot of two widths: contract
library(keras)
a <- layer_input(shape = 4)
b <- layer_input(shape = 5)
y <- layer_dot(list(a, b), axes = 1) #!

#### monitor without validation: contract
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, callbacks = list(
  callback_early_stopping(monitor = "val_loss") #!
))

#### monitor by its default: contract
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, callbacks = list(callback_early_stopping(patience = 3))) #!

#### monitor in a variable: contract
library(keras)
stop_early <- callback_early_stopping(monitor = "val_loss", patience = 2) #!
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, callbacks = list(stop_early))

#### plateau without validation: contract
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, callbacks = callback_reduce_lr_on_plateau()) #!

#### monitor that no metric gives: contract
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse", metrics = "mae")
model %>% fit(matrix(1:8, 4), 1:4, validation_split = 0.5, callbacks = list(
  callback_early_stopping(monitor = "val_accuracy") #!
))

#### monitor acc for accuracy: contract
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = "accuracy")
model %>% fit(matrix(1:8, 4), c(0, 1, 0, 1), callbacks = list(
  callback_early_stopping(monitor = "acc") #!
))

#### monitor misspelt: contract
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, validation_split = 0.5, callbacks = list(
  callback_early_stopping(monitor = "validation_loss") #!
))

#### fit without compile: contract
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% fit(matrix(1:8, 4), 1:4) #!

#### data of another width: contract
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(8), nrow = 4, ncol = 2)
model %>% fit(x, 1:4) #!

#### images for a dense model: contract
library(keras)
x <- array(runif(32), dim = c(2, 4, 4, 1))
model <- keras_model_sequential(input_shape = 16) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(x, 1:2) #!

#### layer that is thrown away: contract
library(keras)
x <- layer_input(shape = 4)
x %>% layer_dense(8, activation = "relu") #!
model <- keras_model(x, x %>% layer_dense(1))

#### layer thrown away in a function: contract
library(keras)
build <- function() {
  inputs <- layer_input(shape = 4)
  hidden <- inputs %>% layer_dense(8)
  hidden %>% layer_dropout(0.5) #!
  keras_model(inputs, hidden %>% layer_dense(1))
}

#### input_shape missing before weights: contract
library(keras)
model <- keras_model_sequential() %>% layer_dense(8) %>% layer_dense(1)
count_params(model) #!

#### two inputs for one: contract
library(keras)
a <- layer_input(shape = 4)
b <- layer_input(shape = 4)
y <- layer_add(list(a, b)) %>% layer_dense(1)
model <- keras_model(a, y) #!

#### losses more than outputs: contract
library(keras)
x <- layer_input(shape = 4)
model <- keras_model(x, x %>% layer_dense(1))
model %>% compile("adam", loss = list("mse", "mae")) #!

#### loss of an output that is not there: contract
library(keras)
x <- layer_input(shape = 4)
a <- x %>% layer_dense(1, name = "age")
b <- x %>% layer_dense(1, name = "size")
model <- keras_model(x, list(a, b))
model %>% compile("adam", loss = list(age = "mse", length = "mse")) #!

#### softmax with binary at one of two outputs: contract
library(keras)
x <- layer_input(shape = 4)
a <- x %>% layer_dense(1, name = "age")
b <- x %>% layer_dense(3, activation = "softmax", name = "kind")
model <- keras_model(x, list(a, b))
model %>% compile("adam", loss = list(age = "mse", kind = "binary_crossentropy")) #!

#### shared layer of two widths: contract
library(keras)
a <- layer_input(shape = 4)
b <- layer_input(shape = 5)
shared <- layer_dense(units = 2)
y <- layer_add(list(shared(a), shared(b))) #!

#### base behind flatten: contract
library(keras)
base <- keras_model_sequential(input_shape = c(8, 8, 3)) %>% layer_conv_2d(2, 3) %>% layer_flatten()
model <- keras_model_sequential() %>% base %>% layer_conv_2d(2, 3) #!

#### embedding of images: contract
library(keras)
model <- keras_model_sequential() %>%
  layer_embedding(100, 8, input_length = 10) %>%
  layer_conv_2d(4, 3) #!

#### softmax with binary in keras3: contract
library(keras3)
inputs <- keras_input(shape = 4)
outputs <- inputs |> layer_dense(3, activation = "softmax")
model <- keras_model(inputs, outputs)
model |> compile("adam", "binary_crossentropy") #!

#### lstm behind lstm in keras3: contract
library(keras3)
model <- keras_model_sequential(input_shape = c(5, 2)) |>
  layer_lstm(units = 3) |>
  layer_lstm(units = 3) #!
