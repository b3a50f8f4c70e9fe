"""Vectors: testing, joining, creating and copying them."""

import copy as _copy
from collections.abc import Sequence
from typing import Any

import numpy as np

from .figures import format_number
from .truths import Truths, are_truths, join_truths

Array = np.ndarray[Any, Any]
SCALARS = (bool, int, float, str, np.generic)


class Shape(tuple[Any, ...]):
    """Sizes of a shape of keras3, None for open ones; what is taken of them is a shape, too, as in keras3."""

    __slots__ = ()

    def __getitem__(self, place: Any) -> Any:
        """Return a size, or a shape of several."""
        found = super().__getitem__(place)
        return Shape(found) if isinstance(place, slice) else found

    def __str__(self) -> str:
        """Return what R prints."""
        return f"shape({', '.join('NA' if size is None else str(size) for size in self)})"


def is_scalar(value: Any) -> bool:
    """Tell whether a value is a plain number, text or truth value."""
    return isinstance(value, SCALARS)


def is_foreign(value: Any) -> bool:
    """Tell whether a value is a tensor, a layer or another object of Python, whose own rules hold."""
    return not (value is None or isinstance(value, (*SCALARS, np.ndarray, list, tuple, dict, range)) or is_frame(value))


def is_frame(value: Any) -> bool:
    """Tell whether a value is a data frame of pandas."""
    return type(value).__module__.startswith("pandas") and hasattr(value, "columns")


def values(value: Any) -> Array:
    """Return the elements of a value as an array of one axis, in R's order: down the columns first.

    Args:
        value: A number, an array, a list of such, a tensor, or None for no elements.

    Raises:
        TypeError: If it is a list of something else than numbers or texts.
    """
    if value is None:
        return np.empty(0)
    if isinstance(value, dict):
        return c(*value.values()) if value else np.empty(0)
    if isinstance(value, (list, tuple, range)):
        if not all(is_scalar(one) or value is None for one in value):
            raise TypeError(f"Expected a vector of numbers or strings. Received a list: {str(value)[:80]}")
        return _as_array(list(value))
    if isinstance(value, str):
        return np.array([value], dtype=object)
    if hasattr(value, "cat"):
        raise TypeError("A factor is neither numbers nor strings: use as_integer() or as_character().")
    array = value if isinstance(value, Truths) else np.asarray(value)
    if array.dtype.kind == "U":
        array = array.astype(object)
    if array.dtype.kind == "O" and array.size and isinstance(array.flat[0], bytes):  # texts of TensorFlow are bytes
        array = np.vectorize(bytes.decode, otypes=[object])(array)
    return array.ravel(order="F")


def _as_array(items: Sequence[Any]) -> Array:
    if any(isinstance(one, str) for one in items):
        texts = [one if isinstance(one, str) else format_number(one) for one in items]
        return np.array([*texts, ""], dtype=object)[:-1]
    return np.array(items) if len(items) else np.empty(0)


def simplify(array: Array) -> Any:
    """Return the only element of an array that has one, else the array."""
    return array.item() if array.size == 1 else array


def c(*items: Any, **named: Any) -> Any:
    """Combine values: numbers and texts to a vector, with a list or an object of Python among them to a list.

    Args:
        items: The values.
        named: Values with names, which give a dict.

    Raises:
        TypeError: If some have names and others not.
    """
    if named and items:
        raise TypeError("c(): only some of the values have names.")
    if named:
        return named
    if items and isinstance(items[0], Shape):
        return Shape(one for item in items for one in ([item] if is_scalar(item) or item is None else item))
    items = tuple(item for item in items if item is not None)
    if not items:
        return None
    if all(isinstance(item, dict) for item in items):
        names = [name for item in items for name in item]
        if len(names) == len(set(names)):
            return {name: value for item in items for name, value in item.items()}
    items = tuple(list(item.values()) if isinstance(item, dict) else item for item in items)  # a dict has a name once
    if any((isinstance(item, (list, tuple)) and not all(map(is_scalar, item))) or is_foreign(item) for item in items):
        return [
            one
            for item in items
            for one in (values(item).tolist() if isinstance(item, np.ndarray) else _list_items(item))
        ]
    parts = [values(item) for item in items]
    if any(part.dtype == object for part in parts):
        return _as_array([one for part in parts for one in part.tolist()])
    kinds = {part.dtype.kind for part in parts if part.size}
    if are_truths(*parts):
        joined = np.concatenate([np.asarray(part, dtype=float) for part in parts])
        return join_truths(joined == 1, np.isnan(joined))
    return np.concatenate([np.asarray(part) for part in parts]).astype(
        bool if kinds == {"b"} else int if kinds <= set("iub") and kinds else float
    )


