# Errors that are caught, and arguments that are evaluated where they are caught.
refused <- function(expr) {
  tryCatch(
    {
      force(expr)
      "no error"
    },
    error = conditionMessage
  )
}
check <- function(x) {
  if (x < 0) {
    stop("negative: ", x)
  }
  sqrt(x)
}
cat(refused(check(-4)), "\n")
cat(refused(check(4)), "\n")

# As a statement, with what is done in any case.
count <- 0
for (i in c(-1, 1)) {
  tryCatch(
    {
      value <- check(i) # may fail
      count <- count + 1
      cat("value", value, "\n")
    },
    error = function(e) cat("caught:", conditionMessage(e), "\n"),
    finally = {
      cat("done", i, "\n")
    }
  )
}
cat("count", count, "\n")

# As a value; `e` is another one outside.
e <- 5
safe <- tryCatch(check(-9), error = function(e) NA)
print(safe)
failed <- FALSE
result <- tryCatch(
  check(16),
  error = function(e) {
    failed <<- TRUE
    0
  }
)
cat(result, e, failed, "\n")

keep <- function(f, x) tryCatch(f(x), error = function(err) -1)
cat(keep(check, 25), keep(check, -25), "\n")
print(sapply(c(1, 4), function(x) tryCatch(check(x), error = function(e) 0)))
