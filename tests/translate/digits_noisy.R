library(keras)
# Recognise strokes of three kinds before a pattern.
set.seed(11)
n <- 90
labels <- rep(0:2, each = 30)
images <- array(0, c(n, 6, 6, 1))
for (i in 1:n) {
  top <- i %% 3
  left <- i %% 2
  stroke <- labels[i] + 1
  images[i, top + 1:3, left + 1:stroke, 1] <- 1
}
noise <- outer(1:6, 1:6, function(row, column) (row + 2 * column) %% 5 / 20)
images <- sweep(images, 2:3, noise, pmax)
test <- seq_len(n) %% 5 == 0
cat(dim(images[!test, , , , drop = FALSE]), sum(test), "\n")
tabulate(labels[!test] + 1)

show_images <- function(images, titles) {
  par(mfrow = c(1, length(titles)))
  for (i in seq_along(titles)) {
    plot(as.raster(1 - images[i, , , 1]))
    title(titles[i])
  }
}
show_images(images[1:3, , , , drop = FALSE], labels[1:3])
show_images(images[c(1, 40, 80), , , , drop = FALSE], paste("class", labels[c(1, 40, 80)]))

model <- keras_model_sequential() %>%
  layer_conv_2d(4, 3, activation = "relu", input_shape = c(6, 6, 1)) %>%
  layer_flatten() %>%
  layer_dense(3, activation = "softmax")
model %>% compile(optimizer = optimizer_adam(0.01), loss = "sparse_categorical_crossentropy", metrics = "accuracy")
model %>% fit(images[!test, , , , drop = FALSE], labels[!test], epochs = 2, verbose = 0, shuffle = FALSE)
probabilities <- predict(model, images[test, , , , drop = FALSE], verbose = 0)
predicted <- max.col(probabilities) - 1
cat("classes known:", all(predicted %in% 0:2), "rows sum to one:", all(abs(rowSums(probabilities) - 1) < 1e-5), "\n")
thresholds <- c(0.3, 0.5, 0.9)
shares <- sapply(thresholds, function(level) mean(apply(probabilities, 1, max) > level))
cat("shares fall:", all(diff(shares) <= 0), "\n")
