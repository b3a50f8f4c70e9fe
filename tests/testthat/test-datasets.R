test_that("data sets and classes come as R keras gives them", {
  datasets <- import_rkeras_py("datasets", convert = FALSE)
  numpy <- reticulate::import("numpy", convert = FALSE)
  images <- numpy$arange(8L, dtype = "uint8")$reshape(2L, 2L, 2L)
  train <- datasets$Part(images, numpy$array(c(1L, 0L), dtype = "int32"))
  ragged <- numpy$array(list(list(1L, 2L, 3L), list(4L, 5L)), dtype = "object")
  test <- datasets$Part(ragged, numpy$array(c(1L, 1L)))
  found <- import_rkeras_py("datasets")$Dataset(train, test)
  expect_identical(names(found), c("train", "test"))
  expect_identical(dim(found$train$x), c(2L, 2L, 2L))
  expect_identical(found$train$x[2, 1, 2], 5L)
  expect_identical(as.vector(found$train$y), c(1L, 0L))
  expect_identical(found$test$x, list(1:3, 4:5))
})

test_that("arrays stay NumPy's where convert is FALSE", {
  datasets <- import_rkeras_py("datasets", convert = FALSE)
  numpy <- reticulate::import("numpy", convert = FALSE)
  part <- datasets$Part(numpy$zeros(c(2L, 3L), dtype = "uint8"), numpy$array(c(1L, 0L)))
  found <- import_rkeras_py("datasets")$NumpyDataset(part, part)
  expect_identical(names(found), c("train", "test"))
  for (array in c(found$train, found$test)) {
    expect_s3_class(array, "numpy.ndarray")
  }
  expect_identical(dim(reticulate::py_to_r(found$train$x)), c(2L, 3L))
})
