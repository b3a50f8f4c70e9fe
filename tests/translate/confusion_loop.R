# A confusion matrix, precision and recall by hand.
actual <- c(0, 1, 1, 0, 1, 0, 1, 1)
probability <- c(0.2, 0.8, 0.4, 0.6, 0.9, 0.1, 0.7, 0.3)
predicted <- ifelse(probability > 0.5, 1, 0)
confusion <- matrix(0, nrow = 2, ncol = 2)
for (i in seq_along(actual)) {
  confusion[actual[i] + 1, predicted[i] + 1] <- confusion[actual[i] + 1, predicted[i] + 1] + 1
}
print(confusion)
tp <- sum(actual == 1 & predicted == 1)
fp <- sum(actual == 0 & predicted == 1)
fn <- sum(actual == 1 & predicted == 0)
precision <- tp / (tp + fp)
recall <- tp / (tp + fn)
cat(sprintf("precision %.3f recall %.3f f1 %.3f\n", precision, recall, 2 * precision * recall / (precision + recall)))
cat("accuracy:", mean(actual == predicted), "\n")
