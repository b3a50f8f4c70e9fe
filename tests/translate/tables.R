# Pairs, places in matrices, distances, data frames, formats, lines of a file.
x <- c(1, 2, 3)
cat(outer(x, x, "+"), "\n")
cat(outer(x, 1:2, function(a, b) a^b - b), "\n")
cat(outer(x, x, ">="), "\n")
print(dim(outer(matrix(1:4, 2), 1:3)))
cat(outer(1:2, 1:3), "\n")

m <- matrix(c(3, 9, 4, 9, 1, 2), 2)
at <- which(m == max(m), arr.ind = TRUE)
cat(at[1], at[2], at[, 2], nrow(at), "\n")
cat(which(m == 9), "\n")
print(which(array(c(0, 1, 1, 0, 0, 1, 0, 0), c(2, 2, 2)) == 1, arr.ind = TRUE)[, 3])

points <- matrix(c(0, 3, 0, 0, 4, 1), 3)
d <- as.matrix(dist(points))
diag(d) <- Inf
cat(round(d[1, 2], 6), apply(d, 1, which.min), "\n")

curves <- as.data.frame(list(loss = c(3, 2, 1), rate = c(0.1, 0.2, 0.4)))
cat(curves$loss[c(1, 3)], curves[2, ]$rate, nrow(curves), "\n")
grid <- as.matrix(expand.grid(a = c(1, 2), b = c(10, 20, 30)))
cat(grid[, 1], grid[, 2], "\n")

cat(format(1234567, big.mark = ","), format(-1234.5, big.mark = ","), format(2, nsmall = 2), "\n")
cat(format(3.14159265), format(3.14159265, digits = 3), format(0.5, nsmall = 2), format(1e10), "\n")
count <- 1234567L
cat(format(count, big.mark = ","), format(TRUE), format("a"), "\n")

path <- file.path(R.home("share"), "licenses", "GPL-2")
lines <- readLines(path, encoding = "UTF-8")
cat(length(lines) > 300, lines[nchar(lines) > 70][1], "\n")
cat(readLines(path, n = 2L), sep = "|")
