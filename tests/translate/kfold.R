# Folds of a cross validation.
set.seed(7)
k <- 4
data <- matrix(rnorm(32), 16)
indices <- sample(1:nrow(data))
folds <- rep(1:k, length.out = nrow(data))
all_scores <- c()
for (i in 1:k) {
  val_indices <- which(folds == i)
  val <- data[indices[val_indices], ]
  rest <- data[-indices[val_indices], ]
  score <- mean(abs(val - mean(rest)))
  cat("fold", i, "rows", nrow(val), nrow(rest), "score", round(score, 5), "\n")
  all_scores <- c(all_scores, score)
}
cat(mean(all_scores), length(all_scores), "\n")
