# A layer of one's own, with weights and a fixed initializer.
library(keras)
layer_scaled <- new_layer_class("Scaled",
  initialize = function(units = 2, ...) {
    super$initialize(...)
    self$units <- units
  },
  build = function(input_shape) {
    self$kernel <- self$add_weight(
      name = "kernel",
      shape = list(input_shape[[2]], self$units),
      initializer = "ones"
    )
  },
  call = function(inputs) {
    k_dot(inputs, self$kernel) * 0.5
  }
)
inputs <- layer_input(shape = 3)
outputs <- inputs %>% layer_scaled(units = 2)
model <- keras_model(inputs, outputs)
print(predict(model, matrix(1:6, 2), verbose = 0))
cat(count_params(model), length(model$trainable_weights), "\n")
