# Folds of a validation.
k <- 3
x <- c(1, 4, 9, 16, 25, 36)
folds <- cut(seq(1, 6), breaks = k, labels = FALSE)
cat(folds, "\n")
cat(cut(x, 4, labels = FALSE), "\n")
for (i in 1:k) cat(i, sum(x[folds == i]), range(x[folds != i]), "\n")
