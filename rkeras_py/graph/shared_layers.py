"""Layers that a model and a model within it share: Keras writes such a layer twice, and reads two of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..engine.internals.graphs import is_describable
from ..engine.internals.layers import flat_layers, own_variables
from ..messages import notices

Found = list[tuple[str, list[Any], list[Any]]]
"""Of each layer that a file has weights for: its label, its variables, their values."""


def warn_of_shared(config: Any, model: Any) -> None:
    """Warn of layers that were one layer when a model was saved, and are separate in the model that was read.

    Args:
        config: The description of the model.
        model: The model.
    """
    names = set(_list_shared(config))
    layers = [layer for layer in flat_layers(model) if layer.name in names and layer.weights] if names else []
    _warn_of_copies({layer.name for layer in layers if len(_find_namesakes(layer, layers)) > 1})


def _warn_of_copies(names: set[str]) -> None:
    if names:
        layers = ", ".join(f"'{name}'" for name in sorted(names))
        notices.warn(
            f"The model shared the layer {layers} with a model within it when they were saved; each has its own copy "
            "now. The predictions are the same, but training changes the copies separately. To share it again, create "
            "the model by its code, and load its weights."
        )


def list_shared(model: Any) -> list[str]:
    """Return the names of the layers with weights that a model shares with a model within it.

    Models that the code of a class makes share theirs again when they are read.

    Args:
        model: The model, or any layer.
    """
    names = set()
    for outer in filter(is_describable, flat_layers(model)):
        held: set[int] = set()
        for one in filter(is_describable, flat_layers(outer)):
            own = [layer for layer in one.layers if layer.weights]
            names |= {layer.name for layer in own if id(layer) in held}
            held |= {id(layer) for layer in own}
    return sorted(names)


def refuse_shared(model: Any, function: str = "") -> None:
    """Refuse to write a model in Keras's own format that Keras cannot read: it writes weights of a shared layer once.

    Args:
        model: The model.
        function: The function that the user called; none where a caller names it.

    Raises:
        ValueError: If the model shares a layer that has weights with a model within it.
    """
    if names := list_shared(model):
        begin = f"{function}(): " if function else ""
        raise ValueError(
            f"{begin}several models in this model share the layer '{names[0]}', and Keras cannot read its own .keras "
            "format of such a model. A .h5 file has a copy of the layer for each; to keep it shared, save the weights "
            "with save_model_weights_hdf5(), and create the model by its code."
        )


def warn_of_split(model: Any, result: str) -> None:
    """Warn where layers that a model shares with a model within it become separate.

    Args:
        model: The model.
        result: Where they are separate: "the saved model".
    """
    if names := list_shared(model):
        layers = ", ".join(f"'{name}'" for name in names)
        notices.warn(
            f"Several models in this model share the layer {layers}; in {result} each has its own copy, and training "
            "changes the copies separately. To share it, create the model by its code, and load its weights."
        )


def _list_shared(config: Any) -> Iterator[str]:
    """Yield the names of the layers that a description marks as being described before."""
    if isinstance(config, Mapping):
        described = config.get("config")
        is_shared = "shared_object_id" in config and config.get("class_name") != "InputLayer"
        if is_shared and isinstance(described, Mapping) and isinstance(described.get("name"), str):
            yield described["name"]
    parts = config.values() if isinstance(config, Mapping) else config if isinstance(config, list) else ()
    for part in parts:
        yield from _list_shared(part)


def _find_namesakes(layer: Any, layers: list[Any]) -> list[Any]:
    return [one for one in layers if one.name == layer.name and type(one) is type(layer)]


def fill_copies(model: Any, found: Found) -> None:
    """Add the weights of layers that a file has none of, since it has those of the layer that they were one with; warn.

    Args:
        model: The model.
        found: The weights in the file; changed in place.
    """
    values = {id(variable): value for _, some, arrays in found for variable, value in zip(some, arrays, strict=False)}
    layers = [layer for layer in flat_layers(model) if own_variables(layer)]
    copied = set()
    for layer in layers:
        if id(own_variables(layer)[0]) in values:
            continue
        twins = [own_variables(one) for one in _find_namesakes(layer, layers) if one.get_config() == layer.get_config()]
        known = [some for some in twins if all(id(variable) in values for variable in some)]
        if len(known) == 1:
            found.append((f"layer '{layer.name}'", own_variables(layer), [values[id(one)] for one in known[0]]))
            copied.add(layer.name)
    _warn_of_copies(copied)
