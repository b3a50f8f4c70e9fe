# Next characters with one-hot inputs.
library(keras)
use_session_with_seed(8, quiet = TRUE)
text <- "hello hello help"
chars <- sort(unique(strsplit(text, "")[[1]]))
letters_of <- strsplit(text, "")[[1]]
codes <- match(letters_of, chars)
maxlen <- 3
n <- length(codes) - maxlen
x <- array(0, dim = c(n, maxlen, length(chars)))
y <- matrix(0, nrow = n, ncol = length(chars))
for (i in 1:n) {
  for (j in 1:maxlen) {
    x[i, j, codes[i + j - 1]] <- 1
  }
  y[i, codes[i + maxlen]] <- 1
}
cat(dim(x), dim(y), sum(x), sum(y), "\n")
model <- keras_model_sequential() %>%
  layer_lstm(units = 4, input_shape = c(maxlen, length(chars))) %>%
  layer_dense(units = length(chars), activation = "softmax")
model %>% compile(loss = "categorical_crossentropy", optimizer = optimizer_rmsprop(learning_rate = 0.01))
history <- model %>% fit(x, y, epochs = 2, batch_size = 4, verbose = 0)
cat(round(history$metrics$loss, 3), "\n")
p <- predict(model, x[1, , , drop = FALSE], verbose = 0)
cat(dim(p), round(sum(p), 4), chars[which.max(p[1, ])], "\n")
