# What scripts for R keras 2 do out of habit; each line ran there.
library(keras)
library(tensorflow)

set_random_seed(1L)
x <- matrix(sin(1:80), 20)
y <- rowSums(x)

said <- character()
noting <- function(code) {
  withCallingHandlers(code, warning = function(condition) {
    said <<- c(said, conditionMessage(condition))
    invokeRestart("muffleWarning")
  })
}

# Doubles for whole numbers in plain Keras
input <- keras$Input(shape = list(4))
output <- keras$layers$Dense(8, activation = "relu")(input)
output <- tf$keras$layers$Dense(units = 1)(output)
model <- keras$Model(input, output)
model %>% compile(optimizer = keras$optimizers$SGD(learning_rate = 0.01), loss = "mse")

# The queue of Keras 2, fractions of steps, arguments in the wrong place
batches <- function() {
  rows <- sample(nrow(x), 8)
  list(x[rows, ], y[rows])
}
noting({
  history <- model %>%
    fit(
      batches,
      steps_per_epoch = nrow(x) / 8,
      epochs = 2,
      batch_size = 8,
      workers = 2,
      max_queue_size = 10,
      verbose = 0
    )
  model %>% fit(x, y, epochs = 1, verbose = 0, use_multiprocessing = FALSE)
  model %>% evaluate(x, y, verbose = 0, epochs = 3)
})
print(length(history$metrics$loss))
print(said)

# Callbacks of R6
Logger <- R6::R6Class(
  "Logger",
  inherit = KerasCallback,
  public = list(
    on_epoch_end = function(epoch, logs = NULL) {
      logs$epochs_done <- epoch + 1
      logs
    }
  )
)
history <- model %>% fit(x, y, epochs = 3, verbose = 0, callbacks = list(Logger$new()))
print(history$metrics$epochs_done)

# Classes written in R
Penalized(keras$layers$Layer) %py_class%
  {
    private$penalty <- function() k_sum(k_square(self$w))
    build <- function(input_shape) {
      self$w <- self$add_weight(name = "w", shape = shape(4), initializer = "ones")
      self$add_loss(private$penalty())
    }
    call <- function(inputs) inputs * self$w
  }
layer_penalized <- create_layer_wrapper(Penalized)
print(names(formals(layer_penalized)))
penalized <- keras_model_sequential(input_shape = 4) %>% layer_penalized()
penalized %>% compile("sgd", "mse")
print(round(unname(evaluate(penalized, x, x, verbose = 0)), 6))

# Bare numbers, lists of tensors, R's functions
print(as.array(layer_rescaling(scale = 2)(3)))
a <- layer_input(shape = 2)
added <- keras_model(a, k_sum(list(a, a, a), axis = 1))
print(predict(added, matrix(1:4, 2), verbose = 0))
print(all.equal(c(as.array(lgamma(k_constant(c(1.5, 4))))), lgamma(c(1.5, 4)), tolerance = 1e-5))
print(get_vocabulary(layer_integer_lookup(vocabulary = c(5L, 7L)))[[2]])
