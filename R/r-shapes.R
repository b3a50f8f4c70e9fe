#' The shape of a tensor
#'
#' Use it if a shape contains sizes that are not known yet. Layers, variables and the `build()` method of custom layers
#' accept the result as a shape.
#'
#' @param ... The sizes, whole numbers; `NA`, `NULL` or -1 means any size.
#' @param dims The sizes as one vector or list; `NULL` means a shape of unknown rank.
#' @return A `tf.TensorShape`; on other backends a list of sizes. `length()`, `as.list()`, `as.integer()` (any size: `NA`), `[[` and `[`
#'   (from 1) and `c()` work on it.
#' @seealso [layer_input()], [op_shape()].
#' @examplesIf is_keras_available()
#' shape(NA, 3)
#' #> TensorShape([None, 3])
#' length(shape(28, 28, 1))
#' #> [1] 3
#' layer_input(shape = shape(28, 28))
#' #> <KerasTensor shape=(None, 28, 28), dtype=float32, sparse=False, ragged=False,
#' #>   name=keras_tensor>
#' @export
shape <- function(..., dims = list(...)) {
  if (missing(dims)) {
    dims <- rlang::list2(...)
  }
  sizes <- if (is.list(dims)) lapply(dims, integer64_to_double) else integer64_to_double(dims)
  if (!is.null(sizes)) {
    if (...length()) {
      sizes <- do.call(c, lapply(sizes, function(size) if (is.null(size)) list(NULL) else as.list(size)))
    }
    sizes <- lapply(as.list(sizes), as_dimension, fun = "shape", argument = "dims")
  }
  if (runs_on_tensorflow()) tensorflow_module()$TensorShape(sizes) else new_keras_shape(sizes)
}

runs_on_tensorflow <- function() {
  if (is.null(state$backend)) {
    state$backend <- call_rkeras("config_backend", list())
  }
  state$backend == "tensorflow"
}

# The result of shape() and op_shape() in R's keras3: NULL, a whole number or a tensor for each axis.
new_keras_shape <- function(sizes) {
  structure(unclass(sizes), class = c("keras_shape", "rkeras_shape"))
}

#' @export
`[.keras_shape` <- function(x, i, ...) {
  new_keras_shape(as.list(x)[i])
}

#' @export
c.keras_shape <- function(...) {
  keras3_shape(...)
}

# Supports c(batch, steps) %<-% op_shape(x).
#' @exportS3Method zeallot::destructure
destructure.keras_shape <- function(x) {
  as.list(x)
}

#' @export
rev.keras_shape <- function(x) {
  new_keras_shape(rev(as.list(x)))
}

#' @export
format.keras_shape <- function(x, ..., prefix = TRUE) {
  sizes <- vapply(as.list(x), function(size) if (is.null(size)) "NA" else paste(format(size), collapse = ""), "")
  paste0(if (prefix) "shape", "(", toString(sizes), ")")
}

#' @export
print.keras_shape <- function(x, ...) {
  cat(format(x, ...), "\n", sep = "")
  invisible(x)
}

# Shapes are compared as a whole.
#' @export
Ops.keras_shape <- function(e1, e2) {
  if (!.Generic %in% c("==", "!=")) {
    return(get(.Generic)(as.integer(keras3_shape(e1)), as.integer(keras3_shape(e2))))
  }
  identical(as.list(keras3_shape(e1)), as.list(keras3_shape(e2))) == (.Generic == "==")
}

# prod(shape(2, 3)) is the number of elements; with tensors among the sizes it is a tensor.
#' @export
Summary.keras_shape <- function(..., na.rm = FALSE) {
  sizes <- as.list(keras3_shape(...))
  if (any(vapply(sizes, is_size_tensor, NA))) {
    return(do.call(.Generic, list(op_stack(sizes))))
  }
  do.call(.Generic, list(sizes_to_integer(sizes), na.rm = na.rm))
}

# The shape of a tensor: a list, as in Keras 3, with the members of a TensorShape, as in Keras 2.
new_shape <- function(sizes) {
  if (!is.list(sizes)) {
    return(sizes)
  }
  if (length(sizes) && all(vapply(sizes, is.list, NA))) {
    return(lapply(sizes, new_shape))
  }
  structure(sizes, class = "rkeras_shape")
}

# As a tuple, as in Python's Keras.
shape_to_python <- function(x, convert = FALSE) {
  reticulate::tuple(as.list(x), convert = convert)
}

# `as_list()`, `rank`, `is_fully_defined()`, ...
#' @export
`$.rkeras_shape` <- function(x, name) {
  if (!runs_on_tensorflow()) {
    return(read_shape(as.list(x), name))
  }
  reticulate::py_to_r(reticulate::py_get_attr(shape(dims = as.list(x)), name))
}

# Members of a TensorShape without TensorFlow.
read_shape <- function(sizes, name) {
  known <- !vapply(sizes, is.null, NA)
  switch(
    name,
    as_list = function() sizes,
    dims = sizes,
    rank = ,
    ndims = length(sizes),
    is_fully_defined = function() all(known),
    num_elements = function() if (all(known)) as.integer(prod(unlist(sizes))),
    stop(
      "a shape has no `",
      name,
      "` on this backend; `as_list()`, `rank` and `num_elements()` are available.",
      call. = FALSE
    )
  )
}

#' @export
`[.rkeras_shape` <- function(x, i, ...) {
  new_shape(as.list(x)[i])
}

#' @export
as.list.rkeras_shape <- function(x, ...) {
  unclass(x)
}

#' @export
as.integer.rkeras_shape <- function(x, ...) {
  sizes_to_integer(as.list(x))
}

#' @export
as.double.rkeras_shape <- function(x, ...) {
  as.double(as.integer(x))
}

#' @export
format.rkeras_shape <- function(x, ...) {
  paste0("(", toString(ifelse(is.na(as.integer(x)), "NULL", as.integer(x))), ")")
}

#' @export
print.rkeras_shape <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

symbolic_attribute <- function(x, name) {
  ensure_alive(x)
  if (identical(name, "numpy") && inherits(x, arrays_of_jax)) {
    return(function() as.array(x)) # which TensorFlow's and PyTorch's have
  }
  if (identical(name, "shape")) new_shape(NextMethod()) else NextMethod()
}

# expect_identical() and expect_equal() of testthat compare a shape as the list of its sizes.
shape_to_compare <- function(x, path) {
  list(object = as.list(x), path = path)
}

# Methods for tf.TensorShape, which shape() returns.
tensor_shape_methods <- list(
  as.list = function(x, ...) as.list(x$as_list()),
  as.integer = function(x, ...) sizes_to_integer(as.list(x)),
  `[[` = function(x, i, ...) as.list(x)[[i]],
  `[` = function(x, i, ...) shape(dims = as.list(x)[i]),
  c = function(...) shape(...),
  is.na = function(x) is.na(as.integer(x))
)

# An open size is NULL, and NA in integer vectors.
sizes_to_integer <- function(sizes) {
  vapply(sizes, function(size) if (is.null(size)) NA_integer_ else size, 1L)
}
