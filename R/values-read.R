# Python objects that R has read are recreated at their first use: see src/values.c and values-write.R.

# R calls this while it reads a file, when Python must not run, so nothing is created yet. reticulate looks up the pointer under
# the name `pyobj`, which then creates the object. Caches of knitr and other lazyLoad() databases assign the dead pointer
# afterwards.
read_handle_state <- function(state) {
  handle <- state[[1L]]
  record <- state[[2L]]
  for (mention in record$mentions) {
    mention$link$owner <- record
    mention$link$place <- mention$place
  }
  suppressWarnings(rm("pyobj", envir = handle))
  makeActiveBinding("pyobj", function(dead) if (missing(dead)) wake_quietly(handle), handle)
  NULL
}

# An error must not unwind reticulate's C++ code: it gets a null pointer instead, which it recognizes.
wake_quietly <- function(handle) {
  tryCatch(wake(handle), error = function(condition) {
    warning(exception_message(condition), call. = FALSE)
    methods::new("externalptr")
  })
}

wake <- function(handle) {
  record <- .Call(C_rkeras_get_record, handle)
  made <- make_recorded(record)
  pointer <- get("pyobj", envir = attr(made, "py_object") %||% made)
  rm("pyobj", envir = handle)
  assign("pyobj", pointer, envir = handle)
  .Call(C_rkeras_forget_record, handle)
  pointer
}

make_recorded <- function(record) {
  if (is.null(record$made)) {
    if (!is.null(record$problem) && is.null(record$link$owner)) {
      stop("This ", record$class, " was not saved with its R session: ", record$problem, call. = FALSE)
    }
    record$made <- if (is.null(record$link$owner)) {
      if (is.null(record$recipe)) {
        parts <- lapply(record$parts, follow_recipe)
        load_value <- import_rkeras_py("saved_values", convert = FALSE)$load_value # plain values stay Python's
        load_value(record$data, reticulate::dict(parts), reticulate::dict(as.list(record$names)))
      } else {
        follow_recipe(record$recipe)
      }
    } else {
      saved_values()$get_part(make_recorded(record$link$owner), record$link$place)
    }
    for (owner in unique(lapply(record$shared, `[[`, "owner"))) {
      of_owner <- Filter(function(one) identical(one$owner, owner), record$shared)
      found <- tryCatch(make_recorded(owner), error = function(condition) {
        warning(
          "This ",
          record$class,
          " does not share its weights with a ",
          owner$class,
          " that was saved with it: ",
          exception_message(condition),
          call. = FALSE
        )
      })
      if (inherits(found, "python.builtin.object")) {
        saved_values()$share_parts(record$made, found, lapply(of_owner, `[[`, "places"))
      }
    }
  }
  record$made
}

# In a forked process the pointer refers to an object that must not be used there.
ensure_alive <- function(value) {
  refuse_fork()
  handle <- attr(value, "py_object") %||% value
  if (!is.null(.Call(C_rkeras_get_record, handle))) {
    reword_errors(wake(handle))
  } else if (reticulate::py_is_null_xptr(value)) {
    what <- sub("^.*[.]", "", class(value)[[1L]])
    stop(
      "This ",
      what,
      " was lost with its R session, which did not save it. Save and load it with the functions for it, such as ",
      "save_model() and load_model().",
      call. = FALSE
    )
  }
}
