test_that("what scripts use of the package tensorflow is here without it", {
  x <- tf$Variable(3)
  with(tf$GradientTape() %as% tape, {
    y <- x^2
  })
  expect_identical(as.numeric(tape$gradient(y, x)), 6)
  expect_identical(as.numeric(tf$nn$relu(c(-1, 2))), c(0, 2))
  runs <- 0
  square <- tf_function(function(x) {
    runs <<- runs + 1
    x^2
  })
  expect_identical(vapply(1:3, function(i) as.numeric(square(tf$constant(i))), 1), c(1, 4, 9))
  expect_identical(runs, 1)
  expect_true(tf_version() >= "2.16")
  expect_s3_class(tf_config(), "tensorflow_config")
  expect_output(print(tf_config()), "TensorFlow v2")
  expect_identical(as.integer(shape(list(2L), list(NULL), 3)), c(2L, NA, 3L))
  expect_identical(as.integer(shape(NA, 3)), c(NA, 3L))
  expect_identical(as.integer(shape(NA, 3, 4)[-1]), c(3L, 4L))
  expect_identical(as.integer(c(tf$constant(matrix(0, 2, 3))$shape, 4)), c(2L, 3L, 4L))
  expect_null(tf$newaxis)
  expect_type(tf$`__version__`, "character")
})

test_that("tf_function() lets the package tfautograph rewrite R code, unless it is told not to", {
  local_mocked_bindings(find_autograph = function() function(f) function(...) -f(...), .package = "rkeras")
  root <- function(x) sqrt(x)
  found <- vapply(c(TRUE, FALSE), function(asked) as.numeric(tf_function(root, autograph = asked)(tf$constant(4))), 1)
  expect_identical(found, c(-2, 2))
})

test_that("with() of a tape does what reticulate's does", {
  x <- tf$Variable(3)
  ways <- list(ours = with_tape, reticulate = getS3method("with", "python.builtin.object", asNamespace("reticulate")))
  expect_identical(body(getS3method("with", class(tf$GradientTape())[[1L]])), body(with_tape))
  found <- lapply(ways, function(with) {
    said <- list()
    say <- function(...) said[[length(said) + 1L]] <<- list(...)
    say(withVisible(with(tf$GradientTape() %as% tape, invisible(7))))
    say(inherits(tape, "python.builtin.object"), class(tape))
    with(tf$GradientTape() %as% "quoted", {
      y <- x * x
    })
    say(as.numeric(quoted$gradient(y, x)))
    with(tf$GradientTape(), as = plain, {
      y <- x * x
    })
    say(as.numeric(plain$gradient(y, x)))
    with(tf$GradientTape(), as = "text", {
      y <- x * x
    })
    say(as.numeric(text$gradient(y, x)), ls())
    bare <- tf$GradientTape()
    say(with(bare, as.numeric(x)))
    (function() {
      with(tf$GradientTape() %as% inner, return(say("left")))
      say("not left")
    })()
    say(exists("inner"))
    with(tf$GradientTape() %as% outside, {
      with(tf$GradientTape() %as% inside, {
        y <- x^3
      })
      slope <- inside$gradient(y, x)
    })
    say(as.numeric(slope), as.numeric(outside$gradient(slope, x)))
    say(tryCatch(with(tf$GradientTape() %as% failed, stop("in it")), error = conditionMessage))
    say(failed$`_recording`)
    unconverted <- reticulate::import("tensorflow", convert = FALSE)
    with(unconverted$GradientTape() %as% raw, {
      y <- x * x
    })
    say(class(raw$gradient(y, list(x))), class(raw))
    kept <- tf$GradientTape(persistent = TRUE)
    say(tryCatch(with(kept, with(kept, 1)), error = function(e) exception_message(e)), kept$`_recording`)
    said
  })
  expect_identical(found$ours, found$reticulate)
  expect_identical(found$ours[[12L]][[1L]], c("python.builtin.list", "python.builtin.object"))
  expect_length(found$ours, 13L)
})

