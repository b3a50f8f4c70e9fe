"""Data frames, factors, dates and times: R's classed vectors and what stands for them in pandas and numpy."""

from __future__ import annotations

import datetime
import importlib.util
import sys
from typing import Any

import numpy as np

from rkeras_py.bridge.protocols import Array, Conversion

UNIT_SECONDS = {"secs": 1, "mins": 60, "hours": 3600, "days": 86400, "weeks": 604800}
UNKNOWN = object()
UTC_NAMES = (None, "", "UTC", "GMT")


def load_pandas() -> Any:
    """Return pandas, or None where it is not installed."""
    if importlib.util.find_spec("pandas") is None:
        return None
    import pandas

    return pandas


def is_pandas(value: object) -> bool:
    """Say whether a value is one of the pandas objects that convert; never imports pandas."""
    pandas = sys.modules.get("pandas")
    if pandas is None or not hasattr(pandas, "DataFrame"):
        return False
    return value is pandas.NA or isinstance(value, pandas.DataFrame | pandas.Series | pandas.Index | pandas.Categorical)


# Python to R --------------------------------------------------------------------------------------


def pandas_to_r(convert: Conversion, value: Any) -> Any:
    """Return the R form of a pandas object, not yet protected."""
    pandas = sys.modules["pandas"]
    if value is pandas.NA:
        return convert.rlib.Rf_ScalarLogical(-(2**31))
    if isinstance(value, pandas.DataFrame):
        return _frame_to_r(convert, value)
    if isinstance(value, pandas.Categorical) or isinstance(value.dtype, pandas.CategoricalDtype):
        return _factor_to_r(convert, value if isinstance(value, pandas.Categorical) else value.array)
    return _column_to_r(convert, value)


def _column_to_r(convert: Conversion, column: Any) -> Any:
    pandas = sys.modules["pandas"]
    if isinstance(column, pandas.MultiIndex):
        raise ValueError("R has nothing like a pandas MultiIndex: call reset_index() first.")
    zone = getattr(column.dtype, "tz", None)
    if zone is not None:
        naive = pandas.DatetimeIndex(column).tz_convert("UTC").tz_localize(None)
        return moments_to_r(convert, naive.to_numpy(), dim=False, zone=str(zone))
    if isinstance(column.dtype, np.dtype) and column.dtype.kind != "O":
        return convert.array_to_r(column.to_numpy(), dim=False)
    missing = np.asarray(column.isna())
    kind = getattr(column.dtype, "kind", "O")
    if kind in "iuf" and missing.any():
        return convert.array_to_r(column.to_numpy(np.float64, na_value=np.nan), dim=False)
    if kind in "iuf":
        return convert.array_to_r(column.to_numpy(column.dtype.numpy_dtype), dim=False)
    cells = np.array(column, dtype=object)
    cells[missing] = None
    if missing.all() and len(cells):
        return convert.array_to_r(np.full(len(cells), np.nan), dim=False)
    return convert.array_to_r(cells, dim=False)


def _factor_to_r(convert: Conversion, value: Any) -> Any:
    codes = np.asarray(value.codes, np.int64) + 1
    codes[codes == 0] = -(2**31)
    classes = ["ordered", "factor"] if value.ordered else ["factor"]
    with convert.api.scope() as scope:
        result = scope.keep(convert.api.vector(convert.rlib.INTSXP, "integer", len(codes)))
        convert.numbers(result)[:] = codes
        _set(convert, scope, result, "levels", convert.strings_to_r(str(level) for level in value.categories))
        _set(convert, scope, result, "class", convert.strings_to_r(classes))
    return result


def _frame_to_r(convert: Conversion, frame: Any) -> Any:
    pandas = sys.modules["pandas"]
    if frame.columns.nlevels > 1:
        raise ValueError("R data frames have one level of column names: flatten the DataFrame's columns first.")
    columns = [frame.iloc[:, i] for i in range(frame.shape[1])]
    index = frame.index
    with convert.api.scope() as scope:
        result = scope.keep(convert.list_to_r(columns, [str(name) for name in frame.columns]))
        if isinstance(index, pandas.RangeIndex) and (index.start, index.step) == (0, 1):
            rows = scope.keep(convert.api.vector(convert.rlib.INTSXP, "integer", 2))
            convert.numbers(rows)[:] = (-(2**31), -len(frame))  # R's short form of 1..n
        elif index.nlevels > 1 or not index.is_unique:
            raise ValueError(
                "R row names are single and unique, and this DataFrame's index is not: call reset_index()."
            )
        elif index.dtype.kind in "iu":
            rows = scope.keep(convert.array_to_r(index.to_numpy(), dim=False))
        else:
            rows = scope.keep(convert.strings_to_r(str(label) for label in index))
        _set(convert, scope, result, "row.names", rows)
        _set(convert, scope, result, "class", convert.strings_to_r(["data.frame"]))
    return result


def _set(convert: Conversion, scope: Any, target: Any, name: str, value: Any) -> None:
    convert.rlib.Rf_setAttrib(target, convert.api.symbol(name), scope.keep(value))


