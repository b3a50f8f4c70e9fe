# Validation loss by epoch: the best epoch, and a moving mean.
library(keras)
use_session_with_seed(48, quiet = TRUE)
x <- matrix(rnorm(60), 20)
y <- x %*% c(1, -1, 0.5)
model <- keras_model_sequential() %>%
  layer_dense(units = 4, activation = "relu", input_shape = 3, kernel_regularizer = regularizer_l2(0.001)) %>%
  layer_dense(units = 1)
model %>% compile(optimizer = "rmsprop", loss = "mse", metrics = "mae")
history <- model %>% fit(x, y, epochs = 4, batch_size = 5, validation_split = 0.25, verbose = 0)
val <- history$metrics$val_loss
best <- which.min(val)
cat("best epoch:", best, "\n")
cat(round(val, 3), "\n")
smooth <- sapply(2:length(val), function(i) mean(val[(i - 1):i]))
cat(round(smooth, 3), "\n")
