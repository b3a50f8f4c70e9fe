# What the caller of a wrapper supplied, and nothing else. Must be called as a statement of its own: as an argument
# it would be a promise and see another frame. `object` is forced first, so that layers in a lazy pipe are made, get
# their names and draw their seeds in reading order. What is in `except` is left as it is, unread.
capture_args <- function(always = character(), except = character()) {
  frame <- parent.frame()
  definition <- sys.function(-1)
  call <- match.call(definition, sys.call(-1), expand.dots = FALSE, envir = parent.frame(2))
  supplied <- names(call)[-1L]
  args <- list()
  for (name in supplied[match(supplied, c(except, "..."), 0L) == 0L]) {
    if (!is_missing(name, call[[name]], frame)) args[name] <- list(frame[[name]])
  }
  for (name in always) {
    args[name] <- list(frame[[name]])
  }
  if (!is.null(call[["..."]])) {
    args <- c(args, eval(quote(list(...)), frame))
  }
  if (!hold_parts(args) || has_no_parts(definition)) args else mark_model_parts(args, call, parent.frame(2))
}

# The `f` of what is no layer, as of op_map(), is called at once and part of no model.
has_no_parts <- function(definition) {
  takes <- names(formals(definition))
  inherits(definition, "keras_layer_wrapper") || "f" %in% takes && !"object" %in% takes
}

# Only a name in the call can stand for an argument that is missing there too.
is_missing <- function(name, code, frame) {
  is.symbol(code) && eval(call("missing", as.name(name)), frame)
}

# Call a function of the Python package with R values; the result comes back as an R value. `...` names the arguments
# that another function than to_python() takes to Python.
call_rkeras <- function(name, args, ...) {
  given <- names(args)
  if (is.null(given)) {
    given <- character(length(args))
  }
  values <- values_to_python(name, args, given, if (...length()) list(...))
  call <- function() reticulate::py_call(get_from_rkeras_py("call_from_r"), name, as.list(given), values)
  result <- reword_errors(convert_to_r(if (name %in% ends_in_order) suspendInterrupts(call()) else call()))
  if (!is.object(result) || is_tensor(result)) {
    return(if (is.null(result)) invisible() else result)
  }
  if (inherits(result, python_names[["Warned"]])) {
    for (message in as.list(result$messages)) {
      warning(message, call. = FALSE)
    }
    result <- convert_to_r(result$value)
  }
  if (inherits(result, python_names[["Interrupted"]])) {
    rlang::interrupt()
  }
  if (is.null(result)) invisible() else result
}

values_to_python <- function(name, args, given, ways) {
  if (!length(ways) && all(vapply(args, goes_as_it_is, NA))) {
    names(args) <- NULL
    return(args)
  }
  values <- vector("list", length(args))
  place <- 0L
  withCallingHandlers(
    for (place in seq_along(args)) {
      way <- ways[[given[place]]]
      values[place] <- list(if (is.null(way)) to_python(args[[place]]) else way(args[[place]]))
    },
    rkeras_missing_values = function(condition) {
      argument <- if (nzchar(given[place])) paste0("`", given[place], "`: ")
      stop_value(name, "(): ", argument, conditionMessage(condition))
    }
  )
  values
}

# What to_python() would leave as it is, seen at once: objects of Python, one number or text, arrays of numbers, NULL.
goes_as_it_is <- function(value) {
  if (is.object(value)) {
    return(
      inherits(value, "python.builtin.object") && !is_r_iterator(value) && !reticulate::py_is_null_xptr(value)
    )
  }
  switch(
    typeof(value),
    "NULL" = TRUE,
    logical = ,
    integer = ,
    double = if (is.null(dim(value))) is_plain_scalar(value) else !anyNA(value),
    character = is_plain_scalar(value) && !is_broken_text(value),
    FALSE
  )
}

# Of Ctrl-C in these Python hears, and they end with the batch that runs. R hears of it in functions of the user alone,
# by allowInterrupts(): in reticulate's, a jump would leave Python broken.
ends_in_order <- c("fit", "evaluate", "predict", "fit_generator", "evaluate_generator", "predict_generator")

# py_call() alone would not ask the S3 methods of py_to_r(), which leave TensorFlow's tensors as they are. Of symbolic
# tensors that method is called at once.
convert_to_r <- function(value) {
  if (!inherits(value, "python.builtin.object") || inherits(value, keras_names[["Tensor"]])) {
    return(value)
  }
  if (inherits(value, keras_names[["KerasTensor"]])) add_tensor_classes(value) else reticulate::py_to_r(value)
}

# Call a layer function. Composed results print nothing, as in R keras; a Sequential model comes back as the very
# object that was piped in.
compose_rkeras <- function(name, args) {
  result <- call_rkeras(name, args)
  if (is.null(args$object)) {
    return(result)
  }
  invisible(if (is_sequential(args$object)) args$object else result)
}
