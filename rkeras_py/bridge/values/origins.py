"""Properties of an R value that Python's types cannot represent, remembered for the lifetime of the value.

A value that came from R is an ordinary Python object: an array, a list, a float. For each one the module notes

- its R type, if plain conversion would choose another one; this also holds after the value was changed;
- the R object, if it has attributes that Python cannot represent: it goes back to R while the value is still the result
  of converting that object.

Values are known by their identity, so a copy, a slice or the result of a computation is a value of Python's own.
"""

from __future__ import annotations

import datetime
import gc
import struct
import sys
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from rkeras_py.bridge.capi import Array, ForeignText, RApi
from rkeras_py.bridge.handles import RFunction, RObject

IMMUTABLE = (int, float, complex, str, bytes, datetime.date, datetime.timedelta, np.generic)
WITHOUT_WEAK_REFERENCES = (*IMMUTABLE, list, dict)
FIRST_SWEEP = 256  # number of held values before the first check of which are still in use
FIRST_SWEEP_OF_ITEMS = 100_000  # the same, as the number of items in held lists and texts


class Int(int):
    """A whole number that is not the same object as every other of its value."""


class Text(str):
    """A text that is not the same object as every other of its characters."""


def count_references(held: tuple[Any, ...]) -> int:
    """Count the references to the first of a tuple's items, and those of the question."""
    return sys.getrefcount(held[0])


UNUSED = count_references((object(),))
"""The references of an item that nobody else holds; the check itself adds some, which depends on the Python version."""


@dataclass(slots=True)
class Origin:
    """The known properties of the R object that a value was.

    Attributes:
        kind: R's number of its type.
        dim: Whether it was an array.
        whole: Whether it was a vector of 64-bit whole numbers.
        place: Where the R object is kept, or None.
    """

    kind: int
    dim: bool = False
    whole: bool = False
    place: int | None = None


