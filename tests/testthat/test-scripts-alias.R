test_that("library(keras) is this package, without Python and without touching a library", {
  output <- fresh(c(
    "libraries <- .libPaths()",
    "before <- list.files(libraries)",
    "said <- character()",
    "tell <- function(m) { said <<- c(said, conditionMessage(m)); invokeRestart('muffleMessage') }",
    "path <- withCallingHandlers(rkeras::use_keras_alias(), message = tell)",
    "stopifnot(length(said) == 1, grepl('library(keras), library(keras3) and library(tensorflow) now mean rkeras', said, fixed = TRUE))",
    "withCallingHandlers(again <- rkeras::use_keras_alias(), message = tell)",
    "stopifnot(length(said) == 1, identical(path, again), identical(append(libraries, path, 1), .libPaths()))",
    "stopifnot(identical(before, list.files(libraries)))",
    "stopifnot(requireNamespace('keras'), packageVersion('keras') >= '2.0', packageVersion('keras') == '2.15.0')",
    "library(keras)",
    "stopifnot(!isNamespaceLoaded('reticulate'))",
    "library(tensorflow)",
    "stopifnot(!reticulate::py_available(), identical(tensorflow::shape, rkeras::shape))",
    "stopifnot(identical(keras::get_weights, rkeras::get_weights), identical(keras::fit, generics::fit))",
    "stopifnot(identical(keras::tuple, reticulate::tuple), !is.function(get0('tf', as.environment('package:keras'), inherits = FALSE)))",
    "stopifnot('keras' %in% rownames(installed.packages()), inherits(keras:::tf, 'rkeras_module'))",
    ".libPaths(libraries)",
    "withCallingHandlers(rkeras::use_keras_alias(), message = tell)",
    "stopifnot(length(said) == 1, identical(append(libraries, path, 1), .libPaths()))",
    "stopifnot(basename(help('layer_dense', package = 'keras')) == 'layer_dense', startsWith(help('fit', package = 'keras'), path))",
    "stopifnot(grepl('The functions of rkeras', paste(readLines(system.file('html', '00Index.html', package = 'keras')), collapse = '')))"
  ))
  expect_identical(output, character())
})

test_that("the aliases have the names and the arguments of R keras 2.15 and keras3, and no others", {
  output <- fresh(c(
    "rkeras::use_keras_alias(quiet = TRUE)",
    sprintf("setwd('%s')", normalizePath(test_path("..", "contract"))),
    "read <- function(file) jsonlite::fromJSON(file, simplifyVector = FALSE)",
    "exports <- unlist(read('exports.json')$groups)",
    "stopifnot(length(exports) == 560, setequal(getNamespaceExports('keras'), exports))",
    "stopifnot(length(getNamespaceExports('keras3')) == 792, setequal(getNamespaceExports('keras3'), names(read('keras3.json'))))",
    "spell <- function(code) gsub('keras::', '', gsub('([0-9])L', '\\\\1', gsub(' ', '', code)))",
    "compare <- function(package, name, args) {",
    "  found <- get(name, asNamespace(package), inherits = FALSE)",
    "  if (is.null(args)) return(stopifnot(is.list(found)))",
    "  if (!is.function(found) || is.environment(found)) return()",
    "  ours <- formals(args(found))",
    "  code <- vapply(ours, function(one) if (identical(one, quote(expr = ))) '' else spell(deparse1(one)), '')",
    "  theirs <- vapply(args, function(one) if (is.null(one[[2]])) '' else spell(one[[2]]), '')",
    "  names <- vapply(args, `[[`, '', 1)",
    "  if (!identical(as.character(names(ours)), names) || !identical(unname(code), theirs)) cat(package, name, '\\n')",
    "}",
    "theirs <- read('formals.json')",
    "others <- unlist(rkeras:::alias_reexports, use.names = FALSE)",
    "for (name in setdiff(names(theirs), others)) compare('keras', name, theirs[[name]]$args)",
    "internals <- read('internals.json')",
    "stopifnot(lengths(internals) > c(40, 60))",
    "for (package in names(internals)) {",
    "  for (name in names(internals[[package]])) compare(package, name, internals[[package]][[name]]$args)",
    "}",
    "stopifnot(tryCatch(keras::layer_dense(units = 2, lora_rank = 2), error = conditionMessage) == 'unused argument (lora_rank = 2)')",
    "stopifnot(grepl('not supported', tryCatch(keras::use_backend('theano'), error = conditionMessage)))",
    "keras::use_backend('tensorflow')"
  ))
  expect_identical(output, character())
})

