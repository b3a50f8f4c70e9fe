"""Triangles and diagonals of matrices."""

from typing import Any

from ...signatures.tensor_words import TensorArg
from ...signatures.words import MISSING, Int, OneAxis
from ..family import keras_op


@keras_op("keras.ops.tril")
def op_tril(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Set the values above a diagonal to 0.

    Use it for causal masks and lower triangular matrices. `k` moves the diagonal up, or down if it is negative.

    Args:
        k: Index of the diagonal: 0 is the main one, positive indices are above it, negative ones below.

    Example:
        >>> op_tril([[1, 2], [3, 4]])
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[1, 0],
               [3, 4]], dtype=int32)>
    """


@keras_op("keras.ops.triu")
def op_triu(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Set the values below a diagonal to 0.

    Use it for upper triangular matrices, or to count each pair once. `k` moves the diagonal up, or down if it is
    negative.

    Args:
        k: Index of the diagonal: 0 is the main one, positive indices are above it, negative ones below.

    Example:
        >>> op_triu([[1, 2], [3, 4]])
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[1, 2],
               [0, 4]], dtype=int32)>
    """


@keras_op("keras.ops.diag")
def op_diag(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Return the diagonal of a matrix, or create a matrix with a given diagonal.

    It is R's `diag()` for vectors and matrices. For batches of matrices use op_diagonal().

    Args:
        k: Index of the diagonal: 0 is the main one, positive indices are above it, negative ones below.

    Example:
        >>> op_diag([1, 2])
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[1, 0],
               [0, 2]], dtype=int32)>
        >>> op_diag([[1, 2], [3, 4]])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 4], dtype=int32)>
    """


@keras_op("keras.ops.diagflat")
def op_diagflat(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Create a matrix with all elements on a diagonal.

    The input is flattened first, so the result always has two axes. op_diagonal() is the inverse.

    Args:
        k: Index of the diagonal: 0 is the main one, positive indices are above it, negative ones below.

    Example:
        >>> op_diagflat([1, 2], k=1)
        <tf.Tensor: shape=(3, 3), dtype=int32, numpy=
        array([[0, 1, 0],
               [0, 0, 2],
               [0, 0, 0]], dtype=int32)>
    """


@keras_op("keras.ops.diagonal")
def op_diagonal(x: TensorArg = MISSING, offset: Int = 0, axis1: OneAxis = 1, axis2: OneAxis = 2) -> Any:
    """Return the diagonal along two axes.

    For a matrix it is R's `diag(x)`; further axes are batches. Use it for variances in covariance matrices.

    Args:
        offset: Index of the diagonal: 0 is the main one, positive indices are above it, negative ones below.

    Example:
        >>> op_diagonal([[1, 2], [3, 4]])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 4], dtype=int32)>
    """
