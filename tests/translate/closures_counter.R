# Closures that count.
make_counter <- function(start = 0) {
  count <- start
  list(
    add = function(by = 1) {
      count <<- count + by
      invisible(count)
    },
    get = function() count
  )
}
one <- make_counter()
two <- make_counter(10)
one$add()
one$add(5)
two$add()
cat(one$get(), two$get(), "\n")
compose <- function(f, g) function(x) g(f(x))
h <- compose(sqrt, function(v) v + 1)
h(16)
