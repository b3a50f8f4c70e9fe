#' Layers, wrappers, callbacks and constraints as R6 classes
#'
#' Use them to write a layer, callback or constraint with R6, by inheritance: `R6::R6Class("MyLayer", inherit = KerasLayer, public = list(...))`.
#'
#' @section KerasLayer and KerasWrapper: Methods to write: `initialize(...)`, which takes the layer's own arguments and
#'   does not call Keras; `build(input_shape)` (a list, with `NULL` for the batch axis) creates the weights;
#'   `call(inputs, mask)` computes the output and may also take `training`; `compute_output_shape(input_shape)` is
#'   rarely needed. Other public methods, such as `get_config`, become methods of the Python layer. Inherited:
#'   `self$add_weight(name, shape, dtype, initializer, regularizer, trainable, constraint)`, `self$add_loss(losses)`,
#'   `self$add_metric(value, name)`, `self$input`, `self$output`, and `self$python_layer()` (`self$python_wrapper()`),
#'   the Keras layer. In a wrapper `private$py_wrapper$layer` is the layer inside, `super$build(input_shape)` builds it
#'   and `super$call(inputs)` calls it. Create layers with [create_layer()], wrappers with [create_wrapper()].
#'
#' @section KerasCallback: Methods as in [new_callback_class()]. `self$model` is the model, `self$params` the training
#' settings; `set_params(params)` and `set_model(model)` are called before training. If a method returns `logs` with
#' further numbers, these are added to the logs of later callbacks and to the history. Pass an instance to
#' `fit(callbacks = )`.
#'
#' @section KerasConstraint: `call(w)` returns the weights after the constraint, `get_config()` the arguments that
#' recreate the instance. Pass an instance as `kernel_constraint` and similar arguments.
#'
#' @seealso [new_layer_class()], [create_layer()], [create_wrapper()].
#' @examplesIf is_keras_available()
#' Scale <- R6::R6Class("Scale",
#'   inherit = KerasLayer,
#'   public = list(
#'     factor = NULL,
#'     initialize = function(factor = 2) {
#'       self$factor <- factor
#'     },
#'     call = function(inputs, mask = NULL) inputs * self$factor
#'   )
#' )
#' create_layer(Scale, op_array(c(1, 2)), list(factor = 3))
#'
#' AtMost <- R6::R6Class("AtMost",
#'   inherit = KerasConstraint,
#'   public = list(call = function(w) op_minimum(w, 1))
#' )
#' AtMost$new()$call(op_array(c(0.5, 7)))
#' #> <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.5, 1. ], dtype=float32)>
#' @name r6-classes
NULL

drop_null <- function(args) {
  args[!vapply(args, is.null, NA)]
}

# Members that layers and wrappers share, with all names used over time.
layer_members <- function() {
  list(
    build = function(input_shape) NULL,
    call = function(inputs, mask = NULL) {
      stop("a custom layer needs a method `call`", call. = FALSE)
    },
    compute_output_shape = function(input_shape) input_shape,
    add_loss = function(losses, inputs = NULL) {
      private$reference()$add_loss(losses)
      invisible(NULL)
    },
    add_metric = function(value, name = NULL, aggregation = "mean") {
      private$reference()$add_metric(value, name = name, aggregation = aggregation)
      invisible(NULL)
    },
    add_weight = function(
      name,
      shape,
      dtype = NULL,
      initializer = NULL,
      regularizer = NULL,
      trainable = TRUE,
      constraint = NULL
    ) {
      args <- list(
        name = name,
        shape = shape,
        dtype = dtype,
        initializer = to_python(initializer),
        regularizer = to_python(regularizer),
        trainable = trainable,
        constraint = to_python(constraint)
      )
      do.call(custom_layers()$add_weight, c(list(private$reference()), drop_null(args)))
    }
  )
}

layer_active <- list(
  input = function() private$reference()$input,
  output = function() private$reference()$output
)

#' @format R6 class generators.
#' @export
#' @rdname r6-classes
KerasLayer <- R6Class(
  "KerasLayer",
  public = local({
    members <- layer_members()
    members$python_layer <- function() private$reference()
    members$.set_wrapper <- function(wrapper) {
      private$reference <- refer_weakly(wrapper)
    }
    members
  }),
  active = layer_active,
  private = list(reference = NULL)
)

#' @export
#' @rdname r6-classes
KerasWrapper <- R6Class(
  "KerasWrapper",
  public = local({
    members <- layer_members()
    members$python_wrapper <- function() private$reference()
    members$build <- function(input_shape) {
      custom_layers()$build_wrapped(private$reference()$layer, input_shape)
    }
    members$call <- function(inputs, mask = NULL) {
      private$reference()$layer(inputs)
    }
    members$compute_output_shape <- function(input_shape) {
      private$reference()$layer$compute_output_shape(reticulate::tuple(input_shape))
    }
    members$.set_py_wrapper <- function(py_wrapper) {
      private$reference <- refer_weakly(py_wrapper)
      private$py_wrapper <- convert_to_r(call_python(weakref()$proxy, py_wrapper))
    }
    members
  }),
  active = layer_active,
  private = list(reference = NULL, py_wrapper = NULL)
)

callback_hook_names <- c(
  "on_epoch_begin",
  "on_epoch_end",
  "on_batch_begin",
  "on_batch_end",
  "on_train_begin",
  "on_train_end",
  "on_predict_batch_begin",
  "on_predict_batch_end",
  "on_predict_begin",
  "on_predict_end",
  "on_test_batch_begin",
  "on_test_batch_end",
  "on_test_begin",
  "on_test_end",
  "on_train_batch_begin",
  "on_train_batch_end"
)

#' @export
#' @rdname r6-classes
KerasCallback <- R6Class(
  "KerasCallback",
  public = local({
    hooks <- lapply(stats::setNames(nm = callback_hook_names), function(name) {
      if (grepl("epoch", name)) {
        function(epoch, logs = NULL) NULL
      } else if (grepl("batch", name)) {
        function(batch, logs = NULL) NULL
      } else {
        function(logs = NULL) NULL
      }
    })
    set_context <- function(params = NULL, model = NULL) {
      self$params <- params
      self$model <- model
    }
    set_params <- function(params) self$set_context(params = params, model = self$model)
    set_model <- function(model) self$set_context(params = self$params, model = model)
    context <- list(set_context = set_context, set_params = set_params, set_model = set_model)
    c(list(params = NULL, model = NULL), context, hooks)
  })
)

#' @export
#' @rdname r6-classes
KerasConstraint <- R6Class(
  "KerasConstraint",
  public = list(
    call = function(w) {
      stop("a constraint needs a method `call`", call. = FALSE)
    },
    get_config = function() list()
  )
)
