"""Conversions of arguments that represent Keras objects: only the right kind is accepted in each place."""

import inspect
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

from ..engine.loading import keras
from ..r.functions import make_signature
from . import conversions, ranges
from .conversions import Wrong, as_items, as_named, as_single, as_text, is_foreign, is_tensor, real_in

_KINDS = {
    "activation": "",
    "model": "Model",
    "layer": "layers.Layer",
    "initializer": "initializers.Initializer",
    "regularizer": "regularizers.Regularizer",
    "constraint": "constraints.Constraint",
    "schedule": "optimizers.schedules.LearningRateSchedule",
    "optimizer": "optimizers.Optimizer",
    "loss": "losses.Loss",
    "metric": "metrics.Metric",
    "callback": "callbacks.Callback",
}
_MADE_BY = {"application": "model", "bidirectional": "layer", "learning": "schedule", "rnn": "layer", "time": "layer"}
"""Kinds of objects, by the first word of functions whose names begin with another word."""
_OF_DATA = ("", "activation", "loss", "metric")
"""Kinds of objects whose functions also compute, if they are called with data."""
_MORE = {"activation": ("layer",)}  # Keras 2 has layer_activation_leaky_relu()


def tell_kind(value: Any) -> str:
    """Return the kind of an object of Keras, or "" for a function and for what Keras does not know.

    Args:
        value: Anything.
    """
    if "keras" not in sys.modules or isinstance(value, (str, int, float, dict, list, tuple, FunctionType)):
        return ""
    for kind, path in _KINDS.items():
        if path and isinstance(value, _find_class(path)):
            return kind
    return ""


def tell_made(value: Any) -> str:
    """Return the kind of object that one of our functions, given without parentheses, makes, or "".

    Args:
        value: Anything.
    """
    first = value.__name__.partition("_")[0] if hasattr(value, "__rkeras__") else ""
    kind = _MADE_BY.get(first, first)
    return kind if kind in _KINDS else ""


def _find_class(path: str) -> type:
    found: Any = keras()
    for name in path.split("."):
        found = getattr(found, name)
    return found  # type: ignore[no-any-return]


def refuse_other_kinds(value: Any, *own: str) -> None:
    """Refuse an object of Keras of another kind than those of an argument.

    Args:
        value: Anything.
        own: The kinds of the argument.
    """
    kind = tell_made(value) or tell_kind(value)
    if kind and kind not in own and not any(_KINDS[one] and isinstance(value, _find_class(_KINDS[one])) for one in own):
        raise Wrong(f"This is {_name_one(kind)}.")


def _name_one(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def as_function(value: Any) -> Any:
    """Return a function; one of this package stands for that of Keras, if it makes nothing but results."""
    kind = tell_made(value)
    if kind not in _OF_DATA:
        raise Wrong(f"{value.__name__}() creates {_name_one(kind)}.")
    return conversions.as_function(value)


def function_of(count: int, takes_more: bool = False) -> Callable[[Any], Any]:
    """Return a conversion that takes a function which can be called with so many arguments by place.

    Args:
        count: The number of arguments.
        takes_more: Whether others may come by name.
    """

    def convert(value: Any) -> Any:
        value = as_function(value)
        of_r = getattr(value, "takes", None)  # arguments of an R function may be missing
        try:
            signature = inspect.signature(value) if of_r is None else make_signature(dict.fromkeys(of_r, True))
        except ValueError:  # functions written in C may have no signature
            return value
        try:
            (signature.bind_partial if takes_more else signature.bind)(*range(count))
        except TypeError:
            raise Wrong(f"It takes {', '.join(signature.parameters) or 'none'}.") from None
        return value

    return convert


def as_builder(value: Any) -> Any:
    """Return a function of the hyperparameters that makes a model, but no model."""
    value = function_of(1)(value)
    refuse_other_kinds(value)
    return value


def object_of(kind: str) -> Callable[[Any], Any]:
    """Return a conversion that takes a name, a function, or an object of one kind.

    Args:
        kind: "initializer", "regularizer" or another.
    """

    def convert(value: Any) -> Any:
        own = (kind, *_MORE.get(kind, ()))
        refuse_other_kinds(value, *own)  # before a function of ours is replaced by Keras's
        value = as_text_or_object(value)
        refuse_other_kinds(value, *own)
        return value

    return convert


def as_text_or_object(value: Any) -> Any:
    """Return a name or an object, but no number."""
    value = as_named(value)
    if isinstance(value, str) and value:
        return as_text(value)
    if isinstance(value, dict) or hasattr(value, "get_config") or (callable(value) and not is_foreign(value)):
        return value
    raise Wrong("")


_UNCALLED = "Call the function that creates it, with parentheses."
_as_activation = object_of("activation")


def as_activation(value: Any) -> Any:
    """Return the name of an activation, or a function; custom objects in scope are known by name, as in Keras 2."""
    is_uncalled = tell_made(value) == "layer"
    value = _as_activation(value)
    if is_uncalled or (isinstance(value, type) and issubclass(value, keras().layers.Layer)):
        raise Wrong(_UNCALLED)
    asked = isinstance(value, str) and "keras" in sys.modules  # before Keras is loaded, nothing is registered
    own = keras().saving.get_registered_object(value) if asked else None
    return own if callable(own) and not isinstance(own, type) else value


def as_rate(value: Any) -> Any:
    """Return a learning rate: a number, or a schedule or a variable as it is."""
    value = as_single(value)
    plain = type(value) in (int, float, str)  # then Keras, which may not be loaded yet, is not needed
    is_schedule = not plain and isinstance(value, keras().optimizers.schedules.LearningRateSchedule)
    refuse_other_kinds(value, "schedule")
    if hasattr(value, "__rkeras__"):
        raise Wrong(_UNCALLED)
    is_linked = is_tensor(value) and value.shape in ((), None) and hasattr(value, "assign")
    if is_schedule or is_linked or (callable(value) and not isinstance(value, type)):
        return value
    rate = real_in(ranges.NUMBER)(value)
    if rate < 0:
        raise Wrong("It is at least 0.")
    return float(rate)  # Keras 3 rejects an int


def as_layer(value: Any) -> Any:
    """Return a layer."""
    value = as_single(value)
    if not isinstance(value, keras().layers.Layer):
        raise Wrong("Create one with a layer function without `object`, e.g. layer_dense(units = 10).")
    return value


def as_recurrent_layer(value: Any) -> Any:
    """Return a layer that goes through sequences in a direction of its own."""
    value = as_layer(value)
    if not hasattr(value, "go_backwards"):
        raise Wrong("Create one with layer_lstm(units = 10), layer_gru() or layer_simple_rnn().")
    return value


def as_cells(value: Any) -> Any:
    """Return a cell of a recurrent layer, or a list of several."""
    items = as_items(value)
    if items == []:
        raise Wrong("")
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
        raise Wrong("Create one with layer_lstm_cell(units = 10), layer_gru_cell() or layer_simple_rnn_cell().")
    return value
