# R values, warnings and errors on their way across the bridge.

# Runs `code()` and returns list(value), list(value, warnings) or list(NULL, warnings, failure).
bridge_guard <- function(code) {
  warned <- character()
  calls <- NULL
  result <- tryCatch(
    withCallingHandlers(
      list(code()),
      warning = function(w) {
        # With a higher value, R turns warnings into errors itself.
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
        # A Python exception has its own traceback, which grows at each level of a recursion between the languages.
        if (!inherits(e, "python.builtin.BaseException")) {
          calls <<- if (identical(noted$condition, e)) noted$calls else running_calls(sys.nframe() - 1L)
        }
      },
      # A second exiting handler would add 4 us to every call.
      interrupt = function(i) stop(bridge_interrupt(i))
    ),
    error = function(e) list(NULL, warned, bridge_failure(e, calls))
  )
  if (length(result) == 1L && length(warned)) list(result[[1L]], warned) else result
}

bridge_interrupted <- structure(class = c("bridge_interrupted", "error", "condition"), list(message = "", call = NULL))

# The interrupt of a training contains its history.
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

# The condition, if it has a user's class and so may have fields.
bridge_own_condition <- function(condition) {
  if (!all(class(condition) %in% r_error_classes)) unmarked(condition)
}

# The original condition of an RError that went to Python and came back.
condition_of_bridge <- function(error) take_back(reticulate::py_get_attr(error, "condition"))

# The R object behind an object of the bridge; NULL for any other Python object.
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

# The Python exception that caused an rlang error, if there is one.
bridge_parent_exception <- function(condition) {
  while (is.list(condition) && inherits(condition$parent, "condition")) {
    condition <- condition$parent
    if (inherits(condition, "python.builtin.BaseException")) {
      return(condition)
    }
  }
  NULL
}

# The part of a call that the user wrote.
deparse_call <- function(call) {
  if (is.call(call) && !is_own_eval(call) && !identical(call[[1L]], quote(parse)) && !is_wrapper(call[[1L]])) {
    bridge_deparse(call)
  }
}

# In the call of a handler that R itself calls, the function is inlined.
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
