# Arguments that R keras 2.15 took are taken: without effect, with a warning, or as Keras 2 meant it.

x <- matrix(sin(1:40), 10)
y <- cos(1:10)
regression <- function() {
  keras$utils$set_random_seed(1L)
  keras_model_sequential(input_shape = 4) %>%
    layer_dense(1) %>%
    compile(optimizer_sgd(0.01), "mse")
}
of_two_inputs <- function() {
  inputs <- list(layer_input(1, name = "a"), layer_input(1, name = "b"))
  sums <- layer_dense(layer_concatenate(inputs), 1, kernel_initializer = "ones")
  keras_model(inputs, sums) %>% compile("sgd", "mse")
}

test_that("the queue of Keras 2 has no effect", {
  expect_silent({
    model <- regression()
    fit(model, x, y, epochs = 1, verbose = 0, max_queue_size = 10, workers = 2, use_multiprocessing = TRUE)
    queued <- list(
      evaluate(model, x, y, verbose = 0, workers = 2, max_queue_size = 10L),
      predict(model, x, verbose = 0, workers = 2, use_multiprocessing = FALSE)
    )
    plain <- list(evaluate(model, x, y, verbose = 0), predict(model, x, verbose = 0))
    fit_generator(model, function() list(x, y), 1, verbose = 0, view_metrics = FALSE, use_multiprocessing = FALSE)
  })
  expect_identical(queued, plain)
  expect_error(fit(model, x, y, workerz = 2), "fit(): unknown argument `workerz`", fixed = TRUE)
})

test_that("arguments of fit() in evaluate() are a warning", {
  model <- regression()
  expect_warning(evaluate(model, x, y, verbose = 0, epochs = 2), "evaluate(): `epochs` has no effect", fixed = TRUE)
  expect_warning(predict(model, x, verbose = 0, validation_split = 0.2), "`validation_split` has no effect")
})

test_that("a fraction of steps is cut off with a warning, below 1 it is an error", {
  model <- regression()
  batches <- 0
  draw <- function() {
    batches <<- batches + 1
    list(x, y)
  }
  expect_warning(
    fit(model, draw, steps_per_epoch = 10 / 4, epochs = 1, verbose = 0),
    "is not a whole number: 2 is used"
  )
  expect_equal(batches, 2)
  expect_warning(evaluate(model, draw, steps = 3.9, verbose = 0), "`steps` = 3.9 is not a whole number: 3 is used")
  expect_equal(batches, 5)
  expect_warning(
    fit(model, x, y, validation_data = draw, validation_steps = 1.5, epochs = 1, verbose = 0),
    "`validation_steps` = 1.5 is not a whole number: 1 is used"
  )
  expect_error(fit(model, draw, steps_per_epoch = 0.5), "`steps_per_epoch` should be a whole number of at least 1")
})

test_that("what is beside the point is told once", {
  said <- warnings_of(
    for (i in 1:2) {
      fit(regression(), function() list(x, y), batch_size = 5, steps_per_epoch = 1, epochs = 1, verbose = 0)
    }
  )
  expect_lte(length(said), 1)
  frame <- data.frame(b = c(1, 2), other_column = c(5, 5), a = c(3, 4))
  said <- warnings_of(
    for (i in 1:2) {
      expect_equal(predict(of_two_inputs(), frame, verbose = 0), array(c(4, 6), c(2, 1)))
    }
  )
  expect_equal(
    said,
    'predict(): the model has no input named "other_column", which is ignored. Its inputs are "a", "b".'
  )
})

test_that("layers and models are called on bare numbers, generators give them", {
  expect_equal(as.array(layer_rescaling(scale = 2)(3)), 6)
  model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1, kernel_initializer = "ones")
  expect_equal(as.array(model(3)), matrix(3))
  expect_equal(as.array(3 %>% model), matrix(3))
  expect_equal(as.array(of_two_inputs()(list(1, 2))), matrix(3))
  expect_equal(evaluate(of_two_inputs(), function() list(list(1, 2), 5), steps = 2, verbose = 0), c(loss = 4))
  model %>% compile("sgd", "mse")
  expect_equal(evaluate(model, function() list(1, 4), steps = 1, verbose = 0), c(loss = 9))
})

