# `op_*` against R itself: positions and axes count from 1 in both.

x <- matrix(c(3, 1, 2, 9, 5, 7), 2)
cube <- array(c(5, 3, 8, 1, 9, 2, 7, 4, 6, 12, 11, 10, 15, 13, 14, 16, 20, 18, 17, 19, 24, 21, 23, 22) / 2, 2:4)

values <- function(tensor) {
  if (is.list(tensor)) lapply(tensor, values) else as.array(tensor)
}

as_plain <- function(value) {
  if (is.list(value)) {
    lapply(unname(value), as_plain)
  } else {
    unname(if (length(dim(value)) > 1L) drop(value) else as.vector(value))
  }
}

# Evaluated where the test file is, so that a row is an op and what R computes.
expect_as_in_r <- function(found, expected, label) {
  expect_equal(as_plain(values(found)), as_plain(expected), tolerance = 1e-5, label = label)
}

softmax <- function(x) exp(x) / sum(exp(x))

along <- function(x, axis, f) {
  result <- apply(x, setdiff(seq_along(dim(x)), axis), f)
  if (length(result) == length(x)) {
    aperm(array(result, dim(x)[c(axis, setdiff(1:3, axis))]), order(c(axis, setdiff(1:3, axis))))
  } else {
    result
  }
}

