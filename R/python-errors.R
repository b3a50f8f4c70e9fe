# Python errors keep their class and exception, without reticulate's trailer. Errors that an R function raised while Python
# called it become the original R errors again.
reword_errors <- function(expr, with_type = FALSE) {
  tryCatch(expr, python.builtin.BaseException = function(condition) reword_condition(condition, with_type))
}

# The same in a third of the time if there is no error. The handler runs before `expr` is left, so nothing between here and
# Python may depend on cleanup.
reword_in_place <- function(expr) {
  withCallingHandlers(expr, python.builtin.BaseException = reword_condition)
}

reword_condition <- function(condition, with_type = FALSE) {
  of_r <- r_condition(condition)
  if (inherits(of_r, "rkeras_jump")) {
    jump_again(of_r)
  }
  give_warnings(condition)
  raise_from_python(if (is.null(of_r)) reword_exception(condition, with_type) else unmarked(of_r), condition)
}

# The same, but Python errors stay as reticulate reports them.
keep_conditions <- function(expr) {
  tryCatch(expr, python.builtin.BaseException = keep_condition)
}

# The same with a calling handler, as reword_in_place().
keep_in_place <- function(expr) {
  withCallingHandlers(expr, python.builtin.BaseException = keep_condition)
}

keep_condition <- function(condition) {
  of_r <- r_condition(condition, whole_call = TRUE)
  if (inherits(of_r, "rkeras_jump")) {
    jump_again(of_r)
  }
  raise_from_python(if (is.null(of_r)) complete_message(condition) else unmarked(of_r), condition)
}

# The condition of an exception, with escapes in its message for what R strings cannot hold: reticulate drops it, or cuts the
# message off. It is also a Python object, so `$<-` would set an attribute of the exception.
complete_message <- function(condition) {
  message <- reticulate::py_to_r(call_python(python_errors()$find_unfit_message, condition))
  if (is.null(message)) condition else with_message(condition, paste0(message, "\n", exception_hint))
}

with_message <- function(condition, message) {
  classes <- class(condition)
  condition <- unclass(condition)
  condition$message <- message
  structure(condition, class = classes)
}

# Adds the name of the function that the user called to Python errors.
name_errors <- function(fun, expr) {
  tryCatch(expr, python.builtin.BaseException = function(condition) {
    stop(reword_exception(condition, with_type = FALSE, prefix = paste0(fun, "(): ")))
  })
}

# Signals the warnings of a call that failed.
give_warnings <- function(exception) {
  if (reticulate::py_has_attr(exception, "warnings_for_r")) {
    for (message in reticulate::py_to_r(reticulate::py_get_attr(exception, "warnings_for_r"))) {
      warning(message, call. = FALSE)
    }
  }
}

# Without the mark of name_method_in_error().
unmarked <- function(condition) {
  condition$of_method <- NULL
  condition
}

# The R condition behind an exception, if there is one.
r_condition <- function(exception, whole_call = FALSE) {
  if (!inherits(exception, python_names[["RError"]])) {
    return(NULL)
  }
  holder <- reticulate::py_to_r(reticulate::py_get_attr(exception, "r_condition"))
  if (is.null(holder)) {
    return(condition_of_bridge(exception))
  }
  condition <- holder$object
  if (!whole_call && is.call(condition$call) && is_literal_function(condition$call[[1L]])) {
    condition["call"] <- list(NULL)
  }
  condition
}

# do.call() inserts such functions into a call: they are long and uninformative.
is_literal_function <- function(code) {
  is.function(code) || (is.call(code) && identical(code[[1L]], quote(`function`)))
}

reword_exception <- function(condition, with_type, prefix = "") {
  message <- exception_message(complete_message(condition), with_type)
  condition <- with_message(condition, paste0(prefix, message))
  class(condition) <- unique(c("rkeras_error", class(condition)))
  condition
}

# The message contains the name of the function; the call would be internal to reticulate.
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
