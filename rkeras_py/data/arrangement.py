"""The order of arrays: which array belongs to which input or output of a model."""

import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from ..engine.loading import keras
from ..engine.tensors import get_held_type
from ..messages import errors, notices
from . import array_values
from .arrays import (
    Factor,
    are_numbers,
    as_factor,
    get_complete_columns,
    is_arrays,
    is_column,
    is_frame,
    is_pandas,
    is_sparse,
    is_tensor,
    refuse_na,
    to_array,
    to_matrix,
    to_numpy,
)
from .sentinels import NAType

_SOURCES = "An R6 object or an environment that returns batches must have a method `next_batch` or `next`."


def arrange(
    value: Any,
    names: Sequence[str],
    function: str,
    argument: str,
    types: Mapping[str, str] | None = None,
    optional: Collection[str] = (),
    of_inputs: bool = False,
) -> Any:
    """Return the arrays of a model's inputs or outputs in the model's order.

    Args:
        value: An array, a list of arrays, a dict of arrays by name, or a data frame.
        names: Names of the inputs or outputs; empty where the model does not know them yet.
        function: The function to name in errors.
        argument: The argument to name in errors.
        types: Data types by name, where they are known: "string" takes the labels of a factor, others its class
            numbers, and one of whole numbers takes doubles without Keras's floats between, which round them.
        optional: Which of the names may be left out; they get None.
        of_inputs: Whether further names are ignored, with one warning, and as many numbers as there are names are
            one for each.

    Returns:
        One array where there is one name, else a list of arrays; datasets and iterators pass as they are.

    Raises:
        ValueError: If the names or the number of arrays do not fit the model.
    """
    with array_values.name_data_errors(function, argument):
        arranged = _arrange(value, names, function, argument, types or {}, optional, of_inputs)
    if type(arranged) is not np.ndarray:
        _refuse_without_values(arranged, function, argument)
    if isinstance(arranged, list) and not of_inputs:
        names = name_places(names, arranged)
        lacking = [name for name, one in zip(names, arranged, strict=False) if one is None and name not in optional]
        if lacking:
            expected = f"an array for each output with a loss or a metric: {list_names(names)}"
            raise errors.bad_argument(function, argument, expected, errors.Words(f"none for {list_names(lacking)}"))
    return arranged


def name_places(names: Sequence[str], value: Any) -> Sequence[str]:
    """Return the names of outputs, or their numbers in a list of arrays if the model does not know its outputs yet."""
    return names or ([str(place + 1) for place in range(len(value))] if isinstance(value, (list, tuple)) else [])


def _refuse_without_values(arranged: Any, function: str, argument: str) -> None:
    """Refuse symbolic tensors, which have no values, functions and bytes."""
    parts = arranged if isinstance(arranged, list) else arranged.values() if isinstance(arranged, dict) else [arranged]
    for part in parts:
        if isinstance(part, keras().KerasTensor):
            hint = "A tensor of a model has values only when the model runs."
            raise errors.bad_argument(function, argument, "data with values", part, hint)
        if callable(part) and not hasattr(part, "shape"):
            raise errors.bad_argument(function, argument, "an array, or a list of arrays", part)
        if isinstance(part, (bytes, bytearray)):
            raise errors.bad_argument(function, argument, "numbers: as.integer() makes them of raw bytes", part)


