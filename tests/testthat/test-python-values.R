identity_model <- function(shape) {
  x <- layer_input(shape)
  keras_model(x, layer_activation(x, "linear"))
}

test_that("whole doubles are integers, fractions are errors", {
  layer <- layer_conv_2d(filters = 3, kernel_size = c(3, 5), strides = 2)
  expect_identical(layer$filters, 3L)
  expect_identical(layer$kernel_size, list(3L, 5L))
  expect_identical(layer_dense(units = "3")$units, 3L)
  for (wrong in list(3.9, NA, NA_integer_, NULL, "three", c(1, 2), FALSE)) {
    expect_error(layer_dense(units = wrong), "layer_dense(): `units` should be a whole number", fixed = TRUE)
  }
})

test_that("NA and NULL are any size in shapes", {
  any_size <- list(NULL, NULL, 3L)
  expect_identical(layer_input(c(NA, 3))$shape, any_size)
  expect_identical(layer_input(c(NA_integer_, 3L))$shape, any_size)
  expect_identical(layer_input(list(NULL, 3))$shape, any_size)
  expect_identical(layer_input(list(NA, 3L))$shape, any_size)
  expect_identical(layer_input(NA)$shape, list(NULL, NULL))
  expect_identical(layer_input(list())$shape, list(NULL))
  expect_identical(layer_input(batch_shape = c(2, NA, 3))$shape, list(2L, NULL, 3L))
  expect_error(layer_input(3.9), "`shape` should be a whole number")
})

test_that("NULL is sent where it is a value and dropped where it is none", {
  expect_identical(get_config(layer_lstm(units = 2, activation = NULL))$activation, "linear")
  expect_match(layer_dense(units = 2, name = NULL)$name, "^dense")
  expect_true(layer_dense(units = 2, trainable = NULL, weights = NULL, input_shape = NULL)$trainable)
})

test_that("axes count as in R keras", {
  expect_identical(layer_batch_normalization(axis = 2)$axis, 1L)
  expect_identical(layer_concatenate(axis = 1)$axis, 1L)
  expect_equal(k_get_value(k_sum(matrix(1:6, 2, 3), axis = 1)), array(c(3, 7, 11)))
})

test_that("arrays of every rank keep shape and order", {
  for (rank in 2:5) {
    shape <- c(2L, 3L, 4L, 2L, 3L)[seq_len(rank)]
    x <- array(seq_len(prod(shape)) / 8, shape)
    expect_identical(predict(identity_model(shape[-1]), x, verbose = 0), x)
  }
})

test_that("vectors are batches of scalars", {
  x <- layer_input(batch_shape = list(NULL))
  model <- keras_model(x, layer_activation(x, "linear"))
  expect_equal(as.vector(predict(model, c(1, 2, 3), verbose = 0)), c(1, 2, 3))
  expect_equal(as.vector(predict(model, array(c(1, 2, 3)), verbose = 0)), c(1, 2, 3))
  long <- as.numeric(1:200)
  expect_equal(as.vector(predict(model, long, verbose = 0)), long)
})

test_that("predictions are those of numpy and Python", {
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(2)
  x <- matrix(stats::rnorm(15), 5)
  weights <- get_weights(model)
  expect_identical(dim(weights[[1]]), c(3L, 2L))
  expect_identical(dim(weights[[2]]), 2L)
  expect_equal(predict(model, x, verbose = 0), x %*% weights[[1]], tolerance = 1e-6)
  np <- reticulate::import("numpy", convert = FALSE)
  direct <- model$predict(np$asarray(x, dtype = "float32"), verbose = 0L)
  expect_identical(predict(model, x, verbose = 0), direct)
})

test_that("weights go out and in unchanged", {
  model <- keras_model_sequential(input_shape = 3) %>%
    layer_dense(2) %>%
    layer_dense(1)
  weights <- lapply(get_weights(model), function(w) w * 2)
  set_weights(model, weights)
  expect_identical(get_weights(model), weights)
  expect_error(set_weights(model, weights[1:2]), "`weights` should be 4 arrays, of the shapes", fixed = TRUE)
})

