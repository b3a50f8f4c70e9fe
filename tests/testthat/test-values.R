# Objects of Python in R's own serialization: saveRDS(), .RData and what is made of them, read in another process.

x <- matrix(seq(-1, 1, length.out = 12), 4)
y <- c(1, 0, 1, 0)

test_that("objects of Python come alive in a new process, as what they were, and one object stays one", {
  all <- suppressWarnings(make_all(x, y)) # a layer has no weights before it is called
  expected <- values_of(all, x, y)
  expect_true(all(same_inside(all)))
  file <- tempfile(c("rds", "rdata"))
  expect_warning(saveRDS(all, file[[1]]), NA)
  save(all, x, y, values_of, same_inside, expected, file = file[[2]])
  output <- fresh(sprintf(
    'load("%s")
     stopifnot(!"rkeras" %%in%% .packages())
     object <- capture.output(print(all$models$functional))[[1]]
     suppressMessages(library(rkeras))
     told <- testthat::expect_identical(values_of(all, x, y), expected)
     inside <- same_inside(all)
     again <- readRDS("%s")
     testthat::expect_identical(values_of(again, x, y), expected)
     raw <- serialize(again, NULL) # sleeping handles are saved as they are
     before <- as.integer(all$models$compiled$optimizer$iterations)
     all$models$compiled %%>%% fit(x, y, epochs = 3, verbose = 0)
     after <- as.integer(all$models$compiled$optimizer$iterations)
     cat(grepl("^Model", object), inside, same_inside(again), after - before, "\\n")',
    file[[2]],
    file[[1]]
  ))
  expect_identical(tail(output, 1L), paste(c(rep("TRUE", 11L), "3 "), collapse = " "))
})

test_that("models of the same layers share weights when they are read, in any order, and train on", {
  inputs <- layer_input(3)
  code <- inputs %>% layer_dense(2, "tanh")
  all <- list(whole = keras_model(inputs, layer_dense(code, 3)), encoder = keras_model(inputs, code))
  all$whole %>% compile(optimizer_adam(0.1), "mse")
  train <- function(model) fit(model, x, x, epochs = 2, verbose = 0, shuffle = FALSE)
  train(all$whole)
  read <- list(unserialize(serialize(all, NULL)), unserialize(serialize(rev(all), NULL)))
  train(all$whole)
  for (models in read) {
    train(models$whole)
    for (name in names(all)) {
      expect_equal(predict(models[[name]], x, verbose = 0), predict(all[[name]], x, verbose = 0), tolerance = 1e-6)
    }
  }

  reticulate::py_run_string("def bend(x): return 2 * x")
  all$whole <- keras_model(inputs, layer_dense(code, 3, activation = reticulate::py$bend))
  bytes <- suppressWarnings(serialize(all, NULL))
  expect_warning(read <- predict(unserialize(bytes)$encoder, x, verbose = 0), "does not share its weights .*'bend'")
  expect_identical(read, predict(all$encoder, x, verbose = 0))
})

test_that("classes of R that name one another travel with models, in lists, workers and files, and stay one class each", {
  values <- new.env(parent = globalenv())
  local(envir = values, {
    twice <- function(x) x * 2
    Base(keras$layers$Layer) %py_class%
      {
        call <- function(inputs) twice(inputs)
      }
    Derived(Base) %py_class%
      {
        call <- function(inputs) super$call(inputs) + 1
      }
    layer_inner <- new_layer_class("Inner", call = function(inputs) inputs * 3)
    Six <- R6::R6Class("Six", inherit = KerasLayer, public = list(call = function(x, mask = NULL) x + 10))
    layer_outer <- new_layer_class(
      "Outer",
      initialize = function(...) {
        super$initialize(...)
        self$base <- Base()
        self$parts <- list(Derived(), layer_inner(), create_layer(Six))
      },
      call = function(inputs) {
        for (part in self$parts) {
          inputs <- part(inputs)
        }
        self$base(inputs)
      }
    )
  })
  model <- keras_model_sequential(input_shape = 2) %>% values$layer_outer()
  expected <- predict(model, x[, 1:2], verbose = 0)
  expect_equal(expected, 2 * (3 * (2 * x[, 1:2] + 1) + 10), tolerance = 1e-6)
  files <- c(tempfile(fileext = ".rds"), withr_file(".keras"))
  saveRDS(list(model = model, Base = values$Base, Derived = values$Derived, outer = values$layer_outer), files[[1L]])
  save_model(model, files[[2L]])
  output <- prepared(sprintf(
    'library(rkeras)
     read <- readRDS("%s")
     x <- %s
     layer <- read$model$layers[[1]]
     is <- reticulate::import_builtins()$isinstance
     cat(is(layer$base, read$Base), is(layer$parts[[1]], read$Base), is(layer$parts[[1]], read$Derived))
     alone <- keras_model_sequential(input_shape = 2) %%>%% read$outer()
     for (model in list(read$model, alone, load_model("%s"))) {
       cat("", sum(predict(model, x, verbose = 0)))
     }',
    files[[1L]],
    deparse1(x[, 1:2]),
    files[[2L]]
  ))
  expect_identical(output[[1L]], paste(c(rep(TRUE, 3L), rep(format(sum(expected)), 3L)), collapse = " "))
})

