# `x@r[...]` and `x@py[...]` from R's keras3: parts of tensors, with R's or Python's indices. A logical tensor or array with
# several axes selects elements along the first axes.

tensor_at <- function(object, name) {
  if (!name %in% c("r", "py")) {
    stop(
      "`@`: a tensor has `@r[...]`, which counts from 1, and `@py[...]`, which counts from 0; not `@",
      name,
      "`.",
      call. = FALSE
    )
  }
  structure(list(tensor = object, style = name), class = "rkeras_places")
}

# R has already created the new tensor with `[<-`.
assign_tensor_at <- function(object, name, value) {
  value
}

places_of <- function(x) {
  tf_extract_opts(style = if (unclass(x)$style == "py") "python" else "R", warn_negatives_pythonic = FALSE)
}

#' @export
`[.rkeras_places` <- function(x, ...) {
  places <- tensor_places(substitute(list(...)), parent.frame(), places_of(x))
  call_rkeras("tensor_part", list(unclass(x)$tensor, places, TRUE, TRUE))
}

#' @export
`[<-.rkeras_places` <- function(x, ..., value) {
  places <- tensor_places(substitute(list(...)), parent.frame(), places_of(x))
  call_rkeras("tensor_assign", list(unclass(x)$tensor, places, value, TRUE))
}

#' @export
print.rkeras_places <- function(x, ...) {
  first <- if (unclass(x)$style == "py") "0, ends not included" else "1, ends included"
  cat("Parts of a tensor by `[`, counted from ", first, "\n", sep = "")
  invisible(x)
}

register_places <- function() {
  if (getRversion() < "4.3.0") {
    return() # whose `@` has no methods
  }
  classes <- c(keras_names[c("KerasTensor", "Tensor", "Variable")], "numpy.ndarray")
  for (class in classes) {
    registerS3method("@", class, yield_if_tensorflow(tensor_at, class), envir = baseenv())
    registerS3method("@<-", class, yield_if_tensorflow(assign_tensor_at, class), envir = baseenv())
  }
}
