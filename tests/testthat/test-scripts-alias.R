test_that("library(keras) is this package, without Python and without touching a library", {
  output <- fresh(c(
    "before <- list.files(.libPaths())",
    "said <- character()",
    "tell <- function(m) { said <<- c(said, conditionMessage(m)); invokeRestart('muffleMessage') }",
    "path <- withCallingHandlers(rkeras::use_keras_alias(), message = tell)",
    "stopifnot(length(said) == 1, grepl('library(keras), library(keras3) and library(tensorflow) now mean rkeras', said, fixed = TRUE))",
    "withCallingHandlers(again <- rkeras::use_keras_alias(), message = tell)",
    "stopifnot(length(said) == 1, identical(path, again), identical(path, .libPaths()[1]))",
    "stopifnot(identical(before, list.files(.libPaths()[-1])))",
    "stopifnot(requireNamespace('keras'), packageVersion('keras') >= '2.0', packageVersion('keras') == '2.15.0')",
    "library(keras)",
    "library(tensorflow)",
    "stopifnot(!isNamespaceLoaded('reticulate'))",
    "stopifnot(identical(keras::layer_dense, rkeras::layer_dense), identical(keras:::fit, generics::fit))",
    "exports <- setdiff(getNamespaceExports('rkeras'), 'use_keras_alias')",
    "stopifnot(setequal(getNamespaceExports('keras'), exports), all(exports %in% ls('package:keras', all.names = TRUE)))",
    "stopifnot(identical(tensorflow::shape, rkeras::shape), 'keras' %in% rownames(installed.packages()))"
  ))
  expect_identical(output, character())
})

test_that("R processes started from here have the alias too, and another keras is not replaced", {
  output <- fresh(c(
    "rkeras::use_keras_alias(quiet = TRUE)",
    "child <- tempfile(fileext = '.R')",
    "writeLines('library(keras); path <- rkeras::use_keras_alias(); cat(exists(\"layer_dense\"), path == .libPaths()[1])', child)",
    "cat(system2(file.path(R.home('bin'), 'Rscript'), child, stdout = TRUE))"
  ))
  expect_identical(output, "TRUE TRUE")

  other <- file.path(tempfile(), "keras")
  rkeras:::write_alias("keras", dirname(other))
  writeLines("export(mine)", file.path(other, "NAMESPACE"))
  writeLines("mine <- function() 'another keras'", file.path(other, "R", "keras"))
  description <- readRDS(file.path(other, "Meta", "package.rds"))
  description$DESCRIPTION <- description$DESCRIPTION[names(description$DESCRIPTION) != "RkerasAlias"]
  saveRDS(description, file.path(other, "Meta", "package.rds"))
  in_front <- sprintf(".libPaths(c('%s', .libPaths()))", dirname(other))
  output <- fresh(c(in_front, "rkeras::use_keras_alias(quiet = TRUE)", "cat(exists('mine', asNamespace('keras')))"))
  expect_identical(output, "FALSE")
  output <- fresh(c(
    in_front,
    "library(keras)",
    "cat(mine(), tryCatch(rkeras::use_keras_alias(), error = conditionMessage))"
  ))
  expect_match(
    output,
    "^another keras use_keras_alias\\(\\): the package keras is loaded already, from .* in a fresh session"
  )
})
