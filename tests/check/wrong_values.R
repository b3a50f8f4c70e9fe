#### rate as text: wrong-value
library(keras)
optimizer_adam(lr = "0.1") #!

#### learning rate as text: wrong-value
library(keras)
optimizer_sgd(learning_rate = "0.1") #!

#### decay as text: wrong-value
library(keras)
optimizer_rmsprop(decay = "1e-6") #!

#### units as text: wrong-value
library(keras)
layer_dense(units = "32") #!

#### negative units: wrong-value
library(keras)
layer_dense(units = -3) #!

#### dropout in percent: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dropout(25) #!

#### epochs as text: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, epochs = "10") #!

#### split above one: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, validation_split = 20) #!

#### batch of zero: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, batch_size = 0) #!

#### padding: wrong-value
library(keras)
layer_conv_2d(filters = 2, kernel_size = 3, padding = "full") #!

#### padding of sequences: wrong-value
library(keras)
pad_sequences(list(1:3), padding = "front") #!

#### pool of three sizes: wrong-value
library(keras)
layer_max_pooling_2d(pool_size = c(2, 2, 2)) #!

#### pool of two sizes: wrong-value
library(keras)
layer_max_pooling_1d(pool_size = c(2, 2)) #!

#### kernel of two sizes: wrong-value
library(keras)
layer_conv_1d(filters = 2, kernel_size = c(3, 3)) #!

#### kernel of three sizes: wrong-value
library(keras)
layer_conv_2d(filters = 2, kernel_size = c(3, 3, 3)) #!

#### kernel of two for three: wrong-value
library(keras)
layer_conv_3d(filters = 2, kernel_size = c(3, 3)) #!

#### strides of three: wrong-value
library(keras)
layer_conv_2d(filters = 2, kernel_size = 3, strides = c(1, 1, 2)) #!

#### size of upsampling: wrong-value
library(keras)
layer_upsampling_2d(size = c(2, 2, 2)) #!

#### strides of pooling: wrong-value
library(keras)
layer_average_pooling_1d(strides = c(2, 2)) #!

#### imagenett: wrong-value
library(keras)
application_vgg16(weights = "imagenett") #!

#### ImageNet: wrong-value
library(keras)
base <- application_mobilenet_v2(weights = "ImageNet", include_top = FALSE) #!

#### sofmax: wrong-value
library(keras)
layer_dense(units = 2, activation = "sofmax") #!

#### ReLu6 of nobody: wrong-value
library(keras)
layer_dense(units = 2, activation = "lrelu") #!

#### sigmod: wrong-value
library(keras)
layer_activation(activation = "sigmod") #!

#### unknown loss: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adam", loss = "binary_cross_entropy") #!

#### loss of other tools: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adam", loss = "logloss") #!

#### unknown optimizer: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adamm", loss = "mse") #!

#### optimizer of other tools: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "lbfgs", loss = "mse") #!

#### unknown metric: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adam", loss = "mse", metrics = c("acurracy")) #!

#### metric of other tools: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adam", loss = "mse", metrics = list("rsquared")) #!

#### unknown initializer: wrong-value
library(keras)
layer_dense(units = 2, kernel_initializer = "he_norml") #!

#### initializer of other tools: wrong-value
library(keras)
layer_dense(units = 2, kernel_initializer = "kaiming") #!

#### unknown regularizer: wrong-value
library(keras)
layer_dense(units = 2, kernel_regularizer = "l3") #!

#### number as regularizer: wrong-value
library(keras)
layer_dense(units = 2, kernel_regularizer = 0.01) #!

#### mode of a callback: wrong-value
library(keras)
callback_early_stopping(monitor = "loss", mode = "minimum") #!

#### class mode: wrong-value
library(keras)
flow_images_from_directory("a", class_mode = "multi") #!

#### fill mode: wrong-value
library(keras)
image_data_generator(fill_mode = "mirror") #!

#### mode of texts: wrong-value
library(keras)
tokenizer <- text_tokenizer() %>% fit_text_tokenizer("a b")
texts_to_matrix(tokenizer, "a", mode = "tf-idf") #!

