# Everything that this package knows about reticulate beyond its documentation, in one function each. Each has a canary among
# the tests, which uses reticulate alone and names the functions that need it.

# Functions that stand for Python objects ------------------------------------------------------------------------------

# An R function that reticulate treats as the Python object `x`: it has its class, and Python receives the object.
stand_for_python_object <- function(f, x) {
  attributes(f) <- attributes(x)["class"]
  attr(f, "py_object") <- x
  f
}

stands_for_python_object <- function(f) {
  !is.null(attr(f, "py_object"))
}

# The attributes that mark a function as a Python function.
python_function_attributes <- c("py_function_name", "py_object")

# A member of a Python object, converted as reticulate's `$` does.
get_member <- function(x, name) {
  member <- reticulate::py_get_attr(x, name)
  if (asNamespace("reticulate")$py_get_convert(x)) convert_to_r(member) else member
}

# Leaves a Python context manager, also after Ctrl-C, without creating an R function for its method.
leave_context <- function(context) {
  if (is.null(state$leave)) {
    state$leave <- reticulate::import("operator")$methodcaller("__exit__", NULL, NULL, NULL)
  }
  call_python(state$leave, context)
}

# The name that with() binds the object to, as with `%as%`.
bind_in_with <- function(object, name, frame) {
  attr(object, "as") <- name
  attr(object, "as_envir") <- frame
  object
}

# Conditions -----------------------------------------------------------------------------------------------------------

exception_hint <- "Run `reticulate::py_last_error()` for details."

# The message of an exception, without the type and the hint that reticulate adds.
exception_message <- function(exception, with_type = FALSE) {
  message <- sub("\nRun `.*py_last_error\\(\\)`.*$", "", conditionMessage(exception))
  message <- sub("\n-+\nFor simplicity, JAX has removed .*$", "", message)
  if (with_type) message else sub("^[A-Za-z_.]*(Error|Exception|Interrupt): ", "", message)
}

# Iterators ------------------------------------------------------------------------------------------------------------

is_r_iterator <- function(x) {
  inherits(x, "rpytools.generator.RGenerator")
}

# Draws from an iterator made by py_iterator(), and returns NULL at its end. Errors are raised unchanged; reticulate turns them
# into a warning and the end of the iterator. NULL if the iterator has ended already.
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

# A function of two Python objects and an operator. R gets the logical result without a Python object for it, in a fifth of the
# time of a call.
find_comparison <- function(reticulate) {
  reticulate$py_compare_impl
}

# Calls ----------------------------------------------------------------------------------------------------------------

# reticulate's function that calls a Python callable, with positional and named arguments.
find_call <- function(reticulate) {
  own <- reticulate$py_call_impl
  if (identical(names(formals(own)), c("x", "args", "keywords"))) own
}

# The function behind r_to_py.default(), which itself would convert values again that are converted already.
find_conversion <- function(reticulate) {
  own <- reticulate$r_to_py.default
  if (identical(all.names(body(own)), c("{", "r_to_py_impl", "x", "convert"))) reticulate$r_to_py_impl else own
}

# Memory ---------------------------------------------------------------------------------------------------------------

# A NumPy array that shares the memory of an R array, for Python to write to.
share_memory <- function(array) {
  reticulate::r_to_py(array)
}

# The end of the process -----------------------------------------------------------------------------------------------

# From version 1.43 on, reticulate's finalizer waits for the GIL while rpy2's shutdown of R holds it, forever. So Python keeps
# the GIL, and finalize_reticulate() ends reticulate before.
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
