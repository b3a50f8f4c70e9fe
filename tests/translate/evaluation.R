# R's rules of evaluation: missing arguments, values that are not printed, partial names, indices that recycle.
greet <- function(name, sign) {
  if (missing(sign)) sign <- "!"
  if (missing(name)) "nobody" else paste0(name, sign)
}
cat(greet(), greet("a"), greet("a", "?"), "\n")

size <- function(x, n = length(x)) {
  x <- x[1:n]
  sum(x)
}
cat(size(c(1, 2, 4)), "\n")

quiet <- function() invisible(3)
quiet()
loud <- function(x) if (x > 1) x * 2
loud(0)
loud(3)
told <- function(x) print(x)
told("once")
kept <- function() value <- 5
kept()
cat(kept() + quiet(), "\n")

settings <- list(alpha = 1, beta = 2)
settings$al
is.null(settings$gamma)
steps <- 1:6
steps[c(TRUE, FALSE)]
parts <- list(1, 2, 3)
parts[2] <- list(NULL)
cat(length(parts), is.null(parts[[2]]), "\n")
cat(names(Map(function(x, y) x * y, list(a = 1, b = 2), 3:4)), names(Map(nchar, c("one", "two"))), "\n")
cat("line", "another", sep = "\n")
cat(gsub("[[:space:]]+", " ", "a   b\t c"), gsub("[^[:alnum:] ]", "", "a-b c_d"), "\n")
