# A callback as an R6 class.
library(keras)
use_session_with_seed(9, quiet = TRUE)
LossHistory <- R6::R6Class("LossHistory",
  inherit = KerasCallback,
  public = list(
    losses = NULL,
    on_batch_end = function(batch, logs = list()) {
      self$losses <- c(self$losses, logs[["loss"]])
    }
  )
)
x <- matrix(rnorm(40), 20)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "sgd", loss = "mse")
history <- LossHistory$new()
model %>% fit(x, x[, 1], epochs = 2, batch_size = 10, callbacks = list(history), verbose = 0)
cat(length(history$losses), "\n")
