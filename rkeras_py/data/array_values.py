"""Checks of array elements: numbers, logicals or strings, without missing values."""

import contextlib
import decimal
import numbers
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..engine.tensors import get_backend, get_held_type, has_values, read_values, runs_on_tensorflow
from ..messages import errors
from ..r import process
from ..r.vectors import NA_INT
from .sentinels import NAType

_COLUMNS_SHOWN = 5
_TIMES = {
    "M": 'times must be converted to numbers in a unit: x.astype("M8[s]").astype("float64") in Python, '
    "as.numeric(x) in R",
    "m": 'durations must be converted to numbers in a unit: x / np.timedelta64(1, "s") in Python, as.numeric(x, '
    "units = ) in R",
}
_NUMERIC = (numbers.Number, decimal.Decimal, np.bool_)


class UnusableError(ValueError):
    """Data that Keras cannot get as they are."""


def explain_unusable(error: Exception) -> UnusableError:
    """Return the error for a value of which numpy makes no array: parts that do not fit, or what the value says."""
    if isinstance(error, TypeError):
        return UnusableError(str(error))
    return UnusableError(
        "the parts have different shapes: pad_sequences(x) makes rows equal; several arrays are for several inputs"
    )


@contextlib.contextmanager
def name_data_errors(function: str, argument: str) -> Iterator[None]:
    """Have errors about data inside name the function that the user called, and its argument."""
    try:
        yield
    except UnusableError as error:
        raise ValueError(f"{function}(): `{argument}`: {error}") from None


def check_values(array: Any) -> Any:
    """Return an array of numbers or strings.

    Args:
        array: A numpy array of any type.

    Raises:
        UnusableError: If values are missing, or are neither numbers nor strings.
    """
    if isinstance(array, np.ma.MaskedArray):
        refuse_missing_values({"": int(np.sum(np.ma.getmaskarray(array)))}, array.size)
        array = array.data
    if array.dtype.kind in "OT":  # T is NumPy's StringDType
        return _convert_objects(array.astype(object, copy=False))
    if array.dtype.kind in _TIMES:
        raise UnusableError(f"{_TIMES[array.dtype.kind]}. Received: an array of {array.dtype}")
    if array.dtype.names:
        raise UnusableError(
            f"a record is not a number: stack the columns, np.column_stack([x[name] for name in x.dtype.names]). "
            f"Received: records of {', '.join(array.dtype.names)}"
        )
    if array.dtype == np.int32 and process.has_r():
        _refuse_na_of_integers(array)
    return array


def refuse_wide(array: Any, dtype: str | None = None) -> Any:
    """Return an array of whole numbers that the backend holds; JAX, which has 32 bits, makes others of larger ones.

    Args:
        array: A numpy array.
        dtype: The data type that it is to have; None: its own.

    Raises:
        UnusableError: If the type has 64 bits, that of the tensor 32, and a number needs more.
    """
    wanted = dtype or array.dtype.name
    if wanted not in ("int64", "uint64") or array.dtype.kind not in "iuf" or (held := get_held_type(wanted)) == wanted:
        return array
    limits = np.iinfo(held)
    is_beyond = (array < limits.min) | (array >= limits.max + 1)  # the end itself is no float32
    if is_beyond.any():
        raise UnusableError(
            f"whole numbers have 32 bits on this backend, so {wanted} is {held}, which ends at {limits.max}. Convert "
            f'larger ones to "float32" if they are no positions. Received: values such as {array[is_beyond].flat[0]}'
        )
    return array


def refuse_texts(array: Any) -> Any:
    """Return an array for a tensor; one of texts is refused where the backend has no such tensors.

    Args:
        array: A numpy array, or a tensor.
    """
    if not runs_on_tensorflow() and np.asarray(array).dtype.kind in "OSU":
        raise TypeError(f"only TensorFlow has string tensors, and Keras runs on {get_backend()}.")
    return array


