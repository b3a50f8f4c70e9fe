tf <- reticulate::import("tensorflow")
`%as%` <- reticulate::`%as%`
data <- matrix(sin(1:320), 80)
target <- rowSums(data)
start <- list(matrix(c(0.1, -0.2, 0.3, 0.4), 4), 0.5)

linear <- function(class = keras_model) {
  x <- layer_input(4)
  class(inputs = x, outputs = layer_dense(x, 1, weights = start))
}

trained <- function(model, ..., optimizer = "sgd", loss = "mse", metrics = "mae") {
  model %>% compile(optimizer, loss, metrics = metrics)
  fit(model, data, target, epochs = 2, batch_size = 20, shuffle = FALSE, verbose = 0, ...)
}

plain <- trained(linear(), validation_split = 0.25)$metrics

test_that("a train_step of Keras 2 trains and logs like compile and fit, and R runs only while it is traced", {
  runs <- 0
  Stepwise <- new_model_class("Stepwise", train_step = function(data) {
    runs <<- runs + 1
    x <- data[[1]]
    y <- data[[2]]
    with(tf$GradientTape() %as% tape, {
      y_pred <- self(x, training = TRUE)
      loss <- self$compiled_loss(y, y_pred, regularization_losses = self$losses)
    })
    gradients <- tape$gradient(loss, self$trainable_variables)
    self$optimizer$apply_gradients(Map(list, gradients, self$trainable_variables))
    self$compiled_metrics$update_state(y, y_pred)
    results <- list()
    for (metric in self$metrics) {
      results[[metric$name]] <- metric$result()
    }
    results
  })
  model <- linear(Stepwise)
  expect_equal(trained(model, validation_split = 0.25)$metrics, plain, tolerance = 1e-6)
  expect_lte(runs, 2) # TensorFlow traces a second time where the first made variables
  expect_s3_class(model, c("R6type.Stepwise", "keras.engine.training.Model"))
  expect_output(print(model), "Total params: 5", fixed = TRUE)

  file <- withr_file(".keras")
  model$save(file)
  loaded <- keras$models$load_model(file, custom_objects = list(Stepwise = Stepwise))
  expect_equal(evaluate(loaded, data, target, verbose = 0), evaluate(model, data, target, verbose = 0))
})

test_that("the loss that a train_step returns is what is logged, as in its twin in Python", {
  reticulate::py_run_string(
    "
import tf_keras
import tensorflow as tf
class Twin(tf_keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.abs(self(x, training=True)[:, 0] - y))
        self.optimizer.minimize(loss, self.trainable_variables, tape=tape)
        return {'loss': loss, 'twice': 2 * loss}
def twin(data, target, start):
    x = tf_keras.Input((4,))
    model = Twin(x, tf_keras.layers.Dense(1)(x))
    model.set_weights(start)
    model.compile('sgd', 'mse')
    return model.fit(data, target, epochs=2, batch_size=20, shuffle=False, verbose=0).history
"
  )
  expected <- reticulate::py$twin(data, array(target), lapply(start, as.array))
  Own <- new_model_class("Own", train_step = function(data) {
    with(tf$GradientTape() %as% tape, {
      loss <- tf$reduce_mean(tf$abs(self(data[[1]], training = TRUE) - data[[2]])) # (n, 1), where Keras 2 has (n)
    })
    gradients <- tape$gradient(loss, self$trainable_variables)
    self$optimizer$apply(gradients, self$trainable_variables)
    list(loss = loss, twice = 2 * loss)
  })
  expect_equal(trained(linear(Own), metrics = NULL)$metrics, expected, tolerance = 1e-5)
})

test_that("a subclassed model has layers in lists, calls its super, is saved and loaded", {
  Deep <- new_model_class(
    "Deep",
    initialize = function(sizes, ...) {
      super$initialize(...)
      self$parts <- lapply(sizes, function(size) layer_dense(units = size))
    },
    call = function(inputs, training = NULL) {
      for (part in self$parts) {
        inputs <- part(inputs)
      }
      inputs
    },
    train_step = function(data) super$train_step(data)
  )
  model <- Deep(c(3, 1), name = "deep")
  losses <- trained(model)$metrics
  expect_named(losses, c("loss", "mae"))
  expect_lt(losses$loss[2], losses$loss[1])
  expect_length(get_weights(model), 4)
  file <- withr_file(".keras")
  model$save(file)
  loaded <- keras$models$load_model(file, custom_objects = list(Deep = Deep))
  expect_equal(predict(loaded, data, verbose = 0), predict(model, data, verbose = 0))
})

