"""The nodes of a layer as users ask for them: `get_output_at(layer, 1)`."""

from typing import Any

from ..define import verb
from ..graph.nodes import get_at_node
from ..signatures.results import Tensor
from ..signatures.words import MISSING, Value

_DOCS = {
    "object": "A layer, or a model that was used as a layer.",
    "Raises": "RuntimeError: If the layer was never called.\n"
    "ValueError: If there is no such call; the message says how many there are.",
    "Differences": "Index 0 and fractions are errors that say how many nodes there are; R keras 2.15 took 0 for the "
    "last node and cut fractions off.",
}


@verb(family=_DOCS)
def get_output_at(object: Value = MISSING, node_index: Value = MISSING) -> Tensor:
    """Get the output tensor of one call of a layer.

    Every call of a layer on a tensor makes a node. A layer that was called several times, a shared layer, has
    several outputs.

    Returns:
        The tensor that this call gave, or a list of tensors.

    Example:
        >>> shared = layer_dense(units=3)
        >>> one = shared(layer_input(shape=4, batch_size=1))
        >>> two = shared(layer_input(shape=4, batch_size=2))
        >>> op_shape(get_output_at(shared, 2))
        (2, 3)
    """
    return get_at_node(object, node_index, "output", "get_output_at")


@verb(family=_DOCS)
def get_input_at(object: Value = MISSING, node_index: Value = MISSING) -> Tensor:
    """Get the input tensor of one call of a layer.

    A layer that is called several times, a shared layer, has one input for each call.

    Returns:
        The tensor this call was made on, or a list of tensors.

    Example:
        >>> shared = layer_dense(units=3)
        >>> one = shared(layer_input(shape=4, batch_size=1))
        >>> two = shared(layer_input(shape=4, batch_size=2))
        >>> op_shape(get_input_at(shared, 2))
        (2, 4)
    """
    return get_at_node(object, node_index, "input", "get_input_at")


@verb(family=_DOCS)
def get_output_shape_at(object: Value = MISSING, node_index: Value = MISSING) -> Any:
    """Get the shape of the output of one call of a layer.

    A layer that is called several times, a shared layer, has one output shape for each call.

    Returns:
        The shape with the batch axis; sizes that are not fixed are NULL. Several for several outputs.

    Example:
        >>> shared = layer_dense(units=3)
        >>> one = shared(layer_input(shape=4, batch_size=1))
        >>> two = shared(layer_input(shape=4, batch_size=2))
        >>> get_output_shape_at(shared, 2)
        (2, 3)
    """
    return get_at_node(object, node_index, "output_shape", "get_output_shape_at")


@verb(family=_DOCS)
def get_input_shape_at(object: Value = MISSING, node_index: Value = MISSING) -> Any:
    """Get the shape of the input of one call of a layer.

    A layer that is called several times, a shared layer, has one input shape for each call.

    Returns:
        The shape with the batch axis; sizes that are not fixed are NULL. Several for several inputs.

    Example:
        >>> shared = layer_dense(units=3)
        >>> one = shared(layer_input(shape=4, batch_size=1))
        >>> two = shared(layer_input(shape=4, batch_size=2))
        >>> get_input_shape_at(shared, 2)
        (2, 4)
    """
    return get_at_node(object, node_index, "input_shape", "get_input_shape_at")


@verb(family=_DOCS)
def get_output_mask_at(object: Value = MISSING, node_index: Value = MISSING) -> Any:
    """Get the mask of the output of one call of a layer.

    The mask marks the time steps that count, for example after layer_masking() or layer_embedding().

    Returns:
        The mask tensor, or NULL where there is none.

    Example:
        >>> masking = layer_masking()
        >>> masked = masking(layer_input(shape=(5, 2)))
        >>> op_shape(get_output_mask_at(masking, 1))
        (None, 5)
    """
    return get_at_node(object, node_index, "output_mask", "get_output_mask_at")


@verb(family=_DOCS)
def get_input_mask_at(object: Value = MISSING, node_index: Value = MISSING) -> Any:
    """Get the mask of the input of one call of a layer.

    The mask marks the time steps that count, for example after layer_masking() or layer_embedding().

    Returns:
        The mask tensor, or NULL where there is none.

    Example:
        >>> words = layer_input(shape=5) >> layer_embedding(input_dim=10, output_dim=2, mask_zero=True)
        >>> lstm = layer_lstm(units=3)
        >>> last = lstm(words)
        >>> op_shape(get_input_mask_at(lstm, 1))
        (None, 5)
    """
    return get_at_node(object, node_index, "input_mask", "get_input_mask_at")
