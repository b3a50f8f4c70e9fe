count_kept <- "kept <- function() reticulate::import('gc')$get_freeze_count()"

predicts <- c(
  "set_random_seed(1L)",
  "model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)",
  "number <- predict(model, matrix(c(1, 2), 1), verbose = 0)[[1]]"
)

test_that("where the first call loads Keras, the garbage collector leaves that alone, and nothing that comes later", {
  printed <- fresh(c(
    count_kept,
    "library(rkeras)",
    "x <- layer_input(2)",
    "first <- kept()",
    predicts,
    "main <- reticulate::py_run_string('import gc, weakref; seen = []; note = lambda x: seen.append(weakref.ref(x))')",
    "local(main$note(keras_model(x, layer_dense(x, 3))))",
    "invisible(gc())",
    "reticulate::py_run_string('gc.collect(); gone = [one() is None for one in seen]')",
    "stopifnot(first > 1e5, kept() <= first, main$gc$isenabled(), identical(main$gone, TRUE))",
    "cat(sprintf('%a', number))"
  ))
  plain <- fresh(c("library(rkeras)", "invisible(reticulate::import('sys'))", predicts, "cat(sprintf('%a', number))"))
  expect_identical(tail(printed, 1), plain)
})

test_that("where Python holds something of the user's before Keras loads, the collector looks at all", {
  printed <- fresh(c(
    count_kept,
    "library(rkeras)",
    "invisible(pad_sequences(list(1:2, 1:3)))",
    "main <- reticulate::py_run_string('import sys; mine = []; early = \"keras\" not in sys.modules')",
    "stopifnot(main$early)",
    "invisible(layer_input(2))",
    "cat(kept())"
  ))
  expect_identical(printed, "0")
  expect_identical(
    fresh(c(
      count_kept,
      "library(rkeras)",
      "reticulate::py_run_string('mine = []')",
      "x <- layer_input(2)",
      "cat(kept())"
    )),
    "0"
  )
})

test_that("a class of R may be the first that needs Python", {
  made <- c("Own <- R6::R6Class('Own', inherit = KerasLayer)", "cat(create_layer(Own)$name)")
  expect_identical(tail(fresh(c("library(rkeras)", made)), 1), "own")
})
