library(rkeras)
set_random_seed(1)

x <- matrix(sin(seq_len(2048 * 32)^2), 2048, byrow = TRUE)
y <- matrix(x[, 1] * x[, 2] + x[, 3], ncol = 1)
model <- keras_model_sequential(input_shape = 32) %>%
  layer_dense(units = 256, activation = "relu") %>%
  layer_dense(units = 256, activation = "relu") %>%
  layer_dense(units = 1)
optimizer <- optimizer_adam(0.001)
model %>% compile(optimizer = optimizer, loss = "mse")
update <- tf_function(function(inputs, targets) {
  with(tf$GradientTape() %as% tape, {
    loss <- op_mean(op_square(model(inputs, training = TRUE) - targets))
  })
  weights <- model$trainable_variables
  optimizer$apply_gradients(zip_lists(tape$gradient(loss, weights), weights))
  loss
})
optimizer$build(model$trainable_variables)
losses <- c()
for (epoch in 1:30) {
  for (first in seq(1, 2048, by = 64)) {
    rows <- first:(first + 63)
    loss <- update(as_tensor(x[rows, ], "float32"), as_tensor(y[rows, , drop = FALSE], "float32"))
  }
  losses <- c(losses, as.numeric(loss))
}
cat(tail(losses, 1), "\n")
