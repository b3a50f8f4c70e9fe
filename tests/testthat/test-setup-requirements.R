# A Python without packages, in an environment of this name.
bare_environment <- function(name = "env") {
  folder <- file.path(tempfile("bare-"), name)
  dir.create(dirname(folder))
  python <- reticulate::py_config()$python
  stopifnot(system2(python, c("-m", "venv", "--without-pip", folder)) == 0L)
  folder
}

test_that("reticulate is told what is needed when it is loaded, before or after", {
  wanted <- "c('tensorflow', 'keras>=3.12,<4', 'h5py', 'pyyaml', 'pillow', 'scipy', 'pydot') %in% "
  for (order in list(
    c("library(rkeras)", "loadNamespace('reticulate')"),
    c("loadNamespace('reticulate')", "library(rkeras)")
  )) {
    output <- fresh(c(
      "Sys.unsetenv('TF_CPP_MIN_LOG_LEVEL')",
      sprintf("invisible(%s)", order),
      "required <- reticulate::py_require()",
      sprintf("stopifnot(all(%s required$packages), all(c('>=3.11', '<3.14') %%in%% required$python_version))", wanted),
      "cat(Sys.getenv('TF_CPP_MIN_LOG_LEVEL'), reticulate::py_available())"
    ))
    expect_identical(output, "2 FALSE")
  }
  for (choice in list(
    c("library(rkeras)", "use_backend('torch')", "use_backend('jax')"),
    c("Sys.setenv(KERAS_BACKEND = 'jax')", "library(rkeras)")
  )) {
    output <- fresh(c(
      choice,
      "cat(intersect(c('tensorflow', 'jax', 'torch', 'h5py'), reticulate::py_require()$packages))"
    ))
    expect_identical(output, "jax h5py")
  }
  output <- fresh(c(
    "Sys.setenv(TF_CPP_MIN_LOG_LEVEL = '0')",
    "library(rkeras)",
    "cat(Sys.getenv('TF_CPP_MIN_LOG_LEVEL'))"
  ))
  expect_identical(output, "0")
})

test_that("a Python that runs already hears of the level of TensorFlow's messages", {
  output <- fresh(c(
    "Sys.unsetenv('TF_CPP_MIN_LOG_LEVEL')",
    "os <- reticulate::import('os')",
    "library(rkeras)",
    "cat(reticulate::py_to_r(os$environ$get('TF_CPP_MIN_LOG_LEVEL')))"
  ))
  expect_identical(output, "2")
})

test_that("a Python that runs already hears of the backend that a variable names", {
  output <- fresh(c(
    "Sys.unsetenv('KERAS_BACKEND')",
    "library(rkeras)",
    "os <- reticulate::import('os')",
    "Sys.setenv(KERAS_BACKEND = 'numpy')",
    "cat(tryCatch(layer_dense(units = 1), error = conditionMessage))"
  ))
  expect_match(output, "the environment variable KERAS_BACKEND is \"numpy\"", fixed = TRUE, all = FALSE)
})

test_that("a Python that runs already hears that a variable names no backend any more", {
  output <- fresh(c(
    "Sys.setenv(KERAS_BACKEND = 'numpy')",
    "library(rkeras)",
    "os <- reticulate::import('os')",
    "Sys.unsetenv('KERAS_BACKEND')",
    "cat(config_backend())"
  ))
  expect_identical(output, "tensorflow")
})

test_that("the environment of install_keras is found, and any Python that was chosen comes first", {
  own <- bare_environment("r-rkeras")
  other <- bare_environment()
  on.exit(unlink(dirname(c(own, other)), recursive = TRUE))
  python <- function(...) {
    output <- fresh(c(
      "Sys.unsetenv(c('RETICULATE_PYTHON', 'VIRTUAL_ENV'))",
      sprintf("Sys.setenv(WORKON_HOME = '%s')", dirname(own)),
      "setwd(tempdir())",
      "library(rkeras)",
      ...,
      "cat(reticulate::py_discover_config()$python)"
    ))
    normalizePath(dirname(dirname(utils::tail(output, 1))))
  }
  chosen <- file.path(other, "bin", "python")
  expect_identical(python(), normalizePath(own))
  expect_identical(python(sprintf("Sys.setenv(RETICULATE_PYTHON = '%s')", chosen)), normalizePath(other))
  expect_identical(python(sprintf("use_virtualenv('%s', required = TRUE)", other)), normalizePath(other))
  expect_identical(python(sprintf("Sys.setenv(VIRTUAL_ENV = '%s')", other)), normalizePath(other))
})

