test_that("a seed makes R and Keras repeat themselves", {
  draw <- function() {
    expect_message(use_session_with_seed(42), "Set seed to 42")
    list(
      stats::rnorm(2),
      k_get_value(k_random_normal(2)),
      get_weights(layer_dense(layer_input(2), 2)$`_keras_history`$operation)
    )
  }
  expect_identical(draw(), draw())
  expect_silent(use_session_with_seed(1, quiet = TRUE))
  expect_error(use_session_with_seed(1.5), "`seed` should be a whole number", fixed = TRUE)
})

test_that("set_random_seed() seeds R, Python, numpy and TensorFlow", {
  draw <- function(seed) {
    set_random_seed(seed)
    list(
      stats::runif(2),
      reticulate::import("random")$random(),
      reticulate::import("numpy")$random$rand(),
      as.array(tf$random$uniform(list(2L))),
      as.array(random_normal(2)),
      get_weights(keras_model_sequential(input_shape = 2) %>% layer_dense(units = 2))
    )
  }
  first <- draw(7)
  expect_identical(draw(7), first)
  expect_false(any(mapply(identical, draw(8), first)))
  set.seed(7)
  expect_identical(stats::runif(2), first[[1]])
  expect_error(set_random_seed(-1), "`seed` should be", fixed = TRUE)
})