def moments_to_r(convert: Conversion, value: Array, dim: bool, zone: str = "UTC") -> Any:
    """Return a Date, POSIXct or difftime vector for datetime64 or timedelta64, not yet protected."""
    days = np.datetime_data(value.dtype)[0] in ("D", "W", "M", "Y") and value.dtype.kind == "M"
    unit, scale = ("D", 1) if days else ("us", 1e6)
    numbers = value.astype(f"{value.dtype.kind}8[{unit}]").astype(np.int64) / scale
    numbers[np.isnat(value)] = np.nan
    with convert.api.scope() as scope:
        result = scope.keep(convert.array_to_r(numbers, dim))
        if days:
            _set(convert, scope, result, "class", convert.strings_to_r(["Date"]))
        elif value.dtype.kind == "M":
            _set(convert, scope, result, "class", convert.strings_to_r(["POSIXct", "POSIXt"]))
            _set(convert, scope, result, "tzone", convert.strings_to_r([zone]))
        else:
            _set(convert, scope, result, "class", convert.strings_to_r(["difftime"]))
            _set(convert, scope, result, "units", convert.strings_to_r(["secs"]))
    return result


def moment_to_r(convert: Conversion, value: datetime.date | datetime.timedelta) -> Any:
    """Return a Date, POSIXct or difftime of length 1; a datetime without a zone counts as UTC, as in numpy."""
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        value = value.astimezone(datetime.UTC).replace(tzinfo=None)
    unit = "us" if isinstance(value, datetime.datetime | datetime.timedelta) else "D"
    kind: type[np.generic] = np.timedelta64 if isinstance(value, datetime.timedelta) else np.datetime64
    return moments_to_r(convert, np.array([kind(value, unit)]), dim=False)


# R to Python --------------------------------------------------------------------------------------


def classed_to_python(convert: Conversion, value: Any, scalar: bool) -> Any:
    """Return the Python form of an R vector whose class is known here, else UNKNOWN."""
    classes = convert.classes(value)
    if "factor" in classes:
        return _factor_to_python(convert, value, "ordered" in classes)
    if value.sxpinfo.type not in (convert.rlib.REALSXP, convert.rlib.INTSXP):
        return UNKNOWN
    found: Array | None = None
    if "integer64" in classes:
        found = _with_nan(convert.numbers(value).view(np.int64))
    elif "Date" in classes:
        found = _moments(convert, value, "M", 86400).astype("M8[D]")
    elif "POSIXct" in classes:
        found = _moments(convert, value, "M", 1)
    elif "difftime" in classes:
        units = (convert.strings(value, "units") or ["secs"])[0]
        found = _moments(convert, value, "m", UNIT_SECONDS[units])
    if found is None:
        return UNKNOWN
    if not scalar or len(found) != 1:
        return found
    item = found[0].item() if isinstance(found[0], np.generic) else found[0]
    if "integer64" in classes and isinstance(item, float):
        return None
    return item.replace(tzinfo=datetime.UTC) if isinstance(item, datetime.datetime) else item


def _with_nan(whole: Array) -> Array:
    """Return 64-bit integers as numpy has them; with R's NA as floats, or as objects with None where these round."""
    missing = whole == np.iinfo(np.int64).min
    if not missing.any():
        return whole.copy()
    present = whole[~missing]
    if present.min(initial=0) >= -(2**53) and present.max(initial=0) <= 2**53:
        return np.where(missing, np.nan, whole)
    cells = whole.astype(object)
    cells[missing] = None
    return cells


def _moments(convert: Conversion, value: Any, kind: str, seconds: int) -> Array:
    numbers = convert.numbers(value)
    missing = ~np.isfinite(numbers) if numbers.dtype.kind == "f" else numbers == -(2**31)
    ticks = np.rint(np.where(missing, 0, numbers) * (seconds * 1e6)).astype(np.int64)
    found = ticks.view(f"{kind}8[us]")
    found[missing] = np.array("NaT", found.dtype)
    return found


def _factor_to_python(convert: Conversion, value: Any, ordered: bool) -> Any:
    levels = convert.strings(value, "levels") or []
    numbers = convert.numbers(value)
    codes = np.where(numbers == -(2**31), 0, numbers) - 1
    pandas = load_pandas()
    if pandas is None:
        return [None if code < 0 else levels[code] for code in codes.tolist()]
    return pandas.Categorical.from_codes(codes, categories=levels, ordered=ordered)


def data_frame_to_python(convert: Conversion, value: Any) -> Any:
    """Return a pandas DataFrame, or a dict of columns where there is no pandas."""
    rlib = convert.rlib
    names = convert.strings(value, "names") or []
    columns = [_column_to_python(convert, rlib.VECTOR_ELT(value, i)) for i in range(rlib.Rf_xlength(value))]
    pandas = load_pandas()
    if pandas is None:
        return dict(zip(names, columns, strict=True))
    index = _row_names(convert, value, pandas)
    series = [pandas.Series(column, index=index) for column in columns]
    if not series:
        return pandas.DataFrame(index=index)
    frame = pandas.concat(series, axis=1)
    frame.columns = pandas.Index(names)
    return frame


def _column_to_python(convert: Conversion, column: Any) -> Any:
    found = convert.to_python(column, scalar=False)
    if isinstance(found, np.ndarray) and found.ndim > 1:
        return list(found)  # a matrix column: one row of it a cell
    if isinstance(found, bytes):
        return np.frombuffer(found, np.uint8).copy()
    zone = (convert.strings(column, "tzone") or [None])[0]
    if zone in UTC_NAMES or not isinstance(found, np.ndarray) or found.dtype.kind != "M":
        return found
    return load_pandas().DatetimeIndex(found).tz_localize("UTC").tz_convert(zone) if load_pandas() else found


def _row_names(convert: Conversion, value: Any, pandas: Any) -> Any:
    rows = convert.api.attribute(value, "row.names")
    texts = None if rows is None else convert.strings(rows)
    if texts is not None:
        return pandas.Index(texts)
    numbers = [] if rows is None else convert.numbers(rows).tolist()
    if numbers == list(range(1, len(numbers) + 1)):
        return pandas.RangeIndex(len(numbers))
    return pandas.Index(numbers)
