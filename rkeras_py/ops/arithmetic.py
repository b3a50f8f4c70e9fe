"""Functions of two tensors that work element by element."""

from typing import Any

from ..signatures.tensor_words import Bits, Operand, TensorArg
from ..signatures.words import MISSING
from .family import keras_op


@keras_op("keras.ops.add")
def op_add(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Add two tensors.

    It computes `x1 + x2` with broadcasting: axes of size 1 are repeated. The operator `+` does the same.

    Example:
        >>> op_add([[1, 2], [3, 4]], [[10], [20]])
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[11, 12],
               [23, 24]], dtype=int32)>
    """


@keras_op("keras.ops.subtract")
def op_subtract(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Subtract the second tensor from the first.

    It computes `x1 - x2` with broadcasting: axes of size 1 are repeated. The operator `-` does the same.

    Example:
        >>> op_subtract([5, 7], 2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([3, 5], dtype=int32)>
    """


@keras_op("keras.ops.multiply")
def op_multiply(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Multiply two tensors.

    It computes `x1 * x2` element by element and broadcasts. For matrix products use op_matmul().

    Example:
        >>> op_multiply([[1, 2], [3, 4]], [10, 100])
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[ 10, 200],
               [ 30, 400]], dtype=int32)>
    """


@keras_op("keras.ops.divide")
def op_divide(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Divide the first tensor by the second.

    It computes `x1 / x2` element by element and broadcasts. op_divide_no_nan() avoids division by 0.

    Example:
        >>> op_divide([1, 3], 2)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.5, 1.5], dtype=float32)>
    """


