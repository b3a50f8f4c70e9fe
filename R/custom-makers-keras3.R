#' Write a loss, metric, model, callback or constraint in R, as with keras3
#'
#' The functions that you pass become the methods of a class that extends a Keras class. In them `self` is the instance, `super`
#' gives Keras's own methods (`super$initialize(...)`), and `private` is an R environment that belongs to the instance.
#' [Layer()] makes layers, and [new_loss_class()] and related functions do the same with the arguments of R keras 2.
#'
#' Keras runs the R code in `call`, `train_step`, losses and metrics once to record the computation; training then runs the
#' recorded graph, not R. The code must consist of tensor functions: `op_*` functions, layers, arithmetic.
#'
#' The arguments of `initialize` are saved with the object. For other values write `get_config`, which adds to the list
#' that `super$get_config()` returns. To load a model, name the class in `custom_objects`, or register it with
#' [register_keras_serializable()].
#'
#' @param classname Name of the class.
#' @param initialize Initializes an instance from the arguments that it declares. It must call `super$initialize()`,
#'   with `...` if it has one.
#' @param call Of a model: computes the output from `inputs`; it may also take `training` and `mask`. Of a loss: a function
#'   of `y_true` and `y_pred` that returns one value for each sample. Of a constraint: a function of the weights `w` that
#'   returns their replacement.
#' @param get_config Returns a named list of the arguments that recreate the instance.
#' @param update_state Adds a batch, `y_true`, `y_pred` and `sample_weight`, to the variables of a metric.
#' @param result Returns the value of a metric.
#' @param train_step,test_step,predict_step Process one batch, `data`, a list of inputs, targets and sample weights if
#'   present. The first two return a named list of values to log and must update the metric "loss" in `self$metrics`:
#'   here `self$compute_loss()` only computes, as in Keras 3.
#' @param compute_loss Returns the loss for `x`, `y`, `y_pred` and `sample_weight`.
#' @param compute_metrics Returns a named list of values to log, for the same arguments.
#' @param
#'   on_epoch_begin,on_epoch_end,on_train_begin,on_train_end,on_train_batch_begin,on_train_batch_end,on_test_begin,on_test_end,on_test_batch_begin,on_test_batch_end,on_predict_begin,on_predict_end,on_predict_batch_begin,on_predict_batch_end
#'   Called at these points, with the number of the epoch or batch, if there is one, and `logs`, a named list. The
#'   number counts from 0, or from 1 if `library(keras3)` provides the function, as in keras3. `self$model` is the
#'   model, `self$params` the training settings.
#' @param ... Further methods and fields; for a computed field, wrap its function in [active_property()].
#' @param public Named list of further methods and fields.
#' @param private Named list of functions and initial values for `private`, which Python does not see.
#' @param inherit The class to extend, instead of Keras's base class: a Python class, one made by these functions, or a
#'   function of this package that creates objects of one class, such as `metric_mean`.
#' @param parent_env The environment in which the methods look up other names; by default each method keeps its own
#'   environment.
#' @return The class, which makes instances when called.
#' @section Errors: If `classname` is not a valid name, a member has no name, or `inherit` cannot be extended.
#' @seealso [Layer()], [new_loss_class()], [%py_class%], [register_keras_serializable()].
#' @examplesIf is_keras_available()
#' loss_off <- Loss("Off", call = function(y_true, y_pred) op_abs(y_true - y_pred))
#' metric_largest <- Metric(
#'   "Largest",
#'   initialize = function(name = "largest", ...) {
#'     super$initialize(name = name, ...)
#'     self$seen <- self$add_weight(shape = list(), initializer = "zeros", name = "seen")
#'   },
#'   update_state = function(y_true, y_pred, sample_weight = NULL) {
#'     self$seen$assign(op_maximum(self$seen, op_max(op_abs(y_true - y_pred))))
#'   },
#'   result = function() self$seen
#' )
#' constraint_half <- Constraint("Half", call = function(w) w / 2)
#' model <- keras_model_sequential(input_shape = 2)
#' model |> layer_dense(1, kernel_constraint = constraint_half())
#' model |> compile("sgd", loss = loss_off(), metrics = list(metric_largest()))
#' model |> evaluate(matrix(1, 4, 2), matrix(0, 4, 1), verbose = 0)
#' #>      loss   largest
#' #> 0.3435033 0.3435033
#' @name keras3-classes
NULL

