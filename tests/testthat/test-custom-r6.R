x <- layer_input(4)
data <- matrix(seq(-1, 1, length.out = 12), 3)

Projection <- R6::R6Class(
  "Projection",
  inherit = KerasLayer,
  public = list(
    size = NULL,
    kernel = NULL,
    inner = NULL,
    initialize = function(size) {
      self$size <- size
      self$inner <- layer_dense(units = size, use_bias = FALSE)
    },
    build = function(input_shape) {
      self$kernel <- self$add_weight(
        "kernel",
        list(input_shape[[2]], self$size),
        initializer = initializer_random_normal()
      )
    },
    call = function(x, mask = NULL) self$inner(k_dot(x, self$kernel)),
    compute_output_shape = function(input_shape) list(input_shape[[1]], self$size)
  )
)

layer_projection <- function(object, size, name = NULL, trainable = TRUE) {
  create_layer(Projection, object, list(size = size, name = name, trainable = trainable))
}

test_that("a layer of an R6 class computes, trains all of its weights, is saved and loaded", {
  model <- keras_model(x, x %>% layer_projection(3, name = "projection"))
  output <- predict(model, data, verbose = 0)
  weights <- get_weights(model)
  expect_equal(output, data %*% weights[[1]] %*% weights[[2]], tolerance = 1e-5)
  model %>% compile(optimizer_sgd(0.5), "mse")
  fit(model, data, matrix(1, 3, 3), epochs = 1, verbose = 0)
  expect_true(all(mapply(function(before, after) any(before != after), weights, get_weights(model))))
  file <- withr_file(".keras")
  model$save(file)
  loaded <- keras$models$load_model(file, custom_objects = list(Projection = Projection))
  expect_equal(predict(loaded, data, verbose = 0), predict(model, data, verbose = 0))
  expect_s3_class(layer_projection(size = 2), c("R6type.Projection", "keras.engine.base_layer.Layer"))
})

Tripled <- R6::R6Class(
  "Tripled",
  inherit = KerasWrapper,
  public = list(
    start = NULL,
    factor = NULL,
    seen = NULL,
    initialize = function(start) {
      self$start <- start
    },
    build = function(input_shape) {
      super$build(input_shape)
      self$factor <- super$add_weight("factor", list(1), initializer = initializer_constant(self$start))
      self$seen <- private$py_wrapper$layer$kernel$name
    },
    call = function(inputs, mask = NULL, training = NULL) super$call(inputs) * self$factor
  )
)

test_that("a wrapper of an R6 class wraps, is saved and loaded", {
  dense <- layer_dense(units = 2)
  model <- keras_model(x, x %>% create_wrapper(Tripled, ., list(layer = dense, start = 3)))
  expect_equal(predict(model, data, verbose = 0), 3 * data %*% get_weights(dense)[[1]], tolerance = 1e-5)
  expect_length(model$trainable_weights, 3)
  file <- withr_file(".keras")
  model$save(file)
  loaded <- keras$models$load_model(file, custom_objects = list(Tripled = Tripled))
  expect_equal(predict(loaded, data, verbose = 0), predict(model, data, verbose = 0))
  expect_error(create_wrapper(Tripled, x, list(start = 3)), "`args` should have `layer`")
})

# Concrete dropout, as RStudio's gallery has it: the loss is computed in `build` from the weights of both layers.
Concrete <- R6::R6Class(
  "Concrete",
  inherit = KerasWrapper,
  public = list(
    p_logit = NULL,
    p = NULL,
    build = function(input_shape) {
      super$build(input_shape)
      self$p_logit <- super$add_weight("p_logit", shape(1), initializer = initializer_constant(0.5))
      self$p <- k_sigmoid(self$p_logit)
      kernel <- private$py_wrapper$layer$kernel
      penalty <- 0.01 * k_sum(k_square(kernel)) / (1 - self$p) + 0.1 * input_shape[[2]] * self$p * k_log(self$p)
      private$py_wrapper$layer$add_loss(k_sum(penalty))
    },
    call = function(inputs, mask = NULL, training = NULL) private$py_wrapper$layer$call(inputs * (1 - self$p))
  )
)

