# Windows of a series as samples of a small GRU.
library(keras)
use_session_with_seed(22, quiet = TRUE)
series <- sin(seq(0, 6, by = 0.25))
size <- 5
n <- length(series) - size
x <- t(sapply(1:n, function(i) series[i:(i + size - 1)]))
y <- series[(size + 1):length(series)]
x <- array(x, dim = c(n, size, 1))
cat(dim(x), length(y), "\n")
split <- floor(0.8 * n)
train <- 1:split
model <- keras_model_sequential() %>%
  layer_gru(units = 3, input_shape = c(size, 1)) %>%
  layer_dense(units = 1)
model %>% compile(optimizer = "adam", loss = "mae")
history <- model %>% fit(x[train, , , drop = FALSE], y[train], epochs = 2, verbose = 0,
  validation_data = list(x[-train, , , drop = FALSE], y[-train]))
cat(round(history$metrics$loss, 3), round(history$metrics$val_loss, 3), "\n")
