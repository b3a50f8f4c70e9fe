"""Functions of two tensors that work element by element."""

from typing import Any

from ..backend.operators import add
from ..signatures.tensor_words import Bits, Operand, TensorArg
from ..signatures.words import MISSING
from .family import keras_op, operation


@operation
def op_add(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Add two tensors.

    Example:
        op_add([[1, 2], [3, 4]], [[10], [20]])  # 11 12, 23 24
    """
    return add(x1, x2)


@keras_op("keras.ops.subtract")
def op_subtract(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Subtract the second tensor from the first."""


@keras_op("keras.ops.multiply")
def op_multiply(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Multiply two tensors."""


@keras_op("keras.ops.divide")
def op_divide(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Divide the first tensor by the second."""


@keras_op("keras.ops.divide_no_nan")
def op_divide_no_nan(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Divide the first tensor by the second; division by 0 gives 0."""


@keras_op("keras.ops.floor_divide")
def op_floor_divide(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Divide, and round down to a whole number."""


@keras_op("keras.ops.mod")
def op_mod(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the remainder of a division, which has the sign of the second tensor."""


@keras_op("keras.ops.power")
def op_power(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Raise the first tensor to the power of the second."""


@keras_op("keras.ops.maximum")
def op_maximum(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the larger one of two values."""


@keras_op("keras.ops.minimum")
def op_minimum(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the smaller one of two values."""


@keras_op("keras.ops.maximum")
def op_pmax(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the larger one of two values; another name of op_maximum()."""


@keras_op("keras.ops.minimum")
def op_pmin(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the smaller one of two values; another name of op_minimum()."""


@keras_op("keras.ops.arctan2")
def op_arctan2(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the angle of the point (x2, x1), in radians, from -pi to pi."""


@keras_op("keras.ops.heaviside")
def op_heaviside(x1: Operand = MISSING, x2: TensorArg = MISSING) -> Any:
    """Return 0 below 0, 1 above 0, and a value of choice at 0.

    Args:
        x2: The value at 0.
    """


@keras_op("keras.ops.logaddexp")
def op_logaddexp(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return `log(exp(x1) + exp(x2))`, without overflow."""


@keras_op("keras.ops.bitwise_and")
def op_bitwise_and(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Keep the bits that are set in both numbers."""


@keras_op("keras.ops.bitwise_or")
def op_bitwise_or(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Set the bits that are set in either number."""


@keras_op("keras.ops.bitwise_xor")
def op_bitwise_xor(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Set the bits that differ."""


@keras_op("keras.ops.bitwise_invert")
def op_bitwise_invert(x: Bits = MISSING) -> Any:
    """Invert all bits."""


@keras_op("keras.ops.bitwise_not")
def op_bitwise_not(x: Bits = MISSING) -> Any:
    """Invert all bits; another name of op_bitwise_invert()."""


@keras_op("keras.ops.bitwise_left_shift")
def op_bitwise_left_shift(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Shift bits to the left."""


@keras_op("keras.ops.bitwise_right_shift")
def op_bitwise_right_shift(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Shift bits to the right."""


@keras_op("keras.ops.left_shift")
def op_left_shift(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Shift bits to the left; another name of op_bitwise_left_shift()."""


@keras_op("keras.ops.right_shift")
def op_right_shift(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Shift bits to the right; another name of op_bitwise_right_shift()."""
