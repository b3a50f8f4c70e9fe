test_that("classes of Keras and TensorFlow are where keras_names says", {
  expect_identical(paths_in_python(keras_names), keras_names)
})

test_that("no other code spells a path in Keras or TensorFlow", {
  expect_identical(spelled_in("keras.src."), "keras_names")
  expect_identical(spelled_in("keras.engine."), "keras2_names")
  expect_identical(spelled_in("tensorflow.python."), "keras_names")
})
