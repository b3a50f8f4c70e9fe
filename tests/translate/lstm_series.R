# Sine waves by an LSTM.
library(keras)
use_session_with_seed(28, quiet = TRUE)
series <- sin(seq(0, 10, by = 0.5))
window <- 4
n <- length(series) - window
x <- t(sapply(1:n, function(i) series[i:(i + window - 1)]))
y <- series[(window + 1):length(series)]
x <- array_reshape(x, c(n, window, 1))
cat(dim(x), length(y), "\n")
model <- keras_model_sequential() %>%
  layer_lstm(units = 3, input_shape = c(window, 1)) %>%
  layer_dense(1)
model %>% compile(loss = "mse", optimizer = "adam")
h <- model %>% fit(x, y, epochs = 2, batch_size = 4, shuffle = FALSE, verbose = 0)
cat(h$metrics$loss, "\n")
