library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(15)
layer_scaled <- new_layer_class("scaled",
  initialize = function(units = 3, factor = 2, ...) {
    super$initialize(...)
    self$units <- as.integer(units)
    self$factor <- factor
  },
  build = function(input_shape) {
    self$kernel <- self$add_weight(name = "kernel", shape = list(input_shape[[2]], self$units), initializer = "ones", trainable = TRUE)
  },
  call = function(inputs, training = NULL) {
    tensorflow::tf$matmul(inputs, self$kernel) * self$factor
  },
  get_config = function() list(units = self$units, factor = self$factor)
)
inputs <- layer_input(shape(4))
outputs <- inputs %>% layer_scaled(units = 2, factor = 0.5) %>% layer_activation("relu")
model <- keras_model(inputs, outputs)
m <- matrix(1:8 / 8, 2)
print(predict(model, m))
cat(count_params(model), model$layers[[2]]$factor, "\n")
cat(unlist(model$layers[[2]]$get_config()[c("units", "factor")]), "\n")
