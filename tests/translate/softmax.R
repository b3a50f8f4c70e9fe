# Sampling with a temperature, and the usual small functions.
softmax <- function(x) exp(x) / sum(exp(x))
reweigh <- function(p, temperature = 0.5) {
  logits <- log(p) / temperature
  p <- exp(logits)
  p / sum(p)
}
p <- softmax(c(1, 2, 3))
cat(p, "\n")
cat(reweigh(p), reweigh(p, 2), "\n")
sigmoid <- function(z) 1 / (1 + exp(-z))
relu <- function(z) pmax(z, 0)
cat(sigmoid(c(-1, 0, 1)), relu(c(-1, 0, 1)), "\n")
cross_entropy <- function(y, p) -mean(y * log(p) + (1 - y) * log(1 - p))
cat(cross_entropy(c(1, 0), c(0.9, 0.2)), "\n")
accuracy <- function(truth, predicted) mean(truth == predicted)
cat(accuracy(c(1, 2, 3), c(1, 2, 1)), "\n")
confusion <- matrix(0, 2, 2)
truth <- c(1, 2, 2, 1)
guess <- c(1, 2, 1, 1)
for (i in seq_along(truth)) {
  confusion[truth[i], guess[i]] <- confusion[truth[i], guess[i]] + 1
}
cat(confusion, sum(diag(2) * confusion), "\n")
