# Indices of vectors.
x <- c(10, 20, 30, 40, 50)
cat(x[2], x[-1], x[c(1, 3)], x[x > 25], x[c(TRUE, FALSE)], "\n")
cat(x[2:3], x[length(x)], head(x, 2), tail(x, 2), head(x, -1), "\n")
x[6] <- 70
print(x)
x[x == 20] <- 0
cat(which(x == 0), which.max(x), rev(x)[1], "\n")
names <- c("a", "b", "c")
cat(names[-2], names[order(c(3, 1, 2))], "\n")
