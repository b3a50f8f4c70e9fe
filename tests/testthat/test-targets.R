# Losses that scripts for R keras 2 define, with a vector of targets, which they got as a column.

x <- matrix(sin(1:24), 12)
y <- cos(1:12)

measure <- function(loss, units, ...) {
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(units, kernel_initializer = "ones")
  model %>% compile(loss = loss, optimizer = optimizer_sgd(0), run_eagerly = TRUE)
  batch <- function() list(x, y)
  data <- tf$data$Dataset$from_tensor_slices(reticulate::tuple(x, as.array(y)))$batch(12L)
  list(
    predicted = predict(model, x, verbose = 0),
    losses = c(
      fit(model, x, y, epochs = 1, verbose = 0, batch_size = 12)$metrics$loss,
      fit(model, batch, epochs = 1, steps_per_epoch = 1, verbose = 0)$metrics$loss,
      fit(model, data, epochs = 1, verbose = 0)$metrics$loss,
      train_on_batch(model, x, y),
      evaluate(model, x, y, verbose = 0)[["loss"]]
    )
  )
}

expect_losses <- function(measured, expected) {
  expect_equal(measured$losses, rep(expected, 5), tolerance = 1e-5)
}

test_that("a user's loss gets a vector of targets as a column", {
  slice <- measure(function(y_true, y_pred) k_mean(k_square(y_true - y_pred[, 1:1])), 3)
  expect_losses(slice, mean((y - slice$predicted[, 1])^2))
  column <- measure(function(y_true, y_pred) k_abs(y_true[, 1] - y_pred[, 2]), 3)
  expect_losses(column, mean(abs(y - column$predicted[, 2])))
  summed <- measure(function(y_true, y_pred) k_sum(k_square(y_true - y_pred), axis = 2), 1)
  expect_losses(summed, mean((y - summed$predicted)^2))
  q <- c(0.1, 0.5, 0.9)
  quantiles <- measure(
    function(y_true, y_pred) k_mean(k_maximum(q * (y_true - y_pred), (q - 1) * (y_true - y_pred))),
    3
  )
  error <- y - quantiles$predicted
  expect_losses(quantiles, mean(pmax(t(q * t(error)), t((q - 1) * t(error)))))
})

test_that("an index written with `:` keeps its axis", {
  x <- k_constant(matrix(1:6, 2))
  expect_identical(dim(x[, 1:1]), c(2L, 1L))
  expect_identical(dim(x[2:2, 1:1]), c(1L, 1L))
  expect_identical(dim(x[, 1]), 2L)
  expect_identical(as.array(x[, -1:-1]), matrix(c(5, 6)))
  i <- 3
  expect_identical(as.array(x[, i:i]), matrix(c(5, 6)))
  expect_identical(dim(layer_input(3)[, 2:2]), c(NA, 1L))
})

test_that("a value of length one is a number where a number is asked", {
  expect_identical(layer_dense(units = tf$constant(3L))$units, 3L)
  expect_equal(layer_dropout(rate = k_exp(-1))$rate, exp(-1), tolerance = 1e-6)
  expect_identical(layer_dense(units = as.difftime(3, units = "days"))$units, 3L)
  expect_identical(layer_dense(units = structure(1.48219693752374e-323, class = "integer64"))$units, 3L)
  expect_identical(callback_early_stopping(patience = TRUE)$patience, 1L)
  expect_identical(to_categorical(c("0", "1")), diag(2))
  expect_identical(k_cast_to_floatx(5), 5)
  rate <- tf$Variable(0.5)
  optimizer <- optimizer_sgd(learning_rate = rate)
  rate$assign(0.25)
  expect_identical(as.numeric(optimizer$learning_rate), 0.25)
})

test_that("a model's own methods take vectors and lists of numbers", {
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1)
  model %>% compile(loss = "mse", optimizer = optimizer_sgd(0), run_eagerly = TRUE)
  right <- evaluate(model, x, y, verbose = 0)[["loss"]]
  for (target in list(y, as.list(y), array(y, 12))) {
    expect_equal(model$evaluate(x, target, verbose = 0L), right, tolerance = 1e-6)
  }
  history <- model$fit(
    x,
    y,
    sample_weight = rep(1, 12),
    validation_data = list(x, y),
    epochs = 1L,
    verbose = 0L
  )$history
  expect_equal(history[c("loss", "val_loss")], list(loss = right, val_loss = right), tolerance = 1e-6)
  expect_equal(c(model$train_on_batch(x, y), model$test_on_batch(x, y)), c(right, right), tolerance = 1e-6)
  single <- keras_model_sequential(input_shape = 1) %>% layer_dense(1, kernel_initializer = "ones")
  expect_equal(single$predict(y, verbose = 0L), matrix(y), tolerance = 1e-6)
  expect_equal(single$predict_on_batch(list(1, 2)), matrix(c(1, 2)))
})

