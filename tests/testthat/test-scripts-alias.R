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
    "exports <- setdiff(getNamespaceExports('rkeras'), c('use_keras_alias', 'set_random_seed'))",
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

test_that("library(keras3) has keras3's names and arguments, without Python", {
  output <- fresh(c(
    "path <- rkeras::use_keras_alias('keras3', quiet = TRUE)",
    "stopifnot(identical(path, .libPaths()[1]), !dir.exists(file.path(path, 'keras')), packageVersion('keras3') >= '1.5')",
    "library(keras3)",
    "rkeras::use_keras_alias('keras3', quiet = TRUE)",
    "stopifnot(!isNamespaceLoaded('reticulate'), length(getNamespaceExports('keras3')) == 792)",
    sprintf(
      "contract <- lapply(c('%s', '%s'), jsonlite::fromJSON, simplifyVector = FALSE)",
      normalizePath(test_path("..", "contract", "keras3.json")),
      normalizePath(test_path("..", "contract", "formals.json"))
    ),
    "shared <- Filter(function(one) !is.null(one$args), contract[[1]][intersect(names(contract[[1]]), names(contract[[2]]))])",
    "spell <- function(code) gsub('list(', 'c(', gsub('([0-9])L', '\\\\1', gsub(' ', '', code)), fixed = TRUE)",
    "places <- function(names) if ('...' %in% names) names[seq_len(match('...', names) - 1)] else names",
    "for (name in setdiff(names(shared), c('application_nasnetlarge', 'application_nasnetmobile', 'install_keras'))) {",
    "  theirs <- vapply(shared[[name]]$args, `[[`, '', 1)",
    "  found <- as.character(names(formals(args(getExportedValue('keras3', name)))))",
    "  if (!identical(places(theirs), places(found)[seq_along(places(theirs))])) cat(name, '')",
    "}",
    "stopifnot(identical(keras3::layer_flatten, rkeras::layer_flatten), !exists('k_mean'))",
    "for (bad in list('tensorflow', 3)) cat(tryCatch(rkeras::use_keras_alias(bad), error = conditionMessage), '\\n')"
  ))
  expect_identical(
    trimws(output),
    paste(
      "use_keras_alias(): `packages` should be \"keras\", \"keras3\", or both. Received: packages =",
      c("\"tensorflow\"", "3")
    )
  )
})
