library(keras)
use_session_with_seed(1, quiet = TRUE)
n <- 60
x <- matrix(runif(n * 2), n, 2)
y <- 3 * x[, 1] - 2 * x[, 2] + 0.5

build_model <- function(units = 8, rate = 0.05) {
  model <- keras_model_sequential() %>%
    layer_dense(units, activation = "tanh", input_shape = ncol(x)) %>%
    layer_dense(1)
  model %>% compile(optimizer = optimizer_adam(learning_rate = rate), loss = "mse", metrics = "mae")
  model
}

model <- build_model()
history <- model %>% fit(x, y, epochs = 4, batch_size = 20, verbose = 0, validation_split = 0.2)
for (epoch in 1:4) {
  cat(sprintf("epoch %d: loss %.4f, val_mae %.4f\n", epoch, history$metrics$loss[epoch], history$metrics$val_mae[[epoch]]))
}
cat(names(history$metrics), "\n")
errors <- predict(model, x, verbose = 0)[, 1] - y
cat("mean error:", mean(abs(errors)), "\n")