test_that("predict() names its columns by the levels of the target", {
  y <- factor(rep(c("low", "mid", "high"), 4), levels = c("low", "mid", "high"))
  x <- matrix(sin(1:24), 12)
  model <- keras_model_sequential(input_shape = 2) %>%
    layer_dense(3, activation = "softmax") %>%
    compile("sgd", "sparse_categorical_crossentropy")
  plain <- predict(model, x, verbose = 0)
  expect_null(dimnames(plain))
  fit(model, x, y, epochs = 1, verbose = 0)
  named <- predict(model, x, verbose = 0)
  expect_identical(dimnames(named), list(NULL, levels(y)))
  expect_identical(named, predict_on_batch(model, x))
  file <- withr_file(".rds")
  saveRDS(model, file)
  expect_identical(predict(readRDS(file), x, verbose = 0), named)
  h5 <- withr_file(".h5")
  save_model_hdf5(model, h5)
  expect_identical(predict(load_model_hdf5(h5), x, verbose = 0), named)
  many <- predict(model, x[rep(1:12, 2000), ], verbose = 0)
  expect_identical(colnames(many), levels(y))
  expect_equal(many[1:12, ], named, tolerance = 1e-6)
  fit(model, x, as.integer(y) - 1, epochs = 1, verbose = 0)
  expect_null(dimnames(predict(model, x, verbose = 0)))
})

test_that("weights of classes and samples are named as R names them, by every road", {
  y <- rep(c(0, 1, 1), 4)
  own <- seq(0.5, 3, length.out = 12)
  start <- list(matrix(c(0.5, -0.3)), 0.1)
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(1, activation = "sigmoid", weights = start)
  model %>% compile(loss = "binary_crossentropy", optimizer = optimizer_sgd(0), run_eagerly = TRUE)
  p <- predict(model, x, verbose = 0)[, 1]
  losses <- -ifelse(y == 1, log(p), log(1 - p)) * ifelse(y == 1, 8, 4)
  batch <- function() list(x, y)
  weighted <- function() list(x, y, own)
  data <- tf$data$Dataset$from_tensor_slices(reticulate::tuple(x, as.array(y)))$batch(12L)
  loss <- function(...) fit(model, ..., epochs = 1, verbose = 0)$metrics$loss
  level <- factor(c("no", "yes")[y + 1])
  forms <- list(list("0" = 4, "1" = 8), c("1" = 8, "0" = 4), table(y), list("0" = 4L, "1" = 8L))
  for (form in forms) {
    found <- c(
      loss(x, y, class_weight = form),
      loss(batch, steps_per_epoch = 1, class_weight = form),
      loss(data, class_weight = form),
      train_on_batch(model, x, y, class_weight = form)
    )
    expect_equal(found, rep(mean(losses), 4), tolerance = 1e-5)
    both <- c(
      loss(x, y, class_weight = form, sample_weight = own),
      loss(x, y, class_weight = form, sample_weight = as.list(own)),
      loss(weighted, steps_per_epoch = 1, class_weight = form),
      train_on_batch(model, x, y, class_weight = form, sample_weight = matrix(own))
    )
    expect_equal(both, rep(mean(losses * own), 4), tolerance = 1e-5)
  }
  plain <- keras$Sequential(list(keras$layers$Dense(1L, activation = "sigmoid")))
  plain$compile("sgd", "binary_crossentropy")
  plain$build(reticulate::tuple(NULL, 2L))
  for (one in list(model, plain)) {
    one$set_weights(list(start[[1]], array(start[[2]])))
    expect_equal(one$train_on_batch(x, y, class_weight = forms[[1]]), mean(losses), tolerance = 1e-5)
  }
  own_fit <- function(...) unlist(model$fit(..., class_weight = forms[[1]], verbose = 0L)$history$loss)
  both <- c(
    model$train_on_batch(x, y, own, forms[[1]]),
    own_fit(x, y, sample_weight = own),
    own_fit(reticulate::py_iterator(weighted), steps_per_epoch = 1L)
  )
  expect_equal(both, rep(mean(losses * own), 3), tolerance = 1e-5)
  for (form in list(table(level), c(yes = 8, no = 4), list(no = 4, yes = 8))) {
    expect_equal(loss(x, level, class_weight = form), mean(losses), tolerance = 1e-5)
  }
})