cases <- list(
  quote(list(op_abs(-x), abs(x))),
  quote(list(op_add(x, 1:2 + 0 * x), x + 1:2)),
  quote(list(op_add(matrix(1:16, 4), matrix(1:4, 4)), matrix(1:16, 4) + 1:4)),
  quote(list(op_subtract(x, 1), x - 1)),
  quote(list(op_mod(-x, 4), -x %% 4)),
  quote(list(op_floor_divide(-x, 4), -x %/% 4)),
  quote(list(op_power(x, 2), x^2)),
  quote(list(op_pmax(x, 4), pmax(x, 4))),
  quote(list(op_round(x / 3, 1L), round(x / 3, 1))),
  quote(list(op_bitwise_and(5L, 3L), bitwAnd(5L, 3L))),
  quote(list(op_bitwise_left_shift(5, 2), bitwShiftL(5L, 2L))),
  quote(list(op_logical_and(x > 2, x < 6), x > 2 & x < 6)),
  quote(list(op_where(x > 2, x, 0), ifelse(x > 2, x, 0))),
  quote(list(op_sum(cube, axis = 2), apply(cube, c(1, 3), sum))),
  quote(list(op_mean(cube, axis = c(1, 3)), colMeans(aperm(cube, c(1, 3, 2)), dims = 2))),
  quote(list(op_max(cube, axis = -1), apply(cube, 1:2, max))),
  quote(list(op_sum(x, axis = 1, keepdims = TRUE), matrix(colSums(x), 1))),
  quote(list(op_median(cube), median(cube))),
  quote(list(op_quantile(cube, c(0.25, 0.5)), quantile(cube, c(0.25, 0.5)))),
  quote(list(op_cumsum(cube, axis = 3), along(cube, 3, cumsum))),
  quote(list(op_softmax(cube, axis = 1), along(cube, 1, softmax))),
  quote(list(op_sort(cube, axis = 3), along(cube, 3, sort))),
  quote(list(op_diff(x, axis = 2), t(diff(t(x))))),
  quote(list(op_argmax(cube, axis = 3), apply(cube, 1:2, which.max))),
  quote(list(op_argmin(cube, axis = 1), apply(cube, 2:3, which.min))),
  quote(list(op_argmax(cube, axis = 3, zero_indexed = TRUE), apply(cube, 1:2, which.max) - 1)),
  quote(list(op_argmax(x), which.max(t(x)))),
  quote(list(op_argsort(cube, axis = 3), along(cube, 3, order))),
  quote(list(op_searchsorted(c(1, 3, 5), c(0, 3, 9), "right"), findInterval(c(0, 3, 9), c(1, 3, 5)) + 1)),
  quote(list(op_top_k(x, 2)$values, t(apply(x, 1, function(row) sort(row, decreasing = TRUE)[1:2])))),
  quote(list(op_top_k(x, 2)[[2]], t(apply(x, 1, function(row) order(-row)[1:2])))),
  quote(list(op_nonzero(x > 2), which(t(x) > 2, arr.ind = TRUE)[, 2:1])),
  quote(list(op_take(cube, c(3, 1), axis = 2), cube[, c(3, 1), ])),
  quote(list(op_take(cube, -1, axis = 3), cube[,, 4])),
  quote(list(op_take(x, 2), t(x)[2])),
  quote(list(op_take_along_axis(x, op_argsort(x, axis = 2), axis = 2), t(apply(x, 1, sort)))),
  quote(list(op_unravel_index(op_argmax(x), dim(x)), as.list(which(x == max(x), arr.ind = TRUE)))),
  quote(list(op_one_hot(c(1, 3), 3), diag(3)[c(1, 3), ])),
  quote(list(op_slice(cube, c(1, 2, 3), c(2, 2, 1)), cube[1:2, 2:3, 3])),
  quote(list(op_slice_update(x, c(1, 2), matrix(0, 2, 2)), cbind(x[, 1], 0, 0))),
  quote(list(op_scatter(rbind(c(1, 2), c(2, 3)), c(5, 6), c(2, 3)), rbind(c(0, 5, 0), c(0, 0, 6)))),
  quote(list(op_scatter_update(x, rbind(c(1, 2), c(2, 3)), c(5, 6)), replace(x, cbind(1:2, 2:3), c(5, 6)))),
  quote(list(op_segment_sum(c(1, 2, 10, 20), c(1, 1, 3, 3), 3), c(3, 0, 30))),
  quote(list(op_segment_max(c(1, 2, 10, 20), c(1, 1, 2, 2)), tapply(c(1, 2, 10, 20), c(1, 1, 2, 2), max))),
  quote(list(op_digitize(c(0.5, 3, 9), c(1, 3, 5)), findInterval(c(0.5, 3, 9), c(1, 3, 5)) + 1)),
  quote(list(op_bincount(c(1, 1, 3)), c(0, tabulate(c(1, 1, 3))))),
  quote(list(op_get_item(x, 2), x[2, ])),
  quote(list(op_subset(cube, 2, 2:3, 4), cube[2, 2:3, 4])),
  quote(list(op_subset(cube, .., c(TRUE, FALSE, TRUE), 1), cube[, c(1, 3), 1])),
  quote(list(op_subset_set(x, 2, value = 0), rbind(x[1, ], 0))),
  quote(list(op_transpose(cube, c(3, 1, 2)), aperm(cube, c(3, 1, 2)))),
  quote(list(op_swapaxes(cube, 1, 3), aperm(cube, 3:1))),
  quote(list(op_moveaxis(cube, 1, 3), aperm(cube, c(2, 3, 1)))),
  quote(list(op_expand_dims(x, 1)$shape[[1]], 1)),
  quote(list(op_flip(cube, axis = 2), cube[, 3:1, ])),
  quote(list(op_roll(x, 1, axis = 2), x[, c(3, 1, 2)])),
  quote(list(op_concatenate(list(x, x), axis = 2), cbind(x, x))),
  quote(list(op_stack(list(x, x), axis = 3), array(c(x, x), c(2, 3, 2)))),
  quote(list(op_split(x, c(2, 3), axis = 2), list(x[, 1], x[, 2], x[, 3]))),
  quote(list(op_unstack(x, axis = 2), list(x[, 1], x[, 2], x[, 3]))),
  quote(list(op_repeat(x, 2, axis = 2), x[, rep(1:3, each = 2)])),
  quote(list(op_tile(x, c(1, 2)), cbind(x, x))),
  quote(list(op_pad(x, list(c(1, 0), c(0, 1))), rbind(0, cbind(x, 0)))),
  quote(list(op_reshape(x, c(NA, 2)), matrix(t(x), 3, byrow = TRUE))),
  quote(list(op_diagonal(x, offset = 1L), c(x[1, 2], x[2, 3]))),
  quote(list(op_trace(cube, axis1 = 2, axis2 = 3), c(sum(diag(cube[1, , 1:3])), sum(diag(cube[2, , 1:3]))))),
  quote(list(op_tril(x), x * lower.tri(x, diag = TRUE))),
  quote(list(op_arange(2L, 8L, 3L), seq(2L, 8L, 3L))),
  quote(list(op_arange(5), seq_len(5))),
  quote(list(op_linspace(0, 1, 5), seq(0, 1, length.out = 5))),
  quote(list(op_eye(2, 3), diag(1, 2, 3))),
  quote(list(op_matmul(x, t(x)), x %*% t(x))),
  quote(list(op_tensordot(x, x, list(1, 1)), crossprod(x))),
  quote(list(op_tensordot(cube, aperm(cube, c(2, 3, 1))), tcrossprod(matrix(cube, 2)))),
  quote(list(op_outer(1:2, 1:3), outer(1:2, 1:3))),
  quote(list(op_einsum("ij,kj->ik", x, x), tcrossprod(x))),
  quote(list(op_solve(crossprod(t(x)), c(1, 2)), solve(crossprod(t(x)), c(1, 2)))),
  quote(list(op_det(tcrossprod(x)), det(tcrossprod(x)))),
  quote(list(op_inv(tcrossprod(x)), solve(tcrossprod(x)))),
  quote(list(op_cholesky(tcrossprod(x)), t(chol(tcrossprod(x))))),
  quote(list(op_svd(x)[[2]], svd(x)$d)),
  quote(list(abs(op_qr(x)$r), abs(qr.R(qr(x))))),
  quote(list(op_eigh(tcrossprod(x))[[1]], rev(eigen(tcrossprod(x))$values))),
  quote(list(op_norm(x, axis = 2), sqrt(rowSums(x^2)))),
  quote(list(op_norm(x, "fro"), norm(x, "F"))),
  quote(list(op_fft(list(x, 0 * x))[[1]], t(apply(x, 1, function(row) Re(fft(row)))))),
  quote(list(op_convert_to_array(op_cast(x, "bfloat16")), x)),
  quote(list(op_shape(cube), as.list(dim(cube)))),
  quote(list(op_size(cube), length(cube)))
)

