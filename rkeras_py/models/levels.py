"""The levels of the factors that a model was fitted to: the names of its classes."""

from typing import Any

import numpy as np

from ..data import array_values
from ..data.arrays import as_factor, is_arrays
from .outputs import get_output_names

_LEVELS = "rkeras_levels"


def get_levels(y: Any, function: str = "fit") -> Any:
    """Return the levels of a factor, or None for anything else."""
    if type(y) is np.ndarray:
        return None
    with array_values.name_data_errors(function, "y"):
        factor = as_factor(y)
    return factor.levels if factor is not None else None


def remember_levels(model: Any, y: Any) -> None:
    """Keep the levels of factors on the model, one entry for each output.

    Args:
        model: The model that was fitted.
        y: What it was fitted to.
    """
    names = get_output_names(model)
    if isinstance(y, dict):
        found = (
            [get_levels(y.get(name)) for name in names]
            if len(names) > 1
            else [get_levels(value) for value in y.values()]
        )
    elif is_arrays(y):
        found = [get_levels(value) for value in y]
    else:
        found = [get_levels(y)] * max(1, len(names))
    if any(found) or _LEVELS in vars(model):
        vars(model)[_LEVELS] = tuple(found)


def get_remembered_levels(model: Any, place: int) -> Any:
    """Return the levels of one output, or None."""
    found = vars(model).get(_LEVELS, ())
    return found[place] if place < len(found) else None
