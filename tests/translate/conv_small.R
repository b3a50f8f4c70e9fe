# A small convolutional network.
library(keras)
use_session_with_seed(27, quiet = TRUE)
x <- array(runif(8 * 8 * 8), c(8, 8, 8, 1))
y <- to_categorical(rep(0:1, 4))
model <- keras_model_sequential() %>%
  layer_conv_2d(filters = 2, kernel_size = c(3, 3), activation = "relu", input_shape = c(8, 8, 1)) %>%
  layer_max_pooling_2d(pool_size = c(2, 2)) %>%
  layer_dropout(rate = 0.25) %>%
  layer_flatten() %>%
  layer_dense(units = 2, activation = "softmax")
model %>% compile(loss = loss_categorical_crossentropy, optimizer = optimizer_adadelta(), metrics = c("accuracy"))
model %>% fit(x, y, batch_size = 4, epochs = 1, verbose = 0, validation_split = 0.25)
scores <- model %>% evaluate(x, y, verbose = 0)
cat("Test loss:", scores[[1]], "\n")
cat(count_params(model), "\n")