test_that("functions of callback_lambda() fail when they are called, where they need what there is not", {
  train <- function(...) fit(regression(), x, y, epochs = 1, verbose = 0, callbacks = callback_lambda(...))
  expect_error(train(on_epoch_end = function(epoch, logs, more) more), 'argument "more" is missing')
  expect_error(train(on_batch_end = function(batch, logs, more) more), 'argument "more" is missing')
  seen <- 0
  train(on_epoch_end = function(epoch, logs, more) {
    seen <<- logs$loss
  })
  expect_gt(seen, 0)
})

test_that("plain Keras called from R takes whole doubles for ints", {
  dense <- keras$layers$Dense(3)
  expect_identical(dense$units, 3L)
  expect_identical(dense(x)$shape$as_list(), c(10L, 3L))
  embed <- tf$keras$layers$Embedding(4, 2)
  expect_identical(embed(matrix(0:3, 2))$shape$as_list(), c(2L, 2L, 2L))
  lstm <- keras$layers$LSTM(units = 8, return_sequences = TRUE)
  expect_identical(lstm(array(0, c(2, 5, 3)))$shape$as_list(), c(2L, 5L, 8L))
  conv <- keras$layers$Conv2D(filters = 4, kernel_size = c(3, 3), strides = 2)
  expect_identical(conv(array(0, c(1, 9, 9, 1)))$shape$as_list(), c(1L, 4L, 4L, 4L))
  expect_identical(keras$layers$Reshape(list(2, -1))(array(0, c(1, 6)))$shape$as_list(), c(1L, 2L, 3L))
  expect_identical(keras$Input(list(NULL, 3))$shape$as_list(), list(NULL, NULL, 3L))
  expect_identical(dim(keras$utils$to_categorical(c(0, 2), 4)), c(2L, 4L))
  expect_identical(dim(tf$keras$preprocessing$sequence$pad_sequences(list(list(1, 2)), maxlen = 4)), c(1L, 4L))
  model <- keras$Sequential(list(keras$layers$Dense(1)))
  model$compile("sgd", "mse")
  history <- model$fit(x, matrix(y), epochs = 2, batch_size = 5, verbose = 0, initial_epoch = 1)
  expect_length(history$history$loss, 1)
  expect_identical(model$get_layer(index = 0)$name, model$layers[[1]]$name)
  unconverted <- reticulate::import("keras", convert = FALSE)$layers$Dense(2)
  expect_identical(reticulate::py_to_r(unconverted$units), 2L)
  sizes <- list(units = 5)
  expect_identical(keras$layers$Dense(!!!sizes)$units, 5L)
})

test_that("what need not be whole stays a double, and a fraction is Keras's error", {
  expect_identical(keras$layers$Rescaling(2)$scale, 2)
  expect_identical(keras$optimizers$SGD(learning_rate = 1)$get_config()$learning_rate, 1)
  schedule <- keras$optimizers$schedules$ExponentialDecay(1, 10, 0.5)
  expect_equal(as.numeric(schedule(5)), 0.5^0.5, tolerance = 1e-6)
  expect_identical(keras$ops$add(1L, 2)$dtype$name, "float32")
  expect_identical(keras$Variable(3)$dtype, "float32")
  expect_error(keras$layers$Dense(2.5), "positive integer")
  seen <- list()
  lambda <- keras$layers$Lambda(function(x, k) {
    seen <<- list(k)
    x
  })
  lambda$arguments <- list(k = 2)
  lambda(x)
  expect_identical(seen, list(2))
  of_python <- reticulate::py_run_string("def given(units): return repr(units)")$given
  expect_identical(of_python(2), "2.0")
})

