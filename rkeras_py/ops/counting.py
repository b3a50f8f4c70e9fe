"""Positions, which count from 1 here and from 0 in Keras."""

from typing import Any

import numpy as np

from ..engine.loading import keras
from ..engine.tensors import has_values, read_values
from ..messages import errors

_BEYOND = 2**31 - 1  # no tensor axis is this long


def from_one(function: str, argument: str, positions: Any, from_end: bool = True) -> Any:
    """Return positions as Keras counts them.

    What is 0 is refused. Where that is known only when a model runs it becomes a position that no tensor has.

    Args:
        function: Name of the function that the user called.
        argument: Name of the argument.
        positions: A tensor of whole numbers.
        from_end: Whether negative ones count from the end, as they do in Keras; else they are refused.
    """
    ops = keras().ops
    flat = getattr(positions, "flat_values", positions)  # the values of a ragged tensor
    if has_values(flat):
        values = read_values(flat).astype("int32")
        if (values == 0).any() or not (from_end or (values > 0).all()):
            expected = f"whole numbers {'other than 0' if from_end else 'of at least 1'}: the first is 1"
            raise errors.bad_argument(function, argument, expected, positions)
        counted = ops.convert_to_tensor(np.where(values > 0, values - 1, values))
        return counted if flat is positions else positions.with_flat_values(counted)
    positions = ops.cast(positions, "int32")
    counted = ops.subtract(positions, ops.cast(ops.greater(positions, 0), "int32"))
    return ops.where(ops.equal(positions, 0), _BEYOND, counted)


def to_one(positions: Any, zero_indexed: bool = False) -> Any:
    """Return positions of Keras as they count here.

    Args:
        positions: A tensor of whole numbers.
        zero_indexed: Whether they count from 0 here too.
    """
    return positions if zero_indexed else keras().ops.add(positions, 1)
