# An embedding, with input_length.
library(keras)
use_session_with_seed(24, quiet = TRUE)
x <- matrix(sample(0:9, 24, replace = TRUE), 6)
y <- c(0, 1, 0, 1, 0, 1)
model <- keras_model_sequential() %>%
  layer_embedding(input_dim = 10, output_dim = 3, input_length = 4) %>%
  layer_flatten() %>%
  layer_dense(units = 1, activation = "sigmoid")
model %>% compile(optimizer = "rmsprop", loss = "binary_crossentropy", metrics = c("acc"))
history <- model %>% fit(x, y, epochs = 2, batch_size = 3, validation_split = 0.2, verbose = 0)
cat(names(history$metrics), "\n")
cat(history$metrics$loss, "\n")
