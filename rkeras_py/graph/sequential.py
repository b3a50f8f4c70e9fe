"""Growing a Sequential model layer by layer, each layer called once.

Keras 3 calls every layer of a Sequential model again whenever one is added, which is quadratic and leaves a
stale node on each. Here a layer added to a built model is called on the live output only; the model stays a plain
`keras.Sequential`.
"""

import weakref
from typing import Any

from ..engine.loading import keras, resolve
from . import nodes

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
        forget_functions(model)
        return model
    count, was_built = len(model._layers), model.built
    try:
        model.add(layer, rebuild=False)
        with model._open_name_scope():  # else the weights would lack the model in their paths
            output = layer(functional.outputs[0])
        extended = _extend(model, functional, layer, output)
    except BaseException:
        del model._layers[count:]
        model._functional, model.built = functional, was_built
        raise
    model._functional, model.built = extended, True
    if layer._inbound_nodes:  # not so where a layer's own __call__ hands on to others
        nodes.grown(model, layer)
    forget_functions(model)
    return model


def forget_functions(model: Any) -> None:
    """Let a model that changed compile its steps anew: Keras would go on to run those of the model before.

    Args:
        model: The model.
    """
    model.train_function = model.test_function = model.predict_function = None


_GRAPH = {
    "_inputs", "_inputs_struct", "_outputs", "_outputs_struct", "output_names",
    "_nodes", "_nodes_by_depth", "_operations", "_operations_by_depth",
}  # fmt: skip
"""What Keras's Functional holds beyond what every model holds."""


def _extend(model: Any, functional: Any, layer: Any, output: Any) -> Any:
    """Extend the graph of a Sequential model by a layer that was called on its output.

    Keras's constructor walks the whole graph each time. Here a chain gets one more link, which leaves what the
    constructor would make of it; anything else goes to the constructor.
    """
    from keras.src.models.functional import Functional

    if not _is_plain_link(model, functional, layer, output):
        with model._open_name_scope():  # as in Sequential.build()
            return Functional(inputs=functional._inputs_struct, outputs=output)
    from keras.src.ops.function import make_node_key
    from keras.src.utils.naming import auto_name

    scope = functional._path.removesuffix(functional.name)
    functional.name = auto_name("functional")  # the constructor would count one on
    functional._path = scope + functional.name
    functional._tracker.track(layer)
    functional._nodes.add(make_node_key(layer, output._keras_history.node_index))
    functional._operations.append(layer)
    _put_at_depth_0(functional._nodes_by_depth, layer._inbound_nodes[-1])
    _put_at_depth_0(functional._operations_by_depth, layer)
    functional.output_names[0] = layer.name
    vars(functional).update(_outputs_struct=output, _outputs=[output])  # a new list: users may hold the old one
    return functional


def _is_plain_link(model: Any, functional: Any, layer: Any, output: Any) -> bool:
    """Whether the graph is a chain, kept as we know it, and the layer made one new node at its end."""
    history = getattr(output, "_keras_history", None)
    if history is None or history.operation is not layer or layer in functional._operations:
        return False
    node = layer._inbound_nodes[history.node_index]
    return bool(
        vars(functional).keys() - vars(model).keys() == _GRAPH
        and node is layer._inbound_nodes[-1]
        and node.input_tensors == functional._outputs
        and node.outputs == [output]
        and len(functional._operations) == len(functional._nodes_by_depth) == len(functional._operations_by_depth)
    )


def _put_at_depth_0(by_depth: Any, end: Any) -> None:
    """Put the new end of a chain before the others; depth counts from the output."""
    for depth in range(len(by_depth), 0, -1):
        by_depth[depth] = by_depth[depth - 1]
    by_depth[0] = [end]


def _add_input(model: Any, layer: Any) -> None:
    shape = _batch_shapes.get(layer)
    if shape is not None:
        dtype = _input_dtype(layer)
        model.add(keras().layers.InputLayer(batch_shape=shape, dtype=dtype))


def _input_dtype(layer: Any) -> Any:
    """The dtype that Keras 2 gave the input of a model whose first layer names a shape."""
    keys = getattr(layer, "_key_dtype", None)  # of a lookup, which may take words and give numbers or the other way
    return keys or getattr(layer, "input_dtype", None)


def _add_plainly(model: Any, layer: Any) -> None:
    before = list(model._layers)
    try:
        model.add(layer)
    except BaseException:
        model._layers[:] = before
        if before:
            model._maybe_rebuild()
        raise


def takes_columns(layer: Any) -> bool:
    """Whether a layer, or a Sequential model by its first one, takes the columns of a data frame by their names.

    Args:
        layer: A layer or model.
    """
    inner: list[Any] = layer.layers if isinstance(layer, keras().Sequential) else [layer]
    return bool(inner) and isinstance(inner[0], resolve("rkeras_py.classes.dense_features.DenseFeatures"))
