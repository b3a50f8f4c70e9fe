"""The precision of arrays and data frames of doubles, which R's keras3 keeps and the functions here do not."""

import functools
import inspect
from typing import Any

import numpy as np

from ..engine.loading import keras
from .arrays import is_pandas


def doubles(value: Any, one_axis: bool = False) -> Any:
    """Return an array or data frame of doubles as a float64 tensor, as R's keras3 does; one of integers as int32.

    A function becomes one whose arguments and results are such. Anything else stays as it is.

    Args:
        value: A value, or a list of several, with or without names.
        one_axis: Whether an array of one axis is an array in R, not a vector, which takes Keras's float type.
    """
    if isinstance(value, (list, tuple)):
        return [doubles(one) for one in value]
    if isinstance(value, dict):
        return {name: doubles(one) for name, one in value.items()}
    if inspect.isroutine(value):
        return _keep_in_calls(value)
    is_whole_frame = is_pandas(value, "DataFrame") and not value.isna().any(axis=None)
    array = value.to_numpy() if is_whole_frame else value
    if is_whole_frame and {one.kind for one in value.dtypes} in ({"f", "b"}, {"f", "i", "b"}):
        array = array.astype("float64")  # logical columns beside doubles
    if not isinstance(array, np.ndarray) or array.ndim < 2 - one_axis or array.dtype.kind not in "fiu":
        return value
    is_double = array.dtype.kind == "f"  # R has no smaller floats
    return keras().ops.convert_to_tensor(array.astype("float64")) if is_double else array.astype("int32")


def _keep_in_calls(function: Any) -> Any:
    @functools.wraps(function)
    def call(*args: Any, **options: Any) -> Any:
        return doubles(function(*doubles(args), **doubles(options)))

    return call
