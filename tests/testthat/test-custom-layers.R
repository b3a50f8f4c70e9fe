x <- layer_input(4)
data <- matrix(seq(-1, 1, length.out = 12), 3)

output_of <- function(tensor) predict(keras_model(x, tensor), data, verbose = 0)

layer_antirectifier <- new_layer_class(
  "Antirectifier",
  initialize = function(initializer = "uniform", ...) {
    super$initialize(...)
    self$initializer <- initializer
  },
  build = function(input_shape) {
    self$kernel <- self$add_weight("kernel", list(input_shape[[2]] * 2, 3), initializer = self$initializer)
  },
  call = function(inputs) {
    inputs <- inputs - k_mean(inputs, axis = 2, keepdims = TRUE)
    k_dot(k_concatenate(list(k_relu(inputs), k_relu(-inputs))), self$kernel)
  }
)

test_that("a layer written in R computes, trains, prints, is saved and loaded", {
  layer <- layer_antirectifier(initializer = "ones", name = "anti")
  model <- keras_model(x, layer(x))
  centered <- data - rowMeans(data)
  expect_equal(predict(model, data, verbose = 0), matrix(rowSums(abs(centered)), 3, 3), tolerance = 1e-6)
  expect_output(print(model), "anti (Antirectifier)", fixed = TRUE)
  expect_output(print(layer), "Antirectifier name=anti", fixed = TRUE)
  expect_s3_class(layer, c("R6type.Antirectifier", "keras.engine.base_layer.Layer"))

  model %>% compile("sgd", "mse")
  expect_lt(diff(fit(model, data, matrix(0, 3, 3), epochs = 2, verbose = 0)$metrics$loss), 0)
  file <- withr_file(".keras")
  model$save(file)
  loaded <- keras$models$load_model(file, custom_objects = list(Antirectifier = layer_antirectifier))
  expect_equal(predict(loaded, data, verbose = 0), predict(model, data, verbose = 0))
  expect_identical(get_config(loaded$layers[[2]])$initializer, "ones")
})

layer_plain <- Layer(
  "Plain",
  initialize = function(units, activation = NULL) {
    super()$`__init__`()
    self$units <- as.integer(units)
    self$activation <- keras$activations$get(activation)
  },
  build = function(input_shape) {
    self$kernel <- self$add_weight(name = "kernel", shape = list(input_shape[[2]], self$units))
    self$bias <- self$add_weight(name = "bias", shape = c(self$units), initializer = "zeros")
  },
  call = function(inputs, mask = NULL) {
    self$activation(k_dot(inputs, self$kernel) + self$bias)
  },
  compute_output_shape = function(input_shape) list(input_shape[[1]], self$units)
)

test_that("a dense layer written in R gives the numbers of Dense, for equal weights", {
  weights <- list(matrix(rnorm(8), 4), rnorm(2))
  ours <- layer_plain(units = 2, activation = activation_tanh, weights = weights, name = "ours", trainable = FALSE)
  plain <- layer_dense(units = 2, activation = "tanh", weights = weights)
  expect_equal(output_of(ours(x)), output_of(plain(x)), tolerance = 1e-6)
  expect_identical(ours$output$shape, list(NULL, 2L))
  expect_identical(ours$name, "ours")
  expect_false(ours$trainable)
  expect_identical(names(formals(layer_plain))[1:3], c("object", "units", "activation"))
})

test_that("layers compose as those of Keras do", {
  sequential <- keras_model_sequential()
  expect_identical(sequential %>% layer_plain(3, input_shape = 4) %>% layer_plain(2), sequential)
  expect_identical(sequential$output_shape, list(NULL, 2L))
  expect_identical(withVisible(x %>% layer_plain(2))$visible, FALSE)
  expect_identical(create_layer(layer_plain, x, list(units = 5, name = NULL))$shape, list(NULL, 5L))
  expect_error(layer_plain(x, unts = 3), "Plain(): unknown argument `unts`. Did you mean `units`?", fixed = TRUE)
  expect_error(layer_plain(x), "Plain$initialize(): argument \"units\" is missing", fixed = TRUE)
  for (wrong in list(quote(new_layer_class("1x")), quote(rkeras::new_layer_class(call = 3)))) {
    expect_error(eval(wrong), "^new_layer_class\\(\\): `classname` should be one string")
  }
  expect_error(do.call(new_layer_class, list("1x")), "^`classname` should be one string")
  expect_error(create_layer(3, x), "create_layer(): `layer_class` should be a Python class", fixed = TRUE)
  expect_output(print(layer_plain), "<layer function of class Plain>\nfunction (object, units", fixed = TRUE)
})

