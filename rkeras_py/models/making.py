"""Functions that create models from layers."""

from typing import Any

from ..compat import steps
from ..define import export
from ..engine.internals.graphs import keras_history
from ..engine.loading import keras
from ..graph import call_training, nodes, sequential
from ..graph.log_names import name_outputs
from ..messages import errors
from ..signatures.calls import convert_further, refuse_further, takes_further
from ..signatures.conversions import as_whole
from ..signatures.object_words import Layers, Name
from ..signatures.results import Model, Sequential, Tensor
from ..signatures.words import (
    MISSING,
    BatchShape,
    Bool,
    Count,
    Dtype,
    Shape,
    Value,
)
from .input_layers import OLD_NAMES, make_input_layer


@export
def layer_input(
    shape: Shape = None,
    batch_shape: BatchShape = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    sparse: Bool = False,
    tensor: Value = None,
    ragged: Bool = False,
    *,
    batch_size: Count | None = None,
    optional: Bool = False,
    **options: Any,
) -> Tensor:
    """Create the input of a model.

    The input is a symbolic tensor: it has a shape and a data type, but no values. Layers that you apply to it return
    further symbolic tensors, and keras_model() creates a model from the first and the last of them. The batch axis,
    which counts the samples, is not part of `shape`: gray images of 28 by 28 pixels have the shape `c(28, 28, 1)`.
    Models from keras_model_sequential() need no separate input.

    Args:
        shape: Shape of one sample, without the batch axis: a whole number or a vector; NA stands for any size, as in
            `c(NA, 3)`.
        batch_shape: Shape with the batch axis, instead of `shape`.
        dtype: Name of the data type. NULL uses the Keras configuration, usually "float32".
        sparse: Whether the input is a sparse tensor.
        tensor: An existing tensor to wrap instead of creating a new one.
        ragged: Whether the input is a ragged tensor.
        batch_size: Fixed size of the batches; NULL: any.
        optional: Whether the input may be NULL when the model is called.
        **options: Further arguments of `keras.Input()`, by their full names.

    Returns:
        A symbolic tensor, to which you can apply layers.

    Raises:
        ValueError: If none of `shape`, `batch_shape` and `tensor` is given.

    Differences:
        Inputs get the names of Keras 3, `input_layer`, `input_layer_1`, instead of `input_1`.

    Example:
        >>> image = layer_input(shape=(28, 28, 1))
        >>> op_shape(image)
        (None, 28, 28, 1)
        >>> length = layer_input(shape=1, name="length")
        >>> width = layer_input(shape=1, name="width")
        >>> area = keras_model([length, width], layer_multiply(length, width))
        >>> area([np.array([[5.0], [4.0]]), np.array([[3.0], [2.0]])])
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[15.],
               [ 8.]], dtype=float32)>
    """
    if shape is None and batch_shape is None and tensor is None:
        raise errors.bad_argument("layer_input", "shape", "a whole number or a vector of them", None)
    if shape is not None and batch_shape is not None:
        raise errors.bad_argument("layer_input", "shape", "omitted if `batch_shape` is given", shape)
    if batch_size is not None and batch_shape is not None:
        raise errors.bad_argument("layer_input", "batch_size", "omitted if `batch_shape` is given", batch_size)
    options = convert_further(layer_input.__rkeras__, keras().Input, options)  # type: ignore[attr-defined]
    shape, batch_shape = (None if sizes is None else tuple(map(_as_size, sizes)) for sizes in (shape, batch_shape))
    given = {"batch_shape": batch_shape, "batch_size": batch_size}
    options |= {key: value for key, value in given.items() if value is not None}
    options |= {key: True for key, asked in (("sparse", sparse), ("ragged", ragged), ("optional", optional)) if asked}
    if tensor is not None and not isinstance(tensor, keras().KerasTensor):
        raise errors.bad_argument("layer_input", "tensor", "a symbolic tensor, as layer_input() makes one", tensor)
    made = keras().Input(shape=shape, name=name, dtype=dtype, tensor=tensor, **options)
    for one in keras().tree.flatten(made):
        nodes.mark_as_ours(keras_history(one).operation)
    return made


def _as_size(size: Any) -> int | None:
    """Return a size as a Python number: some versions of Keras do not take tensors."""
    return None if size is None else as_whole(size)