test_that("functions of TensorFlow are parts of a model, which saves", {
  x <- layer_input(c(3, 4))
  m <- array(sin(1:24), c(2, 3, 4))
  y <- tf$nn$relu(tf$transpose(x, c(0L, 2L, 1L)))
  z <- tf$concat(list(tf$reduce_mean(y, axis = 1L), tf$reshape(x, list(-1L, 12L))[, 1:2]), axis = -1L)
  model <- keras_model(x, list(y, z))
  right <- list(pmax(aperm(m, c(1, 3, 2)), 0), NULL)
  right[[2]] <- cbind(apply(right[[1]], c(1, 3), mean), m[, 1, 1:2])
  expect_equal(predict(model, m, verbose = 0), right, tolerance = 1e-6)
  path <- tempfile(fileext = ".keras")
  model$save(path)
  expect_equal(predict(keras$models$load_model(path), m, verbose = 0), right, tolerance = 1e-6)
  sizes <- tf$shape(x)
  open <- keras_model(x, tf$reshape(x, list(sizes[1], sizes[2] * sizes[3])))
  expect_equal(predict(open, m, verbose = 0), array_reshape(m, c(2, 12)), tolerance = 1e-6)
})

test_that("as_tensor() and train() are generics for which packages have methods", {
  output <- prepared(c(
    "rkeras::use_keras_alias(quiet = TRUE)",
    "library(tensorflow)",
    "as_tensor.mine <- function(x, dtype = NULL, ..., name = NULL) as_tensor(unclass(x)$value, dtype, ...)",
    "registerS3method('train', 'mine', function(object, ...) 'trained', asNamespace('tensorflow'))",
    "mine <- structure(list(value = 1:4), class = 'mine')",
    "tensor <- as_tensor(mine, 'float32', shape = c(2, 2))",
    "cat(tensor$dtype$name, dim(tensor), train(mine), '\\n')",
    "cat(as.integer(as_tensor(3L)), as_tensor(1:2, dtype = tf$float64)$dtype$name, '\\n')",
    "stopifnot(inherits(all_dims(), 'rkeras_all_dims'), all(as.array(as_tensor(diag(3))[1, all_dims()]) == c(1, 0, 0)))",
    "str(parse_arguments(c('--rate=0.1', '--epochs', '3', '--quick', '--name', 'a b')))",
    "x <- iterate(tf$data$Dataset$range(3L), function(i) as.integer(i))",
    "cat(unlist(x), format(np_array(1:3)$dtype), is.null(tfe_enable_eager_execution()), '\\n')",
    "use_compat('v1')",
    "stopifnot(tf$executing_eagerly(), length(parse_flags()) == 0, is.null(use_compat('v2')))",
    "cat(tryCatch(view_savedmodel('model'), error = conditionMessage), '\\n')",
    "missing <- setdiff(getNamespaceExports('tensorflow'), ls('package:tensorflow'))",
    "stopifnot(length(getNamespaceExports('tensorflow')) == 38, length(missing) == 0)",
    "invisible(lapply(getNamespaceExports('tensorflow'), getExportedValue, ns = 'tensorflow'))"
  ))
  expect_identical(output[1:2], c("float32 2 2 trained ", "3 float64 "))
  expect_identical(
    output[3:7],
    c("List of 4", " $ rate  : num 0.1", " $ epochs: int 3", " $ quick : logi TRUE", " $ name  : chr \"a b\"")
  )
  expect_identical(output[[8]], "0 1 2 int32 TRUE ")
  expect_match(output, "saved_model_cli show --all --dir model", fixed = TRUE, all = FALSE)
})

