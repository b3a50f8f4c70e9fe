# A loss with a parameter, a metric by custom_metric(), and what they are at the end.
library(keras)

set.seed(13)
x <- matrix(rnorm(50 * 3), 50, 3)
y <- x[, 1] * 2 - x[, 2] + rnorm(50, sd = 0.2)

huber <- function(delta = 1) {
  function(y_true, y_pred) {
    error <- y_true - y_pred
    small <- k_abs(error) <= delta
    squared <- 0.5 * k_square(error)
    linear <- delta * (k_abs(error) - 0.5 * delta)
    k_mean(tf$where(small, squared, linear))
  }
}
r2 <- custom_metric("r2", function(y_true, y_pred) {
  rest <- k_sum(k_square(y_true - y_pred))
  total <- k_sum(k_square(y_true - k_mean(y_true)))
  1 - rest / (total + k_epsilon())
})
library(tensorflow)

model <- keras_model_sequential() %>%
  layer_dense(8, activation = "tanh", input_shape = 3) %>%
  layer_dense(1)
model %>% compile(optimizer = optimizer_sgd(learning_rate = 0.05, momentum = 0.9), loss = huber(0.5), metrics = list(r2, "mae"))
history <- model %>% fit(x, y, epochs = 3, batch_size = 10, verbose = 0, shuffle = FALSE)
result <- model %>% evaluate(x, y, verbose = 0)
for (name in names(result)) cat(name, round(result[[name]], 3), "\n")
