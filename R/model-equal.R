# Equality and parts of Python objects for R's generics. Without these methods R compares the environments in which reticulate
# keeps its pointers, and considers any two objects equal.

#' Compare Python objects
#'
#' `all.equal()` compares models, layers and metrics by class, configuration and weights, optimizers by their state,
#' tensors and variables by type and values, and other objects by Python's `==`. A tensor can also be compared with an R
#' array, by values. An object is always equal to itself. Layer names are compared, too. [same_object()] checks whether
#' two names hold the same object.
#'
#' `head()` and `tail()` of a model return its first and last layers, `as.list()` all of them, so that [lapply()] works.
#'
#' @param target,current,x Objects.
#' @param ... Arguments of [all.equal()], such as `tolerance`, and of [utils::head()], such as `n`.
#' @return `all.equal()`: TRUE, or a character vector that describes the differences. `head()` and `tail()` of a model:
#'   a list of layers.
#' @seealso [same_object()], [clone_model()].
#' @examplesIf is_keras_available()
#' model <- keras_model_sequential(input_shape = 2) %>% layer_dense(units = 1)
#' all.equal(model, unserialize_model(serialize_model(model)))
#' #> [1] TRUE
#' all.equal(op_array(c(1, 2)), op_array(c(1, 3)))
#' #> [1] "Component \"values\": Mean relative difference: 0.5"
#' head(model, 1)
#' #> [[1]]
#' #> <Dense name=dense, built=True>
#' @export
#' @method all.equal python.builtin.object
all.equal.python.builtin.object <- function(target, current, ...) {
  ensure_alive(target)
  if (inherits(current, "python.builtin.object")) {
    ensure_alive(current)
  }
  if (same_object(target, current)) {
    return(TRUE)
  }
  contents <- lapply(list(target, current), describe_content)
  if (!inherits(current, "python.builtin.object")) {
    contents <- lapply(contents, `[[`, "values")
  }
  if (is.null(contents[[1L]]) || is.null(contents[[2L]])) {
    return(compare_in_python(target, current))
  }
  all.equal(contents[[1L]], contents[[2L]], ...)
}

# The parts of an object as R values; NULL if only Python can compare it.
describe_content <- function(x) {
  if (!inherits(x, "python.builtin.object")) {
    return(if (is.numeric(x) || is.logical(x)) list(values = as_array(x)))
  }
  content <- call_rkeras("describe_content", list(x))
  if (!is.null(content$values)) {
    content$values <- as_array(content$values)
  }
  content
}

compare_in_python <- function(target, current) {
  if (inherits(current, "python.builtin.object")) {
    if (isTRUE(reticulate::py_bool(reticulate::import("operator", convert = FALSE)$eq(target, current)))) {
      return(TRUE)
    }
  }
  shown <- vapply(list(target, current), function(x) class(x)[[1L]], "")
  paste0("target, current are different objects: ", shown[[1L]], ", ", shown[[2L]])
}

#' @importFrom utils head
#' @rdname all.equal.python.builtin.object
#' @export
#' @method head python.builtin.object
head.python.builtin.object <- function(x, ...) {
  take_layers(x, "head", utils::head, ...) %||% NextMethod()
}

#' @importFrom utils tail
#' @rdname all.equal.python.builtin.object
#' @export
#' @method tail python.builtin.object
tail.python.builtin.object <- function(x, ...) {
  take_layers(x, "tail", utils::tail, ...) %||% NextMethod()
}

# NULL for objects with elements of their own.
take_layers <- function(x, generic, take, ...) {
  ensure_alive(x)
  if (inherits(x, keras_names[["Model"]])) {
    return(take(convert_to_r(x$layers), ...))
  }
  if (inherits(x, keras_names[["KerasTensor"]])) {
    stop(generic, "(): a symbolic tensor has no values. Extract a part of it with brackets: x[1:2, ].", call. = FALSE)
  }
  if (!reticulate::py_has_attr(x, "__getitem__")) {
    stop(generic, "(): an object of class ", class(x)[[1L]], " has no elements to take.", call. = FALSE)
  }
  NULL
}

# Methods for testthat's expect_equal() and expect_identical().
object_to_compare <- function(x, path) {
  list(object = describe_content(x) %||% list(id = reticulate::py_id(x)), path = path)
}
