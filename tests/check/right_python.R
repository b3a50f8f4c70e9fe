#### layers of Keras: fine
library(keras)
layer <- keras$layers$Dense(units = 3L)
input <- keras$Input(shape = list(4L))
model <- keras$Model(input, layer(input))
keras$utils$set_random_seed(1L)
opt <- keras$optimizers$Adam(learning_rate = 0.1)
keras$losses$MeanSquaredError()
keras$metrics$Mean(name = "m")
keras$callbacks$EarlyStopping(patience = 2L)
keras$backend$floatx()
keras$applications$mobilenet_v2$preprocess_input

#### functions of TensorFlow: fine
library(keras)
library(tensorflow)
x <- tf$constant(matrix(1:4, 2), dtype = tf$float32)
tf$reduce_mean(x, axis = 0L)
tf$math$reduce_sum(x)
tf$nn$softmax(x)
tf$random$set_seed(1L)
tf$linalg$matmul(x, x)
tf$cast(x, tf$int32)
tf$shape(x)[1]
tf$image$resize(tf$ones(shape(1, 4, 4, 3)), shape(2, 2))
tf$Variable(1)
tf$executing_eagerly()
tf$data$Dataset$from_tensor_slices(1:3)
tf$config$list_physical_devices("GPU")
tf$strings$lower("A")

#### Keras below TensorFlow: fine
library(keras)
library(tensorflow)
tf$keras$layers$Dense(4L)
tf$keras$backend$clear_session()
tf$keras$losses$BinaryCrossentropy(from_logits = TRUE)
tf$keras$optimizers$SGD(0.1)
tf$keras$utils$to_categorical(list(0L, 1L))
layer_old <- tf$keras$layers$Embedding(10L, 2L)

#### names of versions: fine
library(tensorflow)
tf$version$VERSION
tf$`__version__`
tf$test$is_gpu_available
tf$compat$v1$set_random_seed(1L)
tf$compat$v1$disable_v2_behavior
tf$distribute$MirroredStrategy
tf$io$gfile$exists("a")
tf$summary$create_file_writer
tf$errors$InvalidArgumentError

#### own variables of these names: fine
library(keras)
tf <- data.frame(idf = 1:3, weird_column = 2)
tf$weird_column
f <- function(tf) tf$anything$goes

#### types: fine
library(tensorflow)
for (type in list(tf$float32, tf$int64, tf$string, tf$bool)) type$name
tf$float32$max
tf$newaxis
tf$zeros(shape(2, 3))[, tf$newaxis, ]

#### classes to inherit from: fine
library(keras)
library(tensorflow)
Block(keras$layers$Layer) %py_class% {
  call <- function(x) tf$nn$relu(x)
}
Net(keras$Model) %py_class% {
  initialize <- function() {
    super$initialize()
    self$block <- Block()
  }
  call <- function(x) self$block(x)
}
Net()(k_ones(c(2, 2)))

#### dollar of objects: fine
library(keras)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model$optimizer
model$summary()
model$layers[[1]]$kernel$shape
model$get_layer(index = 0L)
model$count_params()
model$stop_training <- TRUE
model$inputs
model$outputs

#### gradient tape of inputs: fine
library(keras)
library(tensorflow)
image <- tf$Variable(tf$random$uniform(shape(1, 4, 4, 1)))
model <- keras_model_sequential(input_shape = c(4, 4, 1)) %>% layer_flatten() %>% layer_dense(1)
with(tf$GradientTape(persistent = TRUE) %as% tape, {
  tape$watch(image)
  loss <- tf$reduce_mean(model(image))
})
grads <- tape$gradient(loss, image)
image$assign(image + grads * 0.1)

#### function of the graph: fine
library(tensorflow)
square <- tf_function(function(x) tf$square(x))
square(tf$constant(2))
tf$print("done")
tf$debugging$assert_equal(1L, 1L)
tf$function_name_by_string <- NULL

#### ops of keras 3: fine
library(rkeras)
keras$ops$matmul(matrix(1, 2, 2), matrix(1, 2, 2))
keras$random$normal(list(2L, 2L))
keras$ops$convert_to_tensor(1)
keras$saving$get_registered_object("a")
keras$config$floatx()

#### parts by names: fine
library(keras)
keras$layers[["Dense"]](3L)
name <- "Dropout"
keras$layers[[name]](0.5)
getattr <- function(path) keras$layers