#' @export
#' @rdname keras3-classes
Loss <- function(
  classname,
  call = NULL,
  ...,
  public = list(),
  private = list(),
  inherit = NULL,
  parent_env = parent.frame()
) {
  args <- capture_args(except = "inherit")
  new_class(args, inherit %||% keras$losses$Loss, of_keras3 = TRUE)
}

#' @export
#' @rdname keras3-classes
Metric <- function(
  classname,
  initialize = NULL,
  update_state = NULL,
  result = NULL,
  ...,
  public = list(),
  private = list(),
  inherit = NULL,
  parent_env = parent.frame()
) {
  args <- capture_args(except = "inherit")
  new_class(args, inherit %||% keras$metrics$Metric, of_keras3 = TRUE)
}

#' @export
#' @rdname keras3-classes
Model <- function(
  classname,
  initialize = NULL,
  call = NULL,
  train_step = NULL,
  predict_step = NULL,
  test_step = NULL,
  compute_loss = NULL,
  compute_metrics = NULL,
  ...,
  public = list(),
  private = list(),
  inherit = NULL,
  parent_env = parent.frame()
) {
  args <- capture_args(except = "inherit")
  new_class(args, inherit %||% keras$Model, of_keras3 = TRUE)
}

#' @export
#' @rdname keras3-classes
Callback <- function(
  classname,
  on_epoch_begin = NULL,
  on_epoch_end = NULL,
  on_train_begin = NULL,
  on_train_end = NULL,
  on_train_batch_begin = NULL,
  on_train_batch_end = NULL,
  on_test_begin = NULL,
  on_test_end = NULL,
  on_test_batch_begin = NULL,
  on_test_batch_end = NULL,
  on_predict_begin = NULL,
  on_predict_end = NULL,
  on_predict_batch_begin = NULL,
  on_predict_batch_end = NULL,
  ...,
  public = list(),
  private = list(),
  inherit = NULL,
  parent_env = parent.frame()
) {
  args <- capture_args(except = "inherit")
  new_class(args, inherit %||% keras$callbacks$Callback)
}

#' @export
#' @rdname keras3-classes
Constraint <- function(
  classname,
  call = NULL,
  get_config = NULL,
  ...,
  public = list(),
  private = list(),
  inherit = NULL,
  parent_env = parent.frame()
) {
  args <- capture_args(except = "inherit")
  new_class(args, inherit %||% keras$constraints$Constraint)
}

#' @param fn A function without arguments, or one whose argument is missing when the field is read.
#' @export
#' @rdname active
active_property <- function(fn) {
  if (!is.function(fn)) {
    stop("active_property(): `fn` should be a function. Received: an object of class ", class(fn)[[1L]], call. = FALSE)
  }
  mark_active(fn)
}

#' The value that a pipe passes on
#'
#' On the right side of `%>%`, `.` is the left side. In `c(., y) %<-% x` it skips a value.
#' `.[x, y] <- list(1, 2)` is another way to write `c(x, y) %<-% list(1, 2)`; in it `..` skips any number of values.
#'
#' @return An object whose only use is `.[...] <- `.
#' @examples
#' c(3, 1) %>% list(smallest = min(.))
#' #> [[1]]
#' #> [1] 3 1
#' #>
#' #> $smallest
#' #> [1] 1
#' .[first, .[., last]] <- list(1, list(2, 3))
#' first + last
#' #> [1] 4
#' @export
. <- structure(list(), class = "rkeras_parts")

#' @export
`[<-.rkeras_parts` <- function(x, ..., value) {
  names <- name_parts(substitute(list(...)))
  eval(as.call(list(`%<-%`, names, call("quote", value))), parent.frame())
  x
}

# `.[a, .[b, ...rest]]` in zeallot's form: c(a, c(b, ...rest)); `..`, for all others, is `...` there.
name_parts <- function(code) {
  parts <- lapply(as.list(code)[-1L], function(part) {
    is_nested <- is.call(part) && identical(part[[1L]], quote(`[`)) && identical(part[[2L]], quote(.))
    if (is_nested) {
      name_parts(part[-1L])
    } else if (identical(part, quote(..))) {
      quote(...)
    } else {
      part
    }
  })
  as.call(c(quote(c), parts))
}

#' @export
print.rkeras_parts <- function(x, ...) {
  cat(".[x, y] <- value names the parts of a value.\n")
  invisible(x)
}
