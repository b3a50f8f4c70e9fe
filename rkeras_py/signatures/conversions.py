"""Conversions of values from R or Python to what Keras wants: 2.0 to 2, a vector of one element to that element.

Each function returns the value in its new form, or raises `Wrong`; the annotation words in `words.py` are made of them.
"""

import numbers
import os
from collections.abc import Callable
from typing import Any

from ..data.array_values import as_unnamed
from ..data.sentinels import NA
from ..engine.loading import keras
from ..r.process import expand_home


class Wrong(ValueError):
    """A value that a word cannot convert; the message is a hint for the user."""


def as_single(value: Any) -> Any:
    """Unpack R's vector of length one."""
    value = as_unnamed(value)
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return value[0]
    if getattr(value, "shape", None) in ((), (1,)) and hasattr(value, "item"):
        return value.item()
    return value


def as_whole(value: Any) -> int:
    """Return a whole number as an int: 2.0 and "2" are 2."""
    value = as_single(value)
    if isinstance(value, bool) or value is NA or value is None:
        raise Wrong("")
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise Wrong("") from None
    if not isinstance(value, numbers.Real):
        raise Wrong("")
    if value != value // 1:
        raise Wrong("A fraction is not rounded for you.")
    return int(float(value)) if isinstance(value, float) else int(value)  # type: ignore[call-overload, no-any-return]


def as_items(value: Any) -> list[Any] | None:
    """Return the elements of anything like a vector, or None for a scalar."""
    value = as_unnamed(value)
    if isinstance(value, (list, tuple)):
        return list(value)
    if getattr(value, "ndim", 0) == 1:
        return list(value.tolist()) if hasattr(value, "tolist") else [value[i] for i in range(value.shape[0])]
    if type(value).__name__ == "TensorShape":
        return list(value.as_list())
    return None


def as_wholes(value: Any) -> int | tuple[Any, ...]:
    """Return a whole number, or a tuple of them, nested as they came."""
    items = as_items(value)
    if items is None:
        return as_whole(value)
    if len(items) == 1 and not isinstance(items[0], (list, tuple)):
        return as_whole(items[0])
    return tuple(as_wholes(item) for item in items)


def as_multiples(value: Any) -> Any:
    """Return a tuple of whole numbers, or of sizes that are known only when the model runs."""
    items = as_items(value)
    return tuple(as_dimension(item) for item in ([value] if items is None else items))


def as_axes(value: Any) -> int | list[int]:
    """Return one of R's axes, or a list of them, as Python counts."""
    items = as_items(value)
    if items is not None and len(items) > 1:
        return [as_axis(item) for item in items]
    return as_axis(value)


def as_axis(value: Any) -> int:
    """Return one of R's axes, which count from 1, as Python counts."""
    axis = as_whole(value)
    if axis == 0:
        raise Wrong("Axes count from 1, the batch axis; negative ones count from the end.")
    return axis - 1 if axis > 0 else axis


def as_index(value: Any) -> int:
    """Return one of R's positions, which count from 1, as Python counts."""
    index = as_whole(value)
    if index == 0:
        raise Wrong("The first is 1.")
    return index - 1 if index > 0 else index


def at_least(least: int) -> Callable[[Any], int]:
    """Return a conversion that takes whole numbers from `least` on."""

    def convert(value: Any) -> int:
        number = as_whole(value)
        if number < least:
            raise Wrong("")
        return number

    return convert


def as_fraction(value: Any) -> Any:
    """Return a number from 0 to 1, without 1."""
    number = as_number(value)
    if not 0 <= number < 1:
        raise Wrong("")
    return number


