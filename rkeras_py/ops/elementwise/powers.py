"""Powers, exponential functions and logarithms, element by element."""

from typing import Any

from ...signatures.tensor_words import TensorArg
from ...signatures.words import MISSING
from ..family import keras_op


@keras_op("keras.ops.reciprocal")
def op_reciprocal(x: TensorArg = MISSING) -> Any:
    """Return 1 divided by the values."""


@keras_op("keras.ops.square")
def op_square(x: TensorArg = MISSING) -> Any:
    """Return squares."""


@keras_op("keras.ops.sqrt")
def op_sqrt(x: TensorArg = MISSING) -> Any:
    """Return square roots; those of negative numbers are NaN."""


@keras_op("keras.ops.rsqrt")
def op_rsqrt(x: TensorArg = MISSING) -> Any:
    """Return 1 divided by the square roots."""


@keras_op("keras.ops.cbrt")
def op_cbrt(x: TensorArg = MISSING) -> Any:
    """Return cube roots; those of negative numbers are negative."""


@keras_op("keras.ops.exp")
def op_exp(x: TensorArg = MISSING) -> Any:
    """Return the exponential function."""


@keras_op("keras.ops.exp2")
def op_exp2(x: TensorArg = MISSING) -> Any:
    """Return powers of 2."""


@keras_op("keras.ops.expm1")
def op_expm1(x: TensorArg = MISSING) -> Any:
    """Return `exp(x) - 1`, exact also near 0."""


@keras_op("keras.ops.log")
def op_log(x: TensorArg = MISSING) -> Any:
    """Return natural logarithms."""


@keras_op("keras.ops.log10")
def op_log10(x: TensorArg = MISSING) -> Any:
    """Return logarithms to the base 10."""


@keras_op("keras.ops.log1p")
def op_log1p(x: TensorArg = MISSING) -> Any:
    """Return `log(1 + x)`, exact also near 0."""


@keras_op("keras.ops.log2")
def op_log2(x: TensorArg = MISSING) -> Any:
    """Return logarithms to the base 2."""


@keras_op("keras.ops.erf")
def op_erf(x: TensorArg = MISSING) -> Any:
    """Return the error function."""


@keras_op("keras.ops.erfinv")
def op_erfinv(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the error function, of values from -1 to 1."""
