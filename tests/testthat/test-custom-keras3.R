# Classes as R's keras3 has them, each held against the class of plain Keras or the formula.

data <- matrix(seq(-1, 1, length.out = 12), 3)

test_that("Layer() composes on creation, with public, private and active members", {
  layer_scaled <- Layer(
    "Scaled",
    initialize = function(units, factor = 2, ...) {
      super$initialize(...)
      self$units <- as.integer(units)
      private$factor <- factor
    },
    build = function(input_shape) {
      self$kernel <- self$add_weight(shape = shape(input_shape[[2]], self$units), initializer = "ones", name = "kernel")
    },
    call = function(inputs) self$scale(op_matmul(inputs, self$kernel)),
    get_config = function() {
      config <- super$get_config()
      config$units <- self$units
      config$factor <- private$factor
      config
    },
    doubled = active_property(function() private$twice()),
    public = list(scale = function(x) x * private$factor, kind = "a scaled layer"),
    private = list(
      factor = 0,
      twice = function() 2 * private$factor,
      units_of_self = active_property(function() self$units)
    ),
    active = list(width = function() private$units_of_self)
  )
  expect_identical(names(formals(layer_scaled)), c("object", "units", "factor", "..."))
  input <- layer_input(4)
  model <- keras_model(input, input |> layer_scaled(units = 2, factor = 3, name = "mine"))
  expect_equal(predict(model, data, verbose = 0), matrix(3 * rowSums(data), 3, 2), tolerance = 1e-6)
  layer <- get_layer(model, "mine")
  expect_identical(list(layer$kind, layer$doubled, layer$width), list("a scaled layer", 6, 2L))
  expect_error(layer$factor, "has no attribute 'factor'")
  file <- withr_file(".keras")
  save_model(model, file)
  loaded <- load_model(file, custom_objects = list(Scaled = layer_scaled))
  expect_equal(predict(loaded, data, verbose = 0), predict(model, data, verbose = 0))
  expect_identical(get_layer(loaded, "mine")$doubled, 6)

  sequential <- keras_model_sequential(input_shape = 4)
  sequential |> layer_scaled(1)
  expect_equal(predict(sequential, data, verbose = 0), matrix(2 * rowSums(data)), tolerance = 1e-6)
})

test_that("classes extend others: ours, Keras's, and those of functions", {
  layer_more <- Layer("More", call = function(inputs) super$call(inputs) + 1, inherit = layer_dense)
  expect_equal(
    as.array(layer_more(data, 2, kernel_initializer = "ones")),
    matrix(rowSums(data) + 1, 3, 2),
    tolerance = 1e-6
  )
  layer_most <- Layer("Most", call = function(inputs) 2 * super$call(inputs), inherit = layer_more)
  expect_equal(
    as.array(layer_most(data, 2, kernel_initializer = "ones")),
    matrix(2 * (rowSums(data) + 1), 3, 2),
    tolerance = 1e-6
  )
  halved <- Metric("Halved", result = function() super$result() / 2, inherit = metric_mean)
  metric <- halved(name = "half")
  metric$update_state(c(2, 4))
  expect_equal(as.numeric(metric$result()), 1.5)
  expect_s3_class(metric, "keras.src.metrics.metric.Metric")
  off <- new_loss_class("Off", inherit = keras$losses$MeanSquaredError, public = list(kind = "off"))
  expect_identical(off()$kind, "off")
  expect_error(Loss("Wrong", inherit = mean), "A class should be a Python class")
  expect_error(Loss("Wrong", inherit = layer_input), "A class should be a Python class")
})

