# Documents as rows of counts, with a vocabulary of one's own.
library(keras)
documents <- c("red red blue", "blue green", "red green green")
words <- unique(unlist(strsplit(documents, " ")))
cat(words, "\n")
counts <- matrix(0, nrow = length(documents), ncol = length(words))
for (i in seq_along(documents)) {
  for (word in strsplit(documents[i], " ")[[1]]) {
    place <- which(words == word)
    counts[i, place] <- counts[i, place] + 1
  }
}
print(counts)
cat(colSums(counts), "\n")
model <- keras_model_sequential() %>%
  layer_dense(units = 1, input_shape = length(words), kernel_initializer = "ones", use_bias = FALSE)
cat(predict(model, counts, verbose = 0)[, 1], "\n")
