"""Bidirectional layers around one that goes backwards: the other copy goes forwards, as in Keras 2."""

import functools
from collections.abc import Callable
from typing import Any

from ..engine.loading import keras


def turn_around(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the constructor of a bidirectional layer.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def construct(
        self: Any,
        layer: Any,
        merge_mode: Any = "concat",
        weights: Any = None,
        backward_layer: Any = None,
        **kwargs: Any,
    ) -> None:
        if backward_layer is None and getattr(layer, "go_backwards", False):
            backward_layer = _copy_forwards(layer)
        own(self, layer, merge_mode, weights, backward_layer, **kwargs)

    return construct


def _copy_forwards(layer: Any) -> Any:
    saving = keras().saving
    described = saving.serialize_keras_object(layer)
    name = f"backward_{layer.name.removeprefix('backward_')}"
    described["config"] = {**described["config"], "go_backwards": False, "name": name}
    return saving.deserialize_keras_object(described)