test_that("call gets mask and training as Keras gives them, and several tensors", {
  seen <- NULL
  layer_masked <- new_layer_class(
    "Masked",
    initialize = function(...) {
      super$initialize(...)
      self$supports_masking <- TRUE
    },
    call = function(inputs, mask = NULL, training = NULL) {
      seen <<- list(mask = !is.null(mask), training = training)
      inputs
    }
  )
  embedded <- layer_input(5, dtype = "int32") %>% layer_embedding(10, 2, mask_zero = TRUE)
  masked <- layer_masked(embedded)
  expect_identical(seen, list(mask = TRUE, training = NULL))
  expect_false(is.null(masked[["_keras_mask"]]))
  layer_masked()(x, training = TRUE)
  expect_identical(seen, list(mask = FALSE, training = TRUE))

  shapes <- NULL
  layer_two <- new_layer_class(
    "Two",
    build = function(input_shape) {
      shapes <<- input_shape
    },
    call = function(inputs) list(sum = inputs[[1]] + inputs[[2]], first = inputs[[1]])
  )
  expect_named(layer_two(list(x, x)), c("sum", "first"))
  expect_identical(shapes, list(list(NULL, 4L), list(NULL, 4L)))
  layer_added <- new_layer_class("Added", call = function(q, v) q + v)
  expect_equal(output_of(layer_added()(x, x)), 2 * data, tolerance = 1e-6)
})

test_that("variables of TensorFlow are weights, functions in add_loss last, and both are saved", {
  layer_held <- new_layer_class(
    "Held",
    initialize = function(...) {
      super$initialize(...)
      self$steps <- tf$Variable(0, trainable = FALSE, name = "steps")
    },
    build = function(input_shape) {
      self$scales <- list(tf$Variable(tf$ones(4L), name = "scale"), "other")
      self$offset <- self$add_weight(
        "offset",
        4,
        initializer = function(shape, dtype) k_ones(shape) / 2,
        regularizer = function(w) 0.1 * k_sum(w)
      )
      self$add_loss(function() k_sum(self$scales[[1]]))
    },
    call = function(inputs) {
      self$steps$assign_add(1)
      inputs * self$scales[[1]] + self$offset
    }
  )
  layer <- layer_held()
  model <- keras_model(x, layer(x))
  expect_equal(predict(model, data, verbose = 0), data + 0.5, tolerance = 1e-6)
  expect_equal(vapply(layer$losses, as.numeric, 1), c(4, 0.2), tolerance = 1e-6)
  compile(model, optimizer_sgd(0.5), "mse")
  fit(model, data, data, epochs = 1, batch_size = 3, verbose = 0)
  # the gradient of the loss that lasts is 1, that of the regularizer 0.1, that of mse what it says
  expected <- 1 - 0.5 * (1 + 2 * colMeans(0.5 * data) / 4)
  expect_equal(as.numeric(layer$scales[[1]]), expected, tolerance = 1e-5)
  expect_identical(as.numeric(layer$steps) > 0, TRUE)
  for (file in c(withr_file(".keras"), withr_file(".h5"))) {
    if (endsWith(file, "h5")) {
      save_model_hdf5(model, file)
    } else {
      save_model_tf(model, file)
    }
    load <- if (endsWith(file, "h5")) load_model_hdf5 else load_model_tf
    loaded <- load(file, custom_objects = list(Held = layer_held))
    expect_equal(get_weights(loaded), get_weights(model))
    expect_length(get_weights(loaded), 3)
  }
  layer_early <- new_layer_class(
    "Early",
    initialize = function() {
      super$initialize()
      self$add_loss(k_constant(1))
    },
    call = identity
  )
  expect_error(
    layer_early(x),
    "Early$add_loss(): where a layer is made or built, a loss should be a function",
    fixed = TRUE
  )
})

test_that("inner layers in lists and by names are saved and loaded without a word", {
  layer_nested <- new_layer_class(
    "Nested",
    initialize = function(units = c(3, 2), ...) {
      super$initialize(...)
      self$stack <- lapply(units, function(size) layer_dense(units = size))
      self$named <- list(last = layer_dense(units = 1))
    },
    call = function(inputs) {
      for (layer in self$stack) {
        inputs <- layer(inputs)
      }
      self$named$last(inputs)
    }
  )
  model <- keras_model(x, layer_nested(units = c(5, 2))(x))
  file <- withr_file(".keras")
  save_model_tf(model, file)
  expect_no_warning(loaded <- load_model_tf(file, custom_objects = list(Nested = layer_nested)))
  expect_length(get_weights(loaded), 6)
  expect_equal(predict(loaded, data, verbose = 0), predict(model, data, verbose = 0))
})

