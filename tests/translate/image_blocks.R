# A function that adds a block of layers, called in a loop.
library(keras)
use_session_with_seed(14, quiet = TRUE)
conv_block <- function(x, filters) {
  x %>%
    layer_conv_2d(filters = filters, kernel_size = 3, padding = "same", activation = "relu") %>%
    layer_max_pooling_2d(pool_size = 2)
}
inputs <- layer_input(shape = c(8, 8, 1))
x <- inputs
for (filters in c(2, 4)) {
  x <- conv_block(x, filters)
}
outputs <- x %>% layer_flatten() %>% layer_dense(units = 2, activation = "softmax")
model <- keras_model(inputs, outputs)
images <- array(runif(128), dim = c(2, 8, 8, 1))
cat(dim(predict(model, images, verbose = 0)), count_params(model), "\n")
cat(length(model$layers), "\n")
