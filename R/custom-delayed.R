# In package code, and before Python runs, a class is a function that creates the Python class at its first use: Python objects
# do not survive the installation of a package, and defining a class should not start Python.
make_or_delay_class <- function(name, make, arguments, frame, delayed = NULL) {
  if (delayed %||% (isNamespace(frame) || !python_runs())) delay_class(name, make, arguments) else make()
}

python_runs <- function() {
  isNamespaceLoaded("reticulate") && reticulate::py_available()
}

# A function that returns the base class. A variable is read now, since the script may change it; `keras$layers$Layer` is read
# later, since it starts Python.
keep_base <- function(code, frame) {
  if (is_module_member(code, frame)) {
    return(function() eval(code, frame))
  }
  base <- eval(code, frame)
  function() base
}

is_module_member <- function(code, frame) {
  root <- code
  while (is.call(root) && identical(root[[1L]], quote(`$`))) {
    root <- root[[2L]]
  }
  is_name <- is.symbol(root) || is.call(root) && as.character(root[[1L]])[[1L]] %in% c("::", ":::")
  !identical(root, code) && is_name && inherits(eval(root, frame), c("rkeras_module", "python.builtin.module"))
}

# The same for the argument `inherit` of functions that create classes.
settle_inherit <- function(maker, frame) {
  if (exists("inherit", maker, inherits = FALSE) && !eval(quote(missing(inherit)), maker)) {
    code <- eval(quote(substitute(inherit)), maker)
    if (!is_module_member(code, frame)) {
      force(maker$inherit)
    }
  }
}

delay_class <- function(name, make, arguments) {
  made <- NULL
  get <- function() {
    if (is.null(made) || reticulate::py_is_null_xptr(made)) {
      made <<- make()
    }
    made
  }
  structure(
    function(...) get()(...),
    class = c("rkeras_delayed_class", "function"),
    get = get,
    name = name,
    arguments = arguments
  )
}

# The arguments of a constructor, from the code of the class or of its base class, without Python.
written_formals <- function(body, bases, frame) {
  for (statement in as.list(body)) {
    assigns <- is.call(statement) && as.character(statement[[1L]])[[1L]] %in% c("<-", "=")
    if (assigns && as.character(statement[[2L]])[[1L]] %in% c("initialize", "__init__")) {
      return(without_self(eval(statement[[3L]], frame)))
    }
  }
  base <- if (length(bases) && is.symbol(bases[[1L]])) get0(as.character(bases[[1L]]), frame)
  if (inherits(base, "rkeras_delayed_class")) attr(base, "arguments")() else alist(... = )
}

# The same for a class with a list of methods.
listed_formals <- function(methods) {
  constructor <- methods$initialize %||% methods[["__init__"]]
  if (is.function(constructor)) without_self(constructor) else alist(... = )
}

#' @export
`$.rkeras_delayed_class` <- function(x, name) {
  convert_to_r(reticulate::py_get_attr(as_py_class(x), name))
}

#' @export
`$<-.rkeras_delayed_class` <- function(x, name, value) {
  reticulate::py_set_attr(as_py_class(x), name, to_python(value))
  x
}

#' @export
print.rkeras_delayed_class <- function(x, ...) {
  made <- environment(attr(x, "get"))$made
  if (is.null(made)) {
    cat("<class '", attr(x, "name"), "', made when it is used first>\n", sep = "")
  } else {
    print(made, ...)
  }
  invisible(x)
}
