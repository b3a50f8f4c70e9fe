# Classes that R writes, of each sort, and objects of them: what both hosts are asked about.
library(rkeras)
Counter <- R6::R6Class(
  "Counter",
  inherit = KerasCallback,
  public = list(
    count = 0,
    losses = NULL,
    on_epoch_end = function(epoch, logs = NULL) {
      self$count <- self$count + 1
      self$losses <- c(self$losses, logs$loss)
    }
  )
)
Starter <- R6::R6Class(
  "Starter",
  inherit = Counter,
  public = list(starts = 0, on_epoch_begin = function(epoch, logs = NULL) self$starts <- self$starts + 1)
)
Positive <- R6::R6Class(
  "Positive",
  inherit = KerasConstraint,
  public = list(call = function(w) k_maximum(w, 0))
)
Times <- R6::R6Class(
  "Times",
  inherit = KerasLayer,
  public = list(
    by = NULL,
    inner = NULL,
    initialize = function(by = 2) {
      self$by <- by
      self$inner <- layer_dense(units = 1, kernel_initializer = "ones")
    },
    call = function(x, mask = NULL) self$inner(x) * self$by
  )
)
Twice <- R6::R6Class(
  "Twice",
  inherit = KerasWrapper,
  public = list(call = function(x, mask = NULL) super$call(x) * 2)
)
OfKeras <- R6::R6Class("OfKeras", inherit = keras$layers$Layer, public = list(call = function(inputs) inputs * 3))
layer_scale <- new_layer_class(
  "Scale",
  initialize = function(factor = 2, ...) {
    super$initialize(...)
    self$factor <- factor
  },
  call = function(inputs) inputs * self$factor
)
layer_plus <- Layer("Plus", initialize = function(...) super$initialize(...), call = function(inputs, ...) inputs + 1)
Written(keras$layers$Layer) %py_class%
  {
    call <- function(inputs) inputs * 5
  }
Delayed(keras$layers$Layer, delay_load = TRUE) %py_class%
  {
    call <- function(inputs) inputs * 7
  }
Furthest <- new_metric_class(
  "Furthest",
  initialize = function(name = "furthest", ...) {
    super$initialize(name = name, ...)
    self$far <- self$add_variable(shape = list(), initializer = "zeros", name = "far")
  },
  update_state = function(y_true, y_pred, sample_weight = NULL) {
    self$far$assign(k_maximum(self$far, k_max(k_abs(y_true - y_pred))))
  },
  result = function() k_identity(self$far)
)
Absolute <- new_loss_class("Absolute", call = function(y_true, y_pred) k_mean(k_abs(y_true - y_pred), axis = -1))
Quiet <- new_callback_class("Quiet", on_train_end = function(logs = NULL) self$model$quiet <- TRUE)
Small <- new_model_class(
  "Small",
  initialize = function(...) {
    super$initialize(...)
    self$dense <- layer_dense(units = 1, kernel_initializer = "ones")
  },
  call = function(inputs) self$dense(inputs)
)
Halving <- new_learning_rate_schedule_class("Halving", call = function(step) 0.5)
Plain <- R6::R6Class("Plain", public = list(a = 1, add = function(b) self$a + b))

counter <- Counter$new()
starter <- Starter$new()
positive <- Positive$new()
times <- Times$new(3)
local_counter <- local({
  Own <- R6::R6Class(
    "Own",
    inherit = KerasCallback,
    public = list(ends = 0, on_train_end = function(logs = NULL) {
      self$ends <- self$ends + 1
    })
  )
  Own$new()
})
nameless <- local({
  new <- R6::R6Class(
    "Lost",
    inherit = KerasConstraint,
    public = list(floor = 0, call = function(w) k_maximum(w, self$floor))
  )
  new$new()
})
