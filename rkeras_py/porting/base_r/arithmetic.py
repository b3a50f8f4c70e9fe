"""Operators, which recycle the shorter vector; in matrices, down the columns."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from .figures import NA
from .text import as_character
from .truths import combine, find_missing, join_truths
from .vectors import Array, Shape, is_foreign, is_frame, is_scalar, values

_COMPARE = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def _apply_to_both(apply: Callable[[Any, Any], Any], left: Any, right: Any, as_numbers: bool = True) -> Any:
    if is_foreign(left) or is_foreign(right) or is_frame(left) or is_frame(right):
        found = apply(left, right)
        return found.to_numpy() if type(found).__name__ == "Series" else found
    if is_scalar(left) and is_scalar(right):
        return _unwrap_number(apply(_check_number(left), _check_number(right)) if as_numbers else apply(left, right))
    a, b = recycle(left, right)
    if as_numbers:
        a, b = (one.astype(int) if one.dtype.kind == "b" else one for one in (a, b))
    return apply(a, b)


def _check_number(value: Any) -> Any:
    if isinstance(value, (str, np.str_)):
        raise TypeError(f"Arithmetic needs numbers. Received: {value!r}")
    return int(value) if isinstance(value, (bool, np.bool_)) else value


def _unwrap_number(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def recycle(left: Any, right: Any) -> tuple[Array, Array]:
    """Return two values as arrays of one shape, the shorter one repeated.

    Args:
        left: A number, vector, matrix or array.
        right: Another.

    Raises:
        ValueError: If both are matrices or arrays, of different shapes.
    """
    a, b = _get_array(left), _get_array(right)
    if a.ndim > 1 and b.ndim > 1:
        if a.shape != b.shape:
            raise ValueError(f"Arrays of different shapes cannot be combined: {a.shape} and {b.shape}.")
        return a, b
    shape = a.shape if a.ndim > 1 else b.shape if b.ndim > 1 else (max(a.size, b.size) * bool(a.size and b.size),)
    return stretch(a, shape), stretch(b, shape)


def _get_array(value: Any) -> Array:
    return value if isinstance(value, np.ndarray) and value.ndim > 1 else values(value)


def stretch(array: Array, shape: tuple[int, ...]) -> Array:
    """Return an array in a shape, its elements repeated down the columns.

    Args:
        array: The array.
        shape: The shape; an array of several axes must have it already.

    Raises:
        ValueError: If it does not fit.
    """
    if array.shape == shape:
        return array
    if array.ndim > 1 or array.size > np.prod(shape) > 0:
        raise ValueError(f"{array.size} elements do not match the shape {shape}.")
    return np.resize(array, int(np.prod(shape))).reshape(shape, order="F")


def add(left: Any, right: Any) -> Any:
    """Return `left + right`."""
    return _apply_to_both(operator.add, left, right)


def subtract(left: Any, right: Any) -> Any:
    """Return `left - right`."""
    return _apply_to_both(operator.sub, left, right)


def multiply(left: Any, right: Any) -> Any:
    """Return `left * right`."""
    return _apply_to_both(operator.mul, left, right)


def _as_float(value: Any) -> Any:
    return value if is_foreign(value) else np.asarray(value, dtype=float)


def divide(left: Any, right: Any) -> Any:
    """Return `left / right`; by zero it is infinite."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return _apply_to_both(
            lambda a, b: _unwrap_number(np.divide(a, b)) if not is_foreign(a) and not is_foreign(b) else a / b,
            left,
            right,
        )


def power(left: Any, right: Any) -> Any:
    """Return `left ^ right`, which is no whole number in R; a root of a negative number is NaN."""
    if is_foreign(left) or is_foreign(right):
        return left**right
    with np.errstate(all="ignore"):
        return _apply_to_both(lambda a, b: _unwrap_number(np.power(_as_float(a), _as_float(b))[()]), left, right)


def modulo(left: Any, right: Any) -> Any:
    """Return `left %% right`, which has the sign of `right`; by zero it is NaN, or NA of whole numbers."""
    return _apply_to_both(lambda a, b: _divide(np.mod, a, b, operator.mod), left, right)


def floor_divide(left: Any, right: Any) -> Any:
    """Return `left %/% right`, rounded down; by zero it is infinite, or NA of whole numbers."""
    return _apply_to_both(lambda a, b: _divide(_divide_whole, a, b, operator.floordiv), left, right)


def _divide_whole(a: Any, b: Any) -> Any:
    return np.floor_divide(a, b) if _are_whole(a, b) else np.floor(np.divide(a, b))


def _are_whole(*items: Any) -> bool:
    return all(np.asarray(one).dtype.kind in "iu" for one in items)


def _divide(apply: Callable[[Any, Any], Any], a: Any, b: Any, of_foreign: Callable[[Any, Any], Any]) -> Any:
    if is_foreign(a) or is_foreign(b) or is_frame(a) or is_frame(b):
        return of_foreign(a, b)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = apply(a, b)
        if _are_whole(a, b) and not np.all(b):
            found = np.where(np.asarray(b) == 0, NA, found)[()]
    return _unwrap_number(found)


def compare(left: Any, sign: str, right: Any) -> Any:
    """Return `left == right` and its like, for each element.

    Args:
        left: A vector.
        sign: "==", "!=", "<", "<=", ">" or ">=".
        right: Another; where one holds texts, the other is compared as text.

    Raises:
        TypeError: For the order of strings, which depends on R's locale.
    """
    if sign in ("==", "!=") and isinstance(left, Shape) and isinstance(right, (list, tuple)):
        return (tuple(left) == tuple(right)) == (sign == "==")  # keras3 compares shapes as a whole
    left, right = (values(one) if isinstance(one, dict) else one for one in (left, right))
    if not is_foreign(left) and not is_foreign(right) and _is_text(left) != _is_text(right):
        left, right = as_character(left), as_character(right)
    if sign not in ("==", "!=") and _is_text(left):
        raise TypeError("The order of strings depends on R's locale; compare them with your own key.")
    found = _apply_to_both(_COMPARE[sign], left, right, as_numbers=False)
    if any(is_foreign(one) and not hasattr(one, "isna") for one in (left, right)):
        return found
    missing = _apply_to_both(operator.or_, find_missing(left), find_missing(right), as_numbers=False)
    return join_truths(found, missing) if np.any(missing) else found


def _is_text(value: Any) -> bool:
    return not is_frame(value) and not is_foreign(value) and values(value).dtype == object


def not_(value: Any) -> Any:
    """Return `!value`."""
    if is_foreign(value):
        return ~value
    return join_truths(np.asarray(value) == 0, np.asarray(value) != np.asarray(value))


def and_(left: Any, right: Any) -> Any:
    """Return `left & right`."""
    return _apply_logic(True, left, right)


def or_(left: Any, right: Any) -> Any:
    """Return `left | right`."""
    return _apply_logic(False, left, right)


def _apply_logic(is_and: bool, left: Any, right: Any) -> Any:
    if is_foreign(left) or is_foreign(right):
        return left & right if is_and else left | right
    return combine(is_and, *((left, right) if is_scalar(left) and is_scalar(right) else recycle(left, right)))


def is_in(items: Any, table: Any) -> Any:
    """Return `items %in% table`."""
    if _is_text(items) != _is_text(table):
        items, table = as_character(items), as_character(table)
    listed = values(table).tolist()
    known, has_missing = set(listed), any(one != one for one in listed)
    found = np.array([one in known or (has_missing and one != one) for one in values(items).tolist()], dtype=bool)
    return bool(found[0]) if is_scalar(items) else found
