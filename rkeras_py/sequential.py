"""Growing a Sequential model layer by layer, each layer called once.

Keras 3 calls every layer of a Sequential model again whenever one is added, which is quadratic and leaves a
stale node on each. Here a layer added to a built model is called on the live output only; the model stays a plain
`keras.Sequential`.
"""

import weakref
from typing import Any

from . import nodes
from ._keras import keras

_batch_shapes: "weakref.WeakKeyDictionary[Any, tuple[int | None, ...]]" = weakref.WeakKeyDictionary()


def remember_input(layer: Any, batch_shape: tuple[int | None, ...]) -> None:
    """Keep the input shape that a layer was given, for the day it becomes the first of a model.

    Args:
        layer: The layer.
        batch_shape: The shape with the batch axis.
    """
    _batch_shapes[layer] = batch_shape
    if batch_shape[0] is None:
        layer._input_shape_arg = batch_shape[1:]  # read by plain keras.Sequential too


def add(model: Any, layer: Any) -> Any:
    """Add a layer at the end of a Sequential model, in place.

    Args:
        model: The model.
        layer: The layer, or a model used as one.

    Returns:
        The same model.

    Raises:
        ValueError: If the layer does not fit, with the model left as it was.
    """
    if not model._layers:
        _add_input(model, layer)
    functional = model._functional
    if functional is None or len(functional.outputs) != 1:
        _add_plainly(model, layer)
        return model
    from keras.src.models.functional import Functional

    count, was_built = len(model._layers), model.built
    try:
        model.add(layer, rebuild=False)
        output = layer(functional.outputs[0])
        extended = Functional(inputs=functional._inputs_struct, outputs=output)
    except BaseException:
        del model._layers[count:]
        model._functional, model.built = functional, was_built
        raise
    model._functional, model.built = extended, True
    nodes.grown(model, layer)
    return model


def _add_input(model: Any, layer: Any) -> None:
    shape = _batch_shapes.get(layer)
    if shape is not None:
        dtype = _input_dtype(layer)
        model.add(keras().layers.InputLayer(batch_shape=shape, dtype=dtype))


def _input_dtype(layer: Any) -> Any:
    """The dtype that Keras 2 gave the input of a model whose first layer names a shape."""
    return getattr(layer, "input_dtype", None)


def _add_plainly(model: Any, layer: Any) -> None:
    before = list(model._layers)
    try:
        model.add(layer)
    except BaseException:
        model._layers[:] = before
        if before:
            model._maybe_rebuild()
        raise
