# Operations: axes and indices from 1, gradients, loops, and a layer made of them.
library(keras3)

x <- op_array(matrix(c(3, 1, 2, 6, 5, 4), 2, byrow = TRUE), "float32")
m <- as.array(x)
stopifnot(identical(c(as.array(op_argmax(x, axis = 2))), max.col(m)))
stopifnot(identical(as.array(op_sum(x, axis = 1)), array(colSums(m))))
as.array(op_take(x, c(1L, 3L), axis = 2))
as.array(op_slice(x, start_indices = c(1, 2), shape = c(2, 2)))
c(values, places) %<-% op_top_k(x, 2)
as.array(places)
as.array(op_where(x > 2, x, op_zeros_like(x)))
as.array(x[2, ])
as.array(x[, 2:NA])
as.array(op_einsum("ij,kj->ik", x, x))
stopifnot(all.equal(as.array(op_einsum("ij,kj->ik", x, x)), m %*% t(m)))
as.array(op_cond(op_sum(x) > 3, function() op_array(1), function() op_array(0)))
c(count, total) %<-%
  op_while_loop(function(i, total) i < 5, function(i, total) list(i + 1, total + i), list(op_array(0), op_array(0)))
as.numeric(total)
as.array(op_map(x, function(row) op_sum(row)))
c(last, all) %<-% op_scan(function(carry, row) list(carry + row, carry + row), op_zeros(3), x)
as.array(last)
as.array(op_vectorized_map(x, function(row) row * 2))
stopifnot(all.equal(as.array(op_softmax(x)), exp(m) / rowSums(exp(m)), tolerance = 1e-6))
stopifnot(all.equal(as.array(op_norm(x, axis = 2)), array(sqrt(rowSums(m^2))), tolerance = 1e-6))
log1pexp <- op_custom_gradient(function(x) {
  e <- op_exp(x)
  grad <- function(...) {
    upstream <- list(...)[[1]]
    op_multiply(upstream, 1 - 1 / (1 + e))
  }
  list(op_log(1 + e), grad)
})
v <- keras_variable(2)
with(tensorflow::tf$GradientTape() %as% tape, {
  value <- log1pexp(v$value)
})
stopifnot(abs(as.numeric(tape$gradient(value, v$value)) - 1 / (1 + exp(-2))) < 1e-6)

attention <- Layer(
  "PlainAttention",
  initialize = function(size) {
    super$initialize()
    self$query <- layer_dense(units = size, use_bias = FALSE)
    self$key <- layer_dense(units = size, use_bias = FALSE)
  },
  call = function(inputs) {
    c(batch, steps, width) %<-% op_shape(inputs)
    scores <- op_matmul(self$query(inputs), op_transpose(self$key(inputs), c(1, 3, 2)))
    scores <- op_softmax(scores / sqrt(width), axis = -1)
    op_reshape(op_matmul(scores, inputs), shape(batch, steps, width))
  }
)
inputs <- keras_input(c(4, 3))
model <- keras_model(inputs, attention(inputs, 2))
data <- random_normal(c(2, 4, 3), seed = 1)
weights <- get_weights(model)
first <- as.array(data)[1, , ]
scores <- exp((first %*% weights[[1]]) %*% t(first %*% weights[[2]]) / sqrt(3))
expected <- (scores / rowSums(scores)) %*% first
stopifnot(all.equal(predict(model, data, verbose = 0)[1, , ], expected, tolerance = 1e-5))
