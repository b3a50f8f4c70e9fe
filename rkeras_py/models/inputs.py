"""The inputs of models, and the states of what is in them, under the names of R's keras3."""

from typing import Any

from ..define import export, export_in_place
from ..engine.loading import keras
from ..messages import errors
from ..signatures.results import Tensor
from ..signatures.words import MISSING, Bool, Count, Dtype, Shape, Str, Value
from .making import layer_input


@export
def keras_input(
    shape: Shape | None = None,
    batch_size: Count | None = None,
    dtype: Dtype | None = None,
    sparse: Bool | None = None,
    ragged: Bool | None = None,
    batch_shape: Shape | None = None,
    name: Str | None = None,
    tensor: Value = None,
    optional: Bool = False,
) -> Tensor:
    """Make the input of a model; the same as layer_input(), with the arguments of R's keras3.

    Args:
        shape: Shape of one sample, without the batch axis: a whole number or a vector. NA stands for any size.
        batch_size: Fixed size of the batches; NULL: any.
        dtype: Name of the data type. NULL takes that of the Keras configuration, usually "float32".
        sparse: Whether the input is a sparse tensor.
        ragged: Whether the input is a ragged tensor.
        batch_shape: Shape with the batch axis, instead of `shape` and `batch_size`.
        tensor: An existing tensor to wrap instead of making a new one.
        optional: Whether the input may be NULL when the model is called.

    Returns:
        A symbolic tensor, to which layers are applied.

    Raises:
        ValueError: If neither `shape` nor `batch_shape` nor `tensor` is there.
    """
    if shape is None and batch_shape is None and tensor is None:
        raise errors.bad_argument("keras_input", "shape", "a whole number or a vector of them", None)
    further = {"batch_size": batch_size, "optional": optional or None}
    further = {key: value for key, value in further.items() if value is not None}
    return layer_input(shape, batch_shape, name, dtype, bool(sparse), tensor, bool(ragged), **further)


@export
def get_source_inputs(tensor: Value = MISSING) -> Any:
    """Return the inputs from which a symbolic tensor is computed.

    Args:
        tensor: A symbolic tensor.

    Returns:
        A list of symbolic tensors.

    Raises:
        ValueError: If it is no symbolic tensor.
    """
    if not isinstance(tensor, keras().KerasTensor):
        raise errors.bad_argument("get_source_inputs", "tensor", "a tensor of a model", tensor)
    return keras().utils.get_source_inputs(tensor)


@export_in_place
def reset_state(object: Value = MISSING) -> Any:
    """Set what an object has gathered back to its beginning, in place.

    Args:
        object: A metric, a layer with a state (a stateful recurrent one, layer_normalization() before adapt()), or a
            random number generator.

    Returns:
        The object.

    Raises:
        ValueError: If the object has no state to reset.
    """
    for method in ("reset_state", "reset_states"):
        if callable(reset := getattr(object, method, None)):
            reset()
            return object
    raise errors.bad_argument("reset_state", "object", "a metric, or a layer with a state", object)
