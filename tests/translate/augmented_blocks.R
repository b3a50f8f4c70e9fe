library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(40)
augment <- keras_model_sequential() %>%
  layer_random_flip("horizontal") %>%
  layer_random_rotation(0.1)
inputs <- layer_input(shape = c(10, 10, 3))
x <- inputs %>% augment() %>% layer_rescaling(1 / 255)
sizes <- c(4, 8)
for (size in sizes) {
  residual <- x
  x <- x %>%
    layer_batch_normalization() %>%
    layer_activation("relu") %>%
    layer_separable_conv_2d(size, 3, padding = "same", use_bias = FALSE) %>%
    layer_max_pooling_2d(3, strides = 2, padding = "same")
  residual <- residual %>% layer_conv_2d(size, 1, strides = 2, padding = "same", use_bias = FALSE)
  x <- layer_add(list(x, residual))
}
outputs <- x %>% layer_global_average_pooling_2d() %>% layer_dropout(0.5) %>% layer_dense(1, activation = "sigmoid")
model <- keras_model(inputs, outputs)
cat(unlist(model$output_shape), length(model$weights), "\n")
images <- array(sample(0:255, 6 * 300, replace = TRUE), dim = c(6, 10, 10, 3))
p <- predict(model, images)
cat(dim(p), all(p > 0 & p < 1), "\n")
