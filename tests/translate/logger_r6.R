# A callback of keras that keeps losses, and the best epoch.
library(keras)
use_session_with_seed(4, quiet = TRUE)
Keeper <- R6::R6Class("Keeper",
  inherit = KerasCallback,
  public = list(
    losses = NULL,
    on_epoch_end = function(epoch, logs = list()) {
      self$losses <- c(self$losses, logs[["loss"]])
    }
  )
)
keeper <- Keeper$new()
x <- matrix(rnorm(20), 10)
y <- x[, 1]
model <- keras_model_sequential() %>% layer_dense(units = 1, input_shape = 2)
model %>% compile(optimizer = "sgd", loss = "mse")
model %>% fit(x, y, epochs = 3, verbose = 0, callbacks = list(keeper))
cat(length(keeper$losses), which.min(keeper$losses), "\n")
cat(round(keeper$losses, 3), "\n")