# The package of CRAN in small: the same names, the class that it puts before those of tensors, and methods for it, which
# know no symbolic tensors, no numbers of several types and no new values in a tensor.
make_stand_in <- function() {
  folder <- tempfile()
  dir.create(file.path(folder, "tensorflow", "R"), recursive = TRUE)
  path <- function(...) file.path(folder, "tensorflow", ...)
  writeLines(c("Package: tensorflow", "Version: 2.16.0", "Imports: reticulate"), path("DESCRIPTION"))
  names <- c(
    "tf",
    "as_tensor",
    "tf_function",
    "tf_version",
    "tf_config",
    "shape",
    "all_dims",
    "'%as%'",
    "evaluate",
    "export_savedmodel"
  )
  operators <- c("+", "-", "*", "/", "^", "%%", "%/%", "==", "!=", "<", "<=", ">", ">=")
  refused <- c(
    "[",
    "[<-",
    "as.character",
    "as.double",
    "as.integer",
    "as.logical",
    "as.matrix",
    "t",
    "mean",
    "sort",
    "rev"
  )
  refused <- c(refused, "rep", "is.nan", "is.finite", getGroupMembers("Math"), getGroupMembers("Summary"))
  methods <- c(
    sprintf("S3method('%s', tensorflow.tensor)", c(operators, refused)),
    "S3method(dim, tensorflow.tensor)",
    "S3method(length, tensorflow.tensor)",
    "S3method(as.array, tensorflow.tensor)",
    "S3method(print, tensorflow_config)",
    sprintf(
      "S3method('%s', tensorflow.python.framework.tensor_shape.TensorShape)",
      c("[", "[[", "c", "length", "as.list")
    )
  )
  writeLines(c(sprintf("export(%s)", toString(names)), methods, "importFrom(reticulate, '%as%')"), path("NAMESPACE"))
  writeLines(
    c(
      "tf <- NULL",
      ".onLoad <- function(...) {",
      "  assign('tf', reticulate::import('tensorflow', delay_load = TRUE), topenv())",
      "  reticulate::register_class_filter(function(classes) {",
      "    is_tensor <- any(c('tensorflow.python.types.core.Tensor', 'tensorflow.python.ops.variables.Variable') %in% classes)",
      "    if (is_tensor) c('tensorflow.tensor', classes) else classes",
      "  })",
      "}",
      "as_tensor <- function(x, dtype = NULL, ..., name = NULL) tf$convert_to_tensor(x, dtype = dtype, name = name)",
      "tf_function <- function(f, input_signature = NULL, autograph = TRUE, ...) {",
      "  structure(list(tf$`function`(f, input_signature, autograph = FALSE, ...)), class = 'of_tensorflow')",
      "}",
      "all_dims <- function() structure(list(), class = 'all_dims_of_tensorflow')",
      "tf_version <- function() package_version('2.16')",
      "tf_config <- function() structure(list(available = TRUE), class = 'tensorflow_config')",
      "shape <- function(..., dims = list(...)) tf$TensorShape(dims)",
      "evaluate <- function(object, ...) UseMethod('evaluate')",
      "export_savedmodel <- function(object, export_dir_base, ...) UseMethod('export_savedmodel')",
      "names <- c(add = '+', subtract = '-', multiply = '*', truediv = '/', pow = '^', floormod = '%%', floordiv = '%/%',",
      "  equal = '==', not_equal = '!=', less = '<', less_equal = '<=', greater = '>', greater_equal = '>=')",
      "for (name in names(names)) local({",
      "  force(name)",
      "  method <- function(e1, e2) if (name == 'floordiv') tf$math$floordiv(e1, e2) else tf$math[[name]](e1, e2)",
      "  assign(paste0(names[[name]], '.tensorflow.tensor'), method, topenv())",
      "})",
      sprintf("`%s.tensorflow.tensor` <- function(...) stop('of tensorflow')", refused),
      "length.tensorflow.tensor <- function(x) prod(dim(x))",
      "as.array.tensorflow.tensor <- function(x, ...) x$numpy()",
      "print.tensorflow_config <- function(x, ...) cat('of tensorflow')",
      "local({",
      "  shapes <- list(`[` = function(x, i) shape(dims = as.list(x)[i]), `[[` = function(x, i) as.list(x)[[i]],",
      "    c = function(...) stop('of tensorflow'), length = function(x) 100L, as.list = function(x, ...) as.list(x$as_list()))",
      "  names(shapes) <- paste0(names(shapes), '.tensorflow.python.framework.tensor_shape.TensorShape')",
      "  list2env(lapply(shapes, function(f) { environment(f) <- topenv(); f }), topenv())",
      "})",
      "dim.tensorflow.tensor <- function(x) unlist(x$shape$as_list())"
    ),
    path("R", "code.R")
  )
  lib <- file.path(folder, "lib")
  dir.create(lib)
  system2(
    file.path(R.home("bin"), "R"),
    c("CMD", "INSTALL", "--no-docs", paste0("--library=", lib), path()),
    stdout = FALSE,
    stderr = FALSE
  )
  lib
}

library_of_stand_in <- NULL

stand_in <- function() {
  library_of_stand_in <<- library_of_stand_in %||% make_stand_in()
  library_of_stand_in
}

