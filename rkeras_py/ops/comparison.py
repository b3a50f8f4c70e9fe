"""Comparisons and logical functions."""

from typing import Any

from ..signatures.tensor_words import Comparable, Operand, TensorArg, TensorList
from ..signatures.words import MISSING, Bool, Number
from .family import keras_op


@keras_op("keras.ops.equal")
def op_equal(x1: Comparable = MISSING, x2: Comparable = MISSING) -> Any:
    """Test whether values are equal.

    Use it to compare predicted with true classes. For floats with rounding errors use op_isclose().

    Example:
        >>> op_equal([1, 2], [1, 3])
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([ True, False])>
    """


@keras_op("keras.ops.not_equal")
def op_not_equal(x1: Comparable = MISSING, x2: Comparable = MISSING) -> Any:
    """Test whether values differ.

    Use it to build masks, for example of padding: `op_not_equal(ids, 0)` marks the tokens that are not padding. The
    mean of a comparison is the share of elements that differ.

    Example:
        >>> ids = op_array([[5, 3, 0], [7, 0, 0]])
        >>> mask = op_not_equal(ids, 0)
        >>> mask
        <tf.Tensor: shape=(2, 3), dtype=bool, numpy=
        array([[ True,  True, False],
               [ True, False, False]])>
        >>> op_sum(op_cast(mask, "int32"), axis=2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([2, 1], dtype=int32)>
    """


@keras_op("keras.ops.greater")
def op_greater(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Test whether values of the first tensor are greater.

    Use it to compare with a threshold or to build masks. The operator `>` does the same.

    Example:
        >>> op_greater([1, 2, 3], 2)
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([False, False,  True])>
    """


@keras_op("keras.ops.greater_equal")
def op_greater_equal(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Test whether values of the first tensor are greater or equal.

    Use it to compare with a threshold or to build masks. The operator `>=` does the same.

    Example:
        >>> op_greater_equal([1, 2, 3], 2)
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([False,  True,  True])>
    """


@keras_op("keras.ops.less")
def op_less(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Test whether values of the first tensor are less.

    Use it to compare with a threshold or to build masks. The operator `<` does the same.

    Example:
        >>> op_less([1, 2, 3], 2)
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([ True, False, False])>
    """


@keras_op("keras.ops.less_equal")
def op_less_equal(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Test whether values of the first tensor are less or equal.

    Use it to compare with a threshold or to build masks. The operator `<=` does the same.

    Example:
        >>> op_less_equal([1, 2, 3], 2)
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([ True,  True, False])>
    """


@keras_op("keras.ops.isclose")
def op_isclose(
    x1: Operand = MISSING, x2: Operand = MISSING, rtol: Number = 1e-05, atol: Number = 1e-08, equal_nan: Bool = False
) -> Any:
    """Test whether values are equal up to rounding.

    It tests `|x1 - x2| <= atol + rtol * |x2|`. Use it to compare floats.

    Args:
        rtol: The relative tolerance.
        atol: The absolute tolerance.
        equal_nan: Whether NaN is close to NaN.

    Example:
        >>> op_isclose([1.0, 1.0], [1.000001, 1.1])
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([ True, False])>
        >>> op_isclose([1.0, 1.0], [1.000001, 1.1], atol=0.2)
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([ True,  True])>
    """


@keras_op("keras.ops.isfinite")
def op_isfinite(x: TensorArg = MISSING) -> Any:
    """Test whether values are neither infinite nor NaN.

    Use it to check losses and gradients: a step with an infinite or NaN gradient destroys the weights.

    Example:
        >>> op_isfinite(op_log([1.0, 0.0, -1.0]))
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([ True, False, False])>
    """


@keras_op("keras.ops.isinf")
def op_isinf(x: TensorArg = MISSING) -> Any:
    """Test whether values are infinite.

    Use it to find overflow in losses and gradients, for example after `exp()` of a large number or the logarithm of 0.
    NaN is not infinite: op_isnan() finds it, and op_isfinite() excludes both.

    Example:
        >>> op_isinf(op_log([1.0, 0.0, -1.0]))
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([False,  True, False])>
    """


@keras_op("keras.ops.isnan")
def op_isnan(x: TensorArg = MISSING) -> Any:
    """Test whether values are NaN.

    Use it to find missing values in data, which are NaN in tensors, or failed computations. NaN is not equal to itself,
    so `x == NaN` does not find it.

    Example:
        >>> op_isnan(op_log([1.0, 0.0, -1.0]))
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([False, False,  True])>
    """


@keras_op("keras.ops.logical_and")
def op_logical_and(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Test whether both values are true (not 0).

    Use it to combine masks, for example of padding and of later positions. It broadcasts, and numbers other than 0
    count as true.

    Example:
        >>> op_logical_and([True, True, False], [True, False, False])
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([ True, False, False])>
    """


@keras_op("keras.ops.logical_or")
def op_logical_or(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Test whether at least one of two values is true (not 0).

    Use it to combine masks, for example to mark elements that are padding or missing. Numbers other than 0 count as
    true.

    Example:
        >>> op_logical_or([True, True, False], [True, False, False])
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([ True,  True, False])>
    """


@keras_op("keras.ops.logical_xor")
def op_logical_xor(x1: Operand = MISSING, x2: Operand = MISSING) -> Any:
    """Test whether exactly one of two values is true (not 0).

    Use it to find where two masks differ, such as predictions and labels of two classes. Numbers other than 0 count as
    true.

    Example:
        >>> op_logical_xor([True, True, False], [True, False, False])
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([False,  True, False])>
    """


@keras_op("keras.ops.logical_not")
def op_logical_not(x: TensorArg = MISSING) -> Any:
    """Test whether values are false (0).

    Use it to invert a mask, for example to turn a mask of padding into a mask of tokens. For a tensor of
    logical values the operator `!` of R (`~` in Python) does the same.

    Example:
        >>> op_logical_not([True, False])
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([False,  True])>
    """


@keras_op("keras.ops.select")
def op_select(condlist: TensorList = MISSING, choicelist: TensorList = MISSING, default: Operand = 0) -> Any:
    """Choose values from several tensors, by the first condition that is true.

    Use it to choose among more than two cases; op_where() handles two. If several conditions are true for an element,
    the first one applies; if none is, the result is `default`.

    Args:
        condlist: A list of tensors of TRUE and FALSE.
        choicelist: A list of tensors with the values, one for each condition.
        default: The value if no condition is true.

    Example:
        >>> conditions = [[True, False, False], [True, True, False]]
        >>> op_select(conditions, [[1, 2, 3], [10, 20, 30]], default=-1)
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([ 1, 20, -1], dtype=int32)>
    """
