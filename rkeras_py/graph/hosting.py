"""Keras 2 layers added to a model: each is wrapped in a Keras 3 layer."""

from typing import Any

from ..compat.hosted import is_keras2_layer
from ..engine.loading import resolve


def host(value: Any) -> Any:
    """Return the layer of Keras 3 that hosts one of tf_keras; anything else as it is.

    Args:
        value: A layer, or anything.
    """
    return resolve("rkeras_py.classes.keras2_layer.Keras2Layer")(value) if is_keras2_layer(value) else value
