# R generics for vectors and arrays without an equivalent in Keras: a tensor with values is converted to an array, a symbolic
# tensor raises an error.
array_generics <- list(
  base = c(
    "anyDuplicated",
    "cut",
    "determinant",
    "diff",
    "duplicated",
    "rep",
    "rev",
    "seq",
    "split",
    "unique",
    "xtfrm"
  ),
  graphics = c("barplot", "boxplot", "contour", "hist", "image", "persp")
)

# These plot tensors with values directly.
drawing_generics <- list(base = "plot", graphics = c("lines", "points"))

register_array_generics <- function() {
  register <- function(generics, classes) {
    for (package in names(generics)) {
      for (generic in generics[[package]]) {
        method <- yield_to_tensorflow(take_values(generic, getExportedValue(package, generic)))
        for (class in classes) {
          registerS3method(generic, class, method, envir = asNamespace(package))
        }
      }
    }
  }
  register(array_generics, keras_names[c("KerasTensor", "Tensor")])
  register(drawing_generics, keras_names[["KerasTensor"]])
}

# The default methods label axes with the expression of their first argument.
take_values <- function(generic, go_on) {
  force(list(generic, go_on))
  method <- function(x, ...) {
    label <- substitute(x)
    label <- if (is.symbol(label)) label else as.name(generic)
    place <- new.env(parent = parent.frame())
    assign(as.character(label), call_rkeras("tensor_values", list(generic, x)), place)
    eval(as.call(c(go_on, label, lapply(list(...), take_given))), place)
  }
  if (generic == "barplot") {
    names(formals(method))[[1L]] <- "height"
    body(method) <- do.call(substitute, list(body(method), list(x = quote(height))))
  }
  method
}

# Converts a further tensor argument of the call to an array, and leaves code unevaluated.
take_given <- function(value) {
  if (is.language(value)) {
    return(call("quote", value))
  }
  if (inherits(value, keras_names[["Tensor"]])) as.array(value) else value
}

# sprintf() takes the number of bindings of a handle, which is 2, for its length, and dropped all further values. Between
# generic and method, R has a frame for the call of the generic.
refuse_sprintf <- function(number, frame) {
  if (number > 2L && frame > 2L && identical(sys.function(frame - 2L), base::sprintf)) {
    stop("sprintf(): a tensor of ", number, " values should be an R array: sprintf(fmt, as.array(x))", call. = FALSE)
  }
}
