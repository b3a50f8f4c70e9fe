# Tensors, models and histories for jsonlite, and so for plumber and Shiny.

# jsonlite looks for S4 methods. If an object has several classes, it removes them one by one until it finds a method; handles
# are environments, so this changes the user's object. The classes are therefore restored.
register_json <- function(...) {
  json <- new.env(parent = topenv())
  methods::setOldClass(c("python.builtin.object"), where = json)
  methods::setOldClass("keras_training_history", where = json)
  generic <- get("asJSON", asNamespace("jsonlite"))
  write <- function(x, ...) {
    x <- put_classes_back(x)
    if (inherits(x, keras_names[["Model"]])) as.character(model_to_json(x)) else generic(find_content(x), ...)
  }
  methods::setMethod(generic, "python.builtin.object", write, where = json)
  methods::setMethod(generic, "keras_training_history", function(x, ...) generic(unclass(x), ...), where = json)
}

find_content <- function(x) {
  if (inherits(x, keras_names[c("Tensor", "Variable")]) || inherits(x, "numpy.ndarray")) {
    value <- as.array(x)
    return(if (length(dim(value)) == 1L && length(x$shape) == 0L) value[[1L]] else value)
  }
  if (inherits(x, keras_names[["KerasSaveable"]])) {
    return(convert_to_r(x$get_config()))
  }
  plain <- reticulate::py_to_r(x)
  if (inherits(plain, "python.builtin.object")) {
    stop("toJSON(): a ", sub("^.*[.]", "", class(x)[[1L]]), " of Python cannot be converted to JSON.", call. = FALSE)
  }
  plain
}

put_classes_back <- function(x) {
  again <- reticulate::py_eval("lambda x: x", convert = FALSE)(x)
  converted <- convert_to_r(again)
  class(x) <- class(if (inherits(converted, "python.builtin.object")) converted else again)
  x
}
