test_that("every internal function of R keras 2 that has a name here is one", {
  found <- mget(keras_internals, asNamespace("rkeras"), inherits = TRUE)
  expect_true(all(vapply(found, is.function, NA) | vapply(found, is.list, NA)))
  expect_true(all(vapply(mget(keras3_internals, asNamespace("rkeras"), inherits = TRUE), Negate(is.null), NA)))
})

test_that("capture_args() of keras3 finds the arguments of its caller", {
  given <- function(x, y = 1, ..., z = 3) {
    args <- capture_args_of_caller(list(y = as_integer), ignore = "x", force = "z")
    list(args, identity(capture_args_of_caller(ignore = c("x", "..."))))
  }
  expect_identical(given(1, y = 2, w = 4), list(list(y = 2L, z = 3, w = 4), list(y = 2)))
  expect_error(given(1, 2, 5), "must be named")
  open <- function(...) capture_args_of_caller(enforce_all_dots_named = FALSE)
  expect_identical(open(1, a = 2), list(1, a = 2))
})

test_that("helpers that packages reach for do what they did", {
  expect_identical(drop_nulls(list(a = 1, b = NULL, c = NULL)), list(a = 1))
  expect_identical(drop_nulls(list(a = 1, b = NULL, c = NULL), "b"), list(a = 1, c = NULL))
  named <- function(...) assert_all_dots_named()
  expect_null(named(a = 1))
  expect_error(named(a = 1, b + 2), "must be named.\nUnnamed arguments passed: b + 2", fixed = TRUE)
  expect_identical(c(is_scalar(1), is_scalar(1:2)), c(TRUE, FALSE))
})

test_that("a layer function of another package is made of create_layer() and capture_args()", {
  layer_mine <- function(object, units, activation = NULL, name = NULL, ...) {
    args <- capture_args_of_call(match.call(), list(units = as.integer, activation = as_activation), ignore = "object")
    create_layer(keras$layers$Dense, object, args)
  }
  input <- layer_input(3)
  expect_identical(layer_mine(input, 4, use_bias = FALSE)$shape[[2]], 4L)
  layer <- layer_mine(units = 2, activation = "relu", name = "mine")
  expect_identical(list(layer$name, layer$units, layer$activation$`__name__`), list("mine", 2L, "relu"))
  given <- function(x, y = 1, ...) capture_args_of_call(match.call(), list(y = function(v) NULL), ignore = "z")
  expect_identical(given(1, y = 2, z = 3, w = 4), list(x = 1, y = NULL, w = 4))
  expect_identical(given(), list())
  expect_error(given(1, 2, 3), "must be named")
})

test_that("arguments are converted as R keras 2 converted them", {
  expect_identical(as_axis(c(1, 3, -1)), c(0L, 2L, -1L))
  expect_null(as_axis(NULL))
  expect_error(as_axis(0), "`axis` argument is 1 based, received 0")
  expect_identical(as_layer_index(2), 1L)
  expect_error(as_node_index(0), "1-based")
  expect_identical(as_nullable_integer(3), 3L)
  expect_null(as_nullable_integer(NULL))
  expect_identical(list(as_integer(3), as_integer("a")), list(3L, "a"))
  text <- function(x) reticulate::py_repr(reticulate::r_to_py(x))
  expect_identical(text(normalize_shape(c(NA, 3))), "(None, 3)")
  expect_identical(text(normalize_shape(list(NULL, 2L))), "(None, 2)")
  expect_identical(text(normalize_shape(4)), "(4,)")
  expect_null(normalize_shape(NULL))
  expect_identical(text(as_integer_tuple(list(1, 2))), "(1, 2)")
  expect_identical(text(as_integer_tuple(1, force_tuple = TRUE)), "(1,)")
  expect_identical(as_integer_tuple(c(1, 2)), 1:2)
  expect_identical(normalize_padding("padding", c(1, 2), 2), 1:2)
  expect_identical(normalize_padding("padding", list(c(1, 2), c(3, 4)), 2), list(1:2, 3:4))
  expect_identical(normalize_padding("padding", 1, 2), 1L)
  expect_error(
    normalize_cropping("cropping", c(1, 2, 3), 2),
    "cropping must be a list of 2 integers or list of 2 lists"
  )
  expect_identical(normalize_scale("size", 2, 3), c(2L, 2L, 2L))
  expect_error(normalize_scale("size", c(1, 2), 3), "size must be")
  expect_identical(text(as_class_weight(list("0" = 1, "1" = 2.5))), "{0: 1.0, 1: 2.5}")
  expect_identical(text(as_class_weight(list(b = 2, a = 1), c("a", "b"))), "{1: 2.0, 0: 1.0}")
  expect_error(as_class_weight(1:2), "named")
  expect_identical(list(as_model_verbose_arg("auto"), as_model_verbose_arg(TRUE)), list("auto", 1L))
  expect_identical(split_named_unnamed(list(1, a = 2)), list(named = list(a = 2), unnamed = list(1)))
  expect_named(standard_layer_arg_modifiers, c("input_shape", "batch_input_shape", "batch_size", "seed"))
})

