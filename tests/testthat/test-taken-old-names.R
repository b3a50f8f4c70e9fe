test_that("parts of Keras 2 are found by their names", {
  for (root in list(tf$keras, keras)) {
    optimizer <- root$optimizers$legacy$Adam(learning_rate = 0.25)
    expect_identical(class(optimizer)[[1L]], class(optimizer_adam())[[1L]])
    root$backend$set_value(optimizer$lr, 0.5)
    expect_equal(root$backend$get_value(optimizer$learning_rate), 0.5)
  }
  input <- layer_input(3)
  model <- keras_model(input, layer_dense(input, 1))
  found <- list(get_layer(model, "input_1")$name, model$get_layer("input_1")$name)
  expect_identical(unique(found), list(model$layers[[1L]]$name))
  expect_error(get_layer(model, "model"), "`name` should be one of")
})
