# The apply family.
cat(sapply(1:5, function(i) i^2), "\n")
cat(unlist(lapply(c(1, 2, 3), function(x) x * 10)), "\n")
cat(vapply(list(1:3, 4:9), length, integer(1)), "\n")
m <- sapply(1:3, function(i) c(i, i^2))
cat(dim(m), m, "\n")
cat(sapply(list(a = 1:3, b = 4:6), mean)[["b"]], "\n")
cat(Reduce(`+`, 1:5), Reduce(function(a, b) a * b, list(1, 2, 3, 4)), Reduce(`+`, list(1, 2), 10), "\n")
cat(unlist(Filter(function(x) x > 2, list(1, 3, 5))), "\n")
cat(unlist(Map(function(x, y) x + y, 1:3, 4:6)), "\n")
cat(mapply(function(x, y) x * y, 1:3, c(2, 4, 6)), "\n")
cat(do.call(rbind, list(1:2, 3:4)), "\n")
add <- function(x, y = 1) x + y
cat(sapply(1:3, add), sapply(1:3, add, y = 10), do.call(add, list(x = 2, y = 3)), "\n")
words <- c("one", "three")
cat(sapply(words, nchar, USE.NAMES = FALSE), toupper(words), "\n")
pieces <- lapply(1:3, function(i) {
  start <- i * 2
  start:(start + 1)
})
cat(pieces[[2]], length(pieces), "\n")
cat(apply(matrix(1:4, 2), 1, function(row) paste(row, collapse = "-")), "\n")
cat(sapply(c(2.5, 3.5), function(x) if (x > 3) "big" else "small"), "\n")
