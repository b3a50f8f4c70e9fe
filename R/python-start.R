# The Python package is part of the R package, so that both always have the same version. If the Python that hosts R has already
# loaded a copy, that one is used: a process must have a single registry.
load_rkeras_py <- function() {
  if (is.null(state$core)) {
    start_python()
    state$core <- reticulate::import("rkeras_py")
    keep_to_process()
  }
  state$core
}

# R runs only in this process, and only on the main thread.
keep_to_process <- function() {
  state$process <- Sys.getpid()
  functions_of("r_threads")$take_over_calls()
}

start_python <- function() {
  sys <- tryCatch(find_rkeras_py(), error = function(condition) {
    stop_without_python(paste("reticulate found none:", sub("[.]?\\s*$", "", conditionMessage(condition))))
  })
  check_python_packages(sys)
  pass_backend(Sys.getenv("KERAS_BACKEND"))
}

# A Python that runs already does not see R's changes.
pass_backend <- function(backend) {
  if (nzchar(backend)) {
    set_variables(c(KERAS_BACKEND = backend))
  } else {
    reticulate::import("os")$environ$pop("KERAS_BACKEND", NULL)
  }
}

# Returns the module sys.
find_rkeras_py <- function() {
  sys <- reticulate::import("sys", convert = FALSE)
  if (!has_item(sys$modules, "rkeras_py")) {
    sys$path$insert(0L, system.file("python", package = "rkeras"))
  }
  sys
}

# Scripts, the package tensorflow and Python chunks may load TensorFlow or Keras, and disable eager execution, before the first
# function here. Chunks see R's variables as `r`.
watch_tensorflow <- function() {
  find_rkeras_py()
  introduce_r()
  begin_wide_numbers()
  python <- import_rkeras_py("tensorflow_import")
  python$watch()
  python$give_variables()
}

watch_tensorflow_in_python <- function() {
  if (python_runs()) {
    watch_tensorflow()
  }
  setHook("reticulate.onPyInit", watch_tensorflow)
}

has_item <- function(dict, key) {
  reticulate::py_to_r(dict$`__contains__`(key))
}

get_from_rkeras_py <- function(name) {
  refuse_fork()
  found <- state$functions[[name]]
  if (is.null(found)) {
    starts_python <- !reticulate::py_available()
    core <- load_rkeras_py()
    if (starts_python && name == "call_from_r") {
      return(reticulate::py_get_attr(core, "first_call_from_r"))
    }
    found <- take_python(reticulate::py_get_attr(core, name))
    state$functions[[name]] <- found
    if (name == "call_from_r") {
      begin_quick_calls()
      setHook(packageEvent("tensorflow", "onLoad"), begin_quick_calls)
    }
  }
  found
}

# Repeated when the package tensorflow is loaded, because it changes the classes of handles, which src/calls.c caches.
begin_quick_calls <- function(...) {
  parts <- reticulate::import("rkeras_py", convert = FALSE)$get_quick_entry()
  .Call(C_rkeras_set_entry, lapply(0:2, function(place) reticulate::py_get_item(parts, place)))
}

# A public Python function itself, instead of the R function with its name: see wrap_python_function().
take_python <- function(expr) {
  state$takes_python <- TRUE
  on.exit(rm("takes_python", envir = state))
  expr
}

import_functions <- function(module, names, convert = TRUE) {
  load_rkeras_py()
  module <- reticulate::import(module, convert = convert)
  lapply(stats::setNames(nm = names), function(name) module[[name]])
}

# TensorFlow hangs in a process that R or Python forked (parallel::mclapply, os.fork).
refuse_fork <- function() {
  if (!is.null(state$process) && state$process != Sys.getpid()) {
    stop(
      "rkeras cannot be used in a forked process: it shares the memory of the model, not TensorFlow's threads. Start ",
      "separate workers (parallel::makePSOCKcluster(), in Python multiprocessing.get_context(\"spawn\"), which does ",
      "not fork) and send them the model, or in Python serialize_model(model).",
      call. = FALSE
    )
  }
}
