"""The calls of a functional model in an order in which they can be repeated."""

import inspect
from collections import Counter
from collections.abc import Iterable
from typing import Any

from ...engine.internals.graphs import (
    gives_training,
    inbound_nodes,
    is_describable,
    keras_history,
    keras_mask,
    nodes_by_depth,
    outputs_structure,
    source_node,
)
from ...engine.loading import keras
from .objects import same


def list_calls(model: Any) -> list[Any]:
    """Return the calls of a functional model: each after those that it needs, and after earlier ones of its layer.

    Calls that follow each other in the model follow each other in the list where they can.

    Args:
        model: The model.
    """
    members = {id(node): node for nodes in nodes_by_depth(model).values() for node in nodes}
    ordered: list[Any] = []
    done: set[int] = set()
    pending = [source_node(tensor) for tensor in reversed(keras().tree.flatten(outputs_structure(model)))]
    while pending:
        node = pending[-1]
        waits = [one for one in _list_needed_first(node, members) if id(one) not in done]
        if id(node) in done or not waits:
            pending.pop()
            if id(node) not in done:
                done.add(id(node))
                ordered.append(node)
            continue
        pending.extend(reversed(waits))
    return [node for node in ordered if not node.is_input]


def _list_needed_first(node: Any, members: dict[int, Any]) -> list[Any]:
    earlier = []
    for other in inbound_nodes(node.operation):
        if other is node:
            break
        if id(other) in members:
            earlier.append(other)
    return [source_node(tensor) for tensor in list_taken(node)] + earlier[-1:]


def read_arguments(node: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments of a call, but for those that Keras fills in by itself: masks that travel with tensors.

    Args:
        node: The call.
    """
    args = tuple(node.arguments.args)
    kwargs = dict(node.arguments.kwargs)
    if not isinstance(node.operation, keras().layers.Layer):
        return args, kwargs
    if not gives_training(node):
        kwargs.pop("training", None)
    elif isinstance(kwargs["training"], int):
        kwargs["training"] = bool(kwargs["training"])
    names = list(inspect.signature(node.operation.call).parameters)
    if len(args) > 1 and names[1:2] in (["initial_state"], ["value"]):  # R calls pass it by position
        kwargs = {**dict(zip(names[1:], args[1:], strict=False)), **kwargs}
        args = args[:1]
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    for key in [key for key in kwargs if key == "mask" or key.endswith("_mask")]:
        source = given.get(key.removesuffix("_mask")) if key != "mask" else args[0] if args else None
        if source is not None and _is_mask_of(kwargs[key], source):
            del kwargs[key]
    return args, {key: value for key, value in kwargs.items() if value is not None}


def list_taken(node: Any) -> list[Any]:
    """Return the tensors among the arguments of a call that are not filled in by Keras.

    Args:
        node: The call.
    """
    return [one for one in keras().tree.flatten(read_arguments(node)) if isinstance(one, keras().KerasTensor)]


def _is_mask_of(mask: Any, source: Any) -> bool:
    flatten = keras().tree.flatten
    masks, sources = flatten(mask), flatten(source)
    if len(masks) != len(sources):
        return False
    return all(_is_same_tensor(one, keras_mask(tensor)) for one, tensor in zip(masks, sources, strict=True))


def _is_same_tensor(first: Any, second: Any) -> bool:
    """Tell whether two tensors are one, or the same operations of the same tensors."""
    if first is second:
        return True
    histories = keras_history(first), keras_history(second)
    if None in histories:
        return False
    one, other = (history.operation for history in histories)
    place, other_place = (history.tensor_index for history in histories)
    if isinstance(one, keras().layers.Layer) or type(one) is not type(other) or place != other_place:
        return False
    nodes = source_node(first), source_node(second)
    given = [keras().tree.flatten([node.arguments.args, node.arguments.kwargs]) for node in nodes]
    configs = [
        {key: value for key, value in operation.get_config().items() if key != "name"} for operation in (one, other)
    ]
    return (
        same(*configs)
        and len(given[0]) == len(given[1])
        and all(
            _is_same_tensor(left, right) if isinstance(left, keras().KerasTensor) else same(left, right)
            for left, right in zip(*given, strict=True)
        )
    )


def find_models(model: Any) -> list[Any]:
    """Return the models inside a model that its calls run, each once, the innermost first, and the model itself.

    Args:
        model: The model.

    Raises:
        ValueError: If one of them is of a class that says itself what it does.
    """
    found: list[Any] = []
    seen: set[int] = set()

    def visit(one: Any) -> None:
        if id(one) in seen:
            return
        is_own_stack = isinstance(one, keras().Sequential) and is_of_own_class(one)
        if is_own_stack or not is_describable(one):
            raise ValueError(_explain_not_described(one))
        seen.add(id(one))
        for inner in list_parts(one):
            if isinstance(inner, keras().Model):
                visit(inner)
        found.append(one)

    visit(model)
    return found


def is_of_own_class(model: Any) -> bool:
    """Tell whether a model is of a class that is none of Keras's.

    Args:
        model: The model.
    """
    return not type(model).__module__.startswith("keras.")


def list_parts(model: Any) -> list[Any]:
    """Return the layers, models and operations that a model runs, once for each call.

    Args:
        model: The model.
    """
    if isinstance(model, keras().Sequential):
        return list(model.layers)
    return [node.operation for node in list_calls(model)]


def count_uses(models: Iterable[Any]) -> Counter[int]:
    """Return how often each layer is used in models, by its identity.

    Args:
        models: The models.
    """
    return Counter(id(part) for model in models for part in list_parts(model))


def count_readers(model: Any, calls: list[Any]) -> Counter[int]:
    """Return how often each symbolic tensor is taken by a call, or is an output, by its identity.

    Args:
        model: The functional model.
        calls: Its calls.
    """
    taken = [id(tensor) for node in calls for tensor in list_taken(node)]
    return Counter([*taken, *map(id, keras().tree.flatten(outputs_structure(model)))])


def _explain_not_described(model: Any) -> str:
    return (
        f"the model {model.name!r} is of the class {type(model).__name__}, whose code is that class; only models "
        "made of layers, with keras_model() or keras_model_sequential(), can be shown"
    )
