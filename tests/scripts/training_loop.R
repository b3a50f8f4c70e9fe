# A training loop of one's own, with a tape, a metric and an optimizer.
library(keras)
library(tensorflow)
set_random_seed(9L)
x <- matrix(rnorm(40), 20)
y <- x %*% c(2, -1) + 3
model <- keras_model_sequential(list(layer_dense(units = 1, input_shape = 2, kernel_initializer = "zeros")))
optimizer <- optimizer_sgd(learning_rate = 0.1)
loss_fn <- loss_mean_squared_error
train_loss <- metric_mean(name = "train_loss")
train_step <- tf_function(function(inputs, targets) {
  with(tf$GradientTape() %as% tape, {
    predictions <- model(inputs, training = TRUE)
    loss <- tf$reduce_mean(loss_fn(targets, predictions))
  })
  gradients <- tape$gradient(loss, model$trainable_weights)
  optimizer$apply_gradients(zip_lists(gradients, model$trainable_weights))
  train_loss(loss)
  loss
})
w <- c(0, 0)
b <- 0
for (epoch in 1:30) {
  train_loss$reset_states()
  loss <- train_step(k_constant(x), k_constant(y))
  error <- c(x %*% w + b - y)
  w <- w - 0.1 * 2 * colMeans(error * x)
  b <- b - 0.1 * 2 * mean(error)
}
print(all.equal(unlist(lapply(get_weights(model), c)), c(w, b), tolerance = 1e-4))
print(all.equal(as.numeric(train_loss$result()), mean(error^2), tolerance = 1e-3))
model %>% compile(optimizer = "sgd", loss = "mse")
for (i in 1:3) {
  last <- model %>% train_on_batch(x, y)
}
print(length(last))
print(dim(predict_on_batch(model, x)))
print(test_on_batch(model, x, y) <= last)