test_that("a recurrent cell in R has the numbers of SimpleRNN", {
  layer_cell <- new_layer_class(
    "Cell",
    initialize = function(units, ...) {
      super$initialize(...)
      self$state_size <- as.integer(units)
    },
    build = function(input_shape) {
      self$kernel <- self$add_weight("kernel", list(input_shape[[2]], self$state_size))
      self$recurrent <- self$add_weight("recurrent", list(self$state_size, self$state_size))
    },
    call = function(inputs, states, training = NULL) {
      h <- k_tanh(k_dot(inputs, self$kernel) + k_dot(states[[1]], self$recurrent))
      list(h, list(h))
    }
  )
  sequence <- layer_input(c(5, 2))
  ours <- keras_model(sequence, layer_rnn(sequence, cell = layer_cell(units = 3)))
  plain <- keras_model(sequence, layer_simple_rnn(sequence, units = 3, use_bias = FALSE))
  set_weights(plain, get_weights(ours))
  steps <- array(sin(1:30), c(3, 5, 2))
  expect_equal(predict(ours, steps, verbose = 0), predict(plain, steps, verbose = 0), tolerance = 1e-5)
})

test_that("compute_mask of R is what the next layer gets", {
  layer_flipped <- new_layer_class(
    "Flipped",
    call = function(inputs, mask = NULL) inputs,
    compute_mask = function(inputs, mask = NULL) if (!is.null(mask)) !mask
  )
  layer_seen <- new_layer_class("Seen", call = function(inputs, mask = NULL) k_cast(mask, "float32"))
  masked <- x %>% layer_reshape(c(4, 1)) %>% layer_masking()
  model <- keras_model(x, masked %>% layer_flipped() %>% layer_seen())
  expect_warning(seen <- predict(model, matrix(c(0, 1, 2, 0), 1), verbose = 0), "does not support masking")
  expect_identical(seen, matrix(c(1, 0, 0, 1), 1))
})

test_that("an error in a method names class, method and the R call", {
  refuse <- function(tensor) stop("not today")
  layer_bad <- new_layer_class("Bad", call = function(inputs) refuse(inputs))
  error <- tryCatch(layer_bad(x), error = identity)
  expect_identical(conditionMessage(error), "Bad$call(): not today, in refuse(inputs)")
  layer_worse <- new_layer_class("Worse", call = function(inputs) keras$ops$matmul(inputs, matrix(0, 3, 2)))
  expect_error(layer_worse(x), "Worse$call(): ", fixed = TRUE)
  layer_hasty <- new_layer_class("Hasty", initialize = function(u) NULL, call = identity)
  expect_error(layer_hasty(u = 1), "Hasty$initialize(): the Keras constructor was not called", fixed = TRUE)
  layer_helped <- new_layer_class("Helped", build = function(input_shape) {
    self$w <- self$add_weight("w", 4, initializer = function(shape, dtype) stop("no start"))
  })
  expect_error(layer_helped(x), "^Helped\\$build\\(\\): no start")
  layer_scalar <- new_layer_class("Scalar", build = function(input_shape) {
    self$add_weight("w", 4, initializer = function(shape, dtype) 3)
  })
  expect_error(layer_scalar(x), "Scalar\\$build\\(\\): .* numbers with shape \\(4,\\)")
  layer_silent <- new_layer_class("Silent", call = function(inputs) NULL)
  expect_error(layer_silent(x), "Silent$call(): it should return a tensor", fixed = TRUE)
  HastyLoss <- new_loss_class("HastyLoss", initialize = function(u) NULL, call = function(y_true, y_pred) y_pred)
  expect_error(HastyLoss(1), "HastyLoss$initialize(): the Keras constructor was not called", fixed = TRUE)
  layer_unnamed <- new_layer_class("Unnamed", call = function(inputs) self$add_metric(k_mean(inputs)))
  expect_error(layer_unnamed(x), "Unnamed$add_metric(): `name` should be the name", fixed = TRUE)
})

test_that("a layer logs what it adds as metrics, as in Keras 2", {
  layer_watching <- new_layer_class("Watching", call = function(inputs) {
    self$add_metric(k_mean(inputs), name = "seen", aggregation = "mean")
    inputs
  })
  model <- keras_model_sequential(input_shape = 2) %>%
    layer_watching() %>%
    layer_dense(1)
  model %>% compile("sgd", "mse")
  seen <- matrix(1:8, 4)
  history <- fit(model, seen, 1:4, batch_size = 2, epochs = 2, verbose = 0)
  expect_equal(history$metrics$seen, rep(mean(seen), 2))
  expect_equal(evaluate(model, seen, 1:4, batch_size = 2, verbose = 0)[["seen"]], mean(seen))
})

test_that("constructor arguments that cannot be saved are named, Keras objects are saved", {
  layer_any <- new_layer_class(
    "AnyArgument",
    initialize = function(f, start = NULL) {
      super$initialize()
      self$f <- f
      self$start <- start
    },
    call = function(inputs) inputs
  )
  expect_error(get_config(layer_any(f = sum)), "the argument `f` of the constructor cannot be saved")
  layer <- layer_any(f = "f", start = initializer_constant(3))
  again <- layer$`__class__`$from_config(get_config(layer))
  expect_identical(again$start$value, 3)
  expect_identical(again$name, layer$name)
})

