library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(39)
transformer_block <- function(inputs, head_size, num_heads, ff_dim, dropout = 0) {
  x <- layer_multi_head_attention(num_heads = num_heads, key_dim = head_size, dropout = dropout)(inputs, inputs)
  res <- layer_add(list(x, inputs)) %>% layer_layer_normalization(epsilon = 1e-6)
  y <- res %>%
    layer_conv_1d(filters = ff_dim, kernel_size = 1, activation = "relu") %>%
    layer_conv_1d(filters = dim(inputs)[[3]], kernel_size = 1)
  layer_add(list(y, res))
}
inputs <- layer_input(shape = c(8, 2))
x <- inputs
for (i in seq_len(2)) {
  x <- transformer_block(x, head_size = 4, num_heads = 2, ff_dim = 4)
}
x <- layer_global_average_pooling_1d(x, data_format = "channels_first")
for (units in c(8, 4)) {
  x <- layer_dense(x, units, activation = "relu")
}
outputs <- layer_dense(x, 2, activation = "softmax")
model <- keras_model(inputs, outputs)
cat(count_params(model), "parameters\n")
data <- array(rnorm(10 * 16), dim = c(10, 8, 2))
labels <- rep(0:1, each = 5)
model %>% compile(loss = "sparse_categorical_crossentropy", optimizer = optimizer_adam(1e-4), metrics = "sparse_categorical_accuracy")
h <- model %>% fit(data, labels, validation_split = 0.2, epochs = 2, batch_size = 4, verbose = 0)
cat(names(h$metrics), "\n")
