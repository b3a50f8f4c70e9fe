"""Flags in descriptions of layers that old versions wrote as texts or numbers."""

import functools
import inspect
from collections.abc import Mapping
from typing import Any

from ..engine.loading import find, keras

_EVERYWHERE = ("trainable", "stateful", "unroll", "go_backwards", "return_sequences", "return_state")


def read_flags(name: str, module: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a class with logicals for flags that are texts or numbers.

    Keras 2 took them by their truth, so that the text "FALSE" counts as true, and the weights were trained so.

    Args:
        name: Name of the class.
        module: The module of Keras 3 that has it.
        config: The arguments.
    """
    flags = _list_flags(name, module)
    return {
        key: bool(value) if key in flags and isinstance(value, (str, int, float)) else value
        for key, value in config.items()
    }


@functools.cache
def _list_flags(name: str, module: str) -> frozenset[str]:
    """Return the arguments of a class of Keras whose defaults are logicals."""
    cls = getattr(find(module), name, None) if module.startswith("keras.") else None
    if not isinstance(cls, type) or not issubclass(cls, keras().layers.Layer):
        return frozenset()
    parameters = inspect.signature(cls.__init__).parameters.values()  # type: ignore[misc]
    return frozenset((*_EVERYWHERE, *(one.name for one in parameters if isinstance(one.default, bool))))
