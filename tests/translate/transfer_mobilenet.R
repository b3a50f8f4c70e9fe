library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(9)
conv_base <- application_mobilenet(weights = NULL, include_top = FALSE, input_shape = c(32, 32, 3), alpha = 0.25)
cat(length(conv_base$layers), "layers\n")
freeze_weights(conv_base)
model <- keras_model_sequential() %>%
  conv_base %>%
  layer_global_average_pooling_2d() %>%
  layer_dense(units = 4, activation = "relu") %>%
  layer_dense(units = 1, activation = "sigmoid")
cat("trainable:", length(model$trainable_weights), "\n")
unfreeze_weights(conv_base, from = "conv_pw_13")
cat("trainable:", length(model$trainable_weights), "\n")
model %>% compile(loss = "binary_crossentropy", optimizer = optimizer_rmsprop(learning_rate = 2e-5), metrics = c("accuracy"))
x <- array(runif(4 * 32 * 32 * 3), c(4, 32, 32, 3))
model %>% fit(x, c(0, 1, 1, 0), epochs = 1, batch_size = 2, verbose = 0)
features <- conv_base %>% predict(x)
cat(dim(features), "\n")
dim(features) <- c(4, prod(dim(features)[-1]))
cat(dim(features), "\n")
