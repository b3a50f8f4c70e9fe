"""Arrow tables and columns (polars, pyarrow, DuckDB) as R data frames and vectors, and back."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from typing import Any

import numpy as np

from rkeras_py.bridge.handles import RObject
from rkeras_py.bridge.protocols import Writer
from rkeras_py.bridge.values.moments import moments_to_r
from rkeras_py.engine.installing import spell_install
from rkeras_py.r.limits import check_exact
from rkeras_py.r.missing import NA

NA_LOW_WORD = 1954
"""The low word by which R distinguishes NA from other NaN."""
_FITS = "Omit it, or convert it to numbers or strings first."


def is_arrow(value: object) -> bool:
    """Say whether a value gives its data by Arrow's interface, and is no object of pandas or R."""
    kind = type(value)
    gives = hasattr(kind, "__arrow_c_stream__") or hasattr(kind, "__arrow_c_array__")
    return gives and kind.__module__.partition(".")[0] not in ("pandas", "rkeras_py")


def arrow_to_r(writer: Writer, value: Any) -> Any:
    """Return the data frame or the vector of R for a table or a column of Arrow, not yet protected.

    Raises:
        ImportError: If neither pyarrow nor polars is there to read it.
        ValueError: If R has nothing like a column.
    """
    polars: Any = sys.modules.get("polars")
    if polars is not None and isinstance(value, polars.DataFrame | polars.Series):
        if isinstance(value, polars.Series):
            return _convert(writer, _convert_polars_column, value, value.name)
        return _convert_frame(writer, _convert_polars_column, value.columns, value.get_columns(), value.height)
    if importlib.util.find_spec("pyarrow") is None:
        if importlib.util.find_spec("polars") is None:
            raise ImportError(f"Arrow data require the Python package pyarrow. Run: {spell_install('pyarrow')}")
        polars = importlib.import_module("polars")
        return arrow_to_r(writer, polars.DataFrame(value))
    pyarrow: Any = importlib.import_module("pyarrow")
    if isinstance(value, pyarrow.Array | pyarrow.ChunkedArray):
        return arrow_column_to_r(writer, value, None)
    table = pyarrow.table(value)
    return _convert_frame(writer, _convert_pyarrow_column, table.column_names, table.columns, table.num_rows)


def arrow_column_to_r(writer: Writer, column: Any, name: str | None) -> Any:
    """Return the vector of R for a column of pyarrow, not yet protected.

    Args:
        writer: The conversion of plain values.
        column: The column.
        name: Its name, for errors; None where it has none.

    Raises:
        ValueError: If R has nothing like it.
    """
    pyarrow: Any = importlib.import_module("pyarrow")
    whole = column if isinstance(column, pyarrow.ChunkedArray) else pyarrow.chunked_array([column])
    return _convert(writer, _convert_pyarrow_column, whole, name)


def _convert_frame(writer: Writer, convert: Any, names: list[str], columns: list[Any], rows: int) -> Any:
    api, rlib = writer.api, writer.rlib
    with api.scope() as scope:
        result = scope.keep(api.vector(rlib.VECSXP, "list", len(columns)))
        for i, (name, column) in enumerate(zip(names, columns, strict=True)):
            rlib.SET_VECTOR_ELT(result, i, _convert(writer, convert, column, name))
        api.set_attribute(scope, result, "names", writer.strings_to_r(names))
        numbers = api.vector(rlib.INTSXP, "integer", 2)
        api.numbers(numbers)[:] = (-(2**31), -rows)  # R's compact form of the row names 1..n
        api.set_attribute(scope, result, "row.names", numbers)
        api.set_attribute(scope, result, "class", writer.strings_to_r(["data.frame"]))
    return result


def _convert(writer: Writer, convert: Any, column: Any, name: str | None) -> Any:
    try:
        return convert(writer, column)
    except Exception as error:  # polars and pyarrow raise their own error classes
        what = f"Column {name!r}" if name else "This column"
        kind = getattr(column, "dtype", None) or column.type
        raise ValueError(f"{what} of type {kind} does not fit into R: {error} {_FITS}") from None


