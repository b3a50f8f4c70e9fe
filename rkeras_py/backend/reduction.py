"""Functions that reduce or accumulate along axes, which count from 1."""

from typing import Any

from ..data.arrays import to_tensor
from ..define import export, operation
from ..engine.loading import keras
from ..r.code import RCode
from ..signatures.results import Tensor
from ..signatures.words import MISSING, ArrayLike, Axis, Bool

FIRST = RCode("1", 0)


@export(target="keras.ops.sum")
def k_sum(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Compute the sum.

    It sums over all values or along an axis. Keras 3 calls it op_sum().

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Example:
        >>> x = k_constant([[1.0, 2.0], [3.0, 4.0]])
        >>> k_sum(x)
        <tf.Tensor: shape=(), dtype=float32, numpy=10.0>
        >>> k_sum(x, axis=1)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([4., 6.], dtype=float32)>
    """


@export(target="keras.ops.mean")
def k_mean(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Compute the mean.

    It averages over all values or along an axis; logical values count as 0 and 1. Keras 3 calls it op_mean().

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Example:
        >>> x = k_constant([[1.0, 2.0], [3.0, 4.0]])
        >>> k_mean(x)
        <tf.Tensor: shape=(), dtype=float32, numpy=2.5>
        >>> k_mean(x, axis=2)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.5, 3.5], dtype=float32)>
    """


@export(target="keras.ops.max")
def k_max(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Return the largest value.

    It reduces all values or one axis; k_maximum() compares two tensors. Keras 3 calls it op_max().

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Example:
        >>> k_max([[1.0, 5.0], [3.0, 4.0]], axis=1)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([3., 5.], dtype=float32)>
    """


@export(target="keras.ops.min")
def k_min(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Return the smallest value.

    It reduces all values or one axis; k_minimum() compares two tensors. Keras 3 calls it op_min().

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Example:
        >>> k_min([[1.0, 5.0], [3.0, 4.0]], axis=1)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 4.], dtype=float32)>
    """


@export(target="keras.ops.prod")
def k_prod(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Compute the product.

    It reduces all values or one axis. Keras 3 calls it op_prod().

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Example:
        >>> k_prod([[1.0, 2.0], [3.0, 4.0]], axis=2)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 2., 12.], dtype=float32)>
    """


@export(target="keras.ops.var")
def k_var(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Return the variance.

    It divides by n, as for a population; R's `var()` divides by n - 1. Keras 3 calls it op_var().

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Example:
        >>> k_var([1.0, 2.0, 3.0, 6.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=3.5>
    """


@export(target="keras.ops.std")
def k_std(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Return the standard deviation.

    It divides by n, as for a population; R's `sd()` divides by n - 1. Keras 3 calls it op_std().

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Example:
        >>> k_std([1.0, 3.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=1.0>
        >>> k_std([[1.0, 3.0], [5.0, 5.0]], axis=2)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 0.], dtype=float32)>
    """


@export(target="keras.ops.all")
def k_all(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Test whether all values are true (not 0).

    It reduces all values or one axis. Keras 3 calls it op_all().

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Example:
        >>> k_all([[True, False], [True, True]], axis=2)
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([False,  True])>
    """


@export(target="keras.ops.any")
def k_any(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Test whether any value is true (not 0).

    It reduces all values or one axis. Keras 3 calls it op_any().

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Example:
        >>> k_any([[True, False], [False, False]], axis=2)
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([ True, False])>
    """


@export(target="keras.ops.logsumexp")
def k_logsumexp(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Return the logarithm of a sum of exponentials.

    It computes `log(sum(exp(x)))` without overflow. Use it to normalize log-probabilities. Keras 3 calls it
    op_logsumexp().

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> k_logsumexp([1000.0, 1000.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=1000.69>
    """


@operation
def k_argmax(x: ArrayLike = MISSING, axis: Axis = -1) -> Tensor:
    """Return the index of the largest value.

    Use it to turn class probabilities into classes. See also op_argmax().

    Args:
        axis: Axis along which to look, counted from 1 (the batch axis); -1 is the last.

    Returns:
        Indices, counted from 0 as in R keras.

    Example:
        >>> k_argmax([[1.0, 5.0], [3.0, 2.0]])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 0], dtype=int32)>
    """
    return keras().ops.argmax(to_tensor(x), axis)


@operation
def k_argmin(x: ArrayLike = MISSING, axis: Axis = -1) -> Tensor:
    """Return the index of the smallest value.

    Use it to find the nearest of several points. See also op_argmin().

    Args:
        axis: Axis along which to look, counted from 1 (the batch axis); -1 is the last.

    Returns:
        Indices, counted from 0 as in R keras.

    Example:
        >>> k_argmin([[1.0, 5.0], [3.0, 2.0]])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([0, 1], dtype=int32)>
    """
    return keras().ops.argmin(to_tensor(x), axis)


@operation
def k_cumsum(x: ArrayLike = MISSING, axis: Axis = FIRST) -> Any:
    """Return cumulative sums.

    For example, c(1, 2, 3) becomes c(1, 3, 6). Keras 3 calls it op_cumsum().

    Args:
        axis: Axis along which to compute, counted from 1 (the batch axis).

    Example:
        >>> k_cumsum([1.0, 2.0, 3.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 3., 6.], dtype=float32)>
    """
    return keras().ops.cumsum(to_tensor(x), axis)


@operation
def k_cumprod(x: ArrayLike = MISSING, axis: Axis = FIRST) -> Any:
    """Return cumulative products.

    For example, c(1, 2, 3) becomes c(1, 2, 6). Keras 3 calls it op_cumprod().

    Args:
        axis: Axis along which to compute, counted from 1 (the batch axis).

    Example:
        >>> k_cumprod([2.0, 3.0, 4.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([ 2.,  6., 24.], dtype=float32)>
    """
    return keras().ops.cumprod(to_tensor(x), axis)
