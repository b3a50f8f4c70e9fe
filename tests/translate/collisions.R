# Values are copied, not shared.
a <- matrix(0, 2, 2)
b <- a
b[1, 1] <- 5
cat(a[1, 1], b[1, 1], "\n")
row <- b[1, ]
b[1, 2] <- 9
cat(row, b[1, ], "\n")
set_first <- function(x, value) {
  x[[1]] <- value
  x
}
l <- list(1, 2)
m <- set_first(l, 100)
cat(l[[1]], m[[1]], "\n")
outer_list <- list(inner = l)
l[[2]] <- 50
cat(outer_list$inner[[2]], l[[2]], "\n")
v <- 1:3
v[2] <- 2.5
cat(v, "\n")
v[5] <- 1
cat(is.na(v), "\n")
s <- c("a", "b")
s[2] <- "longer text"
cat(s, "\n")
z <- numeric(3)
z[2] <- 1
y <- z
z[1] <- 7
cat(y, z, "\n")
f <- function() {
  z[3] <- 8
  z
}
cat(f(), z, "\n")
