# keras_model_custom(): a model whose call is a function.

tf <- reticulate::import("tensorflow")
data <- matrix(sin(1:320), 80)
target <- rowSums(data)
start <- list(matrix(c(0.1, -0.2, 0.3, 0.4), 4), 0.5)

trained <- function(model) {
  compile(model, "sgd", "mse")
  fit(model, data, target, epochs = 2, batch_size = 20, shuffle = FALSE, verbose = 0)
}

test_that("keras_model_custom makes a model of a function", {
  model <- keras_model_custom(name = "custom", function(self) {
    self$dense <- layer_dense(units = 1)
    function(inputs, mask = NULL, training = FALSE) self$dense(inputs) * 2
  })
  trained(model)
  weights <- get_weights(model)
  expect_equal(predict(model, data, verbose = 0), 2 * (data %*% weights[[1]] + c(weights[[2]])), tolerance = 1e-5)
  expect_identical(model$name, "custom")
  expect_identical(get_config(model)$name, "custom")
  expect_error(keras_model_custom(function(self) 3), "`model_fn` should return a function")
})

test_that("keras_model_custom trains and saves the variables of TensorFlow among the attributes of the model", {
  scaled <- function() {
    keras_model_custom(function(self) {
      self$dense <- layer_dense(units = 1, weights = start)
      self$factor <- tf$Variable(2)
      self$shifts <- list(tf$Variable(0.5), tf$Variable(0, trainable = FALSE))
      function(inputs) self$factor * self$dense(inputs) + self$shifts[[1]] + self$shifts[[2]]
    })
  }
  model <- scaled()
  expect_equal(predict(model, data, verbose = 0), 2 * (data %*% start[[1]] + 0.5) + 0.5, tolerance = 1e-5)
  expect_length(model$trainable_weights, 4)
  expect_length(model$non_trainable_weights, 1)
  trained(model)
  expect_true(abs(as.numeric(model$factor) - 2) > 1e-3)
  path <- tempfile(fileext = ".h5")
  save_model_weights_hdf5(model, path)
  again <- scaled()
  predict(again, data, verbose = 0)
  load_model_weights_hdf5(again, path)
  expect_equal(predict(again, data, verbose = 0), predict(model, data, verbose = 0))
})

test_that("keras_model_custom is saved as a whole, with the variables of the function that made it", {
  scaled <- function(units, name = NULL) {
    keras_model_custom(name = name, function(self) {
      self$dense <- layer_dense(units = units)
      self$factor <- tf$Variable(2)
      self$factor$assign(runif(1))
      function(inputs, mask = NULL, training = FALSE) self$factor * self$dense(inputs)
    })
  }
  model <- scaled(1, "one")
  compile(model, optimizer_adam(0.1), "mse")
  fit(model, data, target, epochs = 1, verbose = 0)
  expected <- predict(model, data, verbose = 0)
  file <- withr_file(".keras")
  folders <- c(tempfile(), tempfile())
  on.exit(unlink(folders, recursive = TRUE))
  save_model(model, file)
  save_model_tf(model, folders[[1L]])
  export_savedmodel(model, folders[[2L]])
  stream <- serialize(model, NULL)
  for (copy in list(load_model(file), load_model_tf(folders[[1L]]), unserialize(stream))) {
    expect_identical(predict(copy, data, verbose = 0), expected)
    expect_identical(as.integer(copy$optimizer$iterations), as.integer(model$optimizer$iterations))
  }
  for (folder in folders) {
    served <- tf$saved_model$load(folder)$serve(tf$constant(data, "float32"))
    expect_equal(as.array(served), expected, tolerance = 1e-6)
  }
  inputs <- layer_input(4)
  two <- keras_model(inputs, scaled(2, "b")(scaled(3, "a")(inputs)))
  file <- withr_file(".keras")
  save_model(two, file)
  expect_identical(predict(load_model(file), data, verbose = 0), predict(two, data, verbose = 0))
})

test_that("what is not the function of a custom model is refused by name", {
  expect_error(
    keras_model_custom(5),
    "keras_model_custom(): `model_fn` should be a function of the model.",
    fixed = TRUE
  )
  refused <- "keras_model_custom(): `model_fn` should return a function of `inputs`. Received: 3"
  expect_error(keras_model_custom(function(self) 3), refused, fixed = TRUE)
})
