#### width of the data: contract
library(keras)
m <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
m %>% compile("adam", "mse")
m %>% fit(matrix(1:8, 4), 1:4) #!

#### labels of another number: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("adam", "mse")
m %>% fit(matrix(1:8, 4), 1:5) #!

#### predict of another width: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% predict(matrix(1, 4, 3)) #!

#### evaluate of another width: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("adam", "mse")
m %>% evaluate(matrix(1:9, 3), 1:3) #!

#### two layers of one name: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(2, name = "d") %>% layer_dense(1, name = "d") #!

#### callback in a list without parentheses: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("adam", "mse")
m %>% fit(matrix(1:8, 4), 1:4, callbacks = list(callback_early_stopping)) #!

#### callback without parentheses: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("adam", "mse")
m %>% fit(matrix(1:8, 4), 1:4, callbacks = callback_early_stopping) #!

#### layer added by plus: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) + layer_dense(units = 1) #!

#### strides and dilation: contract
library(keras)
m <- keras_model_sequential(input_shape = c(9, 9, 1)) %>% layer_conv_2d(filters = 2, kernel_size = 3, strides = 2, dilation_rate = 2) #!

#### metric in a list misspelt: wrong-value
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
m %>% compile("adam", "binary_crossentropy", metrics = list("acuracy")) #!

#### attention without heads: wrong-value
library(keras)
layer_multi_head_attention(num_heads = 0, key_dim = 2) #!

#### file left out: missing-argument
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
save_model_tf(m) #!

#### drawn data to train on: contract
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile(optimizer = "adam", loss = "mse", metrics = "mae")
model %>% fit(matrix(runif(20), 5), runif(5)) #!

#### labels of a sequence that is given whole: contract
library(keras)
model <- keras_model_sequential() %>% layer_embedding(10, 4) %>% layer_lstm(3, return_sequences = TRUE) %>% layer_dense(2, activation = "softmax")
model %>% compile("adam", "categorical_crossentropy")
model %>% fit(matrix(1, 4, 5), to_categorical(c(0, 1, 0, 1)), epochs = 1) #!

#### one number for each of several steps: contract
library(keras)
model <- keras_model_sequential() %>% layer_lstm(3, return_sequences = TRUE, input_shape = c(5, 2)) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(array(0, c(4, 5, 2)), runif(4), epochs = 1) #!

#### one class for each of several steps: contract
library(keras)
model <- keras_model_sequential() %>% layer_gru(3, return_sequences = TRUE, input_shape = c(5, 2)) %>% layer_dense(2, activation = "softmax")
model %>% compile("adam", "sparse_categorical_crossentropy")
y <- rep(0:1, 2)
model %>% fit(array(0, c(4, 5, 2)), y, epochs = 1) #!

#### drawn data of other columns: contract
library(keras)
model <- keras_model_sequential() %>% layer_dense(2, input_shape = 3)
model %>% compile("adam", "mse")
model %>% predict(matrix(rnorm(20), 10)) #!

#### one array for two inputs: contract
library(keras)
a <- layer_input(3)
b <- layer_input(2)
model <- keras_model(list(a, b), layer_concatenate(list(a, b)) %>% layer_dense(1))
model %>% compile("adam", "mse")
model %>% fit(list(matrix(0, 4, 3)), rep(0, 4)) #!

#### no loss: contract
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adam")
model %>% fit(matrix(0, 4, 2), rep(0, 4)) #!

#### NULL in c(), which drops it: wrong-value
library(keras)
steps <- layer_input(shape = c(NULL, 3)) #!
