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

# Errors of Python that name the function which the user called.
named_errors <- function(fun, expr) {
  tryCatch(expr, python.builtin.BaseException = function(condition) {
    stop(reworded(condition, with_type = FALSE, prefix = paste0(fun, "(): ")))
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
