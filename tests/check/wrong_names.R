#### evalute: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% evalute(matrix(1:4, 2), 1:2) #!

#### complie: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% complie("adam", "mse") #!

#### pedict: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% pedict(matrix(1:4, 2)) #!

#### layer_dens: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dens(1) #!

#### layer_conv2d: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_conv2d(2, 3) #!

#### layer_maxpooling_2d: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_maxpooling_2d() #!

#### layer_droput: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_droput(0.5) #!

#### layer_batch_normalisation: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_batch_normalisation() #!

#### keras_model_sequental: unknown-function
library(keras)
model <- keras_model_sequental() #!

#### optimiser_adam: unknown-function
library(keras)
optimiser_adam(0.1) #!

#### optimizer_rmsprob: unknown-function
library(keras)
optimizer_rmsprob(learning_rate = 0.1) #!

#### loss_categorical_cross_entropy: unknown-function
library(keras)
loss_categorical_cross_entropy() #!

#### callback_earlystopping: unknown-function
library(keras)
callback_earlystopping(patience = 2) #!

#### to_categorial: unknown-function
library(keras)
y <- to_categorial(c(0, 1, 2)) #!

#### pad_sequence: unknown-function
library(keras)
x <- pad_sequence(list(1:3, 1:2), maxlen = 3) #!

#### dataset_minst: unknown-function
library(keras)
mnist <- dataset_minst() #!

#### save_model_hdf: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
save_model_hdf(model, tempfile()) #!

#### load_model_hd5: unknown-function
library(keras)
model <- load_model_hd5("a.h5") #!

#### texts_to_sequence: unknown-function
library(keras)
tokenizer <- text_tokenizer() %>% fit_text_tokenizer("a b")
texts_to_sequence(tokenizer, "a") #!

#### fit_text_tokeniser: unknown-function
library(keras)
text_tokenizer() %>% fit_text_tokeniser("a b") #!

#### freeze_weight: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
freeze_weight(model) #!

#### k_means of Keras: unknown-function
library(keras)
k_means(k_constant(1:3)) #!

#### k_concat: unknown-function
library(keras)
k_concat(list(k_constant(1), k_constant(2))) #!

#### initializer_he_norm: unknown-function
library(keras)
layer_dense(units = 2, kernel_initializer = initializer_he_norm()) #!

#### regulariser_l2: unknown-function
library(keras)
layer_dense(units = 2, kernel_regularizer = regulariser_l2(0.1)) #!

#### application_resnet: unknown-function
library(keras)
base <- application_resnet_50(weights = NULL) #!

#### image_data_genrator: unknown-function
library(keras)
gen <- image_data_genrator(rescale = 1 / 255) #!

#### misspelt behind two colons: unknown-function
keras::layer_desne(units = 2) #!

#### image_load_array: unknown-function
library(keras)
x <- image_to_aray(image_load("a.png")) #!

#### get_layers: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, name = "a")
get_layers(model, "a") #!

#### metric_accuracy: unknown-function
library(keras)
metric_acuracy() #!

#### layer_global_avg_pooling: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_global_avg_pooling_2d() #!

#### bidirectionnal: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = c(5, 2)) %>%
  bidirectionnal(layer_lstm(units = 2)) #!

#### k_ function of R: unknown-function
library(keras3)
k_mean(op_array(1)) #!

#### op of keras3 misspelt: unknown-function
library(keras3)
op_concatenat(list(1, 2)) #!

#### save_model_hdf5 in keras3: unknown-function
library(keras3)
model <- keras_model_sequential(input_shape = 2) |> layer_dense(1)
save_model_hdf5(model, "a.h5") #!

#### activaton: unknown-argument
library(keras)
model <- keras_model_sequential() %>%
  layer_dense(units = 3, activaton = "relu", input_shape = 2) #!

#### kernal_size: unknown-argument
library(keras)
layer_conv_2d(filters = 3, kernal_size = 3) #!

#### filter_size: unknown-argument
library(keras)
layer_conv_1d(filters = 3, kernel_size = 2, filter_size = 3) #!

#### input_dimension: unknown-argument
library(keras)
layer_embedding(input_dimension = 10, output_dim = 2) #!

#### learningrate: unknown-argument
library(keras)
optimizer_adam(learningrate = 0.1) #!

#### beta1: unknown-argument
library(keras)
optimizer_adam(beta1 = 0.9) #!

#### validation_splits: unknown-argument
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, validation_splits = 0.2) #!

#### n_epochs: unknown-argument
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, n_epochs = 2) #!

#### batchsize: unknown-argument
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, batchsize = 2) #!

#### metric of compile: unknown-argument
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adam", loss = "mse", metrix = "mae") #!

#### losses of compile: unknown-argument
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "adam", losses = "mse") #!

#### patince: unknown-argument
library(keras)
callback_early_stopping(monitor = "loss", patince = 2) #!

#### save_best: unknown-argument
library(keras)
callback_model_checkpoint("a.h5", save_best_onli = TRUE) #!

#### return_sequence spelt wrong: unknown-argument
library(keras)
layer_lstm(units = 3, return_sequnces = TRUE) #!

#### drop_out: unknown-argument
library(keras)
layer_lstm(units = 3, drop_out = 0.2) #!

#### maxlength: unknown-argument
library(keras)
pad_sequences(list(1:3), maxlength = 2) #!

#### num_class: unknown-argument
library(keras)
to_categorical(c(0, 1), n_classes = 2) #!

#### rotation: unknown-argument
library(keras)
image_data_generator(rotate_range = 20) #!

#### targetsize: unknown-argument
library(keras)
image_load("a.png", size = c(8, 8)) #!

#### shape of keras3's layer: unknown-argument
library(keras3)
layer_dense(units = 3, unit_count = 2) #!

#### weights of application: unknown-argument
library(keras)
application_vgg16(weight_file = NULL) #!

#### num_words misspelt: unknown-argument
library(keras)
text_tokenizer(num_word_s = 20) #!

#### axes of layer_dot: unknown-argument
library(keras)
layer_batch_normalization(axes_ = 1) #!

#### pool: unknown-argument
library(keras)
layer_max_pooling_2d(poolsize = 2) #!

#### stride: unknown-argument
library(keras)
layer_conv_2d(filters = 2, kernel_size = 3, strids = 2) #!

#### loss argument: unknown-argument
library(keras)
loss_binary_crossentropy(fromlogits = TRUE) #!
