"""Trigonometric and hyperbolic functions, element by element."""

from typing import Any

from ...signatures.tensor_words import TensorArg
from ...signatures.words import MISSING
from ..family import keras_op


@keras_op("keras.ops.deg2rad")
def op_deg2rad(x: TensorArg = MISSING) -> Any:
    """Turn degrees into radians."""


@keras_op("keras.ops.sin")
def op_sin(x: TensorArg = MISSING) -> Any:
    """Return sines."""


@keras_op("keras.ops.cos")
def op_cos(x: TensorArg = MISSING) -> Any:
    """Return cosines."""


@keras_op("keras.ops.tan")
def op_tan(x: TensorArg = MISSING) -> Any:
    """Return tangents."""


@keras_op("keras.ops.sinh")
def op_sinh(x: TensorArg = MISSING) -> Any:
    """Return hyperbolic sines."""


@keras_op("keras.ops.cosh")
def op_cosh(x: TensorArg = MISSING) -> Any:
    """Return hyperbolic cosines."""


@keras_op("keras.ops.arcsin")
def op_arcsin(x: TensorArg = MISSING) -> Any:
    """Return the angles whose sines are given, in radians."""


@keras_op("keras.ops.arccos")
def op_arccos(x: TensorArg = MISSING) -> Any:
    """Return the angles whose cosines are given, in radians."""


@keras_op("keras.ops.arctan")
def op_arctan(x: TensorArg = MISSING) -> Any:
    """Return the angles whose tangents are given, in radians."""


@keras_op("keras.ops.arcsinh")
def op_arcsinh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic sine."""


@keras_op("keras.ops.arccosh")
def op_arccosh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic cosine."""


@keras_op("keras.ops.arctanh")
def op_arctanh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic tangent."""