def _fill_gaps(writer: Writer, numbers: Any, missing: Any) -> Any:
    numbers = np.asarray(numbers)
    return writer.missing_to_r(numbers, missing) if missing.any() else writer.array_to_r(numbers, dim=False)


def _convert_factor(writer: Writer, codes: Any, levels: list[Any], ordered: bool) -> Any:
    api = writer.api
    with api.scope() as scope:
        result = scope.keep(writer.missing_to_r(codes + 1, codes < 0))
        api.set_attribute(scope, result, "levels", writer.strings_to_r(str(level) for level in levels))
        api.set_attribute(scope, result, "class", writer.strings_to_r([*["ordered"] * ordered, "factor"]))
    return result


def _convert_polars_column(writer: Writer, column: Any) -> Any:
    polars: Any = sys.modules["polars"]
    dtype = column.dtype
    missing = column.is_null().to_numpy()
    if dtype in (polars.Categorical, polars.Enum):
        texts = column.cast(polars.String)
        levels = texts.unique(maintain_order=True).drop_nulls() if dtype == polars.Categorical else dtype.categories
        codes = texts.cast(polars.Enum(levels)).to_physical().cast(polars.Int64).fill_null(-1).to_numpy()
        return _convert_factor(writer, codes, levels.to_list(), ordered=False)
    if dtype == polars.String:
        return writer.strings_to_r(column.to_list())
    if dtype == polars.Null:
        return _fill_gaps(writer, np.zeros(len(column), bool), np.ones(len(column), bool))
    if dtype == polars.Boolean:
        return _fill_gaps(writer, column.fill_null(value=False).to_numpy(), missing)
    if isinstance(dtype, polars.Decimal):
        _check_whole(column, dtype.scale)
        return _fill_gaps(writer, column.cast(polars.Float64).fill_null(0).to_numpy(), missing)
    if dtype.is_numeric():
        return _fill_gaps(writer, column.fill_null(0).to_numpy(), missing)
    if dtype in (polars.Date, polars.Datetime, polars.Duration):
        return _convert_moments(writer, column.to_numpy(), getattr(dtype, "time_zone", None))
    if isinstance(dtype, polars.List | polars.Array):
        return writer.list_to_r(_mark_gaps(column.to_list(), dtype.inner.is_nested()))
    raise ValueError("R has no such type.")


def _convert_pyarrow_column(writer: Writer, column: Any) -> Any:
    pyarrow: Any = importlib.import_module("pyarrow")
    compute: Any = importlib.import_module("pyarrow.compute")
    types, kind = pyarrow.types, column.type
    missing = np.asarray(column.is_null().to_numpy(zero_copy_only=False), bool)
    if types.is_dictionary(kind):
        whole = column.unify_dictionaries().combine_chunks()
        whole = whole.chunk(0) if isinstance(whole, pyarrow.ChunkedArray) else whole
        codes = compute.fill_null(whole.indices.cast(pyarrow.int64()), -1).to_numpy(zero_copy_only=False)
        levels: dict[str, int] = {}  # a dictionary may hold a value twice, and null, while levels of R may not
        values = whole.dictionary.to_pylist()
        places = [-1 if value is None else levels.setdefault(str(value), len(levels)) for value in values]
        return _convert_factor(writer, np.array([*places, -1])[codes], list(levels), kind.ordered)
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return writer.strings_to_r(column.to_numpy(zero_copy_only=False).tolist())
    if types.is_null(kind):
        return _fill_gaps(writer, np.zeros(len(column), bool), missing)
    if types.is_decimal(kind):
        _check_whole(column.to_numpy(zero_copy_only=False), kind.scale)
        column = column.cast(pyarrow.float64())
    if types.is_boolean(kind) or types.is_integer(kind) or types.is_floating(column.type):
        gap = pyarrow.scalar(0).cast(column.type) if not types.is_boolean(kind) else False
        return _fill_gaps(writer, compute.fill_null(column, gap).to_numpy(zero_copy_only=False), missing)
    if types.is_date(kind) or types.is_timestamp(kind) or types.is_duration(kind):
        numbers = column.cast(pyarrow.date32()) if types.is_date(kind) else column
        return _convert_moments(writer, numbers.to_numpy(zero_copy_only=False), getattr(kind, "tz", None))
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return writer.list_to_r(_mark_gaps(column.to_pylist(), types.is_nested(kind.value_type)))
    raise ValueError("R has no such type.")


