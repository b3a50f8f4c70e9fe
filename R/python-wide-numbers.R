# Python values that reticulate's C code, which uses no method of py_to_r(), would change or leave in Python. Integers beyond
# R's range, of which it keeps only the lower bits, become doubles, as in results of rkeras; times, masked arrays and pandas
# objects are converted in parts. See rkeras_py/r/wide.py.

wide_kinds <- c(
  paste0("python.builtin.", c("int", "str", "list", "dict", "tuple")),
  paste0(
    "numpy.",
    c("ndarray", "bytes_", "datetime64", "timedelta64", "longdouble", "clongdouble", "ma.core.MaskedConstant")
  ),
  paste0("numpy.", c("int32", "int64", "uint64", "longlong", "ulonglong")),
  paste0("pandas.", c("DataFrame", "Series", "core.base.PandasObject", "core.base.IndexOpsMixin")),
  "pandas.api.extensions.ExtensionArray",
  "pandas.core.arrays.base.ExtensionArray",
  paste0("scipy.sparse.", c("_base._spbase", "_matrix.spmatrix", "_base.spmatrix")),
  "datetime.timedelta"
)

# Returns the value that reticulate's own code receives instead, perhaps before the Python package is loaded.
fit_to_r <- function(x) {
  reach <- state$reach
  if (is.null(reach) || !state$compare_in_python(reach, x, "<")) {
    return(x)
  }
  fitted <- call_python(get_fit(asNamespace("reticulate")$py_get_convert(x)), x)
  warn_of_losses()
  fitted
}

# Warns if R got another value than Python gave: a rounded number, or a text with escapes.
warn_of_losses <- function() {
  if (!is.null(state$take_losses)) {
    for (loss in reticulate::py_to_r(call_python(state$take_losses))) {
      warning(loss, call. = FALSE)
    }
  }
}

# Draws an item only when its reader does.
fit_items <- function(x, reticulate) {
  if (is.null(state$reach) || !reticulate$py_get_convert(x)) {
    return(x)
  }
  call_python(reticulate$py_get_attr(reticulate$import_builtins(), "map"), get_fit(convert = TRUE), x)
}

get_fit <- function(convert) {
  reticulate::py_get_attr(import_rkeras_py("r_wide", convert), "fit")
}

# The functions through which reticulate's C code passes values: py_to_r() and its users, such as `py$x`, members, and results
# of functions; py_run_string(); py_eval(); iterate().
take_wide_numbers <- function(reticulate) {
  own <- mget(
    c("py_to_r_cpp", "py_str_impl", "py_dict_get_item", "py_eval_impl", "py_iterate", "py_iter_next"),
    reticulate,
    ifnotfound = list(NULL)
  )
  kept <- list(
    py_to_r_cpp = function(x) {
      found <- .Call(C_rkeras_to_r, x)
      if (!is.symbol(found)) {
        return(found)
      }
      if (identical(found, quote(unsure)) && inherits(x, wide_kinds)) {
        x <- fit_to_r(x)
        if (inherits(x, python_names[["Parts"]])) {
          return(parts_to_r(x))
        }
      }
      found <- .Call(C_rkeras_watch_handle, own$py_to_r_cpp(x))
      attr(found, "twin", exact = TRUE) %||% found
    },
    py_str_impl = function(x) {
      text <- own$py_str_impl(x)
      is_unfit <- inherits(x, "python.builtin.str") && identical(.Call(C_rkeras_to_r, x), quote(unsure))
      if (is_unfit) reticulate$py_to_r(x) else text
    },
    py_dict_get_item = function(dict, key) {
      if (!reticulate$py_get_convert(dict)) {
        return(.Call(C_rkeras_watch_handle, own$py_dict_get_item(dict, key)))
      }
      if (is.null(state$get_from_dict)) {
        state$get_from_dict <- reticulate$py_get_attr(
          reticulate$py_get_attr(reticulate$import_builtins(), "dict"),
          "get"
        )
      }
      reticulate$py_to_r(call_python(state$get_from_dict, dict, key))
    },
    py_eval_impl = function(code, convert = TRUE) {
      if (!convert) {
        return(watch_handle(keep_conditions(own$py_eval_impl(code, FALSE))))
      }
      evaluate <- reticulate$py_get_attr(reticulate$import_builtins(), "eval")
      workspace <- reticulate$py_get_attr(reticulate$import_main(convert = FALSE), "__dict__")
      reticulate$py_to_r(keep_conditions(call_python(evaluate, code, workspace)))
    },
    py_iterate = function(x, f, simplify = TRUE) {
      if (inherits(x, "python.builtin.object")) {
        x <- fit_items(x, reticulate)
      }
      on.exit(warn_of_losses())
      keep_conditions(own$py_iterate(x, f, simplify))
    },
    py_iter_next = function(iterator, completed) {
      if (reticulate$py_has_attr(iterator, "__next__")) {
        iterator <- fit_items(iterator, reticulate)
      }
      item <- watch_handle(keep_conditions(own$py_iter_next(iterator, completed)))
      warn_of_losses()
      item
    }
  )
  if (!is.null(reticulate$py_to_r.datetime.datetime)) {
    own$py_to_r.datetime.datetime <- reticulate$py_to_r.datetime.datetime
    kept$py_to_r.datetime.datetime <- function(x) {
      x <- fit_to_r(x)
      if (inherits(x, python_names[["Parts"]])) parts_to_r(x) else own$py_to_r.datetime.datetime(x)
    }
    registerS3method("py_to_r", "datetime.datetime", kept$py_to_r.datetime.datetime, envir = reticulate)
  }
  state$compare_in_python <- find_comparison(reticulate)
  for (name in names(kept)[lengths(own[names(kept)]) > 0L]) {
    replace_locked(name, kept[[name]], reticulate)
  }
}

# Runs when Python starts. It also covers the arguments of R functions that Python calls.
begin_wide_numbers <- function() {
  wide <- import_rkeras_py("r_wide", convert = FALSE)
  call_python(wide$fit_arguments)
  python_errors() # the error of endless calls has no room for an import
  .Call(C_rkeras_find_python)
  if (!is.null(state$compare_in_python)) {
    state$reach <- wide$REACH
    state$take_losses <- wide$take_losses
  }
}
