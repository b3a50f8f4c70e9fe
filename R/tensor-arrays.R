# Generics of R for vectors and arrays that Keras has no form of: of a tensor with values they take its array, those of a
# symbolic tensor are refused by name.
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

# These draw tensors with values as they are.
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

# The default methods write the name of their first argument on plots.
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

# A further argument of a call that is put together: a tensor as its array, code unread.
take_given <- function(value) {
  if (is.language(value)) {
    return(call("quote", value))
  }
  if (inherits(value, keras_names[["Tensor"]])) as.array(value) else value
}

# sprintf() counts the bindings of a handle, which are two, and left out all further values. R has a frame for the call
# of the generic between it and the method.
refuse_sprintf <- function(number, frame) {
  if (number > 2L && frame > 2L && identical(sys.function(frame - 2L), base::sprintf)) {
    stop("sprintf(): a tensor of ", number, " values should be an R array: sprintf(fmt, as.array(x))", call. = FALSE)
  }
}
