# No function of R that Python calls is left by a jump: an exiting handler outside (`tryCatch(fit(...), warning = )`) would
# leave Python's own frames behind and break it. The jump is stopped in R, Python is left by an error, and on the other
# side in_r_words() gives the condition to the handler again.

unjumped <- function(expr) {
  last <- NULL
  done <- FALSE
  on.exit(if (!done && !inherits(last, c("error", "interrupt"))) stop(jump_condition(last)))
  value <- withCallingHandlers(expr, condition = function(condition) {
    last <<- condition
  })
  done <- TRUE
  value
}

jump_condition <- function(condition) {
  message <- "A function of R was left by a jump (a restart, or callCC) while Python waited for what it returns."
  structure(class = c("rkeras_jump", "error", "condition"), list(message = message, call = NULL, condition = condition))
}

# Python has been left; now the condition may reach the handler that it was on its way to.
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
