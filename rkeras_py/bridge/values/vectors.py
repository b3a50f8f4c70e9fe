"""Values that fit in R vectors: a single type, whole numbers while they are exact, and missing values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np

from rkeras_py.bridge.capi import Array
from rkeras_py.bridge.values.origins import Int
from rkeras_py.r.limits import MAX_EXACT, check_exact
from rkeras_py.r.missing import NAType
from rkeras_py.r.vectors import NA_INT64

MAX_INT = 2**31 - 1  # the largest R integer; R uses -2**31 as NA
BLOCK = 1 << 9  # rows to transpose at once, so that they fit the processor's cache

Sort = Literal["text", "number", "logical", "complex", "numpy", "missing"]
PLAIN_SORTS: tuple[tuple[Sort, set[type]], ...] = (
    ("number", {int, float, Int}),
    ("logical", {bool}),
    ("complex", {complex}),
)


def find_sort(kinds: set[type]) -> Sort | None:
    """Return the sort of R vector that holds values of these types, or None; missing values go with every sort."""
    present = kinds - {NAType}
    if not present:
        return "missing" if kinds else None
    for sort, types in PLAIN_SORTS:
        if present <= types:
            return sort
    if all(issubclass(kind, str) for kind in present):
        return "text"
    if len(present) == 1 and issubclass(next(iter(present)), np.number | np.bool_):
        return "numpy"
    return None


def is_missing(item: object) -> bool:
    """Say whether an item of an array is a missing value: None, `NA`, or that of pandas."""
    return item is None or type(item).__name__ == "NAType"


def make_cells(items: Sequence[Any]) -> Array:
    """Return an array of objects; numpy would make one of more dimensions if they are arrays."""
    cells = np.empty(len(items), object)
    for i, item in enumerate(items):
        cells[i] = item
    return cells


def are_texts(items: Iterable[Any]) -> bool:
    """Say whether all items are texts, or None."""
    return all(item is None or isinstance(item, str) for item in items)


def copy_column_major(target: Array, source: Array) -> None:
    """Copy an array into R's column-major memory, cast and turned round in one pass that stays within the cache."""
    if source.ndim < 2 or source.flags.f_contiguous or source.size < BLOCK * BLOCK:
        np.copyto(target, source, casting="unsafe")
        return
    for start in range(0, source.shape[0], BLOCK):
        np.copyto(target[start : start + BLOCK], source[start : start + BLOCK], casting="unsafe")


def count_whole(value: Array, most: int) -> tuple[Array, Array] | None:
    """Return an array as whole numbers, in R's order, and where it has missing values.

    Args:
        value: The array.
        most: The largest number.

    Returns:
        None if one of its values is no whole number, or too large.
    """
    flat = value.ravel(order="F")
    if flat.dtype.kind == "f":
        missing = np.isnan(flat)
        whole = np.where(missing, 0, flat)
        if not np.all((np.abs(whole) <= min(most, MAX_EXACT)) & (whole == np.trunc(whole))):
            return None
    elif flat.dtype.kind == "O" and all(item is None or type(item) is int for item in flat):
        missing = np.array([item is None for item in flat], np.bool_)
        whole = np.where(missing, 0, flat)
        if any(abs(item) > most for item in whole):
            return None
    elif flat.dtype == np.int64:
        return (flat, np.zeros(flat.shape, np.bool_)) if not (flat == NA_INT64).any() else None
    else:
        return None
    return whole.astype(np.int64), missing


def fits_integer(value: Array) -> bool:
    """Say whether all elements are R integers, and raise if one is neither that nor an exact double."""
    if value.size == 0 or value.dtype.itemsize <= 2:
        return True
    low, high = int(value.min()), int(value.max())
    if low >= -MAX_INT and high <= MAX_INT:
        return True
    check_exact(low, high)
    return False


def fill_masked(value: np.ma.MaskedArray[Any, Any]) -> Array:
    """Return a masked array without its mask: with NaT, None or R's NA in place of what is masked."""
    mask = np.ma.getmaskarray(value)
    if not mask.any():
        return value.data
    kind = value.dtype.kind
    if kind in "mM":
        return np.where(mask, np.array("NaT", value.dtype), value.data)
    if kind == "f" or mask.all():
        return np.where(mask, _NA_REAL, value.data.astype(np.float64) if kind == "f" else 0.0)
    cells = value.data.astype(object)
    cells[mask] = None
    return cells


_NA_REAL = np.array(0x7FF00000000007A2, np.uint64).view(np.float64)
"""R's numeric NA, which R distinguishes from NaN by the lower bits."""
