# R functions on their way to Python: parts of a model, and sources of data.

# A function of this package stands for the Keras object with its name: activation = activation_relu. reticulate cannot convert
# primitive functions, such as abs.
function_to_python <- function(value) {
  name <- attr(value, "rkeras_name", exact = TRUE) %||% find_exported_name(value)
  if (!is.na(name)) {
    return(get_from_rkeras_py(name))
  }
  if (!is.null(attr(value, "rkeras_part"))) {
    return(model_part_to_python(value))
  }
  registered <- find_registered(value)
  if (!is.null(registered)) {
    return(registered)
  }
  made <- if (is.primitive(value) || length(formals(value))) contain_jumps_of(value) else source_to_python(value)
  made <- reticulate::r_to_py(made, convert = TRUE)
  made$takes <- reticulate::dict(as.list(describe_arguments(value)))
  keep_recipe(made, "function_to_python", without_primitive(value))
}

# The name of an exported function of this package, such as layer_dense; NA for others. Generics belong to the package generics.
find_exported_name <- function(value) {
  name <- if (isNamespace(environment(value))) find_own_name(value) else NA
  if (!is.na(name) && reticulate::py_has_attr(load_rkeras_py(), name)) name else NA
}

# A function without arguments is a source of data: its results are converted like arguments.
source_to_python <- function(draw) {
  force(draw)
  function() {
    batch <- contain_jumps(allowInterrupts(draw()))
    if (identical(batch, quote(.__exhausted__.))) {
      return(NULL) # how generators of the package coro say that they have ended
    }
    tryCatch(to_python(unname_parts(batch)), rkeras_missing_values = function(condition) {
      stop_value("In a batch from a function: ", conditionMessage(condition))
    })
  }
}

# If only some parts of a batch have names, the names are labels: parts are matched by position, as in R keras 2.15.
unname_parts <- function(batch) {
  given <- names(batch)
  if (is.list(batch) && !is.object(batch) && (anyDuplicated(given) || !all(nzchar(given)))) {
    names(batch) <- NULL
  }
  batch
}

# Uses the method `next_batch` or `next` of an R6 object or an environment in the same way.
environment_to_python <- function(value) {
  for (name in c("next_batch", "next")) {
    if (is.function(value[[name]])) {
      return(source_to_python(value[[name]]))
    }
  }
  value
}

# R draws from an iterator made by py_iterator(), so that an error in its function is raised.
iterator_to_python <- function(iterator) {
  draw <- draw_from_r_iterator(iterator)
  if (is.null(draw)) {
    return(iterator)
  }
  reticulate::import_builtins(convert = FALSE)$iter(source_to_python(draw), NULL)
}

# Supports ~ .x + 1.
formula_function <- function(value) {
  if (length(value) > 2L) {
    stop_unusable(
      "A formula with two sides, ",
      deparse1(value),
      ", cannot be used here. Pass the data: x = a matrix, y = a vector."
    )
  }
  rlang::as_function(value)
}
