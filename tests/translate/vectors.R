# Vectors, from one end to the other.
x <- c(3, 1, 4, 1, 5, 9, 2, 6)

cat("length:", length(x), "sum:", sum(x), "mean:", mean(x), "\n")
cat(x[1], x[length(x)], x[2:4], "\n") # the ends
cat(x[-1], "\n")
cat(x[-(1:3)], "\n")
cat(x[x > 3], "\n")
cat(which(x > 3), which.max(x), which.min(x), "\n")
cat(rev(x), "\n")
cat(sort(x), "\n")
cat(order(x), "\n")
cat(cumsum(x), cumprod(c(1, 2, 3)), "\n")
y <- x
y[2] <- 100
cat(x[2], y[2], "\n")
x[9] <- 7
cat(x, "\n")
cat(seq(0, 1, by = 0.25), seq(1, 10, length.out = 4), seq_len(3), seq_along(c("a", "b")), "\n")
cat(rep(c(1, 2), times = 3), rep(c(1, 2), each = 2), rep(0, 3), "\n")
cat(5:1, 2:2, "\n")
n <- 0
cat(1:n, "\n")
cat(head(x, 3), tail(x, 2), head(x, -8), "\n")
cat(unique(c(1, 2, 2, 3, 1)), "\n")
cat(diff(c(1, 4, 9, 16)), "\n")
cat(var(c(1, 2, 3, 4)), sd(c(1, 2, 3, 4)), median(c(5, 1, 3)), "\n")
