"""Categories without a place in the layer that looks them up; Keras 3 encodes them as zeros, or as other categories."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..compat import targets
from ..engine.internals.graphs import graph_of, keras_history, outbound_nodes
from ..engine.loading import keras
from ..engine.tensors import has_values, read_values, runs_on_tensorflow
from ..messages import errors
from ..on_tensorflow.computing import refuse_categories
from . import nodes

LAYERS = ("CategoryEncoding", "Embedding", "IntegerLookup", "Hashing")
"""The layers of Keras that look categories up."""


def minds_categories(layer: Any) -> bool:
    """Tell whether a layer refuses categories without a place: those made here do, and those of models made here.

    Args:
        layer: One of `LAYERS`.
    """
    return nodes.is_ours(layer) or targets.is_marked_layer(layer, False)


def refuse_unknown(layer: Any, inputs: Any) -> None:
    """Refuse categories that a layer has no place for, at once or, on TensorFlow, in the function that it records.

    Args:
        layer: One of `LAYERS`.
        inputs: What it is called on.

    Raises:
        ValueError: If they are known now.
    """
    held = getattr(inputs, "flat_values", getattr(inputs, "values", None))  # of ragged tensors, of sparse ones
    inputs = inputs if held is None or callable(held) else held  # `values` is a method of PyTorch's tensors
    words = f'the layer "{layer.name}" takes {_describe_known(layer)}'
    if has_values(inputs) or not hasattr(inputs, "dtype") or isinstance(inputs, np.ndarray):
        unknown = _find_unknown(layer, np.asarray(read_values(inputs) if has_values(inputs) else inputs))
        if unknown.size:
            raise ValueError(f"{words}. Received: {unknown[0]}")
    elif runs_on_tensorflow():
        refuse_categories(inputs, *_get_limit(layer), words)


def refuse_fed(model: Any, tensor: Any, array: Any, function: str, argument: str) -> None:
    """Refuse categories on their way into a model whose compiled steps could not: those of JAX raise no errors.

    Args:
        model: The model.
        tensor: One of its inputs.
        array: The data for it.
        function: The function to name in errors.
        argument: The argument to name in errors.

    Raises:
        ValueError: If a layer that takes the input as it is has no place for a value.
    """
    numbers = array.astype(tensor.dtype, copy=False) if isinstance(array, np.ndarray) else read_values(array)
    for layer in find_fed(model, tensor):
        unknown = _find_unknown(layer, np.asarray(numbers))
        if unknown.size:
            expected = f'right for the layer "{layer.name}", which takes {_describe_known(layer)}'
            raise errors.bad_argument(function, argument, expected, unknown[0].item())


def find_fed(model: Any, tensor: Any) -> Iterator[Any]:
    """Yield the layers that look up the categories of an input of a model, also those in models within it.

    Args:
        model: The model.
        tensor: One of its inputs.
    """
    graph = graph_of(model)
    members = set(map(id, graph.operations)) if graph is not None else ()
    for node in outbound_nodes(keras_history(tensor).operation) if members else ():
        layer = node.operation
        if id(layer) not in members:
            continue
        if isinstance(layer, keras().Model):
            if len(layer.inputs) == 1:
                yield from find_fed(layer, layer.inputs[0])
        elif isinstance(layer, tuple(getattr(keras().layers, name) for name in LAYERS)) and minds_categories(layer):
            yield layer


def _get_limit(layer: Any) -> tuple[str, int]:
    """Return the argument that counts the categories of a layer, and their number; "" and 0 where any can come."""
    limit = next((name for name in ("num_tokens", "input_dim") if hasattr(layer, name)), "")
    return limit, getattr(layer, limit, 0)


def _describe_known(layer: Any) -> str:
    limit, count = _get_limit(layer)
    if not limit:
        return "whole numbers"
    origin = ". Categories count from 0" * (limit == "num_tokens")
    return f"whole numbers from 0 to {count - 1}, since its `{limit}` is {count}{origin}"


def _find_unknown(layer: Any, numbers: Any) -> Any:
    """Return the numbers that a layer has no place for; TensorFlow itself minds the size of a table."""
    limit, count = _get_limit(layer)
    if numbers.dtype.kind not in "iuf":
        return numbers.ravel()[:0]
    has_end = limit == "num_tokens" or (bool(limit) and not runs_on_tensorflow())
    is_outside = (numbers < 0) & bool(limit) | (numbers >= count) & has_end
    return numbers[(numbers != np.floor(numbers)) | is_outside].ravel()
