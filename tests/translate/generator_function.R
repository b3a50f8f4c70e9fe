# A generator of batches in a closure.
library(keras)
use_session_with_seed(23, quiet = TRUE)
data <- matrix(runif(80), 40)
generator <- function(data, lookback, batch_size = 8) {
  i <- lookback + 1
  function() {
    if (i + batch_size >= nrow(data)) i <<- lookback + 1
    rows <- c(i:min(i + batch_size - 1, nrow(data)))
    i <<- i + length(rows)
    samples <- array(0, dim = c(length(rows), lookback, ncol(data)))
    targets <- array(0, dim = c(length(rows)))
    for (j in 1:length(rows)) {
      indices <- seq(rows[[j]] - lookback, rows[[j]] - 1, length.out = lookback)
      samples[j, , ] <- data[indices, ]
      targets[[j]] <- data[rows[[j]], 2]
    }
    list(samples, targets)
  }
}
gen <- generator(data, 3)
batch <- gen()
cat(dim(batch[[1]]), batch[[2]][1:2], "\n")
model <- keras_model_sequential() %>%
  layer_gru(units = 2, input_shape = list(NULL, 2)) %>%
  layer_dense(units = 1)
model %>% compile(optimizer = "sgd", loss = "mae")
history <- model %>% fit_generator(generator(data, 3), steps_per_epoch = 3, epochs = 1, verbose = 0)
cat(history$metrics$loss, "\n")
