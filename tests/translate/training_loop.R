# A training loop of one's own, with a tape.
library(keras)
library(tensorflow)
tensorflow::set_random_seed(9L)
x <- matrix(rnorm(40), 20)
y <- x %*% c(2, -1) + 3
model <- keras_model_sequential(list(layer_dense(units = 1, input_shape = 2, kernel_initializer = "zeros")))
optimizer <- optimizer_sgd(learning_rate = 0.1)
inputs <- k_constant(x)
targets <- k_constant(y)
for (epoch in 1:5) {
  with(tf$GradientTape() %as% tape, {
    predictions <- model(inputs, training = TRUE)
    loss <- tf$reduce_mean(tf$square(targets - predictions))
  })
  gradients <- tape$gradient(loss, model$trainable_weights)
  optimizer$apply_gradients(zip_lists(gradients, model$trainable_weights))
  cat("epoch", epoch, "loss", as.numeric(loss), "\n")
}
w <- get_weights(model)
cat(w[[1]], w[[2]], "\n")
