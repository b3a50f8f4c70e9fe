# Small images through a functional convolutional network, in keras3.
library(keras3)

set.seed(3)
num_classes <- 4
input_shape <- c(12, 12, 1)
x_train <- array(runif(48 * 12 * 12), dim = c(48, 12, 12))
y_train <- sample(0:3, 48, replace = TRUE)
x_train <- array_reshape(x_train, c(nrow(x_train), 12, 12, 1))
y_train <- to_categorical(y_train, num_classes)

inputs <- keras_input(shape = input_shape)
outputs <- inputs |>
  layer_rescaling(1 / 0.5, offset = -1) |>
  layer_conv_2d(filters = 4, kernel_size = c(3, 3), activation = "relu", padding = "same") |>
  layer_batch_normalization() |>
  layer_max_pooling_2d(pool_size = c(2, 2)) |>
  layer_conv_2d(filters = 8, kernel_size = 3, activation = "relu") |>
  layer_global_average_pooling_2d() |>
  layer_dropout(rate = 0.25) |>
  layer_dense(num_classes, activation = "softmax")
model <- keras_model(inputs, outputs, name = "small_convnet")
cat("parameters:", count_params(model), "\n")

model |> compile(
  loss = "categorical_crossentropy",
  optimizer = optimizer_rmsprop(learning_rate = 1e-3),
  metrics = "accuracy"
)
history <- model |> fit(
  x_train, y_train,
  batch_size = 16, epochs = 2, validation_split = 0.25, verbose = 0
)
for (metric in c("loss", "val_loss")) {
  cat(metric, ":", round(history$metrics[[metric]], 4), "\n")
}
score <- model |> evaluate(x_train, y_train, verbose = 0)
cat("Test loss:", round(score$loss, 4), "\n")
cat("Test accuracy:", round(score$accuracy, 4), "\n")
predictions <- model |> predict(x_train[1:5, , , , drop = FALSE], verbose = 0)
print(max.col(predictions) - 1)
print(apply(predictions, 1, which.max))
