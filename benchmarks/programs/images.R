library(rkeras)
set_random_seed(1)

digits <- reticulate::import("sklearn.datasets")$load_digits()
x <- array_reshape(digits$images / 16, c(1797, 8, 8, 1))
y <- as.integer(digits$target)
train <- 1:1400

model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_conv_2d(filters = 32, kernel_size = 3, padding = "same", activation = "relu") %>%
  layer_batch_normalization() %>%
  layer_conv_2d(filters = 64, kernel_size = 3, activation = "relu") %>%
  layer_max_pooling_2d(pool_size = 2) %>%
  layer_flatten() %>%
  layer_dense(units = 10, activation = "softmax")
model %>% compile(optimizer_adam(0.001), "sparse_categorical_crossentropy", metrics = "accuracy")
history <- model %>%
  fit(
    x[train, , , , drop = FALSE],
    y[train],
    epochs = 20,
    batch_size = 64,
    validation_split = 0.1,
    verbose = 0,
    callbacks = list(
      callback_early_stopping(patience = 30, restore_best_weights = TRUE),
      callback_reduce_lr_on_plateau(patience = 5)
    )
  )
scores <- model %>% evaluate(x[-train, , , , drop = FALSE], y[-train], verbose = 0)
cat(tail(history$metrics$loss, 1), scores[["accuracy"]], "\n")
