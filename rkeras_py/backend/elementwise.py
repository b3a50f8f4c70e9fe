"""Functions that work element by element."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..data.arrays import to_tensor
from ..define import function, operation
from ..engine.loading import keras
from ..messages import errors
from ..signatures.object_words import Name
from ..signatures.words import MISSING, ArrayLike, Axis, Bool, Dtype, Fraction, Limit, Number, Seed, Shape, Value


def _as_function(expression: Any) -> Callable[[], Any]:
    if callable(expression):
        return lambda: to_tensor(expression())
    value = to_tensor(expression)
    return lambda: value


@function("keras.ops.abs")
def k_abs(x: ArrayLike = MISSING) -> Any:
    """Return absolute values."""


@function("keras.ops.cos")
def k_cos(x: ArrayLike = MISSING) -> Any:
    """Return cosines."""


@function("keras.ops.exp")
def k_exp(x: ArrayLike = MISSING) -> Any:
    """Return the exponential function."""


@function("keras.ops.log")
def k_log(x: ArrayLike = MISSING) -> Any:
    """Return natural logarithms."""


@function("keras.ops.round")
def k_round(x: ArrayLike = MISSING) -> Any:
    """Round to whole numbers; halves go to the even one."""


@function("keras.ops.sign")
def k_sign(x: ArrayLike = MISSING) -> Any:
    """Return signs: -1, 0 or 1."""


@function("keras.ops.sin")
def k_sin(x: ArrayLike = MISSING) -> Any:
    """Return sines."""


@operation
def k_sqrt(x: ArrayLike = MISSING) -> Any:
    """Return square roots; those of negative numbers are 0, as in R keras."""
    return keras().ops.sqrt(keras().ops.maximum(to_tensor(x), 0))


@function("keras.ops.square")
def k_square(x: ArrayLike = MISSING) -> Any:
    """Return squares."""


@function("keras.ops.sigmoid")
def k_sigmoid(x: ArrayLike = MISSING) -> Any:
    """Apply the sigmoid function: `1 / (1 + exp(-x))`."""


@function("keras.ops.softplus")
def k_softplus(x: ArrayLike = MISSING) -> Any:
    """Apply the softplus function: `log(exp(x) + 1)`."""


@function("keras.ops.softsign")
def k_softsign(x: ArrayLike = MISSING) -> Any:
    """Apply the softsign function: `x / (|x| + 1)`."""


@function("keras.ops.tanh")
def k_tanh(x: ArrayLike = MISSING) -> Any:
    """Apply the hyperbolic tangent."""


@function("keras.activations.relu")
def k_relu(x: ArrayLike = MISSING, alpha: Number = 0.0, max_value: Limit | None = None) -> Any:
    """Apply the rectified linear unit.

    Args:
        alpha: Slope below 0.
        max_value: The largest value, or NULL for no limit.
    """


@function("keras.ops.elu")
def k_elu(x: ArrayLike = MISSING, alpha: Number = 1.0) -> Any:
    """Apply the exponential linear unit: `x` above 0, `alpha * (exp(x) - 1)` below.

    Args:
        alpha: Minus the limit for very negative values.
    """


@function("rkeras_py.compat.formulas.hard_sigmoid")
def k_hard_sigmoid(x: ArrayLike = MISSING) -> Any:
    """Apply Keras 2's piecewise linear sigmoid: `0.2 * x + 0.5`, at least 0 and at most 1."""


@function("keras.ops.softmax")
def k_softmax(x: ArrayLike = MISSING, axis: Axis = -1) -> Any:
    """Turn numbers into probabilities: `exp(x) / sum(exp(x))`.

    Args:
        axis: Axis along which they sum to 1, counted from 1 (the batch axis); -1 is the last.
    """


@operation
def k_pow(x: ArrayLike = MISSING, a: ArrayLike = MISSING) -> Any:
    """Raise to a power.

    Args:
        a: The power: a number (fractions are kept) or a tensor.

    Differences:
        Fractions as exponents are kept; R keras 2.15 cut them off.
    """
    return keras().ops.power(to_tensor(x), a if isinstance(a, (int, float)) else to_tensor(a))


@operation
def k_clip(x: ArrayLike = MISSING, min_value: Limit | None = None, max_value: Limit | None = None) -> Any:
    """Limit values to a range.

    Args:
        min_value: The smallest value, or NULL for no limit.
        max_value: The largest value, or NULL for no limit.
    """
    low = -math.inf if min_value is None else min_value
    high = math.inf if max_value is None else max(max_value, low)
    return keras().ops.clip(to_tensor(x), low, high)


