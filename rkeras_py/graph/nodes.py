"""The nodes of a layer: the calls that a user made, without those that Keras made itself.

Keras 3 makes further nodes by itself, when a Sequential model is traced again or a model is built on an
intermediate tensor. They do not count here, as they do not exist in Keras 2.
"""

import os
import sys
import weakref
from typing import Any

from ..engine.internals.chains import all_layers
from ..engine.internals.graphs import (
    graph_of,
    inbound_nodes,
    inputs_structure,
    keras_mask,
    outputs_structure,
    source_node,
)
from ..engine.internals.modules import OWN_CODE
from ..engine.loading import keras
from ..messages import errors
from ..signatures.conversions import as_single
from .log_names import get_metrics_names

_ours: "weakref.WeakKeyDictionary[Any, str]" = weakref.WeakKeyDictionary()
_by_keras: "weakref.WeakSet[Any]" = weakref.WeakSet()
_traced: "weakref.WeakKeyDictionary[Any, list[weakref.ref[Any]]]" = weakref.WeakKeyDictionary()

WHAT = {
    "output": "output",
    "input": "input",
    "output_shape": "output shape",
    "input_shape": "input shape",
    "output_mask": "output mask",
    "input_mask": "input mask",
}


def mark_as_ours(layer: Any, function: str = "") -> None:
    """Make `$output` and related members of this layer follow R keras's rules; keep the function that made it."""
    _ours[layer] = function


def get_maker(layer: Any) -> str:
    """Return the name of the function that made a layer, "" where none is known."""
    return _ours.get(layer, "") if isinstance(layer, keras().layers.Layer) else ""


def is_ours(layer: Any) -> bool:
    """Tell whether a layer was made by a function of this package."""
    return layer in _ours


def get_user_calls(layer: Any) -> list[Any]:
    """Return the nodes of a layer that stand for calls a user made, in order."""
    return [node for node in inbound_nodes(layer) if is_of_user(node)]


def is_of_user(node: Any) -> bool:
    """Tell whether a node stands for a call that a user made."""
    return node not in _by_keras


def trace_anew(model: Any, build: Any, *args: Any, **kwargs: Any) -> Any:
    """Build a Sequential model, and forget the nodes of the trace before.

    Args:
        model: The model.
        build: Keras's own function.
        args: Its arguments.
        kwargs: Its named arguments.
    """
    counts = {id(layer): len(inbound_nodes(layer)) for layer in all_layers(model)}
    try:
        result = build(model, *args, **kwargs)
    except BaseException:
        _by_keras.update(_list_made_since(model, counts))
        raise
    made = _list_made_since(model, counts)
    traced_again = {id(node.operation) for node in made}  # a layer that was popped keeps its node
    for node in (reference() for reference in _traced.pop(model, ())):
        if node is not None and id(node.operation) in traced_again:
            _by_keras.add(node)
    _traced[model] = [weakref.ref(node) for node in made]
    return result


def _list_made_since(model: Any, counts: dict[int, int]) -> list[Any]:
    return [node for layer in all_layers(model) for node in inbound_nodes(layer)[counts.get(id(layer), 0) :]]


def note_grown_node(model: Any, layer: Any) -> None:
    """Note the node that a layer got when it was added to a model."""
    _traced.setdefault(model, []).append(weakref.ref(inbound_nodes(layer)[-1]))


def forget_clones(outputs: Any, inputs: Any) -> None:
    """Do not count the nodes between two sets of tensors that Keras cloned.

    Args:
        outputs: The cloned outputs.
        inputs: The cloned inputs.
    """
    tree = keras().tree
    stop = {id(tensor) for tensor in tree.flatten(inputs)}
    todo = list(tree.flatten(outputs))
    while todo:
        tensor = todo.pop()
        node = source_node(tensor)
        if id(tensor) in stop or node.is_input or node in _by_keras:
            continue
        _by_keras.add(node)
        todo.extend(node.input_tensors)


def _list_inputs(node: Any) -> list[Any]:
    """Return the tensors of a call; Keras passes their masks on separately."""
    options = node.arguments.kwargs
    masks = keras().tree.flatten([value for name, value in options.items() if name.endswith("mask")])
    return [tensor for tensor in node.input_tensors if not any(tensor is mask for mask in masks)]


