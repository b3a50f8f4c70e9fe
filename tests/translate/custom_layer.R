# A layer of one's own.
library(keras)
use_session_with_seed(4, quiet = TRUE)
layer_scaled <- new_layer_class(
  "Scaled",
  initialize = function(units, ...) {
    super$initialize(...)
    self$units <- units
  },
  build = function(input_shape) {
    self$kernel <- self$add_weight(
      name = "kernel", shape = list(input_shape[[2]], self$units), initializer = "ones", trainable = TRUE
    )
  },
  call = function(inputs) {
    k_dot(inputs, self$kernel) * 0.5
  }
)
model <- keras_model_sequential(input_shape = 3) %>%
  layer_scaled(units = 2L) %>%
  layer_dense(1, kernel_initializer = "ones")
x <- matrix(c(1, 2, 3, 4, 5, 6), 2)
cat(predict(model, x, verbose = 0), count_params(model), "\n")
