library(rkeras)
set_random_seed(1)

hours <- 0:4999
series <- sin(hours / 24 * 2 * pi) + 0.5 * sin(hours / 168 * 2 * pi) + 0.1 * sin(hours^2)
windows <- embed(series, 49)[, 49:1]
x <- array_reshape(windows[, 1:48], c(nrow(windows), 48, 1))
y <- windows[, 49]
train <- 1:4000

model <- keras_model_sequential(input_shape = c(48, 1)) %>%
  layer_lstm(units = 32) %>%
  layer_dense(units = 1)
model %>% compile(optimizer = optimizer_adam(0.01), loss = "mse", metrics = "mae")
history <- model %>% fit(x[train, , , drop = FALSE], y[train], epochs = 6, batch_size = 64, verbose = 0)
predicted <- predict(model, x[-train, , , drop = FALSE], verbose = 0)[, 1]
cat(tail(history$metrics$loss, 1), mean(abs(predicted - y[-train])), "\n")
