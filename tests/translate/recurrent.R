# A sine wave, each value from the ten before.
library(keras)
use_session_with_seed(11, quiet = TRUE)
series <- sin((1:80) / 5)
lookback <- 10
samples <- length(series) - lookback
x <- array(0, dim = c(samples, lookback, 1))
y <- numeric(samples)
for (i in seq_len(samples)) {
  x[i, , 1] <- series[i:(i + lookback - 1)]
  y[i] <- series[i + lookback]
}
cat(dim(x), sum(x), sum(y), "\n")
model <- keras_model_sequential() %>%
  layer_simple_rnn(units = 4, input_shape = list(lookback, 1)) %>%
  layer_dense(units = 1)
model %>% compile(optimizer = "adam", loss = "mae")
history <- model %>% fit(x, y, epochs = 2, batch_size = 16, verbose = 0, shuffle = FALSE)
cat("loss", history$metrics$loss, "\n")
future <- x[samples, , , drop = FALSE]
cat(dim(future), predict(model, future, verbose = 0), "\n")
