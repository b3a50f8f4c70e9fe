# R6 classes as Python classes. An instance of Python has an R6 object, which Python keeps; the R6 object knows the
# instance only weakly, so that both can be freed.

#' Layers, wrappers, callbacks and constraints as R6 classes
#'
#' Classes to inherit from: `R6::R6Class("MyLayer", inherit = KerasLayer, public = list(...))`.
#'
#' @section KerasLayer and KerasWrapper:
#' Methods to write: `initialize(...)`, which takes the layer's own arguments and does not call Keras;
#' `build(input_shape)` (a list, with `NULL` for the batch axis) makes the weights; `call(inputs, mask)` computes the output
#' and may also take `training`; `compute_output_shape(input_shape)` is seldom needed. Further public methods, `get_config`
#' among them, are methods of the Python layer, too. Inherited: `self$add_weight(name, shape, dtype, initializer,
#' regularizer, trainable, constraint)`, `self$add_loss(losses)`, `self$input`, `self$output`, and `self$python_layer()`
#' (`self$python_wrapper()`), the layer of Keras. In a wrapper `private$py_wrapper$layer` is the layer inside,
#' `super$build(input_shape)` builds it and `super$call(inputs)` calls it. Make layers by [create_layer()], wrappers by
#' [create_wrapper()].
#'
#' @section KerasCallback:
#' Methods as in [new_callback_class()]. `self$model` is the model, `self$params` what it is trained with. Pass an instance
#' to `fit(callbacks = )`.
#'
#' @section KerasConstraint:
#' `call(w)` returns the weights after the constraint, `get_config()` the arguments that make an equal one. Pass an
#' instance as `kernel_constraint` and the like.
#'
#' @name r6-classes
NULL

drop_null <- function(args) {
  args[!vapply(args, is.null, NA)]
}

# What layers and wrappers share, with the names they have had.
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
      private$reference <- weak_reference(wrapper)
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
      private$reference <- weak_reference(py_wrapper)
      private$py_wrapper <- converted(reticulate::py_call(weakref()$proxy, py_wrapper))
    }
    members
  }),
  active = layer_active,
  private = list(reference = NULL, py_wrapper = NULL)
)