def _pack(node: Any, what: str) -> Any:
    side, _, aspect = what.partition("_")
    tensors = list(node.outputs) if side == "output" or node.is_input else _list_inputs(node)
    values: list[Any]
    if aspect == "shape":
        values = [tuple(tensor.shape) for tensor in tensors]
    elif aspect == "mask":
        values = [keras_mask(tensor) for tensor in tensors]
    else:
        values = tensors
    return values[0] if len(values) == 1 else values


def get_at_node(layer: Any, index: Any, what: str, function: str, first: int = 1) -> Any:
    """Return the output, input, their shape or mask of one call of a layer.

    Args:
        layer: The layer, or a model used as one.
        index: Which call.
        what: One of the keys of `WHAT`.
        function: The function to name in errors.
        first: Number of the first call.

    Raises:
        TypeError: If `layer` is no layer.
        RuntimeError: If the layer was never called.
        ValueError: If there is no such call.
    """
    if not isinstance(layer, keras().layers.Layer):
        raise errors.bad_argument(function, "object", "a layer or a model", layer, error=TypeError)
    found = get_user_calls(layer)
    if not found:
        raise RuntimeError(f"The layer {layer.name} has never been called and thus has no defined {WHAT[what]}.")
    count = f"{len(found)} node{'' if len(found) == 1 else 's'}"
    number: Any = as_single(index)
    if isinstance(number, bool) or not isinstance(number, (int, float)) or number % 1 != 0:
        raise errors.bad_argument(function, "node_index", "a whole number", index)
    if not first <= number < first + len(found):
        raise ValueError(
            f'{function}(): `node_index` counts from {first} and layer "{layer.name}" has {count}. '
            f"Received: node_index = {errors.show_value(number)}."
        )
    return _pack(found[int(number) - first], what)


def layer_attribute(layer: Any, what: str, first: bool = False) -> Any:
    """Return what `layer$output`, `layer$input_shape` ... mean in R keras.

    Args:
        layer: The layer.
        what: One of the keys of `WHAT`, or `metrics_names` of a model.
        first: Whether the first of several nodes will do, as in Keras 2.15.

    Raises:
        AttributeError: If the layer was never called, or its calls disagree, with the words of Keras 2.
    """
    if what == "metrics_names":
        return get_metrics_names(layer)
    own = _get_of_model(layer, what)
    if own is not None:
        return own
    found = get_user_calls(layer)
    if not found:
        raise AttributeError(_describe_never_called(layer, what))
    values = [_pack(node, what) for node in found]
    if what.endswith("_shape"):
        if all(value == values[0] for value in values):
            return values[0]
        raise AttributeError(
            f'The layer "{layer.name}" has multiple inbound nodes, with different {WHAT[what]}s. Hence the notion of '
            f'"{WHAT[what]}" is ill-defined for the layer. Use `get_{what}_at(node_index)` instead.'
        )
    if len(found) > 1 and not (first or _is_first_enough()):
        raise AttributeError(
            f'Layer {layer.name} has multiple inbound nodes, hence the notion of "layer {WHAT[what]}" is ill-defined. '
            f"Use `get_{what}_at(node_index)` instead."
        )
    return values[0]


def _get_of_model(layer: Any, what: str) -> Any:
    """Return the input or output of a built model, as its own graph has it."""
    graph = graph_of(layer)
    if what.endswith("_mask") or graph is None:
        return None
    side, _, aspect = what.partition("_")
    if aspect:
        return getattr(graph, what)
    return outputs_structure(graph) if side == "output" else inputs_structure(graph)


def _describe_never_called(layer: Any, what: str) -> str:
    if what == "output":
        return f"Layer {layer.name} has no inbound nodes."
    if what == "input":
        return f"Layer {layer.name} is not connected, no input to return."
    return f'The layer "{layer.name}" has never been called and thus has no defined {WHAT[what]}.'


def _is_first_enough() -> bool:
    """Tell whether a Python user asked for Keras 2.15's silent first node; R users have an option for it."""
    return os.environ.get("RKERAS_ILL_DEFINED", "error") == "first"


def is_asked_by_keras() -> bool:
    """Tell whether the code that reads an attribute is Keras's own, which expects Keras's answers."""
    try:
        caller = str(sys._getframe(2).f_globals.get("__name__"))
    except ValueError:
        return False
    return bool(caller.startswith(OWN_CODE))
