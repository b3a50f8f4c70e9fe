test_that("plot() draws a model, in a page or a file, and says what it lacks", {
  inputs <- layer_input(shape = 4)
  model <- keras_model(inputs, inputs %>% layer_dense(units = 2, name = "last"))
  file <- tempfile(fileext = ".png")
  grDevices::png(file)
  before <- graphics::par("mar")
  expect_invisible(plot(model, show_shapes = TRUE))
  expect_equal(graphics::par("mar"), before)
  grDevices::dev.off()
  drawn <- as.array(tf$io$decode_png(tf$io$read_file(file), channels = 1L))
  expect_true(any(drawn < 100) && mean(drawn == 255) > 0.5)
  picture <- tempfile(fileext = ".svg")
  plot(model, rankdir = "LR", to_file = picture)
  expect_match(paste(readLines(picture), collapse = ""), "last.*Dense")
  expect_error(
    plot(model, shapes = TRUE),
    "plot(): unknown argument `shapes`. Did you mean `show_shapes`",
    fixed = TRUE
  )
  expect_error(plot(model, layer_range = 1), "plot(): `layer_range` should be left out", fixed = TRUE)
  expect_error(plot(keras_model_sequential()), "plot(): the model is not built", fixed = TRUE)
  expect_error(plot(model, to_file = "/no/such/place.svg"), "plot(): `to_file`", fixed = TRUE)
})