class Origins:
    """Remembers the R objects of Python values.

    Args:
        api: The loaded libR.
    """

    def __init__(self, api: RApi) -> None:
        self._store = Store(api)
        self._paused = False
        self._weak: dict[int, tuple[weakref.ref[Any], Origin]] = {}
        self._held: dict[int, tuple[Any, Origin]] = {}
        self._sweep_at = FIRST_SWEEP
        self._items, self._sweep_at_items = 0, FIRST_SWEEP_OF_ITEMS
        gc.callbacks.append(self._sweep_with_gc)

    def remember(self, value: Any, origin: Origin, sexp: Any = None) -> Any:
        """Note what a new Python value was in R.

        Args:
            value: The value, which nobody else has yet.
            origin: What to note.
            sexp: The R object, if it is to go back.

        Returns:
            The value.
        """
        if self._paused:
            return value
        if sexp is not None:
            origin.place = self._store.put(sexp)
        key = id(value)
        if isinstance(value, WITHOUT_WEAK_REFERENCES):
            self._make_room(value)
            self._held[key] = (value, origin)
        else:
            self._weak[key] = (weakref.ref(value, lambda _: self._forget(self._weak, key)), origin)
        return value

    def _make_room(self, value: Any) -> None:
        """Drop unused values before one more is held, if there are many, or large ones."""
        self._items += _count_items(value)
        if len(self._held) >= self._sweep_at or self._items >= self._sweep_at_items:
            self.sweep()
            self._sweep_at = max(FIRST_SWEEP, 2 * len(self._held))
            self._items = _count_items(value) + sum(_count_items(held) for held, _ in self._held.values())
            self._sweep_at_items = max(FIRST_SWEEP_OF_ITEMS, 2 * self._items)

    def find(self, value: Any) -> Origin | None:
        """Return what is known of a value, or None."""
        key = id(value)
        entry = self._weak.get(key)
        if entry is not None and entry[0]() is value:
            return entry[1]
        entry = self._held.get(key)
        return None if entry is None else entry[1]

    def get(self, place: int) -> Any:
        """Return the R object that is kept at a place."""
        return self._store.get(place)

    def release(self) -> None:
        """Release the R objects of values that are gone; R may do so on its thread alone."""
        self._store.release()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Remember nothing meanwhile."""
        before, self._paused = self._paused, True
        try:
            yield
        finally:
            self._paused = before

    def sweep(self) -> None:
        """Forget the held values that nobody else has any more; values with other owners come after these."""
        for key in reversed(list(self._held)):
            entry = self._held.get(key)
            if entry is not None and count_references(entry) <= UNUSED:
                self._forget(self._held, key)

    def close(self) -> None:
        """Look no more at what is in use."""
        gc.callbacks.remove(self._sweep_with_gc)

    def _sweep_with_gc(self, phase: str, info: dict[str, int]) -> None:
        # Runs before Python's collection, so that it also frees objects that only a held list referred to.
        if phase == "start" and (info["generation"] == 2 or (info["generation"] and len(self._held) < FIRST_SWEEP)):
            self.sweep()

    def _forget(self, entries: dict[int, tuple[Any, Origin]], key: int) -> None:
        # This may run on any thread, since Python may drop a value on any thread.
        entry = entries.pop(key, None)
        if entry is not None and entry[1].place is not None:
            self._store.drop(entry[1].place)


def _count_items(value: Any) -> int:
    return len(value) if isinstance(value, (list, dict, str, bytes)) else 1


class Store:
    """R objects that R keeps, by number, in one list of R; R's own list of kept objects takes longer the more it has.

    Args:
        api: The loaded libR.
    """

    def __init__(self, api: RApi) -> None:
        self._api = api
        self._free: deque[int] = deque()
        self._size = 0
        self._list = api.nil
        self._grow(FIRST_SWEEP)

    def put(self, sexp: Any) -> int:
        """Keep an R object, which must be protected, and return its number; R copies it before changing it."""
        self.release()
        if not self._empty:
            self._grow(2 * self._size)
        place = self._empty.pop()
        self._api.rlib.SET_VECTOR_ELT(self._list, place, sexp)
        return place

    def get(self, place: int) -> Any:
        """Return the R object of a number."""
        return self._api.rlib.VECTOR_ELT(self._list, place)

    def drop(self, place: int) -> None:
        """Keep an object no longer, once `release` is called; this may be on any thread."""
        self._free.append(place)

    def release(self) -> None:
        """Release the objects that are kept no longer."""
        while self._free:
            place = self._free.popleft()
            self._api.rlib.SET_VECTOR_ELT(self._list, place, self._api.nil)
            self._empty.append(place)

    def _grow(self, size: int) -> None:
        api, old = self._api, self._list
        with api.scope() as scope:
            larger = scope.keep(api.vector(api.rlib.VECSXP, "list", size))
            for place in range(self._size):
                api.rlib.SET_VECTOR_ELT(larger, place, self.get(place))
            self._list = api.preserve(larger)
        if old != api.nil:
            api.rlib.R_ReleaseObject(old)
        self._empty = list(range(self._size, size))
        self._size = size


# Is a value still as it was? ----------------------------------------------------------------


def same(left: Any, right: Any) -> bool:
    """Tell whether two values are the same.

    Args:
        left: A value.
        right: Another.
    """
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    compare = _COMPARE.get(type(left))
    if compare is not None:
        return compare(left, right)
    if (kind := _find_kind_of_pandas(left)) is not None:
        return _PANDAS[kind](left, right)
    if hasattr(left, "tocsc"):
        return _is_same_sparse(left, right)
    return isinstance(left, IMMUTABLE) and bool(left == right)


def _is_same_array(left: Array, right: Array) -> bool:
    if left.dtype != right.dtype or left.shape != right.shape:
        return False
    if left.dtype == object:
        return all(map(same, left.flat, right.flat))
    order: Literal["F", "C"] = "F" if left.flags.f_contiguous else "C"
    return bool(np.array_equal(left.ravel(order).view(np.uint8), right.ravel(order).view(np.uint8)))


def _have_same_items(left: Sequence[Any], right: Sequence[Any]) -> bool:
    return len(left) == len(right) and all(map(same, left, right))


def _is_same_dict(left: dict[Any, Any], right: dict[Any, Any]) -> bool:
    return _have_same_items(list(left), list(right)) and _have_same_items(list(left.values()), list(right.values()))


def _have_same_bits(left: complex, right: complex) -> bool:
    parts = [(number.real, number.imag) for number in (left, right)]
    return struct.pack("dd", *parts[0]) == struct.pack("dd", *parts[1])


def _is_same_moment(left: np.generic, right: np.generic) -> bool:
    return left.dtype == right.dtype and left.tobytes() == right.tobytes()


def _is_same_foreign(left: ForeignText, right: ForeignText) -> bool:
    return (left.data, left.encoding) == (right.data, right.encoding)


def _is_same_sexp(left: RObject, right: RObject) -> bool:
    return bool(left.sexp == right.sexp)


def _is_same_sparse(left: Any, right: Any) -> bool:
    parts = ("shape", "format", "data", "indices", "indptr", "row", "col", "offsets")
    return all(
        (same if isinstance(getattr(left, part, None), np.ndarray) else _are_equal)(
            getattr(left, part, None), getattr(right, part, None)
        )
        for part in parts
    )


def _are_equal(left: Any, right: Any) -> bool:
    return bool(left == right)


_COMPARE: dict[type, Callable[[Any, Any], bool]] = {
    np.ndarray: _is_same_array,
    list: _have_same_items,
    tuple: _have_same_items,
    dict: _is_same_dict,
    float: _have_same_bits,
    complex: _have_same_bits,
    np.datetime64: _is_same_moment,
    np.timedelta64: _is_same_moment,
    ForeignText: _is_same_foreign,
    RObject: _is_same_sexp,
    RFunction: _is_same_sexp,
}


def _find_kind_of_pandas(value: Any) -> str | None:
    pandas = sys.modules.get("pandas")
    if pandas is None or not hasattr(pandas, "DataFrame"):
        return None
    return next((name for name in _PANDAS if isinstance(value, getattr(pandas, name))), None)


def _is_same_frame(left: Any, right: Any) -> bool:
    return (
        left.shape == right.shape
        and _have_same_labels(left.columns, right.columns)
        and _have_same_labels(left.index, right.index)
        and all(_is_same_column(left.iloc[:, i], right.iloc[:, i]) for i in range(left.shape[1]))
    )


def _have_same_labels(left: Any, right: Any) -> bool:
    return bool(left.identical(right)) and _have_same_items(list(left), list(right))


def _is_same_column(left: Any, right: Any) -> bool:
    if left.dtype != right.dtype:
        return False
    if hasattr(left.dtype, "categories"):
        return _is_same_categorical(left.array, right.array)
    if isinstance(left.dtype, np.dtype):
        return _is_same_array(left.to_numpy(), right.to_numpy())
    return bool(left.equals(right))


def _is_same_categorical(left: Any, right: Any) -> bool:
    return (
        left.ordered == right.ordered
        and _have_same_labels(left.categories, right.categories)
        and _is_same_array(left.codes, right.codes)
    )


_PANDAS: dict[str, Callable[[Any, Any], bool]] = {"DataFrame": _is_same_frame, "Categorical": _is_same_categorical}