def as_number(value: Any) -> Any:
    """Return a number; a text that spells one will do."""
    value = as_single(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise Wrong("") from None
    if value is NA or isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise Wrong("")
    return value if isinstance(value, (int, float)) else value.item()  # type: ignore[attr-defined]


def as_not_negative(value: Any) -> Any:
    """Return a number that is not negative."""
    number = as_number(value)
    if number < 0:
        raise Wrong("")
    return number


def as_numbers(value: Any) -> list[Any]:
    """Return a list of numbers."""
    items = as_items(value)
    return [as_number(item) for item in ([value] if items is None else items)]


def as_bounds(value: Any) -> Any:
    """Return a number, or a tuple of a lower and an upper one."""
    found = as_numbers(value)
    if len(found) > 2:
        raise Wrong("")
    return found[0] if len(found) == 1 else tuple(found)


def as_rate(value: Any) -> Any:
    """Return a learning rate: a number, or a schedule as it is."""
    value = as_single(value)
    if callable(value) or hasattr(value, "get_config") or hasattr(value, "dtype"):
        return value
    return float(as_number(value))  # Keras 3 takes no int


def as_truth(value: Any) -> bool:
    """Return what a value that should be TRUE or FALSE says."""
    value = as_single(value)
    if isinstance(value, bool):
        return value
    if type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    if isinstance(value, numbers.Real) and value in (0, 1):
        return bool(value)
    raise Wrong("")


def as_text(value: Any) -> str:
    """Return a text."""
    value = as_single(value)
    if not isinstance(value, str):
        raise Wrong("")
    return str(value)


def as_path(value: Any) -> str:
    """Return an absolute path; `~` is the home directory, as R has it."""
    value = as_single(value)
    if not isinstance(value, (str, os.PathLike)) or not str(value):
        raise Wrong("")
    return os.path.abspath(expand_home(os.fspath(value)))


def as_shape(value: Any) -> tuple[int | None, ...]:
    """Return a tuple of sizes; None and NA stand for sizes that are not fixed."""
    items = as_items(value)
    dims = [value] if items is None else items
    return tuple(None if dim is None or dim is NA else as_dimension(dim) for dim in dims)


def as_dimension(value: Any) -> Any:
    """Return a size; a tensor that holds one stays as it is."""
    if type(value).__name__ == "KerasTensor":
        raise Wrong("A size that is known only when the model runs can be used inside layer_lambda().")
    return value if hasattr(value, "dtype") and not hasattr(value, "item") else as_whole(value)


def stand_in_for(value: Any) -> Any:
    """Return the Keras object for which a function of this package stands when it is passed by itself.

    Args:
        value: Anything; what is no such function is returned as it is.
    """
    spec = getattr(value, "__rkeras__", None)
    return spec.stand_in() if spec is not None else value


def as_named(value: Any) -> Any:
    """Return a single value, or the Keras object for which a function of this package stands."""
    return stand_in_for(as_single(value))


def as_text_or_object(value: Any) -> Any:
    """Return a name or an object, but no number."""
    value = as_named(value)
    if value is NA or isinstance(value, (bool, numbers.Real)):
        raise Wrong("")
    return value


def as_it_is(value: Any) -> Any:
    """Return the value as it is."""
    return value


def as_function(value: Any) -> Any:
    """Return a function; one of this package stands for that of Keras."""
    value = as_named(value)
    if not callable(value):
        raise Wrong("")
    return value


def as_layer(value: Any) -> Any:
    """Return a layer."""
    value = as_single(value)
    if not isinstance(value, keras().layers.Layer):
        raise Wrong("Make one by a layer function without `object`, e.g. layer_dense(units = 10).")
    return value


def as_whole_tuple(value: Any) -> tuple[int, ...]:
    """Return a tuple of whole numbers, also for a single one."""
    items = as_items(value)
    return tuple(as_whole(item) for item in ([value] if items is None else items))


def as_cells(value: Any) -> Any:
    """Return a cell of a recurrent layer, or a list of several."""
    items = as_items(value)
    if items is None or len(items) == 1:
        return as_cell(as_single(value))
    return as_cell_list(items)


def as_cell_list(value: Any) -> list[Any]:
    """Return a list of cells of a recurrent layer, also for a single one."""
    items = as_items(value)
    return [as_cell(item) for item in ([value] if items is None else items)]


def as_cell(value: Any) -> Any:
    """Return a cell of a recurrent layer."""
    if not hasattr(value, "state_size") or not callable(value) or isinstance(value, type):
        raise Wrong("Make one by layer_lstm_cell(units = 10), layer_gru_cell() or layer_simple_rnn_cell().")
    return value


def as_function_or_shape(value: Any) -> Any:
    """Return a function or a shape."""
    return as_named(value) if callable(value) else as_shape(value)


_OF_DATA = ("shape", "__array__", "to_numpy", "__next__", "__iter__", "__getitem__", "element_spec")


def is_data(value: Any) -> bool:
    """Tell whether a value holds several numbers or strings, or gives some: an array, a frame, a source of batches."""
    if isinstance(value, (str, bytes, type)) or hasattr(value, "get_config"):
        return False
    return callable(value) or any(hasattr(value, name) for name in _OF_DATA)


def as_data(value: Any) -> Any:
    """Return data as they are; a single number or string is a vector of R."""
    is_one = value is NA or isinstance(value, (numbers.Number, str))
    if not (is_one or is_data(value) or type(value).__name__ == "PyCapsule"):
        raise Wrong("")
    return value
