# An R function that Python calls must not be left by a jump: an exiting handler outside (`tryCatch(fit(...), warning = )`)
# would skip Python's own frames and break it. The jump is stopped here, Python is left by an error, and then reword_errors()
# passes the condition to the handler again.

# R functions that plain Python code calls go through reticulate's call_r_function(), which returns a result and an error. A
# jump through it ends there, as an error. reticulate's own function runs only after an error, because the restart that it
# creates before each call doubles the time of a call. While reticulate converts arguments and results, r_wide suspends
# interrupts, and with them the errors of setTimeLimit(): no handler would stop their jump there. They wait, too, while a
# condition is noted, since R may learn of one press twice: from reticulate, then from Python.
stop_jumps_in_calls <- function(reticulate) {
  own <- reticulate$call_r_function
  if (!identical(names(formals(own)), c("fn", "args", "named_args"))) {
    return() # a reticulate that calls R otherwise
  }
  own <- keep_first_trace(own)
  replace_locked(
    "call_r_function",
    function(fn, args, named_args) {
      last <- failed <- NULL
      done <- FALSE
      delayedAssign("leave", return(failed))
      on.exit(if (!done) return(list(NULL, jump_condition(last))))
      note <- function(condition) {
        last <<- condition
        if (inherits(condition, c("error", "interrupt"))) {
          frame <- sys.nframe() - 1L
          suspendInterrupts({
            note_calls(condition, frame)
            failed <<- tell_python(own, condition, frame)
            done <<- TRUE
            leave
          })
        }
      }
      value <- withCallingHandlers(
        {
          if (sys.nframe() > 200L && !bridge_has_room()) {
            stop(no_room, call. = FALSE)
          }
          allowInterrupts(do.call(fn, c(args, named_args)))
        },
        condition = note
      )
      done <- TRUE
      list(value, NULL)
    },
    reticulate
  )
}

# R's own error would come where reticulate's C code cannot take it, and the process would wait for ever.
no_room <- paste(
  "evaluation nested too deeply: R and Python call each other, and R has no room for another call.",
  "If that is meant, raise R's limit: options(expressions = 50000), or the stack size of the process: ulimit -s"
)

# The result of reticulate's own function for a condition, with a trace up to the frame where it was signalled.
tell_python <- function(own, condition, frame) {
  outer <- state$signalled
  state$signalled <- frame
  on.exit({
    state$signalled <- outer
  })
  own(if (inherits(condition, "interrupt")) signalCondition else stop, list(condition), list())
}

# R passes a stack overflow only to exiting handlers, and reticulate has a calling handler.
contain_jumps <- function(expr) {
  stop_jumps(contain_overflow(expr))
}

contain_overflow <- function(expr) {
  tryCatch(expr, stackOverflowError = stop)
}

stop_jumps <- function(expr, interrupts = FALSE) {
  last <- NULL
  done <- FALSE
  on.exit(if (!done && !inherits(last, c("error", "interrupt"))) stop(jump_condition(last)))
  value <- withCallingHandlers(expr, condition = function(condition) {
    last <<- condition
    if (inherits(condition, "error")) {
      note_calls(condition)
    }
    if (interrupts && inherits(condition, "interrupt")) stop(jump_condition(condition))
  })
  done <- TRUE
  value
}

is_stopped_interrupt <- function(condition) {
  inherits(condition, "rkeras_jump") && inherits(condition$condition, "interrupt")
}

jump_condition <- function(condition) {
  message <- "An R function was left by a jump (a restart, or callCC) while Python waited for its result."
  structure(class = c("rkeras_jump", "error", "condition"), list(message = message, call = NULL, condition = condition))
}

# A wrapper around a user's function for Python, with the same arguments.
contain_jumps_of <- function(f, contain = contain_jumps) {
  if (is.primitive(f)) {
    return(function(...) keep_value(contain(f(...))))
  }
  arguments <- formals(f)
  given <- lapply(names(arguments), as.name)
  names(given) <- ifelse(names(arguments) == "...", "", names(arguments))
  body <- bquote(.(keep_value)(.(contain)(allowInterrupts(.(as.call(c(f, given)))))))
  run <- rlang::new_function(arguments, body, environment(f))
  attributes(run) <- attributes(f)
  run
}

# Signals the condition again, after Python has been left, for the handler that it was meant for.
jump_again <- function(jump) {
  condition <- jump$condition
  if (inherits(condition, "warning")) {
    warning(condition)
  } else if (inherits(condition, "message")) {
    message(condition)
  } else if (!is.null(condition)) {
    signalCondition(condition)
  }
}
