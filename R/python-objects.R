#' Python tuples and dicts
#'
#' Use them for Python functions that accept nothing else. The functions of rkeras take vectors and (named) lists. See
#' [reticulate::tuple()], [reticulate::dict()].
#'
#' @param ... The elements; for a dict, named.
#' @param convert Whether elements become R values when you extract them.
#' @return The Python object.
#' @seealso [named_list()], [keras_array()].
#' @examplesIf is_keras_available()
#' tuple(1L, "a")
#' #> (1, 'a')
#' dict(units = 4L, activation = "relu")
#' #> {'units': 4, 'activation': 'relu'}
#' @export
tuple <- function(..., convert = FALSE) {
  pass_door("tuple", ..., convert = convert)
}

#' @rdname tuple
#' @export
dict <- function(..., convert = FALSE) {
  pass_door("dict", ..., convert = convert)
}

#' Reshape an array in Python's order
#'
#' Elements are read and written in row-major order, as in Python: the last index changes fastest. (`dim(x) <- ` uses
#' column-major order, in which the first index changes fastest; this scrambles images and sequences.)
#'
#' @param x An array, a vector, or a Python array.
#' @param dim The new shape, whole numbers; one of them may be -1 (or `NA`) and is then computed from the others.
#' @param order `"C"` for row-major order (the last index changes fastest), `"F"` for column-major order, as in R.
#' @return An R array, or a Python array if `x` is one.
#' @section Differences: `NA` means -1, too.
#' @seealso [op_reshape()] for tensors, [keras_array()].
#' @examplesIf is_keras_available()
#' array_reshape(1:6, c(2, 3))
#' #>      [,1] [,2] [,3]
#' #> [1,]    1    2    3
#' #> [2,]    4    5    6
#' array_reshape(1:6, c(-1, 2))
#' #>      [,1] [,2]
#' #> [1,]    1    2
#' #> [2,]    3    4
#' #> [3,]    5    6
#' @export
array_reshape <- function(x, dim, order = c("C", "F")) {
  order <- match_choice("array_reshape", "order", order)
  dim <- vapply(
    as.list(integer64_to_double(dim)),
    as_dimension,
    1L,
    fun = "array_reshape",
    argument = "dim",
    any_size = -1L
  )
  if (is.factor(x) || is.data.frame(x) || inherits(x, "integer64")) {
    x <- keras_array(x)
  } else if (is.atomic(x) && is.null(base::dim(x))) {
    x <- array(x, length(x))
  }
  name_errors("array_reshape", reticulate::array_reshape(x, dim, order))
}

#' Convert to a Python array
#'
#' Use it to see the array that Keras gets for an R value: doubles become Keras's float type, integers `int32`, and
#' factors their codes, counted from 0. The memory layout is row-major.
#'
#' @param x A vector, matrix, array, numeric data frame, or a list of these. `NULL` and Python objects are returned
#'   unchanged.
#' @param dtype Name of the data type; `NULL` chooses it by the type of `x`.
#' @return A NumPy array, which is not converted back to R; for a list, a list of such arrays.
#' @seealso [array_reshape()], [op_convert_to_tensor()], [as_tensor()].
#' @examplesIf is_keras_available()
#' keras_array(matrix(c(1, 2, 3, 4), nrow = 2))
#' #> array([[1., 3.],
#' #>        [2., 4.]], dtype=float32)
#' keras_array(factor(c("cat", "dog", "cat")))
#' #> array([0, 1, 0], dtype=int32)
#' keras_array(1:3, dtype = "float64")$dtype
#' #> dtype('float64')
#' @export
keras_array <- function(x, dtype = NULL) {
  if (is.null(x) || inherits(x, "python.builtin.object")) {
    return(x)
  }
  if (is.list(x) && !is.data.frame(x)) {
    return(lapply(x, keras_array, dtype = dtype))
  }
  if (is.data.frame(x)) {
    x <- frame_matrix(x)
  }
  if (is.null(dtype)) {
    dtype <- if (inherits(x, "integer64")) {
      "int64"
    } else if (is.double(x)) {
      k_floatx()
    } else if (is.character(x)) {
      "object"
    }
  }
  values <- tryCatch(
    if (is.factor(x)) factor_to_python(x) else atomic_to_python(as_array(x)),
    rkeras_missing_values = function(condition) stop_value("keras_array(): `x`: ", conditionMessage(condition))
  )
  np <- reticulate::import("numpy", convert = FALSE)
  name_errors("keras_array", np$asarray(values, dtype = dtype, order = "C"))
}

as_array <- function(x) {
  if (is.null(dim(x))) {
    attributes(x) <- list(dim = length(x), class = class(x)[is.object(x)])
  }
  x
}

frame_matrix <- function(frame) {
  moment <- vapply(frame, is_moment, NA)
  if (any(moment)) {
    stop_value("keras_array(): `x`: column `", names(frame)[moment][[1L]], "` holds times. Make numbers of them.")
  }
  frame[] <- lapply(frame, integer64_to_double)
  data.matrix(frame)
}

#' Functions re-exported from reticulate
#'
#' R's keras3 also exports them, so scripts for it work without `library(reticulate)`. See [reticulate::np_array()],
#' [reticulate::iterate()], [reticulate::iter_next()], [reticulate::as_iterator()], [reticulate::import()],
#' [reticulate::py_help()], [reticulate::py_require()], [reticulate::py_to_r()] and [reticulate::r_to_py()].
#'
#' @param ... Arguments of the reticulate function.
#' @return The result of the reticulate function.
#' @seealso [tuple()], [keras_array()], [use_python()].
#' @examplesIf is_keras_available()
#' np_array(c(1, 2, 3), dtype = "float32")
#' #> array([1., 2., 3.], dtype=float32)
#' py_to_r(r_to_py(list(a = 1, b = 2)))
#' #> $a
#' #> [1] 1
#' #>
#' #> $b
#' #> [1] 2
#' iterate(r_to_py(1:3), function(x) x^2)
#' @name reticulate-functions
#' @keywords internal
NULL

#' @rdname reticulate-functions
#' @export
np_array <- function(...) pass_door("np_array", ...)

#' @rdname reticulate-functions
#' @export
iterate <- function(...) reticulate::iterate(...)

#' @rdname reticulate-functions
#' @export
iter_next <- function(...) reticulate::iter_next(...)

#' @rdname reticulate-functions
#' @export
as_iterator <- function(...) reticulate::as_iterator(...)

#' @rdname reticulate-functions
#' @export
import <- function(...) reticulate::import(...)

#' @rdname reticulate-functions
#' @export
py_help <- function(...) reticulate::py_help(...)

#' @rdname reticulate-functions
#' @export
py_to_r <- function(...) reticulate::py_to_r(...)

#' @rdname reticulate-functions
#' @export
r_to_py <- function(...) reticulate::r_to_py(...)

# Available in reticulate from version 1.41 on.
#' @rdname reticulate-functions
#' @export
py_require <- function(...) getExportedValue("reticulate", "py_require")(...)
