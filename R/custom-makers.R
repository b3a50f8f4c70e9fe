# Functions that create classes of one kind. Members that are NULL are omitted.

new_class <- function(args, base, of_keras3 = FALSE, frame = parent.frame(2L)) {
  maker <- name_called(sys.call(sys.parent()))
  name <- args$classname
  if (!is.character(name) || length(name) != 1L || is.na(name) || make.names(name) != name) {
    received <- if (is.null(name)) "nothing" else deparse(name, nlines = 1L)
    stop(
      maker,
      "`classname` should be one string that is a name, like \"MyLayer\". Received: ",
      received,
      call. = FALSE
    )
  }
  if (!isNamespace(frame)) {
    settle_inherit(parent.frame(), frame)
  }
  given <- args[["inherit"]]
  members <- collect_members(maker, name, args)
  make <- function() make_py_class(name, members, list(given %||% base), of_keras3 = of_keras3)
  make_or_delay_class(name, make, function() listed_formals(members), frame)
}

# The prefix of messages: the name of the called function; empty if the call has no name.
name_called <- function(call) {
  called <- call[[1L]]
  if (is.call(called) && length(called) == 3L) {
    # rkeras::new_layer_class
    called <- called[[3L]]
  }
  if (is.name(called)) paste0(called, "(): ") else ""
}

# keras3's functions also accept members in lists: `public`, `private` and, as in R6, `active`.
collect_members <- function(maker, name, args) {
  check_names(name, args, maker)
  for (list in intersect(c("public", "private"), names(args))) {
    check_member_list(maker, list, args[[list]])
  }
  members <- args[!names(args) %in% c("classname", "inherit", "parent_env", "public")]
  members[names(args$public)] <- args$public
  if (is.list(members$active) && all(vapply(members$active, is.function, NA))) {
    active <- lapply(members$active, mark_active)
    members$active <- NULL
    members[names(active)] <- active
  }
  for (method in intersect(names(members), known_methods)) {
    if (!is.null(members[[method]]) && !is.function(members[[method]])) {
      received <- class(members[[method]])[[1L]]
      stop(maker, "`", method, "` of ", name, " should be a function. Received: ", received, call. = FALSE)
    }
  }
  if (is.null(args$parent_env)) {
    return(members)
  }
  if (!is.environment(args$parent_env)) {
    stop(maker, "`parent_env` should be an environment. Received: ", class(args$parent_env)[[1L]], call. = FALSE)
  }
  lapply(members, enclose_members, args$parent_env)
}

# Method names that Keras calls and that have no other meaning.
known_methods <- c(
  "initialize",
  "build",
  "call",
  "compute_output_shape",
  "get_config",
  "update_state",
  "result",
  "train_step",
  "test_step",
  "predict_step",
  paste0(
    "on_",
    c("train", "epoch", "batch", "test", "predict", "train_batch", "test_batch", "predict_batch"),
    "_begin"
  ),
  paste0("on_", c("train", "epoch", "batch", "test", "predict", "train_batch", "test_batch", "predict_batch"), "_end")
)

check_member_list <- function(maker, list, value) {
  if (!is.null(value) && (!is.list(value) || (length(value) && !all(nzchar(names(value) %||% ""))))) {
    stop(maker, "`", list, "` should be a named list of methods and fields.", call. = FALSE)
  }
}

enclose_members <- function(member, env) {
  if (is.list(member) && !is.object(member)) {
    return(lapply(member, enclose_members, env))
  }
  if (is_method(member) && !is.primitive(member)) {
    environment(member) <- env
  }
  member
}

#' Write a layer, model, metric, loss, callback or schedule in R
#'
#' The functions that you pass become the methods of a class that extends a Keras class. In them `self` is the instance,
#' `super` gives Keras's own methods (`super$initialize(...)`), and `private` is an R environment that belongs to the
#' instance. Pass further methods, fields (functions marked by [mark_active()]) and a list `private` of initial values in
#' `...`; also `public`, `inherit` and `parent_env`, as in [Loss()] and the other functions of R's keras3.
#'
#' Keras runs the R code in `call`, `train_step`, losses and metrics once to record the computation; training then runs the
#' recorded graph, not R. The code must consist of tensor functions: `k_*` functions, `tf$...`, layers, arithmetic.
#'
#' The arguments of `initialize` are saved with the object. For other values write `get_config`, which adds to the list
#' that `super$get_config()` returns. To load a model, name the class in `custom_objects`.
#'
#' @param classname Name of the class.
#' @param ... Further methods and fields.
#' @param initialize Initializes an instance from the arguments that it declares. It must call `super$initialize()`,
#'   with `...` if it has one. `name`, `dtype` and `trainable` are passed to Keras even if `initialize` does not declare
#'   them.
#' @param build Creates the weights, with `self$add_weight(name, shape, ...)`, for an `input_shape`: a list, with `NULL`
#'   for the batch axis.
#' @param call Computes the output of layers and models from `inputs`; it may also take `training` and `mask`. For losses a
#'   function of `y_true` and `y_pred`, for schedules one of the `step`.
#' @param get_config Returns a named list of the arguments that recreate the instance.
#' @param compute_output_shape Returns the output shape for an `input_shape`; rarely needed, as Keras infers it.
#' @param inherit The class to extend.
#' @param train_step,test_step,predict_step Process one batch, `data`, a list of inputs, targets and sample weights if
#'   present. In it, a vector of n targets is a column of shape (n, 1), like the predictions of one unit. The first two
#'   return a named list of values to log.
#' @param compute_loss Returns the loss for `x`, `y`, `y_pred` and `sample_weight`.
#' @param compute_metrics Returns a named list of values to log, for the same arguments.
#' @param update_state Adds a batch, `y_true`, `y_pred` and `sample_weight`, to the variables of a metric.
#' @param result Returns the value of a metric.
#' @param
#'   on_epoch_begin,on_epoch_end,on_train_begin,on_train_end,on_batch_begin,on_batch_end,on_predict_batch_begin,on_predict_batch_end,on_predict_begin,on_predict_end,on_test_batch_begin,on_test_batch_end,on_test_begin,on_test_end,on_train_batch_begin,on_train_batch_end
#'   Called at these points, with the number of the epoch or batch, counted from 0, if there is one, and `logs`, a named
#'   list. `self$model` is the model, `self$params` the training settings.
#' @return For layers a function: it creates a layer and adds it to its first argument, like `layer_dense()`; its other
#'   arguments are those of `initialize`. For other classes the class, which makes instances when called.
#' @seealso [Loss()], [%py_class%], [r6-classes], [custom_metric()].
#' @examplesIf is_keras_available()
#' layer_scale <- new_layer_class(
#'   "Scale",
#'   initialize = function(factor = 2, ...) {
#'     super$initialize(...)
#'     self$factor <- factor
#'   },
#'   call = function(inputs) inputs * self$factor
#' )
#' scaled <- op_array(c(1, 2)) %>% layer_scale(factor = 3)
#' scaled
#' #> <tf.Tensor: shape=(2,), dtype=float32, numpy=array([3., 6.], dtype=float32)>
#' @name new-classes
NULL

