"""Keras 2's rules for the classes that scripts extend, where they differ from Keras 3."""

import functools
from collections.abc import Callable
from typing import Any

from ..compat import keras2_arguments, targets
from ..engine.internals.layers import mark_as_default
from ..engine.loading import keras
from ..messages.errors import show_value
from .keras2_layers import adapt_layer, find_output_shape
from .keras2_measures import adapt_callback, adapt_loss, adapt_metric
from .keras2_models import adapt_model
from .namespaces import as_named_list, change_result


def adapt_class(namespace: dict[str, Any], bases: tuple[type, ...], owner: list[Any], of_keras3: bool = False) -> None:
    """Add to a class that extends one of Keras what the scripts rely on.

    Args:
        namespace: The members of the class, changed in place.
        bases: The classes it extends.
        owner: Will hold the class.
        of_keras3: Whether the scripts are made for Keras 3, whose steps count the loss themselves.
    """
    if not any(base.__module__.startswith("keras.") for extended in bases for base in extended.__mro__):
        return
    k = keras()
    if extends(bases, k.layers.Layer):
        adapt_layer(namespace, bases, owner)
    if extends(bases, k.Model):
        adapt_model(namespace, bases, owner, of_keras3)
    if extends(bases, k.metrics.Metric):
        adapt_metric(namespace)
    if extends(bases, k.losses.Loss):
        adapt_loss(namespace, bases)
    if extends(bases, (k.losses.Loss, k.metrics.Metric)):
        targets.mark_class(namespace, not of_keras3)
    if extends(bases, k.callbacks.Callback):
        adapt_callback(namespace)
    called = (k.constraints.Constraint, k.initializers.Initializer, k.regularizers.Regularizer)
    if "call" in namespace and extends(bases, (*called, k.optimizers.schedules.LearningRateSchedule)):
        namespace.setdefault("__call__", namespace.pop("call"))
    if "get_config" in namespace:
        change_result(namespace, "get_config", as_named_list)
    elif "__init__" in namespace:
        namespace["get_config"] = _make_recorded_config(owner)
        namespace.setdefault("from_config", classmethod(functools.partial(_make_from_recorded, owner)))


def extends(bases: tuple[type, ...], kind: Any) -> bool:
    """Tell whether one of the bases is of a kind."""
    return any(issubclass(base, kind) for base in bases)


def get_constructor_arguments(instance: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """Give the arguments for a constructor of Keras the values that Keras 3 knows."""
    if arguments.get("reduction") == "auto":
        arguments["reduction"] = keras2_arguments.VALUES["reduction"]("auto")
    return arguments


def _make_recorded_config(owner: list[Any]) -> Callable[[Any], dict[str, Any]]:
    """Make a `get_config` that returns the constructor's arguments and those that Keras itself stores."""

    def get_config(self: Any) -> dict[str, Any]:
        try:
            config = super(owner[0], self).get_config()
        except (AttributeError, NotImplementedError):
            config = {}
        arguments = vars(self)["_constructor_arguments"]
        if any(isinstance(value, keras().KerasTensor) for value in keras().tree.flatten(arguments)):
            return dict(config)  # a functional model; Keras saves its graph instead
        return {**{name: _convert_savable(self, name, value) for name, value in arguments.items()}, **config}

    return get_config


def _convert_savable(instance: Any, argument: str, value: Any) -> Any:
    """Return an argument in a form that files can store."""
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [_convert_savable(instance, argument, item) for item in value]
    if isinstance(value, dict):
        return {name: _convert_savable(instance, argument, item) for name, item in value.items()}
    if hasattr(value, "get_config"):
        return keras().saving.serialize_keras_object(value)
    raise NotImplementedError(
        f"{type(instance).__name__}$get_config(): the argument `{argument}` of the constructor cannot be saved. Write "
        f"a method `get_config` that adds values that can be saved to super$get_config(). Received: {argument} = "
        f"{show_value(value)}"
    )


def _make_from_recorded(owner: list[Any], cls: type, config: dict[str, Any]) -> Any:
    """Make an object from the result of `get_config`."""
    left_to_keras = ("dtype", "layer") if issubclass(cls, keras().layers.Wrapper) else ("dtype",)
    made = {
        name: keras().saving.deserialize_keras_object(value)
        if _is_saved(value) and name not in left_to_keras
        else value
        for name, value in config.items()
    }
    parent = getattr(super(owner[0], cls), "from_config", None)
    return parent(made) if parent else cls(**made)


def _is_saved(value: Any) -> bool:
    return isinstance(value, dict) and {"class_name", "config", "module"} <= set(value)


mark_as_default(find_output_shape)