test_that("classes that extend those of Keras hand whole doubles on", {
  Wide(keras$layers$Dense) %py_class%
    {
      initialize <- function(...) super$initialize(units = 6, ...)
    }
  expect_identical(Wide()$units, 6L)
  Same(keras$layers$Dense) %py_class%
    {
      call <- function(inputs) super$call(inputs)
    }
  expect_identical(Same(7)$units, 7L)
  R6Wide <- R6::R6Class(
    "R6Wide",
    inherit = keras$layers$Conv1D,
    public = list(initialize = function() super$initialize(filters = 4, kernel_size = 3))
  )
  expect_identical(create_layer(R6Wide)$kernel_size, list(3L))
  layer_wide <- new_layer_class(
    "W",
    initialize = function(size) {
      super$initialize()
      self$inner <- keras$layers$Dense(size)
    },
    call = function(inputs) self$inner(inputs)
  )
  expect_identical(layer_wide(x, 3)$shape$as_list(), c(10L, 3L))
})

test_that("a named metric function goes with several outputs", {
  input <- layer_input(4)
  outputs <- list(layer_dense(input, 1, name = "first"), layer_dense(input, 1, name = "second"))
  model <- keras_model(input, outputs)
  compile(model, "sgd", "mse", metrics = list(mine = function(y_true, y_pred) k_mean(y_pred)))
  result <- evaluate(model, x, list(y, y), verbose = 0)
  expect_named(result, c("loss", "first_loss", "second_loss", "first_mine", "second_mine"))
  expect_equal(unname(result[4:5]), vapply(predict(model, x, verbose = 0), mean, 0), tolerance = 1e-5)
})

test_that("a metric function written in a named list is found again by its name", {
  off <- function(y_true, y_pred) k_mean(y_pred - y_true)
  model <- regression()
  compile(model, "sgd", "mse", metrics = list(acc = function(y_true, y_pred) off(y_true, y_pred)))
  for (suffix in c(".h5", ".keras")) {
    file <- withr_file(suffix)
    save_model(model, file)
    found <- load_model_tf(file, custom_objects = list(acc = off))
    expect_equal(evaluate(found, x, y, verbose = 0), evaluate(model, x, y, verbose = 0))
    expect_equal(evaluate(load_model_tf(file), x, y, verbose = 0), evaluate(model, x, y, verbose = 0))
  }
})

test_that("layer_cropping_3d() crops to nothing", {
  expect_identical(layer_cropping_3d(layer_input(c(2, 2, 2, 4)))$shape$as_list(), list(NULL, 0L, 0L, 0L, 4L))
  model <- keras_model_sequential(input_shape = c(2, 3, 1, 4)) %>% layer_cropping_3d()
  expect_equal(dim(predict(model, array(1, c(2, 2, 3, 1, 4)), verbose = 0)), c(2, 0, 1, 0, 4))
})

test_that("a text vectorization tells the shape that it gives", {
  for (mode in c("multi_hot", "count", "tf_idf", "int")) {
    vectorize <- layer_text_vectorization(output_mode = mode, pad_to_max_tokens = mode != "int", max_tokens = 7)
    adapt(vectorize, c("one two three", "two"))
    texts <- matrix(c("one two", "three two"))
    told <- vectorize(layer_input(1, dtype = "string"))$shape$as_list()
    expect_equal(told, if (mode == "int") list(NULL, NULL) else list(NULL, 7L))
    expect_equal(dim(vectorize(texts))[[2]], if (mode == "int") 2 else 7)
  }
})

test_that("k_* functions stack lists with symbolic tensors", {
  a <- layer_input(4)
  model <- keras_model(a, k_sum(list(a, 2 * a), axis = 1))
  expect_equal(predict(model, x, verbose = 0), 3 * x, tolerance = 1e-6)
  expect_identical(k_square(list(a, a))$shape$as_list(), list(2L, NULL, 4L))
})

