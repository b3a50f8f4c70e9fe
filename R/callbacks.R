# Functions of R that Keras calls back. They show Python what they take.
as_hooks <- function(args) {
  for (name in names(args)[vapply(args, is.function, NA)]) {
    if (is.null(attr(args[[name]], "py_object"))) args[[name]] <- as_hook(args[[name]], name)
  }
  args
}

as_hook <- function(f, name) {
  takes <- has_default(f)
  run <- named_call(f, name)
  if (!startsWith(name, "on_")) {
    hook <- function(...) unjumped(allowInterrupts(run(...)))
  } else if ("logs" %in% names(takes) && is.call(body(f)) && assigns(body(f), "logs")) {
    hook <- hook_for_logs(f, name)
  } else {
    hook <- function(...) {
      unjumped(allowInterrupts(run(...)))
      NULL
    }
  }
  core_function("RHook")(hook, name, reticulate::dict(as.list(takes)))
}

# A function that sets numbers in its argument `logs`, which is a copy, gives them back.
hook_for_logs <- function(f, name) {
  logs <- NULL
  keep <- function(value) logs <<- value
  body(f) <- call("{", call("on.exit", as.call(list(keep, quote(logs)))), body(f))
  run <- named_call(f, name)
  function(...) {
    unjumped(allowInterrupts(run(...)))
    changed_numbers(list(...)$logs, logs)
  }
}

# Whether code may assign to a variable, or to a part of it.
assigns <- function(code, name) {
  operator <- rev(as.character(code[[1L]]))[[1L]] # of pkg::name the name
  if (operator %in% c("<-", "<<-", "=", "%<>%")) {
    found <- name %in% all.vars(code[[2L]])
  } else {
    found <- operator %in% c("assign", "eval", "evalq", "environment")
  }
  found || any(vapply(Filter(is.call, as.list(code)), assigns, NA, name))
}

# The arguments of a function, and whether each has a default.
has_default <- function(f) {
  vapply(formals(args(f)), function(default) !is.name(default) || nzchar(default), NA)
}

# The call in messages is `on_epoch_end(...)`.
named_call <- function(f, name) {
  run <- function(...) NULL
  body(run) <- call(name, quote(...))
  environment(run) <- list2env(stats::setNames(list(f), name), parent = baseenv())
  run
}

# What a function set in its copy of the logs; Keras can take numbers.
changed_numbers <- function(before, after) {
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
