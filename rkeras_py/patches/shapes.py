"""Shapes that Keras 3 tells otherwise than Keras 2, of layers that functions of this package made."""

import functools
from collections.abc import Callable
from typing import Any

from ..graph import nodes


def attach(keras: Any) -> None:
    """Let two layers answer as in Keras 2; those of plain Keras answer as before.

    Args:
        keras: The loaded `keras` module.
    """
    text, cropping = keras.layers.TextVectorization, keras.layers.Cropping3D
    _put(text, "compute_output_shape", _vector_of_each_text)
    _put(cropping, "compute_output_shape", _cropped_shape)
    _put(cropping, "call", _cropped)


def _put(cls: type, name: str, method: Callable[..., Any]) -> None:
    own = getattr(cls, name)

    @functools.wraps(own)
    def answer(self: Any, *args: Any, **named: Any) -> Any:
        if not nodes.is_ours(self):
            return own(self, *args, **named)
        return method(self, *args, *named.values(), own)

    setattr(cls, name, answer)


def _vector_of_each_text(layer: Any, input_shape: Any, own: Callable[..., Any]) -> Any:
    """The shape of one vector for each text: (batch, 1) is as many texts as (batch), for which Keras 3 has an axis."""
    splits = layer._output_mode != "int" and layer._split is not None
    is_column = splits and len(input_shape) > 1 and input_shape[-1] == 1
    return own(layer, tuple(input_shape)[:-1] if is_column else input_shape)


def _kept(layer: Any, shape: Any) -> list[slice]:
    """What is left along each axis: nothing where more is cropped than there is, which Keras 3 refuses."""
    first = 2 if layer.data_format == "channels_first" else 1
    kept = [slice(None)] * 5
    for axis, (before, after) in enumerate(layer.cropping, first):
        size = shape[axis]
        kept[axis] = slice(before, -after or None) if size is None else slice(before, max(before, size - after))
    return kept


def _crops_all(layer: Any, shape: Any) -> bool:
    sizes = shape[2:5] if layer.data_format == "channels_first" else shape[1:4]
    return any(size is not None and sum(crop) >= size for size, crop in zip(sizes, layer.cropping, strict=True))


def _cropped(layer: Any, inputs: Any, own: Callable[..., Any]) -> Any:
    return inputs[tuple(_kept(layer, inputs.shape))] if _crops_all(layer, inputs.shape) else own(layer, inputs)


def _cropped_shape(layer: Any, input_shape: Any, own: Callable[..., Any]) -> Any:
    if not _crops_all(layer, input_shape):
        return own(layer, input_shape)
    parts = zip(input_shape, _kept(layer, input_shape), strict=True)
    return tuple(size if size is None else len(range(size)[kept]) for size, kept in parts)