test_that("the package tensorflow may stand beside this one, attached before or after it", {
  output <- fresh(c(
    sprintf("lib <- '%s'", stand_in()),
    "said <- character()",
    "tell <- function(m) { said <<- c(said, conditionMessage(m)); invokeRestart('muffleMessage') }",
    "data <- matrix(sin(1:40), 10)",
    "work <- function() {",
    "  x <- layer_input(shape = shape(4L))",
    "  Tripled <- new_layer_class('Tripled', call = function(inputs) (inputs + inputs + inputs)[, 1:2])",
    "  model <- keras_model(x, x %>% Tripled() %>% layer_dense(1))",
    "  compile(model, 'sgd', function(y_true, y_pred) k_mean(k_square(y_true - y_pred)), metrics = 'mse')",
    "  fit(model, data, data[, 1], epochs = 1, verbose = 0)",
    "  measured <- evaluate(model, data, data[, 1], verbose = 0)",
    "  v <- tf$Variable(3)",
    "  with(tf$GradientTape() %as% tape, y <- v * v)",
    "  twice <- unclass(tf_function(function(x) x + x))[[1L]]",
    "  stopifnot(inherits(all_dims(), 'all_dims_of_tensorflow'))",
    "  stopifnot(dir.exists(export_savedmodel(model, tempfile())))",
    "  stopifnot(identical(names(measured), c('loss', 'mse')), as.numeric(tape$gradient(y, v)) == 6)",
    "  stopifnot(as.numeric(twice(as_tensor(2, dtype = 'float32'))) == 4, tf_version() >= '2.16')",
    "  tensor <- as_tensor(data)",
    "  stopifnot(identical(dim(tensor), c(10L, 4L)), tf_config()$available)",
    "  stopifnot(all.equal(as.array(k_constant(data) + 1), data + 1, tolerance = 1e-6))",
    "}",
    "withCallingHandlers(message = tell, {",
    "  library(tensorflow, lib.loc = lib)",
    "  library(rkeras)",
    "  work()",
    "  detach('package:tensorflow')",
    "  library(tensorflow, lib.loc = lib)",
    "  stopifnot(search()[2] == 'package:tensorflow')",
    "  work()",
    "})",
    "stopifnot(all(grepl('masked from|Attaching package', said)))"
  ))
  expect_identical(output, character())
})

# Files of tests that hold where that package is loaded, too.
beside_tensorflow <- c("tensor-operators", "targets", "generators", "ops", "custom-functions", "training-data")

test_that("tensors, losses, metrics and generators mean the same where the package tensorflow is loaded", {
  files <- test_path(sprintf("test-%s.R", beside_tensorflow))
  output <- fresh(
    c(
      "library(rkeras)",
      sprintf("suppressPackageStartupMessages(library(tensorflow, lib.loc = '%s'))", stand_in()),
      "x <- tf$constant(array(1:24, 2:4))",
      "stopifnot(inherits(x, 'tensorflow.tensor'))",
      "stopifnot(as.array(sum(x + tf$constant(0.5))) == 312, as.array(sum(x + 0.5)) == 312)",
      "d <- 1",
      "stopifnot(identical(dim(x[, 1:d, ]), c(2L, 1L, 4L)), identical(dim(x[, d, ]), c(2L, 4L)))",
      "stopifnot(identical(as.character(tf$constant('a')), 'a'))",
      "rest <- all_dims()",
      "parts <- list(x[1:2, all_dims()], x[1:2, rest], x[1:2, rkeras::all_dims()])",
      "for (part in parts) stopifnot(identical(dim(part), 2:4))",
      "stopifnot(identical(dim(x[rest, 1]), 2:3))",
      "x[1, , ] <- 0L",
      "stopifnot(all(as.array(x)[1, , ] == 0), as.array(x)[2, 1, 1] == 2)",
      "half <- custom_metric('half', function(y_true, y_pred) k_mean(y_true * 0.5 + y_pred))",
      "model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1, kernel_initializer = 'zeros')",
      "compile(model, optimizer_sgd(0), 'mse', metrics = half)",
      "stopifnot(evaluate(model, matrix(0, 4), 1:4, verbose = 0)[['half']] == 1.25)",
      "stopifnot(inherits(rkeras::tf_function(function(x) x), 'of_tensorflow'))",
      "detach('package:tensorflow')",
      "library(testthat)",
      sprintf("files <- c(%s)", toString(shQuote(normalizePath(files)))),
      "run <- function(file) {",
      "  as.data.frame(test_file(file, package = 'rkeras', load_package = 'installed', reporter = 'silent', stop_on_failure = FALSE))",
      "}",
      "found <- do.call(rbind, lapply(files, run))",
      "stopifnot(nrow(found) > 5)",
      "cat(sprintf('%s: %s\n', found$file, found$test)[found$failed > 0 | found$error], sep = '')"
    ),
    timeout = 600
  )
  expect_identical(grep("^test-.*[.]R: ", output, value = TRUE), character())
})

