#### R6 layer: fine
library(keras)
CustomLayer <- R6::R6Class("CustomLayer",
  inherit = KerasLayer,
  public = list(
    output_dim = NULL, kernel = NULL,
    initialize = function(output_dim) self$output_dim <- output_dim,
    build = function(input_shape) {
      self$kernel <- self$add_weight(
        name = "kernel", shape = list(input_shape[[2]], self$output_dim),
        initializer = initializer_random_normal(), trainable = TRUE
      )
    },
    call = function(x, mask = NULL) k_dot(x, self$kernel),
    compute_output_shape = function(input_shape) list(input_shape[[1]], self$output_dim)
  )
)
layer_custom <- function(object, output_dim, name = NULL, trainable = TRUE) {
  create_layer(CustomLayer, object, list(output_dim = as.integer(output_dim), name = name, trainable = trainable))
}
model <- keras_model_sequential() %>%
  layer_dense(units = 4, input_shape = 3) %>%
  layer_custom(output_dim = 2)

#### py_class layer: fine
library(keras)
Linear(keras$layers$Layer) %py_class% {
  initialize <- function(units = 4) {
    super$initialize()
    self$units <- as.integer(units)
  }
  build <- function(input_shape) {
    self$w <- self$add_weight(shape = shape(input_shape[[2]], self$units), initializer = "random_normal")
  }
  call <- function(inputs) k_dot(inputs, self$w)
}
layer_linear <- create_layer_wrapper(Linear)
model <- keras_model_sequential(input_shape = 3) %>% layer_linear(units = 2)

#### class used as a function: fine
library(keras)
layer_antirectifier <- new_layer_class("Antirectifier",
  call = function(x) {
    x <- k_l2_normalize(x - k_mean(x, axis = 2, keepdims = TRUE), axis = 2)
    k_concatenate(list(k_relu(x), k_relu(-x)))
  }
)
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(4) %>% layer_antirectifier() %>% layer_dense(1)

#### custom model: fine
library(keras)
keras_model_simple_mlp <- function(num_classes, use_dp = FALSE, name = NULL) {
  keras_model_custom(name = name, function(self) {
    self$dense1 <- layer_dense(units = 8, activation = "relu")
    self$dense2 <- layer_dense(units = num_classes, activation = "softmax")
    if (use_dp) self$dp <- layer_dropout(rate = 0.5)
    function(inputs, mask = NULL) {
      x <- self$dense1(inputs)
      if (use_dp) x <- self$dp(x)
      self$dense2(x)
    }
  })
}
model <- keras_model_simple_mlp(3, use_dp = TRUE)
model %>% compile(loss = "categorical_crossentropy", optimizer = "adam")

#### model class with train_step: fine
library(keras)
CustomModel <- new_model_class("CustomModel",
  train_step = function(data) {
    c(x, y) %<-% data
    with(tf$GradientTape() %as% tape, {
      y_pred <- self(x, training = TRUE)
      loss <- self$compiled_loss(y, y_pred)
    })
    gradients <- tape$gradient(loss, self$trainable_variables)
    self$optimizer$apply_gradients(zip_lists(gradients, self$trainable_variables))
    self$compiled_metrics$update_state(y, y_pred)
    lapply(self$metrics, function(m) m$result())
  }
)
inputs <- layer_input(shape = 4)
model <- CustomModel(inputs, inputs %>% layer_dense(1))
model %>% compile(optimizer = "adam", loss = "mse")

#### R6 callback: fine
library(keras)
LossHistory <- R6::R6Class("LossHistory",
  inherit = KerasCallback,
  public = list(
    losses = NULL,
    on_batch_end = function(batch, logs = list()) self$losses <- c(self$losses, logs[["loss"]])
  )
)
history <- LossHistory$new()
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, epochs = 1, verbose = 0, callbacks = list(history))
history$losses

#### callback class: fine
library(keras)
callback_stop_low <- new_callback_class("StopLow",
  initialize = function(limit = 0.1) {
    super$initialize()
    self$limit <- limit
  },
  on_epoch_end = function(epoch, logs = NULL) if (logs$loss < self$limit) self$model$stop_training <- TRUE
)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse")
model %>% fit(matrix(1:8, 4), 1:4, verbose = 0, epochs = 1, callbacks = callback_stop_low(limit = 2))

#### metric class: fine
library(keras)
metric_positives <- new_metric_class("Positives",
  initialize = function(name = "positives", ...) {
    super$initialize(name = name, ...)
    self$count <- self$add_weight(name = "count", initializer = "zeros")
  },
  update_state = function(y_true, y_pred, sample_weight = NULL) self$count$assign_add(k_sum(k_cast(y_pred > 0, "float32"))),
  result = function() self$count
)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile("adam", "mse", metrics = list(metric_positives()))

