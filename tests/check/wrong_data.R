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
