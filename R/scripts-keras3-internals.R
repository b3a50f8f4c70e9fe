# Internal objects of keras3 that differ from those of R keras 2.15.

keras3_generics <- c(
  "compile",
  "evaluate",
  "export_savedmodel",
  "fit",
  "format",
  "plot",
  "predict",
  "print",
  "summary"
)

keras3_internals <- c(
  stats::setNames(nm = shared_internals),
  stats::setNames(
    nm = c("create_layer", "create_layer_wrapper", "create_wrapper", "is_keras_available", "keras_array")
  ),
  renamed_internals,
  stats::setNames(paste0("keras3_", keras3_generics), paste0(keras3_generics, ".keras.src.models.model.Model")),
  capture_args = "capture_args_of_caller",
  compose_layer.keras.src.models.sequential.Sequential = "compose_layer",
  py_to_r_wrapper.keras.src.layers.layer.Layer = "wrap_layer",
  py_to_r_wrapper.keras.src.models.model.Model = "wrap_layer"
)

# Supports `args <- capture_args(list(units = as_integer), ignore = "object")` in a layer function of another package.
capture_args_of_caller <- function(
  modifiers = NULL,
  ignore = NULL,
  force = character(),
  enforce_all_dots_named = TRUE
) {
  caller <- sys.parent()
  fn <- sys.function(caller)
  cl <- match.call(fn, sys.call(caller), envir = parent.frame(2L))
  known <- names(formals(fn))
  supplied <- intersect(known, c(names(cl), force))
  collect_args(supplied, "..." %in% known, modifiers, ignore, parent.frame(), enforce_all_dots_named)
}

# Methods for models in R/gen-keras3.R: the generics, called as in keras3 -----------------------------------------------

call_as_keras3 <- function(generic, package = "keras3") {
  frame <- parent.frame(2L)
  call <- match.call(sys.function(-1L), sys.call(-1L), envir = frame)
  call[[1L]] <- base::call("::", as.name(package), as.name(generic))
  eval(call, frame)
}
