# The user's calls among the running ones, for the note of an RError and for R's traceback() after an error that passed through
# Python.

# Frames of these packages between the user's calls are omitted.
between_calls <- c("base", "rkeras", "rlang")

handles_conditions <- c(
  ".handleSimpleError",
  "h",
  "signalCondition",
  "signal_abort",
  "withRestarts",
  "withOneRestart",
  "doWithOneRestart"
)

# The user's calls as text, outermost first.
running_calls <- function(last = sys.nframe() - 1L) {
  frames <- seq_len(last)
  functions <- lapply(frames, sys.function)
  spaces <- vapply(functions, find_space, "")
  calls_of_user(sys.calls()[frames], spaces, sys.parents()[frames], functions)
}

find_space <- function(f) {
  top <- topenv(environment(f) %||% baseenv())
  environmentName(if (is_scope(top)) globalenv() else top)
}

# The same for the trace that reticulate adds to a condition.
traced_calls <- function(trace) {
  if (is.data.frame(trace)) {
    calls_of_user(as.list(trace$full_call %||% trace$call), trace$namespace, trace$parent)
  }
}

calls_of_user <- function(calls, spaces, parents, functions = NULL) {
  calls <- spell_dots(calls, parents)[are_of_user(calls, spaces, parents, functions)]
  if (length(calls) > 60L) {
    calls <- c(calls[1:30], quote(...), calls[seq(length(calls) - 28L, length(calls))])
  }
  vapply(calls, bridge_deparse, "")
}

# keep_results_of() calls the wrapped function with `...`: its arguments are in the call of the wrapper.
spell_dots <- function(calls, parents) {
  for (i in seq_along(calls)) {
    caller <- parents[[i]]
    by_dots <- identical(as.list(calls[[i]])[-1L], list(quote(...)))
    if (by_dots && caller > 0L && caller < i && is_wrapper(calls[[caller]][[1L]])) {
      calls[[i]] <- as.call(c(calls[[i]][[1L]], as.list(calls[[caller]])[-1L]))
    }
  }
  calls
}

# `spaces` contains the namespaces of the functions, `parents` the frames that called them.
are_of_user <- function(calls, spaces, parents, functions = NULL) {
  kept <- logical(length(calls))
  for (i in seq_along(calls)) {
    caller <- parents[[i]]
    of_user <- caller == 0L || caller >= i || kept[[caller]] && !(spaces[[caller]] %in% "rkeras")
    kept[[i]] <- (of_user || !(spaces[[i]] %in% between_calls)) && !is_between(calls[[i]], spaces[[i]], functions[[i]])
  }
  kept
}

is_between <- function(call, space, definition) {
  if (is_literal_function(call[[1L]])) {
    return(space %in% c(between_calls, "reticulate") || is_wrapper(call[[1L]]))
  }
  if (length(call) > 1L && inherits(call[[2L]], "python.builtin.BaseException")) {
    return(TRUE) # reticulate's stop()
  }
  if (is.call(call[[1L]]) && list(call[[1L]][1:2]) %in% list(quote(rkeras:::x)[1:2], quote(reticulate:::x)[1:2])) {
    return(TRUE)
  }
  head <- bridge_call_head(call)
  if (space %in% "reticulate" || head %in% handles_conditions || is_own_eval(call)) {
    return(TRUE)
  }
  space %in% "rkeras" && (startsWith(head, "bridge_") || grepl(".", head, fixed = TRUE)) || is_wrapper(definition)
}

# Tells whether a function is the wrapper that contain_jumps_of() creates.
is_wrapper <- function(f) {
  is.function(f) && is.call(body(f)) && identical(body(f)[[1L]], keep_value)
}

# Our own calls of eval() are omitted.
is_own_eval <- function(call) {
  own <- lapply(c("globalenv()", "workspace", "frame"), function(x) call("eval", quote(bridge_expr), str2lang(x)))
  any(vapply(own, identical, NA, call))
}

bridge_deparse <- function(call) {
  text <- trimws(paste(deparse(split_call_name(call), width.cutoff = 500L, nlines = 2L), collapse = " "))
  if (nchar(text) > 300L) paste0(substr(text, 1L, 300L), "...") else text
}

# The call, with names in place of functions and data that do.call() inserted.
split_call_name <- function(call) {
  if (!is.call(call)) {
    return(call)
  }
  if (is_literal_function(call[[1L]])) {
    call[[1L]] <- find_name(call[[1L]])
  }
  names <- names(call) %||% character(length(call))
  for (i in seq_along(call)[-1L]) {
    part <- .subset2(call, i)
    if (!missing(part) && !is.language(part) && !bridge_is_short(part)) {
      call[[i]] <- as.name(if (nzchar(names[[i]])) names[[i]] else paste0("arg", i - 1L))
    }
  }
  call
}

# The name of the user's variable that contains a function; otherwise the function.
find_name <- function(f) {
  workspace <- globalenv()
  for (name in if (is.function(f)) ls(workspace)) {
    if (!bindingIsActive(name, workspace) && identical(workspace[[name]], f)) {
      return(as.name(name))
    }
  }
  f
}

# An error of R in Python ----------------------------------------------------------------------------------------------

# Stores the last error that left a function called by Python, with its calls.
note_calls <- function(condition, last = sys.nframe() - 2L) {
  noted <- identical(state$left_calls$condition, condition) # by a function further in
  if (noted || inherits(condition, c("python.builtin.BaseException", "rkeras_jump"))) {
    return()
  }
  state$left_calls <- list(condition = condition, calls = running_calls(last))
}