test_that("operations are those of R", {
  for (case in cases) {
    both <- eval(case)
    expect_as_in_r(both[[1]], both[[2]], deparse1(case[[2]]))
  }
})

test_that("functions of R are branches, bodies of loops and gradients", {
  expect_as_in_r(op_cond(TRUE, \() 1, \() op_zeros(2)), 1, "op_cond")
  expect_as_in_r(op_switch(2, list(`+`, \(x, y) x - y), 2, 0.5), 1.5, "op_switch")
  expect_as_in_r(op_switch(3, list(`+`, \(x, y) x - y), 2, 0.5), 1.5, "op_switch")
  loop <- op_while_loop(\(i, x) i < 5, \(i, x) list(i + 1, x * 2), list(0L, 1))
  expect_as_in_r(loop, list(5, 32), "op_while_loop")
  expect_as_in_r(op_fori_loop(0, 10, \(i, total) total + i, 0L), 45, "op_fori_loop")
  scan <- op_scan(\(total, x) list(total + x, total + x), 0, c(1, 2, 3))
  expect_as_in_r(scan, list(6, cumsum(1:3)), "op_scan")
  expect_as_in_r(op_scan(\(n, x) list(n + 1, n), 0, length = 3)[[2]], 0:2, "op_scan without xs")
  expect_as_in_r(op_associative_scan(\(a, b) a + b, c(1, 2, 3)), cumsum(1:3), "op_associative_scan")
  expect_as_in_r(op_map(x, \(row) op_sum(row)), rowSums(x), "op_map")
  expect_as_in_r(op_map(x, \(row) 7), c(7, 7), "op_map to numbers")
  expect_as_in_r(op_vectorized_map(x, \(row) row * 2), x * 2, "op_vectorized_map")
  expect_as_in_r(op_vectorize(\(a, b) a * b)(c(1, 2), c(3, 4)), c(3, 8), "op_vectorize")
  graded <- op_custom_gradient(\(x) list(x^2, \(upstream) upstream * 100))
  at <- tf$constant(3)
  with(tf$GradientTape() %as% tape, {
    tape$watch(at)
    y <- graded(at)
  })
  expect_as_in_r(list(y, tape$gradient(y, at)), list(9, 100), "op_custom_gradient")
})

