"""The parts of a Keras object, in an order that is the same in its copies; R identifies them by position."""

import warnings
from typing import Any

from ..engine.internals.layers import flat_layers, share_memory
from ..engine.internals.optimizers import find_weights_again
from ..engine.loading import keras
from ..engine.tensors import get_backend


def identify(x: Any) -> str:
    """Tell objects apart: the number that Python has for one as long as it lives."""
    return str(id(x))


def list_parts(x: Any) -> list[Any]:
    """List the layers, variables, inputs, outputs and the optimizer of a model, or the variables of another object.

    Args:
        x: The object.
    """
    parts: list[Any] = []
    if isinstance(x, keras().Layer):
        parts = [layer for layer in flat_layers(x) if layer is not x] + list(x.variables)
        if x.built and hasattr(x, "inputs"):
            parts += [*x.inputs, *x.outputs]
        optimizer = getattr(x, "optimizer", None)
        if optimizer is not None:
            parts += [optimizer, *optimizer.variables]
    elif isinstance(x, (keras().Metric, keras().Optimizer)):
        parts = list(x.variables)
    return parts


def get_part(x: Any, place: int) -> Any:
    """Return a part of an object by its place in `list_parts()`, counted from 1."""
    return list_parts(x)[place - 1]


def share_parts(x: Any, owner: Any, places: list[list[int]]) -> None:
    """Have the variables of two objects share memory: when they were written, they were variables of layers of both.

    Args:
        x: The object.
        owner: The other one.
        places: Pairs of places in their `list_parts()`, counted from 1.
    """
    ours, theirs = list_parts(x), list_parts(owner)
    pairs = [(ours[place - 1], theirs[other - 1]) for place, other in places]
    pairs = [  # a pair may differ by now: LoRA, for example, changes weights
        (one, other)
        for one, other in pairs
        if isinstance(one, keras().Variable) and one is not other and one.path == getattr(other, "path", None)
    ]
    if not pairs:
        return
    if get_backend() == "jax":
        message = "models that share layers no longer share their weights on JAX after they are loaded."
        warnings.warn(message, stacklevel=2)
        return
    for one, other in pairs:
        share_memory(one, other.value)
    if getattr(x, "optimizer", None) is not None:
        find_weights_again(x.optimizer)
