# Checks for the arguments of functions that are written in R.

stop_argument <- function(fun, argument, expected, received, hint = "") {
  stop_value(
    sprintf("%s(): `%s` should be %s.", fun, argument, expected),
    if (nzchar(hint)) paste0(" ", hint),
    " Received: ",
    argument,
    " = ",
    describe_received(received)
  )
}

describe_received <- function(received) {
  if (inherits(received, "python.builtin.object")) {
    return(sub(".*\\.", "", class(received)[[1L]]))
  }
  paste(deparse(received, width.cutoff = 60L, nlines = 1L), collapse = "")
}

# Raises the same class of error as Python does for a wrong value.
stop_value <- function(...) {
  classes <- c("rkeras_error", "python.builtin.ValueError", "error", "condition")
  stop(structure(list(message = paste0(...), call = NULL), class = classes))
}

# match.arg(), with an error that names the function and the argument.
match_choice <- function(fun, argument, value) {
  choices <- eval(formals(sys.function(sys.parent()))[[argument]], parent.frame())
  if (is.null(value) || identical(value, choices)) {
    return(choices[[1L]])
  }
  at <- if (is_string(value)) pmatch(value, choices) else NA
  if (is.na(at)) {
    stop_argument(fun, argument, paste("one of", toString(dQuote(choices, FALSE))), value)
  }
  choices[[at]]
}

is_string <- function(x) {
  is.character(x) && length(x) == 1L && !is.na(x)
}

is_whole <- function(x) {
  is.numeric(x) && length(x) == 1L && is.finite(x) && x == round(x)
}

# A size in a shape; `any_size` replaces NA, NULL and -1.
as_dimension <- function(size, fun, argument, any_size = NULL) {
  if (is.null(size) || (length(size) == 1L && is.na(size)) || identical(as.numeric(size), -1)) {
    return(any_size)
  }
  if (!is_whole(size) || size < 0) {
    stop_argument(fun, argument, "whole numbers (-1 or NA: any size)", size)
  }
  as.integer(size)
}