test_that("targets and weights of several outputs go by name, by every road", {
  input <- layer_input(2)
  outputs <- lapply(c("a", "b"), function(name) layer_dense(input, 1, name = name))
  model <- keras_model(input, outputs)
  model %>% compile(loss = list(b = "mae", a = "mse"), optimizer = optimizer_sgd(0), run_eagerly = TRUE)
  p <- predict(model, x, verbose = 0)
  own <- list(b = 12:1, a = seq(0.5, 3, length.out = 12))
  expected <- c(mean((p[[1]] - y)^2), mean(abs(p[[2]] - 2 * y)))
  weighted <- c(mean(own$a * (p[[1]] - y)^2), mean(own$b * abs(p[[2]] - 2 * y)))
  read <- function(history) unlist(history$metrics[c("a_loss", "b_loss")], use.names = FALSE)
  settings <- list(object = model, epochs = 1, verbose = 0)
  run <- function(...) read(do.call(fit, c(settings, list(...))))
  for (target in list(list(y, 2 * y), list(b = 2 * y, a = y), data.frame(b = 2 * y, a = y))) {
    expect_equal(run(x, target), expected, tolerance = 1e-5)
    expect_equal(run(x, target, sample_weight = own), weighted, tolerance = 1e-5)
    expect_equal(run(x, target, sample_weight = own[2:1]), weighted, tolerance = 1e-5)
    by_place <- list(NULL, own$b)
    expect_equal(run(x, target, sample_weight = by_place), c(expected[[1]], weighted[[2]]), tolerance = 1e-5)
    batch <- function() list(x, target, own)
    expect_equal(run(batch, steps_per_epoch = 1), weighted, tolerance = 1e-5)
    told <- evaluate(model, x, target, sample_weight = own, verbose = 0)
    expect_equal(unname(told[c("a_loss", "b_loss")]), weighted, tolerance = 1e-5)
  }
})

test_that("factors go by one rule in a model's own methods, too", {
  y <- factor(rep(c("low", "mid", "high"), 4), levels = c("low", "mid", "high"))
  model <- keras_model_sequential(input_shape = 2) %>% layer_dense(3, activation = "softmax")
  model %>% compile("sgd", "sparse_categorical_crossentropy")
  expected <- evaluate(model, x, as.integer(y) - 1L, verbose = 0)[["loss"]]
  expect_equal(model$evaluate(x, y, verbose = 0L), expected, tolerance = 1e-5)
  model$fit(x, y, epochs = 1L, verbose = 0L)
  expect_identical(levels(predict(model, x, type = "class", verbose = 0)), levels(y))
  model %>% compile("sgd", "mse")
  expect_error(model$train_on_batch(x, y), "as.numeric(as.character(y))", fixed = TRUE)
  expect_error(model$fit(x, as.character(y), verbose = 0L), "as.numeric(as.character(y))", fixed = TRUE)
})

test_that("losses and metrics called directly weigh samples as in Keras 2, those of keras3 as in Keras 3", {
  y <- array(sin(1:48) > 0, c(4, 4, 3)) + 0
  p <- array(abs(cos(1:48)), c(4, 4, 3))
  w <- c(0, 0.5, 1, 3)
  values <- apply((y - p)^2, c(1, 2), mean)
  by_steps <- mean(t(t(values) * w))
  weigh <- function(loss) as.numeric(loss(y, p, sample_weight = w))
  squares <- function(y_true, y_pred) k_mean(k_square(y_true - y_pred), axis = -1)
  loss <- loss_mean_squared_error()
  for (one in list(loss, unserialize(serialize(loss, NULL)), new_loss_class("Squares", call = squares)())) {
    expect_equal(weigh(one), mean(values * w), tolerance = 1e-5)
  }
  for (one in list(keras3_function("loss_mean_squared_error")(), Loss("Squares3", call = squares)())) {
    expect_equal(weigh(one), by_steps, tolerance = 1e-5)
  }
  right <- y == 1 & p > 0.5
  expect_equal(weigh(metric_true_positives()), sum(right * w))
  expect_equal(weigh(keras3_function("metric_true_positives")()), sum(right * rep(rep(w, each = 4), 3)))
})

test_that("a model's own methods, losses and metrics look at what R hands them", {
  model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1)
  model %>% compile(loss = "mse", optimizer = "sgd")
  x <- matrix(c(1, 2))
  expect_error(model$fit(x, c(1, NA), verbose = 0L), "fit(): `y`: The data have 1 missing", fixed = TRUE)
  expect_error(model$train_on_batch(x, c(1, 2), c(1, -1)), "numbers of at least 0")
  expect_error(model$fit(x, mean), "`y` should be an array")
  expect_error(model$fit(function() list(x, x)), "takes a function that gives batches")
  labels <- factor(c("a", "b"))
  expect_error(loss_mean_squared_error()(labels, c(0.5, 0.5)), "as.numeric(as.character(y))", fixed = TRUE)
  expect_error(metric_mean_squared_error()$update_state(labels, c(0.5, 0.5)), "`y_true` should be numbers")
  expect_error(metric_auc()$update_state(c("a", "b"), c(0.5, 0.5)), "`y_true` should be numbers")
})
