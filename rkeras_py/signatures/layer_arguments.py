"""The arguments that every layer has: for its position in the model, its weights, its name and type."""

from collections.abc import Collection
from typing import Any

from ..compat.keras2_arguments import BASE_ARGUMENTS, WITH_MASKS
from ..engine.loading import resolve
from .calls import get_keras_arguments
from .registry import Spec
from .words import LAYER_OPTIONS, Bool, convert_value, get_word

LEFT_OUT_WHEN_NULL = ("dtype", "name", "trainable")
_OF_EVERY_LAYER = (*BASE_ARGUMENTS, *LEFT_OUT_WHEN_NULL)


def take_base_arguments(spec: Spec, values: dict[str, Any], further: dict[str, Any]) -> dict[str, Any]:
    """Take out what concerns the first layer of a model and the initial weights; drop what is NULL.

    Args:
        spec: The layer function.
        values: Its arguments, converted; changed in place.
        further: Those that came by `...`, as the user supplied them; changed in place.

    Returns:
        What the layer is told about the model around it.
    """
    base: dict[str, Any] = {}
    for name in [name for name in _OF_EVERY_LAYER if name in values or name in further]:
        if name in further:
            further[name] = _convert_option(spec.name, name, further[name])
        if name in BASE_ARGUMENTS and not (name in spec.params and name == "input_dim"):
            value = values.pop(name, None)
            value = further.pop(name, value)
            if value is not None:
                base[name] = value
        elif name in spec.params and spec.params[name].default is None and values.get(name, 0) is None:
            values.pop(name)
        elif further.get(name, 0) is None:
            further.pop(name)
    if spec.name in WITH_MASKS and "match_masks" in further:
        matches = further.pop("match_masks")
        base["match_masks"] = convert_value(spec.name, "match_masks", get_word(Bool), matches, True)
    if "trainable" in values or "trainable" in further:
        _take_trainable(spec, values, further, base)
    return base


def _take_trainable(spec: Spec, values: dict[str, Any], further: dict[str, Any], base: dict[str, Any]) -> None:
    """Set `trainable` after construction if the constructor does not take it."""
    if "trainable" not in get_keras_arguments(resolve(spec.target)):
        trainable = further.pop("trainable", values.pop("trainable", None))
        if trainable is not None:
            base["trainable"] = trainable


def split_base_arguments(
    function: str, arguments: dict[str, Any], own: Collection[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Tell the constructor's arguments of a user's class from what concerns the model around the layer.

    Args:
        function: Name of the class, for errors.
        arguments: All supplied arguments.
        own: Names of the arguments that the constructor has itself.

    Returns:
        The arguments of the constructor, and what the layer is told about the model.
    """
    base: dict[str, Any] = {}
    kept = dict(arguments)
    for name in [name for name in _OF_EVERY_LAYER if name in kept and name not in own]:
        value = _convert_option(function, name, kept.pop(name))
        if value is not None:
            (base if name in BASE_ARGUMENTS else kept)[name] = value
    return kept, base


def _convert_option(function: str, name: str, value: Any) -> Any:
    word, default = LAYER_OPTIONS[name]
    return convert_value(function, name, word, value, default)
