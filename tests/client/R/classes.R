# Classes made while the package is built and loaded, when there may be no Python yet.

# tfprobability, deepregression: an R6 class, and a wrapper by hand.
Shift <- R6Class(
  "Shift",
  inherit = KerasLayer,
  public = list(
    by = NULL,
    shift = NULL,
    initialize = function(by) self$by <- by,
    build = function(input_shape) {
      self$shift <- self$add_weight(name = "shift", shape = list(), initializer = keras::initializer_constant(self$by))
    },
    call = function(x, mask = NULL) x + self$shift,
    compute_output_shape = function(input_shape) input_shape
  )
)

layer_shift <- function(object, by, name = NULL, trainable = TRUE) {
  create_layer(Shift, object, list(by = by, name = name, trainable = trainable))
}

layer_shifted <- create_layer_wrapper(Shift)

# deepG: a class at the top level of the package.
Scale <- new_layer_class(
  "Scale",
  initialize = function(factor = 2, ...) {
    super$initialize(...)
    self$factor <- factor
  },
  call = function(inputs, ...) inputs * self$factor,
  get_config = function() {
    config <- super$get_config()
    config$factor <- self$factor
    config
  }
)

layer_scale <- create_layer_wrapper(Scale)

# The syntax of Python's classes.
Warm(keras$layers$Layer) %py_class%
  {
    initialize <- function(degrees = 1, ...) {
      super$initialize(...)
      self$degrees <- degrees
    }
    build <- function(input_shape) {
      self$w <- self$add_weight(name = "w", shape = list(tail(unlist(input_shape), 1)), initializer = "ones")
    }
    call <- function(inputs) inputs * self$w + self$degrees
  }

layer_warm <- NULL

layer_power <- Layer(
  classname = "Power",
  initialize = function(exponent) {
    super()$`__init__`()
    self$exponent <- exponent
  },
  call = function(x, ...) x^self$exponent
)

layer_double_power <- Layer(
  classname = "DoublePower",
  inherit = layer_power,
  initialize = function(exponent) super()$`__init__`(2 * exponent)
)

Half <- keras::new_metric_class(
  "Half",
  initialize = function(name = "half", ...) {
    super$initialize(name = name, ...)
    self$total <- self$add_weight(name = "total", initializer = "zeros", shape = shape())
  },
  update_state = function(y_true, y_pred, sample_weight = NULL) self$total$assign_add(k_sum(y_pred) / 2),
  result = function() self$total
)

# mlr3keras: a callback that learners keep.
EpochCounter <- R6Class(
  "EpochCounter",
  inherit = KerasCallback,
  public = list(
    losses = NULL,
    on_epoch_end = function(epoch, logs = list()) self$losses <- c(self$losses, logs[["loss"]])
  )
)

LogLikelihood <- function(y_true, y_pred) {
  -tf$reduce_mean(y_true * tf$math$log(y_pred) + (1 - y_true) * tf$math$log(1 - y_pred))
}

layer_offset <- function(object, offset, ...) {
  layer_lambda(object, function(x) x + offset, ...)
}

.onLoad <- function(libname, pkgname) {
  layer_warm <<- create_layer_wrapper(Warm)
}
