"""Arrow tables (polars, pyarrow, DuckDB) as R data frames, and back; `rkeras_py.r.tables` reads them."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from rkeras_py.bridge.handles import RObject
from rkeras_py.bridge.values.moments import moments_to_r
from rkeras_py.engine.installing import spell_install
from rkeras_py.r.vectors import name_levels

NA_LOW_WORD = 1954
"""The low word by which R distinguishes NA from other NaN."""


def is_arrow(value: object) -> bool:
    """Say whether a value gives its data by Arrow's interface, and is no object of pandas or R."""
    kind = type(value)
    gives = hasattr(kind, "__arrow_c_stream__") or hasattr(kind, "__arrow_c_array__")
    return gives and kind.__module__.partition(".")[0] not in ("pandas", "rkeras_py")


class FrameWriter:
    """Methods of `ToR` for the parts of tables."""

    def moments_to_r(self: Any, moments: Any, zone: str) -> Any:
        """Return dates, times or durations, not yet protected."""
        return moments_to_r(self, moments, dim=False, zone=zone)

    def factor_to_r(self: Any, codes: Any, levels: Sequence[Any], ordered: bool) -> Any:
        """Return a factor, not yet protected.

        Args:
            codes: The positions of its levels, from 0; negative ones are NA.
            levels: The levels.
            ordered: Whether they have an order.
        """
        api = self.api
        codes, names = name_levels(codes, levels)
        with api.scope() as scope:
            result = scope.keep(self.missing_to_r(codes + 1, codes < 0))
            api.set_attribute(scope, result, "levels", self.strings_to_r(names))
            api.set_attribute(scope, result, "class", self.strings_to_r([*["ordered"] * ordered, "factor"]))
        return result

    def table_to_r(self: Any, names: Sequence[str], columns: Iterable[Any], rows: int) -> Any:
        """Return a data frame of columns that are made one by one, not yet protected."""
        api, rlib = self.api, self.rlib
        with api.scope() as scope:
            result = scope.keep(api.vector(rlib.VECSXP, "list", len(names)))
            for i, column in enumerate(columns):
                rlib.SET_VECTOR_ELT(result, i, column)
            api.set_attribute(scope, result, "names", self.strings_to_r(names))
            numbers = api.vector(rlib.INTSXP, "integer", 2)
            api.numbers(numbers)[:] = (-(2**31), -rows)  # R's compact form of the row names 1..n
            api.set_attribute(scope, result, "row.names", numbers)
            api.set_attribute(scope, result, "class", self.strings_to_r(["data.frame"]))
        return result


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
