# The R side of rkeras_py.bridge: what the Python session calls. Nothing here is exported, and nothing here runs
# before Python asks for it.

# Connects R to the Python it runs in, and returns Python's `slot`, from which R takes handles.
bridge_start <- function(embedded) {
  if (!reticulate::py_available(initialize = TRUE)) {
    stop("reticulate cannot use the Python that hosts R")
  }
  if (embedded) {
    bridge_keep_python_alive()
    # Warnings outside of the bridge's own calls would wait for a prompt, which never comes.
    if (getOption("warn") == 0) options(warn = 1)
  }
  force(bridge_interrupted)
  reticulate::import("rkeras_py.bridge.handles")$slot
}

# quit() would end the process, and with it the Python session that hosts R.
bridge_keep_python_alive <- function() {
  state$quit <- base::quit
  set_quit(function(save = "default", status = 0, runLast = TRUE) {
    stop(
      "quit() would end the Python session that R runs in; ",
      "leave Python instead: sys.exit() or exit()",
      call. = FALSE
    )
  })
  # reticulate 1.43 and later: its finalizer would wait for the GIL that rpy2's end of R holds, for ever.
  # Needed together with py_finalize() in bridge_end().
  if (utils::packageVersion("reticulate") >= "1.43") {
    ns <- asNamespace("reticulate")
    do.call("unlockBinding", list("py_allow_threads_impl", ns))
    assign("py_allow_threads_impl", function(allow = TRUE) invisible(allow), envir = ns)
    do.call("lockBinding", list("py_allow_threads_impl", ns))
  }
}

set_quit <- function(definition) {
  base <- baseenv()
  for (name in c("q", "quit")) {
    # Named only as strings: R CMD check knows no other reason to touch a base function.
    do.call("unlockBinding", list(name, base))
    assign(name, definition, envir = base)
    do.call("lockBinding", list(name, base))
  }
}

# Called when the process ends, before rpy2 ends R.
bridge_end <- function() {
  if (utils::packageVersion("reticulate") >= "1.43") {
    get("py_finalize", envir = asNamespace("reticulate"))()
  }
  invisible(NULL)
}

# What Python asks for -------------------------------------------------------------------------------------------------
# Each returns what bridge_guard() returns.

bridge_eval <- function(code) {
  bridge_guard(function(mark) {
    value <- NULL
    for (bridge_expr in parse(text = code, keep.source = FALSE)) {
      mark(sys.nframe())
      value <- eval(bridge_expr, globalenv())
    }
    value
  })
}

bridge_call <- function(fn, args, names) {
  bridge_guard(function(mark) {
    frame <- new.env(parent = globalenv())
    bridge_expr <- bridge_build_call(fn, args, names, frame)
    mark(sys.nframe())
    eval(bridge_expr, frame)
  })
}

bridge_get <- function(name) {
  bridge_guard(function(mark) {
    if (exists(name, envir = globalenv())) list(get(name, envir = globalenv())) else list()
  })
}

bridge_set <- function(name, value) {
  bridge_guard(function(mark) {
    assign(name, value[[1L]], envir = globalenv())
    NULL
  })
}

bridge_has <- function(name) {
  bridge_guard(function(mark) exists(name, envir = globalenv()))
}

bridge_remove <- function(name) {
  bridge_guard(function(mark) {
    found <- exists(name, envir = globalenv(), inherits = FALSE)
    if (found) {
      rm(list = name, envir = globalenv())
    }
    found
  })
}

bridge_inspect <- function(fn, args) {
  bridge_guard(function(mark) do.call(fn, args, envir = topenv(), quote = TRUE))
}

# What Python asks of an R object --------------------------------------------------------------------------------------

bridge_classes <- function(x) as.list(class(x))

bridge_names <- function(x) as.list(names(x))

bridge_formals <- function(x) as.list(has_default(x))

bridge_format <- function(x) {
  paste(utils::capture.output(print(x)), collapse = "\n")
}

# reticulate puts off importing a module until it is used.
bridge_load_module <- function(x) {
  reticulate::py_has_attr(x, "__name__")
  x
}

# Calls ----------------------------------------------------------------------------------------------------------------

# A call whose text is short: only scalars are written into it, all else is bound to a name in `frame`. Functions that look
# at their arguments' expressions would otherwise deparse whole arrays.
bridge_build_call <- function(fn, args, names, frame) {
  head <- quote(R_function)
  if (is.character(fn)) {
    head <- bridge_parse_name(fn)
  } else {
    frame$R_function <- fn
  }
  for (i in seq_along(args)) {
    if (!bridge_is_short(args[[i]])) {
      label <- if (length(names) && nzchar(names[[i]])) names[[i]] else paste0("arg", i)
      if (is.name(head) && label == as.character(head)) {
        label <- paste0(".", label)
      }
      assign(label, args[[i]], envir = frame)
      args[[i]] <- as.name(label)
    }
  }
  names(args) <- names
  as.call(c(head, args))
}

bridge_is_short <- function(x) {
  is.null(x) || (is.atomic(x) && length(x) == 1L && is.null(attributes(x)) && (!is.character(x) || nchar(x) < 100))
}

bridge_parse_name <- function(fn) {
  if (grepl("::", fn, fixed = TRUE)) {
    parts <- regmatches(fn, regexec("^([A-Za-z0-9.]+)(:::?)(.+)$", fn))[[1L]]
    if (length(parts) == 4L) {
      return(call(parts[[3L]], as.name(parts[[2L]]), as.name(parts[[4L]])))
    }
  }
  if (!exists(fn, envir = globalenv(), mode = "function")) {
    stop("there is no R function `", fn, "`", call. = FALSE)
  }
  as.name(fn)
}

# Errors ---------------------------------------------------------------------------------------------------------------

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
      interrupt = function(i) stop(bridge_interrupted)
    ),
    error = function(e) list(NULL, warned, bridge_failure(e, bridge_traceback(calls, base)))
  )
  if (length(result) == 1L && length(warned)) list(result[[1L]], warned) else result
}

bridge_interrupted <- structure(class = c("bridge_interrupted", "error", "condition"), list(message = "", call = NULL))

bridge_failure <- function(condition, traceback) {
  if (inherits(condition, "bridge_interrupted")) {
    return(list(interrupted = TRUE))
  }
  exception <- if (inherits(condition, "python.builtin.BaseException")) condition
  classes <- class(condition)
  message <- NULL
  call <- NULL
  from_r <- is.null(exception)
  if (!from_r) {
    # An R function that Python called: reticulate packs its error into a RuntimeError.
    r_class <- reticulate::py_get_attr(condition, "r_class", silent = TRUE)
    if (!is.null(r_class) && identical(classes[[1L]], "python.builtin.RuntimeError")) {
      from_r <- TRUE
      classes <- reticulate::py_to_r(r_class)
      message <- reticulate::py_to_r(reticulate::py_get_attr(condition, "message"))
      call <- reticulate::py_to_r(reticulate::py_get_attr(condition, "call"))
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
    exception = exception
  )
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
