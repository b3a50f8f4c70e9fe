# This package's knowledge of reticulate beyond its documentation, a function for each thing. The tests have a canary for
# each, by reticulate alone, which says who needs it.

# Functions that stand for Python objects ------------------------------------------------------------------------------

# A function of R that reticulate takes for the Python object `x`: it has its class, and Python gets the object.
stand_for_python_object <- function(f, x) {
  attributes(f) <- attributes(x)["class"]
  attr(f, "py_object") <- x
  f
}

stands_for_python_object <- function(f) {
  !is.null(attr(f, "py_object"))
}

# The names of attributes by which a function is, or is known as, one of Python.
python_function_attributes <- c("py_function_name", "py_object")

# A member of a Python object, as reticulate's `$` gives it.
get_member <- function(x, name) {
  member <- reticulate::py_get_attr(x, name)
  if (asNamespace("reticulate")$py_get_convert(x)) convert_to_r(member) else member
}

# Leave a context of Python without a function of R for its method, also after Ctrl-C.
leave_context <- function(context) {
  if (is.null(state$leave)) {
    state$leave <- reticulate::import("operator")$methodcaller("__exit__", NULL, NULL, NULL)
  }
  call_python(state$leave, context)
}

# The name to which with() binds the object, as `%as%` would have it.
bind_in_with <- function(object, name, frame) {
  attr(object, "as") <- name
  attr(object, "as_envir") <- frame
  object
}

# Conditions -----------------------------------------------------------------------------------------------------------

# The message of an exception without what reticulate adds: the type before it, and how to see more behind it.
exception_message <- function(exception, with_type = FALSE) {
  message <- sub("\nRun `.*py_last_error\\(\\)`.*$", "", conditionMessage(exception))
  message <- sub("\n-+\nFor simplicity, JAX has removed .*$", "", message)
  if (with_type) message else sub("^[A-Za-z_.]*(Error|Exception|Interrupt): ", "", message)
}

# Iterators ------------------------------------------------------------------------------------------------------------

is_r_iterator <- function(x) {
  inherits(x, "rpytools.generator.RGenerator")
}

# A function that draws from what py_iterator() made, and gives NULL at its end; its errors come out as they are, where
# reticulate makes a warning and an end of them. NULL where the iterator has ended.
draw_from_r_iterator <- function(iterator) {
  cells <- reticulate::py_get_attr(iterator$r_function, "__closure__", silent = TRUE)
  inner <- if (!is.null(cells)) environment(reticulate::py_to_r(cells)[[1L]]$cell_contents)
  if (!is.function(inner$fn) || iterator$completed) {
    return(NULL)
  }
  function() {
    if (iterator$values_queue$qsize() > 0L) {
      return(iterator$values_queue$get()) # drawn ahead
    }
    value <- tryCatch(inner$fn(), python.builtin.StopIteration = function(condition) inner$completed)
    if (!identical(value, inner$completed)) value
  }
}

# Comparisons ----------------------------------------------------------------------------------------------------------

# A function of two Python objects and an operator. R gets its answer without an object for it, in a fifth of the time of a
# call.
find_comparison <- function(reticulate) {
  reticulate$py_compare_impl
}

# Calls ----------------------------------------------------------------------------------------------------------------

# The function by which reticulate's own function of R for a callable of Python calls it, with arguments in order and by name.
find_call <- function(reticulate) {
  own <- reticulate$py_call_impl
  if (identical(names(formals(own)), c("x", "args", "keywords"))) own
}

# The function of r_to_py.default(), which itself would pass a door that looks again at what has been kept.
find_conversion <- function(reticulate) {
  own <- reticulate$r_to_py.default
  if (identical(all.names(body(own)), c("{", "r_to_py_impl", "x", "convert"))) reticulate$r_to_py_impl else own
}

# Memory ---------------------------------------------------------------------------------------------------------------

# A numpy array in the memory of an array of R, for Python to write to.
share_memory <- function(array) {
  reticulate::r_to_py(array)
}

# The end of the process -----------------------------------------------------------------------------------------------

# From 1.43 on reticulate's finalizer would wait for the GIL that rpy2's end of R holds, for ever: Python gets to keep
# it, and finalize_reticulate() has reticulate end before.
keep_gil <- function() {
  if (utils::packageVersion("reticulate") >= "1.43") {
    replace_locked("py_allow_threads_impl", function(allow = TRUE) invisible(allow), asNamespace("reticulate"))
  }
}

finalize_reticulate <- function() {
  if (utils::packageVersion("reticulate") >= "1.43") {
    get("py_finalize", envir = asNamespace("reticulate"))()
  }
}
