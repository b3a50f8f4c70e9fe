"""Functions of numbers: sums, orders, comparisons."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from .figures import NA, is_na
from .truths import Truths, choose
from .vectors import Array, is_foreign, is_frame, is_scalar, simplify, values

MISSING = object()
"""The value of an argument that nobody gave."""


def _join(items: tuple[Any, ...], na_rm: bool = False) -> Array:
    found = np.concatenate([values(item) for item in items]) if items else np.empty(0)
    if found.dtype == object:
        raise TypeError(f"Numbers are needed. Received: {found.tolist()[:3]}")
    if na_rm:
        is_truth, found = isinstance(found, Truths), found[~np.isnan(found.astype(float))]
        found = found.astype(bool) if is_truth else found
    return np.asarray(found)


def sum_(*items: Any, na_rm: bool = False) -> Any:
    """Return the sum of all elements."""
    return _join(items, na_rm).sum().item()


def prod(*items: Any, na_rm: bool = False) -> float:
    """Return the product of all elements, no whole number in R."""
    return float(_join(items, na_rm).astype(float).prod())


def max_(*items: Any, na_rm: bool = False) -> Any:
    """Return the largest element; minus infinity of none."""
    found = _join(items, na_rm)
    return found.max().item() if found.size else -np.inf


def min_(*items: Any, na_rm: bool = False) -> Any:
    """Return the smallest element; infinity of none."""
    found = _join(items, na_rm)
    return found.min().item() if found.size else np.inf


def mean(value: Any, na_rm: bool = False) -> float:
    """Return the mean of all elements; NaN of none."""
    found = _join((value,), na_rm)
    return float(found.mean()) if found.size else float("nan")


def median(value: Any, na_rm: bool = False) -> float:
    """Return the median of all elements."""
    return float(np.median(_join((value,), na_rm)))


def var(value: Any, na_rm: bool = False) -> float:
    """Return the variance of a vector, divided by one less than its length; NA of one element.

    Raises:
        TypeError: For a matrix, of which R gives the covariances.
    """
    if np.ndim(value) > 1 or is_frame(value):
        raise TypeError("var(): the result for a matrix is covariances: use numpy.cov(x, rowvar=False).")
    found = _join((value,), na_rm)
    return float(found.var(ddof=1)) if found.size > 1 else NA


def sd(value: Any, na_rm: bool = False) -> float:
    """Return the standard deviation of all elements, by one less than their number; NA of one element."""
    found = _join((value,), na_rm)
    return float(found.std(ddof=1)) if found.size > 1 else NA


def _join_truths(items: tuple[Any, ...], na_rm: bool) -> Array:
    found: Array = np.concatenate([np.asarray(values(item), dtype=float) for item in items])
    return found[~np.isnan(found)] if na_rm else found


def all_(*items: Any, na_rm: bool = False) -> Any:
    """Tell whether all elements are true; NA where a missing one decides."""
    found = _join_truths(items, na_rm)
    return False if (found == 0).any() else NA if np.isnan(found).any() else True


def any_(*items: Any, na_rm: bool = False) -> Any:
    """Tell whether an element is true; NA where a missing one decides."""
    found = _join_truths(items, na_rm)
    return True if np.nan_to_num(found).any() else NA if np.isnan(found).any() else False


def which(value: Any, arr_ind: bool = False) -> Array:
    """Return the places of the elements that are true, counted from 1; a missing one is not true.

    Args:
        value: Truth values.
        arr_ind: Whether those of a matrix or array are told by their indices, one place in each row of a matrix.
    """
    places = np.flatnonzero(np.nan_to_num(values(value).astype(float)))
    if arr_ind and isinstance(value, np.ndarray) and value.ndim > 1:
        return np.stack(np.unravel_index(places, value.shape, order="F"), axis=1) + 1
    return places + 1


def which_max(value: Any) -> int:
    """Return the place of the first largest element, counted from 1."""
    return int(np.nanargmax(values(value).astype(float))) + 1


def which_min(value: Any) -> int:
    """Return the place of the first smallest element, counted from 1."""
    return int(np.nanargmin(values(value).astype(float))) + 1


def where(test: Any, yes: Any, no: Any) -> Any:
    """Return `ifelse(test, yes, no)`, which has the shape of the test.

    Args:
        test: Truth values.
        yes: What there is where they are true, repeated where it is shorter.
        no: What there is elsewhere.
    """
    flat = values(test)
    if is_scalar(test):
        return test if test != test else simplify(values(yes if test else no)[:1])
    found = choose(flat, np.resize(values(yes), flat.size), np.resize(values(no), flat.size))
    return found.reshape(np.shape(test), order="F")


_WORD = re.compile(r"[a-z0-9]+|\s")


def order(value: Any, decreasing: bool = False) -> Array:
    """Return the places, counted from 1, that put numbers in order; equal ones stay as they were.

    Raises:
        TypeError: For texts, whose order depends on R's locale.
    """
    found = _join((value,))
    return np.argsort(-found if decreasing else found, kind="stable") + 1


def sort(value: Any, decreasing: bool = False) -> Array:
    """Return numbers in order, or words of lower-case letters and digits alone, or single spaces.

    Raises:
        TypeError: For other texts, whose order depends on R's locale.
    """
    found = values(value)
    if found.dtype == object:
        if not all(_WORD.fullmatch(one) for one in found.tolist()):
            raise TypeError("The order of strings depends on R's locale; use sorted() with your own key.")
        return np.array(sorted(found.tolist(), reverse=decreasing), dtype=object)
    found = np.sort(found[~np.isnan(found.astype(float))])
    return found[::-1].copy() if decreasing else found


def rev(value: Any) -> Any:
    """Return elements in the opposite order."""
    if isinstance(value, dict):
        return dict(reversed(list(value.items())))
    return value[::-1] if isinstance(value, (list, tuple)) else values(value)[::-1].copy()


def unique(value: Any) -> Array:
    """Return each element once, in the order in which they come first."""
    found = values(value)
    items = ["NaN" if one != one else (one,) for one in found.tolist()]
    places = sorted({one: place for place, one in reversed(list(enumerate(items)))}.values())
    return found[places]


def cumulate(value: Any, name: str) -> Array:
    """Return running sums, products, largest or smallest elements.

    Args:
        value: Numbers.
        name: "sum", "prod", "max" or "min".
    """
    functions = {"sum": np.add, "prod": np.multiply, "max": np.maximum, "min": np.minimum}
    found = values(value)
    return functions[name].accumulate(found.astype(int) if found.dtype.kind == "b" else found)


def diff(value: Any, lag: int = 1) -> Array:
    """Return the differences between elements and those `lag` places before."""
    found = values(value)
    return found[int(lag) :] - found[: -int(lag)]


def apply_math(function: Callable[[Any], Any], value: Any) -> Any:
    """Return a function of numpy of each element, without warnings, of a number as a number.

    Args:
        function: The function, such as `numpy.log`.
        value: A number, vector, array or list of numbers.
    """
    with np.errstate(all="ignore"):
        if is_scalar(value):
            return function(value).item()
        return function(values(value) if isinstance(value, (list, tuple, range)) else value)


def is_nan(value: Any) -> Any:
    """Tell which numbers are NaN, and not NA; the result has the shape of the value."""
    if is_scalar(value):
        return value != value and not is_na(value)
    found = [one != one and not is_na(one) for one in values(value).tolist()]
    return np.array(found, dtype=bool).reshape(np.shape(value), order="F")


def as_numeric(value: Any) -> Any:
    """Return the elements as numbers with a fraction; a text that is none is NA, as in R with its warning."""
    return as_integer(value).astype(float) if hasattr(value, "cat") else _convert(value, float)


def as_integer(value: Any) -> Any:
    """Return the elements as whole numbers, fractions cut off.

    Raises:
        ValueError: If one is missing, or is a text that is no number.
    """
    if hasattr(value, "cat"):
        return value.cat.codes.to_numpy().astype(int) + 1
    found = _convert(value, float)
    if np.isnan(found).any():
        raise ValueError("as_integer(): an integer cannot be missing.")
    return int(found) if is_scalar(found) else np.trunc(found).astype(int)


def _convert(value: Any, kind: type) -> Any:
    found: Array = np.array([_parse(one) for one in values(value).tolist()], dtype=kind)
    return simplify(found) if is_scalar(value) or found.size == 1 else found


def _parse(one: Any) -> float:
    try:
        text = one if isinstance(one, str) else ""
        return float.fromhex(text) if "x" in text.lower() else NA if "_" in text else float(one)
    except (TypeError, ValueError):
        return NA


def all_equal(left: Any, right: Any, tolerance: float = 1.5e-8) -> bool:
    """Tell whether values are equal but for small differences, relative to the size of the first, as all.equal().

    Args:
        left: Numbers.
        right: Others.
        tolerance: The mean difference allowed, relative to the mean of `left`.
    """
    if any(isinstance(one, np.ndarray) and one.ndim > 1 for one in (left, right)) and np.shape(left) != np.shape(right):
        return False  # the shapes differ, or only one is a matrix
    if isinstance(left, list) and isinstance(right, list) and not all(map(is_scalar, left)):
        return len(left) == len(right) and all(all_equal(a, b, tolerance) for a, b in zip(left, right, strict=True))
    a, b = values(left), values(right)
    if a.dtype == object or b.dtype == object:
        return bool(a.tolist() == b.tolist())
    differs = a != b
    if a.size != b.size or not differs.any():
        return a.size == b.size
    mean_difference = np.abs(a - b)[differs].mean()
    size = np.abs(a)[differs].mean()
    return bool((mean_difference / size if np.isfinite(size) and size > tolerance else mean_difference) < tolerance)


def identical(left: Any, right: Any) -> bool:
    """Tell whether values are the same: of one shape, with equal elements; 1 and 1L are the same here."""
    if is_foreign(left) or is_foreign(right):
        return left is right
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(identical(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(identical(left[name], right[name]) for name in left)
    if left is None or right is None or isinstance(left, dict) or isinstance(right, dict):
        return left is right
    a, b = np.asarray(left), np.asarray(right)
    same = a.shape == b.shape or (a.ndim < 2 and b.ndim < 2)
    one, other = values(left).tolist(), values(right).tolist()
    return same and len(one) == len(other) and all(map(_is_same, one, other))


def _is_same(one: Any, other: Any) -> bool:
    return bool(one == other or (one != one and other != other and is_na(one) == is_na(other)))


def stopifnot(*conditions: Any) -> None:
    """Do nothing where all conditions hold.

    Raises:
        AssertionError: If one does not; it says which.
    """
    for place, condition in enumerate(conditions, 1):
        found = values(condition)
        if found.dtype.kind != "b" or not found.all():
            raise AssertionError(f"condition {place} does not hold: {condition}")
