"""Growing a Sequential model layer by layer, each layer called once.

Keras 3 calls every layer of a Sequential model again whenever one is added, which is quadratic and leaves a
stale node on each. Here a layer added to a built model is called on the live output only; the model stays a plain
`keras.Sequential`.
"""

import weakref
from typing import Any

from ..engine.internals import chains
from ..engine.internals.graphs import inbound_nodes, sequential_graph
from ..engine.internals.layers import flat_layers, key_dtype
from ..engine.loading import keras, resolve
from . import nodes
from .hosting import host

_batch_shapes: "weakref.WeakKeyDictionary[Any, tuple[int | None, ...]]" = weakref.WeakKeyDictionary()


def remember_input(layer: Any, batch_shape: tuple[int | None, ...]) -> None:
    """Keep the input shape that a layer was given, for the day it becomes the first of a model.

    Args:
        layer: The layer.
        batch_shape: The shape with the batch axis.
    """
    _batch_shapes[layer] = batch_shape
    if batch_shape[0] is None:
        chains.set_input_shape(layer, batch_shape[1:])  # plain keras.Sequential reads it, too


def add_layer(model: Any, layer: Any) -> Any:
    """Add a layer at the end of a Sequential model, in place.

    Args:
        model: The model.
        layer: The layer, or a model used as one.

    Returns:
        The same model.

    Raises:
        ValueError: If the layer does not fit, with the model left as it was.
    """
    layer = host(layer)
    if isinstance(layer, keras().Layer) and any(one is model for one in flat_layers(layer)):
        advice = "clone_model() copies it, and steps of a pipe leave it out."
        raise ValueError(f'the model "{model.name}" cannot be a layer of itself: {advice}')
    if not chains.all_layers(model):
        _add_input(model, layer)
    functional = sequential_graph(model)
    if functional is None or len(functional.outputs) != 1:
        _add_plainly(model, layer)
        forget_functions(model)
        return model
    count, was_built = len(chains.all_layers(model)), model.built
    try:
        model.add(layer, rebuild=False)
        with chains.name_scope(model):  # so that the paths of the weights contain the model's name
            output = layer(functional.outputs[0])
        extended = chains.extend_functional(model, functional, layer, output)
    except BaseException:
        del chains.all_layers(model)[count:]
        chains.set_graph(model, functional)
        model.built = was_built
        raise
    chains.set_graph(model, extended)
    model.built = True
    if inbound_nodes(layer):  # false if the layer's own __call__ only calls other layers
        nodes.note_grown_node(model, layer)
    forget_functions(model)
    return model


def forget_functions(model: Any) -> None:
    """Make a model that changed compile its steps again: Keras would go on to run those of the model before.

    Args:
        model: The model.
    """
    model.train_function = model.test_function = model.predict_function = None


def _add_input(model: Any, layer: Any) -> None:
    shape = _batch_shapes.get(layer)
    if shape is not None:
        dtype = _get_input_dtype(layer)
        model.add(keras().layers.InputLayer(batch_shape=shape, dtype=dtype))


def _get_input_dtype(layer: Any) -> Any:
    """Return the dtype of the input that Keras 2 would give a model whose first layer has an input shape."""
    keys = key_dtype(layer)  # a lookup layer may map words to integers or integers to words
    return keys or getattr(layer, "input_dtype", None)


def _add_plainly(model: Any, layer: Any) -> None:
    before = list(chains.all_layers(model))
    try:
        model.add(layer)
    except BaseException:
        chains.all_layers(model)[:] = before
        if before:
            chains.rebuild(model)
        raise


def takes_columns(layer: Any) -> bool:
    """Tell whether a layer, or a Sequential model by its first one, takes the columns of a data frame by their names.

    Args:
        layer: A layer or model.
    """
    inner: list[Any] = layer.layers if isinstance(layer, keras().Sequential) else [layer]
    return bool(inner) and isinstance(inner[0], resolve("rkeras_py.classes.dense_features.DenseFeatures"))
