# Precision of each class from predicted classes.
library(keras)
truth <- c(0, 1, 2, 2, 1, 0)
scores <- matrix(c(
  0.8, 0.1, 0.1,
  0.2, 0.5, 0.3,
  0.1, 0.2, 0.7,
  0.4, 0.5, 0.1,
  0.1, 0.8, 0.1,
  0.3, 0.6, 0.1
), ncol = 3, byrow = TRUE)
predicted <- apply(scores, 1, which.max) - 1
cat(predicted, "\n")
for (class in 0:2) {
  chosen <- predicted == class
  right <- sum(chosen & truth == class)
  cat(sprintf("class %d: precision %.2f, recall %.2f\n", class, right / max(1, sum(chosen)), right / sum(truth == class)))
}
onehot <- to_categorical(truth, 3)
print(onehot)
loss <- -mean(log(rowSums(onehot * scores)))
cat("cross entropy:", round(loss, 4), "\n")
