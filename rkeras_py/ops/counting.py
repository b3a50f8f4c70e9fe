"""Positions, which count from 1 here and from 0 in Keras."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..engine.loading import keras
from ..engine.tensors import has_values, read_values
from ..messages import errors

_BEYOND = 2**31 - 1  # no tensor axis is this long


def from_one(
    function: str,
    argument: str,
    positions: Any,
    from_end: bool = True,
    sizes: Any = None,
    zero_indexed: bool = False,
) -> Any:
    """Return positions as Keras counts them.

    What is 0, or beyond a size, is refused. Where a 0 is known only when a model runs it becomes a position that no
    tensor has.

    Args:
        function: Name of the function that the user called.
        argument: Name of the argument.
        positions: A tensor of whole numbers.
        from_end: Whether negative ones count from the end, as they do in Keras; else they are refused.
        sizes: The number of positions, or that along each axis of rows of positions; None where it is not known.
        zero_indexed: Whether they count from 0 here too.
    """
    ops = keras().ops
    flat = getattr(positions, "flat_values", positions)  # the values of a ragged tensor
    if has_values(flat):
        values = read_values(flat).astype("int64")
        if not zero_indexed and ((values == 0).any() or not (from_end or (values > 0).all())):
            expected = f"whole numbers {'other than 0' if from_end else 'of at least 1'}: the first is 1"
            raise errors.bad_argument(function, argument, expected, positions)
        _refuse_beyond(function, argument, values, np.atleast_1d(sizes).tolist(), 1 - zero_indexed)
        if zero_indexed:
            return positions
        counted = ops.convert_to_tensor(np.where(values > 0, values - 1, values).astype("int32"))
        return counted if flat is positions else positions.with_flat_values(counted)
    if zero_indexed:
        return positions
    positions = ops.cast(ops.clip(positions, -_BEYOND, _BEYOND) if is_wide(positions) else positions, "int32")
    counted = ops.subtract(positions, ops.cast(ops.greater(positions, 0), "int32"))
    return ops.where(ops.equal(positions, 0), _BEYOND, counted)


def is_wide(positions: Any) -> bool:
    """Tell whether the type of a tensor has whole numbers beyond those of int32.

    Args:
        positions: The tensor.
    """
    return keras().backend.standardize_dtype(positions.dtype) in ("int64", "uint32", "uint64")


def _refuse_beyond(function: str, argument: str, values: Any, sizes: Sequence[int | None], first: int) -> None:
    """Refuse positions that a tensor does not have; messages of TensorFlow count from 0, and name no argument."""
    limits = np.array([_BEYOND if size is None else size for size in sizes], "int64")
    if not len(limits) or values.size % len(limits):
        limits = np.array([_BEYOND], "int64")
    rows = values.reshape(-1, len(limits))
    beyond = np.argwhere((rows >= limits + first) | (rows < -limits))
    if len(beyond):
        row, axis = beyond[0]
        along = f" along axis {axis + 1}" if len(limits) > 1 else ""
        expected = f"whole numbers from {first} to {limits[axis] + first - 1}{along}"
        raise errors.bad_argument(function, argument, expected, int(rows[row, axis]))


def count_positions(x: Any, axis: int | None) -> int | None:
    """Return the number of positions along an axis of a tensor, or of all its elements; None where it is not known."""
    sizes = list_sizes(x)
    if axis is None:
        return None if sizes is None or None in sizes else math.prod(sizes)
    return sizes[axis] if sizes and -len(sizes) <= axis < len(sizes) else None


def list_sizes(x: Any) -> tuple[Any, ...] | None:
    """Return the sizes of a tensor; None where TensorFlow does not know how many it has."""
    return None if getattr(x.shape, "rank", 0) is None else tuple(x.shape)


def to_one(positions: Any, zero_indexed: bool = False) -> Any:
    """Return positions of Keras as they count here.

    Args:
        positions: A tensor of whole numbers.
        zero_indexed: Whether they count from 0 here too.
    """
    return positions if zero_indexed else keras().ops.add(positions, 1)
