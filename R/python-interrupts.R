# Ctrl-C in fit(), evaluate() and predict(), of which Python has heard. It ends the program: R's interrupt, which carries
# the history of a training. Where fit() is the call that was typed at the console, it has nothing to go on to, and
# returns its history; not after a second press, which comes without a message.
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

# Tells whether the call that runs is one of the console, or the last one of a cell, perhaps at the end of a pipe: no function,
# no block and no loop goes on with what it returns.
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
