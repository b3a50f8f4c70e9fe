"""Layers of Keras 2 where they arrive in a model: each gets a layer of Keras 3 around it."""

from typing import Any

from ..compat.hosted import is_keras2_layer
from ..engine.loading import resolve


def host(value: Any) -> Any:
    """Return the layer of Keras 3 that hosts one of tf_keras; anything else as it is.

    Args:
        value: A layer, or anything.
    """
    return resolve("rkeras_py.classes.keras2_layer.Keras2Layer")(value) if is_keras2_layer(value) else value
