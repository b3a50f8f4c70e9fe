x <- matrix(sin(1:24), 8)
y <- matrix(cos(1:8), 8)

small <- function(units = 1) {
  keras_model_sequential(input_shape = 3) %>% layer_dense(units) %>% compile("sgd", "mse")
}

train <- function(..., units = 1) {
  fit(small(units), function() list(...), steps_per_epoch = 2, epochs = 1, verbose = 0)
}

test_that("parts of a batch that do not belong together are not stretched", {
  expect_error(train(x, y[1, , drop = FALSE]), "^fit\\(\\): `y` should be data of as many samples as `x`.*8")
  expect_error(train(x, y, rep(1, 4)), "`sample_weight` should be data of as many samples as `x`")
  expect_error(train(x, cbind(y, y)), "`y` should be an array of 1 column, as the output has 1 unit")
  expect_error(train(x, c(y), units = 3), "`y` should be an array of 3 columns, as the output has 3 units")
  expect_error(fit(small(), x, cbind(y, y), verbose = 0), "`y` should be an array of 1 column")
  expect_error(train_on_batch(small(3), x, c(y)), "`y` should be an array of 3 columns")
  expect_error(
    evaluate(small(), function() list(x, y[1:2]), steps = 1),
    "^evaluate\\(\\): `y` should be data of as many samples"
  )
  bad <- function() list(x, y[1:2])
  expect_error(
    fit(small(), x, y, validation_data = bad, validation_steps = 1, verbose = 0),
    "`validation_data` should be arrays of equally many samples: 8"
  )
})

test_that("a batch that fits trains as the same arrays do", {
  one <- small()
  other <- small()
  set_weights(other, get_weights(one))
  fit(one, function() list(x, c(y), seq(0, 1, length.out = 8)), steps_per_epoch = 2, epochs = 1, verbose = 0)
  for (step in 1:2) {
    train_on_batch(other, x, y, sample_weight = seq(0, 1, length.out = 8))
  }
  expect_equal(get_weights(one), get_weights(other), tolerance = 1e-6)
})
