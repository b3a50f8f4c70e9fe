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

test_that("every kind of data gives the numbers of the plain matrix", {
  rows <- unname(x)
  expected <- predict(model, rows, verbose = 0)
  kinds <- list(
    list(rows),
    array(rows, dim(rows)),
    as.data.frame(rows),
    structure(as.data.frame(rows), class = c("tbl_df", "tbl", "data.frame")),
    Matrix::Matrix(rows, sparse = TRUE),
    reticulate::np_array(rows),
    k_constant(rows)
  )
  for (kind in kinds) {
    expect_equal(predict(model, kind, verbose = 0), expected, tolerance = 1e-7)
  }
  single <- keras_model_sequential(input_shape = 1) %>% layer_dense(2)
  for (same in list(1:5, c(1, 2, 3, 4, 5), array(1:5), matrix(1:5), list(1:5), data.frame(a = 1:5))) {
    expect_identical(predict(single, same, verbose = 0), predict(single, matrix(c(1, 2, 3, 4, 5)), verbose = 0))
  }
})

test_that("every kind of target gives the weights of the plain matrix", {
  trained <- function(y) {
    k_clear_session()
    keras$utils$set_random_seed(1L)
    fresh <- keras_model_sequential(input_shape = 4) %>%
      layer_dense(1, activation = "sigmoid", name = "out") %>%
      compile("sgd", "binary_crossentropy")
    fit(fresh, x, y, epochs = 1, shuffle = FALSE, verbose = 0)
    get_weights(fresh)
  }
  expected <- trained(y)
  labels <- as.vector(y)
  frame <- data.frame(y = factor(labels))
  for (same in list(labels, as.integer(labels), labels > 0, factor(labels), frame, list(y), list(out = labels))) {
    expect_identical(trained(same), expected)
  }
})

test_that("a model of a named list takes data by name in any order, without a warning", {
  a <- layer_input(1, name = "a")
  b <- layer_input(1, name = "b")
  named <- keras_model(list(b = b, a = a), layer_subtract(list(a, b)) %>% layer_dense(1, name = "out"))
  named %>% compile("sgd", "mse")
  frame <- data.frame(b = c(1, 2), a = c(10, 30))
  expected <- as.vector(cbind(c(9, 28)) %*% get_weights(named)[[1]])
  for (same in list(frame, frame[2:1], as.list(frame), list(a = matrix(c(10, 30)), b = matrix(c(1, 2))))) {
    expect_no_warning(found <- predict(named, same, verbose = 0))
    expect_equal(as.vector(found), expected, tolerance = 1e-6)
    expect_no_warning(fit(named, same, c(0, 0), epochs = 1, verbose = 0))
    expected <- as.vector(cbind(c(9, 28)) %*% get_weights(named)[[1]]) + get_weights(named)[[2]][1]
  }
})

test_that("missing values are counted by the columns that have names", {
  ozone <- as.matrix(airquality[1:4])
  words <- "fit(): `x`: The data have 44 missing value(s) (NA) among 612: column `Ozone` has 37, column `Solar.R` has 7."
  for (same in list(ozone, airquality[1:4])) {
    expect_error(fit(model, same, rep(0, 153)), words, fixed = TRUE)
  }
  expect_error(fit(model, unname(ozone), rep(0, 153)), "44 missing value(s) (NA) among 612. Remove", fixed = TRUE)
  expect_error(
    fit(model, x, replace(y, 3, NA)),
    "fit(): `y`: The data have 1 missing value(s) (NA) among",
    fixed = TRUE
  )
  expect_error(fit(model, rbind(NA, cbind(x, x)), y), "column `a` has 1, .*, and so have 3 more. Remove")
})

test_that("what R finds wrong has the class of what Python finds wrong", {
  lacking <- replace(x, 3, NA)
  for (use in alist(
    fit(model, lacking, y),
    fit(model, function() list(lacking, y), steps_per_epoch = 1, verbose = 0),
    fit(model, list(a = x, x), y),
    keras_array(lacking),
    array_reshape(1:4, 2.5)
  )) {
    expect_error(eval(use), class = "python.builtin.ValueError", info = deparse(use))
  }
})

test_that("no rows have a prediction with no rows, and nothing to measure", {
  expect_identical(predict(model, x[0, , drop = FALSE]), matrix(0, 0, 1))
  expect_error(
    evaluate(model, x[0, , drop = FALSE], y[0]),
    "evaluate(): `x` should be at least one sample",
    fixed = TRUE
  )
})

test_that("errors of a model's own methods are written for R users", {
  expect_error(model$fit(replace(x, 3, NaN), y), "na.omit()", fixed = TRUE)
  expect_error(model$evaluate(mean), "Received: x = a function", fixed = TRUE)
  expect_error(model$predict(x[1, ]), "predict(): `x` should be an array of shape (NULL,", fixed = TRUE)
  expect_error(metric_mean()$update_state(factor("a")), "update_state(): `values` should be numbers", fixed = TRUE)
})

test_that("a model's own methods draw from iterators and look at each batch", {
  draw <- function(...) reticulate::py_iterator(function() list(...))
  expect_error(
    model$fit(draw(replace(x, 3, NaN), y), steps_per_epoch = 2L, verbose = 0L),
    "1 missing value",
    fixed = TRUE
  )
  expect_equal(
    model$evaluate(draw(x, y), steps = 2L, verbose = 0L),
    evaluate(model, x, y, verbose = 0)[[1]],
    tolerance = 1e-6
  )
})

test_that("functions of R itself are no losses or metrics", {
  for (use in alist(
    compile(model, loss = sum),
    compile(model, loss = "mse", metrics = list(a = mean)),
    compile(model, loss = stats::cor),
    custom_metric("a", max)
  )) {
    expect_error(eval(use), "should be a function of y_true and y_pred", fixed = TRUE, info = deparse(use))
  }
})
