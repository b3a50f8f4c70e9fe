m <- matrix(c(0.5, -1, 1.5, 2, -2.5, 3), 3)

test_that("R functions work in loops over tensors", {
  expect_equal(k_get_value(k_map_fn(function(row) sum(row) * 2, m)), array(rowSums(m) * 2))
  expect_equal(k_get_value(k_map_fn(function(both) both[[1]] - both[[2]], list(m, m^2))), m - m^2)
  combine <- function(so_far, row) so_far * 0.5 + row
  expect_equal(as.vector(k_get_value(k_foldl(combine, m))), Reduce(combine, asplit(m, 1)), ignore_attr = TRUE)
  expect_equal(
    as.vector(k_get_value(k_foldr(function(so_far, row) so_far - row, m, initializer = c(1, 1)))),
    1 - colSums(m)
  )
  expect_error(k_map_fn(function(row) stop("oops"), m), "oops")
})

test_that("an R step function runs eagerly and in a model, and is that of layer_simple_rnn()", {
  x <- array(sin(1:30), c(2, 5, 3))
  inputs <- layer_input(c(5, 3))
  layer <- layer_simple_rnn(units = 4, return_sequences = TRUE, use_bias = FALSE)
  reference <- keras_model(inputs, layer(inputs))
  weights <- get_weights(layer)
  step <- function(input, states) {
    output <- tanh(k_dot(input, weights[[1]]) + k_dot(states[[1]], weights[[2]]))
    list(output, list(output))
  }
  right <- predict(reference, x, verbose = 0)
  eager <- k_rnn(step, x, list(matrix(0, 2, 4)))
  expect_equal(as.array(eager[[2]]), right, tolerance = 1e-5)
  expect_equal(as.array(eager[[1]]), right[, 5, ], tolerance = 1e-5)
  symbolic <- k_rnn(step, inputs, list(matrix(0, 2, 4)))
  expect_equal(predict(keras_model(inputs, symbolic[[2]]), x, verbose = 0), right, tolerance = 1e-5)
})

test_that("saliency by k_gradients() is that of GradientTape", {
  model <- keras_model_sequential(input_shape = 4) %>%
    layer_dense(3, activation = "tanh") %>%
    layer_dense(2)
  x <- matrix(cos(1:8), 2)
  loss <- k_mean(model$output[, 2])
  gradients <- k_gradients(loss, model$input)[[1]]
  expect_identical(dim(gradients), c(NA, 4L))
  tf <- reticulate::import("tensorflow")
  `%as%` <- reticulate::`%as%`
  values <- k_constant(x)
  with(tf$GradientTape() %as% tape, {
    tape$watch(values)
    score <- k_mean(model(values)[, 2])
  })
  right <- as.array(tape$gradient(score, values))
  both <- k_function(list(model$input), list(loss, gradients / k_maximum(k_mean(k_abs(gradients)), 1e-7)))
  found <- both(list(x))
  expect_equal(found[[1]], as.numeric(score), tolerance = 1e-6)
  expect_equal(found[[2]], right / mean(abs(right)), tolerance = 1e-5)
  expect_error(both(list(x[, 1:3])), "k_function(): `inputs[[1]]` should be of shape (NA, 4)", fixed = TRUE)
  expect_error(both(list(NA * x)), "6 missing value|8 missing value")
  expect_error(k_gradients(score, values), "GradientTape()", fixed = TRUE)
})

test_that("the phase of training reaches R functions", {
  x <- layer_input(2)
  model <- keras_model(x, layer_lambda(x, function(z) k_in_train_phase(function() z * 2, z)))
  ones <- matrix(1, 1, 2)
  expect_equal(as.array(model(ones, training = TRUE)), 2 * ones)
  expect_equal(predict(model, ones, verbose = 0), ones)
  expect_identical(k_learning_phase(), 0L)
  expect_error(k_get_session(), "k_get_session(): TensorFlow 2 has no sessions.", fixed = TRUE)
})

test_that("defaults and vectors of R mean what they say", {
  x <- array(1:8, c(1, 2, 2, 2))
  expect_identical(dim(k_spatial_2d_padding(x)), c(1L, 4L, 4L, 2L))
  expect_identical(dim(k_spatial_2d_padding(x, list(list(1, 2), c(0, 3)))), c(1L, 5L, 5L, 2L))
  expect_identical(dim(k_conv2d(x, array(1, c(2, 2, 2, 3)), padding = "same")), c(1L, 2L, 2L, 3L))
  expect_equal(as.vector(k_pool2d(x, c(2, 2))), c(4, 8))
  expect_identical(k_placeholder(c(NA, 3))$shape, list(NULL, 3L))
  expect_true(k_is_placeholder(k_placeholder(ndim = 2)))
  expect_identical(k_count_params(x), 8L)
})

test_that("what returns nothing prints nothing", {
  rate <- k_variable(1)
  expect_false(withVisible(k_set_value(rate, 2))$visible)
  expect_identical(k_get_value(rate), 2)
  expect_false(withVisible(k_clear_session())$visible)
})

test_that("tensors keep the precision of R's values", {
  expect_identical(as_tensor(1:3)$dtype$name, "int32")
  expect_identical(as_tensor(c(1, 2))$dtype$name, "float64")
  expect_identical(as_tensor(TRUE)$dtype$name, "bool")
  expect_identical(as_tensor("a")$dtype$name, "string")
  expect_identical(as_tensor(1:3, "float32")$dtype$name, "float32")
  expect_identical(as_tensor(as_tensor(c(1.9, -1.9)), tf$int32)$numpy(), array(c(1L, -1L)))
  expect_identical(as_tensor(1:6, shape = c(2, NA))$numpy(), matrix(1:6, 2, byrow = TRUE))
  expect_identical(as_tensor(0.5, shape = c(2, 2))$numpy(), matrix(0.5, 2, 2))
  x <- array(stats::rnorm(12), c(2, 3, 2))
  expect_identical(as_tensor(x)$numpy(), x)
  expect_identical(as_tensor(list(as_tensor(1:2), as_tensor(3:4)))$numpy(), rbind(1:2, 3:4))
  expect_identical(as_tensor(layer_input(3), "float16")$dtype, "float16")
  expect_error(as_tensor(c(1, NA)), "as_tensor(): `x`: The data have 1 missing", fixed = TRUE)
  expect_error(as_tensor(1:6, shape = c(4, 2)), "as_tensor(): ", fixed = TRUE)
  expect_error(as_tensor(1, shpae = 2), "unknown argument `shpae`. Did you mean `shape`?", fixed = TRUE)
})