test_that("what cannot be saved says so when it is saved, and leaves a whole file", {
  file <- tempfile()
  dataset <- reticulate::import("tensorflow")$data$Dataset$from_tensor_slices(1:3)
  model <- keras_model_sequential() %>% layer_dense(1)
  big <- keras_model_sequential(input_shape = 3) %>% layer_dense(1)
  says <- function(object) {
    told <- capture_warnings(saveRDS(list(object, "after"), file))
    back <- readRDS(file)
    expect_identical(back[[2]], "after")
    c(told, suppressWarnings(tryCatch(back[[1]]$name, error = conditionMessage)))
  }
  expect_match(
    says(dataset)[[1]],
    "cannot be saved by R: a TensorFlow dataset is an open source of data",
    fixed = TRUE
  )
  told <- says(model)
  expect_match(told[[1]], "This Sequential cannot be saved by R: the model has no weights yet", fixed = TRUE)
  expect_match(told[[2]], "was not saved with its R session: the model has no weights yet", fixed = TRUE)
  frame <- reticulate::import("pandas", convert = FALSE)$Series(list(1, 2))
  expect_match(says(frame)[[1]], "cannot be saved by R: a Series of pandas can be converted to R first", fixed = TRUE)
  told <- capture_warnings(saveRDS(big, file, version = 2))
  expect_match(told, "objects cannot be saved with `version = 2`", fixed = TRUE)
  of_python <- reticulate::py_run_string(
    "import keras
def bend(x): return x * x
class Own(keras.layers.Layer):
  def call(self, x): return x
class Counts(keras.callbacks.Callback): pass
def draw(): yield 1",
    convert = FALSE
  )
  model <- keras_model_sequential(list(
    layer_dense(units = 1, activation = of_python$bend, input_shape = 3),
    of_python$Own()
  ))
  expect_match(
    says(model)[[1]],
    "This Sequential is saved by R without its Python parts (bend, Own). In the session that reads it, use it",
    fixed = TRUE
  )
  read <- with_custom_object_scope(
    list(bend = of_python$bend, Own = of_python$Own),
    suppressWarnings(predict(readRDS(file)[[1]], x))
  )
  expect_identical(read, predict(model, x))
  expect_match(says(of_python$Counts())[[1]], "it names __main__.Counts, which is not part of a model", fixed = TRUE)
  expect_match(says(of_python$Own)[[1]], "a Python class that is not in a module", fixed = TRUE)
  expect_match(says(of_python$bend)[[1]], "it names __main__.bend", fixed = TRUE)
  numpy <- reticulate::import("numpy", convert = FALSE)
  expect_match(says(numpy$arange)[[1]], "it names numpy.arange", fixed = TRUE)
  expect_match(says(of_python$draw())[[1]], "This generator cannot be saved by R", fixed = TRUE)
  withr::local_options(rkeras.max_serialized = 100)
  expect_match(says(big)[[1]], "more than options(rkeras.max_serialized = 100) allows", fixed = TRUE)
})

test_that("nothing is asked of an object that nobody serializes", {
  model <- keras_model_sequential() %>% layer_dense(1) # could not be saved, and would say so
  expect_silent({
    capture.output(str(model), print(list(model)), ls.str(list2env(list(m = model))))
    object.size(model)
    identical(model, model)
    copy <- model
  })
  expect_identical(names(attributes(model)), c("class", "py_object"))
})

test_that("bytes run nothing when they are read", {
  values <- import_rkeras_py("saved_values")
  pickle <- reticulate::import("pickle")
  reticulate::py_run_string(
    "class Evil:\n  def __reduce__(self):\n    import os\n    return os.system, ('touch evil',)"
  )
  bytes <- reticulate::import_builtins(convert = FALSE)$bytearray(pickle$dumps(reticulate::py_eval("Evil()")))
  expect_error(values$load_value(bytes, reticulate::dict(), reticulate::dict()), "names posix.system")
  expect_false(file.exists("evil"))
})

test_that("handles that do not convert stay so", {
  numpy <- reticulate::import("numpy", convert = FALSE)
  plain <- reticulate::import("keras", convert = FALSE)
  layer <- plain$layers$Dense(2L)
  read <- unserialize(serialize(list(array = numpy$arange(6L), layer = layer, variable = plain$Variable(3)), NULL))
  expect_s3_class(read$array$sum(), "numpy.int64")
  expect_s3_class(read$layer$units, "python.builtin.int")
  expect_s3_class(read$variable$numpy(), "numpy.generic")
})

test_that("handles travel by whichever function of reticulate they came", {
  array <- reticulate::import("numpy", convert = FALSE)$arange(3L)
  handles <- list(
    r_to_py = reticulate::r_to_py(list(1, "a")),
    r_to_py_data = reticulate::r_to_py(matrix(1:2, 1)),
    py_eval = reticulate::py_eval("[1, 'a']", convert = FALSE),
    py_get_attr = reticulate::py_get_attr(array, "T"),
    py_get_item = reticulate::py_get_item(array, 2L),
    iter_next = reticulate::iter_next(reticulate::as_iterator(array))
  )
  read <- unserialize(serialize(handles, NULL))
  expect_identical(lapply(read, reticulate::py_str), lapply(handles, reticulate::py_str))
  f <- reticulate::py_eval("lambda x: x", convert = FALSE)
  expect_warning(serialize(f, NULL), "This function cannot be saved by R", fixed = TRUE)
})
