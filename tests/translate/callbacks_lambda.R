# Hooks as functions.
library(keras)
use_session_with_seed(10, quiet = TRUE)
x <- matrix(rnorm(40), 20)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "sgd", loss = "mse")
say <- callback_lambda(
  on_epoch_end = function(epoch, logs) {
    cat("epoch", epoch, "loss", round(logs$loss, 4), "\n")
  },
  on_train_end = function(logs) cat("done\n")
)
model %>% fit(x, x[, 2], epochs = 2, callbacks = list(say), verbose = 0)
