# Licence or FAQ? Tells lines of two texts that come with R apart. Run: Rscript examples/r/text_classifier.R
# Prints the same as examples/python/text_classifier.py.

library(rkeras)
keras$utils$set_random_seed(1L)

# The last 240 long lines of a document, without rulers.
lines_of <- function(document) {
  lines <- readLines(file.path(R.home("doc"), document), encoding = "UTF-8")
  tail(lines[nchar(lines) > 50 & !startsWith(lines, "=")], 240)
}

texts <- c(lines_of("COPYING"), lines_of("FAQ"))
is_faq <- rep(c(0, 1), each = 240)
test <- seq(1, 480, by = 4)

# The words of the training texts get numbers; rarer ones are all "<other>".
tokenizer <- text_tokenizer(num_words = 500, oov_token = "<other>")
tokenizer %>% fit_text_tokenizer(texts[-test])
x <- tokenizer %>%
  texts_to_sequences(texts) %>%
  pad_sequences(maxlen = 12)
cat("words:", length(tokenizer$word_index), "\n")
cat("first line:", x[1, ], "\n")

model <- keras_model_sequential() %>%
  layer_embedding(input_dim = 500, output_dim = 16, mask_zero = TRUE) %>%
  layer_global_average_pooling_1d() %>%
  layer_dense(units = 16, activation = "relu") %>%
  layer_dense(units = 1, activation = "sigmoid")
model %>%
  compile(
    optimizer = optimizer_adam(learning_rate = 0.01),
    loss = "binary_crossentropy",
    metrics = "accuracy"
  )

history <- model %>% fit(x[-test, ], is_faq[-test], epochs = 8, batch_size = 32, verbose = 0)
cat(sprintf("epoch %d: loss %.4f\n", 1:8, history$metrics$loss), sep = "")

scores <- model %>% evaluate(x[test, ], is_faq[test], verbose = 0)
cat(sprintf("accuracy on the %d lines held back: %.4f\n", length(test), scores[["accuracy"]]))

questions <- c("You may distribute copies of the program under this license", "How can I plot two functions in R?")
answers <- model %>%
  predict(tokenizer %>% texts_to_sequences(questions) %>% pad_sequences(maxlen = 12), verbose = 0)
cat(sprintf("%.4f  %s\n", answers, questions), sep = "")
stopifnot(scores[["accuracy"]] > 0.8, answers[1] < 0.5, answers[2] > 0.5)
