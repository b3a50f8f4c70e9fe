# Calls of layers and models, by position and by name, against Keras's own call of the Python object.

sequence <- array(sin(1:96), c(2, 8, 6))
other <- array(cos(1:48), c(2, 4, 6))
rows <- matrix(sin(1:6), 2)
state <- matrix(cos(1:6), 2)

plainly <- function(layer, ...) {
  reticulate::py_to_r(reticulate::py_call(reticulate::py_get_attr(layer, "__call__"), ...))
}

values <- function(outputs) {
  lapply(unlist(list(outputs), recursive = TRUE), function(one) as.array(one))
}

test_that("attention gets the tensors that it was given, in any way of giving them", {
  layer <- layer_multi_head_attention(num_heads = 2, key_dim = 3)
  expected <- values(plainly(layer, sequence, other, return_attention_scores = TRUE))
  calls <- list(
    layer(sequence, other, return_attention_scores = TRUE),
    layer(sequence, value = other, return_attention_scores = TRUE),
    layer(query = sequence, value = other, return_attention_scores = TRUE),
    layer(value = other, sequence, return_attention_scores = TRUE),
    layer(list(sequence, other), return_attention_scores = TRUE),
    layer(list(value = other, query = sequence), return_attention_scores = TRUE),
    sequence %>% layer(other, return_attention_scores = TRUE)
  )
  for (call in calls) {
    expect_equal(values(call), expected, tolerance = 1e-6)
  }
  target <- layer_input(c(8, 6))
  source <- layer_input(c(4, 6))
  for (call in list(
    layer(target, source, return_attention_scores = TRUE),
    layer(query = target, value = source, return_attention_scores = TRUE)
  )) {
    expect_identical(dim(call[[2]]), c(NA, 2L, 8L, 4L))
    model <- keras_model(list(target, source), call)
    expect_equal(predict(model, list(sequence, other)), expected, tolerance = 1e-6)
  }
})

test_that("a call by name alone is a call", {
  dense <- layer_dense(units = 4)
  expected <- values(plainly(dense, rows))
  expect_equal(values(dense(inputs = rows)), expected)
  expect_equal(values(dense(object = rows)), expected)
  expect_equal(values(dense(training = FALSE, inputs = rows)), expected)
  input <- layer_input(3)
  model <- keras_model(input, dense(inputs = input))
  expect_equal(values(model(inputs = rows)), expected)
  grown <- keras_model_sequential(input_shape = 3)
  expect_identical(dense(inputs = grown), grown)
  expect_length(grown$layers, 1)
  attention <- layer_attention()
  expect_equal(
    values(attention(inputs = list(sequence, other))),
    values(plainly(attention, list(sequence, other))),
    tolerance = 1e-6
  )
})

test_that("recurrent layers and cells take their states by position, by name, and in a list", {
  lstm <- layer_lstm(units = 3)
  expected <- values(plainly(lstm, sequence, initial_state = list(rows, state)))
  for (call in list(
    lstm(sequence, initial_state = list(rows, state)),
    lstm(sequence, list(rows, state)),
    lstm(list(sequence, rows, state)),
    lstm(inputs = sequence, initial_state = list(rows, state)),
    lstm(sequence, initial_state = list(second = rows, first = state)), # by position, whatever the names
    lstm(sequence, list(h = rows, c = state)),
    lstm(initial_state = list(rows, state), sequence)
  )) {
    expect_equal(values(call), expected, tolerance = 1e-6)
  }
  cell <- layer_gru_cell(units = 3)
  expected <- values(plainly(cell, rows, list(state))[[1]])
  expect_equal(values(cell(rows, list(state))[[1]]), expected, tolerance = 1e-6)
  expect_equal(values(cell(inputs = rows, states = list(state))[[1]]), expected, tolerance = 1e-6)
})

test_that("names of a layer of one's own are its own, whatever our functions call theirs", {
  Mixed <- new_layer_class("Mixed", call = function(self, target, layer, obj = 0, training = NULL) {
    target + 2 * layer + obj
  })
  mixed <- Mixed()
  expected <- list(rows + 2 * state)
  for (call in list(
    mixed(rows, state),
    mixed(target = rows, layer = state),
    mixed(layer = state, rows),
    mixed(rows, layer = state)
  )) {
    expect_equal(values(call), expected, tolerance = 1e-6)
  }
  expect_equal(values(mixed(rows, state, obj = 5)), list(rows + 2 * state + 5), tolerance = 1e-6)
  expect_equal(values(mixed(obj = 5, rows, state)), list(rows + 2 * state + 5), tolerance = 1e-6)
  expect_equal(c(values(mixed(c(1, 2), c(3, 4)))[[1]]), c(7, 10))
  expect_equal(c(values(mixed(target = c(1, 2), layer = c(3, 4)))[[1]]), c(7, 10))
})

test_that("nothing, unknown names and tensors too many are refused by name", {
  dense <- layer_dense(units = 4)
  expect_error(dense(), "^layer_dense\\(\\): the input of the layer, argument `inputs` of its call, is missing")
  expect_error(dense(NULL), "^layer_dense\\(\\): the input of the layer")
  expect_error(dense(rows, trainig = TRUE), "unknown argument `trainig`. Did you mean `training`")
  expect_error(dense(rows, state), "`training` should be TRUE or FALSE.*Several inputs go in a list")
  for (value in list(NA, NaN, factor("TRUE"), 2)) {
    expect_error(layer_dropout(rate = 0.5)(rows, training = value), "`training` should be TRUE or FALSE.*Received")
  }
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(2)
  expect_error(model(), "is missing")
  expect_error(model(rows, traning = TRUE), "unknown argument `traning`")
  expect_error(model(rows, state), "`training` should be TRUE or FALSE")
  expect_error(layer_add()(rows, state), "Several inputs go in a list")
})
