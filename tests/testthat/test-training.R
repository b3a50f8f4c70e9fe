x <- matrix(sin(1:48), 12)
y <- as.numeric(rowSums(x) > 0)

classifier <- function() {
  keras_model_sequential(input_shape = 4) %>% layer_dense(1, activation = "sigmoid", name = "out")
}

two_outputs <- function() {
  a <- layer_input(4, name = "a")
  b <- layer_input(2, name = "b")
  both <- layer_concatenate(c(a, b))
  keras_model(
    c(a, b),
    c(
      both %>% layer_dense(1, activation = "sigmoid", name = "main_output"),
      a %>% layer_dense(1, activation = "sigmoid", name = "aux_output")
    )
  )
}

test_that("fit returns a history, invisibly", {
  model <- classifier() %>% compile("rmsprop", "binary_crossentropy", metrics = c("accuracy"))
  result <- withVisible(model %>% fit(x, y, epochs = 2, validation_split = 0.25, verbose = 0))
  expect_false(result$visible)
  history <- result$value
  expect_s3_class(history, "keras_training_history")
  expect_named(history$metrics, c("loss", "accuracy", "val_loss", "val_accuracy"))
  expect_type(history$metrics$loss, "double")
  expect_length(history$metrics$loss, 2)
  expect_equal(history$params$epochs, 2)
  expect_identical(nrow(as.data.frame(history)), 8L)
  text <- capture.output(print(history))
  expect_match(text, "Final epoch (plot to see history):", fixed = TRUE, all = FALSE)
  expect_match(text, "val_accuracy: ", fixed = TRUE, all = FALSE)
})

test_that("evaluate gives a named vector", {
  model <- classifier() %>% compile("sgd", "binary_crossentropy", metrics = "accuracy")
  for (found in list(
    evaluate(model, x, y, verbose = 0),
    model %>% evaluate(x = x, y = y, verbose = 0),
    evaluate(object = model, x = x, y = y, verbose = 0)
  )) {
    expect_type(found, "double")
    expect_named(found, c("loss", "accuracy"))
  }
  logits <- predict(model, x, verbose = 0)
  expect_equal(found[["accuracy"]], mean((logits > 0.5) == y), tolerance = 1e-6)
  expect_equal(found[["loss"]], -mean(log(ifelse(y == 1, logits, 1 - logits))), tolerance = 1e-5)
})

test_that("several outputs log under the names of Keras 2, one loss serves them all", {
  model <- two_outputs()
  model %>%
    compile(
      optimizer = "rmsprop",
      loss = "binary_crossentropy",
      loss_weights = c(1.0, 0.2),
      metrics = "accuracy"
    )
  inputs <- list(x, x[, 1:2])
  history <- model %>% fit(x = inputs, y = list(y, y), epochs = 1, verbose = 0)
  names <- c("loss", "main_output_loss", "aux_output_loss", "main_output_accuracy", "aux_output_accuracy")
  expect_named(history$metrics, names)
  measured <- evaluate(model, inputs, list(y, y), verbose = 0)
  expect_named(measured, names)
  expect_equal(
    measured[["loss"]],
    measured[["main_output_loss"]] + 0.2 * measured[["aux_output_loss"]],
    tolerance = 1e-5
  )
  outputs <- predict(model, inputs, verbose = 0)
  expect_type(outputs, "list")
  expect_identical(lapply(outputs, dim), list(c(12L, 1L), c(12L, 1L)))
})

test_that("named lists go by name, in any order", {
  model <- two_outputs()
  model %>%
    compile(
      optimizer = "sgd",
      loss = list(main_output = "binary_crossentropy", aux_output = "mse"),
      loss_weights = list(aux_output = 0.2, main_output = 1.0)
    )
  by_name <- list(b = x[, 1:2], a = x)
  expect_identical(predict(model, by_name, verbose = 0), predict(model, list(x, x[, 1:2]), verbose = 0))
  history <- model %>%
    fit(x = by_name, y = list(aux_output = y, main_output = y), epochs = 1, verbose = 0)
  expect_named(history$metrics, c("loss", "main_output_loss", "aux_output_loss"))
})

test_that("training gives the numbers of plain Keras, bit for bit", {
  seeded <- function(make) {
    k_clear_session()
    keras$utils$set_random_seed(1L)
    make()
  }
  mine <- seeded(function() {
    model <- classifier() %>% compile("adam", "mse")
    list(model = model, loss = fit(model, x, y, epochs = 3, batch_size = 5, verbose = 0)$metrics$loss)
  })
  plain <- seeded(function() {
    np <- reticulate::import("numpy", convert = FALSE)
    as_float <- function(value) np$asarray(value, dtype = "float32")
    model <- keras$Sequential(list(
      keras$Input(reticulate::tuple(4L)),
      keras$layers$Dense(1L, activation = "sigmoid", name = "out")
    ))
    model$compile("adam", "mse")
    history <- model$fit(as_float(x), as_float(array(y)), epochs = 3L, batch_size = 5L, verbose = 0L)
    list(model = model, loss = unlist(history$history$loss))
  })
  expect_identical(mine$loss, plain$loss)
  expect_identical(get_weights(mine$model), plain$model$get_weights())
})