test_that("metric, loss and schedule written in R give the numbers of Keras's own, also after loading", {
  MyMetric <- new_metric_class(
    "MyMetric",
    initialize = function(name = "mine", ...) {
      super$initialize(name = name, ...)
      self$total <- self$add_weight("total", initializer = "zeros")
      self$count <- self$add_weight(name = "count", initializer = "zeros")
    },
    update_state = function(y_true, y_pred, sample_weight = NULL) {
      self$total$assign_add(tf$reduce_sum(tf$abs(y_true - y_pred)))
      self$count$assign_add(tf$cast(tf$size(y_true), "float32"))
    },
    result = function() self$total / self$count,
    reset_states = function() {
      self$total$assign(0)
      self$count$assign(0)
    }
  )
  MyLoss <- new_loss_class(
    "MyLoss",
    initialize = function(factor = 1, ...) {
      super$initialize(...)
      self$factor <- factor
    },
    call = function(y_true, y_pred) self$factor * tf$reduce_mean(tf$square(y_true - y_pred), axis = -1L)
  )
  MySchedule <- new_learning_rate_schedule_class(
    "MySchedule",
    initialize = function(rate) {
      self$rate <- rate
    },
    call = function(step) self$rate / (1 + tf$cast(step, "float32") * 0.5)
  )
  model <- linear()
  ours <- trained(
    model,
    optimizer = optimizer_sgd(MySchedule(0.1)),
    loss = MyLoss(2, reduction = "auto"),
    metrics = MyMetric()
  )
  twin <- trained(linear(), optimizer = optimizer_sgd(learning_rate_schedule_inverse_time_decay(0.1, 1, 0.5)))
  doubled <- linear()
  doubled %>%
    compile(optimizer_sgd(learning_rate_schedule_inverse_time_decay(0.2, 1, 0.5)), "mse", metrics = "mae")
  half <- fit(doubled, data, target, epochs = 2, batch_size = 20, shuffle = FALSE, verbose = 0)
  expect_equal(ours$metrics$loss, 2 * half$metrics$loss, tolerance = 1e-5)
  expect_equal(ours$metrics$mine, half$metrics$mae, tolerance = 1e-5)
  expect_false(isTRUE(all.equal(half$metrics$loss, twin$metrics$loss)))

  file <- withr_file(".keras")
  model$save(file)
  classes <- list(MyMetric = MyMetric, MyLoss = MyLoss, MySchedule = MySchedule)
  loaded <- keras$models$load_model(file, custom_objects = classes)
  expect_equal(evaluate(loaded, data, target, verbose = 0), evaluate(model, data, target, verbose = 0))
  expect_identical(MySchedule(0.25)$get_config(), list(rate = 0.25))
})

test_that("callbacks are called in order, with epochs from 0 and logs named as in R keras", {
  Written <- new_callback_class(
    "Written",
    initialize = function() {
      super$initialize()
      private$log <- character()
    },
    on_train_begin = function(logs = NULL) private$note("begin"),
    on_epoch_begin = function(epoch, logs = NULL) private$note(paste("epoch", epoch)),
    on_batch_end = function(batch, logs = NULL) private$note(paste("batch", batch, is.numeric(logs$loss))),
    on_epoch_end = function(epoch, logs = NULL) private$note(paste(names(logs), collapse = " ")),
    on_train_end = function(logs = NULL) private$note(paste("end of", self$params$epochs)),
    private = list(note = function(text) {
      private$log <- c(private$log, text)
    }),
    log = mark_active(function() private$log)
  )
  LossHistory <- R6::R6Class(
    "LossHistory",
    inherit = KerasCallback,
    public = list(
      losses = NULL,
      model_class = NULL,
      on_epoch_end = function(epoch, logs = NULL) {
        self$losses <- c(self$losses, logs[["loss"]])
        self$model_class <- class(self$model)
        if (epoch == 0) self$model$stop_training <- TRUE
      }
    )
  )
  written <- Written()
  history <- LossHistory$new()
  metrics <- trained(linear(), callbacks = list(written, history), validation_split = 0.25)$metrics
  batches <- paste("batch", 0:2, "TRUE")
  expect_identical(written$log, c("begin", "epoch 0", batches, "loss mae val_loss val_mae", "end of 2"))
  expect_equal(metrics, lapply(plain, `[`, 1))
  expect_equal(history$losses, plain$loss[1])
  expect_identical(history$params$epochs, 2L)
  expect_true("keras.engine.training.Model" %in% history$model_class)
  Broken <- R6::R6Class("Broken", inherit = KerasCallback, public = list(on_train_begin = function(logs) stop("no")))
  expect_error(trained(linear(), callbacks = Broken$new()), "^Broken\\$on_train_begin\\(\\): no$")
})

