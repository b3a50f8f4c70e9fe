# The R side of the bridge: functions that the Python session calls. None is exported, and none runs before Python calls it.

# Connects R to the Python process that it runs in. Returns Python's `slot`, from which R takes handles.
bridge_start <- function(embedded) {
  if (!reticulate::py_available(initialize = TRUE)) {
    stop("reticulate cannot use the Python that hosts R")
  }
  if (embedded) {
    bridge_keep_python_alive()
    # R would defer warnings outside of the bridge's own calls to a prompt, which never comes.
    if (getOption("warn") == 0) {
      options(warn = 1)
    }
    bridge_tell_of_plots()
  }
  force(bridge_interrupted)
  keep_to_process()
  functions_of("bridge_handles")$slot
}

# quit() would end the process, including the Python session that hosts R.
bridge_keep_python_alive <- function() {
  state$quit <- base::quit
  set_quit(function(save = "default", status = 0, runLast = TRUE) {
    stop(
      "quit() would end the Python session that R runs in; ",
      "leave Python instead: sys.exit() or exit()",
      call. = FALSE
    )
  })
  keep_gil()
}

set_quit <- function(definition) {
  for (name in c("q", "quit")) {
    replace_locked(name, definition, baseenv())
  }
}

# The functions are named as strings because R CMD check otherwise rejects changing a binding of another package.
replace_locked <- function(name, value, environment) {
  do.call("unlockBinding", list(name, environment))
  assign(name, value, envir = environment)
  do.call("lockBinding", list(name, environment))
}

# Called when the process ends, before rpy2 ends R.
bridge_end <- function() {
  finalize_reticulate()
  invisible(NULL)
}

# Requests of Python -------------------------------------------------------------------------------------------------
# Each returns what bridge_guard() returns.

bridge_eval <- function(code) {
  bridge_guard(function() {
    value <- NULL
    workspace <- bridge_workspace()
    for (bridge_expr in parse(text = code, keep.source = FALSE)) {
      value <- eval(bridge_expr, workspace)
    }
    value
  })
}

bridge_call <- function(fn, args, names, label) {
  bridge_guard(function() {
    frame <- new.env(parent = bridge_workspace())
    bridge_expr <- bridge_build_call(fn, args, names, frame, label)
    eval(bridge_expr, frame)
  })
}

bridge_get <- function(name) {
  bridge_guard(function() {
    workspace <- bridge_workspace()
    if (exists(name, envir = workspace)) {
      list(get(name, envir = workspace))
    } else if (grepl("^[A-Za-z0-9.]+:::?.", name)) {
      list(eval(bridge_parse_name(name)))
    } else {
      list()
    }
  })
}

bridge_set <- function(name, value) {
  bridge_guard(function() {
    workspace <- bridge_workspace()
    assign(name, value[[1L]], envir = workspace)
    NULL
  })
}

bridge_has <- function(name) {
  bridge_guard(function() exists(name, envir = bridge_workspace()))
}

bridge_remove <- function(name) {
  bridge_guard(function() {
    workspace <- bridge_workspace()
    found <- exists(name, envir = workspace, inherits = FALSE)
    if (found) {
      rm(list = name, envir = workspace)
    }
    found
  })
}

bridge_list <- function() ls(bridge_workspace())

# The environment with the user's variables: in a knitr document that of the chunks, which need not be the global one.
bridge_workspace <- function() {
  chosen <- getOption("reticulate.engine.environment")
  if (is.environment(chosen)) {
    chosen
  } else if (writes_document()) {
    knitr::knit_global()
  } else {
    globalenv()
  }
}

# Runs the event handlers that R's console runs while it waits for input.
bridge_events <- function() {
  if (isNamespaceLoaded("later")) {
    later <- asNamespace("later")
    tryCatch(later$run_now(0), error = function(e) message("Error in a callback of later: ", conditionMessage(e)))
  }
  NULL
}

# Tells whether R is loading a package: until it is complete, its namespace exists but lacks functions.
bridge_is_loading <- function() {
  for (frame in seq_len(sys.nframe())) {
    if (identical(sys.function(frame), loadNamespace)) {
      return(TRUE)
    }
  }
  FALSE
}

# Tells whether R has room for another nested call. At its limits R cannot report an error, and each level that handles the
# error starts again: a hundred levels would take forever.
bridge_has_room <- function() {
  stack <- Cstack_info()
  most <- getOption("expressions")
  is_deep <- stack[["eval_depth"]] > most - min(1000, most / 2)
  is_full <- !is.na(stack[["size"]]) && stack[["current"]] > 0.6 * stack[["size"]]
  !is_deep && !is_full
}

bridge_inspect <- function(fn, args) {
  bridge_guard(function() do.call(fn, args, envir = topenv(), quote = TRUE))
}

# Requests of Python for an R object --------------------------------------------------------------------------------------

# The content of an R environment that Python holds.
bridge_open <- function(holder) convert_to_r(holder)$object

bridge_format <- function(x) {
  paste(utils::capture.output(print(x)), collapse = "\n")
}

# reticulate delays importing a module until its first use.
bridge_load_module <- function(x) {
  reticulate::py_has_attr(x, "__name__")
  x
}

# The names of the methods of reticulate's generics, for classes and for plain values.
bridge_class_methods <- function() {
  table <- asNamespace("reticulate")$.__S3MethodsTable__.
  names <- ls(table, pattern = "^(r_to_py|py_to_r)[.]")
  own <- Filter(function(name) identical(environment(table[[name]]), asNamespace("reticulate")), names)
  list(table, mget(union(own, paste0("r_to_py.", kept_classes)), table))
}

# Converts an object whose class has a method for r_to_py(). A class written in R, and an R6 object, are the same object in both
# languages. An object that the method leaves unchanged has no Python form, unless it is plain data.
bridge_to_python <- function(x) {
  form <- reticulate::r_to_py(x)
  if (inherits(form, "python.builtin.object")) {
    return(if (is_whole_class(x)) keep_origin(form, x) else form)
  }
  if (!identical(class(form), class(x))) {
    return(form)
  }
  if (is.list(form) || is.atomic(form)) unclass(form) else quote(bridge_itself)
}

# The conversion in the other direction.
bridge_to_r <- function(x) reticulate::py_to_r(x)

# The file of the compiled code.
bridge_library <- function() C_rkeras_find_python$dll[["path"]]

bridge_s4_classes <- function(x) as.list(methods::is(x))
