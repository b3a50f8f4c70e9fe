a <- array(round(3 * sin(1:24), 2), c(2, 3, 4))
n <- array(1:24, c(2, 3, 4))

expect_same <- function(tensor, value) {
  found <- as.array(tensor)
  if (!is.null(dim(value)) && length(dim(value)) > 1L) {
    expect_identical(dim(found), dim(value))
  }
  expect_equal(as.vector(found), as.vector(value), tolerance = 1e-5)
}

test_that("operators give the numbers of base R, whatever is on the other side", {
  x <- k_constant(a)
  i <- k_constant(n, dtype = "int32")
  for (name in c("+", "-", "*", "/", "%%", "%/%", "==", "!=", "<", "<=", ">", ">=")) {
    f <- get(name)
    expect_same(f(x, 2L), f(a, 2L))
    expect_same(f(x, 0.75), f(a, 0.75))
    expect_same(f(7, i), f(7, n))
    expect_same(f(i, 2.5), f(n, 2.5))
    expect_same(f(x, n), f(a, n))
    expect_same(f(n, x + 3.5), f(n, a + 3.5))
    expect_same(f(i, k_variable(n)), f(n, n))
  }
  expect_same(x^2L, a^2)
  expect_same(i^-1, n^-1)
  expect_same(-x, -a)
  positive <- x > 0
  expect_same(!positive, a <= 0)
  expect_same(x > 0 & x < 1 | FALSE, a > 0 & a < 1 | FALSE)
  expect_same((x > 0) + TRUE, (a > 0) + TRUE)
})

test_that("functions give the numbers of base R", {
  x <- k_constant(a)
  elementwise <- c(
    "abs",
    "sign",
    "floor",
    "ceiling",
    "trunc",
    "round",
    "exp",
    "expm1",
    "cos",
    "sin",
    "tan",
    "cosh",
    "sinh"
  )
  for (name in c(elementwise, "tanh", "asinh", "is.nan", "is.finite", "is.infinite")) {
    expect_same(get(name)(x), get(name)(a))
  }
  for (name in c("sqrt", "log", "log1p", "acosh")) {
    expect_same(get(name)(abs(x) + 1), get(name)(abs(a) + 1))
  }
  for (name in c("acos", "asin", "atan", "atanh")) {
    expect_same(get(name)(x / 4), get(name)(a / 4))
  }
  expect_same(round(x, 1), round(a, 1))
  expect_same(log(abs(x), base = 10), log10(abs(a)))
  expect_same(log10(abs(x)), log10(abs(a)))
  expect_same(log2(abs(x)), log2(abs(a)))
  for (name in c("sum", "prod", "max", "min", "range", "mean")) {
    expect_same(get(name)(x), get(name)(a))
  }
  expect_same(sum(x, 1, x), sum(a, 1, a))
  expect_same(any(x > 2, TRUE), TRUE)
  expect_same(all(x > -9), TRUE)
  expect_same(mean(x, axis = 1), apply(a, c(2, 3), mean))
  expect_same(sum(x, axis = -1, keepdims = TRUE), array(apply(a, 1:2, sum), c(2, 3, 1)))
  expect_error(sum(x, na.rm = TRUE), "sum(): tensors have no missing values", fixed = TRUE)
  expect_error(gamma(x), "gamma() has no meaning for tensors", fixed = TRUE)
})

test_that("products are those of base R", {
  skip_if(getRversion() < "4.3")
  m <- matrix(c(1.5, -2, 0, 3, 4, 0.25), 2)
  x <- k_constant(m)
  expect_same(x %*% t(m), m %*% t(m))
  expect_same(t(m) %*% x, t(m) %*% m)
  expect_same(t(x) %*% x, t(m) %*% m)
  expect_same(x %*% 1:3, m %*% 1:3)
  expect_same(1:2 %*% x, 1:2 %*% m)
  expect_same(x[1, ] %*% x[2, ], m[1, ] %*% m[2, ])
  expect_same(cumsum(x[1, ]), cumsum(m[1, ]))
})

