# Members that R keras 2.15 took from classes of users.

x <- matrix(sin(1:40), 10)
y <- cos(1:10)

trained <- function(layer) {
  keras$utils$set_random_seed(1L)
  model <- keras_model_sequential(input_shape = 4) %>% layer %>% layer_dense(1)
  compile(model, optimizer_sgd(0.1), "mse")
  history <- fit(model, x, y, epochs = 3, verbose = 0, shuffle = FALSE)
  c(history$metrics$loss, unlist(get_weights(model)))
}

penalized <- function(add) {
  new_layer_class(
    "Penalized",
    build = function(input_shape) {
      self$w <- self$add_weight("w", shape(4L), initializer = "ones")
      self$factor <- 2
      add(self)
    },
    call = function(inputs) inputs * self$w
  )()
}

test_that("a tensor that build() adds to the loss is a term of the weights", {
  by_tensor <- trained(penalized(function(self) self$add_loss(self$factor * k_sum(self$w^2))))
  by_function <- trained(penalized(function(self) self$add_loss(function() 2 * k_sum(self$w^2))))
  expect_equal(by_tensor, by_function)
  without <- trained(penalized(function(self) NULL))
  expect_equal(by_tensor[[1]], without[[1]] + 8, tolerance = 1e-5)
  expect_lt(sum(by_tensor[4:7]^2), sum(without[4:7]^2))
})

test_that("layers of R6 add tensors to the loss in build()", {
  Squared <- R6::R6Class(
    "Squared",
    inherit = KerasLayer,
    public = list(
      w = NULL,
      build = function(input_shape) {
        self$w <- self$add_weight(name = "w", shape = list(4L), initializer = initializer_ones())
        self$add_loss(2 * k_sum(self$w^2))
      },
      call = function(x, mask = NULL) x * self$w
    )
  )
  expect_equal(
    trained(create_layer(Squared)),
    trained(penalized(function(self) self$add_loss(function() 2 * k_sum(self$w^2))))
  )
})

test_that("a loss in build() that cannot be computed anew is an error", {
  drawn <- new_layer_class(
    "Drawn",
    build = function(input_shape) {
      own <- tf$Variable(k_random_normal(4))
      self$add_loss(k_sum(own))
    },
    call = function(inputs) inputs
  )
  expect_error(
    drawn()(x),
    "Drawn$add_loss(): where a layer is made or built, a loss should be a function",
    fixed = TRUE
  )
})

test_that("a wrapper makes weights after super$build()", {
  Scaled <- R6::R6Class(
    "Scaled",
    inherit = KerasWrapper,
    public = list(
      scale = NULL,
      build = function(input_shape) {
        super$build(input_shape)
        self$scale <- self$add_weight(name = "scale", shape = list(2L), initializer = initializer_constant(3))
      },
      call = function(inputs, mask = NULL) super$call(inputs) * self$scale
    )
  )
  for (built in c(FALSE, TRUE)) {
    inner <- layer_dense(units = 2)
    if (built) {
      inner(x)
    }
    layer <- create_wrapper(Scaled, args = list(layer = inner))
    expect_equal(as.array(layer(x)), 3 * as.array(inner(x)), tolerance = 1e-6)
    expect_length(layer$trainable_weights, 3)
  }
  gated <- Layer(
    "Gated",
    inherit = keras$layers$TimeDistributed,
    build = function(input_shape) {
      super$build(input_shape)
      self$gate <- self$add_weight(name = "gate", shape = shape(2), initializer = "ones")
    },
    call = function(inputs) super$call(inputs) * self$gate
  )
  output <- gated(layer_input(c(3, 4)), layer = layer_dense(units = 2))
  expect_identical(output$shape$as_list(), list(NULL, 3L, 2L))
})

test_that("layer_dense_features() takes lists of vectors and arrays, and frames, also as the first layer", {
  suppressMessages(columns <- lapply(c("a", "b"), tf$feature_column$numeric_column))
  dense_features <- layer_dense_features(feature_columns = columns)
  data <- data.frame(a = y, b = 2 * y)
  expected <- cbind(y, 2 * y)
  for (given in list(as.list(data), lapply(data, array), lapply(data, matrix), data)) {
    expect_equal(as.array(dense_features(given)), expected, tolerance = 1e-6, ignore_attr = TRUE)
    model <- keras_model_sequential() %>%
      layer_dense_features(feature_columns = columns) %>%
      layer_dense(1, kernel_initializer = "ones")
    expect_equal(c(as.array(model(given))), 3 * y, tolerance = 1e-6)
    expect_equal(c(predict(model, given, verbose = 0)), 3 * y, tolerance = 1e-6)
  }
})

test_that("layers are called on vectors and data frames", {
  expect_equal(c(as.array(layer_add()(list(c(1, 2), c(3, 4))))), c(4, 6))
  expect_equal(as.array(layer_rescaling(scale = 2)(as.data.frame(x))), 2 * x, tolerance = 1e-6, ignore_attr = TRUE)
})

test_that("create_layer_wrapper() has the arguments of the constructor, no more", {
  Closed(keras$layers$Layer) %py_class%
    {
      initialize <- function(units = 2, rate) super$initialize()
    }
  Open(keras$layers$Layer) %py_class%
    {
      initialize <- function(units, ...) super$initialize(...)
    }
  expect_identical(formals(create_layer_wrapper(Closed)), as.pairlist(alist(object = , units = 2, rate = )))
  expect_named(formals(create_layer_wrapper(Open)), c("object", "units", "..."))
  R6Closed <- R6::R6Class("R6Closed", inherit = KerasLayer, public = list(initialize = function(size = 3) NULL))
  expect_identical(formals(create_layer_wrapper(R6Closed)), as.pairlist(alist(object = , size = 3)))
  expect_true("units" %in% names(formals(create_layer_wrapper(keras$layers$Dense))))
})

