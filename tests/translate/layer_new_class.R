# A layer by new_layer_class().
library(keras)
library(tensorflow)
use_session_with_seed(13, quiet = TRUE)
layer_linear <- new_layer_class(
  "Linear",
  initialize = function(units = 4, ...) {
    super$initialize(...)
    self$units <- as.integer(units)
  },
  build = function(input_shape) {
    self$w <- self$add_weight(shape = shape(tail(input_shape, 1), self$units), initializer = "ones")
    self$b <- self$add_weight(shape = shape(self$units), initializer = "zeros")
  },
  call = function(inputs) {
    tf$matmul(inputs, self$w) + self$b
  },
  get_config = function() {
    config <- super$get_config()
    config$units <- self$units
    config
  }
)
inputs <- layer_input(3)
outputs <- inputs %>% layer_linear(units = 2)
model <- keras_model(inputs, outputs)
print(predict(model, matrix(1, 2, 3), verbose = 0))
cat(count_params(model), "\n")
