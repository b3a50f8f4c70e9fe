# A generator in plain form, with steps to validate.
library(keras)
use_session_with_seed(41, quiet = TRUE)
make <- function(n) {
  function() {
    x <- matrix(runif(n * 2), n)
    list(x, x[, 1] + x[, 2])
  }
}
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = "sgd", loss = "mse")
h <- model %>% fit(make(4), steps_per_epoch = 2, epochs = 2, validation_data = make(4), validation_steps = 1, verbose = 0)
cat(h$metrics$loss, h$metrics$val_loss, "\n")
