"""Data frames and factors, and their equivalents in pandas."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import numpy as np

from rkeras_py.bridge.handles import RObject
from rkeras_py.bridge.protocols import Reader, Writer
from rkeras_py.bridge.values.moments import moments_to_r
from rkeras_py.bridge.values.vectors import make_cells
from rkeras_py.r.tables import arrow_column_to_r
from rkeras_py.r.vectors import NA_INT, load_pandas, make_factor, move_to_zone, name_zone


def is_pandas(value: object) -> bool:
    """Say whether a value is one of the pandas objects that convert, or are refused; never imports pandas."""
    pandas = sys.modules.get("pandas")
    if pandas is None or not hasattr(pandas, "DataFrame"):
        return False
    kinds = (pandas.DataFrame, pandas.Series, pandas.Index, pandas.api.extensions.ExtensionArray, pandas.Period)
    return value is pandas.NA or isinstance(value, kinds)


# Python to R --------------------------------------------------------------------------------------


def pandas_to_r(writer: Writer, value: Any) -> Any:
    """Return the R form of a pandas object, not yet protected.

    Raises:
        ValueError: If R has nothing like it.
    """
    pandas = sys.modules["pandas"]
    if value is pandas.NA:
        return writer.rlib.Rf_ScalarLogical(NA_INT)
    if isinstance(value, pandas.DataFrame):
        return _convert_frame_to_r(writer, value)
    if isinstance(value, pandas.Period):
        raise ValueError("R has no periods: call to_timestamp() or str() of this one first.")
    if isinstance(value.dtype, pandas.CategoricalDtype):
        values = value if isinstance(value, pandas.Categorical) else value.array
        return writer.factor_to_r(np.asarray(values.codes, np.int64), values.categories, bool(values.ordered))
    return _convert_column_to_r(writer, value)


def _convert_column_to_r(writer: Writer, column: Any) -> Any:
    pandas = sys.modules["pandas"]
    dtype = column.dtype
    if isinstance(column, pandas.MultiIndex):
        raise ValueError("R has no equivalent of a pandas MultiIndex: call reset_index() first.")
    for kind, what, advice in (
        (pandas.PeriodDtype, "periods", "to_timestamp() or astype(str)"),
        (pandas.IntervalDtype, "intervals", "astype(str)"),
    ):
        if isinstance(dtype, kind):
            raise ValueError(f"R has no {what}, which {describe(column)}: convert them first, by {advice}.")
    if isinstance(dtype, pandas.SparseDtype):
        return _convert_column_to_r(writer, pandas.Series(np.asarray(column)))
    if isinstance(dtype, pandas.ArrowDtype):
        pyarrow: Any = importlib.import_module("pyarrow")
        return arrow_column_to_r(writer, pyarrow.array(column), getattr(column, "name", None))
    zone = getattr(dtype, "tz", None)
    if zone is not None:
        naive = pandas.DatetimeIndex(column).tz_convert("UTC").tz_localize(None)
        return moments_to_r(writer, naive.to_numpy(), dim=False, zone=name_zone(zone))
    if isinstance(dtype, np.dtype) and dtype.kind != "O":
        return writer.array_to_r(column.to_numpy(), dim=False)
    missing = np.asarray(pandas.isna(column))
    if getattr(dtype, "kind", "O") in "iufb":
        numbers = column.to_numpy(dtype.numpy_dtype, na_value=dtype.numpy_dtype.type(0))
        return writer.missing_to_r(numbers, missing) if missing.any() else writer.array_to_r(numbers, dim=False)
    cells = np.array(column, dtype=object)
    if isinstance(dtype, pandas.StringDtype):
        cells[missing] = None
        return writer.strings_to_r(cells.tolist())
    cells[missing] = pandas.NA
    return writer.array_to_r(cells, dim=False)


def describe(column: Any) -> str:
    """Return words for a column of pandas."""
    name = getattr(column, "name", None)
    return "this column has" if name is None else f"column {name!r} has"


def _convert_frame_to_r(writer: Writer, frame: Any) -> Any:
    if frame.columns.nlevels > 1:
        raise ValueError("R data frames have one level of column names: flatten the DataFrame's columns first.")
    columns = [frame.iloc[:, i] for i in range(frame.shape[1])]
    api = writer.api
    with api.scope() as scope:
        names = [name if isinstance(name, str) else str(name) for name in frame.columns]
        result = scope.keep(writer.list_to_r(columns, names))
        api.set_attribute(scope, result, "row.names", _index_to_r(writer, frame.index))
        api.set_attribute(scope, result, "class", writer.strings_to_r(["data.frame"]))
    return result


def _index_to_r(writer: Writer, index: Any) -> Any:
    pandas = sys.modules["pandas"]
    if isinstance(index, pandas.RangeIndex) and (index.start, index.step) == (0, 1):
        rows = writer.api.vector(writer.rlib.INTSXP, "integer", 2)
        writer.api.numbers(rows)[:] = (NA_INT, -len(index))  # R's compact form of the row names 1..n
        return rows
    if index.nlevels > 1 or not index.is_unique:
        raise ValueError(
            "R row names must be unique and have one level, and this DataFrame's index does not: call reset_index()."
        )
    if index.dtype.kind in "iu":
        return writer.array_to_r(index.to_numpy(), dim=False)
    return writer.strings_to_r(str(label) for label in index)


# R to Python --------------------------------------------------------------------------------------


def factor_to_python(reader: Reader, value: Any, ordered: bool) -> Any:
    """Return a pandas Categorical, or a list of texts where there is no pandas."""
    return make_factor(reader.api.numbers(value), reader.api.strings(value, "levels") or [], ordered)


def data_frame_to_python(reader: Reader, value: Any) -> Any:
    """Return a pandas DataFrame, or a dict of columns where there is no pandas."""
    rlib = reader.api.rlib
    names = reader.api.strings(value, "names") or []
    pandas = load_pandas()
    columns = [
        _convert_column_to_python(reader, rlib.VECTOR_ELT(value, i), pandas) for i in range(rlib.Rf_xlength(value))
    ]
    if pandas is None:
        return dict(zip(names, columns, strict=True))
    index = _read_row_names(reader, value, pandas)
    columns = [make_cells([column] * len(index)) if isinstance(column, RObject) else column for column in columns]
    series = [pandas.Series(column, index=index) for column in columns]
    if not series:
        return pandas.DataFrame(index=index)
    frame = pandas.concat(series, axis=1)
    frame.columns = pandas.Index(names)
    return frame


def _convert_column_to_python(reader: Reader, column: Any, pandas: Any) -> Any:
    found = reader.to_python(column, scalar=False)
    if isinstance(found, np.ndarray) and found.ndim > 1:
        return make_cells(list(found))  # a matrix column: each cell holds one row of it
    if isinstance(found, bytes):
        return np.frombuffer(found, np.uint8).copy()
    if isinstance(found, RObject) and "POSIXlt" in reader.api.classes(column):
        moments = reader.session.inspect("as.POSIXct", found, convert=False)
        return _convert_column_to_python(reader, moments.sexp, pandas)
    if pandas is None:
        return found
    if isinstance(found, pandas.DataFrame):
        return make_cells(found.to_dict("records"))
    if isinstance(found, dict | list) and column.sxpinfo.type == reader.api.rlib.VECSXP:
        return make_cells(list(found.values() if isinstance(found, dict) else found))
    zone = (reader.api.strings(column, "tzone") or [None])[0]
    if zone is None or not isinstance(found, np.ndarray) or found.dtype.kind != "M":
        return found
    return move_to_zone(found, zone)


def _read_row_names(reader: Reader, value: Any, pandas: Any) -> Any:
    rows = reader.api.attribute(value, "row.names")
    texts = None if rows is None else reader.api.strings(rows)
    if texts is not None:
        return pandas.Index(texts)
    numbers = [] if rows is None else reader.api.numbers(rows).tolist()
    if numbers == list(range(1, len(numbers) + 1)):
        return pandas.RangeIndex(len(numbers))
    return pandas.Index(numbers)
