library(keras)
use_session_with_seed(7, quiet = TRUE)
text <- tolower("The quick brown fox jumps over the lazy dog. The dog sleeps and the fox runs away.")
cat("Corpus length:", nchar(text), "\n")
maxlen <- 10
step <- 3
text_indexes <- seq(1, nchar(text) - maxlen, by = step)
sentences <- substring(text, text_indexes, text_indexes + maxlen - 1)
next_chars <- substring(text, text_indexes + maxlen, text_indexes + maxlen)
cat("Number of sequences:", length(sentences), "\n")
chars <- unique(strsplit(text, "")[[1]])
cat("Unique characters:", length(chars), "\n")
char_indices <- 1:length(chars)
names(char_indices) <- chars
x <- array(0L, dim = c(length(sentences), maxlen, length(chars)))
y <- array(0L, dim = c(length(sentences), length(chars)))
for (i in 1:length(sentences)) {
  sentence <- strsplit(sentences[[i]], "")[[1]]
  for (t in 1:length(sentence)) {
    char <- sentence[[t]]
    x[i, t, char_indices[[char]]] <- 1
  }
  next_char <- next_chars[[i]]
  y[i, char_indices[[next_char]]] <- 1
}
cat(sum(x), sum(y), "\n")
model <- keras_model_sequential() %>%
  layer_lstm(units = 4, input_shape = c(maxlen, length(chars))) %>%
  layer_dense(units = length(chars), activation = "softmax")
model %>% compile(loss = "categorical_crossentropy", optimizer = optimizer_rmsprop(learning_rate = 0.01))
sample_next_char <- function(preds, temperature = 1.0) {
  preds <- as.numeric(preds)
  preds <- log(preds) / temperature
  exp_preds <- exp(preds)
  preds <- exp_preds / sum(exp_preds)
  which.max(preds)
}
model %>% fit(x, y, batch_size = 8, epochs = 1, verbose = 0)
p <- model %>% predict(x[1, , , drop = FALSE])
cat(length(p), sample_next_char(p) <= length(chars), "\n")
