# Old and new code in one session: the package attached last has the word, `keras::` and `keras3::` say which is meant.
library(keras3)

x <- matrix(c(1, 2, 3, 4), 2)
y <- matrix(c(1, 0))
model <- keras_model_sequential(2) |> layer_dense(1, kernel_initializer = "ones")
compile(model, optimizer_sgd(0), "mse", metrics = "mae")
epochs <- function(history) history$params$epochs
epochs(fit(model, x, y, verbose = 0))
epochs(keras::fit(model, x, y, verbose = 0))
str(evaluate(model, x, y, verbose = 0))
str(keras::evaluate(model, x, y, verbose = 0))
layer_activation_leaky_relu(negative_slope = 0.2)$get_config()$negative_slope
keras::layer_activation_leaky_relu(alpha = 0.2)$get_config()$negative_slope
dim(layer_lstm(layer_input(c(3, 2)), 4, "tanh", "sigmoid", TRUE, "glorot_uniform"))
dim(keras::layer_lstm(layer_input(c(3, 2)), 4, "tanh", "sigmoid", TRUE, TRUE))
constraint_maxnorm(2, axis = 1)$axis
keras::constraint_maxnorm(2, axis = 0)$axis
exists("k_mean")

suppressPackageStartupMessages(library(keras))
epochs(fit(model, x, y, verbose = 0))
epochs(keras3::fit(model, x, y, verbose = 0))
as.numeric(k_mean(x))