#### custom metric: fine
library(keras)
metric_mean_pred <- custom_metric("mean_pred", function(y_true, y_pred) k_mean(y_pred))
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid")
model %>% compile(optimizer = optimizer_rmsprop(), loss = loss_binary_crossentropy, metrics = c("mae"))
model %>% compile(optimizer = "adam", loss = "mse", metrics = metric_mean_pred)

#### loss class: fine
library(keras)
loss_weighted <- new_loss_class("Weighted",
  initialize = function(weight = 2, ...) {
    super$initialize(...)
    self$weight <- weight
  },
  call = function(y_true, y_pred) k_mean(self$weight * k_square(y_true - y_pred), axis = -1)
)
loss_twice <- loss_weighted(weight = 2)
loss_twice(k_constant(matrix(1:2, 2)), k_constant(matrix(0, 2, 1)))

#### own function with a prefix: fine
library(keras)
layer_residual <- function(object, units, ...) {
  object %>% layer_dense(units, ...) %>% list(object) %>% layer_add()
}
k_variance <- function(x) k_mean(k_square(x - k_mean(x)))
loss_variance <- function(y_true, y_pred) k_variance(y_true - y_pred)
metric_rmse <- function(y_true, y_pred) k_sqrt(k_mean(k_square(y_true - y_pred)))
optimizer_mine <- function(rate) optimizer_adam(learning_rate = rate)
callback_mine <- function() callback_lambda(on_train_end = function(logs) cat("done\n"))
model <- keras_model_sequential(input_shape = 3) %>% layer_dense(3)
model %>% compile(optimizer_mine(0.1), loss_variance, metrics = list(rmse = metric_rmse))

#### wrapper R6: fine
library(keras)
MyWrapper <- R6::R6Class("MyWrapper",
  inherit = KerasWrapper,
  public = list(call = function(x, mask = NULL) super$call(x) * 2)
)
wrapper_mine <- function(object, layer) create_wrapper(MyWrapper, object, list(layer = layer))
model <- keras_model_sequential(input_shape = 3) %>% wrapper_mine(layer_dense(units = 2))

#### constraint: fine
library(keras)
NonNegative <- R6::R6Class("NonNegative",
  inherit = KerasConstraint,
  public = list(call = function(w) w * k_cast(w >= 0, k_floatx()))
)
layer_dense(units = 3, kernel_constraint = NonNegative$new())

#### schedule class: fine
library(keras)
learning_rate_schedule_warm <- new_learning_rate_schedule_class("Warm",
  initialize = function(rate = 0.1) self$rate <- rate,
  call = function(step) self$rate / (k_cast(step, "float32") + 1)
)
optimizer_sgd(learning_rate = learning_rate_schedule_warm(0.2))

#### losses and metrics in variables: fine
library(keras)
bce <- loss_binary_crossentropy(from_logits = TRUE)
loss_fn <- loss_mean_squared_error()
train_accuracy <- metric_binary_accuracy()
cross_entropy <- function(labels, output) bce(labels, output)
y <- k_constant(matrix(c(0, 1), 2))
cross_entropy(y, y)
loss_fn(y, y)
train_accuracy(y, y)
train_accuracy$update_state(y, y)
train_accuracy$reset_state()

#### own training loop: fine
library(keras)
library(tensorflow)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
optimizer <- optimizer_sgd(learning_rate = 0.01)
x <- tf$constant(matrix(runif(8), 4), dtype = "float32")
y <- tf$constant(matrix(runif(4), 4), dtype = "float32")
train_step <- function(x, y) {
  with(tf$GradientTape() %as% tape, {
    loss <- tf$reduce_mean(tf$square(y - model(x)))
  })
  grads <- tape$gradient(loss, model$trainable_variables)
  optimizer$apply_gradients(purrr_zip(grads, model$trainable_variables))
  loss
}
purrr_zip <- function(a, b) Map(list, a, b)
for (i in 1:2) train_step(x, y)

#### active property and fields: fine
library(keras)
Counter(keras$callbacks$Callback) %py_class% {
  initialize <- function() {
    super$initialize()
    self$n <- 0
  }
  total %<-active% function() self$n
  on_epoch_end <- function(epoch, logs = NULL) self$n <- self$n + 1
}
counter <- Counter()

#### initializer as a function: fine
library(keras)
init_half <- function(shape, dtype = NULL) k_constant(0.5, shape = shape)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, kernel_initializer = init_half)

#### layer made of layers: fine
library(keras)
layer_mlp_block <- new_layer_class("MLPBlock",
  initialize = function() {
    super$initialize()
    self$dense_1 <- layer_dense(units = 4)
    self$dense_2 <- layer_dense(units = 1)
  },
  call = function(inputs) inputs %>% self$dense_1() %>% k_relu() %>% self$dense_2()
)
mlp <- layer_mlp_block()
mlp(k_ones(c(3, 4)))