@operation
def k_maximum(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Return the larger of two values, element by element.

    Args:
        y: Another one, of the same shape or one that stretches to it.
    """
    return keras().ops.maximum(to_tensor(x), to_tensor(y))


@operation
def k_minimum(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Return the smaller of two values, element by element.

    Args:
        y: Another one, of the same shape or one that stretches to it.
    """
    return keras().ops.minimum(to_tensor(x), to_tensor(y))


@operation
def k_equal(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of two values are equal.

    Args:
        y: Another one, of the same shape or one that stretches to it.
    """
    return keras().ops.equal(to_tensor(x), to_tensor(y))


@operation
def k_not_equal(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of two values differ.

    Args:
        y: Another one, of the same shape or one that stretches to it.
    """
    return keras().ops.not_equal(to_tensor(x), to_tensor(y))


@operation
def k_greater(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of `x` are greater than those of `y`.

    Args:
        y: Another one, of the same shape or one that stretches to it.
    """
    return keras().ops.greater(to_tensor(x), to_tensor(y))


@operation
def k_greater_equal(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of `x` are greater than those of `y`, or equal.

    Args:
        y: Another one, of the same shape or one that stretches to it.
    """
    return keras().ops.greater_equal(to_tensor(x), to_tensor(y))


@operation
def k_less(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of `x` are less than those of `y`.

    Args:
        y: Another one, of the same shape or one that stretches to it.
    """
    return keras().ops.less(to_tensor(x), to_tensor(y))


@operation
def k_less_equal(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Test whether the elements of `x` are less than those of `y`, or equal.

    Args:
        y: Another one, of the same shape or one that stretches to it.
    """
    return keras().ops.less_equal(to_tensor(x), to_tensor(y))


@function("keras.ops.cast")
def k_cast(x: ArrayLike = MISSING, dtype: Dtype = MISSING) -> Any:
    """Convert to another data type."""


@operation
def k_cast_to_floatx(x: ArrayLike = MISSING) -> Any:
    """Convert to Keras's float type, which is k_floatx()."""
    if isinstance(x, np.ndarray):
        return x.astype(keras().config.floatx())
    return keras().ops.cast(to_tensor(x), keras().config.floatx())


@operation
def k_stop_gradient(variables: Value = MISSING) -> Any:
    """Stop gradients at a tensor.

    Args:
        variables: A tensor, or a list of them, to count as constants in gradients.
    """
    if isinstance(variables, (list, tuple)):
        return [keras().ops.stop_gradient(to_tensor(variable)) for variable in variables]
    return keras().ops.stop_gradient(to_tensor(variables))


@operation
def k_identity(x: ArrayLike = MISSING, name: Name | None = None) -> Any:
    """Return a tensor of the same values.

    Args:
        name: Accepted for R keras, not used.

    Differences:
        Works; R keras 2.15 failed on correct arguments.
    """
    return keras().ops.copy(to_tensor(x))


@operation
def k_switch(condition: Value = MISSING, then_expression: Value = MISSING, else_expression: Value = MISSING) -> Any:
    """Choose between two values.

    A single condition chooses one of the two; a tensor of conditions chooses element by element.

    Args:
        condition: TRUE or FALSE, or a tensor of them.
        then_expression: The value where the condition is true: a tensor, or a function without arguments.
        else_expression: The value elsewhere.
    """
    ops = keras().ops
    condition = ops.cast(to_tensor(condition), "bool")
    if len(condition.shape) == 0:
        return ops.cond(condition, _as_function(then_expression), _as_function(else_expression))
    yes, no = _as_function(then_expression)(), _as_function(else_expression)()
    rank, wanted = len(condition.shape), len(yes.shape)
    if rank > wanted:
        raise errors.bad_argument(
            "k_switch", "condition", f"of at most the rank of `then_expression`, {wanted}", condition
        )
    for _ in range(wanted - rank if rank > 1 else 0):
        condition = ops.expand_dims(condition, -1)
    return ops.where(condition, yes, no)


@operation
def k_binary_crossentropy(target: ArrayLike = MISSING, output: ArrayLike = MISSING, from_logits: Bool = False) -> Any:
    """Return the crossentropy of yes/no labels and probabilities, element by element.

    Args:
        target: The labels 0 and 1.
        output: The predicted probabilities, or logits.
        from_logits: Whether `output` are logits (any numbers) instead of probabilities.
    """
    return keras().ops.binary_crossentropy(to_tensor(target), to_tensor(output), from_logits=from_logits)


@operation
def k_categorical_crossentropy(
    target: ArrayLike = MISSING, output: ArrayLike = MISSING, from_logits: Bool = False, axis: Axis = -1
) -> Any:
    """Return the crossentropy of one-hot classes and probabilities.

    Args:
        target: The one-hot classes.
        output: The predicted probabilities, or logits.
        from_logits: Whether `output` are logits (any numbers) instead of probabilities.
        axis: The axis of the classes, counted from 1 (the batch axis); -1 is the last.
    """
    return keras().ops.categorical_crossentropy(
        to_tensor(target), to_tensor(output), from_logits=from_logits, axis=axis
    )


@operation
def k_sparse_categorical_crossentropy(
    target: ArrayLike = MISSING, output: ArrayLike = MISSING, from_logits: Bool = False, axis: Axis = -1
) -> Any:
    """Return the crossentropy of classes given as whole numbers and probabilities.

    Args:
        target: The classes, whole numbers from 0.
        output: The predicted probabilities, or logits.
        from_logits: Whether `output` are logits (any numbers) instead of probabilities.
        axis: The axis of the classes, counted from 1 (the batch axis); -1 is the last.
    """
    labels = keras().ops.cast(to_tensor(target), "int32")
    return keras().ops.sparse_categorical_crossentropy(labels, to_tensor(output), from_logits=from_logits, axis=axis)


@operation
def k_dropout(
    x: ArrayLike = MISSING, level: Fraction = MISSING, noise_shape: Shape | None = None, seed: Seed | None = None
) -> Any:
    """Set a random part of the values to 0 and scale the others up.

    Args:
        level: Fraction (0 to 1) of the values to set to 0.
    """
    return keras().random.dropout(to_tensor(x), level, noise_shape=noise_shape, seed=seed)