test_that("factors are class numbers from 0", {
  labels <- factor(c("b", "a", "c", "b"))
  expect_equal(to_categorical(labels), diag(3)[c(2, 1, 3, 2), ])
  expect_error(to_categorical(factor(c("a", NA))), "1 missing value(s) (NA) among 2", fixed = TRUE)
  model <- keras_model_sequential(input_shape = 4) %>% layer_dense(3, activation = "softmax")
  model %>% compile("sgd", "sparse_categorical_crossentropy")
  history <- model %>% fit(as.matrix(iris[, 1:4]), iris$Species, epochs = 1, verbose = 0)
  expect_length(history$metrics$loss, 1)
})

test_that("numeric data frames are matrices, or columns by name", {
  model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1)
  expect_identical(
    predict(model, iris[, 1:4], verbose = 0),
    predict(model, as.matrix(iris[, 1:4]), verbose = 0)
  )
  expect_error(predict(model, iris[, 2:5], verbose = 0), 'Column "Species" of the data frame is not numeric')
  a <- layer_input(1, name = "a")
  b <- layer_input(1, name = "b")
  sum_of <- keras_model(list(a, b), layer_add(list(a, b)))
  frame <- data.frame(b = c(1, 2), a = c(10, 20))
  expect_equal(as.vector(predict(sum_of, frame, verbose = 0)), c(11, 22))
})

test_that("missing values in data are counted", {
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
  expect_error(predict(model, matrix(c(1, NA, 3, NA), 2)), "2 missing value(s) (NA) among 4", fixed = TRUE)
  expect_error(predict(model, matrix(c(1L, NA), 1)), "1 missing value(s)", fixed = TRUE)
  expect_error(predict(model, data.frame(a = c(1, NA), b = 1)), "1 missing value(s)", fixed = TRUE)
})

test_that("partly named lists are refused", {
  x <- layer_input(2)
  expect_error(keras_model(list(a = x, x), x), "name all of its elements or none")
})

test_that("class labels stay counted from 0", {
  expect_equal(to_categorical(c(1, 2, 3)), diag(4)[2:4, ])
  expect_identical(dim(to_categorical(0:3, num_classes = 6)), c(4L, 6L))
})

test_that("what src/crossings.c makes or leaves to reticulate is what reticulate alone has", {
  code <- c(
    "crossed <- function() {",
    "  codes <- c('1', '1.5', 'True', 'None', '\"t\"', '2**31 - 1', '[]', '[1]', '[1, 2, 3]', '[1.5, float(\"nan\")]',",
    "    '[1, 2.5]', '[True, 1]', '[True, False]', '[\"a\", \"\u00e9\"]', '[None, 1]', '[[1, 2], [3]]', '[[1, 2.5], [\"a\"]]',",
    "    '(1, 2)', '(1, \"a\")', '{}', '{\"a\": 1, \"b\": [1, 2]}', '{1: 2}', '[{\"a\": 1.5}, (1, [2])]', 'b\"ab\"',",
    "    'type(\"I\", (int,), {})(3)', '[type(\"I\", (int,), {})(3)]', 'type(\"L\", (list,), {})([1])')",
    "  to_r <- lapply(codes, function(x) reticulate::py_to_r(reticulate::py_eval(x, convert = FALSE)))",
    "  values <- list(1L, 1:3, TRUE, 'a', NULL, list(), list(1, 'a'), list(a = 1L, b = list(TRUE)), list(1:2, NULL), letters,",
    "    list(f = 1i, raw = as.raw(1)), matrix(1:4, 2), c(a = 1), alist(a = , b = 2)[2], 2.5, list(list(list(1))))",
    "  to_python <- lapply(values, function(x) reticulate::py_str(reticulate::r_to_py(x)))",
    "  tell <- reticulate::py_eval('lambda *a, **k: repr((a, k))')",
    "  calls <- list(tell(), tell(1L, b = 'x'), tell(c(1, 2), list(a = 1)), tell(!!!list(1L, k = 2L)), tell(b = NULL, NULL))",
    "  shown <- function(x) if (inherits(x, 'python.builtin.object')) class(x) else x",
    "  rapply(list(to_r, to_python, calls), shown, how = 'replace')",
    "}"
  )
  alone <- tempfile(fileext = ".rds")
  output <- fresh(c(
    "library(reticulate)",
    code,
    sprintf("saveRDS(crossed(), %s)", encodeString(alone, quote = '"')),
    "stopifnot(!isNamespaceLoaded('rkeras'))"
  ))
  eval(parse(text = code))
  expect_identical(crossed(), readRDS(alone))
})
