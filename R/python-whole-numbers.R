# For plain Keras called from R, `keras$layers$Dense(32)`: converts whole doubles to integers where Keras 3 requires them and
# Keras 2 accepted doubles. rkeras_py/compat/whole_numbers.py knows these arguments.

# Before the Python package is loaded, there are no Keras classes to wrap.
wrap_class <- function(x) {
  if (!is.null(state$core) && whole_numbers()$takes_whole_numbers(x)) with_whole_numbers(x) else with_kept_values(x)
}

wrap_python_function <- function(x) {
  module <- reticulate::py_get_attr(x, "__module__", silent = TRUE)
  module <- if (!is.null(module)) reticulate::py_to_r(module)
  if (!is_string(module)) {
    return(with_kept_values(x))
  }
  if (startsWith(module, "keras.")) {
    return(with_whole_numbers(x))
  }
  wrapped <- with_kept_values(x)
  attr(wrapped, "twin") <- if (startsWith(module, "rkeras_py") && is.null(state$takes_python)) find_twin(x)
  wrapped
}

# The R function with the name of a public rkeras_py function: source_python() of a file with `from rkeras_py import *` must not
# replace R's functions by Python's c() and summary(). reticulate sets attributes of the wrapped function in place, so that is
# never R's own function; py_to_r_cpp() of R/python-wide-numbers.R takes the twin from it.
find_twin <- function(x) {
  name <- reticulate::py_to_r(reticulate::py_get_attr(x, "__name__"))
  if (name %in% c("c", "pipe", "predict", "summary")) {
    return(get(name, asNamespace("stats"), mode = "function"))
  }
  if (name %in% getNamespaceExports("rkeras") && reticulate::py_has_attr(x, "__rkeras__")) {
    get0(name, asNamespace("rkeras"), mode = "function")
  }
}

# For all Python functions that R calls: keeps NA and factors, and raises errors of R functions that they call unchanged.
with_kept_values <- function(x, takes_tensors = FALSE) {
  .run <- function(call, frame) {
    args <- take_arguments(call, frame)
    if (takes_tensors && length(args) && all(vapply(args, inherits, NA, "python.builtin.object"))) {
      return(call_rkeras("call_method", c(list(x, "__call__"), args)))
    }
    call_callable(x, keep_parts(args))
  }
  as_callable(x, environment())
}

take_arguments <- function(call, frame) {
  if (length(call) > 1L) {
    call[[1L]] <- state$list2
    eval(call, frame)
  } else {
    list()
  }
}

# As reticulate's R function does, with evaluated arguments.
call_callable <- function(callable, args) {
  py_call_impl <- state$call_impl # by this name traces know it
  if (is.null(py_call_impl)) {
    return(keep_conditions(do.call(callable, args, quote = TRUE)))
  }
  call_args <- split_by_name(args)
  result <- keep_in_place(py_call_impl(callable, call_args$unnamed, call_args$named))
  if (state$get_convert(callable)) {
    result <- reticulate::py_to_r(result)
  }
  if (is.null(result)) invisible() else result
}

split_by_name <- function(args) {
  if (is.null(names(args))) {
    return(list(unnamed = args, named = list()))
  }
  named <- nzchar(names(args))
  list(unnamed = args[!named], named = args[named])
}

# Calls of a tf_function() with tensors only take a shortcut.
wrap_traced <- function(x) {
  with_kept_values(x, takes_tensors = asNamespace("reticulate")$py_get_convert(x))
}

whole_numbers <- function() functions_of("whole_numbers")

# Has the arguments and attributes of reticulate's function; as there, calls can splice lists with `!!!`. The arguments keep
# their names, which must not mask names that the body uses.
with_whole_numbers <- function(x) {
  .run <- function(call, frame) {
    args <- keep_parts(take_arguments(call, frame))
    call_callable(x, whole_where_wanted(x, args))
  }
  as_callable(x, environment())
}

as_callable <- function(x, runs) {
  callable <- rlang::new_function(formals(x), run_call, runs)
  attributes(callable) <- attributes(x)
  callable
}

run_call <- quote(.run(sys.call(), parent.frame()))

whole_where_wanted <- function(callable, args) {
  whole <- vapply(args, holds_whole_doubles, NA)
  if (!any(whole)) {
    return(args)
  }
  named <- nzchar(names(args) %||% character(length(args)))
  wanted <- logical(length(args))
  order <- c(which(!named), which(named))
  wanted[order] <- as.logical(unlist(whole_numbers()$find_whole_places(
    callable,
    sum(!named),
    as.list(names(args)[named])
  )))
  args[whole & wanted] <- lapply(args[whole & wanted], as_whole_numbers)
  args
}

holds_whole_doubles <- function(value) {
  if (is.list(value) && !is.object(value)) {
    for (part in value) {
      if (holds_whole_doubles(part)) {
        return(TRUE)
      }
    }
    return(FALSE)
  }
  is_vector <- is.double(value) && is.null(attributes(value)) && length(value) <= 64L
  is_vector && all(is.finite(value)) && all(value == round(value)) && all(abs(value) <= .Machine$integer.max)
}

as_whole_numbers <- function(value) {
  if (is.list(value)) {
    value[] <- lapply(value, function(part) if (is.null(part)) part else as_whole_numbers(part))
    return(value)
  }
  if (holds_whole_doubles(value)) as.integer(value) else value
}
