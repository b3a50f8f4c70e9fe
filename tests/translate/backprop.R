# A network of two layers by hand, trained on XOR.
set.seed(2)
x <- matrix(c(0, 0, 1, 1, 0, 1, 0, 1), 4)
y <- matrix(c(0, 1, 1, 0), 4)
w1 <- matrix(rnorm(6), 2)
b1 <- rep(0, 3)
w2 <- matrix(rnorm(3), 3)
b2 <- 0
rate <- 0.5
for (epoch in 1:200) {
  h <- tanh(x %*% w1 + matrix(b1, 4, 3, byrow = TRUE))
  p <- 1 / (1 + exp(-(h %*% w2 + b2)))
  d2 <- p - y
  dw2 <- t(h) %*% d2
  d1 <- (d2 %*% t(w2)) * (1 - h^2)
  w2 <- w2 - rate * dw2
  b2 <- b2 - rate * sum(d2)
  w1 <- w1 - rate * (t(x) %*% d1)
  b1 <- b1 - rate * colSums(d1)
  if (epoch %% 100 == 0) {
    cat(sprintf("epoch %3d: loss %.6f\n", epoch, mean(d2^2)))
  }
}
cat(round(p, 4), "\n")
