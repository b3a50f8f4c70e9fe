# Handles Ctrl-C in fit(), evaluate() and predict(), which Python received. It raises R's interrupt, which contains the history
# of a training. If fit() was typed at the console, nothing else would run, and it returns its history; after a second press,
# which has no message, it does not.
end_by_interrupt <- function(pressed) {
  history <- pressed$history
  message <- pressed$message
  if (is.null(history)) {
    rlang::interrupt()
  }
  if (nzchar(message) && is_typed()) {
    functions_of("interrupts")$handler$note_answer()
    message(sub("(what it has learned\\.).*", "\\1 The history goes as far.", message))
    return(history)
  }
  message <- sub("model.history, and `history` of this exception", "in model$history, and in this condition", message)
  condition <- list(message = message, call = NULL, history = history)
  signalCondition(structure(class = c("interrupt", "condition"), condition))
  rlang::interrupt()
}

# Tells whether the running call was typed at the console, or is the last call of a cell, perhaps at the end of a pipe: then no
# function, block or loop continues with its result.
is_typed <- function() {
  calls <- sys.calls()
  functions <- lapply(seq_along(calls), sys.function)
  in_cell <- !is.null(state$typed_after)
  begins <- seq_along(calls) > (state$typed_after %||% 0L)
  is_pipe <- vapply(functions, function(f) identical(environmentName(environment(f)), "magrittr"), NA)
  is_ours <- vapply(functions, identical, NA, call_rkeras)
  outer <- which(begins & !is_pipe)[[1L]]
  in_block <- vapply(calls[begins & seq_along(calls) <= outer], function(call) !is.null(attr(call, "srcref")), NA)
  is_training <- identical(functions[[outer]], generics::fit) || identical(functions[[outer]], fit_generator)
  if (!is_training || sum(is_ours) != 1L || any(in_block)) {
    return(FALSE)
  }
  in_cell || interactive() && isTRUE(getOption("keep.source")) && !functions_of("r_contexts")$is_in_loop()
}
