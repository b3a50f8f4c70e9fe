data <- matrix(sin(1:240), 60)
target <- matrix(rowSums(data), 60)
x <- layer_input(4)
start <- list(matrix(c(0.1, -0.2, 0.3, 0.4), 4), 0.5)

calls <- new.env()
counted <- function(name) calls[[name]] <- (if (is.null(calls[[name]])) 0 else calls[[name]]) + 1

squared <- function(y_true, y_pred) {
  counted("squared")
  k_mean(k_square(y_true - y_pred), axis = 2)
}
absolute <- function(y_true, y_pred) k_mean(k_abs(y_true - y_pred), axis = 2)
doubled_tanh <- function(x) {
  counted("doubled_tanh")
  2 * k_tanh(x)
}

trained <- function(model, ..., epochs = 2, validation_split = 0.25) {
  compile(model, optimizer_sgd(0.05), ...)
  fit(
    model,
    data,
    target,
    epochs = epochs,
    batch_size = 15,
    shuffle = FALSE,
    verbose = 0,
    validation_split = validation_split
  )
}

linear <- function() keras_model(x, layer_dense(x, 1, weights = start))

test_that("a loss and metrics in R have the numbers of Keras's own and are logged by their names", {
  twin <- trained(linear(), "mse", metrics = "mae")$metrics
  ours <- trained(linear(), squared, metrics = list("mae", absolute, mine = absolute))$metrics
  expect_named(ours, c("loss", "mae", "absolute", "mine", paste0("val_", c("loss", "mae", "absolute", "mine"))))
  for (name in c("mae", "absolute", "mine")) {
    expect_equal(ours[[name]], twin$mae, tolerance = 1e-5)
    expect_equal(ours[[paste0("val_", name)]], twin$val_mae, tolerance = 1e-5)
  }
  expect_equal(ours$val_loss, twin$val_loss, tolerance = 1e-5)
  names_of <- function(...) names(trained(linear(), "mse", ..., epochs = 1, validation_split = 0)$metrics)[-1]
  expect_identical(names_of(metrics = absolute), "absolute")
  expect_identical(names_of(metrics = c(absolute, "mse")), c("absolute", "mse"))
  expect_identical(names_of(metrics = custom_metric("own", absolute)), "own")
  expect_identical(names_of(weighted_metrics = list(absolute)), "absolute")
  dotted <- function(y.true, y.pred, lambda = 2, ...) k_mean(y.pred)
  expect_identical(names_of(metrics = list(dotted, short = ~ k_mean(.y))), c("dotted", "short"))
  expect_identical(names_of(metrics = function(y_true, y_pred) k_mean(y_pred)), "python_function")
})

test_that("R functions are graph code: called when a model is traced, not for batches", {
  rm(list = names(calls), envir = calls)
  layer <- layer_dense(
    units = 3,
    activation = doubled_tanh,
    kernel_initializer = function(shape) {
      counted("initializer")
      matrix(seq(-0.5, 0.6, 0.1), 4)
    },
    kernel_regularizer = function(w) {
      counted("regularizer")
      0.1 * k_sum(k_abs(w))
    },
    kernel_constraint = function(w) {
      counted("constraint")
      k_clip(w, -1, 1)
    }
  )
  scaled <- layer_lambda(f = function(x) {
    counted("lambda")
    x * 0.5
  })
  model <- keras_model(x, x %>% layer() %>% scaled() %>% layer_dense(1, weights = list(matrix(0.1, 3, 1), 0)))
  compile(model, optimizer_sgd(0.05), squared)
  again <- function() {
    fit(
      model,
      data,
      target,
      epochs = 2,
      batch_size = 15,
      shuffle = FALSE,
      verbose = 0,
      validation_data = list(data, target)
    )
  }
  first <- again()$metrics
  expect_identical(
    unlist(as.list(calls))[c("initializer", "constraint", "squared", "doubled_tanh", "regularizer", "lambda")],
    c(initializer = 1, constraint = 1, squared = 2, doubled_tanh = 2, regularizer = 2, lambda = 3)
  )
  before <- unlist(as.list(calls))
  again()
  evaluate(model, data, target, batch_size = 15, verbose = 0)
  expect_identical(unlist(as.list(calls)), before)

  reticulate::py_run_string(
    "
import numpy as np, keras
class Clip(keras.constraints.Constraint):
    def __call__(self, w): return keras.ops.clip(w, -1, 1)
def twin(data, target):
    start = np.arange(-5, 7).reshape(3, 4).T / 10
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation=lambda x: 2 * keras.ops.tanh(x),
        kernel_initializer=keras.initializers.Constant(start), kernel_regularizer='L1', kernel_constraint=Clip()),
        keras.layers.Rescaling(0.5), keras.layers.Dense(1, kernel_initializer=keras.initializers.Constant(0.1))])
    model.layers[0].kernel_regularizer = None
    model.layers[0].kernel.regularizer = keras.regularizers.L1(0.1)
    model.compile(keras.optimizers.SGD(0.05), 'mse')
    return model.fit(data, target, epochs=2, batch_size=15, shuffle=False, verbose=0,
                     validation_data=(data, target)).history
