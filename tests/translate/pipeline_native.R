# The native pipe, keras3.
library(keras3)
set_random_seed(30)
x <- matrix(runif(40), 20)
y <- as.integer(x[, 1] > 0.5)
model <- keras_model_sequential(input_shape = 2) |>
  layer_dense(4, activation = "relu") |>
  layer_dense(1, activation = "sigmoid")
model |> compile(optimizer = "adam", loss = "binary_crossentropy", metrics = "accuracy")
model |> fit(x, y, epochs = 2, batch_size = 10, verbose = 0)
result <- model |> evaluate(x, y, verbose = 0)
cat(result$loss, result$accuracy, "\n")
p <- model |> predict(x, verbose = 0)
cat(dim(p), round(p[1:2], 4), "\n")