with_logs <- c(
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
    hooks <- lapply(stats::setNames(nm = with_logs), function(name) {
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
    c(list(params = NULL, model = NULL, set_context = set_context), hooks)
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

# To Python ------------------------------------------------------------------------------------------------------------

r6_kinds <- list(
  KerasLayer = list(base = function() keras$layers$Layer, always = character(), set = ".set_wrapper"),
  KerasWrapper = list(base = function() keras$layers$Wrapper, always = "call", set = ".set_py_wrapper"),
  KerasCallback = list(base = function() keras$callbacks$Callback, always = c("set_params", "set_model")),
  KerasConstraint = list(base = function() keras$constraints$Constraint, always = c("call", "get_config"))
)

# The class of a generator is made once, so that a saved object finds the one it was of.
r6_py_class <- function(generator, convert = TRUE) {
  found <- generator$.py_class
  if (is.null(found) || reticulate::py_is_null_xptr(found)) {
    found <- new_r6_py_class(generator, convert)
    assign(".py_class", found, envir = generator)
  }
  found
}

new_r6_py_class <- function(generator, convert) {
  lineage <- r6_lineage(generator)
  oldest <- lineage[[length(lineage)]]
  kind <- r6_kinds[[oldest$classname]]
  own <- c("initialize", "clone", "print", "finalize")
  if (!is.null(kind)) {
    methods <- do.call(c, lapply(rev(lineage[-length(lineage)]), function(one) one$public_methods))
    methods <- methods[!duplicated(names(methods), fromLast = TRUE) & !names(methods) %in% own]
    constructor <- find_initialize(lineage)
    return(shim_class(generator$classname, oldest, methods, constructor, function(...) generator$new(...)))
  }
  members <- c(generator$public_methods, generator$public_fields, lapply(generator$active, mark_active))
  members$clone <- NULL
  members$private <- c(generator$private_methods, generator$private_fields)
  base <- generator$get_inherit()
  make_py_class(generator$classname, members, if (is.null(base)) list() else list(base), list(convert = convert))
}

r6_lineage <- function(generator) {
  lineage <- list()
  while (inherits(generator, "R6ClassGenerator")) {
    lineage <- c(lineage, list(generator))
    generator <- generator$get_inherit()
  }
  lineage
}

find_initialize <- function(lineage) {
  for (generator in lineage) {
    if (!is.null(generator$public_methods$initialize)) {
      return(generator$public_methods$initialize)
    }
  }
  function() NULL
}

# A Python class whose instances have an R6 object, made by `new`, that does the work.
shim_class <- function(name, base, methods, constructor, new) {
  kind <- r6_kinds[[base$classname]]
  always <- setdiff(kind$always, c(names(methods), "set_params", "set_model"))
  methods <- c(methods, base$public_methods[always])
  methods <- methods[!startsWith(names(methods) %||% character(), ".")]
  owner <- new.env(parent = emptyenv())
  owner$name <- name
  specs <- Map(function(method, definition) shim_method(method, definition, name), names(methods), methods)
  specs <- c(list(shim_constructor(constructor, new, base, owner)), unname(specs))
  if (base$classname == "KerasCallback") {
    specs <- c(specs, list(shim_context("params", owner), shim_context("model", owner)))
  }
  owner$class <- custom_classes()$make_class(name, list(kind$base()), specs)
  owner$class
}

shim_method <- function(method, definition, class) {
  method_spec(method, definition, function(self, kept, names, args) {
    object <- kept$object
    result <- call_by_name(object[[method]], method, class, names, args)
    if (method == "build") {
      track_fields(self, object)
    }
    if (method == "compute_output_shape") open_sizes(result) else result
  })
}

shim_constructor <- function(constructor, new, base, owner) {
  set <- r6_kinds[[base$classname]]$set
  wraps <- base$classname == "KerasWrapper"
  if (wraps) {
    formals(constructor) <- c(alist(layer = ), formals(constructor))
  }
  method_spec("initialize", constructor, function(self, kept, names, args) {
    open <- which(!nzchar(names))
    names(args) <- replace(names, open, names(formals(constructor))[open])
    if (wraps) {
      custom_classes()$super_initialize(owner$class, self, layer = args$layer)
      args$layer <- NULL
    } else {
      custom_classes()$super_initialize(owner$class, self)
    }
    object <- call_by_name(new, "new", owner$name, names(args) %||% character(), unname(args))
    assign("object", object, envir = new_state(self))
    if (!is.null(set)) {
      object[[set]](self)
      track_fields(self, object)
    }
    NULL
  })
}

# Keras tells a callback its model and parameters.
shim_context <- function(what, owner) {
  name <- paste0("set_", what)
  definition <- function(value) NULL
  method_spec(name, definition, function(self, kept, names, args) {
    custom_classes()$super_attribute(owner$class, self, name)(args[[1L]])
    object <- kept$object
    context <- list(params = object$params, model = object$model)
    context[what] <- args
    object$set_context(params = context$params, model = context$model)
    NULL
  })
}

# Layers in the public fields of an R6 object are layers inside its layer: Keras has to know their weights.
track_fields <- function(self, object) {
  for (name in names(object)) {
    if (!bindingIsActive(name, object) && is_layer(object[[name]])) {
      reticulate::py_set_attr(self, name, object[[name]])
    }
  }
}

is_layer <- function(x) {
  inherits(x, "keras.src.layers.layer.Layer")
}

# An R6 object passed to Python: a callback for fit(), a constraint of a layer.
r6_to_python <- function(x, convert = FALSE) {
  base <- if (inherits(x, "KerasCallback")) KerasCallback else KerasConstraint
  overridden <- Filter(
    function(name) !identical(body(x[[name]]), body(base$public_methods[[name]])),
    names(base$public_methods)
  )
  overridden <- setdiff(overridden, c("set_context", "clone"))
  methods <- lapply(stats::setNames(nm = overridden), function(name) x[[name]])
  shim_class(class(x)[[1L]], base, methods, function() NULL, function() x)()
}
