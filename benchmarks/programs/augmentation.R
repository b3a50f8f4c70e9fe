library(rkeras)
set_random_seed(1)

digits <- reticulate::import("sklearn.datasets")$load_digits()
x <- array_reshape(digits$images / 16, c(1797, 8, 8, 1))
y <- as.integer(digits$target)
train <- 1:400

model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>%
  layer_random_translation(height_factor = 0.1, width_factor = 0.1) %>%
  layer_random_rotation(factor = 0.05) %>%
  layer_conv_2d(filters = 32, kernel_size = 3, activation = "relu") %>%
  layer_conv_2d(filters = 64, kernel_size = 3, activation = "relu") %>%
  layer_global_average_pooling_2d() %>%
  layer_dense(units = 10, activation = "softmax")
model %>% compile("adam", "sparse_categorical_crossentropy", metrics = "accuracy")
history <- model %>% fit(x[train, , , , drop = FALSE], y[train], epochs = 30, batch_size = 32, verbose = 0)
scores <- model %>% evaluate(x[-train, , , , drop = FALSE], y[-train], verbose = 0)
cat(tail(history$metrics$loss, 1), scores[["accuracy"]], "\n")
