library(keras)
use_session_with_seed(7, quiet = TRUE)
# a generator of windows, as for the temperatures of the book
set.seed(2)
data <- matrix(rnorm(200 * 3), ncol = 3)
data[, 2] <- sin(seq_len(200) / 10)
train_data <- data[1:120, ]
mean <- apply(train_data, 2, mean)
std <- apply(train_data, 2, sd)
data <- scale(data, center = mean, scale = std)

generator <- function(data, lookback, delay, min_index, max_index, shuffle = FALSE, batch_size = 16, step = 2) {
  if (is.null(max_index))
    max_index <- nrow(data) - delay - 1
  i <- min_index + lookback
  function() {
    if (shuffle) {
      rows <- sample(c((min_index + lookback):max_index), size = batch_size)
    } else {
      if (i + batch_size >= max_index)
        i <<- min_index + lookback
      rows <- c(i:min(i + batch_size - 1, max_index))
      i <<- i + length(rows)
    }
    samples <- array(0, dim = c(length(rows), lookback / step, dim(data)[[-1]]))
    targets <- array(0, dim = c(length(rows)))
    for (j in 1:length(rows)) {
      indices <- seq(rows[[j]] - lookback, rows[[j]] - 1, length.out = dim(samples)[[2]])
      samples[j, , ] <- data[indices, ]
      targets[[j]] <- data[rows[[j]] + delay, 2]
    }
    list(samples, targets)
  }
}
lookback <- 10
step <- 2
delay <- 4
train_gen <- generator(data, lookback = lookback, delay = delay, min_index = 1, max_index = 120, batch_size = 16)
val_gen <- generator(data, lookback = lookback, delay = delay, min_index = 121, max_index = NULL, batch_size = 16)
batch <- train_gen()
cat(dim(batch[[1]]), length(batch[[2]]), "\n")
cat(round(batch[[2]][1:3], 4), "\n")
val_steps <- 2
evaluate_naive_method <- function() {
  batch_maes <- c()
  for (step in 1:val_steps) {
    b <- val_gen()
    samples <- b[[1]]
    targets <- b[[2]]
    preds <- samples[, dim(samples)[[2]], 2]
    mae <- mean(abs(preds - targets))
    batch_maes <- c(batch_maes, mae)
  }
  print(mean(batch_maes))
}
evaluate_naive_method()
model <- keras_model_sequential() %>%
  layer_flatten(input_shape = c(lookback / step, dim(data)[-1])) %>%
  layer_dense(units = 4, activation = "relu") %>%
  layer_dense(units = 1)
model %>% compile(optimizer = optimizer_rmsprop(), loss = "mae")
history <- model %>% fit(train_gen, steps_per_epoch = 3, epochs = 2, verbose = 0)
cat("epochs", length(history$metrics$loss), "\n")