test_that("images of unknown rank are prepared", {
  images <- array(runif(24, 0, 255), c(2, 2, 2, 3))
  unknown <- list(tf$TensorSpec(NULL, "float32"))
  for (prepare in list(imagenet_preprocess_input, resnet_preprocess_input, nasnet_preprocess_input)) {
    recorded <- tf_function(function(images) prepare(images), unknown)
    expect_equal(as.array(recorded(images)), prepare(images), tolerance = 1e-5)
    expect_equal(as.array(recorded(images[1, , , ])), prepare(images[1, , , ]), tolerance = 1e-5)
  }
})

test_that("labels come as vectors and as columns, from arrays, generators and both", {
  sources <- list(
    function(y) list(x, matrix(y)),
    function(y) list(x, y),
    function(y) list(function() list(x, matrix(y))),
    function(y) list(function() list(x, array(y)))
  )
  losses <- lapply(list(1:4, 4:1, c(3, 1, 4, 2)), function(order) {
    model <- regression()
    vapply(
      sources[order],
      function(source) {
        data <- source(y)
        arguments <- list(model, verbose = 0, epochs = 1, batch_size = 10, shuffle = FALSE)
        if (length(data) == 1) {
          arguments$batch_size <- NULL
          arguments$steps_per_epoch <- 1
        }
        do.call(fit, c(arguments, data))$metrics$loss
      },
      0
    )
  })
  expect_equal(losses[[2]], losses[[1]], tolerance = 1e-5)
  expect_equal(losses[[3]], losses[[1]], tolerance = 1e-5)
})

test_that("R's functions of numbers take tensors", {
  values <- c(-1.5, 0.2, 0.25, 1)
  for (name in c("sinpi", "cospi", "lgamma", "digamma", "Re", "Im", "Conj", "Arg", "Mod", "sort")) {
    f <- get(name)
    expect_equal(c(as.array(f(k_constant(values)))), f(values), tolerance = 1e-5, info = name)
    symbol <- layer_input(4)
    result <- predict(keras_model(symbol, f(symbol)), matrix(values, 1), verbose = 0)
    expect_equal(c(result), f(values), tolerance = 1e-5, info = name)
  }
  expect_equal(c(as.array(tanpi(k_constant(values[2:4])))), tanpi(values[2:4]), tolerance = 1e-5)
  complex <- c(1 + 2i, -3 - 1i)
  for (f in list(Re, Im, Conj, Arg, Mod)) {
    expect_equal(c(as.array(f(as_tensor(complex)))), f(complex), tolerance = 1e-6)
  }
  expect_equal(
    c(as.array(sort(k_constant(values), decreasing = TRUE))),
    sort(values, decreasing = TRUE),
    tolerance = 1e-6
  )
  base <- k_constant(c(2, 3, 4, 5))
  expect_equal(c(as.array(log(k_constant(1:4), base = base))), log(1:4, base = 2:5), tolerance = 1e-6)
})

test_that("the vocabulary of whole numbers is a list", {
  expect_identical(get_vocabulary(layer_integer_lookup(vocabulary = c(1L, 5L))), list(-1L, 1L, 5L))
  expect_identical(get_vocabulary(layer_string_lookup(vocabulary = c("a", "b"))), c("[UNK]", "a", "b"))
})

test_that("objects that are not converted have their verbs and methods", {
  plain <- reticulate::import("keras", convert = FALSE)
  model <- plain$Sequential(list(plain$Input(list(4)), plain$layers$Dense(1)))
  expect_true(inherits(model, "keras.engine.training.Model"))
  expect_output(summary(model), "Dense")
  expect_output(print(model), "Dense")
  compile(model, "sgd", "mse")
  history <- fit(model, x, y, epochs = 2, verbose = 0)
  expect_length(history$metrics$loss, 2)
  expect_named(evaluate(model, x, y, verbose = 0), "loss")
  expect_equal(predict(model, x, verbose = 0), as.array(model(x)), tolerance = 1e-6)
  grown <- model %>% layer_dense(2)
  expect_equal(dim(predict(grown, x, verbose = 0)), c(10, 2))
})