test_that("Loss(), Metric(), Constraint() and Callback() give Keras's numbers in a training", {
  loss_squares <- Loss(
    "Squares",
    initialize = function(weight = 1, ...) {
      super$initialize(...)
      self$weight <- weight
    },
    call = function(y_true, y_pred) op_mean(op_square(y_true - y_pred), -1) * self$weight
  )
  metric_off <- Metric(
    "Off",
    initialize = function(name = "off", ...) {
      super$initialize(name = name, ...)
      self$total <- self$add_weight(shape = shape(), initializer = "zeros", name = "total")
      self$count <- self$add_variable(shape = shape(), initializer = "zeros", name = "count")
    },
    update_state = function(y_true, y_pred, sample_weight = NULL) {
      off <- op_abs(op_cast(y_true, "float32") - y_pred)
      self$total$assign_add(op_sum(off))
      self$count$assign(self$count + op_cast(op_size(off), "float32"))
    },
    result = function() self$total / self$count
  )
  constraint_positive <- Constraint(
    "Positive",
    call = function(w) w * op_cast(w >= 0, w$dtype),
    get_config = function() list()
  )
  seen <- character()
  callback_note <- Callback(
    "Note",
    initialize = function(word) {
      super$initialize()
      private$word <- word
    },
    on_train_begin = function(logs = NULL) private$say("begin"),
    on_epoch_end = function(epoch, logs = NULL) private$say(epoch, round(logs$loss, 6)),
    on_train_end = function(logs = NULL) private$say("end"),
    private = list(say = function(...) {
      seen <<- c(seen, paste(private$word, ...))
    })
  )
  x <- matrix(rnorm(40), 10)
  y <- x %*% c(1, -2, 3, 0.5)
  weights <- list(matrix(c(0.1, 0.2, -0.3, 0.4)), 0)
  train <- function(loss, metric, constraint, ...) {
    model <- keras_model_sequential(input_shape = 4)
    model |> layer_dense(1, kernel_constraint = constraint)
    set_weights(model, weights)
    model |> compile(optimizer_sgd(0.1), loss, metrics = list(metric))
    history <- model |> fit(x, y, epochs = 3, batch_size = 5, shuffle = FALSE, verbose = 0, ...)
    list(unname(history$metrics), get_weights(model))
  }
  ours <- train(loss_squares(weight = 2), metric_off(), constraint_positive(), callbacks = list(callback_note("note:")))
  keras_loss <- function(y_true, y_pred) 2 * op_mean(op_square(y_true - y_pred), -1)
  plain <- train(keras_loss, keras$metrics$MeanAbsoluteError(), keras$constraints$NonNeg())
  expect_equal(ours, plain, tolerance = 1e-5)
  expect_identical(seen, paste("note:", c("begin", paste(0:2, round(ours[[1]][[1]], 6)), "end")))
})

test_that("Model() trains by a step of its own as a loop in Python does", {
  model_plain <- Model(
    "Plain",
    initialize = function(units, ...) {
      super$initialize(...)
      self$units <- as.integer(units)
      self$dense <- layer_dense(units = units, kernel_initializer = "ones")
      self$tracker <- metric_mean(name = "loss")
    },
    call = function(inputs, training = FALSE) self$dense(inputs),
    train_step = function(data) {
      c(x, y) %<-% data
      with(tf$GradientTape() %as% tape, {
        y_pred <- self(x, training = TRUE)
        loss <- op_mean(op_square(y - y_pred))
      })
      gradients <- tape$gradient(loss, self$trainable_weights)
      self$optimizer$apply(gradients, self$trainable_weights)
      self$tracker$update_state(loss)
      list(loss = self$tracker$result())
    },
    metrics = active_property(function() list(self$tracker))
  )
  model <- model_plain(units = 1)
  model$build(shape(NA, 4))
  model |> compile(optimizer_sgd(0.1))
  y <- matrix(c(1, 2, 3))
  history <- model |> fit(data, y, epochs = 2, batch_size = 3, verbose = 0)
  kernel <- matrix(1, 4)
  bias <- 0
  losses <- numeric()
  for (epoch in 1:2) {
    off <- data %*% kernel + bias - y
    losses <- c(losses, mean(off^2))
    kernel <- kernel - 0.1 * 2 * t(data) %*% off / 3
    bias <- bias - 0.1 * 2 * mean(off)
  }
  expect_equal(history$metrics$loss, losses, tolerance = 1e-5)
  expect_equal(get_weights(model)[[1]], kernel, tolerance = 1e-5)
  file <- withr_file(".keras")
  save_model(model, file)
  loaded <- load_model(file, custom_objects = list(Plain = model_plain))
  expect_equal(predict(loaded, data, verbose = 0), predict(model, data, verbose = 0))
})

