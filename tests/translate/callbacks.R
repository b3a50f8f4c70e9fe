# Callbacks: a log of one's own, early stopping, a schedule of rates.
library(keras)
use_session_with_seed(2, quiet = TRUE)
x <- matrix(runif(40), 20)
y <- x[, 1] + x[, 2]
model <- keras_model_sequential() %>% layer_dense(1, input_shape = 2)
model %>% compile(optimizer = optimizer_sgd(learning_rate = 0.1), loss = "mse")
seen <- c()
log_loss <- callback_lambda(
  on_epoch_end = function(epoch, logs) {
    seen <<- c(seen, logs$loss)
    cat("after epoch", epoch, "\n")
  }
)
schedule <- function(epoch, lr) if (epoch < 2) lr else lr * 0.5
history <- model %>% fit(
  x, y,
  epochs = 4, batch_size = 20, verbose = 0,
  callbacks = list(log_loss, callback_learning_rate_scheduler(schedule), callback_early_stopping(monitor = "loss", patience = 3))
)
cat(length(seen), seen, "\n")
cat(all.equal(seen, history$metrics$loss, tolerance = 1e-6), "\n")
