"""Models: making them, looking into them, changing which of their weights train."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..define import export, verb
from ..engine.internals.graphs import keras_history
from ..engine.loading import keras
from ..graph import compose, nodes, sequential
from ..graph.log_names import name_outputs
from ..messages import errors
from ..r.code import RCode
from ..signatures.calls import convert_further
from ..signatures.object_words import BoolOrNA, LayerName, Layers, Name, OtherName
from ..signatures.results import Array, ArrayList, Layer, Model, Sequential, Tensor
from ..signatures.words import (
    INT,
    MISSING,
    ArrayLike,
    BatchShape,
    Bool,
    Count,
    Dtype,
    Int,
    NAType,
    Shape,
    Value,
    convert_value,
)
from ..syntax.pipe import ONLY_MODELS
from .input_layers import make_input_layer


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
    """Make the input of a model.

    Args:
        shape: Shape of one sample, without the batch axis: a whole number or a vector; NA is any size, `c(NA, 3)`.
        batch_shape: Shape with the batch axis, instead of `shape`.
        dtype: Name of the data type. NULL takes that of the Keras configuration, usually "float32".
        sparse: Whether the input is a sparse tensor.
        tensor: An existing tensor to wrap instead of making a new one.
        ragged: Whether the input is a ragged tensor.
        batch_size: Fixed size of the batches; NULL: any.
        optional: Whether the input may be NULL when the model is called.

    Returns:
        A symbolic tensor, to which layers are applied.

    Raises:
        ValueError: If neither `shape` nor `batch_shape` nor `tensor` is there.

    Differences:
        Inputs get the names of Keras 3, `input_layer`, `input_layer_1`, in place of `input_1`.
    """
    if shape is None and batch_shape is None and tensor is None:
        raise errors.bad_argument("layer_input", "shape", "a whole number or a vector of them", None)
    if shape is not None and batch_shape is not None:
        raise errors.bad_argument("layer_input", "shape", "left out where `batch_shape` is given", shape)
    if batch_size is not None and batch_shape is not None:
        raise errors.bad_argument("layer_input", "batch_size", "left out where `batch_shape` is given", batch_size)
    options = convert_further(layer_input.__rkeras__, keras().Input, options)  # type: ignore[attr-defined]
    given = {"batch_shape": batch_shape, "batch_size": batch_size}
    options |= {key: value for key, value in given.items() if value is not None}
    options |= {key: True for key, asked in (("sparse", sparse), ("ragged", ragged), ("optional", optional)) if asked}
    made = keras().Input(shape=shape, name=name, dtype=dtype, tensor=tensor, **options)
    for one in keras().tree.flatten(made):
        nodes.mark_as_ours(keras_history(one).operation)
    return made


@export
def keras_model(inputs: Value = MISSING, outputs: Value = None, **options: Any) -> Model:
    """Make a model from its inputs and outputs (the functional API).

    The model holds every layer on the way from the inputs to the outputs. Models are changed in place: `compile()`,
    `fit()` and the like need no assignment.

    Args:
        inputs: The input tensor, a list of them, or a named list. Tensors from the middle of another model work too.
        outputs: The output tensor, a list of them, or a named list.
        options: `name`, the name of the model, and `trainable`.

    Returns:
        A `keras.Model`.

    Raises:
        ValueError: If an output does not depend on the inputs.

    Differences:
        Models get the names of Keras 3, `functional`, `functional_1`, in place of `model`.
    """
    errors.check_options("keras_model", options, ("inputs", "outputs"), ("name", "trainable"))
    if outputs is None:
        raise errors.bad_argument("keras_model", "outputs", "a tensor or a list of tensors", outputs)
    for argument, value in (("inputs", inputs), ("outputs", outputs)):
        for tensor in keras().tree.flatten(value):
            if not isinstance(tensor, keras().KerasTensor):
                hint = _tensor_hint(tensor)
                raise errors.bad_argument("keras_model", argument, "made of tensors of a model", tensor, hint)
    try:
        model = keras().Model(_alone(inputs), _alone(outputs), **options)
    except (TypeError, ValueError) as error:
        if "not connected" in str(error):
            hint = "Is there another layer_input() that leads to them? Then it belongs into `inputs`."
            raise errors.bad_argument(
                "keras_model", "outputs", "computed from `inputs` alone", outputs, hint
            ) from error
        raise errors.rejected("keras_model", error) from error
    name_outputs(model)
    return model


def _tensor_hint(value: Any) -> str:
    return "Give its input or output instead of the layer." if hasattr(value, "get_config") else "Use layer_input()."


def _alone(value: Any) -> Any:
    return value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value


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
    **options: Any,
) -> Sequential:
    """Make a model that is a plain stack of layers.

    Layers are added by the pipe: `model %>% layer_dense(units = 10)`. The model is changed in place.

    Args:
        layers: A list of layers to begin with.
        name: Name of the model.
        input_shape: Shape of one sample, without the batch axis, so that the model can be built at once.
        input_dtype: Name of the data type of the input.
        input_batch_size: Fixed size of the batches.
        input_sparse: Whether the input is a sparse tensor.
        input_ragged: Whether the input is a ragged tensor.
        input_batch_shape: Shape with the batch axis, instead of `input_shape` and `input_batch_size`.
        input_name: Name of the input.
        input_tensor: An existing tensor to wrap instead of making a new one.
        input_optional: Whether the input may be NULL when the model is called.
        options: The names in R keras 2 of what the input is like: `batch_input_shape`, `batch_size`, `dtype`,
            `sparse`, `ragged`, `input_layer_name`.

    Returns:
        A `keras.Sequential` model.
    """
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
    if input_layer is not None:
        model.add(input_layer)
    for layer in layers or ():
        sequential.add_layer(model, layer)
    return model


@verb(of=ONLY_MODELS)
def get_layer(object: Value = MISSING, name: LayerName | None = None, index: Int | None = None) -> Layer:
    """Get a layer of a model by its name or its position.

    Args:
        object: A model.
        name: Name of the layer.
        index: Position of the layer, counted from 1; negative ones count from the end. Inputs count in functional
            models, not in Sequential ones.

    Returns:
        The layer.

    Raises:
        ValueError: If there is no such layer.
    """
    layers = object.layers
    if name is not None:
        for layer in (one for one in layers if one.name == name):
            return layer
        raise errors.bad_argument("get_layer", "name", f"one of {_names(layers)}", name)
    if index is None:
        raise errors.bad_argument("get_layer", "name", f"one of {_names(layers)}", None, "Or give its `index`.")
    return layers[convert_position("get_layer", "index", index, len(layers))]


def _names(layers: Sequence[Any]) -> str:
    return ", ".join(f'"{layer.name}"' for layer in layers)


def convert_position(function: str, argument: str, value: Any, count: int) -> int:
    """Return a position counted from 1, or from the end when negative, as one counted from 0."""
    index = convert_value(function, argument, INT, value, MISSING)
    if index == 0 or abs(index) > count:
        expected = f"a position from 1 to {count}, or from -1 to -{count}"
        raise errors.bad_argument(function, argument, expected, value, "Positions count from 1.")
    return int(index) - 1 if index > 0 else count + int(index)


@verb()
def pop_layer(object: Value = MISSING, *, rebuild: Bool = True) -> Layer:
    """Remove the last layer of a Sequential model, in place.

    Args:
        object: A Sequential model.
        rebuild: Whether to build what is left of the model anew; FALSE leaves that to the next layer that is added, or
            to `model$build()`.

    Returns:
        The layer that was removed.

    Raises:
        TypeError: If the model is not Sequential.
        ValueError: If it has no layers.
    """
    if not compose.is_sequential(object):
        raise errors.bad_argument("pop_layer", "object", "a Sequential model", object, error=TypeError)
    if not object.layers:
        raise errors.bad_argument("pop_layer", "object", "a model with at least one layer", object)
    removed = object.pop(rebuild=rebuild)
    sequential.forget_functions(object)
    return removed


@verb()
def get_weights(object: Value = MISSING, trainable: BoolOrNA = RCode("NA", None)) -> ArrayList:
    """Get the weights of a layer or model as a list of arrays.

    Args:
        object: A layer or model.
        trainable: TRUE for the trainable ones, FALSE for the others, NA for all.

    Returns:
        A list of arrays, in Keras's order.
    """
    if trainable is None or isinstance(trainable, NAType):
        return object.get_weights()
    return [one.numpy() for one in (object.trainable_variables if trainable else object.non_trainable_variables)]


@verb(returns="object")
def set_weights(object: Value = MISSING, weights: Value = MISSING) -> Any:
    """Set the weights of a layer or model from a list of arrays.

    Args:
        object: A layer or model.
        weights: List of arrays with the shapes that `get_weights()` gives, in the same order.

    Returns:
        The layer or model.

    Raises:
        ValueError: If number or shape of the arrays do not fit; the weights are then as before.
    """
    import numpy as np

    arrays = [np.asarray(weight) for weight in (weights if isinstance(weights, (list, tuple)) else [weights])]
    expected = [tuple(weight.shape) for weight in object.get_weights()]
    if len(arrays) == len(expected):
        arrays = [_scalar_as(array, shape) for array, shape in zip(arrays, expected, strict=True)]
    received = [array.shape for array in arrays]
    if received != expected:
        raise errors.bad_argument("set_weights", "weights", _shapes(expected), errors.Words(_shapes(received)))
    object.set_weights(arrays)
    return object


def _shapes(shapes: list[tuple[int, ...]]) -> str:
    listed = ", ".join(str(list(shape)) for shape in shapes)
    return f"{len(shapes)} arrays, of the shapes {listed}" if shapes else "an empty list"


def _scalar_as(array: Any, shape: tuple[int, ...]) -> Any:
    """Fit a vector of length one, R's scalar, to a variable without axes, and the other way round."""
    return array.reshape(shape) if array.size == 1 and shape in ((), (1,)) else array


