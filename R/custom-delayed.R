# Python objects do not survive the installation of a package: there a class is a function that makes it at first use.
delay_class <- function(name, make) {
  made <- NULL
  get <- function() {
    if (is.null(made)) {
      made <<- make()
    }
    made
  }
  structure(function(...) get()(...), class = c("rkeras_delayed_class", "function"), get = get, name = name)
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
