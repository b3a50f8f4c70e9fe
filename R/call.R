# What the caller of a wrapper supplied, and nothing else. Must be called as a statement of its own: as an argument
# it would be a promise and see another frame. `object` is forced first, so that layers in a lazy pipe are made, get
# their names and draw their seeds in reading order.
capture_args <- function(always = character()) {
  frame <- parent.frame()
  definition <- sys.function(-1)
  call <- match.call(definition, sys.call(-1), expand.dots = FALSE, envir = parent.frame(2))
  supplied <- c(names(call)[-1], always)
  formal <- names(formals(definition))
  args <- list()
  for (name in formal[formal %in% supplied & formal != "..."]) {
    if (name %in% always || !is_missing(name, frame)) {
      args[name] <- list(get(name, envir = frame, inherits = FALSE))
    }
  }
  if ("..." %in% supplied) {
    args <- c(args, eval(quote(list(...)), frame))
  }
  args
}

is_missing <- function(name, frame) {
  eval(call("missing", as.name(name)), frame)
}

# Call a function of the Python package with R values; the result comes back as an R value. `...` names the arguments
# that another function than to_python() takes to Python.
call_rkeras <- function(name, args, ...) {
  given <- if (is.null(names(args))) rep("", length(args)) else names(args)
  own <- list(...)
  ways <- lapply(given, function(argument) if (is.null(own[[argument]])) to_python else own[[argument]])
  values <- tryCatch(
    lapply(seq_along(args), function(i) ways[[i]](args[[i]])),
    rkeras_missing_values = function(condition) {
      refused <- vapply(seq_along(args), function(i) has_missing_values(args[[i]], ways[[i]]), NA)
      place <- given[refused][1]
      stop(name, "(): ", if (nzchar(place)) paste0("`", place, "`: "), conditionMessage(condition), call. = FALSE)
    }
  )
  in_r_words(converted(reticulate::py_call(core_function("call_from_r"), name, as.list(given), values)))
}

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

# Errors of Python keep their class and the exception itself, and lose reticulate's trailer.
in_r_words <- function(expr, with_type = FALSE) {
  tryCatch(expr, python.builtin.BaseException = function(condition) {
    stop(reworded(condition, with_type))
  })
}

# The condition is a Python object too: `$<-` would set an attribute of the exception.
reworded <- function(condition, with_type) {
  classes <- class(condition)
  message <- sub("\nRun `.*py_last_error\\(\\)`.*$", "", conditionMessage(condition))
  condition <- unclass(condition)
  condition$message <- if (with_type) message else sub("^[A-Za-z_.]*(Error|Exception|Interrupt): ", "", message)
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