"
  )
  expect_equal(first, reticulate::py$twin(data, target)[names(first)], tolerance = 1e-5)
})

test_that("several outputs take lists of R functions, by position and by name", {
  model <- function() keras_model(x, list(layer_dense(x, 1, name = "a"), layer_dense(x, 1, name = "b")))
  weights <- get_weights(model())
  logged <- function(...) {
    made <- model()
    set_weights(made, weights)
    compile(made, "sgd", ...)
    evaluate(made, data, list(target, 2 * target), verbose = 0)
  }
  plain <- logged(list("mse", "mae"), metrics = list(a = "mae", b = list("mse")))
  by_place <- logged(list(squared, absolute), metrics = list(a = absolute, b = list(squared)))
  by_name <- logged(list(b = absolute, a = squared), metrics = list(b = list(squared), a = absolute))
  expect_named(by_place, c("loss", "a_loss", "b_loss", "a_absolute", "b_squared"))
  expect_equal(unname(by_place), unname(plain), tolerance = 1e-5)
  expect_equal(by_name, by_place, tolerance = 1e-6)
})

test_that("what a function returns is checked, and the message names the function", {
  bad <- function(...) NULL
  nothing <- function(y_true, y_pred) NULL
  number <- function(y_true, y_pred) 3
  fitted <- function(...) trained(linear(), ..., epochs = 1, validation_split = 0)
  expect_error(fitted(nothing), "^nothing\\(\\): a loss should return a tensor .* It returned: NULL")
  expect_error(fitted(number), "number(): a loss should return a tensor", fixed = TRUE)
  expect_error(fitted("mse", metrics = list(m = function(y, p) "a")), 'm\\(\\): a metric should .* It returned: "a"')
  expect_error(fitted(function(y_true, y_pred) stop("never")), "^loss\\(\\): never$")
  expect_error(fitted(function(y_true, y_pred) k_constant(1:3)), "fit(): no weight changes the loss", fixed = TRUE)
  expect_error(fitted(function(y_true, y_pred) if (y_true > 0) y_pred else -y_pred), "k_switch\\(\\) or op_where")
  expect_error(fitted(function(y_true, y_pred) mean(as.array(y_pred))), "has values only when its model runs")
  expect_error(layer_lambda(x, bad), "^bad\\(\\): the function of a layer should return a tensor")
  expect_error(layer_lambda(x, function(x) 3), "It returned: 3")
  ones <- function(shape, dtype) k_ones(c(2, 2))
  expect_error(layer_dense(x, 3, kernel_initializer = ones), "ones\\(\\): .* numbers with shape \\(4, 3\\)")
  expect_error(layer_dense(x, 3, kernel_initializer = ~3), "numbers with shape")
  with_part <- function(...) trained(keras_model(x, layer_dense(x, 1, ...)), "mse", epochs = 1)
  expect_error(with_part(activation = bad), "bad(): an activation should return a tensor", fixed = TRUE)
  expect_error(with_part(kernel_regularizer = function(w) w), "a regularizer should return one number")
  expect_error(with_part(kernel_constraint = bad), "bad\\(\\): a constraint should return weights of shape \\(4, 1\\)")
  expect_error(optimizer_sgd(function(step) 1 / step), "`learning_rate` should be .* new_learning_rate_schedule_class")
})

test_that("a warning in an R function reaches a handler outside, and the session lives on", {
  loss <- function(y_true, y_pred) {
    warning("odd")
    absolute(y_true, y_pred)
  }
  expect_identical(tryCatch(trained(linear(), loss), warning = conditionMessage), "odd")
  expect_length(trained(linear(), "mse", epochs = 1)$metrics$loss, 1)
})

