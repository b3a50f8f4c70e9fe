# The best of several settings, in nested loops.
library(keras)
use_session_with_seed(31, quiet = TRUE)
x <- matrix(rnorm(48), 16)
y <- as.numeric(x[, 1] + x[, 2] > 0)
build <- function(units, rate) {
  model <- keras_model_sequential() %>%
    layer_dense(units = units, activation = "relu", input_shape = 3) %>%
    layer_dropout(rate = rate) %>%
    layer_dense(units = 1, activation = "sigmoid")
  model %>% compile(optimizer = "adam", loss = "binary_crossentropy", metrics = "accuracy")
  model
}
best <- Inf
best_units <- 0
for (units in c(2, 4)) {
  for (rate in c(0, 0.5)) {
    model <- build(units, rate)
    history <- model %>% fit(x, y, epochs = 2, batch_size = 8, verbose = 0)
    loss <- tail(history$metrics$loss, 1)
    cat("units", units, "rate", rate, "loss", round(loss, 3), "\n")
    if (loss < best) {
      best <- loss
      best_units <- units
    }
  }
}
cat("best:", best_units, round(best, 3), "\n")
