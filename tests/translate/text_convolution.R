# Words as numbers, an embedding, a convolution over them.
library(keras)
use_session_with_seed(42, quiet = TRUE)
reviews <- list(c(1, 4, 2), c(3, 3), c(2, 1, 5, 4, 3), c(5))
padded <- pad_sequences(reviews, maxlen = 5)
print(padded)
labels <- c(1, 0, 1, 0)
model <- keras_model_sequential() %>%
  layer_embedding(input_dim = 6, output_dim = 3, input_length = 5) %>%
  layer_conv_1d(filters = 2, kernel_size = 3, activation = "relu") %>%
  layer_global_max_pooling_1d() %>%
  layer_dense(units = 1, activation = "sigmoid")
model %>% compile(optimizer = "adam", loss = "binary_crossentropy", metrics = c("accuracy"))
history <- model %>% fit(padded, labels, epochs = 2, batch_size = 2, verbose = 0)
cat(names(history$metrics), "\n")
cat(round(history$metrics$loss, 3), "\n")
cat(count_params(model), "\n")
