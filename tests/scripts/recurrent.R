# Stateful recurrent networks, and convolutional ones.
library(keras)
tensorflow::set_random_seed(6L)
model <- keras_model_sequential() %>%
  layer_lstm(units = 3, stateful = TRUE, return_sequences = TRUE, batch_input_shape = c(2, 4, 1)) %>%
  layer_lstm(units = 2, stateful = TRUE) %>%
  layer_dense(1)
model %>% compile(loss = "mse", optimizer = "adam")
x <- array(sin(1:8), c(2, 4, 1))
y <- c(0.5, -0.5)
first <- predict(model, x, batch_size = 2, verbose = 0)
second <- predict(model, x, batch_size = 2, verbose = 0)
model %>% reset_states()
print(c(identical(first, second), identical(first, predict(model, x, batch_size = 2, verbose = 0))))
for (i in 1:2) {
  model %>% fit(x, y, batch_size = 2, epochs = 1, verbose = 0, shuffle = FALSE)
  model %>% reset_states()
}
gru <- keras_model_sequential() %>%
  bidirectional(
    layer_gru(units = 2, dropout = 0.1, recurrent_dropout = 0.1, return_sequences = TRUE),
    input_shape = c(4, 1)
  ) %>%
  layer_gru(units = 3, activation = "relu") %>%
  layer_dense(units = 1)
print(count_params(gru))
print(gru$output_shape)
movie <- keras_model_sequential() %>%
  layer_conv_lstm_2d(
    input_shape = list(NULL, 6, 6, 1),
    filters = 3,
    kernel_size = c(3, 3),
    padding = "same",
    return_sequences = TRUE
  ) %>%
  layer_batch_normalization() %>%
  layer_conv_3d(
    filters = 1,
    kernel_size = c(3, 3, 3),
    activation = "sigmoid",
    padding = "same",
    data_format = "channels_last"
  )
movie %>% compile(loss = "binary_crossentropy", optimizer = "adadelta")
frames <- array(rbinom(2 * 3 * 36, 1, 0.5), c(2, 3, 6, 6, 1))
print(dim(predict(movie, frames, verbose = 0)))
print(count_params(movie))
movie %>% fit(frames, frames, batch_size = 1, epochs = 1, validation_split = 0.5, verbose = 0)
wave <- keras_model_sequential() %>%
  layer_conv_1d(filters = 4, kernel_size = 3, activation = "relu", input_shape = c(12, 2)) %>%
  layer_max_pooling_1d(pool_size = 2) %>%
  layer_conv_1d(filters = 4, kernel_size = 2, padding = "causal", dilation_rate = 2) %>%
  layer_global_max_pooling_1d() %>%
  layer_dense(units = 1)
print(wave$output_shape)
print(sapply(wave$layers, function(l) class(l)[1] != ""))
