x <- matrix(sin(1:48), 16)
y <- as.numeric(rowSums(x) > 0)

small_model <- function() {
  keras_model_sequential(input_shape = 3) %>%
    layer_dense(1) %>%
    compile("sgd", "mse", metrics = "mae", run_eagerly = TRUE)
}

test_that("what Python prints in a call comes in order with R's own output, and can be captured", {
  model <- small_model()
  text <- capture.output({
    cat("before\n")
    history <- fit(model, x, y, epochs = 2, verbose = 2, view_metrics = FALSE)
    cat("after\n")
    evaluate(model, x, y)
    predict(model, x)
  })
  expect_identical(text[c(1, 2, 4, 6)], c("before", "Epoch 1/2", "Epoch 2/2", "after"))
  expect_match(
    text[[3]],
    sprintf("^1/1 - .* - loss: %.4f - mae: %.4f$", history$metrics$loss[1], history$metrics$mae[1])
  )
  expect_match(text[[7]], "^1/1 - .* - loss: ")
  expect_length(grep("/step", text), 3L)
})

test_that("a bar that cannot be drawn again is drawn once", {
  text <- capture.output(fit(small_model(), x, y, batch_size = 4, epochs = 1, verbose = 1))
  expect_length(text, 1L)
  expect_match(text, "^4/4 \\[={30}\\] - ")
})

test_that("options tell fit how to show progress; wrong values are named", {
  old <- options(keras.fit_verbose = 0, keras.view_metrics = FALSE)
  on.exit(options(old))
  expect_identical(capture.output(fit(small_model(), x, y, epochs = 1)), character())
  expect_error(fit(small_model(), x, y, verbose = "loud"), "fit\\(\\): `verbose` should be 0, 1, 2 or \"auto\"")
  expect_error(fit(small_model(), x, y, view_metrics = 2), "fit\\(\\): `view_metrics` should be TRUE, FALSE or")
})

test_that("a document gets a line for each epoch", {
  skip_if_not_installed("knitr")
  options(rkeras_test_fit = function() fit(small_model(), x, y, epochs = 2))
  on.exit(options(rkeras_test_fit = NULL))
  chunk <- c("```{r}", 'cat("one\\n"); h <- getOption("rkeras_test_fit")(); cat("two\\n")', "```")
  knitted <- strsplit(knitr::knit(text = chunk, quiet = TRUE), "\n")[[1]]
  shown <- grep("^## ", knitted, value = TRUE)
  expect_identical(shown[c(1, 2, 4, 6)], c("## one", "## Epoch 1/2", "## Epoch 2/2", "## two"))
  expect_match(shown[c(3, 5)], "^## 1/1 - .* - loss: [0-9.]+ - mae: [0-9.]+$")
  expect_false(any(grepl("[\r\b\033]", knitted)))
})

test_that("a chunk of Python in a document gets a line for each epoch of plain Keras", {
  skip_if_not_installed("knitr")
  chunks <- c(
    "```{python}",
    "import keras, numpy as np",
    "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])",
    'model.compile("sgd", "mse", run_eagerly=True)',
    "history = model.fit(np.ones((8, 3)), np.ones(8), batch_size=4, epochs=2)",
    "```"
  )
  knitted <- strsplit(knitr::knit(text = chunks, quiet = TRUE), "\n")[[1]]
  shown <- grep("^## ", knitted, value = TRUE)
  expect_identical(shown[c(1, 3)], c("## Epoch 1/2", "## Epoch 2/2"))
  expect_match(shown[c(2, 4)], "^## 2/2 - .*/step - loss: [0-9.e-]+$")
  expect_false(any(grepl("[\r\b\033]", knitted)))
})

test_that("curves are shown in R's viewer; a viewer that fails is a warning", {
  seen <- character()
  note <- function(url) {
    seen <<- c(seen, url)
  }
  old <- options(viewer = note)
  on.exit(options(old))
  history <- fit(small_model(), x, y, epochs = 2, verbose = 0, view_metrics = TRUE)
  expect_match(seen, "^http://127\\.0\\.0\\.1:[0-9]+/[A-Za-z0-9_-]{22}/$")
  page <- import_rkeras_py("metrics_page")$get_page()
  state <- reticulate::import("json")$loads(page$write_out())
  expect_equal(unlist(state$metrics$loss), history$metrics$loss)
  expect_true(state$ended)
  options(viewer = function(url) stop("no pane"))
  expect_warning(
    capture.output({
      history <- fit(small_model(), x, y, epochs = 1, verbose = 0, view_metrics = TRUE)
    }),
    "could not show .*: no pane"
  )
  expect_length(history$metrics$loss, 1L)
})

test_that("RUN_DIR, set at any time, gets logs for TensorBoard", {
  run <- tempfile("run")
  old <- Sys.getenv("RUN_DIR", NA)
  Sys.setenv(RUN_DIR = run)
  on.exit(if (is.na(old)) Sys.unsetenv("RUN_DIR") else Sys.setenv(RUN_DIR = old))
  fit(small_model(), x, y, epochs = 1, verbose = 0)
  expect_true(dir.exists(file.path(run, "logs", "train")))
  unlink(run, recursive = TRUE)
})

test_that("a history can be saved and read again", {
  history <- fit(small_model(), x, y, epochs = 2, verbose = 0, validation_split = 0.25)
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  saveRDS(history, file)
  again <- readRDS(file)
  expect_identical(again, history)
  expect_identical(as.data.frame(again), as.data.frame(history))
  expect_identical(capture.output(again), capture.output(history))
})