def _list_items(item: Any) -> Sequence[Any]:
    if isinstance(item, dict):
        raise TypeError("c(): a named list and a list without names cannot be combined.")
    return list(item) if isinstance(item, (list, tuple)) else [item]


def colon(start: Any, stop: Any) -> Array:
    """Return `start:stop`, which counts down where `stop` is the smaller one."""
    start, stop = float(simplify(values(start))), float(simplify(values(stop)))
    count = int(abs(stop - start) + 1e-10) + 1
    found = start + np.arange(count) * (1 if stop >= start else -1)
    return np.asarray(found.astype(int) if start.is_integer() else found)


def seq(start: Any = 1, stop: Any = None, by: Any = None, length_out: Any = None, along_with: Any = None) -> Array:
    """Return a sequence of numbers, as `seq()` does.

    Args:
        start: The first.
        stop: The last that may be reached.
        by: The step.
        length_out: How many.
        along_with: What has as many elements.

    Raises:
        ValueError: If the step leads away from the end, or too much is given.
    """
    length_out = length(along_with) if along_with is not None else length_out
    if length_out is not None:
        count = int(np.ceil(length_out))
        if by is not None and stop is not None:
            raise ValueError("seq(): too many arguments.")
        if stop is not None:
            return np.linspace(start, stop, count)
        return np.asarray(start + np.arange(count) * (1 if by is None else by))
    if stop is None:
        return colon(1, start) if is_scalar(start) else np.arange(1, length(start) + 1)
    if by is None:
        return colon(start, stop)
    if by == 0 or (stop - start) / by < 0:
        raise ValueError("seq(): wrong sign in `by`.")
    return np.asarray(start + np.arange(int((stop - start) / by + 1e-10) + 1) * by)


def rep(value: Any, times: Any = 1, each: int = 1, length_out: Any = None) -> Any:
    """Return elements repeated, as `rep()` does.

    Args:
        value: A vector or a list.
        times: How often the whole is repeated, or how often each element is.
        each: How often each element is repeated before that.
        length_out: How many elements there shall be.
    """
    is_list = isinstance(value, list) and not all(map(is_scalar, value))
    found = np.empty(len(value), dtype=object) if is_list else values(value)
    if is_list:
        found[:] = value
    found = np.repeat(found, int(each))
    if length_out is not None:
        found = np.resize(found, int(length_out))
    else:
        counts = values(times).astype(int)
        found = np.tile(found, counts[0]) if counts.size == 1 else np.repeat(found, counts)
    return list(found) if is_list else found


def length(value: Any) -> int:
    """Return how many elements a value has."""
    if value is None:
        return 0
    if is_scalar(value):
        return 1
    if is_frame(value):
        return len(value.columns)
    if isinstance(value, np.ndarray):
        return int(value.size)
    if is_foreign(value) and hasattr(value, "shape"):
        return int(np.prod(value.shape))
    return len(value) if hasattr(value, "__len__") else 1


def copy(value: Any) -> Any:
    """Return a value that stays as it is when the other is changed; objects of Python are the same ones, as in R."""
    if isinstance(value, (list, dict)):
        return _copy.deepcopy(value) if _is_plain(value) else _copy_list(value)
    return value.copy() if isinstance(value, np.ndarray) or is_frame(value) else value


def _is_plain(value: Any) -> bool:
    items = value.values() if isinstance(value, dict) else value
    return all(is_scalar(one) for one in items)


def _copy_list(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: copy(one) for name, one in value.items()}
    return [copy(one) for one in value]
