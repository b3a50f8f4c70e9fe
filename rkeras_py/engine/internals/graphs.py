"""The graph of symbolic tensors: the layer call that each tensor comes from, and the models made of them."""

from collections.abc import Callable, Mapping
from typing import Any

from ..loading import find, keras
from .layers import is_outermost_call, training_default
from .modules import OWN_CODE, functional_class

_TRAINING = "rkeras_training"


def inbound_nodes(layer: Any) -> list[Any]:
    """Return the calls of a layer or operation in order, those that Keras made by itself among them.

    Args:
        layer: The layer; the list is its own.
    """
    return layer._inbound_nodes  # type: ignore[no-any-return]


def outbound_nodes(layer: Any) -> list[Any]:
    """Return the calls of other layers on what a layer gave.

    Args:
        layer: The layer; the list is its own.
    """
    return layer._outbound_nodes  # type: ignore[no-any-return]


def keras_history(tensor: Any) -> Any:
    """Return where a symbolic tensor comes from: `operation`, `node_index`, `tensor_index`; None for other tensors.

    Args:
        tensor: The tensor.
    """
    return getattr(tensor, "_keras_history", None)


def source_node(tensor: Any) -> Any:
    """Return the call that gave a symbolic tensor.

    Args:
        tensor: The tensor.
    """
    history = tensor._keras_history
    return history.operation._inbound_nodes[history.node_index]


def keras_mask(tensor: Any) -> Any:
    """Return the mask that travels with a tensor, or None.

    Args:
        tensor: The tensor.
    """
    return find(f"{OWN_CODE}.backend.get_keras_mask")(tensor)


def set_keras_mask(tensor: Any, mask: Any) -> None:
    """Give a tensor the mask that travels with it.

    Args:
        tensor: The tensor.
        mask: The mask; None without.
    """
    find(f"{OWN_CODE}.backend.set_keras_mask")(tensor, mask)


def is_describable(model: Any) -> bool:
    """Tell whether a description says all about a model: it is functional or Sequential, and no class of a user.

    Args:
        model: The model.
    """
    return isinstance(model, (keras().Sequential, functional_class()))


def sequential_graph(model: Any) -> Any:
    """Return the functional model that a Sequential model runs; None where it is not built.

    Args:
        model: The Sequential model.
    """
    return model._functional


def graph_of(model: Any) -> Any:
    """Return the functional model that holds the graph of a model; None where it has none.

    Args:
        model: A model, or any layer.
    """
    graph = model._functional if isinstance(model, keras().Sequential) else model
    return graph if hasattr(graph, "_nodes_by_depth") else None


def inputs_structure(graph: Any) -> Any:
    """Return the inputs of a functional model in the lists and dicts they were given in.

    Args:
        graph: The functional model.
    """
    return graph._inputs_struct


def outputs_structure(graph: Any) -> Any:
    """Return the outputs of a functional model in the lists and dicts they were given in.

    Args:
        graph: The functional model.
    """
    return graph._outputs_struct


def nodes_by_depth(graph: Any) -> Mapping[int, list[Any]]:
    """Return the calls that a functional model consists of, by their distance from the outputs.

    Args:
        graph: The functional model.
    """
    return graph._nodes_by_depth  # type: ignore[no-any-return]


def run_through_graph(graph: Any, inputs: Any, operation_fn: Callable[[Any], Any] = lambda operation: operation) -> Any:
    """Compute a functional model, or a `keras.Function`, operation by operation.

    Args:
        graph: The model.
        inputs: Its inputs.
        operation_fn: Gives what is called in place of an operation.
    """
    return graph._run_through_graph(inputs, operation_fn=operation_fn)


def gives_training(node: Any) -> bool:
    """Tell whether a call was made with an argument `training` that is not the default, for this call alone.

    Args:
        node: The call.
    """
    return any(hasattr(tensor, _TRAINING) for tensor in node.outputs)


def note_training(layer: Any, outputs: Any, training: Any) -> None:
    """Note `training` of a symbolic call, unless it is the default or comes from a call around it.

    Args:
        layer: The layer that is called.
        outputs: Its symbolic outputs.
        training: The argument; 0 is FALSE that a user gave, where FALSE may be the default.
    """
    if training is None or training is training_default(layer) or not is_outermost_call(layer):
        return
    for tensor in keras().tree.flatten(outputs):
        setattr(tensor, _TRAINING, training)


def replaced_run(graph: Any) -> Any:
    """Return what replace_run() put into a functional model, or None.

    Args:
        graph: The functional model.
    """
    return vars(graph).get("_run_through_graph")


def replace_run(graph: Any, run: Callable[..., Any]) -> Callable[..., Any]:
    """Replace the function that computes a functional model.

    Args:
        graph: The functional model.
        run: The function of (inputs, operation_fn, call_fn).

    Returns:
        What computed it before.
    """
    before = graph._run_through_graph
    graph._run_through_graph = run
    return before  # type: ignore[no-any-return]