test_that("parts are those of base R", {
  x <- k_constant(a)
  two <- 2
  expect_same(x[1, 2, 3], a[1, 2, 3])
  expect_same(x[, 2:3, ], a[, 2:3, ])
  expect_same(x[, two, ], a[, two, ])
  expect_same(x[, c(3, 1), ], a[, c(3, 1), ])
  expect_same(x[, c(TRUE, FALSE, TRUE), ], a[, c(TRUE, FALSE, TRUE), ])
  expect_same(x[,, seq(1, 4, 2)], a[,, c(1, 3)])
  expect_same(x[, 2, , drop = FALSE], a[, 2, , drop = FALSE])
  expect_same(x[,, 2:NULL], a[,, 2:4])
  expect_same(x[,, NULL:2], a[,, 1:2])
  expect_same(x[, NULL, , ], array(a, c(2, 1, 3, 4)))
  expect_same(x[k_constant(1, dtype = "int32"), , ], a[2, , ])
  expect_same(x[, newaxis, , ], array(a, c(2, 1, 3, 4)))
  expect_same(x[,,, tf$newaxis], array(a, c(2, 3, 4, 1)))
  expect_same(x[.., 2], a[,, 2])
  expect_same(x[1, ..], a[1, , ])
  expect_same(x[all_dims(), newaxis], array(a, c(2, 3, 4, 1)))
  expect_same(x[1, .., 3], a[1, , 3])
  expect_same(x[,, 1:4:2], a[,, c(1, 3)])
  expect_same(x[,, 2:NULL:2], a[,, c(2, 4)])
  expect_error(x[,, 1:4:0], "[(): `step 3` should be a whole number of at least 1", fixed = TRUE)
  expect_same(x[], a)
  expect_same(x[2], a[2, , ])
  expect_error(x[0, , ], "[(): along axis 1 indices go from 1 to 2", fixed = TRUE)
})

test_that("negative indices count from the end, and say so once", {
  rlang::reset_warning_verbosity("rkeras_negative_indices")
  x <- k_constant(a)
  expect_warning(x[, -1, ], "count from the end: x[-1] is the last element", fixed = TRUE)
  expect_no_warning(last <- x[, -1, ])
  expect_same(last, a[, 3, ])
})

test_that("axes are permuted as those of arrays", {
  expect_same(aperm(k_constant(a), c(3, 1, 2)), aperm(a, c(3, 1, 2)))
  expect_same(aperm(k_constant(a)), aperm(a))
  expect_identical(dim(aperm(layer_input(c(3, 4)), c(1, 3, 2))), c(NA, 4L, 3L))
})

test_that("tensors have the dim and length of arrays, and become them", {
  x <- k_constant(a)
  expect_identical(dim(x), c(2L, 3L, 4L))
  expect_identical(length(x), 24L)
  expect_identical(dim(k_constant(3)), integer())
  expect_identical(length(k_constant(3)), 1L)
  expect_equal(as.array(x), a, tolerance = 1e-6)
  expect_identical(as.array(k_constant(2.5)), 2.5)
  expect_identical(as.array(k_constant(2.5, shape = 1)), array(2.5, 1))
  expect_equal(as.vector(x), as.vector(a), tolerance = 1e-6)
  expect_identical(as.numeric(k_variable(c(1, 2))), c(1, 2))
  expect_identical(as.integer(k_constant(n)), as.integer(n))
  expect_identical(as.logical(x > 0), as.logical(a > 0))
  expect_identical(as.character(x > 0), as.character(a > 0))
  texts <- matrix(c("a", "\u00fc", "b", "c"), 2)
  expect_identical(as.character(tf$constant(texts)), as.vector(texts))
  expect_identical(paste(tf$constant("a"), as.character(tf$constant(1.5))), "a 1.5")
  expect_match(as.character(layer_input(shape = 3)), "KerasTensor")
  expect_identical(as.matrix(k_constant(matrix(1:4, 2))), matrix(c(1, 2, 3, 4), 2))
  symbolic <- layer_input(c(3, 4))
  expect_identical(dim(symbolic), c(NA, 3L, 4L))
  expect_identical(length(symbolic), NA_integer_)
  expect_error(as.array(symbolic), "as.array(): `x` should be a tensor with values", fixed = TRUE)
})

