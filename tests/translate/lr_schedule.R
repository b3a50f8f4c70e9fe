# Learning rates: a schedule by callback, exponential decay, cosine, and one cycle by hand.
library(keras)

x <- matrix(1:20 / 10)
y <- 3 * x + 1

schedule <- function(epoch, lr) {
  if (epoch < 2) lr else lr * exp(-0.1)
}
fit_with <- function(optimizer, callbacks = NULL) {
  model <- keras_model_sequential() %>%
    layer_dense(1, input_shape = 1, kernel_initializer = "zeros")
  model %>% compile(optimizer, "mse")
  history <- model %>% fit(x, y, epochs = 4, batch_size = 10, verbose = 0, shuffle = FALSE, callbacks = callbacks)
  tail(history$metrics$loss, 1)
}
cat("constant:", round(fit_with(optimizer_sgd(0.01)), 4), "\n")
cat("callback:", round(fit_with(optimizer_sgd(0.01), list(callback_learning_rate_scheduler(schedule))), 4), "\n")
decay <- learning_rate_schedule_exponential_decay(initial_learning_rate = 0.05, decay_steps = 2, decay_rate = 0.9)
cat("exponential:", round(fit_with(optimizer_sgd(decay)), 4), "\n")
cosine <- learning_rate_schedule_cosine_decay(0.05, decay_steps = 8)
cat("cosine:", round(fit_with(optimizer_sgd(learning_rate = cosine)), 4), "\n")

one_cycle <- function(step, top = 0.1, total = 10) {
  half <- total / 2
  if (step <= half) top * step / half else top * (total - step) / half
}
rates <- sapply(0:10, one_cycle)
print(round(rates, 3))
peak <- which.max(rates) - 1
cat("peak at", peak, "\n")
