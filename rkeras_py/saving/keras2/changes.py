"""Differences between the descriptions of Keras 3 and Keras 2, layer by layer, as text."""

from collections.abc import Iterator, Mapping
from typing import Any

from ...compat.file_terms import RENAMED
from ...compat.operations import LAYERS
from ...compat.to_keras3 import Upgrade
from ...engine.internals.modules import OWN_CODE

_FOR_SHARING = ("module", "registered_name", "shared_object_id", "build_config", "compile_config", "inbound_nodes")


def find_changes(config: Mapping[str, Any]) -> dict[str, list[str]]:
    """Say what becomes of each layer of a model.

    Args:
        config: The description by Keras 2.

    Returns:
        By the names of the layers, in their order, what changed; nothing for those that are as they were. A layer in a
        model that is a layer comes after the name of that.
    """
    return dict(_compare_layers(config, Upgrade().upgraded(config, "keras.layers"), ""))


def _compare_layers(old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[tuple[str, list[str]]]:
    before = old["config"] if isinstance(old["config"], list) else old["config"]["layers"]
    after = {_get_name(layer): layer for layer in new["config"]["layers"]}
    for layer in before:
        name = _get_name(layer)
        label = f"{place}{name} ({layer['class_name']})"
        found = after.get(name)
        if layer["class_name"] in LAYERS:
            yield label, [_describe_operation(layer, found)]
        elif found is None:
            yield label, ["is no layer any more"]
        elif isinstance(layer["config"], Mapping) and "layers" in layer["config"]:
            yield from _compare_layers(layer, found, f"{place}{name}/")
        else:
            yield label, list(_compare_arguments(layer["class_name"], layer["config"], found["config"]))


def _get_name(layer: Mapping[str, Any]) -> str:
    inner = layer["config"]
    return str(layer.get("name") or (inner.get("name") if isinstance(inner, Mapping) else None))


def _describe_operation(layer: Mapping[str, Any], found: Mapping[str, Any] | None) -> str:
    function = f"tf.{layer['config']['function']}"
    if found is None:
        return f"{function} is left out: Keras 3 reshapes without it"
    return f"{function} is the operation {found['module'].removeprefix(f'{OWN_CODE}.')}.{found['class_name']}"


def _compare_arguments(class_name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    renamed = RENAMED.get(class_name, {})
    for key, value in old.items():
        if key in renamed:
            yield f"{key} is called {renamed[key]}"
        elif key not in new:
            yield f"{key} is left out"
        elif value == "hard_sigmoid" and new[key] != value:
            yield f"{key} is Keras 2's formula of hard_sigmoid"
        elif _strip_places(value) != _strip_places(new[key]):
            yield f"{key} is {_show_value(new[key])} instead of {_show_value(value)}"
    for key, value in new.items():
        if key not in old and key not in renamed.values():
            yield f"{key} is {_show_value(value)}"


def _strip_places(value: Any) -> Any:
    """Return a description without entries that only locate a class."""
    if isinstance(value, Mapping):
        return {key: _strip_places(item) for key, item in value.items() if key not in _FOR_SHARING}
    return [_strip_places(item) for item in value] if isinstance(value, (list, tuple)) else value


def _show_value(value: Any) -> str:
    if isinstance(value, Mapping) and "class_name" in value:
        inner = value.get("config")
        return str(inner if value["class_name"] == "function" else value["class_name"])
    return repr(value)
