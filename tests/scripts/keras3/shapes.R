# Shapes as objects, parts of tensors by `@`, and the parts of values, as R's keras3 has them.
library(keras3)

same <- function(x, y) stopifnot(identical(as.array(x), as.array(y)))
x <- op_array(array(1:24, c(2, 3, 4)))
stopifnot(identical(capture.output(print(shape(NA, 3))), "shape(NA, 3)"), identical(format(op_shape(x), prefix = FALSE), "(2, 3, 4)"))
stopifnot(prod(shape(2, 3)) == 6, is.na(prod(shape(NA, 3))), shape(2, 3) == c(2, 3), shape(2, NA) != c(2, 3))
stopifnot(identical(shape(2, 3)[2], shape(3)), identical(c(shape(2, 3), 4), op_shape(x)), identical(rev(op_shape(x)), shape(4, 3, 2)))
stopifnot(identical(op_shape(keras_input(3)), shape(NA, 3)), identical(shape(x, NULL), shape(2, 3, 4, NA)), op_shape(x)[[3]] == 4L)
size <- shape(I(op_array(3L)), 2)
stopifnot(op_is_tensor(size[[1]]), size[[2]] == 2, as.array(prod(size)) == 6)
c(rows, ...rest) %<-% op_shape(x)
stopifnot(rows == 2, identical(unlist(rest), c(3L, 4L)))
same(op_reshape(1:6, shape(2, 3)), matrix(1:6, 2, byrow = TRUE))

a <- as.array(x)
same(x@r[1, 2:3, ], a[1, 2:3, ])
same(x@py[0, 1:3], a[1, 2:3, ])
same(x@r[.., 4], a[, , 4])
same(x@r[NA:NA, -1], a[, 3, ])
same(x@py[-1, newaxis, , 2], array(a[2, , 3], c(1, 3)))
x@r[2, , 1] <- 0L
a[2, , 1] <- 0L
same(x, a)
x@py[0, 0:2, 3] <- c(7L, 8L)
a[1, 1:2, 4] <- 7:8
same(x, a)
input <- keras_input(c(3, 4))
model <- keras_model(input, input@r[, 2:3, -1])
stopifnot(all.equal(predict(model, a, verbose = 0), a[, 2:3, 4]))
stopifnot(grepl("`@foo`", tryCatch(x@foo, error = conditionMessage), fixed = TRUE))
two <- reticulate::np_array(1:3)@r[2]
stopifnot(as.array(two) == 2L)

.[q, r] <- op_qr(matrix(c(1, 2, 3, 5), 2))
stopifnot(all.equal(as.array(op_matmul(q, r)), matrix(c(1, 2, 3, 5), 2), tolerance = 1e-5))
.[first, .[., last], ...others] <- list(1, list(2, 3), 4, 5)
stopifnot(first == 1, last == 3, identical(others, list(4, 5)))
.[first, .., last] <- list(1, 2, 3, 4)
stopifnot(first == 1, last == 4)
inside <- function() {
  .[b] <- list("inside")
  b
}
stopifnot(inside() == "inside", !exists("b"))
