# A learning rate that falls by a function of the epoch.
library(keras)
use_session_with_seed(12, quiet = TRUE)
fall <- function(epoch, lr) {
  if (epoch < 1) lr else lr * 0.5
}
x <- matrix(rnorm(24), 12)
y <- x[, 1] - x[, 2]
model <- keras_model_sequential() %>% layer_dense(units = 1, input_shape = 2)
model %>% compile(optimizer = optimizer_sgd(learning_rate = 0.1), loss = "mean_squared_error", metrics = list("mae"))
history <- model %>% fit(x, y, epochs = 3, batch_size = 6, verbose = 0,
  callbacks = list(callback_learning_rate_scheduler(fall)))
cat(round(history$metrics$loss, 3), "\n")
scores <- model %>% evaluate(x, y, verbose = 0)
cat("loss", round(scores[["loss"]], 3), "mae", round(scores[["mae"]], 3), "\n")
