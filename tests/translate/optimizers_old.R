# Names of arguments of older versions.
library(keras)
use_session_with_seed(25, quiet = TRUE)
x <- matrix(rnorm(20), 10)
model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
model %>% compile(optimizer = optimizer_sgd(lr = 0.01, momentum = 0.9, decay = 1e-3, nesterov = TRUE), loss = loss_mean_squared_error)
h <- model %>% fit(x, x[, 1], epochs = 2, batch_size = 5, verbose = 0)
cat(h$metrics$loss, "\n")
cat(round(as.numeric(get_weights(model)[[1]]), 4), "\n")
