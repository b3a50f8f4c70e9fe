# Layers of one's own: state, nesting, losses that layers add, a mask for the training, and the config.
library(keras3)

layer_linear <- Layer(
  "Linear",
  initialize = function(units = 32, ...) {
    super$initialize(...)
    self$units <- as.integer(units)
  },
  build = function(input_shape) {
    self$w <- self$add_weight(
      shape = shape(tail(input_shape, 1), self$units),
      initializer = "ones",
      trainable = TRUE
    )
    self$b <- self$add_weight(shape = shape(self$units), initializer = "zeros", trainable = TRUE)
  },
  call = function(inputs) op_matmul(inputs, self$w) + self$b,
  get_config = function() {
    config <- super$get_config()
    modifyList(config, list(units = self$units))
  }
)

layer_mlp <- Layer(
  "MLP",
  initialize = function(...) {
    super$initialize(...)
    self$linear_1 <- layer_linear(units = 3)
    self$linear_2 <- layer_linear(, 1)
  },
  call = function(inputs) inputs |> self$linear_1() |> op_relu() |> self$linear_2()
)

layer_activity <- Layer(
  "Activity",
  initialize = function(rate = 1e-2) {
    super$initialize()
    self$rate <- rate
  },
  call = function(inputs) {
    self$add_loss(self$rate * op_mean(inputs))
    inputs
  }
)

layer_noisy <- Layer(
  "Noisy",
  initialize = function(rate, seed = NULL, ...) {
    super$initialize(...)
    self$rate <- rate
    self$seed_generator <- random_seed_generator(seed)
  },
  call = function(inputs, training = NULL) {
    if (isTRUE(training)) random_dropout(inputs, rate = self$rate, seed = self$seed_generator) else inputs
  }
)

x <- matrix(1:6 / 10, 2)
mlp <- layer_mlp()
stopifnot(all.equal(as.array(mlp(x)), matrix(3 * rowSums(x)), tolerance = 1e-6))
length(mlp$weights)
length(mlp$trainable_weights)

layer <- layer_activity(rate = 0.5)
stopifnot(all.equal(as.array(layer(x)), x, tolerance = 1e-6))
stopifnot(abs(as.numeric(layer$losses[[1]]) - 0.5 * mean(x)) < 1e-6)

noisy <- layer_noisy(rate = 0.5, seed = 1)
stopifnot(identical(as.array(noisy(as_tensor(x, "float32"), training = FALSE)), as.array(as_tensor(x, "float32"))))
sum(as.array(noisy(op_ones(c(4, 4)), training = TRUE)) == 0) > 0

class <- attr(layer_linear, "Layer")
class$from_config(get_config(layer_linear(units = 64)))$units

inputs <- layer_input(3)
outputs <- inputs |> layer_linear(4) |> layer_activity(0.1) |> layer_linear(1)
model <- keras_model(inputs, outputs)
model |> compile("sgd", "mse")
found <- model |> evaluate(x, matrix(0, 2), verbose = 0)
hidden <- matrix(rowSums(x), 2, 4)
stopifnot(all.equal(found$loss, mean(rowSums(hidden)^2) + 0.1 * mean(hidden), tolerance = 1e-5))
names(found)

# Masks are Keras 3's: numbers but 0 are TRUE, and a softmax of nothing is zero.
steps <- array(as.numeric(1:6), c(1, 3, 2))
means <- layer_global_average_pooling_1d()(steps, mask = t(c(1, 2, 0)))
stopifnot(all.equal(as.vector(as.array(means)), c(1.5, 4.5)))
nothing <- layer_activation_softmax()(steps, mask = array(FALSE, c(1, 1, 2)))
stopifnot(as.array(nothing) == 0)
