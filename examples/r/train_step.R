# A training step of one's own: the strength of R's earthquakes near Fiji, with a loss that the model itself computes
# and metrics that it keeps. Run: Rscript examples/r/train_step.R
# Prints the same as examples/python/train_step.py.

library(rkeras)
`%as%` <- reticulate::`%as%`
keras$utils$set_random_seed(1L)

x <- scale(as.matrix(quakes[, c("lat", "long", "depth", "stations")]))
y <- as.matrix(quakes[, "mag"])
train <- 1:800
test <- 801:1000

CustomModel <- new_model_class(
  "CustomModel",
  initialize = function(...) {
    super$initialize(...)
    self$loss_tracker <- metric_mean(name = "loss")
    self$mae_metric <- metric_mean_absolute_error(name = "mae")
  },
  # Half the square of small errors, the size of large ones.
  measure = function(y, y_pred) k_mean(tf$sqrt(1 + k_square(y - y_pred)) - 1),
  train_step = function(data) {
    c(x, y) %<-% data
    with(tf$GradientTape() %as% tape, {
      y_pred <- self(x, training = TRUE)
      loss <- self$measure(y, y_pred)
    })
    trainable_vars <- self$trainable_variables
    gradients <- tape$gradient(loss, trainable_vars)
    self$optimizer$apply_gradients(Map(list, gradients, trainable_vars))
    self$loss_tracker$update_state(loss)
    self$mae_metric$update_state(y, y_pred)
    list(loss = self$loss_tracker$result(), mae = self$mae_metric$result())
  },
  test_step = function(data) {
    y_pred <- self(data[[1]], training = FALSE)
    self$loss_tracker$update_state(self$measure(data[[2]], y_pred))
    self$mae_metric$update_state(data[[2]], y_pred)
    list(loss = self$loss_tracker$result(), mae = self$mae_metric$result())
  },
  # Metrics listed here start again with each epoch.
  metrics = mark_active(function() list(self$loss_tracker, self$mae_metric))
)

inputs <- layer_input(shape = c(4))
outputs <- inputs %>%
  layer_dense(units = 16, activation = "tanh") %>%
  layer_dense(units = 1, bias_initializer = initializer_constant(mean(y)))
model <- CustomModel(inputs, outputs)
model %>% compile(optimizer = optimizer_adam(learning_rate = 0.01))

history <- model %>% fit(x[train, ], y[train, , drop = FALSE], epochs = 5, batch_size = 50, verbose = 0)
cat(sprintf("epoch %d: loss %.5f, mae %.4f\n", 1:5, history$metrics$loss, history$metrics$mae), sep = "")
scores <- model %>% evaluate(x[test, ], y[test, , drop = FALSE], batch_size = 50, verbose = 0)
cat(sprintf("new quakes: loss %.5f, mae %.4f\n", scores[["loss"]], scores[["mae"]]))
stopifnot(scores[["mae"]] < mean(abs(y - mean(y))))
