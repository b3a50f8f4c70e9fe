"""Data frames, which are those of pandas."""

import itertools
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from .vectors import is_frame, values

_NAME = re.compile(r"(?:[A-Za-z]|[.](?![0-9]))[\w.]*")


def as_data_frame(value: Any) -> Any:
    """Return a list with names as a data frame of columns, and a data frame as it is.

    Args:
        value: A dict of vectors of one length, or a data frame.

    Raises:
        TypeError: If it is something else; of a matrix R would know the names of the columns.
        ValueError: If R would change a name, or the columns are of several lengths.
    """
    if is_frame(value):
        return value
    if not isinstance(value, Mapping):
        raise TypeError("as_data_frame(): a list with names is needed, since the columns of others have none here.")
    for name in value:
        if not _NAME.fullmatch(name):
            raise ValueError(f"as_data_frame(): R makes another name of {name!r}.")
    columns = {name: values(one) for name, one in value.items()}
    if len({one.size for one in columns.values()}) > 1:
        raise ValueError("as_data_frame(): the columns are of several lengths.")
    return _load_pandas().DataFrame(columns)


def expand_grid(columns: Mapping[str, Any]) -> Any:
    """Return a data frame with a row for each choice of one element from each vector; the first changes fastest.

    Args:
        columns: The vectors of numbers, by names.

    Raises:
        TypeError: If one holds texts, which R makes a factor of.
    """
    parts = {name: values(one) for name, one in columns.items()}
    if any(one.dtype == object for one in parts.values()):
        raise TypeError("expand_grid(): texts become factors in R, which are neither numbers nor texts here.")
    rows = [row[::-1] for row in itertools.product(*(one.tolist() for one in reversed(parts.values())))]
    by_column = zip(*rows, strict=True) if rows else [()] * len(parts)
    found = {name: np.array(column) for name, column in zip(parts, by_column, strict=True)}
    return _load_pandas().DataFrame(found)


def _load_pandas() -> Any:
    import pandas

    return pandas