test_that("data is told apart as by R keras 2", {
  expect_true(is_keras_tensor(layer_input(2)))
  expect_true(is_keras_tensor(k_constant(1)))
  expect_false(is_keras_tensor(1))
  data <- tf$data$Dataset$from_tensor_slices(1:3)
  expect_identical(resolve_tensorflow_dataset(data), data)
  expect_null(resolve_tensorflow_dataset(matrix(1)))
  expect_true(is_tensorflow_dataset(data))
  expect_equal(reticulate::iter_next(as_generator(function() list(matrix(1:2, 1), 3)))[[1]], matrix(1:2, 1))
  expect_identical(as_generator(data), data)
  expect_true(is_main_thread_generator(function() 1))
  expect_false(is_main_thread_generator(matrix(1)))
  images <- array(0, c(2, 4, 4, 3))
  expect_false(is_main_thread_generator(flow_images_from_data(images, 1:2)))
  mine <- image_data_generator(preprocessing_function = function(image) image)
  expect_true(is_main_thread_generator(flow_images_from_data(images, 1:2, mine)))
  model <- keras$Sequential(list(keras$layers$Dense(1L)))
  model$compile("sgd", "mse")
  history <- to_keras_training_history(model$fit(matrix(1, 4, 2), matrix(1, 4, 1), epochs = 2L, verbose = 0L))
  expect_s3_class(history, "keras_training_history")
  expect_length(history$metrics$loss, 2)
  expect_identical(history$params$epochs, 2L)
})

test_that("the surroundings are told as by R keras 2", {
  expect_true(is_backend("tensorflow") && is_tensorflow_implementation() && have_h5py() && have_pillow())
  expect_false(have_module("surely_no_such_module"))
  expect_identical(have_pandas(), reticulate::py_module_available("pandas"))
  expect_identical(relative_to(tempdir(), file.path(tempdir(), "a", "b")), "a/b")
  expect_identical(relative_to(tempdir(), "/x"), "/x")
  file <- tempfile()
  expect_true(confirm_overwrite(file, FALSE))
  file.create(file)
  expect_true(confirm_overwrite(file, TRUE))
  expect_error(confirm_overwrite(file, FALSE), "already exists (pass overwrite = TRUE to force save)", fixed = TRUE)
  expect_null(require_tf_version("2.0"))
  expect_error(require_tf_version("99.0", "it."), "Tensorflow version >=99.0 required to use it.")
  expect_true(normalize_path("~") == path.expand("~"))
})

test_that("packages find them in the namespace keras, and the methods for models too", {
  output <- prepared(c(
    "rkeras::use_keras_alias(quiet = TRUE)",
    "capture <- getFromNamespace('capture_args', 'keras')",
    "layer_mine <- function(object, units, ...) {",
    "  args <- capture(match.call(), list(units = as.integer), ignore = 'object')",
    "  keras::create_layer(keras::keras$layers$Dense, object, args)",
    "}",
    "model <- keras::keras_model_sequential(input_shape = 2)",
    "layer_mine(model, 3, name = 'mine')",
    "model <- keras:::compose_layer.keras.models.Sequential(model, keras::layer_dense(units = 1))",
    "keras:::compile.keras.engine.training.Model(model, 'sgd', 'mse')",
    "history <- keras:::fit.keras.engine.training.Model(model, diag(2), 1:2, epochs = 3, verbose = 0)",
    "cat(model$layers[[1]]$name, length(history$metrics$loss), dim(keras:::predict.keras.engine.training.Model(model, diag(2), verbose = 0)))",
    "stopifnot(identical(keras:::standard_layer_arguments, keras:::standard_layer_arg_modifiers))",
    "stopifnot(grepl('mine', keras:::py_str.keras.engine.training.Model(model)))"
  ))
  expect_identical(output, "mine 3 2 1")
})
