library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(7)
series <- sin(seq(0, 20, by = 0.1)) + rnorm(201, sd = 0.05)
max_len <- 6
batch_size <- 8
start_indexes <- seq(1, length(series) - (max_len + 1), by = 3)
series_matrix <- matrix(nrow = length(start_indexes), ncol = max_len + 1)
for (i in 1:length(start_indexes)) {
  series_matrix[i, ] <- series[start_indexes[i]:(start_indexes[i] + max_len)]
}
range_min <- min(series_matrix)
range_max <- max(series_matrix)
series_matrix <- (series_matrix - range_min) / (range_max - range_min)
x <- series_matrix[, -ncol(series_matrix)]
y <- series_matrix[, ncol(series_matrix)]
training_index <- 1:50
x_train <- array(x[training_index, ], dim = c(length(training_index), max_len, 1))
y_train <- y[training_index]
x_test <- array(x[-training_index, ], dim = c(nrow(x) - length(training_index), max_len, 1))
y_test <- y[-training_index]
cat(dim(x_train), "|", dim(x_test), "\n")
model <- keras_model_sequential()
model %>%
  layer_gru(units = 4, input_shape = dim(x_train)[2:3], return_sequences = TRUE) %>%
  layer_lstm(units = 3) %>%
  layer_dense(units = 1)
model %>% compile(loss = "mean_squared_error", optimizer = "adam", metrics = "mae")
trained <- model %>% fit(x = x_train, y = y_train, batch_size = batch_size, epochs = 2, validation_split = 0.1, verbose = 0)
prediction <- predict(model, x_test)
cat("rows", nrow(prediction), "rmse below 2:", sqrt(mean((prediction[, 1] - y_test)^2)) < 2, "\n")
back <- prediction[, 1] * (range_max - range_min) + range_min
cat(round(length(back)), "\n")
