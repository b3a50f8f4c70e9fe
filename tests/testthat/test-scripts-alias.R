test_that("library(keras) is this package, without Python and without touching a library", {
  output <- fresh(c(
    "before <- list.files(.libPaths())",
    "said <- character()",
    "tell <- function(m) { said <<- c(said, conditionMessage(m)); invokeRestart('muffleMessage') }",
    "path <- withCallingHandlers(rkeras::use_keras_alias(), message = tell)",
    "stopifnot(length(said) == 1, grepl('library(keras) and library(tensorflow) now mean rkeras', said, fixed = TRUE))",
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

test_that("packages that import keras install, load and register methods for its classes", {
  folder <- tempfile()
  dir.create(file.path(folder, "uses", "R"), recursive = TRUE)
  dir.create(file.path(folder, "lib"))
  path <- function(...) file.path(folder, "uses", ...)
  writeLines(c("Package: uses", "Version: 1.0", "Imports: keras (>= 2.7), tensorflow"), path("DESCRIPTION"))
  writeLines(
    c(
      "importFrom(keras, layer_dense, keras_model_sequential, '%>%', fit)",
      "importFrom(tensorflow, tf)",
      "S3method(print, keras.engine.training.Model)",
      "S3method(keras::fit, mine)",
      "export(make)"
    ),
    path("NAMESPACE")
  )
  writeLines(
    c(
      "make <- function() keras_model_sequential(input_shape = 2) %>% layer_dense(3)",
      "print.keras.engine.training.Model <- function(x, ...) cat('a model of mine,', x$output_shape[[2]], '\\n')",
      "fit.mine <- function(object, ...) 'fitted'"
    ),
    path("R", "code.R")
  )
  output <- fresh(c(
    sprintf("folder <- '%s'", folder),
    "rkeras::use_keras_alias(quiet = TRUE)",
    "command <- c('CMD', 'INSTALL', '--no-docs', paste0('--library=', folder, '/lib'), paste0(folder, '/uses'))",
    "said <- system2(file.path(R.home('bin'), 'R'), command, stdout = TRUE, stderr = TRUE)",
    "if (!is.null(attr(said, 'status'))) stop(paste(said, collapse = '\\n'))",
    "library(uses, lib.loc = file.path(folder, 'lib'))",
    "model <- make()",
    "print(model)",
    "cat(keras::fit(structure(1, class = 'mine')), '\\n')",
    "library(tensorflow)",
    "double <- tf_function(function(x) x + x)",
    "cat(as.numeric(double(tf$constant(2))$numpy()), as.character(tf_version()[, 1]), format(keras:::keras_version()[, 1]))",
    "stopifnot(tf_config()$available, !tf_gpu_configured(verbose = FALSE))"
  ))
  expect_identical(trimws(utils::tail(output, 3)), c("a model of mine, 3", "fitted", "4 2 3"))
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
