"""The description of a model: its layers and connections, without the compile settings, as in Keras 2."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from ..engine.internals.layers import flat_layers
from ..engine.loading import keras
from ..graph import shared_layers
from .named_inputs import note_named_shapes


@contextlib.contextmanager
def treat_as_uncompiled(model: Any) -> Iterator[None]:
    """Have Keras take a model, and the models in it, for models that were not compiled.

    Keras 3 copies also how they were compiled, and fails where that names functions of the user.

    Args:
        model: A model; anything else is left to Keras.
    """
    layers = flat_layers(model) if isinstance(model, keras().layers.Layer) else ()
    compiled = [layer for layer in layers if getattr(layer, "compiled", False)]
    try:
        for layer in compiled:
            layer.compiled = False
        yield
    finally:
        for layer in compiled:
            layer.compiled = True


def describe_model(model: Any) -> dict[str, Any]:
    """Describe a model in plain data."""
    shared_layers.warn_of_split(model, "the described model")
    with treat_as_uncompiled(model):
        described: dict[str, Any] = json.loads(model.to_json())
    return note_named_shapes(described, model)


def drop_compilation(described: Any) -> Any:
    """Take out of a description by Keras 3 how the models in it were compiled.

    Args:
        described: A description, or a part of one.
    """
    if isinstance(described, dict):
        return {key: drop_compilation(part) for key, part in described.items() if key != "compile_config"}
    return [drop_compilation(part) for part in described] if isinstance(described, list) else described
