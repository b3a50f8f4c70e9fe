# A training loop with a gradient tape, over batches.
library(keras)
library(tensorflow)
use_session_with_seed(9, quiet = TRUE)
x <- matrix(rnorm(24), 12)
y <- matrix(2 * x[, 1] - x[, 2], ncol = 1)
model <- keras_model_sequential() %>% layer_dense(units = 1, input_shape = 2)
optimizer <- optimizer_sgd(learning_rate = 0.1)
batch_size <- 4
for (epoch in 1:2) {
  total <- 0
  for (start in seq(1, nrow(x), by = batch_size)) {
    rows <- start:(start + batch_size - 1)
    with(tf$GradientTape() %as% tape, {
      predicted <- model(x[rows, ])
      loss <- tf$reduce_mean((predicted - y[rows, , drop = FALSE])^2)
    })
    gradients <- tape$gradient(loss, model$trainable_variables)
    optimizer$apply_gradients(zip_lists(gradients, model$trainable_variables))
    total <- total + as.numeric(loss)
  }
  cat("epoch", epoch, "loss", round(total / 3, 4), "\n")
}
