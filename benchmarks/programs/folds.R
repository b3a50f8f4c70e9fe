library(rkeras)
set_random_seed(1)

x <- matrix(sin(seq_len(1000 * 13)^2), 1000, byrow = TRUE)
y <- x[, 1] + x[, 2] * x[, 3] + 0.1 * x[, 4]
build <- function() {
  model <- keras_model_sequential(input_shape = 13) %>%
    layer_dense(units = 64, activation = "relu") %>%
    layer_dense(units = 64, activation = "relu") %>%
    layer_dense(units = 1)
  model %>% compile(optimizer = "rmsprop", loss = "mse", metrics = "mae")
  model
}
fold <- rep(1:4, each = 250)
scores <- c()
for (i in 1:4) {
  train <- fold != i
  center <- colMeans(x[train, ])
  scaled <- scale(x, center = center, scale = FALSE)
  model <- build()
  model %>% fit(scaled[train, ], y[train], epochs = 20, batch_size = 16, verbose = 0)
  result <- model %>% evaluate(scaled[!train, ], y[!train], verbose = 0)
  scores <- c(scores, result[["mae"]])
}
cat(scores, "\n")
