"""Tables and columns of Arrow (polars, pyarrow, DuckDB) in R, for both hosts."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np

from rkeras_py.engine.installing import spell_install
from rkeras_py.r.limits import check_exact
from rkeras_py.r.missing import NA
from rkeras_py.r.vectors import Array

_FITS = "Omit it, or convert it to numbers or strings first."


class TableWriter(Protocol):
    """The conversion of a table's parts to R."""

    def list_to_r(self, values: Iterable[Any]) -> Any:
        """Return a list of R."""

    def strings_to_r(self, values: Iterable[Any]) -> Any:
        """Return a character vector of R, with NA for None."""

    def array_to_r(self, value: Array, dim: bool = True) -> Any:
        """Return a vector or an array of R."""

    def missing_to_r(self, numbers: Array, missing: Array) -> Any:
        """Return a vector of R with NA at some places."""

    def moments_to_r(self, moments: Array, zone: str) -> Any:
        """Return dates, times or durations of R."""

    def factor_to_r(self, codes: Array, levels: Sequence[Any], ordered: bool) -> Any:
        """Return a factor of R; codes count from 0, and negative ones are NA."""

    def table_to_r(self, names: Sequence[str], columns: Iterable[Any], rows: int) -> Any:
        """Return a data frame of R."""


def arrow_to_r(writer: TableWriter, value: Any) -> Any:
    """Return the data frame or the vector of R for a table or a column of Arrow.

    Raises:
        ImportError: If neither pyarrow nor polars is there to read it.
        ValueError: If R has nothing like a column.
    """
    polars: Any = sys.modules.get("polars")
    if polars is not None and isinstance(value, polars.DataFrame | polars.Series):
        if isinstance(value, polars.Series):
            return _convert(writer, _convert_polars_column, value.name, value)
        columns = zip(value.columns, value.get_columns(), strict=True)
        return writer.table_to_r(
            value.columns, (_convert(writer, _convert_polars_column, *pair) for pair in columns), value.height
        )
    if importlib.util.find_spec("pyarrow") is None:
        if importlib.util.find_spec("polars") is None:
            raise ImportError(f"Arrow data require the Python package pyarrow. Run: {spell_install('pyarrow')}")
        polars = importlib.import_module("polars")
        return arrow_to_r(writer, polars.DataFrame(value))
    pyarrow: Any = importlib.import_module("pyarrow")
    if isinstance(value, pyarrow.Array | pyarrow.ChunkedArray):
        return arrow_column_to_r(writer, value, None)
    table = pyarrow.table(value)
    columns = zip(table.column_names, table.columns, strict=True)
    return writer.table_to_r(
        table.column_names, (_convert(writer, _convert_pyarrow_column, *pair) for pair in columns), table.num_rows
    )


def arrow_column_to_r(writer: TableWriter, column: Any, name: str | None) -> Any:
    """Return the vector of R for a column of pyarrow.

    Args:
        writer: The conversion of plain values.
        column: The column.
        name: Its name, for errors; None where it has none.

    Raises:
        ValueError: If R has nothing like it.
    """
    pyarrow: Any = importlib.import_module("pyarrow")
    whole = column if isinstance(column, pyarrow.ChunkedArray) else pyarrow.chunked_array([column])
    return _convert(writer, _convert_pyarrow_column, name, whole)


def _convert(writer: TableWriter, convert: Any, name: str | None, column: Any) -> Any:
    try:
        return convert(writer, column)
    except Exception as error:  # polars and pyarrow raise their own error classes
        what = f"Column {name!r}" if name else "This column"
        kind = getattr(column, "dtype", None) or column.type
        raise ValueError(f"{what} of type {kind} does not fit into R: {error} {_FITS}") from None


def _fill_gaps(writer: TableWriter, numbers: Any, missing: Any) -> Any:
    numbers = np.asarray(numbers)
    return writer.missing_to_r(numbers, missing) if missing.any() else writer.array_to_r(numbers, dim=False)


def _convert_polars_column(writer: TableWriter, column: Any) -> Any:
    polars: Any = sys.modules["polars"]
    dtype = column.dtype
    missing = column.is_null().to_numpy()
    if dtype in (polars.Categorical, polars.Enum):
        texts = column.cast(polars.String)
        levels = texts.unique(maintain_order=True).drop_nulls() if dtype == polars.Categorical else dtype.categories
        codes = texts.cast(polars.Enum(levels)).to_physical().cast(polars.Int64).fill_null(-1).to_numpy()
        return writer.factor_to_r(codes, levels.to_list(), ordered=False)
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


def _convert_pyarrow_column(writer: TableWriter, column: Any) -> Any:
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
        return writer.factor_to_r(np.array([*places, -1])[codes], list(levels), kind.ordered)
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


def _convert_moments(writer: TableWriter, moments: Any, zone: str | None) -> Any:
    if zone is None or re.fullmatch(r"[+-]\d\d:?\d\d", zone):  # R has no name of a fixed distance to UTC
        zone = "UTC"
    return writer.moments_to_r(np.asarray(moments), zone)
