"""Functions that reduce or accumulate along axes, which count from 1."""

from typing import Any

from ..data.arrays import to_tensor
from ..define import function, operation
from ..engine.loading import keras
from ..r.code import RCode
from ..signatures.results import Tensor
from ..signatures.words import MISSING, ArrayLike, Axis, Bool

FIRST = RCode("1", 0)


@function("keras.ops.sum")
def k_sum(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Add up.

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.
    """


@function("keras.ops.mean")
def k_mean(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Compute the mean.

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.
    """


@function("keras.ops.max")
def k_max(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Return the largest value.

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.
    """


@function("keras.ops.min")
def k_min(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Return the smallest value.

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.
    """


@function("keras.ops.prod")
def k_prod(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Multiply all values.

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.
    """


@function("keras.ops.var")
def k_var(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Return the variance (of a population: divided by n).

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.
    """


@function("keras.ops.std")
def k_std(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Return the standard deviation (of a population: divided by n).

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.
    """


@function("keras.ops.all")
def k_all(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Test whether all values are true (not 0).

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.
    """


@function("keras.ops.any")
def k_any(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Test whether any value is true (not 0).

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.
    """


@function("keras.ops.logsumexp")
def k_logsumexp(x: ArrayLike = MISSING, axis: Axis = None, keepdims: Bool = False) -> Any:
    """Return `log(sum(exp(x)))`, without overflow.

    Args:
        axis: Axis or axes to reduce, counted from 1 (the batch axis); negative ones count from the end. NULL: all.

    Differences:
        Works; R keras 2.15 failed on correct arguments.
    """


@operation
def k_argmax(x: ArrayLike = MISSING, axis: Axis = -1) -> Tensor:
    """Return where the largest value is.

    Args:
        axis: Axis along which to look, counted from 1 (the batch axis); -1 is the last.

    Returns:
        Positions, counted from 0.
    """
    return keras().ops.argmax(to_tensor(x), axis)


@operation
def k_argmin(x: ArrayLike = MISSING, axis: Axis = -1) -> Tensor:
    """Return where the smallest value is.

    Args:
        axis: Axis along which to look, counted from 1 (the batch axis); -1 is the last.

    Returns:
        Positions, counted from 0.
    """
    return keras().ops.argmin(to_tensor(x), axis)


@operation
def k_cumsum(x: ArrayLike = MISSING, axis: Axis = FIRST) -> Any:
    """Add up step by step.

    Args:
        axis: Axis to go along, counted from 1 (the batch axis).
    """
    return keras().ops.cumsum(to_tensor(x), axis)


@operation
def k_cumprod(x: ArrayLike = MISSING, axis: Axis = FIRST) -> Any:
    """Multiply step by step.

    Args:
        axis: Axis to go along, counted from 1 (the batch axis).
    """
    return keras().ops.cumprod(to_tensor(x), axis)
