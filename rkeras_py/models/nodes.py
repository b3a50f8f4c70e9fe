"""The nodes of a layer in the functions for users: `get_output_at(layer, 1)`."""

from typing import Any

from ..define import verb
from ..graph.nodes import get_at_node
from ..signatures.results import Tensor
from ..signatures.words import MISSING, Value

_DOCS = {
    "object": "A layer, or a model that was used as a layer.",
    "Raises": "RuntimeError: If the layer was never called.\n"
    "ValueError: If there is no call with this index; the message gives the number of calls.",
    "Differences": "Index 0 and fractions raise an error that gives the number of nodes; R keras 2.15 used the last "
    "node for 0 and truncated fractions.",
}


@verb(family=_DOCS)
def get_output_at(object: Value = MISSING, node_index: Value = MISSING) -> Tensor:
    """Get the output tensor of one call of a layer.

    Each call of a layer on a tensor creates a node, so a layer that was called several times (a shared layer) has
    several outputs. Use it if `layer$output` would be ambiguous.

    Returns:
        The output tensor of this call, or a list of tensors.

    Example:
        >>> shared = layer_dense(units=1, kernel_initializer="ones")
        >>> left, right = layer_input(shape=2), layer_input(shape=2)
        >>> for_left, for_right = shared(left), shared(right)
        >>> model = keras_model([left, right], [get_output_at(shared, 1), get_output_at(shared, 2)])
        >>> model([np.array([[1.0, 2.0]]), np.array([[10.0, 20.0]])])
        [<tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>,
         <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[30.]], dtype=float32)>]

    Example in R:
        shared <- layer_dense(units = 1, kernel_initializer = "ones")
        left <- layer_input(shape = 2)
        right <- layer_input(shape = 2)
        for_left <- shared(left)
        for_right <- shared(right)
        model <- keras_model(list(left, right), list(get_output_at(shared, 1), get_output_at(shared, 2)))
        model(list(rbind(c(1, 2)), rbind(c(10, 20))))
    """
    return get_at_node(object, node_index, "output", "get_output_at")


@verb(family=_DOCS)
def get_input_at(object: Value = MISSING, node_index: Value = MISSING) -> Tensor:
    """Get the input tensor of one call of a layer.

    A layer that is called several times (a shared layer) has one input for each call. Use it to find the tensor that a
    layer of a loaded model reads, for example to start a new model there.

    Returns:
        The input tensor of this call, or a list of tensors.

    Example:
        >>> shared = layer_dense(units=1, kernel_initializer="ones")
        >>> one = shared(layer_input(shape=2))
        >>> two = shared(layer_input(shape=2))
        >>> model = keras_model(get_input_at(shared, 2), two * 10)
        >>> predict(model, np.array([[1.0, 2.0]]), verbose=0)
        array([[30.]], dtype=float32)
    """
    return get_at_node(object, node_index, "input", "get_input_at")


@verb(family=_DOCS)
def get_output_shape_at(object: Value = MISSING, node_index: Value = MISSING) -> Any:
    """Get the shape of the output of one call of a layer.

    A layer that is called several times (a shared layer) has one output shape for each call. Use it if
    `layer$output_shape` would be ambiguous.

    Returns:
        The shape with the batch axis; sizes that are not fixed are NULL. A list of shapes for several outputs.

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

    A layer that is called several times (a shared layer) has one input shape for each call. Use it to check which sizes
    a shared layer has seen.

    Returns:
        The shape with the batch axis; sizes that are not fixed are NULL. A list of shapes for several inputs.

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

    The mask marks the time steps that are not padding, for example after layer_masking() or layer_embedding(). Use it
    to check whether a layer passes a mask on; the mask is `NULL` if it does not.

    Returns:
        The mask tensor, or NULL if there is none.

    Example:
        >>> masking = layer_masking(mask_value=0)
        >>> steps = layer_input(shape=(3, 1))
        >>> masked = masking(steps)
        >>> model = keras_model(steps, op_cast(get_output_mask_at(masking, 1), "float32"))
        >>> predict(model, np.array([[[5.0], [0.0], [7.0]]]), verbose=0)
        array([[1., 0., 1.]], dtype=float32)
    """
    return get_at_node(object, node_index, "output_mask", "get_output_mask_at")


@verb(family=_DOCS)
def get_input_mask_at(object: Value = MISSING, node_index: Value = MISSING) -> Any:
    """Get the mask of the input of one call of a layer.

    The mask marks the time steps that are not padding, for example after layer_masking() or layer_embedding(). Use it
    to check that a recurrent layer skips the padding; the mask is `NULL` if none reaches the layer.

    Returns:
        The mask tensor, or NULL if there is none.

    Example:
        >>> words = layer_input(shape=4)
        >>> lstm = layer_lstm(units=3)
        >>> last = words >> layer_embedding(input_dim=10, output_dim=2, mask_zero=True) >> lstm
        >>> model = keras_model(words, op_cast(get_input_mask_at(lstm, 1), "float32"))
        >>> predict(model, np.array([[4, 2, 0, 0]]), verbose=0)
        array([[1., 1., 0., 0.]], dtype=float32)
    """
    return get_at_node(object, node_index, "input_mask", "get_input_mask_at")
