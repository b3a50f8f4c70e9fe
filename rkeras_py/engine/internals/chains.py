"""Sequential models: their layers, and the functional model inside, which grows by a link where Keras rebuilds it."""

from contextlib import AbstractContextManager
from typing import Any

from ..loading import resolve
from .modules import OWN_CODE, functional_class

_GRAPH = {
    "_inputs", "_inputs_struct", "_outputs", "_outputs_struct", "output_names",
    "_nodes", "_nodes_by_depth", "_operations", "_operations_by_depth",
}  # fmt: skip
"""The attributes that only Keras's Functional has."""


def all_layers(model: Any) -> list[Any]:
    """Return the layers of a Sequential model, its input among them, or those whose weights a functional model has.

    Args:
        model: The model; the list is its own.
    """
    return model._layers  # type: ignore[no-any-return]


def set_graph(model: Any, graph: Any) -> None:
    """Make a Sequential model run a functional model.

    Args:
        model: The Sequential model.
        graph: The functional one, or None for a model that is not built.
    """
    model._functional = graph


def name_scope(model: Any) -> AbstractContextManager[Any]:
    """Put the name of a model into the path of what is made inside.

    Args:
        model: The model.
    """
    return model._open_name_scope()  # type: ignore[no-any-return]


def rebuild(model: Any) -> None:
    """Build a Sequential model again where its layers tell its input.

    Args:
        model: The model.
    """
    model._maybe_rebuild()


def set_input_shape(layer: Any, shape: tuple[int | None, ...]) -> None:
    """Tell a layer the shape of its input, without the batch axis, for Sequential models that it becomes the first of.

    Args:
        layer: The layer.
        shape: The shape.
    """
    layer._input_shape_arg = shape


def extend_functional(model: Any, functional: Any, layer: Any, output: Any) -> Any:
    """Extend the functional model inside a Sequential one by a layer that was called on its output.

    Keras's constructor walks the whole graph each time. Here a chain gets one more link, which leaves what the
    constructor would make of it; anything else goes to the constructor.

    Args:
        model: The Sequential model.
        functional: The functional model inside.
        layer: The layer.
        output: What it gave.

    Returns:
        The functional model with the layer: the same one, or a new one.
    """
    if not _is_plain_link(model, functional, layer, output):
        with name_scope(model):  # Sequential.build() does the same
            return functional_class()(inputs=functional._inputs_struct, outputs=output)
    scope = functional._path.removesuffix(functional.name)
    functional.name = resolve(f"{OWN_CODE}.utils.naming.auto_name")("functional")  # as the constructor names it
    functional._path = scope + functional.name
    functional._tracker.track(layer)
    functional._nodes.add(resolve(f"{OWN_CODE}.ops.function.make_node_key")(layer, output._keras_history.node_index))
    functional._operations.append(layer)
    _put_at_depth_0(functional._nodes_by_depth, layer._inbound_nodes[-1])
    _put_at_depth_0(functional._operations_by_depth, layer)
    functional.output_names[0] = layer.name
    vars(functional).update(_outputs_struct=output, _outputs=[output])  # users may hold the old list
    return functional


def _is_plain_link(model: Any, functional: Any, layer: Any, output: Any) -> bool:
    """Tell whether a graph is a chain of the known structure, to which a layer has added one node at the end."""
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
    """Put the new end of a chain first; depth counts from the output."""
    for depth in range(len(by_depth), 0, -1):
        by_depth[depth] = by_depth[depth - 1]
    by_depth[0] = [end]
