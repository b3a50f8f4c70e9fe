script <- function(...) {
  file <- tempfile(fileext = ".R")
  writeLines(c(...), file, useBytes = TRUE)
  file
}

translate <- function(...) {
  capture.output({
    program <- rkeras_translate(...)
  })
  program
}

test_that("a script is translated in this session, without running it", {
  file <- script("library(keras)", "stop_here <- 1:3", "x <- stop_here[2] # second", "y <- fivenum(x)")
  expect_message(program <- translate(file), "1 place not translated", fixed = TRUE)
  expect_match(program, "x = stop_here[1]  # second\n", fixed = TRUE)
  expect_match(
    program,
    "# rkeras translate: the function fivenum() has no translation\n#   y <- fivenum(x)\n",
    fixed = TRUE
  )
  expect_message(
    plain <- translate(script("m <- keras::layer_dense(units = 2)"), style = "keras"),
    "everything is translated"
  )
  expect_match(plain, "keras.layers.Dense(2)", fixed = TRUE)
})

test_that("programs are written to files, and files stay", {
  file <- script("x <- 1")
  target <- tempfile(fileext = ".py")
  expect_message(rkeras_translate(file, target), "everything is translated")
  expect_identical(readLines(target), "x = 1")
  expect_error(rkeras_translate(file, target), "exists")
  expect_message(rkeras_translate(file, target, overwrite = TRUE), "everything is translated")
})

test_that("one script is two programs by two packages", {
  file <- script(
    "x <- layer_input(c(2, 3))",
    "model <- keras_model(x, layer_concatenate(x, layer_activation_softmax(x), axis = 2))",
    "model %>% compile('sgd', 'mse')",
    "data <- array(0, c(4, 2, 3))",
    "model %>% fit(data, array(0, c(4, 2, 6)))",
    "penalty <- regularizer_l1_l2()"
  )
  programs <- vapply(
    list("keras", "keras3", NULL),
    function(from) {
      suppressMessages(paste(translate(file, style = "keras", from = from), collapse = "\n"))
    },
    ""
  )
  expect_identical(programs[[1]], programs[[3]])
  expect_match(programs[[1]], "keras.layers.Concatenate(axis=2)", fixed = TRUE)
  expect_match(programs[[2]], "keras.layers.Concatenate(axis=1)", fixed = TRUE)
  expect_identical(grepl("epochs=10", programs), c(TRUE, FALSE, TRUE))
  expect_identical(grepl("L1L2(l1=0.01, l2=0.01)", programs, fixed = TRUE), c(TRUE, FALSE, TRUE))
  expect_error(rkeras_translate(file, from = "torch"), '`from` should be "keras", "keras3" or NULL')
})

test_that("wrong use is one sentence", {
  expect_error(rkeras_translate(script("x <- (1")), "R cannot parse it", class = "python.builtin.ValueError")
  expect_error(rkeras_translate(tempfile()), "is neither a file nor a folder")
  expect_error(rkeras_translate(3), "`path` should be names of files or folders")
  expect_error(rkeras_translate("x.R", style = "tidy"), "`style` should be")
  expect_error(rkeras_translate("x.R", verify = "yes"), "`verify` should be TRUE or FALSE")
})

test_that("a cell is translated", {
  program <- bridge_translate_cell("x <- 2\nx^2", "rkeras_py")[[1L]]
  expect_identical(program, "from rkeras_py.porting import base_r as r\n\nx = 2\nr.print_value(x ** 2)\n")
})

test_that("a program is verified from R", {
  file <- script("library(keras)", "cat(k_floatx(), 1 + 1)")
  expect_silent(capture.output(translate(file, verify = TRUE)))
})

test_that("a script of the corpus is verified from R in plain Keras", {
  file <- test_path("..", "translate", "pairs_frame.R")
  skip_if_not(file.exists(file), "the corpus is not part of the package")
  expect_no_error(capture.output(translate(file, style = "keras", verify = TRUE)))
})

test_that("a difference is an error that names its place", {
  file <- script("library(keras)", "set.seed(1)", "cat(as.numeric(Sys.time()) %% 1000, '\\n')", "cat(k_floatx())")
  expect_error(capture.output(translate(file, verify = TRUE)))
})