test_that("a layer written in Python is a layer function in R", {
  reticulate::py_run_string(
    "
import keras
class ShiftedScale(keras.layers.Layer):
    def __init__(self, factor, shift=0.5, **kwargs):
        super().__init__(**kwargs)
        self.factor, self.shift = factor, shift
    def call(self, inputs):
        return inputs * self.factor + self.shift
"
  )
  layer_scale <- create_layer_wrapper(reticulate::py$ShiftedScale, modifiers = list(factor = function(f) f * 2))
  expect_identical(formals(layer_scale), as.pairlist(alist(object = , factor = , shift = 0.5, ... = )))
  expect_equal(output_of(x %>% layer_scale(4, name = "scaled")), data * 8 + 0.5, tolerance = 1e-6)
  expect_error(layer_scale(x, shft = 1), "ShiftedScale(): ", fixed = TRUE)
})

test_that("wrappers copy layers of one's own, and ask them for shapes", {
  layer_twice <- new_layer_class("Twice", call = function(inputs) inputs * 2)
  steps <- array(sin(1:24), c(2, 3, 4))
  i <- layer_input(c(3, 4))
  expect_equal(
    predict(keras_model(i, time_distributed(i, layer_twice())), steps, verbose = 0),
    steps * 2,
    tolerance = 1e-6
  )
  expect_identical(layer_twice()$compute_output_shape(list(NULL, 3L)), list(NULL, 3L))
  Summing <- new_layer_class(
    "Summing",
    initialize = function(units, ...) {
      super$initialize(...)
      self$units <- units
      self$state_size <- as.integer(units)
    },
    call = function(inputs, states) {
      sums <- inputs + states[[1]]
      list(sums, list(sums))
    }
  )
  both <- i %>% bidirectional(layer_rnn(cell = Summing(units = 4)))
  right <- apply(steps, c(1, 3), sum)
  expect_equal(predict(keras_model(i, both), steps, verbose = 0), cbind(right, right), tolerance = 1e-6)
})

test_that("layers that inherit a constructor of Keras take R's whole numbers", {
  layer_double <- Layer("Double", inherit = keras$layers$Dense, call = function(inputs) super()$call(inputs) * 2)
  layer <- layer_double(units = 3, kernel_initializer = "ones")
  expect_equal(as.array(layer(k_constant(diag(4)))), matrix(2, 4, 3))
  expect_error(layer_double(units = 1.5), "units")
})

test_that("a class of one's own goes before the one of Keras that has its name", {
  Attention <- new_layer_class(
    "Attention",
    initialize = function(k = 2, ...) {
      super$initialize(...)
      self$k <- k
    },
    call = function(inputs) inputs * self$k
  )
  L1 <- new_loss_class(
    "L1",
    initialize = function(factor = 1, ...) {
      super$initialize(...)
      self$factor <- factor
    },
    call = function(y_true, y_pred) self$factor * k_mean(k_abs(y_true - y_pred), axis = -1)
  )
  model <- keras_model_sequential(input_shape = 4) %>% Attention(k = 3) %>% layer_dense(1)
  model %>% compile("sgd", L1(factor = 5))
  path <- tempfile(fileext = ".h5")
  save_model_hdf5(model, path)
  again <- load_model_hdf5(path, custom_objects = list(Attention = Attention, L1 = L1))
  ones <- matrix(1, 2, 4)
  expect_equal(predict(again, ones, verbose = 0), predict(model, ones, verbose = 0))
  expect_equal(evaluate(again, ones, c(0, 0), verbose = 0), evaluate(model, ones, c(0, 0), verbose = 0))
  with_custom_object_scope(list(Attention = Attention), {
    expect_identical(model_from_json(model_to_json(model))$layers[[1]]$k, 3)
  })
})

test_that("build gets a shape, however it is asked for its sizes", {
  ways <- list(
    function(size) size[[2]],
    function(size) tail(as.integer(size), 1),
    function(size) size$as_list()[[2]],
    function(size) size[-1][[1]],
    function(size) unlist(size)[[1]],
    function(size) as.list(size)[[size$rank]]
  )
  for (way in ways) {
    layer_sum <- new_layer_class(
      "Sum",
      build = function(input_shape) {
        self$w <- self$add_weight("w", shape(way(input_shape), 1L), initializer = "ones")
      },
      call = function(inputs) tf$matmul(inputs, self$w)
    )
    expect_equal(output_of(layer_sum(x)), matrix(rowSums(data)), tolerance = 1e-6)
  }
})
