# Gradient descent by hand, with base R alone.
set.seed(3)
x <- cbind(1, matrix(rnorm(40), 20))
beta <- c(0.5, -1, 2)
y <- x %*% beta + rnorm(20, sd = 0.1)
w <- rep(0, 3)
losses <- numeric(30)
for (step in 1:30) {
  error <- c(x %*% w - y)
  losses[step] <- mean(error^2)
  gradient <- 2 * colMeans(error * x)
  w <- w - 0.2 * gradient
}
cat("weights:", round(w, 4), "\n")
cat("losses:", losses[c(1, 10, 30)], "\n")
