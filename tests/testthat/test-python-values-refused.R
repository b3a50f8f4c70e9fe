# Values that Python would take for others, or fail on without a word of where.

two_inputs <- function() {
  model <- keras_model_sequential(input_shape = 2)
  layer_dense(model, 1, kernel_initializer = "ones", use_bias = FALSE)
}

predicted <- function(x) c(predict(two_inputs(), x, verbose = 0))

test_that("matrices of Matrix are what they are, sparse or dense", {
  skip_if_not_installed("Matrix")
  i <- c(1, 2)
  matrices <- list(
    Matrix::sparseMatrix(i, i, x = c(1.5, 2)),
    Matrix::sparseMatrix(i, i, x = c(1.5, 2), repr = "R"),
    Matrix::sparseMatrix(i, i, x = c(1.5, 2), repr = "T"),
    Matrix::sparseMatrix(c(1, 1), i, x = c(1.5, 2), symmetric = TRUE),
    Matrix::sparseMatrix(c(1, 1), i, x = c(1.5, 2), triangular = TRUE),
    Matrix::sparseMatrix(i, i),
    Matrix::sparseMatrix(i, i, x = c(TRUE, FALSE)),
    Matrix::Diagonal(2, 3),
    methods::as(methods::as(Matrix::Diagonal(2), "CsparseMatrix"), "triangularMatrix"),
    methods::as(2:1, "pMatrix"),
    Matrix::Matrix(c(1, 2, 3, 4), 2, sparse = FALSE),
    Matrix::Matrix(c(2, 1, 1, 2), 2, sparse = FALSE)
  )
  for (x in matrices) {
    expect_equal(predicted(x), rowSums(as.matrix(x)), info = class(x))
  }
  expect_error(predicted(Matrix::sparseMatrix(i, i, x = c(TRUE, NA))), "^predict\\(\\): `x`: .* 1 missing value")
  expect_error(predicted(Matrix::Matrix(c(1, NA, 3, 4), 2, sparse = FALSE)), "1 missing value")
})

test_that("times in the form of lists are refused as others are", {
  expect_error(
    predicted(as.POSIXlt("2024-01-01")),
    "^predict\\(\\): `x`: POSIXlt values must be converted to numbers: as.numeric"
  )
})

test_that("lists that are too deep are told of", {
  deep <- 1
  for (i in 1:3000) {
    deep <- list(deep)
  }
  expect_error(predicted(deep), "^predict\\(\\): `x`: Lists within lists should be at most 200 deep")
  expect_error(layer_dense(units = deep), "^layer_dense\\(\\): `units`: Lists within lists")
})

test_that("texts of any encoding are those texts, and broken ones are shown", {
  latin <- iconv("\u00e9t\u00e9 caf\u00e9", "UTF-8", "latin1")
  expect_identical(layer_dense(units = 1, name = iconv("caf\u00e9", "UTF-8", "latin1"))$name, "caf\u00e9")
  tokenizer <- fit_text_tokenizer(text_tokenizer(), latin)
  expect_identical(names(tokenizer$word_index), c("\u00e9t\u00e9", "caf\u00e9"))
  marked <- "caf\u00e9"
  Encoding(marked) <- "bytes"
  for (broken in c("caf\xe9 noir", marked)) {
    expect_error(fit_text_tokenizer(text_tokenizer(), c("whole", broken)), "not valid in its encoding: \"caf\\\\+x")
    expect_error(layer_dense(units = 1, name = broken), "^layer_dense\\(\\): `name`: A text is not valid")
    expect_error(text_one_hot(broken, 5), "not valid in its encoding")
    expect_error(fit(two_inputs(), setNames(list(1), broken), 1), "not valid in its encoding")
  }
})

test_that("whole numbers beyond R's integers come as doubles", {
  convert <- reticulate::import("rkeras_py.r.results")$convert_for_r
  expect_identical(convert(reticulate::py_eval("2**40", convert = FALSE)), 2^40)
  expect_identical(convert(reticulate::py_eval("[2**31, 1]", convert = FALSE)), c(2^31, 1))
  expect_identical(convert(reticulate::py_eval("{'a': -2**31, 'b': 3}", convert = FALSE)), list(a = -2^31, b = 3L))
  expect_identical(convert(reticulate::py_eval("[2**31 - 1, 1]", convert = FALSE)), c(.Machine$integer.max, 1L))
})
