# Each way of leaving is tried in a process of its own: a jump over Python's frames breaks it, now or later.

left_by <- function(code) {
  fresh(c(
    "library(rkeras)",
    "x <- matrix(sin(1:40), 10)",
    "warns <- function(value) { warning('careful'); value }",
    "trained <- function(...) {",
    "  model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1)",
    "  model %>% compile('sgd', 'mse')",
    "  fit(model, ..., epochs = 1, verbose = 0)",
    "}",
    "left <- function(code) tryCatch({ code; 'not left' }, warning = conditionMessage)",
    code,
    "invisible(gc())",
    "cat(is.finite(trained(x, x[, 1])$metrics$loss))"
  ))
}

expect_left <- function(...) {
  code <- c(...)
  shown <- left_by(sprintf("cat(left(%s), '\\n')", code))
  expect_identical(trimws(shown), c(rep("careful", length(code)), "TRUE"))
}

test_that("functions that give batches may be left by a handler of the user's", {
  expect_left(
    "trained(function() warns(list(x, x[, 1])), steps_per_epoch = 2)",
    "trained(list2env(list(next_batch = function() warns(list(x, x[, 1])))), steps_per_epoch = 2)",
    "trained(reticulate::py_iterator(function() warns(list(x, x[, 1]))), steps_per_epoch = 2)",
    "fit_text_tokenizer(text_tokenizer(), function() warns('a text'))"
  )
})

test_that("methods of classes may be left by a handler of the user's", {
  expect_left(
    "trained(x, x[, 1], callbacks = new_callback_class('C', on_epoch_end = function(epoch, logs) warns(NULL))())",
    paste(
      "trained(x, x[, 1], callbacks = R6::R6Class(",
      "'C', inherit = KerasCallback, public = list(on_epoch_end = function(epoch, logs) warns(NULL)))$new())"
    ),
    "new_layer_class('L', call = function(inputs) warns(inputs))(layer_input(4))",
    "keras_model_custom(function(self) function(inputs, ...) warns(inputs))(k_constant(x))"
  )
})

test_that("functions that are called back may be left by a handler of the user's", {
  expect_left(
    "freeze_weights(keras_model_sequential(input_shape = 4) %>% layer_dense(1), which = function(layer) warns(TRUE))",
    "k_map_fn(function(one) warns(one), k_constant(1:3))",
    "adapt(layer_text_vectorization(standardize = function(text) warns(text)), c('a b', 'c'))"
  )
})