#' @section Differences: The arguments of the constructor are saved without a `get_config`. An unknown argument of a
#' layer without `...` is an error.
#' @export
#' @rdname new-classes
new_layer_class <- function(classname, ..., initialize = NULL, build = NULL, call = NULL, get_config = NULL) {
  args <- capture_args()
  layer_wrapper(new_class(args, keras$layers$Layer), written = TRUE)
}

#' @export
#' @rdname new-classes
Layer <- function(classname, initialize, build = NULL, call = NULL, compute_output_shape = NULL, ..., inherit) {
  args <- capture_args(except = "inherit")
  layer_wrapper(new_class(args, inherit %||% keras$layers$Layer), written = TRUE)
}
# As code, because R CMD check would report it as a use of another package.
formals(Layer)$inherit <- quote(keras$layers$Layer)

#' @export
#' @rdname new-classes
new_model_class <- function(
  classname,
  ...,
  initialize = NULL,
  call = NULL,
  train_step = NULL,
  predict_step = NULL,
  test_step = NULL,
  compute_loss = NULL,
  compute_metrics = NULL
) {
  args <- capture_args()
  new_class(args, keras$Model)
}

#' @export
#' @rdname new-classes
new_metric_class <- function(classname, ..., initialize, update_state, result) {
  args <- capture_args()
  new_class(args, keras$metrics$Metric)
}

#' @export
#' @rdname new-classes
new_loss_class <- function(classname, ..., call = NULL) {
  args <- capture_args()
  new_class(args, keras$losses$Loss)
}

#' @export
#' @rdname new-classes
new_learning_rate_schedule_class <- function(classname, ..., initialize = NULL, call, get_config = NULL) {
  args <- capture_args()
  new_class(args, keras$optimizers$schedules$LearningRateSchedule)
}

#' @export
#' @rdname new-classes
new_callback_class <- function(
  classname,
  ...,
  on_epoch_begin = NULL,
  on_epoch_end = NULL,
  on_train_begin = NULL,
  on_train_end = NULL,
  on_batch_begin = NULL,
  on_batch_end = NULL,
  on_predict_batch_begin = NULL,
  on_predict_batch_end = NULL,
  on_predict_begin = NULL,
  on_predict_end = NULL,
  on_test_batch_begin = NULL,
  on_test_batch_end = NULL,
  on_test_begin = NULL,
  on_test_end = NULL,
  on_train_batch_begin = NULL,
  on_train_batch_end = NULL
) {
  args <- capture_args()
  new_class(args, keras$callbacks$Callback)
}

#' A model whose call is an R function
#'
#' `model_fn` creates the layers once and returns the function that computes the output. It exists for older scripts;
#' in new code use [new_model_class()].
#'
#' @param model_fn A function of the model, `self`. It stores layers there (`self$dense <- layer_dense(units = 2)`), and
#'   returns the function that computes the output from `inputs`, or from several inputs; this function may also take
#'   `mask`, `training` and further arguments.
#' @param name Name of the model.
#' @return A model.
#' @seealso [new_model_class()], [keras_model()].
#' @examplesIf is_keras_available()
#' model <- keras_model_custom(function(self) {
#'   self$dense <- layer_dense(units = 2, kernel_initializer = "ones")
#'   function(inputs, mask = NULL, training = FALSE) self$dense(inputs)
#' })
#' model(op_array(matrix(1:3, nrow = 1)))
#' #> <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[6., 6.]], dtype=float32)>
#' @export
keras_model_custom <- function(model_fn, name = NULL) {
  if (!is.function(model_fn)) {
    stop_argument("keras_model_custom", "model_fn", "a function of the model", model_fn)
  }
  reword_errors(convert_to_r(call_python(make_custom_model_class(model_fn), name)))
}

make_custom_model_class <- function(model_fn) {
  attach <- function(self) {
    call <- contain_jumps(model_fn(convert_to_r(self)))
    if (!is.function(call)) {
      stop_value(
        "keras_model_custom(): `model_fn` should return a function of `inputs`. Received: ",
        describe_received(call)
      )
    }
    run <- function(...) contain_jumps(do.call(call, lapply(list(...), convert_to_r), quote = TRUE))
    list(call = run, takes = reticulate::dict(as.list(describe_arguments(call))))
  }
  keep_recipe(custom_layers()$make_function_model_class(attach), "make_custom_model_class", model_fn)
}
