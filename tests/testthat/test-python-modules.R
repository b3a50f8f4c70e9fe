test_that("the functions of backend() take symbolic tensors, and those that Keras 3 dropped are there", {
  K <- backend()
  x <- layer_input(shape = 2)
  loss <- K$mean(K$square(x), axis = 1L)
  values <- matrix(c(1, 2, 3, 4), 2)
  f <- K$`function`(list(x), list(loss, K$gradients(loss, x)[[1]]))
  expect_equal(lapply(f(list(values)), unname), list(array(rowMeans(values^2)), values), tolerance = 1e-6)
  expect_identical(K$int_shape(x), list(NULL, 2L))
  expect_true(is.function(K$set_learning_phase))
})

test_that("the keras object stands for the module", {
  expect_output(print(keras), "keras")
  expect_s3_class(keras$layers$Dense, "python.builtin.type")
})

test_that("the tf object stands for TensorFlow", {
  expect_output(print(tf), "tensorflow")
  expect_identical(as.numeric(tf$nn$relu(c(-1, 2))$numpy()), c(0, 2))
  expect_true(all(c("nn", "GradientTape") %in% names(tf)))
})

test_that("members of the modules are those that Python has now", {
  changing <- reticulate::py_run_string(
    "
import keras
def first(x): return x + 1
def second(x, more): return x + more
"
  )
  module <- keras_module()
  on.exit(reticulate::py_del_attr(module, "rkeras_changing"))
  reticulate::py_set_attr(module, "rkeras_changing", changing$first)
  for (i in 1:2) {
    expect_identical(keras$rkeras_changing(1L), 2L)
    expect_named(formals(keras$rkeras_changing), "x")
  }
  expect_identical(keras$rkeras_changing, keras$rkeras_changing)
  reticulate::py_set_attr(module, "rkeras_changing", changing$second)
  expect_identical(keras$rkeras_changing(1L, 5L), 6L)
  expect_named(formals(keras$rkeras_changing), c("x", "more"))
  reticulate::py_set_attr(module, "rkeras_changing", 3L)
  expect_identical(keras$rkeras_changing, 3L)
  reticulate::py_set_attr(module, "rkeras_changing", changing$first)
  expect_identical(keras$rkeras_changing(1L), 2L)
  reticulate::py_set_attr(module, "rkeras_changing", NULL)
  expect_null(keras$rkeras_changing)
  expect_error(keras$rkeras_absent, "rkeras_absent")
  for (i in 1:2) {
    expect_identical(class(keras$Model)[[1L]], "python.builtin.type")
  }
})

test_that("devices are set up by tf$config, before anything is computed", {
  printed <- prepared(c(
    "library(rkeras)",
    "cpu <- tf$config$list_physical_devices('CPU')",
    "half <- tf$config$LogicalDeviceConfiguration()",
    "tf$config$set_logical_device_configuration(cpu[[1]], list(half, half))",
    "layer <- layer_dense(units = 1)",
    "length(tf$config$list_logical_devices('CPU'))"
  ))
  expect_identical(printed, "[1] 2")
})

test_that("keras has the members of Keras 3's module, and those that Keras 2's had beside", {
  values <- matrix(c(1, -2, 3, 4), 2)
  expect_equal(as.numeric(keras$losses$mse(values, 2 * values)), rowMeans(values^2))
  expect_equal(as.numeric(keras$losses$mean_squared_error(values, 2 * values)), rowMeans(values^2))
  expect_equal(as.numeric(keras$backend$mean(k_constant(values), axis = 0L)), colMeans(values))
  expect_identical(keras$backend$floatx(), "float32")
  inputs <- layer_input(2)
  sums <- inputs %>% layer_lambda(function(x) keras$backend$sum(x, axis = -1L, keepdims = TRUE))
  expect_equal(predict(keras_model(inputs, sums), values, verbose = 0), matrix(rowSums(values)))
  tokenizer <- keras$preprocessing$text$Tokenizer(num_words = 10L)
  tokenizer$fit_on_texts(list("b a b", "c"))
  expect_identical(tokenizer$word_index[c("b", "a")], list(b = 1L, a = 2L))
  expect_true(all(c("saving", "layers") %in% names(keras)))
  expect_true(all(c("mean", "clear_session") %in% names(keras$backend)))
  expect_s3_class(keras$layers$Dense(2L), "keras.src.layers.core.dense.Dense")
  expect_error(keras$nosuch, "module 'keras' has no attribute 'nosuch'")
  expect_error(keras$backend$nosuch, "module 'keras.backend' has no attribute 'nosuch'")
  expect_output(print(keras), "Module(keras)", fixed = TRUE)
  expect_output(summary(keras), "Module(keras)", fixed = TRUE)
  expect_identical(keras[["layers"]], keras$layers)
  keras$mine <- 3
  keras[["mine"]] <- keras$mine + 1
  expect_identical(rkeras::keras$mine, 4)
  reticulate::py_del_attr(implementation(), "mine")
})

test_that("old modules of Keras are in keras and tf$keras, and can be imported", {
  expect_identical(keras$utils$np_utils$to_categorical(c(0, 1)), diag(2))
  expect_identical(tf$keras$utils$np_utils$to_categorical(c(0, 1)), diag(2))
  expect_identical(keras$utils$generic_utils$get_custom_objects(), keras$utils$get_custom_objects())
  expect_s3_class(
    keras$experimental$CosineDecay(0.1, 10L),
    "keras.optimizers.schedules.learning_rate_schedule.CosineDecay"
  )
  expect_s3_class(tf$keras$experimental$CosineDecay(0.1, 10L), "python.builtin.object")
  iterator <- reticulate::import("keras.preprocessing.image")$Iterator
  expect_identical(iterator$`__name__`, "Iterator")
  expect_identical(reticulate::import("keras.engine.training")$Model$`__name__`, "Model")
  expect_s3_class(reticulate::import("keras.layers.core")$Dense(2L), "keras.layers.core.dense.Dense")
})

test_that("functions of rkeras_py arrive in R as R's own of that name", {
  file <- withr_file(".py")
  writeLines(
    c("from rkeras_py import *", "from rkeras_py import c, predict, summary", "alias = layer_dense", "own = len"),
    file
  )
  sourced <- new.env()
  reticulate::source_python(file, sourced)
  reticulate::py_run_string(
    "
import rkeras_py
for name in set(dir(rkeras_py)) & set(globals()):
    if name[0] != '_': del globals()[name]  # without its name __main__ is another module
"
  )
  own <- list(base::c, base::pipe, base::summary, stats::predict, layer_dense)
  expect_identical(lapply(own, attr, "py_object"), vector("list", 5)) # reticulate marks functions in place
  expect_identical(sourced$c, base::c)
  expect_identical(sourced$summary, base::summary)
  expect_identical(sourced$predict, stats::predict)
  of_base <- Filter(function(name) exists(name, baseenv(), inherits = FALSE), ls(sourced))
  expect_identical(of_base, c("c", "pipe", "summary"))
  expect_identical(mget(of_base, sourced), mget(of_base, baseenv()))
  expect_identical(sourced$alias, layer_dense)
  expect_identical(sourced$own(list(1, 2)), 2L)
  exported <- intersect(ls(sourced), getNamespaceExports("rkeras"))
  expect_gt(length(exported), 1000L)
  others <- Filter(function(name) !identical(sourced[[name]], getExportedValue("rkeras", name)), exported)
  expect_identical(others, character())
  layer <- layer_dense(units = 1, activation = activation_relu)
  expect_identical(layer$activation$`__name__`, "relu")
})
