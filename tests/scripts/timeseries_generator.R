# Time series by a generator function, as in the book on deep learning with R.
library(keras)
tensorflow::set_random_seed(8L)
data <- cbind(sin(1:60), cos(1:60), 1:60)
mean <- apply(data[1:30, ], 2, mean)
std <- apply(data[1:30, ], 2, sd)
data <- scale(data, center = mean, scale = std)
generator <- function(data, lookback, delay, min_index, max_index, shuffle = FALSE, batch_size = 128, step = 6) {
  if (is.null(max_index)) {
    max_index <- nrow(data) - delay - 1
  }
  i <- min_index + lookback
  function() {
    if (shuffle) {
      rows <- sample(c((min_index + lookback):max_index), size = batch_size)
    } else {
      if (i + batch_size >= max_index) {
        i <<- min_index + lookback
      }
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
train_gen <- generator(data, 6, 2, 1, 30, TRUE, 8, 2)
val_gen <- generator(data, 6, 2, 31, NULL, FALSE, 8, 2)
model <- keras_model_sequential() %>%
  layer_flatten(input_shape = c(6 / 2, dim(data)[-1])) %>%
  layer_dense(units = 8, activation = "relu") %>%
  layer_dense(units = 1)
model %>% compile(optimizer = optimizer_rmsprop(), loss = "mae")
history <- model %>%
  fit_generator(
    train_gen,
    steps_per_epoch = 4,
    epochs = 2,
    validation_data = val_gen,
    validation_steps = 2,
    verbose = 0
  )
print(names(history$metrics))
print(lengths(history$metrics))
one <- generator(data, 6, 2, 31, NULL, FALSE, 8, 2)
batch <- one()
print(all.equal(
  evaluate_generator(model, generator(data, 6, 2, 31, NULL, FALSE, 8, 2), steps = 1)[["loss"]],
  base::mean(abs(c(predict(model, batch[[1]], verbose = 0)) - batch[[2]])),
  tolerance = 1e-4
))
print(dim(predict_generator(model, generator(data, 6, 2, 31, NULL, FALSE, 8, 2), steps = 2)))
