# A metric of one's own, and names with their package.
model <- keras::keras_model_sequential(input_shape = 1)
keras::layer_dense(model, units = 1, use_bias = FALSE, kernel_initializer = "ones")

library(keras, quietly = TRUE)
largest <- custom_metric("largest_error", function(y_true, y_pred) {
  k_max(k_abs(y_true - y_pred))
})
model %>% compile(optimizer = "sgd", loss = "mse", metrics = list(largest))
x <- matrix(c(1, 2, 3))
y <- matrix(c(1, 2.5, 3.25))
round(model %>% evaluate(x, y, verbose = 0), 6)
c(loss = mean((x - y)^2), largest_error = max(abs(x - y)))
