#### dropout beyond one in lstm: wrong-value
library(keras)
layer_lstm(units = 4, dropout = 20) #!

#### padding misspelt: wrong-value
library(keras)
layer_conv_2d(filters = 4, kernel_size = 3, padding = "smae") #!

#### negative units: wrong-value
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(-3) #!

#### epochs as text: wrong-value
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("sgd", "mse")
m %>% fit(matrix(0, 4, 2), rep(0, 4), epochs = "10") #!

#### batch size of zero: wrong-value
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("sgd", "mse")
m %>% fit(matrix(0, 4, 2), rep(0, 4), batch_size = 0) #!

#### split of one and a half: wrong-value
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("sgd", "mse")
m %>% fit(matrix(0, 4, 2), rep(0, 4), validation_split = 1.5) #!

#### argument input_dims: unknown-argument
library(keras)
m <- keras_model_sequential() %>% layer_dense(3, input_dims = 3) #!

#### argument returnsequences: unknown-argument
library(keras)
layer_gru(units = 3, returnsequences = TRUE) #!

#### argument epoch in keras3: unknown-argument
library(keras3)
m <- keras_model_sequential(input_shape = 2) |> layer_dense(1)
m |> compile("sgd", "mse")
m |> fit(matrix(0, 4, 2), rep(0, 4), eposh = 3) #!

#### argument optimiser: unknown-argument
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile(optimiser = "sgd", loss = "mse") #!

#### conv layer three misspelt: unknown-function
library(keras)
layer_convolution_2d(filters = 2, kernel_size = 3) #!

#### dropout layer misspelt: unknown-function
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_drop_out(0.5) #!

#### model functional misspelt: unknown-function
library(keras)
m <- keras_sequential_model() #!

#### dataset misspelt: unknown-function
library(keras)
d <- dataset_minst() #!

#### to categorical misspelt: unknown-function
library(keras)
y <- to_categorial(c(0, 1)) #!

#### metric path of tf: unknown-name
library(tensorflow)
tf$reduce_mena(tf$constant(c(1, 2))) #!

#### tf path in math: unknown-name
library(tensorflow)
tf$math$reduce_summ(tf$constant(1)) #!

#### keras path: unknown-name
library(keras)
l <- keras$layers$Dens(3L) #!

#### evaluate dollar: unknown-name
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("sgd", "mse", metrics = "mae")
s <- m %>% evaluate(matrix(0, 4, 2), rep(0, 4))
s$mae #!

#### history of a metric that is not there: unknown-name
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("sgd", "mse", metrics = "mae")
h <- m %>% fit(matrix(0, 4, 2), rep(0, 4), epochs = 1)
h$metrics$val_mae #!

#### softmax behind relu with binary in functional: contract
library(keras)
i <- layer_input(5)
o <- i %>% layer_dense(8, "relu") %>% layer_dense(2) %>% layer_activation("softmax")
m <- keras_model(i, o)
m %>% compile("adam", loss = "binary_crossentropy", metrics = "accuracy") #!

#### two from logits: contract
library(keras3)
m <- keras_model_sequential(input_shape = 4) |> layer_dense(1, activation = "sigmoid")
m |> compile("adam", loss_binary_crossentropy(from_logits = TRUE)) #!

#### regression with softmax loss: contract
library(keras)
m <- keras_model_sequential(input_shape = 4) %>% layer_dense(10, activation = "sigmoid") %>% layer_dense(4)
m %>% compile("adam", "categorical_crossentropy") #!

#### multiply of two widths: contract
library(keras)
a <- layer_input(4)
b <- layer_input(6)
y <- layer_multiply(list(a, layer_dense(b, 5))) #!

#### average of two heights: contract
library(keras)
a <- layer_input(c(8, 8, 2))
y <- layer_average(list(layer_conv_2d(a, 2, 3), layer_conv_2d(a, 2, 5))) #!

#### reshape with wrong total: contract
library(keras)
i <- layer_input(c(4, 4))
o <- i %>% layer_flatten() %>% layer_reshape(c(3, 5)) #!

#### depthwise behind flatten: contract
library(keras)
m <- keras_model_sequential(input_shape = c(8, 8, 3)) %>% layer_flatten() %>% layer_depthwise_conv_2d(3) #!

#### separable on sequences: contract
library(keras)
m <- keras_model_sequential(input_shape = c(10, 4)) %>% layer_separable_conv_2d(4, 3) #!

#### conv lstm on pictures: contract
library(keras)
m <- keras_model_sequential(input_shape = c(8, 8, 3)) %>% layer_conv_lstm_2d(4, 3) #!

#### upsampling on vectors: contract
library(keras)
m <- keras_model_sequential(input_shape = 8) %>% layer_dense(4) %>% layer_upsampling_2d() #!

#### repeat vector on sequences: contract
library(keras)
m <- keras_model_sequential(input_shape = c(5, 2)) %>% layer_repeat_vector(3) #!

#### permute of wrong rank: contract
library(keras)
m <- keras_model_sequential(input_shape = c(5, 2)) %>% layer_permute(c(1, 2, 3)) #!

#### checkpoint of val without validation: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("sgd", "mse")
m %>% fit(matrix(0, 4, 2), rep(0, 4), callbacks = list(callback_model_checkpoint("a.h5", monitor = "val_loss", save_best_only = TRUE))) #!

#### labels of three classes for two: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(2, activation = "softmax")
m %>% compile("sgd", "sparse_categorical_crossentropy")
m %>% fit(matrix(0, 3, 2), c(0, 1, 2), epochs = 1) #!

#### labels one based for sparse: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(3, activation = "softmax")
m %>% compile("sgd", "sparse_categorical_crossentropy")
m %>% fit(matrix(0, 3, 2), c(1, 2, 3), epochs = 1) #!

#### model of inputs not connected: contract
library(keras)
a <- layer_input(3)
b <- layer_input(3)
m <- keras_model(a, layer_dense(b, 1)) #!

#### predict before names of data: contract
library(keras)
m <- keras_model_sequential(input_shape = c(28, 28, 1)) %>% layer_flatten() %>% layer_dense(10)
p <- predict(m, array(0, c(2, 28, 28, 3))) #!

#### weights of a wrong application: wrong-value
library(keras)
b <- application_resnet50(weights = "imagnet") #!

#### learning rate as text: wrong-value
library(keras)
o <- optimizer_adam(learning_rate = "1e-3") #!

#### two outputs one loss list too long: contract
library(keras)
i <- layer_input(3)
m <- keras_model(i, list(layer_dense(i, 1), layer_dense(i, 1)))
m %>% compile("adam", loss = list("mse", "mse", "mse")) #!

#### sample weights of another number: contract
library(keras)
m <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
m %>% compile("sgd", "mse")
m %>% fit(matrix(0, 4, 2), rep(0, 4), sample_weight = c(1, 2, 3), epochs = 1) #!

#### bidirectional of a dense layer: contract
library(keras)
m <- keras_model_sequential(input_shape = c(4, 2)) %>% bidirectional(layer_dense(units = 3)) #!
