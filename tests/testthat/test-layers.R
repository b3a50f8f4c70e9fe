test_that("a layer function without an object gives the layer", {
  for (layer in list(layer_dense(units = 2), layer_dense(NULL, 2), layer_dense(NULL, units = 2))) {
    expect_s3_class(layer, "keras.src.layers.core.dense.Dense")
    expect_s3_class(layer, "keras.engine.base_layer.Layer")
    expect_true(is.function(layer))
    expect_identical(layer$units, 2L)
  }
})

test_that("a tensor is no function, and has the old classes", {
  x <- layer_input(4)
  expect_false(is.function(x))
  expect_s3_class(x, c("keras.engine.keras_tensor.KerasTensor", "tensorflow.tensor"))
  expect_identical(x$shape, list(NULL, 4L))
})

test_that("models have the old classes beside the new", {
  model <- keras_model_sequential(input_shape = 2)
  expect_s3_class(
    model,
    c(
      "keras.src.models.sequential.Sequential",
      "keras.models.Sequential",
      "keras.engine.sequential.Sequential",
      "keras.engine.training.Model",
      "keras.engine.base_layer.Layer"
    )
  )
  x <- layer_input(2)
  expect_s3_class(keras_model(x, layer_dense(x, 1)), "keras.engine.training.Model")
  expect_identical(class(model)[length(class(model))], "python.builtin.object")
})

test_that("layers compose with tensors, lists and named lists", {
  a <- layer_input(3)
  b <- layer_input(4)
  shape <- list(NULL, 7L)
  expect_identical(layer_concatenate(c(a, b))$shape, shape)
  expect_identical(layer_concatenate(list(a, b))$shape, shape)
  expect_identical(layer_concatenate(a, b)$shape, shape)
  expect_identical(layer_concatenate(list(one = a, two = b))$shape, shape)
  expect_identical((list(a, b) %>% layer_concatenate())$shape, shape)
  expect_identical((c(a, b) %>% layer_concatenate())$shape, shape)
  expect_identical(layer_concatenate()(list(a, b))$shape, shape)
  expect_identical(
    layer_concatenate(layer_input(c(3, 2)), layer_input(c(5, 2)), axis = 1)$shape,
    list(NULL, 8L, 2L)
  )
})

test_that("several outputs come as a list", {
  outputs <- layer_input(c(5, 2)) %>% layer_lstm(units = 3, return_state = TRUE)
  expect_type(outputs, "list")
  expect_length(outputs, 3)
  again <- layer_input(c(5, 2)) %>% layer_lstm(units = 3)(initial_state = outputs[2:3])
  expect_identical(again$shape, list(NULL, 3L))
})

test_that("a Sequential model grows in place and comes back itself", {
  model <- keras_model_sequential()
  same <- model %>% layer_dense(units = 3, input_shape = 4) %>% layer_dense(units = 2)
  expect_identical(same, model)
  expect_length(model$layers, 2)
  expect_identical(model$output_shape, list(NULL, 2L))
  dense <- layer_dense(units = 5)
  expect_identical(dense(model), model)
  expect_length(model$layers, 3)
})

test_that("functions of this package are activations, initializers and the like", {
  layer <- layer_dense(
    units = 2,
    activation = activation_relu,
    kernel_initializer = initializer_ones(),
    kernel_regularizer = regularizer_l2(0.5),
    bias_constraint = constraint_maxnorm(0.5)
  )
  expect_identical(get_config(layer)$activation, "relu")
  expect_identical(layer$bias_constraint$max_value, 0.5)
  expect_identical(layer$kernel_regularizer$l2, 0.5)
})

test_that("an R function is the body of a lambda layer", {
  x <- layer_input(3)
  doubled <- keras_model(x, x %>% layer_lambda(f = function(t) t * 2))
  expect_equal(predict(doubled, matrix(1:6, 2), verbose = 0), matrix(1:6, 2) * 2)
})

test_that("a builtin function of R is the body of a lambda layer", {
  x <- layer_input(3)
  flipped <- keras_model(x, x %>% layer_lambda(f = `-`))
  expect_equal(predict(flipped, matrix(1:6, 2), verbose = 0), -matrix(1:6, 2))
})

test_that("wrappers take a layer", {
  x <- layer_input(c(5, 4))
  expect_identical(time_distributed(x, layer_dense(units = 3))$shape, list(NULL, 5L, 3L))
  expect_identical((x %>% bidirectional(layer_lstm(units = 3)))$shape, list(NULL, 6L))
})
