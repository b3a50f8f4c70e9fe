# Indices of matrices.
m <- matrix(1:12, nrow = 3)
cat(m[2, 3], m[2, ], m[, 2], "\n")
print(m[1:2, c(1, 4)])
cat(dim(m[, 1, drop = FALSE]), dim(m[-1, ]), "\n")
m[2, ] <- 0L
print(m)
m[m > 6] <- 99L
cat(m, "\n")
cat(m[m[, 1] > 0, 2], "\n")
a <- array(1:24, dim = c(2, 3, 4))
cat(a[1, 2, 3], dim(a[, , 1]), dim(a[1, , ]), "\n")