test_that("elements of a tensor are counted only where there is a number of them", {
  a <- c(30, 10, 20)
  x <- k_constant(a)
  expect_identical(seq_along(x), 1:3)
  expect_identical(as.array(x[[1]])[], 10) # as reticulate counts: `k_shape(z_mean)[[1]]` of old scripts is the number of columns
  expect_identical(x[["dtype"]], x$dtype)
  expect_null(names(x))
  expect_identical(table(k_constant(a), dnn = NULL), table(a, dnn = NULL))
  expect_identical(list(order(k_constant(a)), seq(k_constant(a))), list(order(a), seq(a)))

  symbolic <- layer_input(shape = 4)
  counted <- compiler::cmpfun(function(x) seq_along(x))
  for (count in list(seq_along, counted, function(x) Map(identity, x), function(x) do.call(seq_along, list(x > 0)))) {
    expect_error(count(symbolic), "of shape (NA, 4), has a size that is not known yet", fixed = TRUE)
  }
  for (count in list(seq, rev, order, function(x) lapply(x, identity))) {
    expect_error(count(symbolic), "should be a tensor with values", fixed = TRUE)
  }
  expect_identical(seq_along(layer_input(batch_shape = c(2, 3))), 1:6)
})

test_that("symbolic tensors make models that save", {
  x <- layer_input(c(3, 4))
  above_one <- x > 1
  outputs <- list(
    1 - x,
    x[, 1:2, ],
    x * 2L / sum(x^2, axis = c(2, 3), keepdims = TRUE),
    -x[, c(3, 1), 2:NULL] %% 1,
    x > 0 & !above_one,
    x + array(1:4),
    k_constant(2) * exp(x) + k_constant(1),
    layer_lambda(x, function(z) abs(z[, 1, ] - mean(z, axis = 2)))
  )
  right <- list(
    1 - a,
    a[, 1:2, ],
    a * 2 / rowSums(a^2),
    -a[, c(3, 1), 2:4] %% 1,
    a > 0 & a <= 1,
    a + rep(1:4, each = 6),
    2 * exp(a) + 1,
    abs(a[, 1, ] - apply(a, c(1, 3), mean))
  )
  model <- keras_model(x, outputs)
  found <- predict(model, a, verbose = 0)
  for (k in seq_along(right)) {
    expect_equal(as.vector(found[[k]]), as.vector(right[[k]]), tolerance = 1e-5)
  }
  expect_identical(dim(found[[2]]), c(2L, 2L, 4L))
  without_lambda <- keras_model(x, outputs[1:7])
  path <- tempfile(fileext = ".keras")
  on.exit(unlink(path))
  without_lambda$save(path)
  expect_identical(predict(keras$models$load_model(path), a, verbose = 0), found[1:7])
})

test_that("methods of other packages for tensors stay theirs, and symbolic tensors stay ours", {
  theirs <- k_constant(matrix(1, 1, 3))
  class(theirs) <- c("rkeras_test_tensor", class(theirs))
  registerS3method("Ops", "rkeras_test_tensor", function(e1, e2) "theirs", envir = baseenv())
  expect_identical(theirs + 1, "theirs")
  expect_s3_class(layer_input(3) + theirs, "keras.engine.keras_tensor.KerasTensor")
  expect_s3_class(theirs + layer_input(3), "keras.engine.keras_tensor.KerasTensor")
  array <- reticulate::import("numpy", convert = FALSE)$array(c(1, 2))
  expect_same(k_constant(c(1, 2)) + array, c(2, 4))
  expect_same(array * k_constant(c(1, 2)), c(1, 4))
})

