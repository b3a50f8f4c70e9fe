# Callbacks of one's own and Keras's, in a training that stops early.
library(keras3)

callback_early_stopping_at_min_loss <- Callback(
  "EarlyStoppingAtMinLoss",
  initialize = function(patience = 0) {
    super$initialize()
    self$patience <- patience
    self$best_weights <- NULL
  },
  on_train_begin = function(logs = NULL) {
    self$wait <- 0
    self$stopped_epoch <- 0
    self$best <- Inf
  },
  on_epoch_end = function(epoch, logs = NULL) {
    current <- logs$loss
    if (current < self$best) {
      self$best <- current
      self$wait <- 0L
      self$best_weights <- get_weights(self$model)
    } else {
      self$wait <- self$wait + 1
      if (self$wait >= self$patience) {
        self$stopped_epoch <- epoch
        self$model$stop_training <- TRUE
        self$model$set_weights(self$best_weights)
      }
    }
  },
  on_train_end = function(logs = NULL) {
    if (self$stopped_epoch > 0) cat("stopped after epoch", self$stopped_epoch, "\n")
  }
)

make <- function() {
  model <- keras_model_sequential(input_shape = 1) |> layer_dense(1, kernel_initializer = "ones")
  model |> compile(optimizer = optimizer_sgd(learning_rate = 1.6), loss = "mae")
  model
}
x <- matrix(c(0, 0.5, 1))
y <- 2 * x
model <- make()
history <- model |>
  fit(x, y, epochs = 8, callbacks = list(callback_early_stopping_at_min_loss(2)), verbose = 0)
other <- make()
plain <- other |>
  fit(x, y, epochs = 8, verbose = 0, callbacks = callback_early_stopping("loss", patience = 2, restore_best_weights = TRUE))
stopifnot(identical(history$metrics$loss, plain$metrics$loss), identical(get_weights(model), get_weights(other)))

rates <- numeric()
callback_rates <- Callback("Rates", on_epoch_begin = function(epoch, logs = NULL) {
  rates <<- c(rates, round(as.numeric(self$model$optimizer$learning_rate), 4))
})
schedule <- callback_learning_rate_scheduler(function(epoch, lr) if (epoch < 2) 0.1 else lr / 2)
seen <- character()
file <- file.path(tempdir(), "keras3-best.keras")
model <- make()
history <- model |>
  fit(
    x,
    y,
    epochs = 4,
    initial_epoch = 2,
    callbacks = list(
      schedule,
      callback_rates(),
      callback_model_checkpoint(file, "loss", 0, TRUE, FALSE, "min"),
      callback_lambda(function(epoch, logs) seen <<- c(seen, paste("begin", epoch))),
      callback_terminate_on_nan(),
      callback_csv_logger(file.path(tempdir(), "keras3.csv"))
    ),
    verbose = 0,
  )
rates
stopifnot(
  identical(names(history$metrics), c("loss", "learning_rate")),
  all.equal(history$metrics$learning_rate, rates, tolerance = 1e-6),
  identical(dim(predict(model, x, verbose = 0, )), c(3L, 1L))
)
seen
read.csv(file.path(tempdir(), "keras3.csv"))$epoch
stopifnot(identical(predict(load_model(file), x, verbose = 0), predict(model, x, verbose = 0)))
basename(callback_tensorboard()$log_dir)