test_that("a loss may be written with the symbolic tensors of its model, or added to it", {
  made <- function() {
    x <- layer_input(4)
    hidden <- layer_dense(x, 2, weights = list(matrix(1:8 / 10, 4), c(0, 0)))
    model <- keras_model(x, layer_dense(hidden, 1, weights = list(matrix(c(1, 2)), 0)))
    list(model = model, penalty = 0.5 * k_mean(k_square(hidden), axis = 2))
  }
  first <- made()
  penalized <- function(y_true, y_pred) k_mean(k_square(y_true - y_pred), axis = 2) + first$penalty
  second <- made()
  second$model$add_loss(k_mean(second$penalty))
  expected <- mean((data %*% matrix(1:8 / 10, 4) %*% c(1, 2) - target)^2) +
    0.5 * mean((data %*% matrix(1:8 / 10, 4))^2)
  for (case in list(list(first$model, penalized), list(second$model, "mse"))) {
    case[[1]] %>% compile("sgd", case[[2]])
    expect_equal(evaluate(case[[1]], data, target, batch_size = 80, verbose = 0)[["loss"]], expected, tolerance = 1e-5)
  }
  expect_equal(
    fit(first$model, data, target, epochs = 2, shuffle = FALSE, verbose = 0)$metrics$loss,
    fit(second$model, data, target, epochs = 2, shuffle = FALSE, verbose = 0)$metrics$loss,
    tolerance = 1e-5
  )
  second$model %>% compile("sgd", function(y_true, y_pred) k_mean(first$penalty))
  expect_error(fit(second$model, data, target, verbose = 0), "which does not belong to the model", fixed = TRUE)
})

test_that("assignments go through what Keras 3 lets only be read, as R writes them on all levels", {
  Stopping <- new_callback_class("Stopping", on_epoch_end = function(epoch, logs = NULL) {
    self$model$stop_training <- TRUE
    self$model$optimizer$learning_rate <- 0.5
  })
  model <- linear()
  expect_length(trained(model, callbacks = Stopping())$metrics$loss, 1)
  expect_equal(as.numeric(model$optimizer$learning_rate), 0.5)
  model$layers[[2]]$trainable <- FALSE
  expect_length(model$trainable_weights, 0)
  expect_error(model$layers <- list(), "layers")
})

test_that("a history or a formula in the place of a model or data says what to do", {
  history <- trained(linear())
  for (use in list(predict, evaluate, fit)) {
    expect_error(use(history, data), "\\(\\): a training history is not a model. fit\\(\\) changes the model in place")
  }
  expect_error(
    fit(linear(), target ~ data),
    "^fit\\(\\): `data` should be the data frame of the formula"
  )
  expect_error(
    keras_model_sequential() %>% layer_dense(3, input_shape = 4) %>% layer_conv_2d(2, 3),
    '^layer_conv_2d\\(\\): the layer "conv2d.*" takes tensors of at least 4 axes'
  )
  expect_error(compile(linear(), layer_dense, "mse"), "^compile\\(\\): `optimizer` should be ")
  expect_s3_class(compile(linear(), optimizer_adam, "mse")$optimizer, "keras.src.optimizers.adam.Adam")
})

