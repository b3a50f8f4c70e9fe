shared <- function() {
  lstm <- layer_lstm(units = 32, name = "lstm_4")
  a <- layer_input(shape = c(280, 256))
  b <- layer_input(shape = c(280, 256))
  list(lstm = lstm, a = a, b = b, encoded_a = a %>% lstm, encoded_b = b %>% lstm)
}

test_that("a layer that was called once has an output", {
  a <- layer_input(shape = c(280, 256))
  lstm <- layer_lstm(units = 32)
  encoded_a <- a %>% lstm
  expect_identical(reticulate::py_id(lstm$output), reticulate::py_id(encoded_a))
  expect_identical(reticulate::py_id(lstm$input), reticulate::py_id(a))
  expect_identical(lstm$output_shape, list(NULL, 32L))
  expect_identical(lstm$input_shape, list(NULL, 280L, 256L))
  expect_null(lstm$output_mask)
})

test_that("the output of a shared layer is ill-defined, in the words of the vignette", {
  s <- shared()
  error <- tryCatch(s$lstm$output, error = identity)
  expect_s3_class(error, "python.builtin.AttributeError")
  expect_identical(
    conditionMessage(error),
    paste0(
      "AttributeError: Layer lstm_4 has multiple inbound nodes, hence the notion of \"layer output\" is ill-defined. ",
      "Use `get_output_at(node_index)` instead."
    )
  )
  expect_identical(s$lstm$output_shape, list(NULL, 32L))
  for (i in 1:2) {
    expect_identical(reticulate::py_id(get_output_at(s$lstm, i)), reticulate::py_id(s[[3 + i]]))
    expect_identical(reticulate::py_id(get_input_at(s$lstm, i)), reticulate::py_id(s[[1 + i]]))
    expect_null(get_output_mask_at(s$lstm, i))
    expect_null(get_input_mask_at(s$lstm, i))
  }
})

test_that("shapes that differ are found by the index of the node", {
  conv <- layer_conv_2d(filters = 16, kernel_size = c(3, 3), padding = "same")
  layer_input(shape = c(32, 32, 3)) %>% conv
  expect_identical(conv$input_shape, list(NULL, 32L, 32L, 3L))
  layer_input(shape = c(64, 64, 3)) %>% conv
  expect_error(conv$input_shape, "get_input_shape_at(node_index)", fixed = TRUE)
  expect_identical(get_input_shape_at(conv, 1), list(NULL, 32L, 32L, 3L))
  expect_identical(get_input_shape_at(conv, 2), list(NULL, 64L, 64L, 3L))
  expect_identical(get_output_shape_at(conv, 2L), list(NULL, 64L, 64L, 16L))
})

test_that("an index without a node says how many there are", {
  lstm <- shared()$lstm
  for (index in list(0, -1, 3, 0L)) {
    expect_error(
      get_output_at(lstm, index),
      sprintf('`node_index` counts from 1 and layer "lstm_4" has 2 nodes. Received: node_index = %d.', index),
      fixed = TRUE,
      class = "python.builtin.ValueError"
    )
  }
  expect_error(get_output_at(lstm, 1.5), "`node_index` should be a whole number", fixed = TRUE)
  expect_error(get_output_at(lstm, NA), "`node_index` should be a whole number", fixed = TRUE)
  expect_error(get_output_at(lstm), "node_index")
  expect_error(get_output_at(layer_dense(units = 1), 1), class = "python.builtin.RuntimeError")
})

test_that("the rules hold for layers made by plain Keras too", {
  dense <- keras$layers$Dense(2L)
  layer_input(3) %>% dense
  layer_input(3) %>% dense
  expect_error(dense$output, "ill-defined")
})

test_that("several inputs and outputs are lists", {
  concatenate <- layer_concatenate()
  concatenate(list(layer_input(4), layer_input(5)))
  expect_length(concatenate$input, 2)
  expect_identical(concatenate$input_shape, list(list(NULL, 4L), list(NULL, 5L)))
})

test_that("models are layers, their first call is node 1", {
  x <- layer_input(4)
  model <- keras_model(x, x %>% layer_dense(units = 2))
  expect_error(get_output_at(model, 1), "never been called")
  y <- layer_input(4) %>% model
  expect_identical(reticulate::py_id(get_output_at(model, 1)), reticulate::py_id(y))
  expect_identical(model$output_shape, list(NULL, 2L))
})

test_that("a piped Sequential model is the base of another", {
  base <- keras_model_sequential() %>%
    layer_dense(units = 3, input_shape = 4) %>%
    layer_dense(units = 2)
  features <- keras_model(base$input, base$layers[[1]]$output)
  expect_identical(features$output_shape, list(NULL, 3L))
  expect_identical(keras_model(base$input, base$output)$output_shape, list(NULL, 2L))
})

test_that("an option asks for the first of several nodes, as in Keras 2.15", {
  before <- options(rkeras.ill_defined = "first")
  on.exit(options(before))
  input <- layer_input(3)
  layer <- layer_dense(units = 2)
  first <- layer(input)
  layer(input)
  expect_identical(layer$output$name, first$name)
  options(rkeras.ill_defined = NULL)
  expect_error(layer$output, "ill-defined")
})
