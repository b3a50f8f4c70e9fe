"""Tables that only have an Arrow interface, such as DuckDB results and data frames in R."""

import importlib
import importlib.util
from typing import Any

from ..engine.installing import spell_install

_PACKAGE = __name__.partition(".")[0]


def read_stream(value: Any) -> Any:
    """Return the table that a value gives by Arrow's interface, or a lazy one of polars when it is computed.

    Other values, and frames of other kinds, come back as they are.

    Args:
        value: Anything.

    Raises:
        ImportError: If pyarrow is not there to read it.
    """
    kind = type(value)
    if kind.__name__ == "LazyFrame" and kind.__module__.startswith("polars."):
        return value.collect()
    if not hasattr(kind, "__arrow_c_stream__") or hasattr(kind, "to_numpy") or hasattr(kind, "column_names"):
        return value
    if kind.__module__.startswith(_PACKAGE) and "data.frame" not in value.classes:  # an R object, but no data frame
        return value
    if importlib.util.find_spec("pyarrow") is None:
        raise ImportError(f"Arrow data require the Python package pyarrow. Run: {spell_install('pyarrow')}")
    return importlib.import_module("pyarrow").table(value)
