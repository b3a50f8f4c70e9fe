library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(6)
LossHistory <- R6::R6Class("LossHistory",
  inherit = KerasCallback,
  public = list(
    losses = NULL,
    best = Inf,
    on_batch_end = function(batch, logs = list()) {
      self$losses <- c(self$losses, logs[["loss"]])
    },
    on_epoch_end = function(epoch, logs = list()) {
      if (logs[["loss"]] < self$best) {
        self$best <- logs[["loss"]]
        cat("epoch", epoch, "is better\n")
      }
    }
  ))
history <- LossHistory$new()
x <- matrix(runif(40), 20)
y <- x[, 1] + x[, 2]
model <- keras_model_sequential() %>% layer_dense(1, input_shape = 2, kernel_initializer = "zeros")
model %>% compile(optimizer = optimizer_sgd(0.1), loss = "mse")
model %>% fit(x, y, batch_size = 10, epochs = 2, callbacks = list(history), verbose = 0, shuffle = FALSE)
cat(length(history$losses), "losses\n")
cat(round(history$losses, 4), "\n")
stop_early <- callback_early_stopping(monitor = "val_loss", patience = 1, restore_best_weights = TRUE)
slower <- callback_reduce_lr_on_plateau(monitor = "val_loss", factor = 0.5, patience = 1)
lambda <- callback_lambda(on_epoch_begin = function(epoch, logs) cat("begin", epoch, "\n"))
sched <- callback_learning_rate_scheduler(function(epoch, lr) if (epoch < 1) lr else lr * exp(-0.1))
h <- model %>% fit(x, y, epochs = 2, validation_split = 0.2, callbacks = list(stop_early, slower, lambda, sched), verbose = 0)
cat(names(h$metrics), "\n")
