# Measures the building of models in R.
source("turns.R")

layers <- as.integer(arguments[3])
x <- layer_input(16)
one <- reticulate::r_to_py(x)

layer_scale <- new_layer_class(
  "Scale",
  initialize = function(factor, ...) {
    super$initialize(...)
    self$factor <- factor
  },
  build = function(input_shape) {
    self$scale <- self$add_weight(name = "scale", shape = list(input_shape[[2]]), initializer = "ones")
  },
  call = function(inputs) inputs * self$scale * self$factor
)

ScaleR6 <- R6::R6Class(
  "ScaleR6",
  inherit = KerasLayer,
  public = list(
    factor = NULL,
    scale = NULL,
    initialize = function(factor) self$factor <- factor,
    build = function(input_shape) {
      self$scale <- self$add_weight(name = "scale", shape = list(input_shape[[2]]), initializer = "ones")
    },
    call = function(x, mask = NULL) x * self$scale * self$factor
  )
)

chain <- function(add, n = layers) {
  y <- x
  for (i in seq_len(n)) {
    y <- add(y)
  }
}

calls <- function(n) {
  for (i in seq_len(n)) {
    x %>% layer_activation("relu")
  }
}

add_dense <- function(y) y %>% layer_dense(16)
add_lambda <- function(y) y %>% layer_lambda(function(x) x * 2)
add_scale <- function(y) y %>% layer_scale(3)
add_scale_r6 <- function(y) create_layer(ScaleR6, y, list(factor = 3))

some <- layers %/% 4L
rows <- list(
  chain = list(function() plainly(plain$chain, layers), function() seconds(function() chain(add_dense))),
  call = list(function() plainly(plain$calls, one, 200L), function() seconds(function() calls(200L))),
  lambda = list(function() plainly(plain$lambdas, some), function() seconds(function() chain(add_lambda, some))),
  custom = list(function() plainly(plain$scales, some), function() seconds(function() chain(add_scale, some))),
  R6 = list(function() plainly(plain$scales, some), function() seconds(function() chain(add_scale_r6, some)))
)
for (number in 0:rounds) {
  for (what in chosen(rows)) {
    turn(what, number, rows[[what]][[1L]], rows[[what]][[2L]], per = if (what == "call") 200 else 1)
  }
}
report()
