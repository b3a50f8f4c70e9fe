# The `op_*` functions that need R's evaluation, or return Python objects without conversion. The others are generated.

#' Extract or replace parts of a tensor
#'
#' `op_subset(x, ...)` is `x[...]`, also for R arrays: indices count from 1; see [tensors] for other indices between the
#' brackets. `op_subset(x, ...) <- value` and `x[...] <- value` replace that part: `x` becomes a new tensor, and
#' gradients flow to the remaining elements of the old tensor and to the new values.
#' `op_subset_set(x, ..., value = value)` returns the new tensor. A logical tensor or array with several axes selects
#' elements along that number of axes, in row-major order.
#'
#' @param x A tensor (also a symbolic one), an array, or numbers.
#' @param ... The positions along each axis, as between the brackets of `x[...]`.
#' @param value A tensor, an array or a number, with the shape of the part or a shape that broadcasts to it.
#' @return A tensor.
#' @seealso [tensors], [op_slice()], [op_take()].
#' @examplesIf is_keras_available()
#' x <- op_array(matrix(1:6, nrow = 2))
#' op_subset(x, 1, 2:3)
#' #> <tf.Tensor: shape=(2,), dtype=int32, numpy=array([3, 5], dtype=int32)>
#' op_subset_set(x, 1, value = 0L)
#' #> <tf.Tensor: shape=(2, 3), dtype=int32, numpy=
#' #> array([[0, 0, 0],
#' #>        [2, 4, 6]], dtype=int32)>
#' x[2, ] <- 10L
#' x
#' #> <tf.Tensor: shape=(2, 3), dtype=int32, numpy=
#' #> array([[ 1,  3,  5],
#' #>        [10, 10, 10]], dtype=int32)>
#' @concept ops: parts
#' @export
op_subset <- function(x, ...) {
  places <- tensor_places(substitute(list(...)), parent.frame(), tf_extract_opts())
  call_rkeras("tensor_part", list(x, places, TRUE, TRUE))
}

#' @rdname op_subset
#' @export
op_subset_set <- function(x, ..., value) {
  places <- tensor_places(substitute(list(...)), parent.frame(), tf_extract_opts())
  call_rkeras("tensor_assign", list(x, places, value, TRUE))
}

#' @rdname op_subset
#' @export
`op_subset<-` <- op_subset_set

#' Return the values of a tensor as a NumPy array
#'
#' Use it to pass values to a Python package. [op_convert_to_array()] returns an R array.
#'
#' @param x A tensor, an array, or numbers.
#' @return A NumPy array.
#' @seealso [op_convert_to_array()], [op_convert_to_tensor()].
#' @examplesIf is_keras_available()
#' op_convert_to_numpy(op_ones(c(2, 2)))
#' #> array([[1., 1.],
#' #>        [1., 1.]], dtype=float32)
#' @concept ops: conversion
#' @export
op_convert_to_numpy <- function(x) {
  reword_errors(call_python(get_from_rkeras_py("op_convert_to_numpy"), to_python(x)))
}
