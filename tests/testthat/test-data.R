x <- matrix(sin(1:48), 12, dimnames = list(NULL, letters[1:4]))
y <- matrix(as.numeric(rowSums(x) > 0))

model <- keras_model_sequential(input_shape = 4) %>%
  layer_dense(1, activation = "sigmoid") %>%
  compile("sgd", "mse")

test_that("matrices of the package Matrix give the numbers of dense ones", {
  positive <- x * (x > 0)
  symmetric <- crossprod(positive)
  some <- list(
    list(Matrix::Matrix(positive, sparse = TRUE), positive),
    list(methods::as(Matrix::Matrix(positive, sparse = TRUE), "TsparseMatrix"), positive),
    list(Matrix::Matrix(symmetric, sparse = TRUE), symmetric),
    list(Matrix::Matrix(x > 0, sparse = TRUE), x > 0),
    list(Matrix::Diagonal(4), diag(4)),
    list(Matrix::Matrix(x, sparse = FALSE), x)
  )
  for (pair in some) {
    expect_identical(predict(model, pair[[1]], verbose = 0), predict(model, pair[[2]], verbose = 0))
  }
  sparse <- some[[1]][[1]]
  expect_identical(evaluate(model, sparse, y, verbose = 0), evaluate(model, positive, y, verbose = 0))
  sparse[1, 1:2] <- NA
  expect_error(fit(model, sparse, y), "fit(): `x`: The data have 2 missing value(s) (NA)", fixed = TRUE)
})

test_that("logical, integer and data frame inputs are numbers", {
  expected <- predict(model, (x > 0) * 1, verbose = 0)
  for (same in list(x > 0, (x > 0) * 1L, as.data.frame(x > 0), as.table((x > 0) * 1))) {
    expect_identical(predict(model, same, verbose = 0), expected)
  }
})

test_that("columns of a data frame are the inputs that carry their names, factors and strings too", {
  text <- layer_input(1, name = "text", dtype = "string")
  code <- layer_input(1, name = "code")
  named <- keras_model(list(text, code), list(keras$layers$StringLookup(vocabulary = list("no", "yes"))(text), code))
  frame <- data.frame(code = factor(c("b", "a", "b")), text = factor(c("yes", "no", "maybe")))
  for (same in list(frame, transform(frame, text = as.character(text)), as.list(frame))) {
    found <- predict(named, same, verbose = 0)
    expect_equal(as.vector(found[[1]]), c(2, 1, 0))
    expect_equal(as.vector(found[[2]]), c(1, 0, 1))
  }
})

test_that("large results come back as reticulate gives them", {
  through <- keras_model_sequential(input_shape = c(3, 5)) %>% layer_activation("linear")
  large <- array(sin(seq_len(6000 * 15)), c(6000, 3, 5))
  found <- predict(through, large, verbose = 0)
  np <- reticulate::import("numpy", convert = FALSE)
  expect_identical(found, reticulate::py_to_r(np$asarray(large, "float32")))
  copy <- found
  copy[1] <- 7
  expect_false(identical(found[1], copy[1]))
  tall <- predict(model, large[, 1, 1:4], verbose = 0)
  expect_identical(dim(tall), c(6000L, 1L))
})

test_that("datasets of TensorFlow give batches", {
  dataset <- tf$data$Dataset$from_tensor_slices(tuple(k_constant(x), k_constant(y)))$batch(5L)
  expect_equal(evaluate(model, dataset, verbose = 0), evaluate(model, x, y, verbose = 0), tolerance = 1e-6)
  expect_identical(predict(model, dataset, verbose = 0), predict(model, x, batch_size = 5, verbose = 0))
  expect_length(fit(model, dataset, epochs = 2, validation_data = dataset, verbose = 0)$metrics$val_loss, 2)
})
