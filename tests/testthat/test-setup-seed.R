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