def _refuse_na_of_integers(array: Any) -> None:
    """Refuse the integer by which R codes NA, if no conversion has checked for it yet."""
    if array.size and array.min() == NA_INT:
        raise UnusableError(
            f"The data have {int(np.sum(array == NA_INT))} value(s) of {NA_INT} among {array.size}, which is R's NA "
            "among integers. Remove or replace NA in R first, e.g. with na.omit(). If you mean the number "
            'itself: x.astype("int64") in Python.'
        )


def _convert_objects(array: Any) -> Any:
    items = array.ravel().tolist()
    refuse_missing_values({"": sum(map(_is_missing, items))}, len(items))
    if all(isinstance(item, str) for item in items):
        return array
    other = next((item for item in items if not isinstance(item, _NUMERIC)), None)
    if isinstance(other, (list, tuple, np.ndarray)):
        raise UnusableError("the rows have different lengths: pad_sequences(x) gives them the same length.")
    if other is not None:
        raise UnusableError(
            f"the values should be numbers, or all strings. Received: values such as {errors.show_value(other)}"
        )
    plain = [float(item) if isinstance(item, decimal.Decimal) else item for item in items]
    return np.array(plain).reshape(array.shape)


def _is_missing(item: Any) -> bool:
    return item is None or type(item).__name__ in ("NAType", "NaTType")  # the missing values of R and pandas


def count_missing(column: Any) -> int:
    """Count what is missing in a column of a data frame, of pandas, polars or others of their kind."""
    if hasattr(column, "isna"):
        return int(np.sum(np.asarray(column.isna())))
    count = getattr(column, "null_count", 0)
    return int(count() if callable(count) else count)


def refuse_missing_values(counts: Mapping[str, int], number: int) -> None:
    """Refuse data with missing values.

    Args:
        counts: How many are missing, by the name of the column; "" where there are no columns.
        number: Number of values.

    Raises:
        UnusableError: If any is missing.
    """
    counts = {name: count for name, count in counts.items() if count}
    if not counts:
        return
    columns = [f"column `{name}` has {count}" for name, count in counts.items() if name]
    if len(columns) > _COLUMNS_SHOWN:
        columns[_COLUMNS_SHOWN:] = [f"and so have {len(columns) - _COLUMNS_SHOWN} more"]
    where = f": {', '.join(columns)}" if columns else ""
    raise UnusableError(describe_missing(sum(counts.values()), number, where))


def describe_missing(count: object, number: object, where: str = "") -> str:
    """Return the error about missing values.

    Args:
        count: How many are missing.
        number: Number of values.
        where: In which columns, in words.
    """
    instead = errors.for_reader("na.omit()", "dropna() of pandas")
    return (
        f"The data have {count} missing value(s) (NA) among {number}{where}. Remove or replace them first, e.g. with "
        f"{instead}."
    )


def read_numbers(value: Any) -> Any:
    """Return the numbers of an array, of a tensor that has values now, or those that a sparse one stores; else None.

    Args:
        value: Anything.
    """
    if not isinstance(value, np.ndarray):
        if type(value).__module__.startswith("scipy.sparse"):
            value = value.data
        elif hasattr(value, "dense_shape"):
            return read_numbers(value.values)
        elif "float" in (dtype := str(getattr(value, "dtype", ""))) or "int" in dtype:
            value = read_values(value) if has_values(value) else None
        else:
            return None
    return value if isinstance(value, np.ndarray) and value.dtype.kind in "iufb" else None


def as_unnamed(value: Any, unpacks: bool = False) -> Any:
    """Return the numbers of a named vector of R, which arrives as a dict; anything else as it is.

    Args:
        value: Anything.
        unpacks: Whether a number alone is no vector, like one without a name.
    """
    if isinstance(value, dict) and all(isinstance(item, (numbers.Real, NAType)) for item in value.values()):
        found = list(value.values())
        return found[0] if unpacks and len(found) == 1 else found
    return value
