"""Activations that Keras 3 computes wrongly."""

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="rkeras")  # type: ignore[untyped-decorator]
def sparsemax(x: Any, axis: int = -1) -> Any:
    """Return the nearest point of the probability simplex.

    Keras 3.15 sums running sums where the paper sums values, so that what it gives does not sum to 1.

    Args:
        x: A tensor.
        axis: The axis along which the result sums to 1, counted from 0.

    References:
        Andre F. T. Martins, Ramon F. Astudillo (2016). From softmax to sparsemax. arXiv:1602.02068.
    """
    ops = keras.ops
    x = ops.convert_to_tensor(x)
    ordered = ops.flip(ops.sort(x, axis=axis), axis=axis)
    rank = ops.cumsum(ops.ones_like(ordered), axis=axis)
    supports = rank * ordered + 1 > ops.cumsum(ordered, axis=axis)
    size = ops.sum(ops.cast(supports, x.dtype), axis=axis, keepdims=True)
    total = ops.sum(ops.where(supports, ordered, ops.zeros_like(ordered)), axis=axis, keepdims=True)
    return ops.maximum(x - (total - 1) / size, 0)