test_that("the message without a usable Python names all ways to one", {
  bare <- bare_environment()
  on.exit(unlink(dirname(bare), recursive = TRUE))
  message_with <- function(python, call = "layer_dense(units = 4)") {
    output <- fresh(c(
      sprintf("Sys.setenv(RETICULATE_PYTHON = '%s')", python),
      "library(rkeras)",
      sprintf("cat(tryCatch(%s, error = conditionMessage))", call)
    ))
    paste(output, collapse = "\n")
  }
  found <- c(message_with(file.path(bare, "bin", "python")), message_with("/nowhere/python"))
  expect_match(found[[1]], "which has no tensorflow and no keras.", fixed = TRUE)
  expect_match(found[[2]], "reticulate found none: .*/nowhere/python")
  hook <- "callback_lambda(on_batch_end = function(batch, logs) NULL)"
  expect_identical(message_with(file.path(bare, "bin", "python"), hook), found[[1]])
  for (way in c("install_keras()", "install_keras(wheels = ", "use_python(", "rkeras_doctor()")) {
    expect_true(all(grepl(way, found, fixed = TRUE)))
  }
})

test_that("library(keras) without a keras names the alias, and other packages are none of this", {
  output <- fresh(c(
    "library(rkeras)",
    "for (name in c('keras', 'tensorflow', 'absent')) {",
    "  cat(tryCatch(library(name, character.only = TRUE), error = conditionMessage), sep = '\n')",
    "  cat(tryCatch(loadNamespace(name), error = conditionMessage), sep = '\n')",
    "}"
  ))
  hint <- grepl("run rkeras::use_keras_alias() before library(", output, fixed = TRUE)
  expect_identical(sum(hint), 4L)
  expect_identical(which(hint), c(2L, 4L, 6L, 8L))
  expect_identical(length(output), 10L)
})

test_that("advice to install is for the Python in use", {
  expect_identical(
    rkeras:::spell_install("scipy"),
    paste(reticulate::py_to_r(reticulate::import("sys")$executable), "-m pip install scipy")
  )
})

test_that("rkeras_doctor works without a usable Python, and hides what is private", {
  bare <- bare_environment()
  on.exit(unlink(dirname(bare), recursive = TRUE))
  examine <- function(python, ...) {
    lines <- c(
      sprintf("Sys.setenv(RETICULATE_PYTHON = '%s')", python),
      sprintf("found <- rkeras::rkeras_doctor(%s)", paste(c(...), collapse = ", ")),
      "cat('found:', found$problem[found$kind == 'problem'], 'mend:', found$mend[[1]], reticulate::py_available())"
    )
    fresh(lines)
  }
  output <- examine(file.path(bare, "bin", "python"))
  expect_match(
    utils::tail(output, 1),
    "found: This Python has no tensorflow, no keras, .* install .*tensorflow .* FALSE$"
  )
  expect_true(any(grepl("^R session +[0-9.]+, ", output)))

  output <- examine("/secret/place/python", "report = TRUE")
  expect_identical(output[[1]], "```text")
  expect_match(utils::tail(output, 1), "found: reticulate finds no Python: .* mend: Sys.unsetenv\\(.RETICULATE_PYTHON")
  expect_false(any(grepl("secret", utils::head(output, -1))))
  expect_error(rkeras_doctor(report = NA), "`report` should be TRUE or FALSE", fixed = TRUE)
  expect_error(rkeras_doctor(timeout = 0), "`timeout` should be a number of seconds", fixed = TRUE)
})

test_that("rkeras_doctor tells of a session that runs the wrong Python, and of a hidden alias", {
  bare <- bare_environment()
  on.exit(unlink(dirname(bare), recursive = TRUE))
  output <- fresh(c(
    "chosen <- Sys.getenv('RETICULATE_PYTHON')",
    sprintf("Sys.setenv(RETICULATE_PYTHON = '%s')", file.path(bare, "bin", "python")),
    "invisible(reticulate::import('sys'))",
    "Sys.setenv(RETICULATE_PYTHON = chosen)",
    "rkeras::use_keras_alias(quiet = TRUE)",
    "unloadNamespace('keras')",
    "other <- tempfile()",
    "rkeras:::write_alias('keras', other)",
    "file <- file.path(other, 'keras', 'DESCRIPTION')",
    "writeLines(grep('RkerasAlias', readLines(file), invert = TRUE, value = TRUE), file)",
    ".libPaths(c(other, .libPaths()))",
    "found <- rkeras::rkeras_doctor()",
    "cat(substr(found$problem[found$kind == 'problem'], 1, 29), sep = '\n')"
  ))
  found <- utils::tail(output, 3)
  expect_identical(
    substr(found, 1, 20),
    c("This R session runs ", "This Python has no t", "use_keras_alias() wa")
  )
})
