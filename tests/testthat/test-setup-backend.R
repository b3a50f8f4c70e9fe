test_that("there is one implementation and one backend", {
  expect_match(implementation()$`__version__`, "^3")
  expect_equal(as.numeric(backend()$mean(tf$constant(c(1, 2)))$numpy()), 1.5)
  expect_s3_class(backend(convert = FALSE)$epsilon(), "python.builtin.float")
  expect_invisible(use_implementation("tensorflow"))
  expect_invisible(use_backend("tensorflow"))
  expect_invisible(use_backend("tensorflow", gpu = NA))
  expect_error(use_backend("tensorflow", gpu = 1), "use_backend(): `gpu` should be TRUE, FALSE or NA", fixed = TRUE)
  expect_error(
    use_backend("theano"),
    "use_backend(): `backend` should be \"tensorflow\", \"jax\" or \"torch\"",
    fixed = TRUE
  )
  expect_true(is_keras_available("2.2.0"))
  expect_false(is_keras_available("99.0"))
})
