# The registry, for both hosts, of R objects with a form in Python: the methods of reticulate's r_to_py(), and the Python object
# of each R object that is the same object in both languages.

origins <- function() {
  if (is.null(state$origins)) {
    names <- c("find_made", "get_origin", "keep_origin")
    state$origins <- import_functions(python_names[["origins"]], names, convert = FALSE)
  }
  state$origins
}

# The Python object of an R object that has one already, or NULL.
find_made <- function(x) {
  made <- call_python(origins()$find_made, rlang::obj_address(x))
  if (!inherits(made, "python.builtin.NoneType")) made
}

# With `once`, find_made() finds the object from now on.
keep_origin <- function(made, x, once = FALSE) {
  holder <- new.env(parent = emptyenv())
  holder$object <- x
  call_python(origins()$keep_origin, made, holder, if (once) rlang::obj_address(x))
  made
}

# Converts a Python object that stands for an R6 object to that object; a layer remains a layer.
r6_to_r <- function(x) {
  holder <- if (!is_layer(x)) convert_to_r(call_python(origins()$get_origin, x))
  if (is.null(holder)) watch_handle(x) else holder$object
}

# Tells whether r_to_py() has a method for the class of an object. Methods for plain values do not count, since to_python() and
# the bridge convert these better.
has_class_form <- function(x) {
  reticulate <- asNamespace("reticulate")
  classes <- setdiff(if (isS4(x)) methods::is(x) else class(x), kept_classes)
  methods <- sprintf("r_to_py.%s", classes)
  for (name in methods) {
    method <- get0(name, reticulate, mode = "function") %||%
      get0(name, reticulate$.__S3MethodsTable__., mode = "function")
    if (!is.null(method) && !identical(environment(method), reticulate)) {
      return(TRUE)
    }
  }
  FALSE
}
