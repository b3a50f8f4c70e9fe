"""The factors among the targets of a model, and their levels: the names of its classes."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..data.arrays import Factor, as_factor, get_columns, is_arrays, is_frame

_LEVELS = "rkeras_levels"


def read_factors(y: Any, names: Sequence[str]) -> tuple[Any, list[Factor | None]]:
    """Find the factors among targets.

    Args:
        y: The targets as the user gave them.
        names: The names of the model's outputs.

    Returns:
        The targets, a factor in place of what stands for one; and for each output its factor, or None: nothing where
        there cannot be any. A lone factor serves all outputs.

    Raises:
        UnusableError: If values of a factor are missing.
    """
    if y is None or type(y) is np.ndarray:
        return y, []
    factor = as_factor(y)
    if factor is not None:
        return factor, [factor] * max(1, len(names))
    several: Any = y if is_arrays(y) else []
    if is_frame(y):
        several = map(get_columns(y).get, names) if len(names) > 1 else []
    elif isinstance(y, dict):
        several = map(y.get, names) if len(names) > 1 else y.values()
    return y, [as_factor(value) for value in several]


def remember_levels(model: Any, factors: Sequence[Factor | None]) -> None:
    """Keep the levels of factors on the model, one entry for each output.

    Args:
        model: The model that was fitted.
        factors: What it was fitted to.
    """
    if any(factors) or _LEVELS in vars(model):
        vars(model)[_LEVELS] = tuple(None if factor is None else factor.levels for factor in factors)


def get_remembered_levels(model: Any, place: int) -> Any:
    """Return the levels of one output, or None."""
    found = vars(model).get(_LEVELS, ())
    return found[place] if place < len(found) else None
