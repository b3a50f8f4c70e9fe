"""The shapes of R's keras3: lists of sizes, also of a tensor or an array."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...backend.arrays import shape as as_sizes
from ...data.arrays import is_plain_tensor
from ...ops.conversion import op_shape
from .vectors import Shape, is_frame, is_scalar


def shape(*parts: Any) -> Shape:
    """Return the sizes of its arguments, put together, as `shape` of keras3 does.

    Args:
        parts: Sizes, None for open ones; vectors, lists and shapes of them; arrays and tensors, whose sizes are meant.
    """
    return Shape(size for part in parts for size in _list_sizes(part))


def _list_sizes(part: Any) -> Iterator[Any]:
    if isinstance(part, (list, tuple)):
        for one in part:
            yield from _list_sizes(one)
    elif is_plain_tensor(part) and not isinstance(part, np.ndarray):
        yield from op_shape(part) if len(part.shape) else [part]
    elif is_frame(part) or (isinstance(part, np.ndarray) and part.ndim > 1):
        yield from part.shape
    else:
        open_size = part is None or (is_scalar(part) and part != part)
        yield from [None] if open_size else as_sizes(part)
