# Chollet's multi-hot vectors.
vectorize_sequences <- function(sequences, dimension = 10) {
  results <- matrix(0, nrow = length(sequences), ncol = dimension)
  for (i in 1:length(sequences)) {
    results[i, sequences[[i]]] <- 1
  }
  results
}
x <- vectorize_sequences(list(c(1, 3, 5), c(2, 2, 9), 10))
cat(dim(x), rowSums(x), colSums(x), "\n")
str <- paste(x[1, ], collapse = "")
print(str)
