# Which pixels speak for a digit: the gradient of a class by the picture, and Grad-CAM.
# By k_gradients() and k_function(); Grad-CAM is of Selvaraju et al., https://arxiv.org/abs/1610.02391.
# Run: Rscript examples/r/saliency_map.R
# Prints the same as examples/python/saliency_map.py.

library(rkeras)
keras$utils$set_random_seed(1L)

digits <- reticulate::import("sklearn.datasets")$load_digits()
x <- array(digits$images / 16, c(1797, 8, 8, 1))
y <- to_categorical(digits$target, 10)
train <- 1:1500
test <- 1501:1797

model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_conv_2d(filters = 16, kernel_size = c(3, 3), activation = "relu") %>%
  layer_conv_2d(filters = 16, kernel_size = c(3, 3), activation = "relu", name = "last_conv") %>%
  layer_flatten() %>%
  layer_dropout(rate = 0.25) %>%
  layer_dense(units = 10, activation = "softmax")
model %>%
  compile(
    optimizer = optimizer_adam(learning_rate = 0.005),
    loss = "categorical_crossentropy",
    metrics = "accuracy"
  )
model %>% fit(x[train, , , , drop = FALSE], y[train, ], epochs = 4, batch_size = 50, verbose = 0)
scores <- model %>% evaluate(x[test, , , , drop = FALSE], y[test, ], verbose = 0)
cat(sprintf("accuracy on new pictures: %.3f\n", scores[["accuracy"]]))

# A picture of a 3, among the new ones.
three <- test[digits$target[test] == 3][1]
img <- x[three, , , , drop = FALSE]

# Saliency: how the probability of a 3 changes with each pixel.
three_output <- model$output[, 4]
saliency <- k_gradients(three_output, model$input)[[1]]
get_saliency <- k_function(list(model$input), list(k_abs(saliency), three_output))
results <- get_saliency(list(img))
saliency_map <- results[[1]][1, , , 1]
cat(sprintf("probability of a 3: %.4f\n", results[[2]]))
strongest <- which(saliency_map == max(saliency_map), arr.ind = TRUE)
cat(sprintf("strongest pixel: row %d, column %d\n", strongest[1], strongest[2]))

# Grad-CAM: the channels of the last convolution, each with the mean of its gradient as weight.
last_conv_layer <- model %>% get_layer("last_conv")
grads <- k_gradients(three_output, last_conv_layer$output)[[1]]
pooled_grads <- k_mean(grads, axis = c(1, 2, 3))
iterate <- k_function(list(model$input), list(pooled_grads, last_conv_layer$output[1, , , ]))
results <- iterate(list(img))
pooled_grads_value <- results[[1]]
conv_layer_output_value <- results[[2]]
for (i in 1:16) {
  conv_layer_output_value[,, i] <- conv_layer_output_value[,, i] * pooled_grads_value[[i]]
}
heatmap <- pmax(apply(conv_layer_output_value, c(1, 2), mean), 0)
heatmap <- heatmap / max(heatmap)
cat(
  sprintf("row %d of the heat map: %s\n", 1:4, apply(heatmap, 1, function(row) toString(sprintf("%.3f", row)))),
  sep = ""
)

# The picture, the saliency map and the heat map, side by side.
drawn <- function(map) {
  size <- dim(map)
  stretched <- k_resize_images(array(map / max(map), c(1, size, 1)), 96 / size[1], 96 / size[2], "channels_last")
  as.array(stretched)[1, , , 1]
}
canvas <- cbind(drawn(img[1, , , 1]), drawn(saliency_map), drawn(heatmap))
image_array_save(255 * array(canvas, c(96, 288, 1)), "saliency_map.png", scale = FALSE)
stopifnot(scores[["accuracy"]] > 0.85)
