# A twin network by a lambda layer.
library(keras)
use_session_with_seed(15, quiet = TRUE)
base <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "tanh")
left <- layer_input(shape = 4)
right <- layer_input(shape = 4)
distance <- list(base(left), base(right)) %>%
  layer_lambda(function(parts) k_sum(k_abs(parts[[1]] - parts[[2]]), axis = 2, keepdims = TRUE))
model <- keras_model(list(left, right), distance)
a <- matrix(rnorm(8), 2)
b <- matrix(rnorm(8), 2)
d <- model %>% predict(list(a, b), verbose = 0)
cat(dim(d), d, count_params(model), "\n")
