"""Signs, limits and rounding, element by element."""

from typing import Any

from ...data.arrays import match_floats
from ...engine.loading import keras
from ...signatures.tensor_words import LimitOperand, RealTensor, TensorArg
from ...signatures.words import MISSING, Int, Limit
from ..family import keras_op, operation


@keras_op("keras.ops.absolute")
def op_abs(x: TensorArg = MISSING) -> Any:
    """Return absolute values.

    For complex numbers it is the magnitude, `sqrt(a^2 + b^2)`. The mean of absolute errors is the loss "mae".

    Example:
        >>> op_abs([-1.5, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.5, 2. ], dtype=float32)>
    """


@keras_op("keras.ops.negative")
def op_negative(x: TensorArg = MISSING) -> Any:
    """Return the values with the opposite sign.

    It computes `-x`, as the operator does. Use it if you need a function instead of the operator.

    Example:
        >>> op_negative([-1.5, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 1.5, -2. ], dtype=float32)>
    """


@keras_op("keras.ops.sign")
def op_sign(x: TensorArg = MISSING) -> Any:
    """Return signs: -1, 0 or 1.

    Use it to compare directions, for example of a forecast and of the target. Its gradient is 0 everywhere, so models
    cannot be trained through it.

    Example:
        >>> op_sign([-3.0, 0.0, 5.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-1.,  0.,  1.], dtype=float32)>
    """


@keras_op("keras.ops.signbit")
def op_signbit(x: RealTensor = MISSING) -> Any:
    """Test whether the sign is negative, also for -0 and negative NaN.

    Use it if the sign of zeros matters. Otherwise compare with op_less().

    Example:
        >>> op_signbit([-3.0, -0.0, 0.0])
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([ True,  True, False])>
    """


@keras_op("keras.ops.floor")
def op_floor(x: TensorArg = MISSING) -> Any:
    """Round down to whole numbers.

    For example, -1.5 becomes -2. The result keeps its float type, and gradients are 0.

    Example:
        >>> op_floor([1.7, -1.2])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 1., -2.], dtype=float32)>
    """


@keras_op("keras.ops.ceil")
def op_ceil(x: TensorArg = MISSING) -> Any:
    """Round up to whole numbers.

    For example, -1.5 becomes -1. The result keeps its float type, and gradients are 0.

    Example:
        >>> op_ceil([1.2, -1.7])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 2., -1.], dtype=float32)>
    """


@keras_op("keras.ops.trunc")
def op_trunc(x: TensorArg = MISSING) -> Any:
    """Round toward 0 to whole numbers.

    For example, -1.5 becomes -1. The result keeps its float type, and gradients are 0.

    Example:
        >>> op_trunc([1.7, -1.7])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 1., -1.], dtype=float32)>
    """


@keras_op("keras.ops.round")
def op_round(x: TensorArg = MISSING, decimals: Int = 0) -> Any:
    """Round to a number of decimals; halves go to the even digit.

    For example, 0.5 becomes 0 and 1.5 becomes 2. Gradients are 0.

    Args:
        decimals: Number of decimals to keep; negative ones round to tens, hundreds, ...

    Example:
        >>> op_round([0.5, 1.5, 2.5])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0., 2., 2.], dtype=float32)>
        >>> op_round([3.14159], decimals=2)
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([3.14], dtype=float32)>
    """


@operation
def op_clip(x: TensorArg = MISSING, x_min: LimitOperand = MISSING, x_max: LimitOperand = MISSING) -> Any:
    """Limit values to a range.

    It computes `min(max(x, x_min), x_max)`. Use it to keep probabilities away from 0, or gradients within bounds.

    Args:
        x_min: The lower limit: a number, or a tensor of a compatible shape.
        x_max: The upper limit, in the same form.

    Example:
        >>> op_clip([-2.0, 0.5, 9.0], 0, 1)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0. , 0.5, 1. ], dtype=float32)>
    """
    ops = keras().ops
    if not (hasattr(x_min, "dtype") or hasattr(x_max, "dtype")):
        return ops.clip(x, x_min, x_max)
    low, high = match_floats(x_min, x), match_floats(x_max, x)
    return ops.minimum(ops.maximum(x, low), high)  # a clip() with tensor bounds cannot be saved


@keras_op("keras.ops.nan_to_num")
def op_nan_to_num(
    x: TensorArg = MISSING, nan: Limit = 0.0, posinf: Limit | None = None, neginf: Limit | None = None
) -> Any:
    """Replace NaN and infinite values by finite numbers.

    Use it to clean data, or to keep a single bad value from spoiling a sum. First find out where the bad values come
    from.

    Args:
        nan: The replacement for NaN.
        posinf: The replacement for Inf; NULL uses the largest number of the data type.
        neginf: The replacement for -Inf; NULL uses the smallest number of the data type.

    Example:
        >>> op_nan_to_num(op_log([1.0, 0.0, -1.0]), nan=-1.0, neginf=-99.0)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([  0., -99.,  -1.], dtype=float32)>
    """


@keras_op("keras.ops.stop_gradient")
def op_stop_gradient(variable: TensorArg = MISSING) -> Any:
    """Return the values without gradients.

    Training treats the values as constants. Use it for targets that the model itself computes.

    Args:
        variable: A tensor.

    Example:
        >>> op_stop_gradient([1.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
    """


@keras_op("keras.ops.copy")
def op_copy(x: TensorArg = MISSING) -> Any:
    """Return a copy.

    Later changes of a variable do not change the copy. Use it to keep the weights from before a step.

    Example:
        >>> op_copy([1.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
    """
