layer_names <- function(model) vapply(model$layers, function(layer) layer$name, "")

seeded <- function(make) {
  k_clear_session()
  keras$utils$set_random_seed(1L)
  make()
}

by_keras <- function() {
  layers <- keras$layers
  keras$Sequential(list(
    keras$Input(tuple(4L)),
    layers$Dense(10L),
    layers$Dense(20L),
    layers$Dense(30L)
  ))
}

tuple <- function(...) reticulate::tuple(...)

test_that("layers are named and seeded in reading order, through both pipes", {
  makers <- list(
    magrittr = function() {
      keras_model_sequential() %>%
        layer_dense(10, input_shape = 4) %>%
        layer_dense(20) %>%
        layer_dense(30)
    },
    native = function() {
      keras_model_sequential() |>
        layer_dense(10, input_shape = 4) |>
        layer_dense(20) |>
        layer_dense(30)
    },
    functional = function() {
      x <- layer_input(4)
      keras_model(x, x %>% layer_dense(10) %>% layer_dense(20) %>% layer_dense(30))
    },
    nested = function() {
      x <- layer_input(4)
      keras_model(x, layer_dense(layer_dense(layer_dense(x, 10), 20), 30))
    }
  )
  expected <- get_weights(seeded(by_keras))
  for (name in names(makers)) {
    model <- seeded(makers[[name]])
    found <- layer_names(model)
    expect_identical(utils::tail(found, 3), c("dense", "dense_1", "dense_2"), label = name)
    expect_identical(get_weights(model), expected, label = name)
  }
})

test_that("a model stands on the right of the pipe", {
  x <- layer_input(4)
  model <- keras_model(x, x %>% layer_dense(2))
  y <- layer_input(4)
  expect_identical((y %>% model)$shape, list(NULL, 2L))
  expect_identical((y %>% model())$shape, list(NULL, 2L))
  expect_identical((y |> model())$shape, list(NULL, 2L))
  expect_identical(dim(k_get_value(matrix(0, 3, 4) %>% model)), c(3L, 2L))
})

test_that("c() of Keras objects is a list", {
  x <- layer_input(3)
  y <- layer_input(2)
  expect_type(c(x, y), "list")
  expect_length(c(x), 1)
  expect_named(c(a = x, b = y), c("a", "b"))
  model <- keras_model(inputs = c(x, y), outputs = c(layer_dense(x, 1), layer_dense(y, 2)))
  expect_length(model$inputs, 2)
  expect_length(c("accuracy", metric_auc()), 2)
})

test_that("composed results are invisible, layers and merges are not", {
  x <- layer_input(3)
  visible <- function(expr) withVisible(expr)$visible
  expect_false(visible(x %>% layer_dense(2)))
  expect_false(visible(layer_dense(x, 2)))
  expect_true(visible(layer_dense(units = 2)))
  expect_false(visible(keras_model_sequential(input_shape = 2) %>% layer_dense(2)))
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
  expect_false(visible(model %>% compile("sgd", "mse")))
  expect_identical(model %>% compile("sgd", "mse"), model)
  expect_false(visible(fit(model, matrix(0, 2, 2), c(0, 1), epochs = 1, verbose = 0)))
  expect_false(visible(freeze_weights(model)))
  expect_true(visible(predict(model, matrix(0, 2, 2), verbose = 0)))
  expect_true(visible(count_params(model)))
})

test_that("arguments match by R's rules", {
  expect_identical(layer_lstm(units = 2, return_seq = TRUE)$return_sequences, TRUE)
  arguments <- list(units = 3)
  expect_identical(do.call(layer_dense, arguments)$units, 3L)
  make <- function(...) layer_dense(...)
  expect_identical(make(units = 4, name = "mine")$name, "mine")
  outer <- function(size, activation = NULL) layer_dense(units = size, activation = activation)
  expect_identical(outer(5, "relu")$units, 5L)
  wrap <- function(object, units) layer_dense(object, units)
  expect_identical((layer_input(2) %>% wrap(6))$shape, list(NULL, 6L))
})

test_that("pipes and unpacking assign", {
  x <- c(1, 4)
  x %<>% sqrt()
  expect_identical(x, c(1, 2))
  c(a, c(b, ...rest)) %<-% list(1, list(2, 3, 4))
  expect_identical(list(a, b, rest), list(1, 2, list(3, 4)))
  c(out, h, state) %<-% (layer_input(c(2, 3)) %>% layer_lstm(4, return_state = TRUE))
  expect_identical(list(out$shape[[2]], h$shape[[2]], state$shape[[2]]), list(4L, 4L, 4L))
  expect_error(c(a, b) %<-% list(1), "right-hand side")
})