@verb()
def count_params(object: Value = MISSING) -> int:
    """Count the numbers in the weights of a layer or model.

    Args:
        object: A layer or model that is built.

    Returns:
        The count.
    """
    return int(object.count_params())


@export
def to_categorical(
    y: ArrayLike = MISSING,
    num_classes: Count | None = None,
    dtype: Dtype = "float32",
    *,
    x: OtherName = MISSING,
) -> Array:
    """Turn class labels into a matrix with one column for each class.

    Args:
        y: Labels, whole numbers from 0; a factor in R counts by its levels.
        num_classes: How many classes there are; NULL takes the largest label plus one.
        dtype: Name of the data type of the result.
        x: The name of `y` in R's keras3; one of the two is given.

    Returns:
        An array with one more axis than `y`, 1 where the label is, 0 elsewhere.

    Raises:
        ValueError: If a label is negative, a fraction, or not below `num_classes`.
    """
    labels = np.asarray(y)
    if not labels.size and num_classes is None:
        raise errors.bad_argument("to_categorical", "y", "labels: there are none", y, "Or give `num_classes`.")
    if labels.dtype.kind not in "iufb":
        hint = "as.integer(factor(y)) - 1 makes them."
        raise errors.bad_argument("to_categorical", "y", "whole numbers from 0", y, hint)
    whole = labels.astype("int64")
    if not np.array_equal(whole, labels) or (whole < 0).any():
        raise errors.bad_argument("to_categorical", "y", "whole numbers from 0", y, "Labels start at 0.")
    if num_classes is not None and whole.size and whole.max() >= num_classes:
        hint = f"The largest label is {whole.max()}; labels start at 0."
        raise errors.bad_argument("to_categorical", "num_classes", "above the largest label", num_classes, hint)
    return keras().utils.to_categorical(whole, num_classes).astype(dtype)