test_that("private members may be defined in the body of a class", {
  Twice(keras$layers$Layer) %py_class%
    {
      initialize <- function() {
        super$initialize()
        private$factor <- 2
      }
      private$scaled <- function(x) x * private$factor
      call <- function(inputs) private$scaled(inputs)
    }
  expect_equal(as.array(Twice()(x)), 2 * x, tolerance = 1e-6)
})

test_that("callbacks of R6 add to the logs, and are told of model and parameters", {
  Adds <- R6::R6Class(
    "Adds",
    inherit = KerasCallback,
    public = list(
      on_epoch_end = function(epoch, logs = NULL) {
        logs$own <- epoch + 0.5
        logs
      }
    )
  )
  told <- list()
  Told <- R6::R6Class(
    "Told",
    inherit = KerasCallback,
    public = list(
      set_params = function(params) {
        told$epochs <<- params$epochs
        super$set_params(params)
      },
      set_model = function(model) {
        told$model <<- model$name
        super$set_model(model)
      },
      on_epoch_end = function(epoch, logs = NULL) {
        told$seen <<- logs$own
        told$inside <<- c(self$params$epochs, self$model$name)
      }
    )
  )
  model <- regression()
  history <- fit(model, x, y, epochs = 2, verbose = 0, callbacks = list(Adds$new(), Told$new()))
  expect_equal(history$metrics$own, c(0.5, 1.5))
  expect_equal(told$seen, 1.5)
  expect_equal(told$epochs, 2)
  expect_equal(told$model, model$name)
  expect_equal(told$inside, c("2", model$name))
})

test_that("keras_model_custom() takes functions of several tensors and further arguments", {
  model <- keras_model_custom(function(self) {
    self$dense <- layer_dense(units = 2, kernel_initializer = "ones")
    function(first, second, weight = 1, mask = NULL) self$dense(first) + weight * self$dense(second)
  })
  expect_equal(as.array(model(x, 2 * x)), matrix(3 * rowSums(x), 10, 2), tolerance = 1e-5)
  expect_equal(as.array(model(x, second = x, weight = 3)), matrix(4 * rowSums(x), 10, 2), tolerance = 1e-5)
  inputs <- list(layer_input(4), layer_input(4))
  expect_silent(outputs <- model(inputs[[1]], inputs[[2]]))
  whole <- keras_model(inputs, outputs)
  expect_equal(predict(whole, list(x, x), verbose = 0), matrix(2 * rowSums(x), 10, 2), tolerance = 1e-5)
})

test_that("compile() takes what Keras 2 did not use, and weights of losses as a vector", {
  model <- regression()
  expect_silent({
    compile(model, "sgd", "mse", experimental_run_tf_function = FALSE, cloning = FALSE)
    model$compile("sgd", "mse", experimental_run_tf_function = FALSE)
  })
  input <- layer_input(1)
  outputs <- list(layer_dense(input, 1, name = "a"), layer_dense(input, 1, name = "b"))
  two <- keras_model(input, outputs)
  losses <- function() evaluate(two, c(1, 2), list(c(1, 0), c(0, 1)), verbose = 0)
  weighed <- function(measured) measured[["loss"]] / (measured[["a_loss"]] + 0.5 * measured[["b_loss"]])
  for (weights in list(c(1, 0.5), c(a = 1, b = 0.5), c(b = 0.5, a = 1), list(1L, 0.5))) {
    compile(two, "sgd", "mse", loss_weights = weights)
    expect_equal(weighed(losses()), 1, tolerance = 1e-6)
  }
  two$compile("sgd", list("mse", "mse"), loss_weights = c(1, 0.5))
  expect_equal(weighed(losses()), 1, tolerance = 1e-6)
})
