#### verb fitt: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% fitt(x, y, epochs = 1) #!

#### verb fiit: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% fiit(x, y) #!

#### verb evaluete: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% evaluete(x, y) #!

#### verb predicct: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% predicct(x) #!

#### verb sumary: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% sumary() #!

#### verb evalaute: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% evalaute(x, y) #!

#### verb preditc: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% preditc(x) #!

#### verb traian_on_batch: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% traian_on_batch(x, y) #!

#### verb predict_on_batchs: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% predict_on_batchs(x) #!

#### verb get_weigths: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% get_weigths() #!

#### verb sett_weights: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% sett_weights(list()) #!

#### verb save_modell_hdf5: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% save_modell_hdf5("m.h5") #!

#### verb freezeweights: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% freezeweights() #!

#### verb popp_layer: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% popp_layer() #!

#### verb count_param: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% count_param() #!

#### verb fit_generatr: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% fit_generatr(x, steps_per_epoch = 1) #!

#### verb train_on_bach: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% train_on_bach(x, y) #!

#### verb get_confg: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% get_confg() #!

#### verb clone_modell: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% clone_modell() #!

#### verb unfreeze_weigths: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% unfreeze_weigths() #!

#### verb fitt in keras3: unknown-function
library(keras3)
model <- keras_model_sequential(input_shape = 3) |> layer_dense(4, activation = "relu") |> layer_dense(1)
model |> compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model |> fitt(x, y, epochs = 1) #!

#### verb fitt with assignment: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
history <- fitt(model, x, y, epochs = 1) #!

#### verb compil: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% compil("adam", "mse") #!

#### verb adpat: unknown-function
library(keras)
norm <- layer_normalization()
norm %>% adpat(matrix(1:6, 2)) #!

#### capital Fit: unknown-function
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% Fit(x, y) #!

#### capital Compile: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
model %>% Compile("adam", "mse") #!

#### dots for underscores: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layer.dense(1) #!

#### underscores left out: unknown-function
library(keras)
model <- keras_model_sequential(input_shape = 3) %>% layerdense(1) #!

#### op_concat of keras3: unknown-function
library(keras3)
x <- op_concat(list(op_ones(2), op_ones(2))) #!

#### k_mean in keras3: unknown-function
library(keras3)
x <- k_mean(op_ones(2)) #!

#### fit valid_data: unknown-argument
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% fit(x, y, valid_data = list(x, y)) #!

#### labels of fewer axes: contract
library(keras)
model <- keras_model_sequential(input_shape = c(28, 28)) %>% layer_dense(10, activation = "softmax")
model %>% compile("adam", "categorical_crossentropy")
model %>% fit(array(0, c(5, 28, 28)), matrix(0, 5, 10)) #!

#### labels count by to_categorical: contract
library(keras)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "softmax")
model %>% compile("adam", "categorical_crossentropy")
model %>% fit(matrix(0, 6, 4), to_categorical(c(0, 1, 2, 3, 0, 1), 4)) #!

#### labels by rep of another number: contract
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% fit(matrix(0, 10, 3), rep(0, 9)) #!

#### validation data of another width: contract
library(keras)
model <- keras_model_sequential() %>% layer_dense(4, activation = "relu", input_shape = 3) %>% layer_dense(1)
model %>% compile("adam", "mse")
x <- matrix(runif(30), 10)
y <- runif(10)
model %>% fit(matrix(0, 10, 3), rep(0, 10), validation_data = list(matrix(0, 4, 2), rep(0, 4))) #!

#### embedding behind conv: contract
library(keras)
model <- keras_model_sequential() %>% layer_embedding(10, 4, input_length = 5) %>% layer_conv_2d(2, c(3, 3)) #!

#### lstm on flatten: contract
library(keras)
model <- keras_model_sequential() %>% layer_embedding(10, 4, input_length = 5) %>% layer_flatten() %>% layer_gru(2) #!

#### max pooling 2d of sequences: contract
library(keras)
model <- keras_model_sequential(input_shape = c(10, 4)) %>% layer_conv_1d(2, 3) %>% layer_max_pooling_2d() #!