@keras_op("keras.ops.divide_no_nan")
def op_divide_no_nan(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Divide the first tensor by the second; division by 0 gives 0.

    It is `x1 / x2` where `x2` is not 0, and 0 elsewhere. Use it for ratios whose denominator may be 0, such as the
    precision of a class that is never predicted.

    Example:
        >>> op_divide_no_nan([1.0, 2.0], [0.0, 4.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0. , 0.5], dtype=float32)>
    """


@keras_op("keras.ops.floor_divide")
def op_floor_divide(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Divide, and round down to a whole number.

    It computes `floor(x1 / x2)`, R's `%/%`. Use it to split an index into row and column, with op_mod().

    Example:
        >>> op_floor_divide([7, -7], 2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([ 3, -4], dtype=int32)>
    """


@keras_op("keras.ops.mod")
def op_mod(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the remainder of a division, which has the sign of the second tensor.

    It is R's `%%`. Use it for periodic values, such as the hour of a day.

    Example:
        >>> op_mod([7, -7], 3)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>
    """


@keras_op("keras.ops.power")
def op_power(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Raise the first tensor to the power of the second.

    It computes `x1 ^ x2` element by element and broadcasts. Powers of negative numbers are defined only for whole
    exponents; other exponents give NaN.

    Example:
        >>> op_power([2.0, 9.0], [3.0, 0.5])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([8., 3.], dtype=float32)>
        >>> op_power(1.05, op_arange(1, 5, dtype="float32"))
        <tf.Tensor: shape=(5,), dtype=float32, numpy=
        array([1.05     , 1.1024998, 1.1576248, 1.2155061, 1.2762812],
              dtype=float32)>
    """


@keras_op("keras.ops.maximum")
def op_maximum(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the larger one of two values.

    It compares two tensors element by element and broadcasts; op_max() reduces one tensor. Use it for lower limits:
    `op_maximum(x, 0)` is relu.

    Example:
        >>> op_maximum([1, 5], [4, 2])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([4, 5], dtype=int32)>
        >>> op_maximum([-1, 2], 0)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([0, 2], dtype=int32)>
    """


@keras_op("keras.ops.minimum")
def op_minimum(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the smaller one of two values.

    It compares two tensors element by element and broadcasts; op_min() reduces one tensor. Use it for upper limits,
    such as the largest step of an update.

    Example:
        >>> op_minimum([1, 5], [4, 2])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>
    """


@keras_op("keras.ops.maximum")
def op_pmax(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the larger one of two values; another name for op_maximum().

    It compares two tensors element by element, as R's `pmax()`. op_max() reduces one tensor instead.

    Example:
        >>> op_pmax([1, 5], [4, 2])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([4, 5], dtype=int32)>
    """


@keras_op("keras.ops.minimum")
def op_pmin(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the smaller one of two values; another name for op_minimum().

    It compares two tensors element by element, as R's `pmin()`. op_min() reduces one tensor instead.

    Example:
        >>> op_pmin([1, 5], [4, 2])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>
    """


@keras_op("keras.ops.arctan2")
def op_arctan2(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return the angle of the point (x2, x1), in radians, from -pi to pi.

    Unlike the arctangent of a ratio, it finds the right quadrant. Use it for directions.

    Example:
        >>> op_arctan2([1.0, 1.0], [1.0, -1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.7853982, 2.3561945], dtype=float32)>
    """


@keras_op("keras.ops.heaviside")
def op_heaviside(x1: Operand = MISSING, x2: TensorArg = MISSING) -> Any:
    """Return 0 for negative values, 1 for positive values, and a given value at 0.

    The step function serves as a hard decision at 0. Its gradient is 0.

    Args:
        x2: The value at 0.

    Example:
        >>> op_heaviside([-1.0, 0.0, 2.0], 0.5)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0. , 0.5, 1. ], dtype=float32)>
    """


@keras_op("keras.ops.logaddexp")
def op_logaddexp(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Return `log(exp(x1) + exp(x2))`, without overflow.

    Use it to add probabilities that are given as logarithms. op_logsumexp() adds more than two.

    Example:
        >>> op_logaddexp([0.0, 1000.0], [0.0, 1000.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([6.9314718e-01, 1.0006932e+03], dtype=float32)>
    """


@keras_op("keras.ops.bitwise_and")
def op_bitwise_and(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Keep the bits that are set in both numbers.

    Use it on integers to test flags that are stored as bits. In binary 12 is 1100 and 10 is 1010, so only the bit 1000
    is set in both, which is 8.

    Example:
        >>> op_bitwise_and([12, 5], [10, 1])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([8, 1], dtype=int32)>
    """


@keras_op("keras.ops.bitwise_or")
def op_bitwise_or(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Set the bits that are set in either number.

    Use it on integers to set flags that are stored as bits. In binary 12 is 1100 and 10 is 1010, so the result is 1110,
    which is 14.

    Example:
        >>> op_bitwise_or([12, 5], [10, 1])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([14,  5], dtype=int32)>
    """


@keras_op("keras.ops.bitwise_xor")
def op_bitwise_xor(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Set the bits that differ.

    Use it on integers to compare or flip bits, as in hash functions. In binary 12 is 1100 and 10 is 1010, so they
    differ in 0110, which is 6.

    Example:
        >>> op_bitwise_xor([12, 5], [10, 1])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([6, 4], dtype=int32)>
    """


@keras_op("keras.ops.bitwise_invert")
def op_bitwise_invert(x: Bits = MISSING) -> Any:
    """Invert all bits.

    For integers it computes `-x - 1`, since the first bit is the sign. Use it to invert a bit mask.

    Example:
        >>> op_bitwise_invert([0, 5])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([-1, -6], dtype=int32)>
    """


@keras_op("keras.ops.bitwise_not")
def op_bitwise_not(x: Bits = MISSING) -> Any:
    """Invert all bits; another name for op_bitwise_invert().

    For integers it computes `-x - 1`, since the first bit is the sign. NumPy and keras3 have both names.

    Example:
        >>> op_bitwise_not([0, 5])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([-1, -6], dtype=int32)>
    """


@keras_op("keras.ops.bitwise_left_shift")
def op_bitwise_left_shift(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Shift bits to the left.

    It computes `x * 2^y` for integers. Use it to pack several small numbers into one integer.

    Example:
        >>> op_bitwise_left_shift([1, 5], 2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([ 4, 20], dtype=int32)>
    """


@keras_op("keras.ops.bitwise_right_shift")
def op_bitwise_right_shift(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Shift bits to the right.

    It computes `floor(x / 2^y)` for integers. Use it to unpack a number from an integer.

    Example:
        >>> op_bitwise_right_shift([20, 5], 2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([5, 1], dtype=int32)>
    """


@keras_op("keras.ops.left_shift")
def op_left_shift(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Shift bits to the left; another name for op_bitwise_left_shift().

    It computes `x * 2^y` for integers. NumPy and keras3 have both names.

    Example:
        >>> op_left_shift([1, 5], 2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([ 4, 20], dtype=int32)>
    """


@keras_op("keras.ops.right_shift")
def op_right_shift(x: Bits = MISSING, y: Bits = MISSING) -> Any:
    """Shift bits to the right; another name for op_bitwise_right_shift().

    It computes `floor(x / 2^y)` for integers. NumPy and keras3 have both names.

    Example:
        >>> op_right_shift([20, 5], 2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([5, 1], dtype=int32)>
    """
