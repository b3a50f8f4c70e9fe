# Functions: defaults, names, closures, recursion, partial names of arguments.
power <- function(base, exponent = 2) base^exponent
cat(power(3), power(2, 3), power(exponent = 3, base = 2), power(exp = 4, base = 2), "\n")

make_counter <- function() {
  count <- 0
  function() {
    count <<- count + 1
    count
  }
}
counter <- make_counter()
counter()
counter()
cat(counter(), "\n")

fibonacci <- function(n) if (n < 2) n else fibonacci(n - 1) + fibonacci(n - 2)
cat(sapply(0:8, fibonacci), "\n")

total <- 0
add_to_total <- function(x) {
  total <<- total + x
  invisible(total)
}
for (x in 1:3) add_to_total(x)
cat(total, "\n")

describe <- function(x, digits = 2, label = paste0("of ", length(x))) {
  # the mean, rounded
  paste("mean", round(mean(x), digits), label)
}
cat(describe(c(1, 2, 4)), "\n")
cat(describe(1:4, label = "mine"), "\n")

compose <- function(f, g) function(x) g(f(x))
twice_plus_one <- compose(function(x) x * 2, function(x) x + 1)
cat(twice_plus_one(5), "\n")

change <- function(v) {
  v[1] <- 99
  v
}
original <- c(1, 2, 3)
cat(change(original), original, "\n")
say <- function(...) cat("says:", ..., "\n")
say("a", 1, TRUE)
square <- \(x) x^2
cat(square(4), (function(x) x + 1)(2), "\n")
5 -> five
cat(five, "\n")
