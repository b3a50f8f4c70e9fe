# Values, warnings and errors of R on their way through the bridge.

# Runs `code(mark)` and returns list(value), list(value, warnings) or list(NULL, warnings, failure). `mark(frame)` says in which
# frame the user's code begins.
bridge_guard <- function(code) {
  warned <- character()
  calls <- NULL
  base <- 0L
  mark <- function(frame) base <<- frame
  result <- tryCatch(
    withCallingHandlers(
      list(code(mark)),
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
        calls <<- sys.calls()
      },
      # A second exiting handler would cost every call 4 us.
      interrupt = function(i) stop(bridge_interrupt(i))
    ),
    error = function(e) list(NULL, warned, bridge_failure(e, bridge_traceback(calls, base)))
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
  classes <- class(condition)
  message <- NULL
  call <- NULL
  from_r <- is.null(exception)
  if (!from_r) {
    packed <- if (identical(classes[[1L]], "python.builtin.RuntimeError")) packed_condition(condition)
    if (!is.null(packed)) {
      from_r <- TRUE
      classes <- packed$r_class
      message <- packed$message
      call <- packed$call
    }
    reticulate::py_clear_last_error()
  } else {
    message <- conditionMessage(condition)
    call <- conditionCall(condition)
    exception <- bridge_parent_exception(condition)
  }
  call <- bridge_deparse_call(call)
  list(
    interrupted = FALSE,
    from_r = from_r,
    message = paste(message, collapse = "\n"),
    call = call,
    classes = as.list(classes),
    traceback = as.list(if (length(call)) union(traceback, call) else traceback),
    exception = exception,
    condition = if (from_r) bridge_own_condition(condition)
  )
}

# A condition of a user's class, which may have fields.
bridge_own_condition <- function(condition) {
  if (inherits(condition, "python.builtin.RuntimeError")) {
    condition <- r_condition(condition)
  }
  if (!is.null(condition) && !all(class(condition) %in% r_error_classes)) unmarked(condition)
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

# Our own eval() and parse() are no news to the user.
bridge_deparse_call <- function(call) {
  own <- list(quote(eval(bridge_expr, globalenv())), quote(eval(bridge_expr, frame)))
  if (is.null(call) || any(vapply(own, identical, NA, call)) || identical(call[[1L]], quote(parse))) {
    return(NULL)
  }
  bridge_deparse(call)
}

bridge_deparse <- function(call) {
  text <- trimws(paste(deparse(call, width.cutoff = 500L, nlines = 2L), collapse = " "))
  if (nchar(text) > 300L) paste0(substr(text, 1L, 300L), "...") else text
}

bridge_traceback <- function(calls, base) {
  # eval() counts twice; what comes before is ours.
  calls <- if (base > 0L) calls[-seq_len(min(base + 2L, length(calls)))]
  machinery <- c(
    ".handleSimpleError",
    "h",
    "signalCondition",
    "signal_abort",
    "withRestarts",
    "withOneRestart",
    "doWithOneRestart"
  )
  while (length(calls) && bridge_call_head(calls[[length(calls)]]) %in% machinery) {
    calls <- calls[-length(calls)]
  }
  if (length(calls) > 60L) {
    calls <- c(calls[1:30], quote(...), calls[seq(length(calls) - 28L, length(calls))])
  }
  vapply(calls, bridge_deparse, "")
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
