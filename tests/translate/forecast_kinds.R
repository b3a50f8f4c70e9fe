library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(38)
make_windows <- function(series, width, horizon = 1) {
  n <- length(series) - width - horizon + 1
  x <- t(sapply(seq_len(n), function(i) series[i:(i + width - 1)]))
  y <- sapply(seq_len(n), function(i) series[i + width + horizon - 1])
  list(x = array_reshape(x, c(n, width, 1)), y = y)
}
series <- cumsum(rnorm(60))
series <- (series - mean(series)) / sd(series)
split <- floor(0.8 * length(series))
train <- make_windows(series[1:split], width = 5)
test <- make_windows(series[(split + 1):length(series)], width = 5)
cat(dim(train$x), length(test$y), "\n")
build <- function(kind) {
  model <- keras_model_sequential()
  if (kind == "lstm") {
    model %>% layer_lstm(3, input_shape = c(5, 1))
  } else if (kind == "conv") {
    model %>% layer_conv_1d(3, 2, activation = "relu", input_shape = c(5, 1)) %>% layer_global_max_pooling_1d()
  } else {
    model %>% layer_flatten(input_shape = c(5, 1)) %>% layer_dense(3)
  }
  model %>% layer_dense(1)
  model %>% compile("adam", "mse")
  model
}
naive <- mean((test$x[, 5, 1] - test$y)^2)
cat("naive", round(naive, 4), "\n")
for (kind in c("dense", "conv", "lstm")) {
  model <- build(kind)
  model %>% fit(train$x, train$y, epochs = 1, verbose = 0, batch_size = 16)
  mse <- model %>% evaluate(test$x, test$y, verbose = 0)
  cat(kind, count_params(model), round(mse[["loss"]], 3), "\n")
}
