"""NumPy and pandas values that reticulate changes or leaves in Python, as parts from which R builds its own.

reticulate converts a missing date to one in 1677, loses the mask of a masked array, and does not support the classes of
pandas 3; it accepts sparse matrices of floats only, and R crashes if Python passes another one to an R function. The
forms in R are those of the bridge: see docs/conversions.md.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rkeras_py.r.limits import NO_COMPLEX, make_double, make_text, note_inexact, note_loss
from rkeras_py.r.missing import NA, NAType
from rkeras_py.r.tables import arrow_to_r
from rkeras_py.r.vectors import Array, count_seconds, name_levels, name_zone, split_time
from rkeras_py.r.wide import fit

_MAX_INT = 2**31 - 1
_KINDS = {"string": "U", "boolean": "b", "integer": "i", "floating": "f", "mixed-integer-float": "f"}
"""NumPy's kinds, by pandas's name for the values of an object array."""


@dataclass(eq=False)
class Parts:
    """A value for `parts_to_r()` in R/r-values.R.

    Attributes:
        kind: "values", "items", "factor", "moments", "sparse" or "frame".
        data: The numbers, texts or items; of a frame its columns, as parts.
        is_vector: Whether R has a vector without axes.
        missing: Which of them are missing, an array of the same shape, or None.
        details: By name: the levels and the order of a factor, the class and the zone of moments, the places and sizes
            of a sparse matrix, the names and rows of a frame.
    """

    kind: str
    data: Any
    is_vector: bool = False
    missing: Array | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make all texts those of R."""
        if type(self.data) is list:
            self.data = fit(self.data)
        self.details = fit(self.details)


def take_apart(value: Any) -> Any:
    """Return the parts of such a value; the value itself where R has nothing like it.

    Args:
        value: One that `is_changed()` of `wide` knows.
    """
    if isinstance(value, datetime.datetime):
        return _take_moments(*split_time(value))
    if isinstance(value, datetime.timedelta):
        exact = value.to_timedelta64() if hasattr(value, "to_timedelta64") else np.timedelta64(value, "us")
        return _take_moments(np.asarray(exact))
    if isinstance(value, np.ma.MaskedArray):
        found = _take_values(np.where(value.mask, value.dtype.type(), value.data))
        return found if not isinstance(found, Parts) else _set_missing(found, np.ma.getmaskarray(value))
    if isinstance(value, np.ndarray | np.generic):
        return _take_values(np.asarray(value))
    if type(value).__module__.startswith("scipy."):
        return _take_sparse(value)
    pandas = sys.modules["pandas"]
    found = _take_frame(value) if isinstance(value, pandas.DataFrame) else _take_column(value)
    return value if found is None else found


def take_list(items: Sequence[Any], shape: tuple[int, ...] | None = None) -> Parts:
    """Return the parts of values of one sort and missing ones.

    Args:
        items: Those of a list, tuple or array of which `has_gaps()` of `wide` is true.
        shape: That of the array.
    """
    missing = np.array([item is None or isinstance(item, NAType) for item in items])
    present = [item for item, gap in zip(items, missing, strict=True) if not gap]
    data: Any
    if isinstance(present[0], str):
        data = ["" if gap else item for item, gap in zip(items, missing, strict=True)]
    else:
        numbers = np.zeros(len(items), np.array(present).dtype)
        numbers[~missing] = present
        data = _take_whole(numbers) if numbers.dtype == object else _take_values(numbers).data
    if shape is None:
        return Parts("values", data, True, missing)
    return Parts("values", np.reshape(data, shape), missing=missing.reshape(shape))


def _set_missing(parts: Parts, missing: Array) -> Parts:
    parts.missing = missing if parts.missing is None else parts.missing | missing
    return parts


