# A loss and a metric of one's own.
library(keras)
use_session_with_seed(5, quiet = TRUE)
huber <- function(y_true, y_pred) {
  error <- k_abs(y_true - y_pred)
  small <- 0.5 * k_square(error)
  large <- error - 0.5
  k_mean(k_switch(k_less(error, 1), small, large), axis = -1)
}
bias <- custom_metric("bias", function(y_true, y_pred) k_mean(y_pred - y_true))
x <- matrix(rnorm(40), 20)
y <- x[, 1, drop = FALSE] * 2
model <- keras_model_sequential() %>% layer_dense(1, input_shape = 2)
model %>% compile(optimizer = optimizer_sgd(0.1), loss = huber, metrics = bias)
history <- model %>% fit(x, y, epochs = 2, batch_size = 10, verbose = 0)
cat(history$metrics$loss, "\n")
cat(history$metrics$bias, "\n")
cat(k_get_value(huber(k_constant(c(1, 2)), k_constant(c(1.5, 5)))), "\n")