# reticulate's call_r_function(), except that it takes a trace of all frames only where an error begins: in nested calls that
# took minutes. Errors of rkeras contain the calls of the first trace. The function is changed in place, since reticulate's C
# code has a pointer to it.
keep_first_trace <- function(call_r_function) {
  own <- get0("get_r_trace", environment(call_r_function), mode = "function")
  if (!identical(names(formals(own)), c("maybe_use_cached", "trim_tail"))) {
    return(call_r_function) # a reticulate that takes it otherwise
  }
  get_r_trace <- function(maybe_use_cached, trim_tail) {
    noted <- state$left_calls
    condition <- parent.frame()$e
    if (inherits(condition, "stackOverflowError")) {
      return(trace_call(conditionCall(condition))) # there is no room for more
    }
    if (!is.null(noted$trace) && identical(noted$condition, condition)) {
      return(noted$trace)
    }
    own(maybe_use_cached, sys.nframe() + 1L - state$signalled)
  }
  environment(call_r_function) <- list2env(list(get_r_trace = get_r_trace), parent = environment(call_r_function))
  call_r_function
}

# A trace with a single call, in reticulate's format.
trace_call <- function(call) {
  call <- call %||% quote(stop())
  structure(list(full_call = list(call), namespace = NA_character_, parent = 0L), class = "data.frame", row.names = 1L)
}

# The exception that Python raises.
error_to_python <- function(x, convert = FALSE) {
  if (inherits(x, "python.builtin.object")) {
    return(own_conversion("error")(x, convert))
  }
  trace <- x$trace
  if (is.data.frame(trace) && !is.null(trace$full_call)) {
    x$trace <- NULL
    state$left_trace <- trace
  }
  noted <- state$left_calls
  state$left_calls <- NULL
  calls <- if (identical(noted$condition, x)) noted$calls else traced_calls(trace)
  call <- deparse_call(conditionCall(x))
  holder <- new.env(parent = emptyenv())
  holder$object <- x
  take <- function(name) if (nzchar(name)) unclass(x)[[name]] else as.list(names(x))
  call_python(
    python_errors()$RError$of_condition,
    paste(conditionMessage(x), collapse = "\n"),
    call,
    as.list(class(x)),
    as.list(if (length(call)) union(calls, call) else calls),
    holder,
    if (!all(class(x) %in% r_error_classes)) contain_jumps_of(take)
  )
}

python_errors <- function() {
  if (is.null(state$python_errors)) {
    module <- import_rkeras_py("r_errors", convert = FALSE) # also where Python has no TensorFlow
    state$python_errors <- list(
      RError = module$RError,
      list_places = module$list_places,
      find_unfit_message = module$find_unfit_message
    )
  }
  state$python_errors
}

# An error of Python in R ----------------------------------------------------------------------------------------------

# Raises the condition of an exception. R's traceback() and rlang's last_trace() then show the user's calls in both languages.
raise_from_python <- function(condition, exception) {
  on.exit(tidy_traceback(exception))
  is_of_rlang <- inherits(condition, "rlang_error")
  if (is_of_rlang) {
    condition$trace <- drop_between(condition$trace)
  }
  if (inherits(exception, python_names[["RError"]])) {
    state$left_calls <- list(condition = condition, calls = calls_of_exception(exception), trace = state$left_trace)
  }
  if (is_of_rlang) {
    rlang::cnd_signal(condition)
  }
  stop(condition)
}

# Compiled code, which R lists in traceback() only, if R code that is not byte-compiled calls it.
is_foreign <- function(call) {
  is.call(call) && is.name(call[[1L]]) && as.character(call[[1L]]) %in% c(".Call", ".External", ".External2")
}

# Runs when the calls are left. If no handler caught the error, R has just stored them for traceback().
tidy_traceback <- function(exception) {
  kept <- Filter(Negate(is_foreign), get0(".Traceback", baseenv(), inherits = FALSE))
  here <- sys.nframe() - 1L
  place <- length(kept) - here + 1L
  if (place < 1L || !is.call(kept[[place]]) || !identical(kept[[place]][[1L]], quote(raise_from_python))) {
    return()
  }
  outer <- running_calls(here - 1L)
  inner <- if (inherits(exception, python_names[["RError"]])) calls_of_exception(exception)
  same <- seq_len(min(length(outer), length(inner)))
  same <- same[cumsum(outer[same] != inner[same]) == 0L]
  places <- as.character(unlist(reticulate::py_to_r(call_python(python_errors()$list_places, exception))))
  calls <- c(outer, paste("Python,", rev(places))[seq_along(places)], setdiff(inner, inner[same]))
  assign(".Traceback", as.pairlist(lapply(rev(calls), as.name)), baseenv())
}

calls_of_exception <- function(error) {
  as.character(unlist(reticulate::py_to_r(reticulate::py_get_attr(error, "traceback"))))
}

# An rlang trace with only the user's calls.
drop_between <- function(trace) {
  if (!inherits(trace, "rlang_trace") || !nrow(trace)) {
    return(trace)
  }
  kept <- are_of_user(as.list(trace$call), trace$namespace, trace$parent)
  trace$call <- spell_dots(as.list(trace$call), trace$parent)
  parents <- c(0L, cumsum(kept))[trace$parent + 1L] # a caller that is dropped has the last one before it in its place
  trace$parent <- parents
  trace[kept, ]
}

# An RError without a condition of this R shows R's own message, without the note about the calls.
#' @export
conditionMessage.rkeras_py.r.errors.RError <- function(c) {
  reticulate::py_to_r(reticulate::py_get_attr(c, "message"))
}