test_that("files know functions by the names of their variables", {
  model <- keras_model(x, layer_dense(x, 1, activation = doubled_tanh))
  trained(model, squared, metrics = list(absolute, mine = absolute), epochs = 1)
  file <- withr_file(".keras")
  save_model_tf(model, file)
  loaded <- load_model_tf(file, custom_objects = list(doubled_tanh, squared, absolute))
  expect_equal(evaluate(loaded, data, target, verbose = 0), evaluate(model, data, target, verbose = 0))
})

test_that("learning rates by an R function of the epoch", {
  rates <- function(schedule) {
    model <- linear()
    compile(model, optimizer_sgd(0.08), "mse")
    fit(model, data, target, epochs = 3, verbose = 0, callbacks = callback_learning_rate_scheduler(schedule))$metrics$lr
  }
  expect_equal(rates(function(epoch, lr) lr / 2), 0.08 / 2^(1:3), tolerance = 1e-6)
  expect_equal(rates(function(epoch) 0.1 / (epoch + 1)), 0.1 / 1:3, tolerance = 1e-6)
})

test_that("losses and metrics are called on vectors, matrices and tensors alike", {
  vectors <- list(c(1, 2, 0.5), array(c(1, 2, 0.5)), k_constant(c(1, 2, 0.5)))
  mse <- mean((c(1, 2, 0.5) - c(1, 3, 2))^2)
  for (truth in vectors) {
    for (predicted in list(c(1, 3, 2), array(c(1, 3, 2)), k_constant(c(1, 3, 2)))) {
      expect_equal(as.numeric(loss_mean_squared_error()(truth, predicted)), mse, tolerance = 1e-6)
      expect_equal(as.numeric(metric_mean_squared_error()(truth, predicted)), mse, tolerance = 1e-6)
    }
    expect_equal(as.numeric(loss_mean_squared_error()(truth, matrix(c(1, 3, 2)))), mse, tolerance = 1e-6)
  }
})

test_that("files and copies find the very functions: without a name, two of one name, one used twice, one named as Keras's", {
  relu <- function(x) x * 2
  mse <- function(y_true, y_pred) op_mean(y_pred) * 100
  make_dense <- function(factor) {
    scaled <- function(x) x * factor
    layer_dense(units = 2, activation = scaled)
  }
  model <- keras_model_sequential(input_shape = 2) %>%
    layer_dense(2, activation = relu) %>%
    layer_dense(2, activation = relu) %>%
    layer_dense(2, activation = function(x) x * 7) %>%
    layer_lambda(function(x) x - 1)
  model$add(make_dense(3))
  model$add(make_dense(5))
  model %>% compile("sgd", loss = mse, metrics = list(function(y_true, y_pred) op_mean(y_pred)))
  x <- matrix(-1, 1, 2)
  numbers <- function(model) c(predict(model, x, verbose = 0), evaluate(model, x, x, verbose = 0))
  expected <- numbers(model)
  names_of <- function(model) {
    vapply(model$layers[-4L], function(layer) as.character(layer$activation$`__name__`), "")
  }
  for (extension in c(".keras", ".h5")) {
    file <- withr_file(extension)
    save_model(model, file)
    expect_identical(numbers(load_model(file)), expected)
  }
  expect_identical(names_of(load_model(file)), names_of(model))
  expect_identical(names_of(model)[c(1L, 3L, 5L)], c("relu", "python_function", "scaled"))
  expect_identical(predict(clone_model(model, weights = TRUE), x, verbose = 0), predict(model, x, verbose = 0))
  copy <- from_config(get_config(model)) %>% set_weights(get_weights(model))
  expect_identical(predict(copy, x, verbose = 0), predict(model, x, verbose = 0))

  named <- keras_model_sequential(input_shape = 2) %>% layer_dense(2, activation = relu)
  json <- model_to_json(named)
  expect_error(model_from_json(json), "'own_relu', which is not part of Keras 3")
  copy <- model_from_json(json, custom_objects = list(own_relu = relu)) %>% set_weights(get_weights(named))
  expect_identical(predict(copy, x, verbose = 0), predict(named, x, verbose = 0))
  save_model(named, file, overwrite = TRUE)
  zero <- function(x) x * 0
  expect_identical(sum(predict(load_model(file, custom_objects = list(relu = zero)), x, verbose = 0)), 0)
  expect_error(model_to_json(model), "holds an R function in `activation`")
  expect_match(
    show_r(model),
    "activation = own_relu) %>%\n  layer_dense(units = 2, activation = r_function",
    fixed = TRUE
  )
  both_ways <- bidirectional(layer = layer_simple_rnn(units = 1, activation = function(x) x * 0 + 5))
  expect_identical(as.array(both_ways(array(1, c(1, 3, 2)))), matrix(5, 1, 2))
})

