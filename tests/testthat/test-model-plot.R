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
  expect_error(plot(model, layer_range = 1), "plot(): `layer_range` should be omitted", fixed = TRUE)
  expect_error(plot(keras_model_sequential()), "plot(): the model is not built", fixed = TRUE)
  expect_error(plot(model, to_file = "/no/such/place.svg"), "plot(): `to_file`", fixed = TRUE)
})

test_that("plot() needs no Graphviz for a page or a file of SVG", {
  before <- Sys.getenv("PATH")
  inputs <- layer_input(shape = 4)
  hidden <- inputs %>% layer_dense(units = 4)
  model <- keras_model(inputs, layer_add(list(inputs, hidden), name = "sum"))
  reticulate::py_run_string("import os; os.environ['PATH'] = '/none'")
  on.exit(reticulate::import("os")$environ$update(list(PATH = before)), add = TRUE)
  file <- tempfile(fileext = ".png")
  grDevices::png(file)
  expect_invisible(plot(model, show_shapes = TRUE))
  grDevices::dev.off()
  drawn <- as.array(tf$io$decode_png(tf$io$read_file(file), channels = 1L))
  expect_true(any(drawn < 100) && mean(drawn > 250) > 0.5)
  picture <- tempfile(fileext = ".svg")
  plot(model, to_file = picture)
  expect_match(readLines(picture), "sum \\(Add\\)", all = FALSE)
  expect_identical(plot_model(model), paste(c(readLines(picture), ""), collapse = "\n"))
  expect_error(
    plot(model, to_file = "x.png"),
    "requires the Python package pydot and the program Graphviz",
    fixed = TRUE
  )
})
