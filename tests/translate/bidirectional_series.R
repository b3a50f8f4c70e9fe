# A bidirectional layer over steps of a series, and one output for each step.
library(keras)
use_session_with_seed(43, quiet = TRUE)
x <- array(seq(0, 1, length.out = 24), dim = c(4, 3, 2))
y <- array(x[, , 1] * 2, dim = c(4, 3, 1))
model <- keras_model_sequential() %>%
  bidirectional(layer_gru(units = 2, return_sequences = TRUE), input_shape = c(3, 2)) %>%
  time_distributed(layer_dense(units = 1))
model %>% compile(optimizer = optimizer_rmsprop(learning_rate = 0.01), loss = "mse")
history <- model %>% fit(x, y, epochs = 2, batch_size = 2, shuffle = FALSE, verbose = 0)
cat(round(history$metrics$loss, 3), "\n")
cat(dim(predict(model, x, verbose = 0)), "\n")
