# Training a head first, then all layers with a lower rate.
library(keras)

set.seed(21)
images <- array(runif(20 * 16 * 16 * 3), c(20, 16, 16, 3))
labels <- rep(c(0, 1), 10)

conv_base <- keras_model_sequential(name = "conv_base") %>%
  layer_conv_2d(4, c(3, 3), activation = "relu", input_shape = c(16, 16, 3)) %>%
  layer_max_pooling_2d(c(2, 2)) %>%
  layer_conv_2d(6, c(3, 3), activation = "relu", name = "last_conv")

model <- keras_model_sequential() %>%
  conv_base %>%
  layer_flatten() %>%
  layer_dense(units = 4, activation = "relu") %>%
  layer_dense(units = 1, activation = "sigmoid")

cat("This is the number of trainable weights before freezing", length(model$trainable_weights), "\n")
freeze_weights(conv_base)
cat("This is the number of trainable weights after freezing", length(model$trainable_weights), "\n")
model %>% compile(loss = "binary_crossentropy", optimizer = optimizer_rmsprop(lr = 2e-4), metrics = c("accuracy"))
history <- model %>% fit(images, labels, epochs = 1, batch_size = 5, verbose = 0)
print(names(history$metrics))

unfreeze_weights(conv_base, from = "last_conv")
model %>% compile(loss = "binary_crossentropy", optimizer = optimizer_rmsprop(lr = 1e-5), metrics = c("accuracy"))
cat("trainable now:", length(model$trainable_weights), "\n")
history <- model %>% fit(images, labels, epochs = 1, batch_size = 5, verbose = 0)
