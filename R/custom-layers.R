#' Create a layer from a class, and add it to a model or tensor
#'
#' Use it in your own function around a layer class, so that it works with the pipe as [layer_dense()] does.
#' [create_layer_wrapper()] makes such a function for you.
#'
#' @param layer_class,wrapper_class A Python class, one made by [%py_class%] or [Layer()], or an `R6Class` that inherits from
#'   [KerasLayer] (for a wrapper from [KerasWrapper]).
#' @param object A tensor, a list of tensors or a Sequential model to add the layer to. Without it, the layer itself is
#'   returned.
#' @param args Named list of arguments for the constructor. It may contain the arguments that every layer has:
#'   `input_shape`, `batch_input_shape`, `batch_size`, `dtype`, `name`, `trainable`, `weights`. For a wrapper also
#'   `layer`, the layer to wrap.
#' @return The layer, or the result of the composition, as for `layer_dense()`.
#' @seealso [create_layer_wrapper()], [new_layer_class()], [r6-classes].
#' @examplesIf is_keras_available()
#' Scale(keras$layers$Layer) %py_class% {
#'   initialize <- function(factor = 2, ...) {
#'     super$initialize(...)
#'     self$factor <- factor
#'   }
#'   call <- function(inputs) inputs * self$factor
#' }
#' create_layer(Scale, op_array(c(1, 2)), list(factor = 3))
#' layer <- create_layer(Scale, args = list(factor = 3, name = "triple"))
#' layer$name
#' #> [1] "triple"
#' @export
create_layer <- function(layer_class, object, args = list()) {
  compose_instance(layer_class, if (missing(object)) NULL else object, args, "create_layer(): `layer_class`")
}

#' @export
#' @rdname create_layer
create_wrapper <- function(wrapper_class, object, args = list()) {
  if (is.null(args$layer)) {
    stop("create_wrapper(): `args` should have `layer`, the layer to wrap.", call. = FALSE)
  }
  compose_instance(wrapper_class, if (missing(object)) NULL else object, args, "create_wrapper(): `wrapper_class`")
}

compose_instance <- function(class, object, args, subject = "A class") {
  if (length(args) && !all(nzchar(names(args) %||% ""))) {
    stop("The arguments of a layer class need names: list(units = 4).", call. = FALSE)
  }
  values <- Map(instance_argument, names(args), args)
  result <- reword_errors(convert_to_r(call_python(
    custom_layers()$create_layer,
    as_py_class(class, subject = subject),
    to_python(object),
    as.list(names(args)),
    unname(values)
  )))
  if (is.null(object)) {
    return(result)
  }
  invisible(if (is_sequential(object)) object else result)
}

layer_arguments <- c("input_shape", "batch_input_shape", "batch_size", "dtype", "name", "trainable", "weights")

# The class's own arguments are passed on unchanged.
instance_argument <- function(name, value) {
  if (name %in% layer_arguments || is.function(value) || inherits(value, "R6")) to_python(value) else value
}

#' Create a layer function from a class
#'
#' Use it to turn a layer class, yours or from another package, into a function that works with the pipe. The function has
#' the arguments of the class, after `object`.
#'
#' @param Layer A Python class, one made by [%py_class%], or an `R6Class`.
#' @param modifiers Named list of functions; each is applied to the argument with the same name.
#' @param convert For an `R6Class`: whether its methods get R values (`TRUE`) or Python objects.
#' @return A function like `layer_dense()`. Its arguments are `object` and those of the class's constructor; if that has
#'   `...`, also the arguments that every layer has, such as `name`. The attribute `Layer` of the function is the class;
#'   `custom_objects` accepts the function instead of the class.
#' @seealso [create_layer()], [new_layer_class()], [%py_class%].
#' @examplesIf is_keras_available()
#' Scale(keras$layers$Layer) %py_class% {
#'   initialize <- function(factor = 2, ...) {
#'     super$initialize(...)
#'     self$factor <- factor
#'   }
#'   call <- function(inputs) inputs * self$factor
#' }
#' layer_scale <- create_layer_wrapper(Scale, modifiers = list(factor = abs))
#' op_array(c(1, 2)) %>% layer_scale(factor = -3)
#' @export
create_layer_wrapper <- function(Layer, modifiers = NULL, convert = TRUE) {
  layer_wrapper(Layer, modifiers, convert, constructor_formals)
}

layer_wrapper <- function(
  Layer,
  modifiers = NULL,
  convert = TRUE,
  arguments = open_formals,
  written = NULL,
  frame = parent.frame(2L)
) {
  force(frame)
  if (inherits(Layer, "keras_layer_wrapper")) {
    Layer <- attr(Layer, "Layer")
  }
  written <- if (inherits(Layer, c("R6ClassGenerator", "rkeras_delayed_class"))) TRUE else written
  if (inherits(Layer, "R6ClassGenerator")) {
    generator <- Layer
    make <- function() r6_py_class(generator, convert)
    Layer <- make_or_delay_class(generator$classname, make, function() listed_formals(generator$public_methods), frame)
  }
  force(modifiers)
  plans <- new.env(parent = emptyenv())
  wrapper <- function(object) {
    args <- capture_args("wrapper", nargs(), plans = plans)
    object <- args$object
    args$object <- NULL
    for (name in intersect(names(modifiers), names(args))) {
      args[name] <- list(modifiers[[name]](args[[name]]))
    }
    compose_instance(Layer, object, args)
  }
  formals(wrapper) <- c(alist(object = ), arguments(Layer))
  structure(wrapper, class = c("keras_layer_wrapper", "function"), Layer = Layer, written = written)
}

# Adds `...` for the arguments that all layers have.
open_formals <- function(class) {
  found <- constructor_formals(class)
  if ("..." %in% names(found)) found else c(found, alist(... = ))
}

constructor_formals <- function(class) {
  if (inherits(class, "rkeras_delayed_class")) {
    return(attr(class, "arguments")())
  }
  described <- custom_layers()$describe_formals(as_py_class(class))
  if (length(described) == 1L && startsWith(described[[1L]][[1L]], "function")) {
    found <- as.list(formals(eval(str2lang(described[[1L]][[1L]]))))
  } else {
    found <- lapply(described, function(one) if (length(one) == 1L) quote(expr = ) else str2lang(one[[2L]]))
    names(found) <- vapply(described, `[[`, "", 1L)
  }
  found
}

#' @export
print.keras_layer_wrapper <- function(x, ...) {
  class <- attr(x, "Layer")
  name <- if (inherits(class, "rkeras_delayed_class")) attr(class, "name") else class$`__name__`
  arguments <- sub("NULL$", "", deparse1(args(unclass(x))))
  cat("<layer function of class ", name, ">\n", trimws(arguments), "\n", sep = "")
  invisible(x)
}
