test_that("rkeras_run() runs a script for R keras in a fresh R, with its arguments and exit status", {
  folder <- tempfile("a folder ")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  script <- file.path(folder, "old script.R")
  # It writes to a file: what it prints goes past testthat to the terminal.
  writeLines(
    c(
      "library(keras)",
      "words <- commandArgs(TRUE)",
      "from <- unname(getNamespaceName(topenv(environment(layer_dense))))",
      "writeLines(c(words, from, find.package('rkeras'), Sys.getpid(), nchar(Sys.getenv('RKERAS_CALLED_FROM_R'))), words[[1]])",
      "if (words[[2]] == 'fail') stop('it went wrong')",
      "if (words[[2]] == 'quit') quit(status = 7)"
    ),
    script
  )
  told <- file.path(folder, "told")
  expect_identical(withVisible(rkeras_run(script, c(told, "b c", "--host=r"))), list(value = 0L, visible = FALSE))
  found <- readLines(told)
  expect_identical(found[1:3], c(told, "b c", "--host=r"))
  expect_identical(found[[4]], "rkeras")
  expect_identical(normalizePath(found[[5]]), normalizePath(find.package("rkeras")))
  expect_false(found[[6]] == Sys.getpid())
  expect_identical(found[[7]], "0")

  status <- function(...) {
    tryCatch(rkeras_run(...), rkeras_exit_status = function(condition) {
      c(condition$status, grepl("rkeras_run(): exit status", conditionMessage(condition), fixed = TRUE))
    })
  }
  expect_identical(status(script, c(told, "fail")), c(1L, 1L))
  expect_identical(status(script, c(told, "quit")), c(7L, 1L))
  expect_identical(status(script, c(told, "quit"), host = "python"), c(7L, 1L))
  expect_identical(status(file.path(folder, "none.R")), c(2L, 1L))
  expect_error(rkeras_run(), "rkeras_run(): `script` should be the name of a script", fixed = TRUE)
  expect_error(rkeras_run(script, list("a", mean)), "`arguments` should be a vector of words")
  expect_error(rkeras_run(script, host = "julia"), "`host` should be \"r\" or \"python\"")
})
