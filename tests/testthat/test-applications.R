test_that("images are prepared without being changed", {
  images <- array(as.numeric(1:27), c(1, 3, 3, 3))
  prepared <- imagenet_preprocess_input(images)
  mean_bgr <- c(103.939, 116.779, 123.68)
  for (channel in 1:3) {
    expect_equal(prepared[,,, channel], images[,,, 4 - channel] - mean_bgr[channel], tolerance = 1e-5)
  }
  expect_equal(xception_preprocess_input(images), images / 127.5 - 1, tolerance = 1e-6)
  expect_identical(images[1, 1, 1, ], c(1, 10, 19))
})

test_that("predicted classes come as data frames", {
  named <- list(list(list("n1", "cat", 0.75), list("n2", "dog", 0.25)))
  frames <- predictions_as_frames(named)
  expected <- data.frame(class_name = c("n1", "n2"), class_description = c("cat", "dog"), score = c(0.75, 0.25))
  expect_identical(frames, list(expected))
  expect_error(imagenet_decode_predictions(matrix(0, 1, 10)), "`preds` should be a matrix with 1000 columns")
})

test_that("an application builds from R", {
  model <- application_mobilenet(input_shape = c(32, 32, 3), alpha = 0.25, weights = NULL, classes = 5)
  expect_identical(model$output_shape, list(NULL, 5L))
})
