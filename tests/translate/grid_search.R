# A grid of hyperparameters.
library(keras)
use_session_with_seed(29, quiet = TRUE)
x <- matrix(rnorm(40), 20)
y <- x[, 1]
grid <- expand.grid(units = c(2, 4), rate = c(0.1, 0.01))
losses <- numeric(nrow(grid))
for (i in seq_len(nrow(grid))) {
  model <- keras_model_sequential(input_shape = 2) %>%
    layer_dense(grid$units[i], activation = "relu") %>%
    layer_dense(1)
  model %>% compile(optimizer = optimizer_sgd(learning_rate = grid$rate[i]), loss = "mse")
  h <- model %>% fit(x, y, epochs = 1, verbose = 0)
  losses[i] <- h$metrics$loss
}
cat(length(losses), round(losses, 4), "\n")
best <- grid[which.min(losses), ]
cat(best$units, best$rate, "\n")
