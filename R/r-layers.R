# In R a layer or model is a function.
wrap_layer <- function(x) {
  force(x)
  callable <- function(...) apply_layer(callable, rlang::list2(...))
  callable <- stand_for_python_object(callable, x)
  callable
}

# An initializer accepts a shape in any form that R has for shapes.
wrap_initializer <- function(x) {
  force(x)
  callable <- function(shape, ...) {
    if (!is_tensor(shape)) {
      known <- if (inherits(shape, "python.builtin.tuple")) reticulate::py_to_r(shape) else as.list(shape)
      sizes <- lapply(known, as_dimension, fun = "an initializer", argument = "shape")
      shape <- reticulate::tuple(sizes)
    }
    reword_errors(convert_to_r(call_python(x, shape, ...)))
  }
  stand_for_python_object(callable, x)
}

# A regularizer, constraint, loss or metric computes with its arguments, so R vectors and data frames become arrays.
wrap_computing <- function(x) {
  force(x)
  convert <- function(value) {
    if (is.data.frame(value)) {
      return(op_array(value))
    }
    if (is.numeric(value) && !is.object(value)) as_array(value) else value
  }
  callable <- function(...) {
    values <- lapply(list(...), convert)
    reword_errors(convert_to_r(do.call(reticulate::py_call, c(list(x), lapply(values, to_python)), quote = TRUE)))
  }
  stand_for_python_object(callable, x)
}

# The result of k_function() is an R function.
wrap_backend_function <- function(x) {
  force(x)
  callable <- function(inputs) {
    reword_errors(convert_to_r(call_python(x, to_python(inputs))))
  }
  stand_for_python_object(callable, x)
}

# Always calls the layer, whatever the names of the arguments.
apply_layer <- function(layer, args) {
  composed <- call_rkeras("apply_layer", c(list(layer), args))
  for (value in args) {
    if (is_sequential(value)) {
      return(invisible(value))
    }
  }
  composed
}

# R keras's function of this name, which packages use.
compose_layer <- function(object, layer, ...) {
  composed <- call_rkeras("compose_layer", list(object, layer, ...))
  if (is_sequential(object)) invisible(object) else composed
}

node_attributes <- c("output", "input", "output_shape", "input_shape", "output_mask", "input_mask")

layer_attribute <- function(x, name) {
  ensure_alive(x)
  ours <- c(node_attributes, if (inherits(x, keras2_names[["Model"]])) "metrics_names")
  if (!name %in% ours) {
    return(get_member(x, name))
  }
  reword_errors(
    convert_to_r(call_python(get_from_rkeras_py("layer_attribute"), x, name, wants_first_node())),
    with_type = TRUE
  )
}

# reticulate has answers for a dead handle, too: NULL, 0, "<pointer: 0x0>".
ask_if_alive <- function(x, ...) {
  ensure_alive(x)
  NextMethod()
}

member_if_alive <- function(x, name) {
  ensure_alive(x)
  get_member(x, name)
}

compare_if_alive <- function(e1, e2) {
  for (side in list(e1, e2)) {
    if (inherits(side, "python.builtin.object")) {
      ensure_alive(side)
    }
  }
  NextMethod()
}

# For `self$model$stop_training <- TRUE` R assigns at all levels. Unchanged values are skipped, because some are read-only
# properties in Keras 3.
set_changed_attribute <- function(x, name, value) {
  ensure_alive(x)
  parts <- if (is.list(value)) value else list(value)
  of_python <- length(parts) && all(vapply(parts, inherits, NA, "python.builtin.object"))
  if (of_python && reticulate::py_has_attr(x, name)) {
    present <- reticulate::py_to_r(reticulate::py_get_attr(x, name))
    if (are_same_objects(if (is.list(value)) present else list(present), parts)) {
      return(x)
    }
  }
  NextMethod()
}

are_same_objects <- function(x, y) {
  is.list(x) && length(x) == length(y) && all(unlist(Map(is_same_object, x, y)))
}

is_same_object <- function(x, y) {
  inherits(x, "python.builtin.object") && identical(reticulate::py_id(x), reticulate::py_id(y))
}

# Keras 2.15 silently returned the first of several nodes; options(rkeras.ill_defined = "first") requests that.
wants_first_node <- function() {
  identical(getOption("rkeras.ill_defined"), "first")
}
