test_that("a model of Keras 2 is upgraded, and the report is a list of changes in R", {
  old <- withr_file(".h5")
  new <- withr_file(".keras")
  keras_2 <- reticulate::import("tf_keras")
  x <- keras_2$Input(list(4L))
  model <- keras_2$Model(x, keras_2$layers$LeakyReLU(0.3, name = "leaky")(x * 2))
  suppressWarnings(model$save(old))
  report <- upgrade_model(old, new)
  expect_identical(report$changes[["leaky (LeakyReLU)"]], "alpha is called negative_slope")
  expect_lt(report$difference, 1e-5)
  expect_match(paste(capture.output(print(report)), collapse = "\n"), "same random input", fixed = TRUE)
  data <- matrix(rnorm(8), 2)
  expect_equal(
    predict(load_model_hdf5(new), data, verbose = 0),
    model$predict(data, verbose = 0L),
    tolerance = 1e-6,
    ignore_attr = TRUE
  )
})
