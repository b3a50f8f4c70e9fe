# Pictures: a convolutional network on drawn bars.
library(keras)
use_session_with_seed(7, quiet = TRUE)

pictures <- array(0, dim = c(40, 8, 8, 1))
labels <- rep(c(0, 1), 20)
for (i in 1:40) {
  place <- (i %% 6) + 1
  if (labels[i] == 0) {
    pictures[i, place, , 1] <- 1
  } else {
    pictures[i, , place, 1] <- 1
  }
}
cat(sum(pictures), dim(pictures), "\n")

model <- keras_model_sequential() %>%
  layer_conv_2d(filters = 4, kernel_size = c(3, 3), activation = "relu", input_shape = c(8, 8, 1)) %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_flatten() %>%
  layer_dense(units = 1, activation = "sigmoid")
model %>% compile(loss = "binary_crossentropy", optimizer = optimizer_adam(learning_rate = 0.01), metrics = "accuracy")
history <- model %>% fit(pictures, labels, epochs = 2, batch_size = 10, verbose = 0)
cat(history$metrics$loss, history$metrics$accuracy, "\n")
p <- model %>% predict(pictures[1:2, , , , drop = FALSE], verbose = 0)
cat(p, "\n")
