"""Functions that work element by element."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..data.arrays import match_floats, to_tensor
from ..define import export, operation
from ..engine.loading import keras
from ..messages import errors
from ..signatures.object_words import Name
from ..signatures.tensor_words import LimitOperand
from ..signatures.words import MISSING, ArrayLike, Dtype, Value
from .shared import convert_both, to_tensor_of


def _as_function(expression: Any) -> Callable[[], Any]:
    value = None if callable(expression) else to_tensor(expression)
    return lambda: to_tensor(expression()) if value is None else value


@export(target="keras.ops.abs")
def k_abs(x: ArrayLike = MISSING) -> Any:
    """Return absolute values.

    The result has the shape of `x`. Keras 3 calls it op_abs().

    Example:
        >>> k_abs([-1.5, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.5, 2. ], dtype=float32)>
    """


@export(target="keras.ops.cos")
def k_cos(x: ArrayLike = MISSING) -> Any:
    """Return cosines.

    Angles are in radians. Keras 3 calls it op_cos().

    Example:
        >>> k_cos([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.       , 0.5403023], dtype=float32)>
    """


@export(target="keras.ops.exp")
def k_exp(x: ArrayLike = MISSING) -> Any:
    """Return the exponential function.

    It computes `e^x`, the inverse of k_log(). Keras 3 calls it op_exp().

    Example:
        >>> k_exp([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.       , 2.7182817], dtype=float32)>
    """


@export(target="keras.ops.log")
def k_log(x: ArrayLike = MISSING) -> Any:
    """Return natural logarithms.

    Clip values away from 0 first, since log(0) is minus infinity. Keras 3 calls it op_log().

    Example:
        >>> k_log([1.0, 10.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 2.3025851], dtype=float32)>
    """


@export(target="keras.ops.round")
def k_round(x: ArrayLike = MISSING) -> Any:
    """Round to whole numbers; halves go to the even one.

    For example, 0.5 becomes 0 and 1.5 becomes 2. Gradients are 0. Keras 3 calls it op_round().

    Example:
        >>> k_round([0.5, 1.5, 2.7])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0., 2., 3.], dtype=float32)>
    """


@export(target="keras.ops.sign")
def k_sign(x: ArrayLike = MISSING) -> Any:
    """Return signs: -1, 0 or 1.

    Gradients are 0. Keras 3 calls it op_sign().

    Example:
        >>> k_sign([-2.0, 0.0, 5.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-1.,  0.,  1.], dtype=float32)>
    """


@export(target="keras.ops.sin")
def k_sin(x: ArrayLike = MISSING) -> Any:
    """Return sines.

    Angles are in radians. Keras 3 calls it op_sin().

    Example:
        >>> k_sin([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.        , 0.84147096], dtype=float32)>
    """


@operation
def k_sqrt(x: ArrayLike = MISSING) -> Any:
    """Return square roots.

    It computes `sqrt(max(x, 0))`: 0 for negative numbers, as in R keras. Use op_sqrt() if you want NaN there.

    Example:
        >>> k_sqrt([4.0, 2.0, -1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([2.       , 1.4142135, 0.       ], dtype=float32)>
    """
    return keras().ops.sqrt(keras().ops.maximum(to_tensor(x), 0))


@export(target="keras.ops.square")
def k_square(x: ArrayLike = MISSING) -> Any:
    """Return squares.

    It computes `x * x`, as in squared errors. Keras 3 calls it op_square().

    Example:
        >>> k_square([-3.0, 4.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 9., 16.], dtype=float32)>
    """


@operation
def k_pow(x: ArrayLike = MISSING, a: ArrayLike = MISSING) -> Any:
    """Raise to a power.

    It computes `x ^ a`. See also op_power().

    Args:
        a: The power: a number (fractions are kept) or a tensor.

    Differences:
        Fractional exponents are kept; R keras 2.15 truncated them.

    Example:
        >>> k_pow([4.0, 9.0], 0.5)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([2., 3.], dtype=float32)>
        >>> k_pow([2.0, 3.0], [3.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([8., 9.], dtype=float32)>
    """
    return keras().ops.power(to_tensor(x), a if isinstance(a, (int, float)) else to_tensor(a))


@operation
def k_clip(x: ArrayLike = MISSING, min_value: LimitOperand | None = None, max_value: LimitOperand | None = None) -> Any:
    """Limit values to a range.

    Use it to keep probabilities away from 0 before k_log(). Keras 3 calls it op_clip().

    Args:
        min_value: The lower limit, or NULL for no limit.
        max_value: The upper limit, or NULL for no limit.

    Example:
        >>> k_clip([-2.0, 0.5, 3.0], min_value=-1.0, max_value=1.0)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-1. ,  0.5,  1. ], dtype=float32)>
    """
    low, high = -math.inf if min_value is None else min_value, math.inf if max_value is None else max_value
    x, ops = to_tensor(x), keras().ops
    if isinstance(low, (int, float)) and isinstance(high, (int, float)):
        return ops.clip(x, low, max(high, low))
    low, high = match_floats(low, x), match_floats(high, x)
    return ops.maximum(ops.minimum(x, high), low)  # a clip() with tensor bounds cannot be saved


@operation
def k_maximum(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Return the larger of two values, element by element.

    It broadcasts: one of the values may be a number. k_max() reduces one tensor. Keras 3 calls it op_maximum().

    Args:
        y: Another tensor or number, of the same shape or a shape that broadcasts to it.

    Example:
        >>> k_maximum([1.0, 5.0], [3.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([3., 5.], dtype=float32)>
    """
    return keras().ops.maximum(*convert_both(x, y))


@operation
def k_minimum(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Return the smaller of two values, element by element.

    It broadcasts: one of the values may be a number. k_min() reduces one tensor. Keras 3 calls it op_minimum().

    Args:
        y: Another tensor or number, of the same shape or a shape that broadcasts to it.

    Example:
        >>> k_minimum([1.0, 5.0], [3.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
    """
    return keras().ops.minimum(*convert_both(x, y))


@operation
def k_equal(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of two values are equal.

    Cast the result with k_cast_to_floatx() to count matches. Keras 3 calls it op_equal().

    Args:
        y: Another tensor or number, of the same shape or a shape that broadcasts to it.

    Example:
        >>> k_equal([1.0, 2.0], [1.0, 3.0])
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([ True, False])>
    """
    return keras().ops.equal(*convert_both(x, y))


@operation
def k_not_equal(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of two values differ.

    Use it to build masks, for example of padding. Keras 3 calls it op_not_equal().

    Args:
        y: Another tensor or number, of the same shape or a shape that broadcasts to it.

    Example:
        >>> k_not_equal([1.0, 2.0], [1.0, 3.0])
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([False,  True])>
    """
    return keras().ops.not_equal(*convert_both(x, y))


@operation
def k_greater(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of `x` are greater than those of `y`.

    Use it to build masks or to compare with a threshold. Keras 3 calls it op_greater().

    Args:
        y: Another tensor or number, of the same shape or a shape that broadcasts to it.

    Example:
        >>> k_greater([1.0, 2.0, 3.0], 2.0)
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([False, False,  True])>
    """
    return keras().ops.greater(*convert_both(x, y))


@operation
def k_greater_equal(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of `x` are greater than those of `y`, or equal.

    Use it to build masks or to compare with a threshold. Keras 3 calls it op_greater_equal().

    Args:
        y: Another tensor or number, of the same shape or a shape that broadcasts to it.

    Example:
        >>> k_greater_equal([1.0, 2.0, 3.0], 2.0)
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([False,  True,  True])>
    """
    return keras().ops.greater_equal(*convert_both(x, y))


@operation
def k_less(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of `x` are less than those of `y`.

    Use it to build masks or to compare with a threshold. Keras 3 calls it op_less().

    Args:
        y: Another tensor or number, of the same shape or a shape that broadcasts to it.

    Example:
        >>> k_less([1.0, 2.0, 3.0], 2.0)
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([ True, False, False])>
    """
    return keras().ops.less(*convert_both(x, y))


@operation
def k_less_equal(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of `x` are less than those of `y`, or equal.

    Use it to build masks or to compare with a threshold. Keras 3 calls it op_less_equal().

    Args:
        y: Another tensor or number, of the same shape or a shape that broadcasts to it.

    Example:
        >>> k_less_equal([1.0, 2.0, 3.0], 2.0)
        <tf.Tensor: shape=(3,), dtype=bool, numpy=array([ True,  True, False])>
    """
    return keras().ops.less_equal(*convert_both(x, y))


@operation
def k_cast(x: ArrayLike = MISSING, dtype: Dtype = MISSING) -> Any:
    """Convert to another data type.

    Use it to turn integers or logical values into floats before arithmetic. Keras 3 calls it op_cast().

    Example:
        >>> k_cast([1.7, -1.7], "int32")
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([ 1, -1], dtype=int32)>
        >>> k_cast([0.0, 2.0], "bool")
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([False,  True])>
    """
    return to_tensor_of(x, dtype)


@operation
def k_cast_to_floatx(x: ArrayLike = MISSING) -> Any:
    """Convert to Keras's float type, k_floatx().

    Numbers and arrays do not become tensors. Use it for labels and masks before arithmetic.

    Example:
        >>> k_cast_to_floatx([True, False])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 0.], dtype=float32)>
    """
    if isinstance(x, (np.ndarray, np.generic, float, int)):
        return np.asarray(x, keras().config.floatx())[()]
    return keras().ops.cast(to_tensor(x), keras().config.floatx())


@operation
def k_stop_gradient(variables: Value = MISSING) -> Any:
    """Stop gradients at a tensor.

    The values are unchanged, and training treats them as constants. Keras 3 calls it op_stop_gradient().

    Args:
        variables: A tensor, or a list of tensors, to treat as constants in gradients.

    Example:
        >>> x = layer_input(shape=1)
        >>> gradients = k_gradients(x * k_stop_gradient(x), x)
        >>> k_function(x, gradients)(np.array([[3.0]]))
        [array([[3.]], dtype=float32)]
    """
    if isinstance(variables, (list, tuple)):
        return [keras().ops.stop_gradient(to_tensor(variable)) for variable in variables]
    return keras().ops.stop_gradient(to_tensor(variables))


@operation
def k_identity(x: ArrayLike = MISSING, name: Name | None = None) -> Any:
    """Return a tensor with the same values.

    It copies the values, and gradients pass through. layer_identity() does the same as a layer.

    Args:
        name: Ignored; kept for R keras.

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> k_identity([1.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
    """
    return keras().ops.copy(to_tensor(x))


@operation
def k_switch(condition: Value = MISSING, then_expression: Value = MISSING, else_expression: Value = MISSING) -> Any:
    """Choose between two values.

    Unlike `if`, it takes a tensor of conditions and chooses for each element. A single condition chooses one value.

    Args:
        condition: TRUE or FALSE, or a tensor of them.
        then_expression: The value if the condition is true: a tensor, or a function without arguments.
        else_expression: The value elsewhere.

    Example:
        >>> k_switch([True, False], [1.0, 2.0], [10.0, 20.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 1., 20.], dtype=float32)>
        >>> k_switch(k_constant(3.0) > 2.0, lambda: k_constant(1.0), lambda: k_constant(0.0))
        <tf.Tensor: shape=(), dtype=float32, numpy=1.0>
    """
    ops = keras().ops
    condition = ops.cast(to_tensor(condition), "bool")
    if len(condition.shape) == 0:
        return ops.cond(condition, _as_function(then_expression), _as_function(else_expression))
    yes, no = _as_function(then_expression)(), _as_function(else_expression)()
    rank, wanted = len(condition.shape), len(yes.shape)
    if rank > wanted:
        raise errors.bad_argument("k_switch", "condition", f"of rank {wanted} at most, as `then_expression`", condition)
    for _ in range(wanted - rank if rank > 1 else 0):
        condition = ops.expand_dims(condition, -1)
    return ops.where(condition, yes, no)
