"""Tensor functions that become layers if they are called on symbolic tensors."""

import functools
import sys
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from ..engine import tensors
from ..engine.internals.modules import compute_output_spec
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..messages.errors import own_error


def is_symbolic(values: Any) -> bool:
    """Tell whether there is a symbolic tensor of Keras among some values."""
    if isinstance(values, Mapping):
        values = tuple(values.values())
    if isinstance(values, (list, tuple)):  # keras.tree takes several times as long, longest on PyTorch
        return any(map(is_symbolic, values))
    return isinstance(values, keras().KerasTensor)


def keep_variables(call: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that hands variables on as they are where symbolic tensors make it a part of a model.

    Args:
        call: The function, which on JAX reads them.
    """

    def call_or_compose(*args: Any, **kwargs: Any) -> Any:
        if runs_on_tensorflow() or not is_symbolic((args, kwargs)):
            return call(*args, **kwargs)
        with tensors.keep_variables():
            return call(*args, **kwargs)

    return call_or_compose


def _refuse_to_save(function: str) -> NoReturn:
    """Refuse to save, since the file could not be loaded."""
    raise NotImplementedError(
        f"{function}(): a model with it cannot be described in a file or copied. Save and load its weights instead, "
        "and create the model with the same code."
    )


def compute_in_layer(compute: Callable[[Any], Any], values: Any, name: str, label: str = "") -> Any:
    """Compute what is more than operations of Keras: at once, or as a layer of the model that symbolic tensors make.

    Args:
        compute: A function of `values`.
        values: A tensor, or a list or dict of tensors.
        name: Name of the function without `k_`; the layer gets it too, with a number.
        label: The function in messages; "" stands for `k_` and the name.
    """
    if not is_symbolic(values):
        return compute(values)
    layer = keras().layers.Lambda(compute, name=f"{name}_{keras().backend.get_uid(name)}", autocast=False)
    # By default the layer would assume that all inputs are floats.
    layer.compute_output_spec = lambda given, **_: compute_output_spec(compute, given)
    layer.get_config = functools.partial(_refuse_to_save, label or f"k_{name}")
    before = sys.exception()
    try:
        return layer(values)
    except (NotImplementedError, TypeError, ValueError) as error:
        raise own_error(error, before) from error


def call_in_layer(function: Callable[..., Any], args: Any, options: dict[str, Any], name: str, label: str = "") -> Any:
    """Call a function; symbolic tensors anywhere among its arguments make a layer of it.

    Args:
        function: Any function of tensors.
        args: Its arguments.
        options: Its named ones.
        name: Name of the function, as compute_in_layer() takes it.
        label: The function in messages, likewise.
    """
    tree, given = keras().tree, (args, options)
    if not is_symbolic(given):
        return function(*args, **options)
    parts = tree.flatten(given)
    places = [place for place, part in enumerate(parts) if isinstance(part, keras().KerasTensor)]

    def compute(values: list[Any]) -> Any:
        filled = {**dict(enumerate(parts)), **dict(zip(places, values, strict=True))}
        positional, named = tree.pack_sequence_as(given, list(filled.values()))
        return function(*positional, **named)

    return compute_in_layer(compute, [parts[place] for place in places], name, label)
