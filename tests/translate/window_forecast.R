library(keras)
# Forecast a year of passengers from the year before.
passengers <- as.numeric(AirPassengers)
growth <- diff(log(passengers), lag = 12)
cat(length(passengers), length(growth), round(mean(growth), 4), "\n")
training <- seq_along(growth) <= length(growth) - 24
center <- mean(growth[training])
spread <- sd(growth[training])
scaled <- (growth - center) / spread
windows <- embed(scaled, 7)[, 7:1]
x <- array_reshape(windows[, 1:6], c(nrow(windows), 6, 1))
y <- windows[, 7]
cat(dim(x), length(y), signif(y[1:3], 3), "\n")
model <- keras_model_sequential() %>%
  layer_simple_rnn(4, input_shape = c(6, 1), kernel_initializer = "ones", recurrent_initializer = "zeros") %>%
  layer_dense(1, kernel_initializer = "ones")
model %>% compile(optimizer = optimizer_sgd(0.01), loss = "mse")
history <- model %>% fit(x, y, epochs = 3, batch_size = 32, shuffle = FALSE, verbose = 0)
cat(length(history$metrics$loss), history$metrics$loss[3] < history$metrics$loss[1], "\n")
predicted <- predict(model, x, verbose = 0)[, 1] * spread + center
errors <- predicted - growth[7:length(growth)]
limits <- range(predicted, growth)
cat(round(mean(abs(errors)), 3), limits[1] < limits[2], "\n")
cat(formatC(mean(passengers), digits = 1, format = "f"), formatC(length(errors), width = 5), "\n")
