# What the caller of a wrapper supplied, and nothing else. Must be called as a statement of its own: as an argument
# it would be a promise and see another frame. `object` is forced first, so that layers in a lazy pipe are made, get
# their names and draw their seeds in reading order.
capture_args <- function(always = character()) {
  frame <- parent.frame()
  definition <- sys.function(-1)
  call <- match.call(definition, sys.call(-1), expand.dots = FALSE, envir = parent.frame(2))
  supplied <- names(call)[-1L]
  args <- list()
  for (name in c(supplied[supplied != "..."], always)) {
    if (name %in% always || !is_missing(name, call[[name]], frame)) {
      args[name] <- list(frame[[name]])
    }
  }
  if ("..." %in% supplied) {
    args <- c(args, eval(quote(list(...)), frame))
  }
  if (inherits(definition, "keras_layer_wrapper")) args else mark_parts(args, call, parent.frame(2))
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
  values <- values_to_python(name, args, given, list(...))
  call <- function() reticulate::py_call(core_function("call_from_r"), name, as.list(given), values)
  result <- in_r_words(converted(if (name %in% ends_in_order) suspendInterrupts(call()) else call()))
  if (inherits(result, "rkeras_py.r.results.Interrupted")) {
    rlang::interrupt()
  }
  if (is.null(result)) invisible() else result
}

values_to_python <- function(name, args, given, ways) {
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

# Of Ctrl-C in these Python hears, and they end with the batch that runs: see rkeras_py/training/ctrl_c.py. R hears of it
# in functions of the user alone, by allowInterrupts(): in reticulate's, a jump would leave Python broken.
ends_in_order <- c("fit", "evaluate", "predict", "fit_generator", "evaluate_generator", "predict_generator")

# py_call() alone would not ask the S3 methods of py_to_r().
converted <- function(value) {
  if (inherits(value, "python.builtin.object")) reticulate::py_to_r(value) else value
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

is_sequential <- function(object) {
  inherits(object, "keras.models.Sequential")
}

# Errors of Python keep their class and the exception itself, and lose reticulate's trailer. Those that a function of R
# raised when Python called it are R's own again.
in_r_words <- function(expr, with_type = FALSE) {
  tryCatch(expr, python.builtin.BaseException = function(condition) {
    of_r <- r_condition(condition)
    if (inherits(of_r, "rkeras_jump")) {
      jump_again(of_r)
    }
    stop(if (is.null(of_r)) reworded(condition, with_type) else of_r)
  })
}

# reticulate packs a condition of R into a RuntimeError, field by field.
r_condition <- function(exception) {
  fields <- reticulate::py_to_r(reticulate::py_get_attr(exception, "__dict__"))
  if (is.null(fields$r_class)) {
    return(NULL)
  }
  if (is.call(fields$call) && is_literal_function(fields$call[[1L]])) {
    fields["call"] <- list(NULL)
  }
  added <- c("r_class", if (!"rlang_error" %in% fields$r_class) "trace")
  parts <- fields[setdiff(names(fields), added)]
  structure(parts[c("message", "call", setdiff(names(parts), c("message", "call")))], class = fields$r_class)
}

# As do.call() leaves it in a call: it is long, and says nothing.
is_literal_function <- function(code) {
  is.function(code) || (is.call(code) && identical(code[[1L]], quote(`function`)))
}

# The condition is a Python object too: `$<-` would set an attribute of the exception.
reworded <- function(condition, with_type, prefix = "") {
  classes <- class(condition)
  message <- sub("\nRun `.*py_last_error\\(\\)`.*$", "", conditionMessage(condition))
  condition <- unclass(condition)
  plain <- if (with_type) message else sub("^[A-Za-z_.]*(Error|Exception|Interrupt): ", "", message)
  condition$message <- paste0(prefix, plain)
  structure(condition, class = unique(c("rkeras_error", classes)))
}

# The message names the function; the call would be one inside reticulate.
#' @export
conditionCall.rkeras_error <- function(c) {
  NULL
}

#' @export
as.character.rkeras_error <- function(x, ...) {
  paste0("Error: ", conditionMessage(x), "\n")
}

#' @export
print.rkeras_error <- function(x, ...) {
  type <- sub("python.builtin.", "", class(x)[[2L]], fixed = TRUE)
  message <- conditionMessage(x)
  cat("<", if (!startsWith(message, type)) paste0(type, ": "), message, ">\n", sep = "")
  invisible(x)
}