test_that("R functions are losses and metrics", {
  model <- classifier()
  off <- function(y_true, y_pred) k_mean(k_abs(y_true - y_pred))
  model %>% compile("sgd", loss = off, metrics = list(custom_metric("off", off)), run_eagerly = FALSE)
  history <- model %>% fit(x, y, epochs = 1, verbose = 0)
  expect_named(history$metrics, c("loss", "off"))
})

test_that("validation data and weights are lists", {
  model <- classifier() %>% compile("sgd", "mse")
  history <- model %>%
    fit(x, y, epochs = 1, validation_data = list(x, y), class_weight = list("0" = 1, "1" = 5), verbose = 0)
  expect_named(history$metrics, c("loss", "val_loss"))
  expect_length(fit(model, x, y, sample_weight = y, epochs = 1, verbose = 0)$metrics$loss, 1)
})

test_that("options choose how much fit says", {
  model <- classifier() %>% compile("sgd", "mse")
  old <- options(keras.fit_verbose = 0)
  on.exit(options(old))
  expect_silent(model %>% fit(x, y, epochs = 1))
})

test_that("what TensorFlow stops at is told in one line", {
  words <- keras_model_sequential(input_shape = 3) %>%
    layer_embedding(5, 2, name = "words") %>%
    layer_flatten() %>%
    layer_dense(1) %>%
    compile("sgd", "mse")
  high <- matrix(7L, 2, 3)
  told <- '(): the layer "words" takes whole numbers from 0 to 4, since its `input_dim` is 5. Received: 7'
  calls <- list(
    fit = function() fit(words, high, 1:2, verbose = 0),
    evaluate = function() evaluate(words, high, 1:2, verbose = 0),
    predict = function() predict(words, high)
  )
  for (name in names(calls)) {
    condition <- expect_error(calls[[name]](), class = "tensorflow.python.framework.errors_impl.InvalidArgumentError")
    expect_identical(conditionMessage(condition), paste0(name, told))
  }
})

test_that("labels are a vector once and a matrix then", {
  model <- classifier() %>% compile("sgd", "binary_crossentropy", metrics = "accuracy")
  measured <- lapply(list(y, matrix(y), y), function(labels) evaluate(model, x, labels, verbose = 0))
  expect_identical(measured[[1]], measured[[2]])
  expect_identical(measured[[1]], measured[[3]])
  for (labels in list(y, matrix(y))) {
    expect_length(fit(model, x, labels, epochs = 1, verbose = 0)$metrics$loss, 1)
  }
})

test_that("batches are counted together where asked", {
  model <- classifier() %>% compile("sgd", "mse")
  first <- test_on_batch(model, x[1:4, ], y[1:4])
  both <- test_on_batch(model, x[5:12, ], y[5:12], reset_metrics = FALSE)
  expect_equal(both, test_on_batch(model, x, y), tolerance = 1e-6)
  expect_false(isTRUE(all.equal(first, both)))
})

test_that("metrics_names of a model are those of Keras 2", {
  model <- keras_model_sequential() %>% layer_dense(1, input_shape = 2)
  expect_length(model$metrics_names, 0)
  model %>% compile("sgd", "mse", metrics = "mae")
  measured <- model %>% evaluate(diag(2), c(0, 1), verbose = 0)
  expect_identical(model$metrics_names, names(measured))
  model %>% compile("sgd", "mse")
  expect_identical(model$metrics_names, "loss")
})

test_that("models have the classes of Keras 2", {
  classes <- c("functional.Functional", "training.Model", "base_layer.Layer")
  x <- layer_input(2)
  functional <- class(keras_model(x, layer_dense(x, 1)))
  expect_true(all(paste0("keras.engine.", classes) %in% functional))
  expect_false("keras.engine.sequential.Sequential" %in% functional)
  expect_true(all(paste0("keras.engine.", c("sequential.Sequential", classes)) %in% class(keras_model_sequential())))
})

test_that("a model's own methods take vectors and columns in turn", {
  x <- matrix(1:12 / 12, 4)
  make <- function() {
    model <- keras_model_sequential(input_shape = 3) %>% layer_dense(units = 1, kernel_initializer = "ones")
    model %>% compile(loss = "mse", optimizer = "sgd")
  }
  vector <- c(1, 2, 3, 4)
  train <- function(model, ...) {
    unlist(lapply(list(...), function(y) model$fit(x, y, epochs = 1L, verbose = 0L)$history$loss))
  }
  expect_identical(train(make(), vector, matrix(vector), vector), train(make(), matrix(vector), vector, matrix(vector)))
  model <- make()
  expect_identical(model$evaluate(x, vector, verbose = 0L), model$evaluate(x, matrix(vector), verbose = 0L))
  expect_identical(model$test_on_batch(x, vector), model$test_on_batch(x, matrix(vector)))
})
