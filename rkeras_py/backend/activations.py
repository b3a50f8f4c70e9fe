"""Activation functions, dropout and crossentropies."""

from typing import Any

from ..data.arrays import to_tensor
from ..define import export, operation
from ..engine.loading import keras
from ..signatures.words import MISSING, ArrayLike, Axis, Bool, Fraction, Labels, Limit, Number, Seed, Shape


@export(target="keras.ops.sigmoid")
def k_sigmoid(x: ArrayLike = MISSING) -> Any:
    """Apply the sigmoid function.

    It computes `1 / (1 + exp(-x))`, between 0 and 1, and turns logits into probabilities. Keras 3 calls it
    op_sigmoid().

    Example:
        >>> k_sigmoid([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.26894143, 0.5       , 0.7310586 ], dtype=float32)>
    """


@export(target="keras.ops.softplus")
def k_softplus(x: ArrayLike = MISSING) -> Any:
    """Apply the softplus function.

    It computes `log(exp(x) + 1)`, a smooth ReLU for values that must be positive. Keras 3 calls it op_softplus().

    Example:
        >>> k_softplus([-1.0, 0.0, 20.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([ 0.3132617,  0.6931472, 20.       ], dtype=float32)>
    """


@export(target="keras.ops.softsign")
def k_softsign(x: ArrayLike = MISSING) -> Any:
    """Apply the softsign function.

    It computes `x / (|x| + 1)`, between -1 and 1. Keras 3 calls it op_softsign().

    Example:
        >>> k_softsign([-1.0, 0.0, 4.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.5,  0. ,  0.8], dtype=float32)>
    """


@export(target="keras.ops.tanh")
def k_tanh(x: ArrayLike = MISSING) -> Any:
    """Apply the hyperbolic tangent.

    It squashes values to the range from -1 to 1. Keras 3 calls it op_tanh().

    Example:
        >>> k_tanh([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.7615942,  0.       ,  0.7615942], dtype=float32)>
    """


@export(target="keras.activations.relu")
def k_relu(x: ArrayLike = MISSING, alpha: Number = 0.0, max_value: Limit | None = None) -> Any:
    """Apply the rectified linear unit.

    With the defaults it is `max(x, 0)`. Use it in custom layers; Keras 3 calls it op_relu().

    Args:
        alpha: Slope below 0.
        max_value: The upper limit, or NULL for no limit.

    Example:
        >>> k_relu([-2.0, 0.5, 9.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0. , 0.5, 9. ], dtype=float32)>
        >>> k_relu([-2.0, 0.5, 9.0], alpha=0.1, max_value=6.0)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.2,  0.5,  6. ], dtype=float32)>
    """


@export(target="keras.ops.elu")
def k_elu(x: ArrayLike = MISSING, alpha: Number = 1.0) -> Any:
    """Apply the exponential linear unit.

    It is `x` above 0 and `alpha * (exp(x) - 1)` below. Keras 3 calls it op_elu().

    Args:
        alpha: Minus the limit for very negative values.

    Example:
        >>> k_elu([-1.0, 0.0, 2.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.63212055,  0.        ,  2.        ], dtype=float32)>
    """


@export(target="rkeras_py.compat.formulas.hard_sigmoid")
def k_hard_sigmoid(x: ArrayLike = MISSING) -> Any:
    """Apply Keras 2's piecewise linear sigmoid.

    It computes `clip(0.2 * x + 0.5, 0, 1)`, a cheap approximation of the sigmoid. op_hard_sigmoid() is Keras 3's
    function, which has a different slope.

    Example:
        >>> k_hard_sigmoid([-3.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0. , 0.5, 0.7], dtype=float32)>
    """


@export(target="keras.ops.softmax")
def k_softmax(x: ArrayLike = MISSING, axis: Axis = -1) -> Any:
    """Apply the softmax function.

    It computes `exp(x) / sum(exp(x))`, which turns logits into class probabilities. Keras 3 calls it op_softmax().

    Args:
        axis: Axis along which they sum to 1, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> k_softmax([[1.0, 2.0, 3.0]])
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[0.09003057, 0.24472848, 0.6652409 ]], dtype=float32)>
    """


@operation
def k_binary_crossentropy(target: Labels = MISSING, output: ArrayLike = MISSING, from_logits: Bool = False) -> Any:
    """Return the crossentropy of binary labels and probabilities, element by element.

    Use it in custom losses. loss_binary_crossentropy() averages it over each sample.

    Args:
        target: The labels 0 and 1.
        output: The predicted probabilities, or logits.
        from_logits: Whether `output` are logits (any numbers) instead of probabilities.

    Example:
        >>> k_binary_crossentropy([1.0, 0.0], [0.9, 0.9])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.10536055, 2.302585  ], dtype=float32)>
        >>> k_binary_crossentropy([1.0], [0.0], from_logits=True)
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.6931472], dtype=float32)>
    """
    return keras().ops.binary_crossentropy(to_tensor(target), to_tensor(output), from_logits=from_logits)


@operation
def k_categorical_crossentropy(
    target: ArrayLike = MISSING, output: ArrayLike = MISSING, from_logits: Bool = False, axis: Axis = -1
) -> Any:
    """Return the crossentropy of one-hot classes and probabilities.

    It computes `-sum(target * log(output))` for each sample. Use it in custom losses.

    Args:
        target: The one-hot classes.
        output: The predicted probabilities, or logits.
        from_logits: Whether `output` are logits (any numbers) instead of probabilities.
        axis: The axis of the classes, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> k_categorical_crossentropy([[0.0, 1.0]], [[0.2, 0.8]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.22314353], dtype=float32)>
    """
    return keras().ops.categorical_crossentropy(
        to_tensor(target), to_tensor(output), from_logits=from_logits, axis=axis
    )


@operation
def k_sparse_categorical_crossentropy(
    target: Labels = MISSING, output: ArrayLike = MISSING, from_logits: Bool = False, axis: Axis = -1
) -> Any:
    """Return the crossentropy of integer labels and probabilities.

    It computes `-log(output[class])` for each sample. Use it in custom losses.

    Args:
        target: The classes, whole numbers from 0.
        output: The predicted probabilities, or logits.
        from_logits: Whether `output` are logits (any numbers) instead of probabilities.
        axis: The axis of the classes, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> k_sparse_categorical_crossentropy([1, 0], [[0.2, 0.8], [0.9, 0.1]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.22314355, 0.10536056], dtype=float32)>
    """
    labels = keras().ops.cast(to_tensor(target), "int32")
    return keras().ops.sparse_categorical_crossentropy(labels, to_tensor(output), from_logits=from_logits, axis=axis)


@operation
def k_dropout(
    x: ArrayLike = MISSING, level: Fraction = MISSING, noise_shape: Shape | None = None, seed: Seed | None = None
) -> Any:
    """Set a random fraction of the values to 0 and scale up the others.

    Kept values are divided by `1 - level`, so that the sum stays about the same. Use it in custom layers;
    layer_dropout() is active only during training.

    Args:
        level: Fraction (0 to 1) of the values to set to 0.

    Example:
        >>> k_dropout([1.0, 1.0, 1.0, 1.0], level=0.5, seed=1)
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([2., 0., 2., 0.], dtype=float32)>
    """
    return keras().random.dropout(to_tensor(x), level, noise_shape=noise_shape, seed=seed)