test_that("what is registered loads without custom_objects", {
  layer_registered <- register_keras_serializable(
    Layer("Registered", call = function(inputs) 3 * inputs),
    package = "mine"
  )
  cubed <- function(x) x^3
  register_keras_serializable(cubed, package = "mine")
  loss_registered <- Loss("Registered", call = function(y_true, y_pred) op_mean(op_abs(y_true - y_pred), -1))
  register_keras_serializable(loss_registered, name = "off", package = "mine")
  model <- keras_model_sequential(input_shape = 4) |> layer_dense(2, activation = cubed) |> layer_registered()
  model |> compile("sgd", loss_registered())
  file <- withr_file(".keras")
  save_model(model, file)
  model_config <- jsonlite::fromJSON(unz(file, "config.json"), simplifyVector = FALSE)
  names <- vapply(model_config$config$layers, function(layer) layer$registered_name %||% "", "")
  expect_true("mine>Registered" %in% names)
  expect_identical(model_config$compile_config$loss$registered_name, "mine>off")
  loaded <- load_model(file)
  expect_equal(predict(loaded, data, verbose = 0), predict(model, data, verbose = 0))
  expect_identical(class(loaded$loss), class(model$loss))
  expect_identical(get_registered_name(cubed), "mine>cubed")
  expect_error(register_keras_serializable(function(x) x), "`name` should be a string")
  expect_error(register_keras_serializable(3), "`object` should be a class or a function")
})

test_that("mistakes are named", {
  expect_error(Loss("1st"), "^Loss\\(\\): `classname` should be one string that is a name.* Received: \"1st\"")
  expect_error(Metric("Wrong", public = list(3)), "Metric\\(\\): `public` should be a named list")
  expect_error(Model("Wrong", private = 3), "Model\\(\\): `private` should be a named list")
  expect_error(Callback("Wrong", parent_env = 3), "Callback\\(\\): `parent_env` should be an environment")
  expect_error(active_property(3), "active_property(): `fn` should be a function", fixed = TRUE)
  elsewhere <- list2env(list(factor = 5))
  times <- Constraint("Times", call = function(w) w * factor, parent_env = elsewhere)
  expect_equal(as.array(times()(as_tensor(2))), 10, ignore_attr = TRUE)
})

test_that("one seed sets all", {
  draw <- function() {
    set_random_seed(3L)
    list(runif(1), as.array(random_uniform(2)), reticulate::import("numpy")$random$rand())
  }
  expect_identical(draw(), draw())
  expect_error(set_random_seed(1.5), "`seed` should be a whole number")
})

test_that("a method that is no function is refused when the class is made", {
  expect_error(Loss("Mine", call = 5), "Loss(): `call` of Mine should be a function. Received: numeric", fixed = TRUE)
  expect_error(
    new_callback_class("Mine", on_epoch_end = NA),
    "new_callback_class(): `on_epoch_end` of Mine should be a function",
    fixed = TRUE
  )
})

test_that("a function of R keeps its name, by which files know it, in calls that are read by keras3's rules", {
  relu_six <- function(x) op_relu(x, max_value = 6)
  name_of <- function(f) as.character(reticulate::py_get_attr(f, "__name__"))
  dense <- keras3_function("layer_dense")
  block <- function(...) dense(...)
  lstm <- keras3_function("layer_lstm")(units = 2, activation = relu_six, recurrent_activation = relu_six)
  named <- list(
    dense(units = 2, activation = relu_six)$activation,
    block(units = 2, activation = relu_six)$activation,
    lstm$cell$activation,
    lstm$cell$recurrent_activation,
    keras3_function("layer_activation")(activation = relu_six)$activation
  )
  expect_identical(vapply(named, name_of, ""), rep("relu_six", 5L))
})
