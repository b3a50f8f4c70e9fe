"""Class labels in Python libraries: categoricals of pandas and polars, dictionaries of Arrow."""

import re
from typing import Any

from . import array_values

_OF_TEXT = re.compile(r"dictionary<values=(large_)?string")
"""The Arrow types that hold class labels; a dictionary of numbers only stores numbers."""


def holds_categories(value: Any) -> bool:
    """Tell whether a value is a vector of class labels with a list of its classes.

    Args:
        value: Anything.
    """
    kind = type(value)
    library = kind.__module__.partition(".")[0]
    if library == "pandas":
        return kind.__name__ in ("Categorical", "CategoricalIndex") or (
            kind.__name__ == "Series" and hasattr(value, "cat")
        )
    if library == "polars":
        return kind.__name__ == "Series" and type(value.dtype).__name__ in ("Categorical", "Enum")
    return library == "pyarrow" and bool(_OF_TEXT.match(str(getattr(value, "type", ""))))


def read_categories(value: Any) -> tuple[Any, list[str]]:
    """Return the class of each sample, counted from 0, and the names of the classes in their order.

    Classes of a categorical of polars have no order: they are sorted, as those of text are by R and pandas.

    Args:
        value: A value that `holds_categories()`.

    Raises:
        UnusableError: If labels are missing.
    """
    if type(value).__module__.startswith("pandas"):
        held = getattr(value, "array", value)
        codes, levels = held.codes, held.categories
    else:
        labels = value.to_list() if hasattr(value, "to_list") else value.to_pylist()
        levels = _list_classes(value, labels)
        places = {level: place for place, level in enumerate(levels)}
        codes = [places.get(label, -1) for label in labels]
    array_values.refuse_missing_values({"": sum(code < 0 for code in codes)}, len(codes))
    return codes, [str(level) for level in levels]


def _list_classes(value: Any, labels: list[Any]) -> list[Any]:
    if hasattr(value, "chunks"):  # an Arrow ChunkedArray: each chunk has its own dictionary
        return list(dict.fromkeys(label for chunk in value.chunks for label in chunk.dictionary.to_pylist()))
    if hasattr(value, "dictionary"):
        return list(dict.fromkeys(value.dictionary.to_pylist()))
    if type(value.dtype).__name__ == "Enum":
        return value.dtype.categories.to_list()  # type: ignore[no-any-return]
    return sorted({label for label in labels if label is not None})