test_that("custom objects need no names", {
  layer_scale <- new_layer_class(
    "Scale",
    initialize = function(factor = 2, ...) {
      super$initialize(...)
      self$factor <- factor
    },
    call = function(inputs) inputs * self$factor
  )
  seen <- custom_metric("seen", function(y_true, y_pred) k_mean(y_pred))
  Counted <- new_metric_class(
    "Counted",
    initialize = function(name = "counted", ...) {
      super$initialize(name = name, ...)
      self$total <- self$add_weight(name = "total", shape = list(), initializer = "zeros")
    },
    update_state = function(y_true, y_pred, sample_weight = NULL) self$total$assign_add(1),
    result = function() self$total
  )
  model <- keras_model_sequential(input_shape = 4) %>% layer_scale(3) %>% layer_dense(1)
  compile(model, "sgd", "mse", metrics = list(seen, Counted()))
  fit(model, x, y, epochs = 1, verbose = 0)
  file <- withr_file(".h5")
  save_model_hdf5(model, file)
  expected <- evaluate(model, x, y, verbose = 0)
  for (objects in list(
    list(layer_scale, seen, Counted),
    c(layer_scale, seen, Counted()),
    list(layer_scale, seen = seen, Counted)
  )) {
    expect_equal(evaluate(load_model_hdf5(file, custom_objects = objects), x, y, verbose = 0), expected)
  }
  loaded <- with_custom_object_scope(list(layer_scale, seen, Counted), load_model_hdf5(file))
  expect_equal(predict(loaded, x, verbose = 0), predict(model, x, verbose = 0))
})

test_that("the call of a model that is not built becomes a function of TensorFlow", {
  Doubling <- new_model_class(
    "Doubling",
    initialize = function() {
      super$initialize()
      self$dense <- layer_dense(units = 1)
    },
    call = function(inputs, training = NULL) 2 * self$dense(inputs)
  )
  model <- Doubling()
  model$call <- tf_function(model$call)
  expect_equal(as.array(model(x)), 2 * as.array(model$dense(x)), tolerance = 1e-6)
  compile(model, "sgd", "mse")
  expect_length(fit(model, x, y, epochs = 2, verbose = 0)$metrics$loss, 2)
  expect_equal(dim(predict(model, x, verbose = 0)), c(10, 1))
})

test_that("classes of %py_class% in a package start no Python when it loads, nor do those that extend them", {
  folder <- tempfile("package-")
  dir.create(file.path(folder, "withclasses", "R"), recursive = TRUE)
  dir.create(file.path(folder, "library"))
  on.exit(unlink(folder, recursive = TRUE))
  package <- file.path(folder, "withclasses")
  writeLines(
    c("Package: withclasses", "Version: 0.1", "Title: T", "License: MIT", "Imports: rkeras"),
    file.path(package, "DESCRIPTION")
  )
  writeLines(c("import(rkeras)", "exportPattern('^[a-zA-Z]')"), file.path(package, "NAMESPACE"))
  writeLines(
    c(
      "Times(keras$layers$Layer) %py_class% {",
      "  initialize <- function(factor = 2) {",
      "    super$initialize()",
      "    self$factor <- factor",
      "  }",
      "  call <- function(inputs) inputs * self$factor",
      "}",
      "TimesPlus(Times) %py_class% {",
      "  private$plus <- function(x) x + 1",
      "  call <- function(inputs) private$plus(super$call(inputs))",
      "}",
      "layer_times <- create_layer_wrapper(Times)",
      "layer_times_plus <- create_layer_wrapper(TimesPlus)"
    ),
    file.path(package, "R", "classes.R")
  )
  output <- fresh(c(
    sprintf("folder <- '%s'", folder),
    "tools::Rcmd(c('INSTALL', '--no-docs', paste0('--library=', folder, '/library'), paste0(folder, '/withclasses')))",
    ".libPaths(c(paste0(folder, '/library'), .libPaths()))",
    "suppressPackageStartupMessages({library(rkeras); library(withclasses)})",
    "stopifnot(!reticulate::py_available())",
    "cat(names(formals(layer_times_plus)), '\\n')",
    "stopifnot(!reticulate::py_available())",
    "x <- matrix(1, 1, 1)",
    "cat('values:', as.array(layer_times(x, 5)), as.array(layer_times_plus(x, 5)), as.array(TimesPlus(7)(x)), '\\n')",
    "cat('inherits:', inherits(TimesPlus(), 'R6type.Times'), '\\n')"
  ))
  expect_true("object factor " %in% output)
  expect_true("values: 5 6 8 " %in% output)
  expect_true("inherits: TRUE " %in% output)
})

test_that("a recurrent layer takes one sequence and as many initial states as it has", {
  a <- layer_input(c(3, 2))
  b <- layer_input(c(3, 2))
  state <- layer_input(2)
  words <- "takes one sequence, and its initial states in a list"
  for (layer in list(layer_lstm(units = 2), layer_gru(units = 2), layer_rnn(cell = layer_lstm_cell(units = 2)))) {
    for (given in list(list(a, b), reticulate::tuple(a, b), list(a, state, state, state))) {
      expect_error(layer(given), words, fixed = TRUE)
    }
  }
  expect_error(list(a, b) %>% layer_lstm(2), words, fixed = TRUE)
  expect_identical(dim(layer_lstm(units = 2)(a, initial_state = list(state, state))), c(NA, 2L))
})
