script <- function(..., ending = ".R") {
  file <- tempfile(fileext = ending)
  writeLines(c(...), file, useBytes = TRUE)
  file
}

check <- function(...) {
  found <- NULL
  output <- capture.output({
    found <- rkeras_check(...)
  })
  structure(found, output = output)
}

test_that("a script is checked in this session, without running it", {
  file <- script("library(keras)", "stop('never run')", "layer_dense(units = 1.5)", "optimizer_sgd(decay = 0.1)")
  found <- check(file)
  problem <- found[found$level == "problem", ]
  expect_identical(
    problem[c("line", "column", "rule", "fun")],
    data.frame(
      line = 3L,
      column = 21L,
      rule = "wrong-value",
      fun = "layer_dense"
    )
  )
  error <- tryCatch(layer_dense(units = 1.5), error = conditionMessage)
  expect_identical(problem$message, error)
  expect_match(attr(found, "output"), "1 file: 1 problem, 1 note.", fixed = TRUE, all = FALSE)
  expect_identical(unique(check(file, all = TRUE)$level), c("fine", "problem", "note"))
})

test_that("what is certain is mended", {
  file <- script("library(keras)", "layer_dense(unitss = 3)")
  expect_match(attr(check(file, fix = "show"), "output"), "+layer_dense(units = 3)", fixed = TRUE, all = FALSE)
  expect_message(found <- check(file, fix = TRUE), "1 place fixed")
  expect_identical(nrow(found), 0L)
  expect_identical(readLines(file), c("library(keras)", "layer_dense(units = 3)"))
  expect_identical(check(file, to = "keras3")$message, "The package is called keras3.")
  writeLines("layer_concatenate(list(a, b), axis = 0)", file)
  expect_match(check(file, from = "keras3")$message, "not a position counted from 1", fixed = TRUE)
})

test_that("wrong arguments and files are told in one line", {
  expect_error(rkeras_check(3), "rkeras_check(): `path` should be names of files or folders.", fixed = TRUE)
  expect_error(rkeras_check(".", to = "keras4"), "rkeras_check(): `to` should be \"keras3\" or NULL.", fixed = TRUE)
  expect_error(
    rkeras_check(".", from = "keras4"),
    "rkeras_check(): `from` should be \"keras\", \"keras3\" or NULL.",
    fixed = TRUE
  )
  expect_error(rkeras_check(".", all = NA), "rkeras_check(): `all` should be TRUE or FALSE.", fixed = TRUE)
  expect_error(rkeras_check(".", fix = "yes"), "rkeras_check(): `fix` should be TRUE, FALSE or", fixed = TRUE)
  expect_error(rkeras_check("none.R"), "rkeras_check(): none.R is neither a file nor a folder.", fixed = TRUE)
  found <- check(script("x <- (1", "y"))
  expect_identical(found$rule, "syntax")
})