@takes_further(lambda: ("name", "trainable"))
@export
def keras_model(
    inputs: Value = MISSING, outputs: Value = None, *, match_targets: Bool | None = None, **options: Any
) -> Model:
    """Create a model from its inputs and outputs (the functional API).

    A model is a graph of layers. layer_input() creates a symbolic tensor, which has a shape but no values; a layer that
    is applied to it, with the pipe or by a call, returns another one. keras_model() takes the first and the last of
    these tensors, and contains every layer between the inputs and the outputs. So a model can have several inputs and
    outputs, branches that layer_add() or layer_concatenate() join again, and layers that are used twice and share their
    weights.

    A model is a function with weights: `model(x)` calls it on a tensor, and predict() on a complete data set, in
    batches. compile() sets its loss and optimizer, fit() trains it, evaluate() computes loss and metrics, and
    save_model() saves it. A model is also a layer and can be part of another model. compile(), fit() and similar
    functions change the model in place, so you need no assignment.

    For a plain stack of layers keras_model_sequential() is shorter. summary() lists the layers of a model, get_layer()
    and get_weights() return parts of it, and freeze_weights() excludes parts from training.

    Args:
        inputs: The input tensor, a list of them, or a named list. You can also use inner tensors of another model.
        outputs: The output tensor, a list of them, or a named list.
        match_targets: The same as in compile(), for `model$compile()`, which has no such argument.
        options: `name`, the name of the model, and `trainable`.

    Returns:
        A `keras.Model`.

    Raises:
        ValueError: If an output does not depend on the inputs, or an input is given twice.

    Differences:
        Models get the names of Keras 3, `functional`, `functional_1`, instead of `model`.

    Example:
        >>> inputs = layer_input(shape=4)
        >>> hidden = inputs >> layer_dense(units=8, activation="relu")
        >>> outputs = layer_add(hidden, hidden >> layer_dense(units=8)) >> layer_dense(units=1)
        >>> model = keras_model(inputs, outputs)
        >>> count_params(model)
        121
        >>> model(np.zeros((2, 4)))
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[0.],
               [0.]], dtype=float32)>
    """
    refuse_further("keras_model", options)
    if outputs is None:
        raise errors.bad_argument("keras_model", "outputs", "a tensor or a list of tensors", outputs)
    for argument, value in (("inputs", inputs), ("outputs", outputs)):
        for tensor in keras().tree.flatten(value):
            if not isinstance(tensor, keras().KerasTensor):
                hint = _choose_tensor_hint(tensor)
                raise errors.bad_argument("keras_model", argument, "symbolic tensors of a model", tensor, hint)
    given = keras().tree.flatten(inputs)
    if len({id(tensor) for tensor in given}) < len(given):
        raise errors.bad_argument("keras_model", "inputs", "different tensors", inputs)
    try:
        model = keras().Model(_unwrap_single(inputs), _unwrap_single(outputs), **options)
    except (TypeError, ValueError) as error:
        if "not connected" in str(error):
            hint = "Is there another layer_input() that leads to them? Then it belongs into `inputs`."
            raise errors.bad_argument(
                "keras_model", "outputs", "computed from `inputs` alone", outputs, hint
            ) from error
        raise errors.rejected("keras_model", error) from error
    name_outputs(model)
    steps.mark_made(model, match_targets)
    call_training.write_false(model)
    return model


def _choose_tensor_hint(value: Any) -> str:
    return "Give its input or output instead of the layer." if hasattr(value, "get_config") else "Use layer_input()."


def _unwrap_single(value: Any) -> Any:
    return value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value


@takes_further(lambda: OLD_NAMES)
@export
def keras_model_sequential(
    layers: Layers = None,
    name: Name | None = None,
    *,
    input_shape: Shape | None = None,
    input_dtype: Dtype | None = None,
    input_batch_size: Count | None = None,
    input_sparse: Bool | None = None,
    input_ragged: Bool | None = None,
    input_batch_shape: BatchShape | None = None,
    input_name: Name | None = None,
    input_tensor: Value = None,
    input_optional: Bool = False,
    trainable: Bool = True,
    match_targets: Bool | None = None,
    **options: Any,
) -> Sequential:
    """Create a model that is a plain stack of layers.

    Each layer takes the output of the previous one. You add layers with the pipe, as in `model %>% layer_dense(units =
    10)`, which changes the model in place, without an assignment. pop_layer() removes the last layer.

    With `input_shape`, here or in the first layer, the model is built immediately: it has its weights, and the shape of
    its output is known. Without it, the model is built when it first sees data.

    compile() sets loss and optimizer, fit() trains the model, predict() computes predictions, and summary() lists the
    layers. If layers branch or share weights, or if there are several inputs or outputs, use keras_model().

    Args:
        layers: A list of layers to start with.
        name: Name of the model.
        input_shape: Shape of one sample, without the batch axis, so that the model can be built immediately.
        input_dtype: Name of the data type of the input.
        input_batch_size: Fixed size of the batches.
        input_sparse: Whether the input is a sparse tensor.
        input_ragged: Whether the input is a ragged tensor.
        input_batch_shape: Shape with the batch axis, instead of `input_shape` and `input_batch_size`.
        input_name: Name of the input.
        input_tensor: An existing tensor to wrap instead of creating a new one.
        input_optional: Whether the input may be NULL when the model is called.
        match_targets: The same as in compile(), for `model$compile()`, which has no such argument.
        options: Arguments of R keras 2 for the input: `batch_input_shape`, `batch_size`, `dtype`,
            `sparse`, `ragged`, `input_layer_name`.

    Returns:
        A `keras.Sequential` model.

    Example:
        >>> x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        >>> either = np.array([0.0, 1.0, 1.0, 0.0])
        >>> model = keras_model_sequential(input_shape=2)
        >>> model = model >> layer_dense(units=8, activation="tanh") >> layer_dense(units=1, activation="sigmoid")
        >>> count_params(model)
        33
        >>> model = model >> compile(optimizer_adam(learning_rate=0.2), loss="binary_crossentropy")
        >>> history = model >> fit(x, either, epochs=60, verbose=0)
        >>> op_round(model >> predict(x, verbose=0))
        <tf.Tensor: shape=(4, 1), dtype=float32, numpy=
        array([[0.],
               [1.],
               [1.],
               [0.]], dtype=float32)>
    """
    refuse_further("keras_model_sequential", options)
    given = {
        "input_shape": input_shape,
        "input_dtype": input_dtype,
        "input_batch_size": input_batch_size,
        "input_sparse": input_sparse,
        "input_ragged": input_ragged,
        "input_batch_shape": input_batch_shape,
        "input_name": input_name,
        "input_tensor": input_tensor,
        "input_optional": input_optional or None,
    }
    input_layer = make_input_layer(given, options)
    model = keras().Sequential(name=name, trainable=trainable)
    nodes.mark_as_ours(model)
    steps.mark_made(model, match_targets)
    if input_layer is not None:
        model.add(input_layer)
    for layer in layers or ():
        sequential.add_layer(model, layer)
    return model
