"""Linear interpolation of all channels of an image at once, with the same numbers as SciPy.

SciPy computes the source positions and weights of all points again for each channel. Here they are computed once, by
NumPy's loops over many points, in SciPy's order of operations, so that each number is rounded in the same way.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

_SMALL = 3072  # number of values; SciPy is faster for fewer
_POINTS = 2**14  # points of a block, so that its arrays fit the processor's cache
_FAR = 1e9  # pixels; beyond this, line numbers could overflow


def can_interpolate(x: Any, matrix: Any, order: int, fill_mode: str, affine_transform: Callable[..., Any]) -> bool:
    """Ask whether `interpolate()` does, in less time, what SciPy's function does for each channel.

    Args:
        x: Picture with the channels first.
        matrix: Two rows of an affine transform.
        order: Order of the spline.
        fill_mode: What points outside the picture get.
        affine_transform: SciPy's function.
    """
    return bool(is_taken(x, len(x), order, fill_mode) and np.abs(matrix).max() < _FAR and _is_exact(affine_transform))


def is_taken(x: Any, channels: int, order: int, fill_mode: str) -> bool:
    """Ask whether `can_interpolate()` is true of a picture, but for strange transforms and strange builds of SciPy.

    NumPy goes through it in small steps, so that several threads would wait for one another; SciPy lets others work.

    Args:
        x: Picture.
        channels: Number of channels.
        order: Order of the spline.
        fill_mode: What points outside the picture get.
    """
    is_usual = order == 1 and fill_mode == "nearest" and x.dtype in (np.float32, np.float64)
    return bool(is_usual and channels > 1 and x.size >= _SMALL)


def interpolate(x: Any, matrix: Any, result: Any) -> None:
    """Fill a picture with points of another one, and points outside of that with its border.

    Args:
        x: Picture with the channels first.
        matrix: Two rows of an affine transform, from rows and columns of the result to those of `x`.
        result: Picture to fill, of the same shape.
    """
    channels, rows, columns = x.shape
    pixels = np.empty((channels, rows * columns))
    pixels.reshape(x.shape)[...] = x
    down, right = np.arange(rows, dtype=float)[:, None], np.arange(columns, dtype=float)
    starts = [offset + of_rows * down for of_rows, _, offset in matrix]
    steps = [of_columns * right for _, of_columns, _ in matrix]
    height = max(1, _POINTS // columns)
    with np.errstate(all="ignore"):
        for first in range(0, rows, height):
            block = slice(first, first + height)
            places = (start[block] + step for start, step in zip(starts, steps, strict=True))
            above_below, left_right = (
                _find_neighbors(place.ravel(), *size)
                for place, size in zip(places, ((rows, columns), (columns, 1)), strict=True)
            )
            result[:, block] = _weigh(pixels, above_below, left_right).reshape(channels, -1, columns)


def _find_neighbors(place: Any, length: int, stride: int) -> list[tuple[Any, Any]]:
    """Return the positions of the lines before and after a point, and their weights."""
    whole = np.floor(place)
    first = 1 - (place - whole)
    before = whole.astype(np.intp)
    lines = (np.clip(line, 0, length - 1) * stride for line in (before, before + 1))
    return list(zip(lines, (first, 1 - first), strict=True))


def _weigh(pixels: Any, rows: list[tuple[Any, Any]], columns: list[tuple[Any, Any]]) -> Any:
    """Return the weighted sum of the four pixels around each point."""
    total = np.zeros((len(pixels), len(rows[0][0])))
    value = np.empty_like(total)
    for row, of_row in rows:
        for column, of_column in columns:
            pixels.take(row + column, axis=1, out=value, mode="clip")
            value *= of_row
            value *= of_column
            total += value
    return total


@lru_cache
def _is_exact(affine_transform: Callable[..., Any]) -> bool:
    """Check whether the last bits agree: a compiled SciPy may round two operations at once."""
    random = np.random.RandomState(1)
    x, matrix = random.uniform(-1, 1, (1, 37, 31)), random.uniform(-1, 1, (2, 3)) * [1, 1, 9]
    found = np.empty_like(x)
    interpolate(x, matrix, found)
    expected = affine_transform(x[0], matrix[:, :2], matrix[:, 2], order=1, mode="nearest")
    return bool(np.array_equal(found[0], expected))