def _take_values(values: Array) -> Any:
    kind = values.dtype.kind
    if kind in "mM":
        return _take_moments(values)
    if kind in "iu":
        values = _take_whole(values)
    elif values.dtype.char in "gG":
        values = _narrow(values)
    elif kind == "f":
        values = values.astype(np.float64)
    elif kind in "US":
        values = np.reshape(np.array([make_text(text) for text in values.ravel().tolist()], "U"), values.shape)
    elif kind not in "bc":
        return values
    return Parts("values", values, values.ndim == 0)


def _take_whole(values: Array) -> Array:
    least, most = int(values.min(initial=0)), int(values.max(initial=0))
    if least >= -_MAX_INT and most <= _MAX_INT:
        return values.astype(np.int32)
    if values.dtype == object:
        return np.array([make_double(number) for number in values.ravel().tolist()]).reshape(values.shape)
    note_inexact(least, most)
    return values.astype(np.float64)


def _narrow(values: Array) -> Array:
    with np.errstate(over="ignore"):
        found = values.astype(np.float64 if values.dtype.char == "g" else np.complex128)
    if not np.array_equal(np.isfinite(found), np.isfinite(values)):
        note_loss("R got Inf.", OverflowError("R cannot represent numbers beyond 1.8e308, the largest double."))
    return found


def _take_moments(values: Array, zone: str | None = "UTC") -> Any:
    missing = np.isnat(values)
    if np.datetime_data(values.dtype)[0] == "generic" and missing.all():  # an array of only NaT needs no unit
        values = values.astype(f"{values.dtype.kind}8[us]")
    kind, unit = values.dtype.kind, np.datetime_data(values.dtype)[0]
    if kind == "M" and unit in ("D", "W", "M", "Y"):
        numbers, details = values.astype("M8[D]").astype(np.int64).astype(np.float64), {"class": "Date"}
    elif kind == "m" and unit in ("M", "Y"):
        return values  # months and years have no fixed length
    elif unit == "generic":
        return values
    else:
        numbers, details = count_seconds(values, kind, unit), {"class": "POSIXct" if kind == "M" else "difftime"}
    return Parts("moments", numbers, values.ndim == 0, missing, {**details, "zone": zone})


def _take_sparse(matrix: Any) -> Any:
    if matrix.dtype.kind == "c":
        raise ValueError(NO_COMPLEX)
    if matrix.dtype.kind != "b":
        _take_whole(matrix.tocoo().data)  # some formats have lists there, or nothing
        return matrix.astype(np.float64)
    form = {"csr": "R", "coo": "T"}.get(matrix.format, "C")
    matrix = matrix.tocsc() if form == "C" else matrix
    if form == "T":
        places = {"i": matrix.row, "j": matrix.col}
    else:
        places = {"i" if form == "C" else "j": matrix.indices, "p": matrix.indptr}
    return Parts("sparse", matrix.data, True, details={"form": form, "places": places, "dim": list(matrix.shape)})


def _take_frame(frame: Any) -> Parts | None:
    columns = [_take_column(frame.iloc[:, place]) for place in range(frame.shape[1])]
    rows, single = frame.index, frame.columns.nlevels == frame.index.nlevels == 1
    if not single or not rows.is_unique or any(column is None for column in columns):
        return None
    whole = rows.dtype.kind in "iu" and bool((rows <= _MAX_INT).all() and (rows >= -_MAX_INT).all())
    counted = whole and np.array_equal(rows, np.arange(len(rows)))
    labels = len(rows) if counted else rows.to_numpy(np.float64) if whole else [str(label) for label in rows]
    names = [str(name) for name in frame.columns]
    return Parts("frame", columns, details={"names": names, "rows": labels, "counted": bool(counted)})


