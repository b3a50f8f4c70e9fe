"""Truth values that may be missing, which NumPy does not have."""

from typing import Any

import numpy as np

from .figures import NA, is_na

Array = np.ndarray[Any, Any]


class Truths(np.ndarray[Any, Any]):
    """Truth values of which some are missing: 1, 0 and NA. Functions of numpy see numbers."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """Apply a function to the numbers; `&`, `|` and `~` by the rules of three values."""
        parts = [np.asarray(one) if isinstance(one, Truths) else one for one in inputs]
        if ufunc is np.invert:
            return join_truths(parts[0] == 0, np.isnan(parts[0]))
        if ufunc in (np.bitwise_and, np.bitwise_or):
            return combine(ufunc is np.bitwise_and, *parts)
        return getattr(ufunc, method)(*parts, **options)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        """Apply a function; `numpy.where()` as `ifelse()`."""
        if function is np.where and len(args) == 3:
            return choose(*args)
        return super().__array_function__(function, types, args, options)

    def __getitem__(self, index: Any) -> Any:
        """Return a part; an element as a truth value, or NA."""
        found = super().__getitem__(index)
        return found if isinstance(found, np.ndarray) else _read(found)

    def __bool__(self) -> bool:
        """Tell whether the only element is true, where it is not missing."""
        return bool(self.item())

    def item(self, *args: Any) -> Any:
        """Return an element as a truth value, or NA."""
        return _read(super().item(*args))

    def tolist(self) -> Any:
        """Return the elements as truth values and NA."""
        return [_read(one) if isinstance(one, float) else one for one in super().tolist()]


def _read(number: float) -> Any:
    return bool(number) if number == number else NA


def join_truths(found: Any, missing: Any) -> Any:
    """Return truth values, of which some may be missing.

    Args:
        found: The truth values, one or an array.
        missing: Which of them are missing.
    """
    if not np.any(missing):
        return bool(found) if np.ndim(found) == 0 else np.asarray(found, dtype=bool)
    if np.ndim(found) == 0:
        return NA
    return np.where(missing, NA, np.asarray(found, dtype=float)).view(Truths)


def are_truths(*arrays: Array) -> bool:
    """Tell whether arrays together are truth values: NA alone is one beside others."""
    are_sure = [one.dtype.kind == "b" or isinstance(one, Truths) for one in arrays if one.size]
    others = [one for one in arrays if one.size and not (one.dtype.kind == "b" or isinstance(one, Truths))]
    return any(are_sure) and all(one.dtype.kind == "f" and all(map(is_na, one.flat)) for one in others)


def combine(is_and: bool, left: Any, right: Any) -> Any:
    """Return `left & right`, or `left | right`: missing unless one side decides.

    Args:
        is_and: Whether it is `&`.
        left: Truth values, or numbers.
        right: Others of the same shape.
    """
    a, b = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    decides = ((a == 0) | (b == 0)) if is_and else (((a != 0) & (a == a)) | ((b != 0) & (b == b)))
    missing = (np.isnan(a) | np.isnan(b)) & ~decides
    return join_truths(~decides if is_and else decides, missing)


def choose(test: Array, yes: Any, no: Any) -> Any:
    """Return `ifelse(test, yes, no)` for arrays of one shape, or numbers.

    Args:
        test: Truth values.
        yes: What there is where they are true.
        no: What there is elsewhere.
    """
    flat = np.asarray(test, dtype=float)
    missing = np.isnan(flat)
    found = np.where(flat != 0, yes, no)
    if found.dtype.kind == "b":
        return join_truths(found, missing)
    texts = found.astype(object) if found.dtype.kind in "OU" else found
    return np.where(missing, None if texts.dtype == object else NA, texts) if missing.any() else texts


def find_missing(value: Any) -> Any:
    """Tell which elements are missing: NA and NaN among numbers, None among texts.

    Args:
        value: A number or a text, an array, or a column of pandas.
    """
    if hasattr(value, "isna"):
        return value.isna().to_numpy()
    found = np.asarray(value)
    if found.dtype.kind == "O":
        return np.array([one is None or one != one for one in found.ravel()], dtype=bool).reshape(found.shape)
    return np.isnan(found) if found.dtype.kind == "f" else np.zeros(found.shape, dtype=bool)
