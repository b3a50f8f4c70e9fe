# Regularizers, initializers and constraints; the loss with the penalty.
library(keras)
use_session_with_seed(17, quiet = TRUE)
model <- keras_model_sequential() %>%
  layer_dense(
    units = 2, input_shape = c(3),
    kernel_regularizer = regularizer_l2(0.1),
    kernel_initializer = initializer_constant(0.5),
    bias_initializer = "ones",
    kernel_constraint = constraint_maxnorm(2)
  ) %>%
  layer_batch_normalization() %>%
  layer_activation("relu")
model %>% compile(optimizer = optimizer_sgd(learning_rate = 0.01, momentum = 0.9), loss = "mse")
x <- matrix(1, 4, 3)
y <- matrix(0, 4, 2)
loss <- model %>% evaluate(x, y, verbose = 0)
cat(loss[["loss"]], "\n")
h <- model %>% fit(x, y, epochs = 2, verbose = 0)
cat(h$metrics$loss, sum(get_weights(model)[[1]]), "\n")