def _arrange(
    value: Any,
    names: Sequence[str],
    function: str,
    argument: str,
    types: Mapping[str, str],
    optional: Collection[str],
    of_inputs: bool,
) -> Any:
    if type(value) is np.ndarray:
        return _convert_for(names[0] if names else None, value, types)
    if is_frame(value):
        value = get_complete_columns(value) if len(names) > 1 else to_matrix(value, _choose_floats(names, types))
    if isinstance(value, range):
        value = list(value)
    if isinstance(value, dict):
        if not _is_named_vector(value, names):
            if of_inputs and names:
                value = _drop_others(value, names, function, argument)
            return _arrange_by_name(value, names, function, argument, types, optional)
        value = list(value.values())
    if len(names) == 1 and _is_rows(value):
        return _convert_for(names[0], value, types)
    if is_arrays(value) or (of_inputs and are_numbers(value, len(names))):
        arrays = [_convert_for(name, item, types) for name, item in itertools.zip_longest(names[: len(value)], value)]
        if names and len(arrays) != len(names):
            expected, received = (
                f"{len(names)} array(s), for {list_names(names)}",
                errors.Words(f"{len(arrays)} arrays"),
            )
            ragged = len(names) == 1 and all(isinstance(item, (list, tuple)) for item in value)
            hint = "The rows have different lengths: pad_sequences() makes them equal." if ragged else ""
            raise errors.bad_argument(function, argument, expected, received, hint)
        return arrays[0] if len(arrays) == 1 else arrays
    if isinstance(value, (list, tuple, NAType)):
        refuse_na([value] if isinstance(value, NAType) else value)
    if isinstance(value, (list, tuple, np.ndarray, Factor)) or np.isscalar(value):
        return _convert_for(names[0] if names else None, value, types)
    is_read = hasattr(value, "__array__") and not hasattr(value, "shape")  # NumPy can read it, but it has no shape
    if is_read or is_column(value) or is_pandas(value, "Categorical") or is_sparse(value):
        return _convert_for(names[0] if names else None, value, types)
    if type(value).__name__ == "PyCapsule":
        raise errors.bad_argument(function, argument, "data, or a source of batches", value, _SOURCES)
    return value


def _is_rows(value: Any) -> bool:
    """Tell whether a list holds the rows of one matrix as lists of numbers, which is usual in Python."""
    rows = value if isinstance(value, (list, tuple)) else ()
    of_lists = len(rows) > 1 and all(isinstance(row, (list, tuple)) for row in rows)
    return of_lists and len({len(row) for row in rows}) == 1


def _convert_for(name: str | None, value: Any, types: Mapping[str, str]) -> Any:
    dtype = types.get(name or "", "")
    factor = as_factor(value) if dtype == "string" else None
    if "int" in dtype:
        value = _keep_whole(value, dtype)
    return to_array(value if factor is None else factor.labels)


def _choose_floats(names: Sequence[str], types: Mapping[str, str]) -> str | None:
    return "float64" if names and "int" in types.get(names[0], "") else None


def _keep_whole(value: Any, dtype: str) -> Any:
    if is_tensor(value) or is_sparse(value):
        return value
    array = to_matrix(value, "float64") if is_frame(value) else to_numpy(value)
    if not isinstance(array, np.ndarray) or array.dtype != np.float64:
        return array
    limits = np.iinfo(get_held_type(dtype))
    fits = ((array >= limits.min) & (array < limits.max + 1)).all()
    return array.astype(limits.dtype) if fits else array


def _is_named_vector(value: dict[str, Any], names: Sequence[str]) -> bool:
    """Tell whether the names belong to single numbers, such as a row of an R matrix, and not to inputs."""
    return not set(value) & set(names) and all(np.isscalar(item) for item in value.values())


def list_names(names: Sequence[str]) -> str:
    """Return names as a message shows them."""
    return ", ".join(f'"{name}"' for name in names)


def _drop_others(value: dict[str, Any], names: Sequence[str], function: str, argument: str) -> dict[str, Any]:
    """Return the values whose names the model knows, if these are all that it needs."""
    others = [name for name in value if name not in names]
    if others and len(value) == len(names) == 1:
        notices.say_once(
            f"{function}(): the model has no input named {list_names(others)}: its only input, {list_names(names)}, "
            "gets the data."
        )
    if not others or not set(names) <= set(value):
        return value
    notices.say_once(
        f"{function}(): the model has no input named {list_names(others)}, which is ignored. "
        f"Its inputs are {list_names(names)}."
    )
    return {name: value[name] for name in names}


def _arrange_by_name(
    value: dict[str, Any],
    names: Sequence[str],
    function: str,
    argument: str,
    types: Mapping[str, str],
    optional: Collection[str],
) -> Any:
    if not names:
        return {name: _convert_for(name, item, types) for name, item in value.items()}
    if len(names) == 1 and len(value) == 1:
        return _convert_for(names[0], next(iter(value.values())), types)
    wrong = [name for name in value if name not in names]
    lacking = [name for name in names if name not in value and name not in optional]
    if wrong or lacking:
        raise ValueError(
            f"{function}(): `{argument}` should be named by the model: {list_names(names)}. Received names: "
            f"{list_names(list(value))}."
        )
    arrays = [_convert_for(name, value.get(name), types) for name in names]
    return arrays[0] if len(arrays) == 1 else arrays