#### output mode: wrong-value
library(keras)
layer_text_vectorization(output_mode = "integer") #!

#### text for a logical: wrong-value
library(keras)
layer_lstm(units = 2, return_sequences = "TRUE") #!

#### logical by a letter: wrong-value
library(keras)
layer_gru(units = 2, return_sequences = "yes") #!

#### merge mode: wrong-value
library(keras)
bidirectional(layer = layer_lstm(units = 2), merge_mode = "add") #!

#### verbose of text: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, verbose = "silent") #!

#### axis of zero: wrong-value
library(keras)
k_mean(k_constant(1:3), axis = 0) #!

#### axis of zero in a concatenation: wrong-value
library(keras)
k_concatenate(list(k_constant(1), k_constant(2)), axis = 0) #!

#### axis of zero in keras3: wrong-value
library(keras3)
op_sum(op_array(1:3), axis = 0) #!

#### argmax counted from zero: wrong-value
library(keras)
k_argmax(k_constant(1:3), axis = 0) #!

#### data format: wrong-value
library(keras)
layer_flatten(data_format = "channel_last") #!

#### interpolation: wrong-value
library(keras)
layer_upsampling_2d(interpolation = "linear") #!

#### type of numbers: wrong-value
library(keras)
layer_input(shape = 3, dtype = "flaot32") #!

#### fraction of a size: wrong-value
library(keras)
layer_conv_2d(filters = 2.5, kernel_size = 3) #!

#### size of zero: wrong-value
library(keras)
layer_conv_2d(filters = 2, kernel_size = 0) #!

#### text of a patience: wrong-value
library(keras)
callback_early_stopping(patience = "5") #!

#### missing loss name: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", loss = "sparse_categorical_crosentropy") #!

#### loss with a prefix: wrong-value
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", loss = "loss_mse") #!

#### function as text: wrong-value
library(keras)
layer_dense(units = 3, activation = "activation_relu") #!

#### pooling of application: wrong-value
library(keras)
application_vgg16(weights = NULL, include_top = FALSE, pooling = "mean") #!

#### label mode: wrong-value
library(keras)
image_dataset_from_directory("a", label_mode = "multi") #!

#### momentum above one: wrong-value
library(keras)
optimizer_sgd(momentum = 90) #!

#### units missing: missing-argument
library(keras)
layer_dense(activation = "relu") #!

#### kernel_size missing: missing-argument
library(keras)
layer_conv_2d(filters = 3) #!

#### output_dim missing: missing-argument
library(keras)
layer_embedding(input_dim = 10) #!

#### units in the place of the object: missing-argument
library(keras)
model <- keras_model_sequential(list(layer_dense(32), layer_dense(units = 1))) #!

#### rate missing: missing-argument
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dropout() #!

#### target shape missing: missing-argument
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_reshape() #!

#### twice the same argument: wrong-arguments
library(keras)
layer_dense(units = 3, activation = "relu", activation = "tanh") #!

#### too many places: wrong-arguments
library(keras)
normalize(matrix(1:4, 2), -1, 2, 5) #!

#### no package attached: no-package
model <- keras_model_sequential(input_shape = 2) #!
model %>% layer_dense(1)

#### bracket left open: syntax
library(keras)
model <- keras_model_sequential() %>%
  layer_dense(units = 3 %>%
  layer_dense(1)

#### pipe at the end: syntax
library(keras)
model <- keras_model_sequential() %>%
  layer_dense(units = 3) %>% %>% #!
  layer_dense(1)

#### comma missing: syntax
library(keras)
layer_dense(units = 3 activation = "relu") #!

#### session: unavailable
library(keras)
sess <- k_get_session() #!

#### activation of keras3: wrong-value
library(keras3)
model <- keras_model_sequential(input_shape = 2)
model |> layer_dense(3, activation = "gellu") #!

#### activation layer of keras3: wrong-value
library(keras3)
layer_activation(activation = "sotfmax") #!
