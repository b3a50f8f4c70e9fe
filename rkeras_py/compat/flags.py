"""Flags and counts in layer descriptions that old versions, and R, wrote as text or as other types of numbers."""

import functools
import inspect
from collections.abc import Mapping
from typing import Any

from ..engine.loading import find, keras

_EVERYWHERE = ("trainable", "stateful", "unroll", "go_backwards", "return_sequences", "return_state")
_COUNTS = {
    *("axes", "axis", "cropping", "depth_multiplier", "dilation_rate", "dims", "filters", "groups", "implementation"),
    *("input_dim", "kernel_size", "key_dim", "mask_token", "n", "num_heads", "oov_token", "output_dim"),
    *("output_padding", "padding", "pool_size", "seed", "size", "strides", "target_shape", "units", "value_dim"),
}
"""Integer arguments, which R sends as doubles unless its code uses as.integer()."""


def read_flags(name: str, module: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a layer with logicals for flags that are texts or numbers, and counts as whole numbers.

    Keras 2 took flags by their truth, so that the text "FALSE" counts as true, and the weights were trained so.

    Args:
        name: Name of the class.
        module: The module of Keras 3 that has it.
        config: The arguments.
    """
    named = getattr(find(module), name, None) if module.startswith("keras.") else None
    flags = _list_flags(named or keras().saving.get_registered_object(name))
    return {
        key: bool(value)
        if key in flags and isinstance(value, (str, int, float))
        else _make_whole(value)
        if flags and key in _COUNTS
        else value
        for key, value in config.items()
    }


def _make_whole(value: Any) -> Any:
    if isinstance(value, list):
        return [_make_whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@functools.cache
def _list_flags(cls: Any) -> frozenset[str]:
    """Return the arguments of a class of layers whose defaults are logicals."""
    if not isinstance(cls, type) or not issubclass(cls, keras().layers.Layer):
        return frozenset()
    parameters = inspect.signature(cls.__init__).parameters.values()  # type: ignore[misc]
    return frozenset((*_EVERYWHERE, *(one.name for one in parameters if isinstance(one.default, bool))))
