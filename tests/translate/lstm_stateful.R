library(keras)
use_session_with_seed(7, quiet = TRUE)
set.seed(31)
tsteps <- 1
batch_size <- 5
epochs <- 2
lahead <- 1
generateCosine <- function(amp = 100, period = 50, x0 = 0, xn = 100, step = 1, k = 0.01) {
  n <- (xn - x0) * step
  cos <- array(data = numeric(n), dim = c(n, 1, 1))
  for (i in 1:length(cos)) {
    idx <- x0 + i * step
    cos[[i, 1, 1]] <- amp * cos(2 * pi * idx / period)
    cos[[i, 1, 1]] <- cos[[i, 1, 1]] * exp(-k * idx)
  }
  cos
}
cosine <- generateCosine()
cat("Input shape:", dim(cosine), "\n")
expected <- array(data = numeric(length(cosine)), dim = c(length(cosine), 1))
for (i in 1:(length(cosine) - lahead)) {
  expected[[i, 1]] <- mean(cosine[(i + 1):(i + lahead)])
}
cat(round(sum(expected), 3), "\n")
model <- keras_model_sequential()
model %>%
  layer_lstm(units = 3, input_shape = c(tsteps, 1), batch_size = batch_size, return_sequences = TRUE, stateful = TRUE) %>%
  layer_lstm(units = 3, return_sequences = FALSE, stateful = TRUE) %>%
  layer_dense(units = 1)
model %>% compile(loss = "mse", optimizer = "rmsprop")
for (i in 1:epochs) {
  model %>% fit(cosine, expected, batch_size = batch_size, epochs = 1, verbose = 0, shuffle = FALSE)
  model %>% reset_states()
}
predicted_output <- model %>% predict(cosine, batch_size = batch_size)
cat(dim(predicted_output), "\n")
