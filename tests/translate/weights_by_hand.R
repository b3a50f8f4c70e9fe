# Weights are set by hand, layers are looked at.
library(keras)
model <- keras_model_sequential(input_shape = 2, name = "hand") %>%
  layer_dense(2, name = "first") %>%
  layer_dense(1, name = "second", use_bias = FALSE)
w <- list(matrix(c(1, 2, 3, 4), 2), c(0.5, -0.5), matrix(c(1, -1), 2))
set_weights(model, w)
cat(predict(model, matrix(c(1, 0, 0, 1), 2), verbose = 0), "\n")
for (layer in model$layers) {
  cat(layer$name, count_params(layer), "\n")
}
first <- get_layer(model, "first")
cat(first$units, get_layer(model, index = 2)$name, "\n")
