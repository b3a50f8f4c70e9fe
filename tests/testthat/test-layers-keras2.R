# Layers and arguments that Keras 3 no longer has, called as R scripts call them.

values <- function(tensor) {
  as.array(reticulate::py_to_r(tensor$numpy()))
}

test_that("locally connected layers take R's numbers and say what is wrong", {
  x <- array(seq_len(24) / 24, c(2, 4, 3))
  layer <- layer_locally_connected_1d(
    filters = 1,
    kernel_size = 2,
    weights = list(array(1, c(3, 6, 1)), matrix(1, 3, 1))
  )
  expected <- rowSums(x[, 1:2, ]) + 1
  expect_equal(values(layer(x))[, 1, 1], expected, tolerance = 1e-6)
  expect_error(
    layer_locally_connected_1d(x, 1, 2, padding = "same"),
    "layer_locally_connected_1d(): `padding` should be \"valid\"",
    fixed = TRUE
  )
})

test_that("time_major exchanges steps and batch", {
  x <- array(stats::rnorm(24), c(4, 2, 3))
  plain <- layer_gru(units = 2, return_sequences = TRUE)
  expected <- values(plain(aperm(x, c(2, 1, 3))))
  major <- layer_gru(units = 2, return_sequences = TRUE, time_major = TRUE, weights = plain$get_weights())
  expect_equal(values(major(x)), aperm(expected, c(2, 1, 3)), tolerance = 1e-6)
  expect_s3_class(major, "keras.src.layers.rnn.gru.GRU")
  expect_error(layer_gru(units = 2, time_major = NA), "`time_major` should be TRUE or FALSE", fixed = TRUE)
})

test_that("feature columns made in R work, in a named list", {
  inputs <- list(
    age = layer_input(shape = 1, name = "age"),
    thal = layer_input(shape = 1, name = "thal", dtype = "string")
  )
  columns <- reticulate::import("tensorflow")$feature_column
  thal <- columns$categorical_column_with_vocabulary_list("thal", list("a", "b"))
  output <- inputs %>%
    layer_dense_features(list(a = columns$numeric_column("age"), b = columns$embedding_column(thal, 2L)))
  expect_identical(output$shape, list(NULL, 3L))
  expect_identical(dim(keras_model(inputs, output)$get_weights()[[1]]), c(2L, 2L))
  expect_error(layer_dense_features(inputs, thal), "Received: 'thal'", fixed = TRUE)
})

test_that("wrong initial weights are refused, and the model stays as it was", {
  model <- keras_model_sequential(input_shape = 3)
  expect_error(
    model %>% layer_dense(2, weights = list(matrix(1, 2, 2), c(0, 0))),
    "layer_dense(): `weights` should be a list of 2 array(s) of shapes [(3, 2), (2)]",
    fixed = TRUE
  )
  expect_length(model$layers, 0L)
  model %>% layer_dense(1, weights = list(matrix(1, 3, 1), 2))
  expect_equal(drop(values(model(matrix(1, 1, 3)))), 5)
})
