# Text generation, character by character, with an LSTM and a sampling function.
library(keras)
tensorflow::set_random_seed(3L)
text <- strsplit(tolower(paste(rep("the quick brown fox jumps over the lazy dog ", 4), collapse = "")), "")[[1]]
chars <- sort(unique(text))
maxlen <- 8
starts <- seq(1, length(text) - maxlen - 1, by = 3)
dataset <- list(sentence = lapply(starts, function(i) text[i:(i + maxlen - 1)]), next_char = text[starts + maxlen])
x <- array(0, dim = c(length(starts), maxlen, length(chars)))
y <- array(0, dim = c(length(starts), length(chars)))
for (i in seq_along(starts)) {
  x[i, , ] <- sapply(chars, function(c) as.integer(c == dataset$sentence[[i]]))
  y[i, ] <- as.integer(chars == dataset$next_char[[i]])
}
model <- keras_model_sequential()
model %>%
  layer_lstm(16, input_shape = c(maxlen, length(chars))) %>%
  layer_dense(length(chars)) %>%
  layer_activation("softmax")
model %>% compile(loss = "categorical_crossentropy", optimizer = optimizer_rmsprop(lr = 0.01))
sample_mod <- function(preds, temperature = 1) {
  preds <- log(preds) / temperature
  exp_preds <- exp(preds)
  preds <- exp_preds / sum(exp(preds))
  which.max(t(rmultinom(1, 1, preds)))
}
seen <- integer()
on_epoch_end <- function(epoch, logs) seen <<- c(seen, epoch)
print_callback <- callback_lambda(on_epoch_end = on_epoch_end)
history <- model %>% fit(x, y, batch_size = 16, epochs = 3, callbacks = print_callback, verbose = 0)
print(seen)
print(diff(history$metrics$loss) < 0)
sentence <- dataset$sentence[[1]]
for (i in 1:5) {
  one <- t(sapply(chars, function(c) as.integer(c == sentence)))
  one <- array_reshape(t(one), c(1, dim(t(one))))
  stopifnot(identical(c(one), c(t(sapply(sentence, function(s) as.integer(chars == s))))))
  preds <- predict(model, one, verbose = 0)
  sentence <- c(sentence[-1], chars[sample_mod(preds, 0.5)])
}
print(length(sentence))
print(dim(preds))
print(all.equal(sum(preds), 1, tolerance = 1e-5))
