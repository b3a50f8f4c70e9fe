# Random numbers: those of R.
set.seed(42)
x <- runif(5)
y <- rnorm(5, mean = 10, sd = 2)
cat(x, "\n")
cat(y, "\n")
cat(sample(10), "\n")
cat(sample(5, 2), sample(c("a", "b", "c"), 5, replace = TRUE), "\n")
cat(runif(2, -1, 1), rnorm(1), runif(1), "\n")

set.seed(1)
inside <- 0
n <- 200
for (i in 1:n) {
  p <- runif(2)
  if (sum(p^2) <= 1) inside <- inside + 1
}
cat("pi is about", 4 * inside / n, "\n")
m <- matrix(rnorm(6), 2)
cat(m, "\n")
walk <- cumsum(sample(c(-1, 1), 10, TRUE))
cat(walk, max(walk), "\n")
index <- sample(1:10, 4)
cat(index, (1:10)[-index], "\n")
