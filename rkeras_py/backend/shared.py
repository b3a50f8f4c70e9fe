"""Helpers that several families of `k_*` functions share."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..data.array_values import refuse_wide
from ..data.arrays import holds_tensors, is_sparse, is_tensor, to_numpy, to_tensor
from ..engine.loading import keras
from ..engine.tensors import get_held_type
from ..messages import errors


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


def make_tensor(function: str, value: Any, dtype: str | None) -> Any:
    """Return a tensor of a type, which must hold the numbers as they are: 300 would be 44 among uint8.

    Args:
        function: The function to name in errors.
        value: Numbers, an array or a tensor.
        dtype: Name of the data type; None takes Keras's float type.

    Raises:
        ValueError: If the type is one of whole numbers, and does not hold them.
    """
    dtype = dtype or keras().config.floatx()
    if "int" in dtype and not any(map(is_tensor, keras().tree.flatten(value))):
        value = to_numpy(value)  # inside a graph, a tensor has no values to check
        if value.dtype.kind in "fiu":
            held = get_held_type(dtype)
            limits = np.iinfo(held)
            wrong = ~((value >= limits.min) & (value < limits.max + 1) & (value == np.floor(value)))
            if wrong.any():
                expected = f"whole numbers from {limits.min} to {limits.max}, which {held} holds"
                hint = "" if held == dtype else f"{dtype} is {held} on this backend."
                raise errors.bad_argument(function, "value", expected, value[wrong].flat[0].item(), hint)
    return to_tensor_of(value, dtype)


def to_tensor_of(value: Any, dtype: str) -> Any:
    """Return a tensor of a type; doubles are not rounded to Keras's float type on their way to another one.

    Args:
        value: Numbers, an array or a tensor.
        dtype: Name of the data type.
    """
    ops = keras().ops
    if dtype == keras().config.floatx() or is_tensor(value) or holds_tensors(value) or is_sparse(value):
        return ops.cast(to_tensor(value), dtype)
    array = refuse_wide(to_numpy(value), dtype)
    if array.dtype != np.float64:
        return ops.cast(to_tensor(array), dtype)
    if "int" in dtype:
        with np.errstate(invalid="ignore"):
            array = array.astype(dtype)
    return ops.cast(ops.convert_to_tensor(array), dtype)


def convert_both(x: Any, y: Any) -> tuple[Any, Any]:
    """Return two tensors; numbers beside a tensor of doubles are not rounded to Keras's float type.

    Args:
        x: A number, an array or a tensor.
        y: Another.
    """
    return _convert_beside(x, y), _convert_beside(y, x)


def _convert_beside(value: Any, other: Any) -> Any:
    is_precise = is_tensor(other) and not is_tensor(value) and "float64" in str(other.dtype)
    return to_tensor_of(value, "float64") if is_precise else to_tensor(value)