test_that("compile() takes the arguments of a class's own method `compile`", {
  Pair <- new_model_class(
    "Pair",
    compile = function(first_optimizer, second_loss, loss = NULL) {
      super$compile(optimizer = first_optimizer, loss = "mse")
      self$second_loss <- second_loss
    },
    train_step = function(data) {
      with(tf$GradientTape() %as% tape, {
        loss <- self$second_loss(data[[2]], self(data[[1]], training = TRUE))
      })
      self$optimizer$apply(tape$gradient(loss, self$trainable_variables), self$trainable_variables)
      list(second = loss)
    }
  )
  model <- linear(Pair)
  expect_identical(compile(model, first_optimizer = "sgd", second_loss = loss_mean_squared_error()), model)
  history <- fit(model, data, target, epochs = 2, batch_size = 20, shuffle = FALSE, verbose = 0)
  expect_named(history$metrics, "second")
  right <- linear()
  trained(right)
  expect_equal(get_weights(model), get_weights(right), tolerance = 1e-5)
  measured <- mean((predict(model, data, verbose = 0) - target)^2)
  expect_equal(evaluate(model, data, target, verbose = 0)[["loss"]], measured, tolerance = 1e-5)
  expect_error(compile(model, first_optimiser = "sgd"), "first_optimiser")
  expect_error(compile(linear(), first_optimizer = "sgd"), "unknown argument `first_optimizer`", fixed = TRUE)
})

test_that("shown code and configurations of a model know the classes that it has of its own", {
  Own <- new_loss_class("Huber", call = function(y_true, y_pred) op_mean(y_pred) * 100)
  Rate <- new_learning_rate_schedule_class("Rate", call = function(step) 0.1, get_config = function() list())
  layer_own <- new_layer_class("Dropout", call = function(inputs) inputs * 5)
  model <- keras_model_sequential(input_shape = 2) %>% layer_own()
  model %>% compile(optimizer_sgd(Rate()), loss = Own())
  shown <- show_r(model)
  expect_match(shown, "Huber(keras$losses$Loss) %py_class% {", fixed = TRUE)
  expect_match(shown, "compile(optimizer = optimizer_sgd(learning_rate = Rate()), loss = Huber())", fixed = TRUE)
  x <- matrix(1, 1, 2)
  expect_identical(predict(from_config(get_config(model)), x, verbose = 0), 5 * x)
  expect_identical(as.array(from_config(get_config(model$layers[[1L]]))(x)), 5 * x)
})

test_that("shown code of a model with classes and functions of R makes the same model", {
  normalize <- layer_normalization(input_shape = 3)
  adapt(normalize, matrix(c(1, 2, 3, 4, 5, 7), 2))
  times <- 3
  outputs <- 0.5 # a name that the shown program has, too
  twice <- function(z) z * 2
  scaled <- function(times) function(q) q * times + outputs
  layer_scale <- new_layer_class(
    "Scale",
    initialize = function(factor, ...) {
      super$initialize(...)
      self$factor <- factor
    },
    call = function(inputs) inputs * self$factor
  )
  x <- layer_input(3)
  result <- x %>%
    normalize() %>%
    layer_dense(2, activation = function(z) twice(z)) %>%
    layer_scale(4) %>%
    layer_lambda(function(q) q + times) %>%
    layer_lambda(scaled(5)) %>%
    layer_lambda(scaled(7))
  model <- keras_model(x, result)
  model %>% compile("sgd", loss = function(y_true, y_pred) k_mean(k_square(y_pred)))
  data <- matrix(1:6 / 6, 2)
  expect_same_model <- function(again) {
    set_weights(again, get_weights(get_layer(model, index = 3)))
    expect_equal(predict(again, data, verbose = 0), predict(model, data, verbose = 0), tolerance = 1e-6)
    y <- matrix(1:4, 2)
    expect_equal(evaluate(again, data, y, verbose = 0), evaluate(model, data, y, verbose = 0), tolerance = 1e-6)
  }
  shown <- show_r(model)
  expect_no_match(shown, "# ", fixed = TRUE)
  made <- new.env(parent = globalenv())
  eval(parse(text = shown), made)
  expect_same_model(made$model)
  run <- reticulate::py_run_string(
    "def run(code):\n  made = {'__name__': 'shown'}\n  exec(code, made)\n  return made['model']"
  )$run
  for (style in c("rkeras_py", "keras")) {
    shown <- show_python(model, style = style)
    expect_no_match(shown, "define it here", fixed = TRUE)
    expect_same_model(run(shown))
  }
})
