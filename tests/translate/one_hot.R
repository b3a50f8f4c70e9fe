# One-hot coding by hand.
one_hot <- function(labels, classes) {
  out <- matrix(0, nrow = length(labels), ncol = classes)
  for (i in seq_along(labels)) {
    out[i, labels[i] + 1] <- 1
  }
  out
}
m <- one_hot(c(0, 2, 1), 3)
print(m)
cat(m[2, ], "\n")
m[cbind(1:3, c(1, 3, 2))]
