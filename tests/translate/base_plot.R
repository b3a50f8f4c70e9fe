# Plots of base R beside what is printed.
library(keras)
use_session_with_seed(2, quiet = TRUE)
x <- seq(-1, 1, length.out = 9)
y <- x^2
model <- keras_model_sequential() %>%
  layer_dense(units = 3, activation = "tanh", input_shape = 1) %>%
  layer_dense(units = 1)
model %>% compile(optimizer = "adam", loss = "mse")
history <- model %>% fit(matrix(x), y, epochs = 2, verbose = 0)
cat(length(history$metrics$loss), "\n")
cat(round(mean(y), 4), "\n")
