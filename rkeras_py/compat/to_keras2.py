"""Model descriptions that tf-keras (Keras 2) can read, if Keras 2 can build the model."""

from collections.abc import Mapping
from typing import Any

from . import hosted
from .file_terms import ADDED, ADDED_TO, ANYTHING, KERAS3_ONLY, RENAMED
from .keras2_arguments import ACTIVATIONS
from .to_keras3 import find_module

_GRAPHS = ("Functional", "Model", "Sequential")


class NotInKeras2(ValueError):
    """Something that Keras 2 cannot make."""


def describe_in_common_dialect(config: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a model in words that Keras 2 and Keras 3 read alike.

    Args:
        config: What `keras.saving.serialize_keras_object()` gave for a model, optimizer, loss or metric.

    Returns:
        The description; the one that came is not changed.

    Raises:
        NotInKeras2: If there is none.
    """
    name = config["class_name"]
    inner = config["config"]
    if name in KERAS3_ONLY:
        raise NotInKeras2(name)
    if config.get("registered_name") == hosted.CLASS:
        return dict(config)
    if name == "Functional":
        inner = _translate_graph(inner)
    elif name == "Sequential":
        kept = {key: inner[key] for key in ("name", "build_input_shape") if key in inner}
        inner = {**kept, "layers": [describe_layer_by_name(layer) for layer in inner["layers"]]}
    else:
        inner = _translate_arguments(name, inner)
    return {**config, "config": inner}


def describe_layer_by_name(config: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a model, or a layer within one: older readers know its class by the name alone.

    Args:
        config: What `keras.saving.serialize_keras_object()` gave.

    Raises:
        NotInKeras2: If Keras 2 cannot make it.
    """
    made = describe_in_common_dialect(config)
    if _is_misread(made["config"]):
        return made
    if find_module(config["class_name"]) is not None:
        return {"class_name": made["class_name"], "config": made["config"]}
    return {"class_name": config.get("registered_name") or config["class_name"], "config": made["config"]}


def _is_misread(config: Any) -> bool:
    """Tell whether Keras 3, without the class's module, would drop axes or use one of its own functions for a name."""
    if not isinstance(config, Mapping):
        return False
    axis = config.get("axis")
    return (isinstance(axis, (list, tuple)) and len(axis) > 1) or config.get("score_mode") == "dot"


def _translate_arguments(name: str, config: Any) -> Any:
    if not isinstance(config, Mapping):
        return config
    back = {new: old for old, new in RENAMED.get(name, {}).items()}
    added = {**ADDED, **ADDED_TO.get(name, {})}
    made = {}
    for key, value in config.items():
        if key in added and (added[key] is ANYTHING or value in added[key]):
            continue
        if key in ADDED:
            raise NotInKeras2(f"{key} = {value!r}")
        made[back.get(key, key)] = _translate_value(key, value)
    return made


def _translate_value(key: str, value: Any) -> Any:
    if key in ACTIVATIONS and value == "hard_sigmoid":
        raise NotInKeras2("hard_sigmoid, which is a different function there")
    if key in ACTIVATIONS and isinstance(value, Mapping) and value.get("class_name") == "function":
        name = value["registered_name"]
        return value["config"] if name == "function" else name
    if isinstance(value, Mapping) and value.get("class_name") == "DTypePolicy":
        name = value["config"]["name"]
        if name.startswith("mixed"):
            raise NotInKeras2(name)
        return name
    if isinstance(value, Mapping) and value.get("class_name") == "Functional":
        raise NotInKeras2("a functional model as an argument")
    if isinstance(value, Mapping):
        return describe_in_common_dialect(value) if "class_name" in value and "config" in value else dict(value)
    if isinstance(value, (list, tuple)):
        return [_translate_value("", item) for item in value]
    return value


def _translate_graph(config: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(config)
    layers = []
    for layer in config["layers"]:
        if layer["class_name"] in _GRAPHS:
            raise NotInKeras2("a model as a layer: Keras 2 counts its calls differently")
        one = describe_layer_by_name(layer)
        one["name"] = layer["name"]
        one["inbound_nodes"] = [_describe_node(node) for node in layer["inbound_nodes"]]
        layers.append(one)
    made["layers"] = layers
    return made


def _describe_node(node: Mapping[str, Any]) -> Any:
    """Describe one call: a list of tensors, each with the call's named arguments."""
    kwargs = {key: value for key, value in node["kwargs"].items() if value is not None and value is not False}
    if len(node["args"]) != 1 or _has_tensor(kwargs):
        raise NotInKeras2("a layer that is called on several arguments")
    argument = node["args"][0]
    if _describes_tensor(argument):
        return [_describe_reference(argument, kwargs)]
    if not isinstance(argument, list) or len(argument) < 2 or not all(map(_describes_tensor, argument)):
        raise NotInKeras2("a layer that is called on a nested list")
    return [_describe_reference(tensor, kwargs) for tensor in argument]


def _describes_tensor(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("class_name") == "__keras_tensor__"


def _has_tensor(value: Any) -> bool:
    if isinstance(value, Mapping):
        return _describes_tensor(value) or any(map(_has_tensor, value.values()))
    return isinstance(value, (list, tuple)) and any(map(_has_tensor, value))


def _describe_reference(tensor: Mapping[str, Any], kwargs: Mapping[str, Any]) -> list[Any]:
    return [*tensor["config"]["keras_history"], dict(kwargs)]