test_that("columns, rows and layers of arrays are added where they belong", {
  shapes <- list(c(4, 4), c(4, 1), c(1, 4), c(4, 1, 1), c(1, 4, 1), c(1, 1, 4), c(4, 4, 4), c(4, 4, 1))
  numpy <- reticulate::import("numpy")
  for (left in shapes) {
    for (right in shapes) {
      x <- array(as.numeric(seq_len(prod(left))), left)
      y <- array(as.numeric(seq_len(prod(right))^2), right)
      expected <- numpy$add(x, y)
      expect_equal(as.array(k_constant(x) + k_constant(y)), expected)
      a <- layer_input(batch_shape = left)
      b <- layer_input(batch_shape = right)
      model <- keras_model(list(a, b), a + b)
      expect_equal(as.array(model(list(k_constant(x), k_constant(y)))), expected)
    }
  }
})

test_that("parts go to open ends, in steps, backwards, and by the options of the package tensorflow", {
  a <- array(as.numeric(1:120), c(4, 5, 6))
  take <- reticulate::py_run_string(
    "def take(x, key): return eval(f'x[{key}]', {'x': x})",
    local = TRUE
  )$take
  expect_part <- function(part, key) expect_equal(as.array(part), take(a, key), info = key)
  model <- function(f) {
    input <- layer_input(batch_shape = dim(a))
    keras_model(input, f(input) * 1)
  }
  by_symbols <- function(f, key) {
    expect_part(f(k_constant(a)), key)
    expect_equal(predict(model(f), a, batch_size = 4L, verbose = 0), take(a, key), info = key)
  }
  expect_part(k_constant(a)[NA:2], ":2")
  expect_part(k_constant(a)[2:NA, NULL:3], "1:, :3")
  by_symbols(function(x) x[, 2:NA, NA:3], ":, 1:, :3")
  by_symbols(function(x) x[, NA:NA:2, 1:NA:3], ":, ::2, ::3")
  by_symbols(function(x) x[, NULL:NULL:-1, 5:2:-1], ":, ::-1, 4:0:-1")
  by_symbols(function(x) x[, 4:1:-2, 3:NA:-1], ":, 3::-2, 2::-1")
  by_symbols(function(x) x[, -1:-3:-1, ], ":, -1:-4:-1")

  expect_part(k_constant(a)[0:2, 1:NULL, -2, style = "python"], "0:2, 1:, -2")
  expect_part(k_constant(a)[0, NA:-1, c(0, 3), style = "python"], "0][:-1][:, [0, 3]")
  expect_part(k_constant(a)[1:3, 0:0, 4:1:-1, style = "python"], "1:3, 0:0, 4:1:-1")
  expect_part(k_constant(a)[1:3, 2, options = tf_extract_opts(inclusive_stop = FALSE)], "0:2, 1")
  expect_part(k_constant(a)[0:1, 3, options = tf_extract_opts(one_based = FALSE)], "0:2, 3")

  old <- options(tensorflow.extract.style = "python")
  on.exit(options(old))
  expect_part(k_constant(a)[0:2, , 1], "0:2, :, 1")
  expect_part(k_constant(a)[1:2, style = "R"], "0:2")
  options(tensorflow.extract.style = NULL, tensorflow.one_based_extract = FALSE)
  expect_part(k_constant(a)[0:2, 0], "0:3, 0")
  options(tensorflow.one_based_extract = NULL, tensorflow.extract.one_based = FALSE)
  expect_part(k_constant(a)[3], "3")
  options(tensorflow.extract.one_based = NULL)
  expect_part(k_constant(a)[3], "2")
  expect_error(k_constant(a)[0:2:-1], "count from 1")
  expect_error(tf_extract_opts("other"), "should be one of")
})

test_that("sprintf() refuses a tensor of which it would leave out values", {
  one <- k_constant(2.5)
  many <- list(k_constant(c(1, 2, 3)), k_variable(matrix(1:4, 2)), k_constant(1:5, "int32"))
  expect_equal(sprintf("%.1f of %s", one, one), "2.5 of 2.5")
  expect_equal(sprintf("%g", k_constant(c(1, 2))), c("1", "2"))
  for (x in many) {
    expect_error(sprintf("%f", x), "sprintf(): a tensor of", fixed = TRUE)
    expect_error(gettextf("%s", x), "sprintf(fmt, as.array(x))", fixed = TRUE)
    expect_equal(sprintf("%g", as.array(x)), sprintf("%g", as.double(as.vector(x))))
  }
})
