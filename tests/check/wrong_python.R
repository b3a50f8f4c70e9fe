#### mean of tf: unknown-name
library(keras)
library(tensorflow)
tf$reduce_men(tf$constant(1)) #!

#### constants: unknown-name
library(tensorflow)
x <- tf$constnat(c(1, 2)) #!

#### placeholder of TensorFlow 1: unknown-name
library(tensorflow)
x <- tf$placeholder(tf$float32) #!

#### session of TensorFlow 1: unknown-name
library(tensorflow)
sess <- tf$Session() #!

#### log of TensorFlow 1: unknown-name
library(tensorflow)
x <- tf$log(tf$constant(1)) #!

#### random_normal of TensorFlow 1: unknown-name
library(tensorflow)
x <- tf$random_normal(shape(2, 2)) #!

#### set_random_seed of TensorFlow 1: unknown-name
library(tensorflow)
tf$set_random_seed(1L) #!

#### layers of tf: unknown-name
library(tensorflow)
x <- tf$layers$dense(tf$ones(shape(1, 2)), 3L) #!

#### contrib: unknown-name
library(tensorflow)
x <- tf$contrib$layers$flatten(1) #!

#### train of TensorFlow 1: unknown-name
library(tensorflow)
opt <- tf$train$GradientDescentOptimizer(0.5) #!

#### math: unknown-name
library(tensorflow)
tf$math$reduce_average(tf$constant(1)) #!

#### nn: unknown-name
library(tensorflow)
tf$nn$sofmax(tf$constant(1)) #!

#### type: unknown-name
library(tensorflow)
tf$cast(1, tf$flaot32) #!

#### type named as in R: unknown-name
library(tensorflow)
tf$cast(1, tf$integer) #!

#### layer of keras: unknown-name
library(keras)
layer <- keras$layers$Dens(3L) #!

#### layer in lower case: unknown-name
library(keras)
layer <- keras$layers$dense(3L) #!

#### optimizer of keras: unknown-name
library(keras)
opt <- keras$optimizers$adam(0.1) #!

#### module of keras: unknown-name
library(keras)
layer <- keras$layer$Dense(3L) #!

#### callbacks of keras: unknown-name
library(keras)
keras$callbacks$EarlyStoping() #!

#### layers of tf$keras: unknown-name
library(tensorflow)
layer <- tf$keras$layers$Densee(3L) #!

#### losses of tf$keras: unknown-name
library(tensorflow)
loss <- tf$keras$losses$BinaryCrossEntropy() #!

#### class of keras: unknown-name
library(keras)
model <- keras$models$Sequental() #!

#### parent of a class: unknown-name
library(keras)
Block(keras$layers$Layers) %py_class% { #!
  call <- function(x) x
}

#### data of tf: unknown-name
library(tensorflow)
ds <- tf$data$Datasets$from_tensor_slices(1:3) #!

#### method of Dataset: unknown-name
library(tensorflow)
ds <- tf$data$Dataset$from_tensors_slices(1:3) #!

#### gradients of TensorFlow 1: unknown-name
library(tensorflow)
tape <- tf$GradientTap() #!

#### name of a result of evaluate: unknown-name
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = "accuracy")
score <- model %>% evaluate(matrix(1:4, 2), 0:1)
score$acc #!

#### dollar of a named vector: unknown-name
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse", metrics = "mae")
score <- evaluate(model, matrix(1:4, 2), 0:1)
cat(score$mae) #!

#### dollar behind a call: unknown-name
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse", metrics = "mae")
loss <- evaluate(model, matrix(1:4, 2), 0:1)$loss #!

#### metric of the history: unknown-name
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = "accuracy")
history <- model %>% fit(matrix(1:4, 2), 0:1, epochs = 2)
max(history$metrics$acc) #!

#### validation of the history: unknown-name
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse", metrics = "mae")
history <- model %>% fit(matrix(1:8, 4), 1:4, epochs = 2)
min(history$metrics$val_mae) #!

#### history of Python: unknown-name
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
history <- model %>% fit(matrix(1:8, 4), 1:4, epochs = 2)
history$history$loss #!

#### history without metrics: unknown-name
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
history <- model %>% fit(matrix(1:8, 4), 1:4, epochs = 2)
history$loss #!

#### text in brackets: unknown-name
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile("adam", "binary_crossentropy", metrics = c("accuracy"))
score <- model %>% evaluate(matrix(1:4, 2), 0:1)
cat(score[["acc"]]) #!

#### single brackets: unknown-name
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse", metrics = list("mae"))
score <- model %>% evaluate(matrix(1:4, 2), 0:1)
score["mean_absolute_error"] #!

#### parts of a data set: unknown-name
library(keras)
read <- function() {
  mnist <- dataset_mnist()
  x <- mnist$train$images #!
}

#### parts of data: unknown-name
library(keras)
read <- function() {
  mnist <- dataset_mnist()
  x <- mnist$x_train #!
}

#### test of data: unknown-name
library(keras)
read <- function() {
  boston <- dataset_boston_housing()
  y <- boston$test$target #!
}