test_that("R processes started from here have the alias too, and another keras is not replaced", {
  output <- fresh(c(
    "rkeras::use_keras_alias(quiet = TRUE)",
    "child <- tempfile(fileext = '.R')",
    "writeLines('library(keras); path <- rkeras::use_keras_alias(); cat(exists(\"layer_dense\"), path == .libPaths()[2])', child)",
    "cat(system2(file.path(R.home('bin'), 'Rscript'), child, stdout = TRUE))"
  ))
  expect_identical(output, "TRUE TRUE")

  other <- file.path(tempfile(), "keras")
  rkeras:::write_alias("keras", dirname(other))
  writeLines("export(mine)", file.path(other, "NAMESPACE"))
  unlink(file.path(other, "Meta", "nsInfo.rds"))
  writeLines("mine <- function() 'another keras'", file.path(other, "R", "keras"))
  fields <- read.dcf(file.path(other, "DESCRIPTION"))
  write.dcf(fields[, colnames(fields) != "RkerasAlias", drop = FALSE], file.path(other, "DESCRIPTION"))
  description <- readRDS(file.path(other, "Meta", "package.rds"))
  description$DESCRIPTION <- description$DESCRIPTION[names(description$DESCRIPTION) != "RkerasAlias"]
  saveRDS(description, file.path(other, "Meta", "package.rds"))
  in_front <- sprintf(".libPaths(c('%s', .libPaths()))", dirname(other))
  output <- fresh(c(
    in_front,
    "rkeras::use_keras_alias()",
    "child <- tempfile(fileext = '.R')",
    "writeLines('cat(exists(\"mine\", asNamespace(\"keras\")))', child)",
    "cat(exists('mine', asNamespace('keras')), system2(file.path(R.home('bin'), 'Rscript'), child, stdout = TRUE))"
  ))
  expect_match(
    output[[2L]],
    "^The first library, .*, has a package with this name, so .*: install.packages\\(\\) needs `lib`"
  )
  expect_identical(output[[3L]], "FALSE FALSE")
  said <- tryCatch(install_keras_alias(dirname(other), c("keras3", "keras")), error = conditionMessage)
  expect_match(said, "is a package that rkeras did not install, and is not replaced.*remove.packages\\(\"keras\"")
  expect_identical(list.files(dirname(other), all.files = TRUE, no.. = TRUE), "keras")
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
    "stopifnot(identical(path, .libPaths()[2]), !dir.exists(file.path(path, 'keras')), packageVersion('keras3') >= '1.5')",
    "library(keras3)",
    "rkeras::use_keras_alias('keras3', quiet = TRUE)",
    "stopifnot(!isNamespaceLoaded('reticulate'), length(getNamespaceExports('keras3')) == 792)",
    sprintf(
      "contract <- jsonlite::fromJSON('%s', simplifyVector = FALSE)",
      normalizePath(test_path("..", "contract", "keras3.json"))
    ),
    "told <- Filter(function(one) !is.null(one$args), contract)",
    "stopifnot(length(told) > 700)",
    "for (name in setdiff(names(told), 'callback_terminate_on_nan')) {", # which has `...`, as in R keras 2.15
    "  theirs <- vapply(told[[name]]$args, `[[`, '', 1)",
    "  found <- as.character(names(formals(args(getExportedValue('keras3', name)))))",
    "  if (!identical(as.character(theirs), found)) cat(name, '')",
    "}",
    "stopifnot(identical(keras3::get_weights, rkeras::get_weights), !exists('k_mean'))",
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

test_that("the aliases can be installed, and removed, as other packages", {
  lib <- normalizePath(file.path(tempfile("library")), mustWork = FALSE)
  dir.create(lib)
  text <- "Installed keras 2.15.0 and keras3 1.5.1 in .*: library\\(keras\\), library\\(keras3\\) mean rkeras .*remove.packages"
  expect_message(folders <- install_keras_alias(lib), text)
  expect_identical(folders, file.path(lib, c("keras", "keras3")))
  expect_silent(install_keras_alias(lib, quiet = TRUE))
  expect_identical(list.files(lib, all.files = TRUE, no.. = TRUE), c("keras", "keras3"))
  # `rkeras run` and sessions with installed aliases use these.
  output <- fresh(c(
    sprintf(".libPaths(c('%s', .libPaths()))", lib),
    "library(keras)",
    "stopifnot(identical(rkeras::use_keras_alias(quiet = TRUE), .libPaths()[1]), length(getNamespaceExports('keras3')) == 792)",
    "stopifnot(packageVersion('keras3') == '1.5.1', basename(help('layer_dense', package = 'keras')) == 'layer_dense')",
    "stopifnot(grepl('The Functions of', citation('keras')$title), length(help.search('k_mean', package = 'keras')$matches) > 0)",
    "page <- capture.output(tools::Rd2txt(utils:::.getHelpFile(help('layer_dense', package = 'keras')), options = list(underline_titles = FALSE)))",
    "stopifnot(any(grepl('bias_initializer', page)))",
    "cat(find.package('keras3'))"
  ))
  expect_identical(output, file.path(lib, "keras3"))
  found <- utils::installed.packages(lib)
  expect_identical(unname(found[, "Imports"]), c("rkeras", "rkeras"))
  expect_error(install_keras_alias("/no/library"), "`lib` should be the folder of a library")
  expect_error(install_keras_alias(lib, "kera"), '`packages` should be "keras", "keras3" or "tensorflow"')
  suppressMessages(utils::remove.packages(c("keras", "keras3"), lib))
  expect_identical(list.files(lib, all.files = TRUE, no.. = TRUE), character())
})

test_that("packages that import keras or keras3 as a whole load without a warning, and define classes without Python", {
  sources <- tempfile()
  lib <- file.path(sources, "lib")
  dir.create(lib, recursive = TRUE)
  write_package <- function(name, imports, code) {
    dir.create(file.path(sources, name, "R"), recursive = TRUE)
    write <- function(text, ...) writeLines(text, file.path(sources, name, ...))
    write(c(paste("Package:", name), "Version: 1.0", paste("Imports:", toString(imports))), "DESCRIPTION")
    write(c(sprintf("import(%s)", imports), "exportPattern('.')"), "NAMESPACE")
    write(code, "R", "code.R")
    file.path(sources, name)
  }
  common <- c("magrittr", "zeallot", "reticulate", "tensorflow")
  folders <- c(
    write_package(
      "whole",
      c(common, "keras"),
      c(
        "Tripled(keras$layers$Layer) %py_class% { call <- function(inputs) inputs * 3 }",
        "layer_times <- new_layer_class('Times', initialize = function(by = 2, ...) {",
        "  super$initialize(...)",
        "  self$by <- by",
        "}, call = function(inputs) inputs * self$by)",
        "counter <- new_callback_class('Counter', on_epoch_end = function(epoch, logs) self$seen <- epoch)",
        "layer_halved <- create_layer_wrapper(R6::R6Class('Halved', inherit = KerasLayer,",
        "  public = list(call = function(x, mask = NULL) x / 2)))"
      )
    ),
    write_package(
      "newer",
      c(common[1:3], "keras3"),
      c(
        "layer_plus <- Layer('Plus', initialize = function(by = 1, ...) {",
        "  super$initialize(...)",
        "  self$by <- by",
        "}, call = function(inputs) inputs + self$by)",
        "layer_plus_plus <- Layer('PlusPlus', inherit = layer_plus)",
        "loss_off <- Loss('Off', call = function(y_true, y_pred) op_mean(op_abs(y_true - y_pred), -1))",
        "metric_seen <- Metric('Seen', initialize = function(name = 'seen', ...) {",
        "  super$initialize(name = name, ...)",
        "  self$n <- self$add_weight(shape = list(), initializer = 'zeros', name = 'n')",
        "}, update_state = function(y_true, y_pred, sample_weight = NULL) self$n$assign(self$n + 1), result = function() self$n)",
        "Net <- Model('Net', initialize = function(...) {",
        "  super$initialize(...)",
        "  self$dense <- layer_dense(units = 1, kernel_initializer = 'ones')",
        "}, call = function(inputs, ...) self$dense(inputs))",
        "keep <- Callback('Keep', on_train_end = function(logs) self$done <- TRUE)",
        "constraint_zero <- Constraint('Zero', call = function(w) w * 0)"
      )
    )
  )
  output <- fresh(
    c(
      sprintf("lib <- '%s'", lib),
      "rkeras::use_keras_alias(quiet = TRUE)",
      "python <- Sys.getenv('RETICULATE_PYTHON')",
      "Sys.setenv(RETICULATE_PYTHON = '/no/python')",
      sprintf("words <- c('CMD', 'INSTALL', '--no-docs', '-l', lib, '%s')", paste(folders, collapse = "', '")),
      "said <- system2(file.path(R.home('bin'), 'R'), words, stdout = TRUE, stderr = TRUE)",
      "Sys.setenv(RETICULATE_PYTHON = python)",
      "print(grep('arning|replac|rror', said, value = TRUE))",
      "options(warn = 2)",
      "library(whole, lib.loc = lib)",
      "library(newer, lib.loc = lib)",
      "print(c(class(whole::counter)[1], class(newer::Net)[1]))",
      "stopifnot(!reticulate::py_available())",
      "`%>%` <- magrittr::`%>%`",
      "x <- matrix(1:4, 2)",
      "input <- keras::layer_input(2)",
      "output <- input %>% layer_times(by = 5) %>% layer_halved() %>% layer_plus_plus(by = 3)",
      "output <- keras::create_layer(whole::Tripled, output)",
      "stopifnot(all(predict(keras::keras_model(input, output), x, verbose = 0) == (x * 5 / 2 + 3) * 3))",
      "model <- Net()",
      "keras3::compile(model, 'sgd', loss_off(), metrics = list(metric_seen()), run_eagerly = TRUE)",
      "callbacks <- list(keep(), counter())",
      "history <- keras3::fit(model, x, rowSums(x), epochs = 2, callbacks = callbacks, verbose = 0)",
      "cat(history$metrics$loss[1], history$metrics$seen, callbacks[[1]]$done, callbacks[[2]]$seen, '\\n')",
      "model <- keras3::keras_model_sequential(2) %>% keras3::layer_dense(1, kernel_constraint = constraint_zero())",
      "keras3::compile(model, 'sgd', 'mse', run_eagerly = TRUE)",
      "history <- keras3:::fit.keras.src.models.model.Model(model, x, x[, 1], verbose = 0)",
      "cat(length(history$metrics$loss), unlist(keras3::get_weights(model)[[1]]), '\\n')"
    ),
    timeout = 300
  )
  expect_identical(
    output,
    c("character(0)", "[1] \"rkeras_delayed_class\" \"rkeras_delayed_class\"", "0 1 1 TRUE 1 ", "1 0 0 ")
  )
})
