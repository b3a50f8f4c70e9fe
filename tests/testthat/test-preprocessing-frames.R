all_levels <- function(frame) {
  factors <- Filter(is.factor, frame)
  model.matrix(~ . - 1, frame, contrasts.arg = lapply(factors, contrasts, contrasts = FALSE))
}

test_that("features are those of model.matrix() and scale()", {
  f <- frame_inputs(iris)
  expect_named(f, c("inputs", "features"))
  expect_identical(vapply(f$inputs, function(input) input$name, ""), names(iris))
  expected <- all_levels(iris)
  expected[, 1:4] <- scale(iris[1:4]) * sqrt(150 / 149) # scale() divides by n - 1
  model <- keras_model(f$inputs, f$features)
  expect_equal(predict(model, iris), unname(expected), tolerance = 1e-6, ignore_attr = TRUE)
  expect_equal(predict(model, iris[101, ]), expected[101, , drop = FALSE], tolerance = 1e-6, ignore_attr = TRUE)
})

test_that("a model of a data frame is trained, saved and given data frames", {
  x <- warpbreaks[c("wool", "tension")]
  x$late <- seq_len(54) > 27
  f <- frame_inputs(x)
  model <- keras_model(f$inputs, f$features %>% layer_dense(1, kernel_initializer = "zeros"))
  model %>% compile(loss = "mse", optimizer = optimizer_sgd(0.1))
  model %>% fit(x, warpbreaks$breaks, epochs = 1, batch_size = 54, verbose = 0)
  step <- 0.1 * 2 * crossprod(all_levels(x[1:2]), warpbreaks$breaks) / 54 # of gradient descent on the mean of squares
  expect_equal(get_weights(model)[[1]][1:5], as.vector(step), tolerance = 1e-5)
  path <- tempfile(fileext = ".keras")
  on.exit(unlink(path))
  save_model_hdf5(model, path)
  expect_equal(predict(load_model_hdf5(path), x), predict(model, x))
  x$wool <- as.character(x$wool)
  x$wool[2] <- "C"
  expect_error(predict(model, x), "OOV values.*C")
})

test_that("one column, an embedding, and what is missing", {
  f <- frame_inputs(warpbreaks["tension"], embedding = list(tension = 2))
  model <- keras_model(f$inputs, f$features)
  expect_equal(predict(model, warpbreaks["tension"]), get_weights(model)[[1]][as.integer(warpbreaks$tension), ])
  expect_error(frame_inputs(airquality), "frame_inputs\\(\\): `data`: The data have 44 missing.*column `Ozone` has 37")
  expect_error(frame_inputs(1:3), "`data` should be a data frame")
  expect_error(frame_inputs(iris, embedding = 2), "`embedding` should be a list of sizes, named by columns of `data`")
})
