test_that("library(rkeras) loads neither reticulate nor Python", {
  output <- fresh(c(
    "library(rkeras)",
    "stopifnot(!isNamespaceLoaded('reticulate'), !isNamespaceLoaded('Matrix'))",
    "invisible(list(layer_dense, keras, tf, `%>%`, `%<-%`, use_python, tuple, flags(flag_integer('n', 1))))",
    "stopifnot(!isNamespaceLoaded('reticulate'))",
    "stopifnot(!any(grepl('python', names(getLoadedDLLs()))))"
  ))
  expect_false(any(grepl("Error|Warning", output)))
})

test_that("the first layer starts Python, without noise", {
  output <- fresh(c(
    "library(rkeras)",
    "x <- layer_input(shape = 4) %>% layer_dense(units = 2)",
    "cat(x$shape[[2]])",
    "stopifnot(reticulate::py_available())"
  ))
  expect_identical(trimws(output), "2")
})

test_that("Keras loads without noise also through the keras object", {
  output <- fresh(c("library(rkeras)", "keras$utils$set_random_seed(1L)", "cat('quiet')"))
  expect_identical(output, "quiet")
})

test_that("generics of other packages find the methods, also when reticulate came first", {
  output <- fresh(c(
    "invisible(loadNamespace('reticulate'))",
    "library(rkeras)",
    "model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)",
    "model %>% compile('sgd', 'mse')",
    "stopifnot(inherits(model, 'keras.models.Sequential'), is.function(model))",
    "cat(dim(predict(model, matrix(0, 3, 2), verbose = 0)))"
  ))
  expect_identical(trimws(output), "3 1")
})