test_that("loading the package tensorflow later tells of no method that it has overwritten", {
  output <- fresh(c(
    "library(rkeras)",
    "config <- tf_config()",
    "stopifnot(identical(as.list(shape(1, 2)[2]), list(2L)), length(shape(1, 2)) == 2)",
    sprintf("loadNamespace('tensorflow', lib.loc = '%s')", stand_in()),
    "stopifnot(identical(as.list(shape(1, 2)[2]), list(2L)), length(shape(1, 2)) == 100)",
    "print(config)",
    "print(tensorflow::tf_config())",
    "tables <- list(baseenv()[['.__S3MethodsTable__.']], asNamespace('reticulate')[['.__S3MethodsTable__.']])",
    "methods <- grep('tensorflow[.]python', unlist(lapply(tables, ls)), value = TRUE)",
    "methods <- grep('^py_to_r_wrapper', methods, value = TRUE, invert = TRUE)", # of no exported generic
    "parts <- regmatches(methods, regexec('^(.*?)[.](tensorflow[.]python.*)$', methods, perl = TRUE))",
    "parts <- do.call(rbind, parts)",
    "stopifnot(nrow(parts) > 20)",
    "theirs <- list2env(sapply(methods, function(name) function(...) 'of tensorflow'), new.env())",
    "not_loaded <- function(e) stopifnot(conditionMessage(e) == 'not a namespace')", # all is registered before
    "tryCatch(registerS3methods(cbind(parts[, 2:3], methods), 'tensorflow', theirs), error = not_loaded)",
    "stopifnot(get('dim.tensorflow.python.types.core.Tensor', tables[[1]])() == 'of tensorflow')"
  ))
  expect_match(output, "^TensorFlow v2|^of tensorflow$|^<environment: namespace:tensorflow>$")
  expect_length(output, 3)
})

test_that("scripts of R keras 2 that leave eager execution go on with it", {
  said <- reticulate::py_capture_output(tf$compat$v1$disable_eager_execution(), type = "stderr")
  expect_match(said, "tf$compat$v1$disable_eager_execution() did nothing: Keras 3 needs eager execution", fixed = TRUE)
  expect_true(tf$executing_eagerly())
  reticulate::import("tf_keras")
  for (leave in c("disable_eager_execution", "disable_v2_behavior")) {
    reticulate::py_capture_output(tf$compat$v1[[leave]](), type = "stderr")
    expect_true(tf$executing_eagerly())
  }
})

test_that("eager execution stays, whoever loaded TensorFlow, and when", {
  leave <- c(
    "tf <- reticulate::import('tensorflow', delay_load = TRUE)",
    "tf$compat$v1$disable_eager_execution()",
    "tf$compat$v1$disable_v2_behavior()",
    "stopifnot(tf$executing_eagerly())"
  )
  attach <- "library(rkeras, exclude = 'tf')"
  quiet <- "stopifnot(!isNamespaceLoaded('reticulate'))"
  use <- c(
    "model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)",
    "compile(model, 'sgd', 'mse')",
    "history <- fit(model, matrix(1:4, 2), 1:2, epochs = 1, verbose = 0)",
    "cat(length(history$metrics$loss))"
  )
  starts <- list(
    c(attach, quiet, leave),
    c("library(reticulate)", attach, "stopifnot(!py_available())", leave),
    c("sys <- reticulate::import('sys')", attach, "stopifnot(is.null(sys$modules[['tensorflow']]))", leave),
    c("reticulate::py_run_string('import tensorflow')", attach, leave),
    c(attach, "stopifnot(!is.null(reticulate::import('importlib.util')$find_spec('tensorflow')))", leave)
  )
  for (start in sampled(starts, 3)) {
    output <- fresh(c(start, use))
    expect_identical(output[[length(output)]], "1")
    expect_length(grep("did nothing: Keras 3 needs eager execution", output), 2)
  }
})

test_that("a Python that has no TensorFlow starts as ever", {
  output <- fresh(c(
    "library(rkeras)",
    "sys <- reticulate::import('sys', convert = FALSE)",
    "reticulate::py_run_string('import sys; sys.path = [part for part in sys.path if \"site-packages\" not in part]')",
    "cat(tryCatch(reticulate::import('tensorflow'), error = conditionMessage))"
  ))
  expect_match(output[[1]], "No module named 'tensorflow'", fixed = TRUE)
})
