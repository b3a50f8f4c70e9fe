# A loss with a weight in a closure.
library(keras)
use_session_with_seed(5, quiet = TRUE)
weighted_mse <- function(weight) {
  function(y_true, y_pred) {
    weight * k_mean(k_square(y_true - y_pred), axis = -1)
  }
}
x <- matrix(rnorm(30), 10)
y <- rnorm(10)
model <- keras_model_sequential() %>%
  layer_dense(2, activation = "tanh", input_shape = 3) %>%
  layer_dense(1)
model %>% compile(optimizer = "adam", loss = weighted_mse(3))
h <- model %>% fit(x, y, epochs = 2, batch_size = 5, verbose = 0)
cat(h$metrics$loss, "\n")
