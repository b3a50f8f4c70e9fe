# Python objects do not survive the installation of a package: there a class is a function that makes it at first use.
make_or_delay_class <- function(name, make, arguments, frame, delayed = isNamespace(frame)) {
  if (isFALSE(delayed)) make() else delay_class(name, make, arguments)
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

# The arguments of a constructor as the code of the class has them, or that of the class it extends: without Python.
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

# The same of a class whose methods are in a list.
listed_formals <- function(methods) {
  constructor <- methods$initialize %||% methods[["__init__"]]
  if (is.function(constructor)) without_self(constructor) else alist(... = )
}

#' @export
`$.rkeras_delayed_class` <- function(x, name) {
  convert_to_r(reticulate::py_get_attr(as_py_class(x), name))
}

#' @export
print.rkeras_delayed_class <- function(x, ...) {
  cat("<class '", attr(x, "name"), "', made when it is used first>\n", sep = "")
  invisible(x)
}
