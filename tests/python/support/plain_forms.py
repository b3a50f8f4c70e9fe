"""A form of R's values in Python, by which the doors between the languages are compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rkeras_py.bridge import RObject


def plain_form(value: Any) -> Any:
    """Return a value as nested tuples: a list and an array of rank 1 are one thing, and so are numbers of one value."""
    if isinstance(value, RObject):
        return ("R object",)
    if isinstance(value, pd.Categorical):
        return ("factor", *map(str, value.categories), value.ordered, *np.ravel(value.codes).tolist())
    if isinstance(value, pd.DataFrame):
        columns = [(str(name), _column(value.iloc[:, i])) for i, name in enumerate(value.columns)]
        return ("frame", tuple(map(str, value.index)), *columns)
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "mM":
            return ("array", str(value.dtype), value.shape, *value.ravel().astype(np.int64).tolist())
        shape = () if value.ndim == 1 else (value.shape,)
        return ("array", *shape, *map(plain_form, value.ravel().tolist()))
    if isinstance(value, list | tuple):
        return ("array", *map(plain_form, value))
    if isinstance(value, dict):
        return ("dict", *((key, plain_form(item)) for key, item in value.items()))
    if isinstance(value, np.datetime64 | np.timedelta64):
        return ("moment", str(value.astype(object)))
    if hasattr(value, "toarray"):
        return (type(value).__name__, repr(value.toarray()))
    return ("bytes", bytes(value)) if isinstance(value, bytes | bytearray) else _scalar(value)


def _column(column: Any) -> Any:
    if column.dtype == "category":
        return plain_form(column.array)
    items = [None if not np.ndim(item) and pd.isna(item) else item for item in column.tolist()]
    return (column.dtype.kind, plain_form(items))


def _scalar(value: Any) -> Any:
    kinds = (bool, int, float, complex, str)
    kind = next((kind for kind in kinds if isinstance(value, kind)), type(value))
    text = f"{value:%c %f} {value.utcoffset()}" if hasattr(value, "utcoffset") else str(value)
    return (kind.__name__, text)
