# Measures functions of eager tensors in R, against TensorFlow's own called by reticulate.
source("turns.R")

calls <- as.integer(arguments[3])
tf <- reticulate::import("tensorflow", convert = FALSE)
x <- k_constant(matrix(runif(16), 4))
y <- k_constant(matrix(runif(16), 4))

repeated <- function(f) {
  seconds(function() {
    for (i in seq_len(calls)) {
      f()
    }
  })
}

pairs <- list(
  "x + y" = list(function() tf$add(x, y), function() x + y),
  "k_sum(x)" = list(function() tf$reduce_sum(x), function() k_sum(x)),
  "k_dot(x, y)" = list(function() tf$matmul(x, y), function() k_dot(x, y)),
  "x[1, ]" = list(function() tf$gather(x, 0L), function() x[1, ])
)

for (number in 0:rounds) {
  for (what in chosen(pairs)) {
    turn(what, number, function() repeated(pairs[[what]][[1L]]), function() repeated(pairs[[what]][[2L]]))
  }
}
report()
