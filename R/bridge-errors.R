# Values, warnings and errors of R on their way through the bridge.

# Runs `code()` and returns list(value), list(value, warnings) or list(NULL, warnings, failure).
bridge_guard <- function(code) {
  warned <- character()
  calls <- NULL
  result <- tryCatch(
    withCallingHandlers(
      list(code()),
      warning = function(w) {
        # Above 1, R itself makes errors of warnings.
        if (getOption("warn") < 2) {
          if (getOption("warn") >= 0) {
            warned <<- c(warned, conditionMessage(w))
          }
          tryInvokeRestart("muffleWarning")
        }
      },
      error = function(e) {
        noted <- state$left_calls
        state$left_calls <- NULL
        # An exception of Python has its own, and at each level of a recursion between the languages there are more.
        if (!inherits(e, "python.builtin.BaseException")) {
          calls <<- if (identical(noted$condition, e)) noted$calls else running_calls(sys.nframe() - 1L)
        }
      },
      # A second exiting handler would cost every call 4 us.
      interrupt = function(i) stop(bridge_interrupt(i))
    ),
    error = function(e) list(NULL, warned, bridge_failure(e, calls))
  )
  if (length(result) == 1L && length(warned)) list(result[[1L]], warned) else result
}

bridge_interrupted <- structure(class = c("bridge_interrupted", "error", "condition"), list(message = "", call = NULL))

# The interrupt of a training carries its history.
bridge_interrupt <- function(condition) {
  bridge_interrupted[c("message", "history")] <- list(condition$message %||% "", condition$history)
  bridge_interrupted
}

bridge_failure <- function(condition, traceback) {
  if (inherits(condition, "bridge_interrupted")) {
    return(list(interrupted = TRUE, message = condition$message, history = condition$history))
  }
  exception <- if (inherits(condition, "python.builtin.BaseException")) condition
  from_r <- is.null(exception)
  if (from_r) {
    exception <- bridge_parent_exception(condition)
  } else {
    reticulate::py_clear_last_error()
  }
  call <- if (from_r) deparse_call(conditionCall(condition))
  list(
    interrupted = FALSE,
    from_r = from_r,
    message = if (from_r) paste(conditionMessage(condition), collapse = "\n"),
    call = call,
    classes = as.list(class(condition)),
    traceback = as.list(if (length(call)) union(traceback, call) else traceback),
    exception = exception,
    condition = if (from_r) bridge_own_condition(condition)
  )
}

# A condition of a user's class, which may have fields.
bridge_own_condition <- function(condition) {
  if (!all(class(condition) %in% r_error_classes)) unmarked(condition)
}

# The condition that an RError is, which has crossed into Python and comes back.
condition_of_bridge <- function(error) take_back(reticulate::py_get_attr(error, "condition"))

# The object of R that an object of the bridge is; NULL of any other object of Python.
take_back <- function(x) {
  state$given_back <- NULL
  if (reticulate::py_has_attr(x, "give_back")) {
    x$give_back()
  }
  state$given_back
}

bridge_give_back <- function(value) {
  state$given_back <- value
  NULL
}

# The Python exception that an rlang error is about, if there is one.
bridge_parent_exception <- function(condition) {
  while (is.list(condition) && inherits(condition$parent, "condition")) {
    condition <- condition$parent
    if (inherits(condition, "python.builtin.BaseException")) {
      return(condition)
    }
  }
  NULL
}

# The part of a call that the user has written.
deparse_call <- function(call) {
  if (is.call(call) && !is_own_eval(call) && !identical(call[[1L]], quote(parse)) && !is_wrapper(call[[1L]])) {
    bridge_deparse(call)
  }
}

# A handler that R calls itself stands in the call as a function, not as a name.
bridge_call_head <- function(call) {
  head <- call[[1L]]
  if (is.function(head)) {
    "h"
  } else if (is.name(head)) {
    as.character(head)
  } else {
    ""
  }
}
