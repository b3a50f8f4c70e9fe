# Clip outliers at quantiles before training.
library(keras)
set.seed(5)
x <- c(rnorm(20), 8, -9)
bounds <- quantile(x, c(0.05, 0.95), names = FALSE)
cat("bounds:", round(bounds, 4), "\n")
clipped <- pmin(pmax(x, bounds[1]), bounds[2])
cat(round(range(clipped), 4), "\n")
cat(round(unname(quantile(clipped, 0.5)), 4), round(median(clipped), 4), "\n")
inputs <- matrix(clipped, ncol = 2)
model <- keras_model_sequential() %>%
  layer_dense(units = 2, input_shape = 2, kernel_initializer = "ones")
cat(dim(predict(model, inputs, verbose = 0)), "\n")
