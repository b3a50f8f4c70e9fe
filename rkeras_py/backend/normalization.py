"""Normalization by the moments of batches."""

from dataclasses import replace
from typing import Annotated, Any

from ..data.arrays import refuse_complex, to_tensor
from ..define import operation
from ..engine.loading import keras
from ..messages import errors
from ..signatures.results import Variable
from ..signatures.words import (
    MISSING,
    ArrayLike,
    Count,
    Labels,
    NotNegative,
    OneAxis,
    Probability,
    Value,
    ZeroAxis,
    get_word,
)
from .creation import k_update_sub
from .shared import to_float, to_tensor_of

ArrayOrNone = Annotated[Any, replace(get_word(ArrayLike), takes_none=True)]


def _scale(x: Any, mean: Any, variance: Any, beta: Any, gamma: Any, epsilon: float) -> Any:
    scale = keras().ops.rsqrt(variance + epsilon)
    scale = scale if gamma is None else scale * gamma
    return x * scale + (-mean * scale if beta is None else beta - mean * scale)


@operation
def k_batch_normalization(
    x: ArrayLike = MISSING,
    mean: ArrayLike = MISSING,
    var: ArrayLike = MISSING,
    beta: ArrayOrNone = MISSING,
    gamma: ArrayOrNone = MISSING,
    axis: OneAxis = -1,
    epsilon: NotNegative = 0.001,
) -> Any:
    """Normalize by a given mean and variance.

    It computes `gamma * (x - mean) / sqrt(var + epsilon) + beta`. layer_batch_normalization() computes mean and
    variance during training.

    Args:
        mean: The mean: a number for each element along `axis`, or a tensor that broadcasts to `x`.
        var: The variance.
        beta: The offset to add afterwards, or NULL.
        gamma: The scale to multiply by, or NULL.
        axis: The axis that is normalized element by element, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> x = k_constant([[1.0, 10.0], [2.0, 30.0]])
        >>> k_batch_normalization(x, mean=[1.0, 10.0], var=[1.0, 4.0], beta=None, gamma=None, epsilon=0.0)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[ 0.,  0.],
               [ 1., 10.]], dtype=float32)>
    """
    x = to_float(x)

    def along_axis(values: Any) -> Any:
        if values is None:
            return None
        values = to_tensor(values)
        if len(values.shape) != 1:
            return values
        sizes = [1] * len(x.shape)
        sizes[axis] = -1
        return keras().ops.reshape(values, sizes)

    return _scale(x, along_axis(mean), along_axis(var), along_axis(beta), along_axis(gamma), epsilon)


@operation
def k_normalize_batch_in_training(
    x: ArrayLike = MISSING,
    gamma: ArrayOrNone = MISSING,
    beta: ArrayOrNone = MISSING,
    reduction_axes: ZeroAxis = MISSING,
    epsilon: NotNegative = 0.001,
) -> Any:
    """Normalize a batch by its own mean and variance.

    It also returns the mean and the variance. Use it in custom layers; see layer_batch_normalization().

    Args:
        gamma: The scale to multiply by, or NULL.
        beta: The offset to add afterwards, or NULL.
        reduction_axes: The axes over which mean and variance are computed, counted from 0 (the batch axis), as in R
            keras.

    Returns:
        The normalized batch, the mean and the variance. For images and all axes except the channels, the variance is
        the sample variance (divided by n - 1), as in Keras 2; otherwise it is the population variance.

    Example:
        >>> x = k_constant([[1.0], [3.0]])
        >>> parts = k_normalize_batch_in_training(x, gamma=[1.0], beta=[0.0], reduction_axes=0)
        >>> k_flatten(parts[0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.9995004,  0.9995005], dtype=float32)>
        >>> k_flatten(parts[1])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([2.], dtype=float32)>
    """
    ops = keras().ops
    x = to_float(x)
    axes = [reduction_axes] if isinstance(reduction_axes, int) else list(reduction_axes)
    mean, variance = ops.moments(x, axes, keepdims=True)
    sizes = [1 if axis in axes else -1 if size is None else size for axis, size in enumerate(x.shape)]
    shift, factor = (None if given is None else ops.reshape(to_tensor(given), sizes) for given in (beta, gamma))
    normalized = _scale(x, mean, variance, shift, factor, epsilon)
    mean, variance = ops.squeeze(mean, axes), ops.squeeze(variance, axes)
    if len(x.shape) == 4 and axes == [0, 1, 2]:
        count = ops.sum(ops.ones_like(x), axes)
        variance = variance * count / ops.maximum(count - 1, 1)
    return normalized, mean, variance


@operation
def k_moving_average_update(
    x: Value = MISSING, value: ArrayLike = MISSING, momentum: Probability = MISSING
) -> Variable:
    """Update a moving average.

    The variable becomes `x * momentum + value * (1 - momentum)`. Use it for running statistics in custom layers.

    Args:
        x: A variable, such as a weight of a layer.
        value: The new values.
        momentum: Weight (0 to 1) of the old values.

    Returns:
        The variable.

    Example:
        >>> mean = k_variable([10.0])
        >>> k_moving_average_update(mean, [20.0], momentum=0.9)
        <Variable path=variable, shape=(1,), dtype=float32, value=[11.]>
    """
    if not hasattr(x, "assign_sub"):
        raise errors.bad_argument("k_moving_average_update", "x", "a variable, such as a weight of a layer", x)
    refuse_complex(value, x.dtype, "k_moving_average_update", "value")
    value = to_tensor_of(value, keras().backend.standardize_dtype(x.dtype))
    return k_update_sub(x, (to_tensor(x) - value) * (1 - momentum))


@operation
def k_in_top_k(predictions: ArrayLike = MISSING, targets: Labels = MISSING, k: Count = MISSING) -> Any:
    """Test whether the correct class is among the k most likely ones.

    The result is TRUE or FALSE for each sample. The mean is the top-k accuracy; see
    metric_sparse_top_k_categorical_accuracy().

    Args:
        predictions: A score for each class: (batch, classes).
        targets: The correct classes, whole numbers from 0.
        k: Number of most likely classes to consider.

    Example:
        >>> k_in_top_k([[0.1, 0.6, 0.3], [0.1, 0.6, 0.3]], [0, 2], k=2)
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([False,  True])>
    """
    return keras().ops.in_top_k(keras().ops.cast(to_tensor(targets), "int32"), to_float(predictions), k)
