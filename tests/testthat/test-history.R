four_curves <- list(
  loss = list(0.5, 0.25),
  accuracy = c(0.75, 1),
  val_loss = c(0.6, 0.3),
  val_accuracy = c(0.7, 0.9)
)

by_hand <- function(epochs = 2, metrics = four_curves) {
  new_history(list(verbose = 0L, epochs = epochs, steps = 1L), metrics)
}

on_a_page <- function(code) {
  file <- tempfile(fileext = ".png")
  grDevices::png(file)
  on.exit({
    grDevices::dev.off()
    unlink(file)
  })
  force(code)
}

test_that("a history has params and metrics, padded to equal length", {
  history <- by_hand(metrics = list(loss = list(3, 2, 1), val_loss = 2))
  expect_s3_class(history, "keras_training_history", exact = TRUE)
  expect_named(history, c("params", "metrics"))
  expect_identical(history$params$epochs, 2)
  expect_identical(history$metrics, list(loss = c(3, 2, 1), val_loss = c(2, NA, NA)))
})

test_that("print shows the last epoch with four digits", {
  history <- by_hand(metrics = list(loss = c(1, 0.123456), val_accuracy = c(0, 0.00012), lr = c(1, 1e-4)))
  expect_identical(
    capture.output(print(history)),
    c(
      "",
      "Final epoch (plot to see history):",
      "        loss: 0.1235",
      "val_accuracy: 0.00012",
      "          lr: 1e-04"
    )
  )
  capture.output({
    shown <- withVisible(print(history))
  })
  expect_false(shown$visible)
  expect_identical(shown$value, history)
})

test_that("print copes with a history without epochs", {
  expect_identical(
    capture.output(print(by_hand(metrics = list()))),
    c("", "Final epoch (plot to see history):")
  )
})

test_that("as.data.frame has a row for each metric and epoch", {
  frame <- as.data.frame(by_hand())
  expect_named(frame, c("epoch", "value", "metric", "data"))
  expect_identical(frame$epoch, rep(1:2, 4))
  expect_identical(frame$value, c(0.5, 0.25, 0.75, 1, 0.6, 0.3, 0.7, 0.9))
  expect_identical(levels(frame$metric), c("loss", "accuracy"))
  expect_identical(as.character(frame$data), rep(c("training", "validation"), each = 4))
})

test_that("as.data.frame keeps rows for epochs that early stopping left out", {
  frame <- as.data.frame(by_hand(epochs = 12))
  expect_identical(nrow(frame), 48L)
  expect_identical(sum(!is.na(frame$value)), 8L)
  expect_identical(nrow(as.data.frame(by_hand(0, list()))), 0L)
})

test_that("plot gives a ggplot with a panel for each metric", {
  skip_if_not_installed("ggplot2")
  drawn <- plot(by_hand())
  expect_s3_class(drawn, "ggplot")
  built <- ggplot2::ggplot_build(drawn)
  expect_identical(nrow(built$layout$layout), 2L)
  expect_identical(length(unique(built$data[[1]]$fill)), 2L)
  expect_identical(nrow(plot(by_hand(), metrics = "loss")$data), 4L)
  expect_warning(
    some <- plot(by_hand(), metrics = c("loss", "acc")),
    'made of "loss", "accuracy". Received: metrics = "acc"'
  )
  expect_identical(nrow(some$data), 4L)
})

test_that("plot smooths from ten epochs on, where wanted", {
  skip_if_not_installed("ggplot2")
  long <- by_hand(12, list(loss = 1 / (1:12), val_loss = 1.1 / (1:12)))
  has_smooth <- function(drawn) {
    any(vapply(drawn$layers, function(layer) inherits(layer$stat, "StatSmooth"), NA))
  }
  expect_true(has_smooth(plot(long)))
  expect_false(has_smooth(plot(long, smooth = FALSE)))
  joined <- function(drawn) any(vapply(drawn$layers, function(layer) inherits(layer$geom, "GeomLine"), NA))
  expect_true(joined(plot(by_hand())))
  expect_false(joined(plot(by_hand(1, list(loss = 1)))))
  expect_false(has_smooth(plot(by_hand(12))))
  old <- options(keras.plot.history.smooth = FALSE)
  on.exit(options(old))
  expect_false(has_smooth(plot(long)))
})

test_that("plots draw without a warning", {
  stopped <- by_hand(12, list(loss = 3:1, accuracy = c(0.1, NA, 0.3), val_loss = c(3, 2.5, 2)))
  one_epoch <- by_hand(1, list(loss = 1, val_loss = 2))
  for (history in list(by_hand(), stopped, one_epoch)) {
    expect_silent(on_a_page(plot(history, method = "base")))
    if (requireNamespace("ggplot2", quietly = TRUE)) {
      expect_no_warning(on_a_page(print(plot(history, theme_bw = TRUE))))
    }
  }
})

test_that("base graphics return NULL and leave the settings as they were", {
  on_a_page({
    before <- graphics::par("mfrow", "mar")
    result <- withVisible(plot(by_hand(), method = "base"))
    expect_null(result$value)
    expect_false(result$visible)
    expect_identical(graphics::par("mfrow", "mar"), before)
  })
})

test_that("plot says which metrics there are", {
  expect_error(plot(by_hand(), metrics = "acc"), 'made of "loss", "accuracy". Received: metrics = "acc"')
  expect_error(plot(by_hand(0, list())), "nothing to draw")
})

test_that("the history of plain Keras prints, tabulates and plots as that of fit()", {
  x <- matrix(1:12 / 12, 4)
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(1) %>% compile("sgd", "mse", metrics = "mae")
  history <- model$fit(x, array(1:4), epochs = 2L, verbose = 0L)
  table <- as.data.frame(history)
  expect_equal(table$value, unlist(history$history, use.names = FALSE), tolerance = 1e-6)
  expect_identical(levels(table$metric), c("loss", "mae"))
  expect_output(expect_identical(print(history), history), "Final epoch")
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  expect_no_error(plot(history, method = "base"))
})

test_that("a history of R is Python's on its way there", {
  history <- structure(
    list(params = list(verbose = 0L, epochs = 2L, steps = NULL), metrics = list(loss = c(2, 1), val_loss = 3)),
    class = "keras_training_history"
  )
  sent <- reticulate::r_to_py(history)
  expect_s3_class(sent, python_names[["KerasTrainingHistory"]])
  expect_identical(reticulate::py_to_r(sent)$metrics, list(loss = c(2, 1), val_loss = c(3, NA)))
})
