# Training statistics are applied to new data, as in the book.
set.seed(5)
train <- matrix(runif(12), 4)
test <- matrix(runif(6), 2)
mean <- apply(train, 2, mean)
std <- apply(train, 2, sd)
train <- scale(train, center = mean, scale = std)
test <- scale(test, center = mean, scale = std)
cat(train, "\n")
cat(test, "\n")
one_hot <- function(labels, dimension = 4) {
  results <- matrix(0, nrow = length(labels), ncol = dimension)
  for (i in 1:length(labels)) {
    results[i, labels[[i]] + 1] <- 1
  }
  results
}
cat(one_hot(c(0, 2, 3)), "\n")
vectorize <- function(sequences, dimension = 6) {
  results <- matrix(0, nrow = length(sequences), ncol = dimension)
  for (i in 1:length(sequences)) results[i, sequences[[i]]] <- 1
  results
}
cat(vectorize(list(c(1, 3), c(2, 6, 5))), "\n")
