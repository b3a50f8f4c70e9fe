"""Triangles and diagonals of matrices."""

from typing import Any

from ...signatures.tensor_words import TensorArg
from ...signatures.words import MISSING, Int, OneAxis
from ..family import keras_op


@keras_op("keras.ops.tril")
def op_tril(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Replace what is above a diagonal by 0.

    Args:
        k: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """


@keras_op("keras.ops.triu")
def op_triu(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Replace what is below a diagonal by 0.

    Args:
        k: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """


@keras_op("keras.ops.diag")
def op_diag(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Return the diagonal of a matrix, or make a matrix with a diagonal.

    Args:
        k: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """


@keras_op("keras.ops.diagflat")
def op_diagflat(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Make a matrix with all elements on a diagonal.

    Args:
        k: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """


@keras_op("keras.ops.diagonal")
def op_diagonal(x: TensorArg = MISSING, offset: Int = 0, axis1: OneAxis = 1, axis2: OneAxis = 2) -> Any:
    """Return the diagonal along two axes.

    Args:
        offset: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """
