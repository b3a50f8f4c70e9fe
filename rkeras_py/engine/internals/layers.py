"""Private members of layers and their variables."""

import re
from collections.abc import Callable
from typing import Any

from ..loading import resolve
from .modules import OWN_CODE, call_context, snake_case

OWN_LOSSES = "_get_own_losses"
"""The method that returns only a layer's own losses."""

PARTS = ("_layers", "_functional", "_metrics", "_trainable_variables", "_non_trainable_variables")
"""Attributes in which layers and models list objects that other attributes also hold."""


def flat_layers(layer: Any) -> list[Any]:
    """Return a layer or model and all layers within it, at any depth.

    Args:
        layer: The layer or model.
    """
    return list(layer._flatten_layers())


def inner_layers(layer: Any) -> list[Any]:
    """Return all layers within a layer or model, at any depth.

    Args:
        layer: The layer or model.
    """
    return list(layer._flatten_layers(include_self=False))


def takes_training(layer: Any) -> bool:
    """Tell whether the `call` of a layer has the argument `training`.

    Args:
        layer: The layer.
    """
    return bool(layer._call_has_training_arg)


def training_default(layer: Any) -> Any:
    """Return the default of `training` of a layer's `call`, None where it has none.

    Args:
        layer: The layer.
    """
    parameter = layer._call_signature.parameters.get("training")
    return None if parameter is None or parameter.default is parameter.empty else parameter.default


def is_outermost_call(layer: Any) -> bool:
    """Tell whether the call of a layer that runs is no part of another's, whose arguments it would inherit.

    Args:
        layer: The layer.
    """
    return call_context() is not None and call_context().entry_layer is layer


def takes_mask(layer: Any) -> bool:
    """Tell whether the `call` of a layer has the argument `mask`.

    Args:
        layer: The layer.
    """
    return bool(layer._call_has_mask_arg)


def attention_softmax(layer: Any) -> Any:
    """Return the softmax within a layer of multi-head attention.

    Args:
        layer: The layer, built.
    """
    return layer._softmax


def context_arguments(layer: Any) -> set[str]:
    """Return the arguments that a layer, or a layer in it, takes from the calls around it, such as `training`.

    Args:
        layer: A layer or model; `_call_context_args` of each.
    """
    return {name for inner in flat_layers(layer) for name in inner._call_context_args}


def lookup_layer(layer: Any) -> Any:
    """Return the layer that holds a vocabulary: that inside a text vectorization, or the layer itself.

    Args:
        layer: The layer.
    """
    return getattr(layer, "_lookup_layer", layer)


def key_dtype(layer: Any) -> Any:
    """Return the type of what a lookup takes, words or numbers; None for other layers.

    Args:
        layer: The layer.
    """
    return getattr(layer, "_key_dtype", None)


def is_default(method: Callable[..., Any] | None) -> bool:
    """Tell whether a method is the one of Keras's base class, which does nothing of its own.

    Args:
        method: The method, or None where a class has none.
    """
    return bool(getattr(method, "_is_default", False))


def mark_as_default(method: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a method as the one of Keras's base class, so that Keras looks at `call` instead.

    Args:
        method: The method.
    """
    method._is_default = True  # type: ignore[attr-defined]
    return method


def own_variables(layer: Any) -> list[Any]:
    """Return the variables that a layer itself holds: those that train, then the others.

    Args:
        layer: The layer.
    """
    return [*layer._trainable_variables, *layer._non_trainable_variables]


def seed_states(layer: Any) -> list[Any]:
    """Return the variables in which the random generators of a layer, and of the layers within it, stand.

    Args:
        layer: The layer or model.
    """
    return [generator.state for inner in flat_layers(layer) for generator in inner._seed_generators]


def is_without_value(variable: Any) -> bool:
    """Tell whether a variable has no value yet, since it was made while Keras ran symbolically.

    Args:
        variable: The variable.
    """
    return variable._value is None


def set_initializer(variable: Any, initializer: Callable[..., Any]) -> None:
    """Choose what a variable without a value will have for its first one.

    Args:
        variable: The variable.
        initializer: The function of a shape and a type.
    """
    variable._initializer = initializer


def share_memory(variable: Any, source: Any) -> None:
    """Make a variable of Keras and one of TensorFlow share one memory.

    Args:
        variable: The variable of Keras.
        source: The variable of TensorFlow.
    """
    variable._initialize(source)


def keep_metric(layer: Any, metric: Any) -> None:
    """Give a layer a metric, also one that is built, whose state may not grow else.

    Args:
        layer: The layer.
        metric: The metric.
    """
    layer._metrics.append(metric)


def take_automatic_name(name: str, cls_name: str) -> str | None:
    """Return the next automatic name of Keras in the place of one that Keras 2 gave; None of a name that a user chose.

    Args:
        name: The name that an object has.
        cls_name: The name of its class.
    """
    stem = snake_case(cls_name)
    if not re.fullmatch(rf"{re.escape(stem)}(_\d+)?", name):
        return None
    return str(resolve(f"{OWN_CODE}.utils.naming.auto_name")(stem))
