# Replacements for reticulate functions that pass values to C code without the methods of r_to_py(): py_call(), dict(), tuple(),
# py_set_item(), `x["a"] <- `, np_array() and others. They apply to all callers except this package, which converts values with
# to_python(). An iterator from py_iterator() raises the errors of its function; reticulate warns and ends the iterator, so a
# training would use less data.
kept_doors <- function() {
  list(
    py_call = function(frame, x, ...) {
      values <- list(...)
      kept <- keep_parts(values)
      if (identical(values, kept)) call_python(x, ...) else do.call(call_python, c(list(x), kept), quote = TRUE)
    },
    py_run_string_impl = function(frame, ...) keep_conditions(state$own_doors$py_run_string_impl(...)),
    py_run_file_impl = function(frame, ...) keep_conditions(state$own_doors$py_run_file_impl(...)),
    py_set_attr = function(frame, x, name, value) state$own_doors$py_set_attr(x, name, keep_value(value)),
    py_set_item = function(frame, x, key, value) state$own_doors$py_set_item(x, key, keep_value(value)),
    py_dict_set_item = function(frame, dict, key, value) {
      state$own_doors$py_dict_set_item(dict, key, keep_value(value))
    },
    dict = function(frame, ..., convert = FALSE) collect("dict", frame, list(...), convert),
    tuple = function(frame, ..., convert = FALSE) collect("tuple", frame, list(...), convert),
    py_dict_impl = function(frame, keys, values, convert) {
      state$own_doors$py_dict_impl(keys, if (is.object(values)) values else keep_parts(as.list(values)), convert)
    },
    py_tuple = function(frame, items, convert) state$own_doors$py_tuple(keep_parts(items), convert),
    r_to_py_impl = function(frame, object, convert) {
      if (is_np_array(frame) && anyNA(object)) {
        refuse_whole_na(object, frame$dtype)
        object <- keep_value(object)
      }
      if (inherits(object, "python.builtin.object")) object else state$own_doors$r_to_py_impl(object, convert)
    },
    np_array = function(frame, data, dtype = NULL, ...) {
      if (is.atomic(data) && !is.object(data) && anyNA(data)) {
        refuse_whole_na(data, dtype)
        data <- keep_value(as.array(data))
      }
      state$own_doors$np_array(data, dtype, ...)
    },
    py_iterator = function(frame, fn, completed = NULL, prefetch = 0L) {
      iterator <- state$own_doors$py_iterator(fn, completed)
      raise_errors <- import_functions(python_names[["r_iterators"]], "raise_errors")$raise_errors
      raise_errors(iterator, make_drawing(fn, completed), as.integer(prefetch))
    }
  )
}

# Exported functions of this package with reticulate's names call these replacements.
pass_door <- function(name, ...) {
  loadNamespace("reticulate")
  .Call(C_rkeras_watch_handle, state$kept_doors[[name]](parent.frame(2L), ...))
}

# reticulate's py_call(), for values that are converted already.
call_python <- function(...) {
  if (is.null(state$own_doors)) {
    loadNamespace("reticulate")
  }
  py_call <- state$own_doors$py_call # by this name traces know it
  py_call(...)
}

# dict() evaluates names in the frame of its caller.
collect <- function(name, frame, values, convert) {
  do.call(state$own_doors[[name]], c(keep_members(values), list(convert = convert)), quote = TRUE, envir = frame)
}

# The values of dict() and tuple(), which can also be given as a single list.
keep_members <- function(values) {
  if (length(values) == 1L && is.null(names(values)) && is.list(values[[1L]])) {
    list(keep_parts(as.list(values[[1L]])))
  } else {
    keep_parts(values)
  }
}

refuse_whole_na <- function(data, dtype) {
  name <- if (inherits(dtype, "python.builtin.object")) reticulate::py_str(dtype) else as.character(dtype)
  if (length(name) && grepl("^u?int|^bool", name) && anyNA(data)) {
    stop_value(
      "np_array(): `data` has NA, for which numbers of dtype ",
      name,
      " have no value. Remove or replace NA first, or omit `dtype`: NA becomes nan."
    )
  }
}

# The function from which an iterator draws, with the variable names that draw_from_r_iterator() expects.
make_drawing <- function(fn, completed) {
  force(completed)
  function() {
    value <- tryCatch(fn(), python.builtin.StopIteration = function(condition) completed)
    if (identical(value, completed)) {
      signalCondition(reticulate::import("builtins", convert = FALSE)$StopIteration())
    }
    value
  }
}

# Exported by reticulate and by the aliases. A package that imports both must find the same object, whichever package is loaded
# first, so these are not replaced; the internal functions that they call are.
shared_doors <- c("dict", "tuple", "np_array")

# Tells whether a frame belongs to a call of np_array(), which passes its array to r_to_py_impl().
is_np_array <- function(frame) {
  identical(environmentName(parent.env(frame)), "reticulate") &&
    identical(ls(frame), c("data", "dtype", "isobj", "order"))
}

replace_doors <- function() {
  reticulate <- asNamespace("reticulate")
  rkeras <- topenv()
  doors <- kept_doors()
  doors <- doors[intersect(names(doors), ls(reticulate, all.names = TRUE))]
  state$kept_doors <- doors
  state$own_doors <- mget(names(doors), reticulate)
  take_wide_numbers(reticulate)
  stop_jumps_in_calls(reticulate)
  watch_results(reticulate)
  state$call_impl <- find_call(reticulate)
  state$get_convert <- reticulate$py_get_convert
  state$list2 <- rlang::list2
  start_python_by_py(reticulate)
  for (name in setdiff(names(doors), shared_doors)) {
    kept <- make_door(state$own_doors[[name]], doors[[name]], rkeras)
    replace_locked(name, kept, reticulate)
    if ("package:reticulate" %in% search() && name %in% getNamespaceExports(reticulate)) {
      replace_locked(name, kept, as.environment("package:reticulate"))
    }
  }
}

# Before Python has started, `py` of reticulate is NULL: `py$x <- value`, as the first statement of a session, would create an R
# list.
start_python_by_py <- function(reticulate) {
  if (!bindingIsActive("py", reticulate)) {
    return() # a reticulate that has it otherwise
  }
  own <- activeBindingFunction("py", reticulate)
  kept <- function() {
    if (is.null(own())) {
      reticulate$import_main()
    }
    own()
  }
  for (place in c(list(reticulate), if ("package:reticulate" %in% search()) as.environment("package:reticulate"))) {
    do.call("unlockBinding", list("py", place))
    makeActiveBinding("py", kept, place)
    lockBinding("py", place)
  }
}

make_door <- function(own, kept, rkeras) {
  force(list(own, kept))
  function(...) {
    frame <- parent.frame()
    .Call(C_rkeras_watch_handle, if (identical(topenv(frame), rkeras)) own(...) else kept(frame, ...))
  }
}