test_that("losses that a wrapper's build adds to the layer inside last and follow the weights", {
  model <- keras_model(x, x %>% create_wrapper(Concrete, ., list(layer = layer_dense(units = 2))))
  model %>% compile(optimizer_sgd(0.1), "mse")
  by_hand <- function(weights) {
    p <- 1 / (1 + exp(-weights[[3]]))
    0.01 * sum(weights[[1]]^2) / (1 - p) + 0.1 * 4 * p * log(p)
  }
  names <- vapply(model$weights, function(weight) weight$name, "")
  order <- match(c("kernel", "bias", "p_logit"), names)
  for (epoch in 1:2) {
    weights <- get_weights(model)[order]
    expect_length(model$losses, 1)
    expect_equal(as.numeric(model$losses[[1]]), as.numeric(by_hand(weights)), tolerance = 1e-5)
    error <- mean((predict(model, data, verbose = 0) - 1)^2)
    total <- evaluate(model, data, matrix(1, 3, 2), verbose = 0)
    expect_equal(total[["loss"]], error + as.numeric(by_hand(weights)), tolerance = 1e-5)
    fit(model, data, matrix(1, 3, 2), epochs = 1, verbose = 0)
    expect_true(all(mapply(function(now, before) any(now != before), get_weights(model)[order], weights)))
  }
})

Positive <- R6::R6Class(
  "Positive",
  inherit = KerasConstraint,
  public = list(call = function(w) w * k_cast(k_greater_equal(w, 0), k_floatx()))
)

test_that("a constraint of an R6 class holds in training, as the one of Keras does", {
  trained <- function(constraint) {
    layer <- layer_dense(units = 3, kernel_constraint = constraint, weights = list(matrix(0.1, 4, 3), numeric(3)))
    model <- keras_model(x, layer(x))
    model %>% compile(optimizer_sgd(0.5), "mse")
    fit(model, data, matrix(-1, 3, 3), epochs = 2, verbose = 0)
    list(model = model, kernel = get_weights(model)[[1]])
  }
  ours <- trained(Positive$new())
  expect_equal(ours$kernel, trained(constraint_nonneg())$kernel, tolerance = 1e-5)
  expect_true(any(ours$kernel == 0))
  file <- withr_file(".keras")
  ours$model$save(file)
  loaded <- keras$models$load_model(file, custom_objects = list(Positive = Positive))
  expect_s3_class(loaded$layers[[2]]$kernel_constraint, "R6type.Positive")
})

test_that("an R6 object without the method it needs says so", {
  Empty <- R6::R6Class("Empty", inherit = KerasConstraint)
  expect_error(reticulate::r_to_py(Empty$new())(1), "Empty$call(): a constraint needs a method `call`", fixed = TRUE)
})

test_that("a callback of R6 need not do anything", {
  Quiet <- R6::R6Class(
    "Quiet",
    inherit = KerasCallback,
    public = list(on_epoch_end = function(epoch, logs = NULL) NULL)
  )
  history <- train_with(eager_model(), Quiet$new(), KerasCallback$new(), epochs = 2)
  expect_length(history$metrics$loss, 2)
})

test_that("a layer of an R6 class counts a number by self$add_metric()", {
  Counting <- R6::R6Class(
    "Counting",
    inherit = KerasLayer,
    public = list(call = function(x, mask = NULL) {
      self$add_metric(k_mean(x), name = "mean_input")
      x
    })
  )
  model <- keras_model(x, create_layer(Counting, x) %>% layer_dense(units = 1))
  model %>% compile("sgd", "mse")
  found <- evaluate(model, data, matrix(1, 3, 1), verbose = 0)
  expect_equal(found[["mean_input"]], mean(data), tolerance = 1e-5)
})