def _take_column(column: Any) -> Parts | None:
    pandas: Any = sys.modules["pandas"]
    dtype = column.dtype
    if isinstance(dtype, pandas.CategoricalDtype):
        array = column if isinstance(column, pandas.Categorical) else column.array
        return PartsWriter().factor_to_r(np.asarray(array.codes), array.categories, bool(array.ordered))
    refused = (pandas.PeriodDtype, pandas.IntervalDtype, pandas.ArrowDtype)
    if isinstance(dtype, refused) or isinstance(column, pandas.MultiIndex):
        return None
    if getattr(dtype, "tz", None) is not None:
        moments = pandas.DatetimeIndex(column).tz_convert("UTC").tz_localize(None).to_numpy()
        return _take_plain(moments, name_zone(dtype.tz))
    if isinstance(dtype, np.dtype) and dtype.kind != "O":
        return _take_plain(column.to_numpy())
    missing = np.asarray(pandas.isna(column))
    kind = getattr(dtype, "kind", "O")
    if isinstance(dtype, pandas.SparseDtype):
        return _take_plain(np.asarray(column))
    if kind in "iufb":
        return _take_plain(column.to_numpy(dtype.numpy_dtype, na_value=dtype.numpy_dtype.type(0)), missing=missing)
    return _take_objects(np.array(column, dtype=object), missing, isinstance(dtype, pandas.StringDtype))


def _take_plain(values: Array, zone: str = "UTC", missing: Array | None = None) -> Parts | None:
    found = _take_moments(values, zone) if values.dtype.kind in "mM" else _take_values(values)
    if not isinstance(found, Parts):
        return None
    found.is_vector = True
    return found if missing is None else _set_missing(found, missing)


def _take_objects(cells: Array, missing: Array, texts: bool) -> Parts | None:
    present = cells[~missing]
    is_unknown = len(cells) > 0 and not len(present)  # in R, an NA of unknown type is logical
    inferred = "boolean" if is_unknown else sys.modules["pandas"].api.types.infer_dtype(present, skipna=True)
    kind = "U" if texts else _KINDS.get(inferred)
    if kind is None:
        return Parts("items", [NA if gap else item for item, gap in zip(cells.tolist(), missing, strict=True)])
    if kind == "U":
        return Parts(
            "values", ["" if gap else item for item, gap in zip(cells.tolist(), missing, strict=True)], missing=missing
        )
    cells[missing] = 0
    numbers: Array = cells.astype({"b": np.bool_, "f": np.float64}.get(kind, np.int64))
    return _take_plain(numbers, missing=missing)


class PartsWriter:
    """Tables of Arrow as parts: the writer of `tables` where R hosts Python."""

    def list_to_r(self, values: Iterable[Any]) -> Parts:
        """Return the parts of a list."""
        return Parts("items", list(values))

    def strings_to_r(self, values: Iterable[Any]) -> Parts:
        """Return the parts of texts."""
        texts = list(values)
        missing = np.array([text is None for text in texts], np.bool_)
        return Parts("values", ["" if text is None else text for text in texts], missing=missing)

    def array_to_r(self, value: Array, dim: bool = True) -> Parts | None:
        """Return the parts of numbers."""
        return _take_plain(value)

    def missing_to_r(self, numbers: Array, missing: Array) -> Parts | None:
        """Return the parts of numbers of which some are missing."""
        return _take_plain(np.where(missing, np.zeros((), numbers.dtype), numbers), missing=missing)

    def moments_to_r(self, moments: Array, zone: str) -> Parts | None:
        """Return the parts of dates, times or durations."""
        return _take_plain(moments, zone)

    def factor_to_r(self, codes: Array, levels: Iterable[Any], ordered: bool) -> Parts:
        """Return the parts of a factor."""
        codes, names = name_levels(codes, levels)
        numbers = codes.astype(np.int32) + 1  # 0 is NA
        return Parts("factor", numbers, True, details={"levels": names, "ordered": ordered})

    def table_to_r(self, names: Sequence[str], columns: Iterable[Any], rows: int) -> Parts:
        """Return the parts of a data frame."""
        return Parts("frame", list(columns), details={"names": list(names), "rows": rows, "counted": True})


def take_table(table: Any) -> Any:
    """Return the parts of a table of Arrow, also of one that polars computes when it is needed."""
    return arrow_to_r(PartsWriter(), table.collect() if type(table).__name__ == "LazyFrame" else table)
