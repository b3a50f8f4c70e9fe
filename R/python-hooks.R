# R functions that Keras calls back. Their arguments are described to Python.
as_hooks <- function(args) {
  for (name in names(args)[vapply(args, is.function, NA)]) {
    is_hook <- !stands_for_python_object(args[[name]]) && is.na(find_exported_name(args[[name]]))
    if (is_hook) args[[name]] <- make_hook(args[[name]], name)
  }
  args
}

make_hook <- function(f, name) {
  takes <- describe_arguments(f)
  run <- call_under_name(f, name)
  quick <- NULL
  if (!startsWith(name, "on_")) {
    hook <- function(...) contain_jumps(allowInterrupts(run(...)))
  } else if ("logs" %in% names(takes) && is.call(body(f)) && may_assign(body(f), "logs")) {
    hook <- make_hook_for_logs(f, name)
  } else {
    hook <- function(...) {
      contain_jumps(allowInterrupts(run(...)))
      NULL
    }
    if (grepl("batch", name) && writes_to_r()) quick <- function(...) prepare_quick_call(run, ...)
  }
  made <- get_from_rkeras_py("RHook")(hook, name, reticulate::dict(as.list(takes)), quick)
  keep_recipe(made, "make_hook", f, name)
}

# A hook that R's evaluator runs without reticulate: see `r_evaluator` in python-names.R. Its arguments are in `numbers`, first
# the batch, then the logs; they are taken from there before the hook runs, because it can be called recursively. A jump must
# not leave `step`, since no code outside would stop it, so an interrupt becomes an error: then one handler is enough.
prepare_quick_call <- function(run, in_order, by_name, names) {
  numbers <- array(0, length(names) + 1L)
  logs <- stats::setNames(lapply(seq_along(names), function(i) bquote(numbers[[.(i + 1L)]])), names)
  logs <- if (length(logs)) as.call(c(quote(list), logs)) else logs
  given <- c(list(quote(batch), quote(logs))[seq_len(in_order)], if (by_name) c(logs = quote(logs)))
  failure <- NULL
  fail <- function(condition) failure <<- condition
  step <- eval(bquote(function() {
    batch <- as.integer(numbers[[1L]])
    logs <- .(logs)
    suspendInterrupts(tryCatch(
      {
        stop_jumps(allowInterrupts(.(as.call(c(quote(run), given)))), interrupts = TRUE)
        NULL
      },
      error = fail
    ))
  }))
  call <- as.call(list(step))
  list(
    call = rlang::obj_address(call),
    environment = rlang::obj_address(environment()),
    numbers = share_memory(numbers),
    fail = function() stop(if (is_stopped_interrupt(failure)) failure$condition else failure)
  )
}

# A function that changes numbers in its argument `logs`, which is a copy, returns them.
make_hook_for_logs <- function(f, name) {
  logs <- NULL
  keep <- function(value) logs <<- value
  body(f) <- call("{", call("on.exit", as.call(list(keep, quote(logs)))), body(f))
  run <- call_under_name(f, name)
  function(...) {
    contain_jumps(allowInterrupts(run(...)))
    find_changed_numbers(list(...)$logs, logs)
  }
}

# Tells whether code may assign to a variable, or to a part of it.
may_assign <- function(code, name) {
  operator <- rev(as.character(code[[1L]]))[[1L]] # of pkg::name the name
  if (operator %in% c("<-", "<<-", "=", "%<>%")) {
    found <- name %in% all.vars(code[[2L]])
  } else {
    found <- operator %in% c("assign", "eval", "evalq", "environment")
  }
  found || any(vapply(Filter(is.call, as.list(code)), may_assign, NA, name))
}

# The arguments of a function, and whether each has a default.
describe_arguments <- function(f) {
  vapply(formals(args(f)), function(default) !is.name(default) || nzchar(default), NA)
}

# In messages the call is shown as `on_epoch_end(...)`.
call_under_name <- function(f, name) {
  run <- function(...) NULL
  body(run) <- call(name, quote(...))
  environment(run) <- list2env(stats::setNames(list(f), name), parent = baseenv())
  run
}

# The values that a function changed in its copy of the logs, if they are numbers, which Keras accepts.
find_changed_numbers <- function(before, after) {
  if (identical(before, after) || !is.list(after)) {
    return(NULL)
  }
  changed <- vapply(
    names(after),
    function(name) {
      is.numeric(after[[name]]) && length(after[[name]]) == 1L && !identical(after[[name]], before[[name]])
    },
    NA
  )
  after[changed]
}