test_that("the code of a model makes layers of R6 classes", {
  Scaler <- R6::R6Class(
    "Scaler",
    inherit = KerasLayer,
    public = list(
      factor = NULL,
      initialize = function(factor) {
        self$factor <- factor
      },
      call = function(x, mask = NULL) x * self$factor
    )
  )
  model <- keras_model_sequential(input_shape = 2) %>%
    create_layer(Scaler, ., list(factor = 3)) %>%
    layer_dense(1, kernel_initializer = "ones")
  shown <- new.env()
  shown$Scaler <- Scaler
  eval(parse(text = show_r(model)), shown)
  expect_identical(predict(shown$model, matrix(1, 1, 2), verbose = 0), matrix(6))
})

test_that("the code of a model has its own metrics, and compiles an equal model", {
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, kernel_initializer = "ones")
  apart <- custom_metric("apart", function(y_true, y_pred) k_mean(k_abs(y_true - y_pred), axis = 2))
  model %>% compile(loss = "mse", metrics = list(apart))
  shown <- new.env()
  eval(parse(text = show_r(model)), shown)
  x <- matrix(1:6, 3)
  expected <- evaluate(model, x, 1:3, verbose = 0)
  expect_named(expected, c("loss", "apart"))
  expect_equal(evaluate(shown$model, x, 1:3, verbose = 0), expected)
})

test_that("weights of layers whose classes have one name stay apart in files and streams", {
  make_class <- function(factor) {
    new_layer_class(
      "Times",
      build = function(shape) {
        self$by <- self$add_weight("by", shape = list(), initializer = "random_normal")
      },
      call = function(inputs) inputs * self$by + factor
    )
  }
  layers <- lapply(c(2, 3, 3, 5), function(factor) make_class(factor)())
  last <- make_class(7)
  register_keras_serializable(last, package = "own")
  model <- keras_model_sequential(c(layers, last()), input_shape = 2)
  x <- matrix(1:4 / 4, 2)
  files <- c(withr_file(".keras"), withr_file(".h5"))
  for (file in files) {
    save_model(model, file)
  }
  for (copy in c(unserialize(serialize(model, NULL)), lapply(files, load_model))) {
    expect_identical(predict(copy, x, verbose = 0), predict(model, x, verbose = 0))
    expect_identical(class(copy$layers[[2L]])[[1L]], class(model$layers[[2L]])[[1L]])
  }
})

test_that("classes of one name stay apart in files, streams, configurations and copies", {
  make_class <- function(factor, kind) {
    others <- runif(5e4)
    if (kind == "R6") {
      R6::R6Class("Times", inherit = KerasLayer, public = list(call = function(x, ...) x * factor))
    } else {
      new_layer_class("Times", call = function(inputs) inputs * factor)
    }
  }
  x <- matrix(1:4 / 4, 2)
  for (kind in c("R6", "new_layer_class")) {
    layers <- lapply(c(2, 3, 3), function(factor) {
      made <- make_class(factor, kind)
      if (kind == "R6") create_layer(made) else made()
    })
    model <- keras_model_sequential(layers, input_shape = 2)
    expect_equal(predict(model, x, verbose = 0), x * 18, tolerance = 1e-6)
    stream <- withr_file(".rds")
    saveRDS(model, stream)
    files <- c(withr_file(".keras"), withr_file(".h5"))
    for (file in files) {
      save_model(model, file)
    }
    copies <- c(
      list(readRDS(stream), clone_model(model), from_config(get_config(model))),
      lapply(files, load_model)
    )
    for (copy in copies) {
      expect_equal(predict(copy, x, verbose = 0), x * 18, tolerance = 1e-6)
    }
    expect_lt(file.size(files[[1L]]), 3e5) # without `others`
    names <- vapply(load_model(files[[1L]])$layers, function(layer) class(layer)[[1L]], "")
    expect_identical(unique(sub(".*[.]", "", names)), "Times")
    config <- get_config(model)$layers[-1L]
    # The last two are one class: their code and their factor are the same.
    expect_identical(vapply(config, function(layer) layer$class_name, ""), c("Times", "Times_2", "Times_2"))
  }
})
