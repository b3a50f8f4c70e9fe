# Matrices and arrays: filled down the columns, counted from 1.
m <- matrix(1:6, nrow = 2)
cat(m, "\n")
cat(m[1, ], m[, 2], m[2, 3], dim(m), nrow(m), ncol(m), "\n")
b <- matrix(1:6, nrow = 2, byrow = TRUE)
cat(b, b[1, ], "\n")
cat(t(m), "\n")
cat(m %*% t(b), "\n")
cat(m + c(10, 20), "\n")
cat(m * m, m / 2, "\n")
v <- c(1, 2, 3)
cat(m %*% v, "\n")
cat(v %*% v, "\n")
cat(rowSums(m), colMeans(m), "\n")
cat(apply(m, 1, sum), apply(m, 2, max), apply(m, c(1, 2), function(x) x * 10), "\n")
m[1, 2] <- 50L
m[2, ] <- 0L
cat(m, "\n")
a <- array(1:24, dim = c(2, 3, 4))
cat(a[1, 2, 3], dim(a), a[2, , 1], dim(a[, , 1]), "\n")
cat(dim(a[1, , , drop = FALSE]), dim(a[, 1:2, ]), "\n")
cat(cbind(1:3, 4:6), rbind(1:3, 4:6), dim(cbind(1:3, 0)), "\n")
cat(m[m > 2], m[, -1], "\n")
s <- scale(matrix(c(1, 2, 3, 4, 5, 9), 3))
cat(s, "\n")
cat(aperm(a, c(3, 1, 2))[1:5], "\n")
cat(outer(1:2, 1:3), diag(2), "\n")
z <- matrix(0, 2, 2)
for (i in 1:2) {
  for (j in 1:2) {
    z[i, j] <- i * 10 + j
  }
}
cat(z, "\n")
x <- z
x[1, 1] <- -1
cat(z[1, 1], x[1, 1], "\n")
dim(v) <- c(1, 3)
cat(dim(v), "\n")