test_that("parts of tensors are assigned", {
  tensor <- op_array(x)
  tensor[1, ] <- 0
  tensor[2, 2:3] <- c(10, 20)
  expect_as_in_r(tensor, rbind(0, c(1, 10, 20)), "[<-")
  op_subset(tensor, 2, 1) <- 5
  expect_as_in_r(tensor, rbind(0, c(5, 10, 20)), "op_subset<-")
  expect_error(tensor[3, 1] <- 0, "indices go from 1 to 2")
  whole <- op_array(1:3)
  expect_error(whole[2] <- 1.5, "of type int32 like the tensor")
  input <- layer_input(3)
  changed <- input
  changed[, 2] <- 0
  expect_equal(as.array(keras_model(input, changed)(x)), cbind(x[, 1], 0, x[, 3]))
})

test_that("what is no position or axis is an error", {
  expect_error(op_take(x, 0, axis = 1), "op_take(): `indices` should be whole numbers other than 0", fixed = TRUE)
  expect_error(op_sum(x, axis = 0), "Axes count from 1")
  expect_error(op_sum(c(1, NA)), "op_sum(): `x`", fixed = TRUE)
  expect_error(op_sum("a"), "op_sum(): `x` should be a tensor, an array or numbers", fixed = TRUE)
})

test_that("random numbers follow a seed, and classes count from 1", {
  expect_identical(values(random_normal(c(2, 3), seed = 1)), values(random_normal(c(2, 3), seed = 1)))
  generator <- random_seed_generator(1)
  expect_false(identical(values(random_uniform(3, seed = generator)), values(random_uniform(3, seed = generator))))
  expect_setequal(values(random_categorical(matrix(0, 1, 3), 200, seed = 1)), 1:3)
  expect_setequal(values(random_integer(200, 1, 4, seed = 1)), 1:3)
  expect_equal(sort(values(random_shuffle(x, axis = 2, seed = 2))[1, ]), sort(x[1, ]))
})

test_that("an array of numpy stays one", {
  expect_s3_class(op_convert_to_numpy(x), "numpy.ndarray")
  expect_error(op_convert_to_numpy(list(x, "a")))
})

test_that("NaN and infinite numbers are computed with, and are a mistake in data", {
  m <- matrix(c(NaN, 1, Inf, -2), 2)
  long <- c(NaN, seq_len(99))
  expect_identical(as.array(op_isnan(m)), is.nan(m))
  expect_identical(as.array(op_array(m, "float64")), m)
  expect_identical(as.array(k_constant(m, "float64") + m), m + m)
  expect_identical(as.array(op_where(matrix(m %in% c(1, Inf), 2), m, -Inf)), array(c(-Inf, 1, Inf, -Inf), c(2, 2)))
  expect_identical(which(as.array(op_isnan(long))), 1L)
  expect_error(op_isnan(matrix(c(NA, NaN))), "op_isnan(): `x`: The data have 2 missing value(s)", fixed = TRUE)
  expect_error(normalize(m), "normalize(): `x`: The data have 1 missing value(s)", fixed = TRUE)
})
