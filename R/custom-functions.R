# R functions that become parts of a model: losses, metrics, activations, initializers, regularizers, constraints and the
# functions of layer_lambda(). The Python function gets the name and arguments of the R function.

model_part_roles <- c(
  loss = "loss",
  metrics = "metric",
  weighted_metrics = "metric",
  metric_fn = "metric",
  f = "lambda",
  activation = "activation",
  initializer = "initializer",
  regularizer = "regularizer",
  constraint = "constraint",
  custom_objects = "",
  objects = "",
  learning_rate = ""
)

find_part_role <- function(argument) {
  model_part_roles[sub("^.*_(activation|initializer|regularizer|constraint)$", "\\1", argument)]
}

# Marks the functions among the arguments of a call with their names: those in the list, or those of the variables.
mark_model_parts <- function(args, call, frame) {
  types <- vapply(args, typeof, "", USE.NAMES = FALSE)
  for (i in which(types %in% types_of_parts & nzchar(names(args)))) {
    argument <- names(args)[[i]]
    role <- find_part_role(argument)
    if (!is.na(role)) {
      label <- if (identical(argument, "metric_fn")) args$name
      args[[i]] <- mark_model_part(args[[i]], role[[1L]], find_written_code(call[[argument]], frame), label, argument)
    }
  }
  args
}

# Tells whether the values contain a function, a list or a formula that mark_model_parts() may have to mark.
hold_parts <- function(values) {
  for (value in values) {
    if (any(typeof(value) == types_of_parts) && !inherits(value, "python.builtin.object")) {
      return(TRUE)
    }
  }
  FALSE
}

types_of_parts <- c("closure", "builtin", "special", "list", "language")

# Finds the code of an argument. `..1` stands for code in the call of the caller, which passed it on in `...`. In a call of
# keras3 the code of an argument is inside that of its conversion.
find_written_code <- function(code, frame) {
  if (is_conversion(code)) {
    code <- code[[4L]]
  }
  if (is.symbol(code) && grepl("^\\.\\.[0-9]+$", code)) {
    place <- as.integer(substring(as.character(code), 3L))
    code <- eval(quote(substitute(list(...))), frame)[[place + 1L]]
  }
  code
}

# list("mae", mine = f): a name is used if there is one, and not blank.
name_all_parts <- function(parts) {
  open <- which(!nzchar(names(parts)))
  names(parts)[open] <- strrep(" ", seq_along(open))
  parts
}

mark_model_part <- function(value, role, code, label, argument) {
  if (inherits(value, "formula") && length(value) == 2L) {
    value <- formula_function(value)
  }
  if (is_own_function(value)) {
    refuse_base_measure(value, role, argument)
    value <- without_primitive(value)
    attr(value, "rkeras_part") <- list(
      role = role,
      label = if (is.symbol(code)) as.character(code) else label %||% argument,
      name = name_code(code, role)
    )
    return(value)
  }
  if (is.list(value) && !is.object(value)) {
    codes <- if (is.call(code) && deparse1(code[[1L]]) %in% c("list", "c") && length(code) == length(value) + 1L) {
      as.list(code)[-1L]
    }
    for (i in seq_along(value)) {
      given <- names(value)[i]
      label <- if (isTRUE(nzchar(given)) && !is.list(value[[i]])) given
      value[i] <- list(mark_model_part(value[[i]], role, codes[[i]], label, argument))
    }
    if (role %in% c("metric", "")) {
      value <- name_all_parts(value)
    }
  }
  value
}

# sum(), mean() and var() of base R also accept two arguments, but do not compare targets with predictions.
refuse_base_measure <- function(f, role, argument) {
  if (role %in% c("loss", "metric") && environmentName(topenv(environment(f) %||% baseenv())) %in% c("base", "stats")) {
    advice <- "A function of base R or stats compares no targets with predictions."
    caller <- if (argument == "metric_fn") "custom_metric" else "compile"
    stop_value(caller, "(): `", argument, "` should be a function of y_true and y_pred. ", advice)
  }
}

# A builtin function, such as abs, cannot have attributes.
without_primitive <- function(f) {
  if (is.primitive(f)) function(...) f(...) else f
}

is_own_function <- function(value) {
  known <- c("rkeras_name", "rkeras_part", python_function_attributes)
  is.function(value) && !is_written_class(value) && !any(known %in% names(attributes(value)))
}

# Files store a function under the name of its variable, a loss without a name under its code.
name_code <- function(code, role) {
  if (is.symbol(code) || (role == "loss" && is.call(code))) {
    gsub("[^A-Za-z0-9_]", "_", paste(deparse(code), collapse = ""))
  } else {
    "python_function"
  }
}

model_part_to_python <- function(value) {
  part <- attr(value, "rkeras_part")
  attr(value, "rkeras_part") <- NULL
  registered <- find_registered(value)
  if (!is.null(registered)) {
    return(registered)
  }
  run <- function(names, ...) {
    args <- lapply(list(...), part_argument_to_r)
    call_by_name(value, part$label, NULL, as.character(reticulate::py_to_r(names)), args)
  }
  takes <- as.list(describe_arguments(value))
  made <- custom_functions()$make_part(run, part$name, part$label, part$role, reticulate::dict(takes))
  keep_recipe(made, "make_part_again", value, part)
}

make_part_again <- function(value, part) {
  attr(value, "rkeras_part") <- part
  model_part_to_python(value)
}

# An initializer gets its shape as a vector, c(3L, 2L), as usual in R; reticulate converts Python's tuples to lists.
part_argument_to_r <- function(value) {
  value <- convert_to_r(value)
  if (is.list(value) && all(vapply(value, rlang::is_scalar_integer, NA))) as.integer(value) else value
}

custom_functions <- function() {
  load_rkeras_py()
  functions_of("custom_functions")
}
