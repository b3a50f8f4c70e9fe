"""Helpers of several families of `k_*` functions."""

from collections.abc import Callable
from typing import Any

from ..data.arrays import to_tensor
from ..engine.loading import keras


def to_float(x: Any) -> Any:
    """Return a tensor of floats: whole numbers become Keras's float type."""
    x = to_tensor(x)
    return x if "float" in keras().backend.standardize_dtype(x.dtype) else keras().ops.cast(x, keras().config.floatx())


def in_channels_last(x: Any, data_format: str | None, compute: Callable[[Any], Any]) -> Any:
    """Compute on (batch, ..., channels), which every device can, whatever the order of the axes is.

    Args:
        x: The tensor.
        data_format: The order of its axes; None takes that of the configuration.
        compute: What to do with it.

    Returns:
        The result, in the order of `x`.
    """
    if (data_format or keras().config.image_data_format()) == "channels_last":
        return compute(x)
    ops = keras().ops
    return ops.moveaxis(compute(ops.moveaxis(x, 1, -1)), -1, 1)