def _check_whole(decimals: Any, scale: int) -> None:
    """Refuse whole numbers that doubles would round; DuckDB's sums are such decimals."""
    if scale == 0:
        whole = [int(number) for number in decimals if number is not None]
        check_exact(min(whole, default=0), max(whole, default=0))


def _mark_gaps(rows: list[Any], nested: bool) -> list[Any]:
    """Return the rows of a column of lists with NA for what their vectors lack."""
    if nested:
        return rows
    return [row if row is None or None not in row else [NA if item is None else item for item in row] for row in rows]


def _convert_moments(writer: Writer, moments: Any, zone: str | None) -> Any:
    if zone is None or re.fullmatch(r"[+-]\d\d:?\d\d", zone):  # R has no name of a fixed distance to UTC
        zone = "UTC"
    return moments_to_r(writer, np.asarray(moments), dim=False, zone=zone)


def export_stream(value: RObject, kinds: list[Any], requested: Any) -> Any:
    """Return Arrow's stream of a data frame of R.

    Args:
        value: The data frame.
        kinds: The class of each column, or its type where it has none; of a column of vectors their kind and values.
        requested: The schema that is asked for, or None.

    Raises:
        ImportError: If pyarrow or pandas is not there.
        TypeError: If it is no data frame.
        ValueError: If Arrow has nothing like a column.
    """
    if "data.frame" not in value.classes:
        raise TypeError(
            f"only an R data frame can be converted to an Arrow table, not an R object of class {value.classes}"
        )
    if importlib.util.find_spec("pyarrow") is None or importlib.util.find_spec("pandas") is None:
        raise ImportError(f"Arrow needs pyarrow and pandas here. Run: {spell_install('pyarrow', 'pandas')}")
    pyarrow: Any = importlib.import_module("pyarrow")
    frame = value.to_python()
    names = [str(name) for name in frame.columns]
    columns = []
    for i, kind in enumerate(kinds):
        try:
            columns.append(_export_column(frame.iloc[:, i], kind))
        except Exception as error:
            what = kind["kind"] if isinstance(kind, dict) else kind
            raise ValueError(f"Column {names[i]!r} of class {what} does not fit into Arrow: {error}") from None
    return pyarrow.Table.from_arrays(columns, names=names).__arrow_c_stream__(requested)


def _export_column(column: Any, kind: Any) -> Any:
    """Return a pandas column as Arrow data in which R's NA is null and NaN stays NaN."""
    pyarrow: Any = importlib.import_module("pyarrow")
    if isinstance(kind, dict):
        return _export_vectors(**kind)
    if kind == "integer":
        missing = column.isna().to_numpy()
        return pyarrow.array(column.fillna(0).to_numpy().astype(np.int32), mask=missing)
    if kind == "double" and column.dtype == np.float64:
        numbers = column.to_numpy()
        missing = np.isnan(numbers) & (np.ascontiguousarray(numbers).view(np.int64) & 0xFFFFFFFF == NA_LOW_WORD)
        return pyarrow.array(numbers, mask=missing)
    if kind == "Date" and column.dtype.kind == "M":
        return pyarrow.array(column.to_numpy().astype("M8[D]"))
    if kind == "character":
        return pyarrow.array(column, pyarrow.large_string(), from_pandas=True)
    if kind == "logical":
        return pyarrow.array(column, pyarrow.bool_(), from_pandas=True)
    return pyarrow.array(column, from_pandas=True)


def _export_vectors(kind: str, values: Any, sizes: Any, missing: Any) -> Any:
    pyarrow: Any = importlib.import_module("pyarrow")
    ends = np.append(0, np.cumsum(np.atleast_1d(sizes))).astype(np.int64)
    gaps = pyarrow.array(np.atleast_1d(missing)) if np.any(missing) else None
    return pyarrow.LargeListArray.from_arrays(ends, _export_column(values.iloc[:, 0], kind), mask=gaps)
