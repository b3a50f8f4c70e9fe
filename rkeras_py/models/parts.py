"""The parts of models and layers: a model's layers, and their weights."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..data.arrays import refuse_complex
from ..define import verb
from ..graph import compose, sequential
from ..messages import errors
from ..r.code import RCode
from ..signatures.object_words import BoolOrNA, LayerName
from ..signatures.results import ArrayList, Layer
from ..signatures.words import INT, MISSING, Bool, Int, NAType, Value, convert_value
from ..syntax.pipe import ONLY_MODELS
from .old_names import find_by_old_name


@verb(of=ONLY_MODELS)
def get_layer(object: Value = MISSING, name: LayerName | None = None, index: Int | None = None) -> Layer:
    """Get a layer of a model by name or position.

    Use it to read the weights of a layer, to freeze it, or to build a model that ends at its output. `get_layer(model,
    "name")$output` is the output tensor for such a model.

    Args:
        object: A model.
        name: Name of the layer. If no layer has this name, Keras 2's default names are also recognized: "input_1" for
            the input that Keras 3 calls "input_layer", "model" for a nested model that it calls "functional".
        index: Position of the layer, counted from 1; negative ones count from the end. Input layers are counted in
            functional models, but not in Sequential ones.

    Returns:
        The layer.

    Raises:
        ValueError: If the model has no such layer.

    Example:
        >>> model = keras_model_sequential(input_shape=2)
        >>> model = model >> layer_dense(units=2, name="hidden", kernel_initializer="ones") >> layer_dense(units=1)
        >>> hidden = get_layer(model, "hidden")
        >>> features = keras_model(model.inputs, hidden.output)
        >>> features(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[3., 3.]], dtype=float32)>
        >>> get_layer(model, index=-1).units
        1
    """
    layers = object.layers
    if name is not None:
        place = find_by_old_name([layer.name for layer in layers], name)
        at = None if index is None else convert_position("get_layer", "index", index, len(layers))
        if place is not None and at not in (None, place):
            expected = f'{place + 1}, the place of "{name}", or left out'
            raise errors.bad_argument("get_layer", "index", expected, index)
        if place is not None:
            return layers[place]
        raise errors.bad_argument("get_layer", "name", f"one of {_spell_names(layers)}", name)
    if index is None:
        raise errors.bad_argument("get_layer", "name", f"one of {_spell_names(layers)}", None, "Or give its `index`.")
    return layers[convert_position("get_layer", "index", index, len(layers))]


def _spell_names(layers: Sequence[Any]) -> str:
    return ", ".join(f'"{layer.name}"' for layer in layers)


def convert_position(function: str, argument: str, value: Any, count: int) -> int:
    """Return a position counted from 1, or from the end when negative, as one counted from 0."""
    index = convert_value(function, argument, INT, value, MISSING)
    if index == 0 or abs(index) > count:
        expected = f"a position from 1 to {count}, or from -1 to -{count}"
        raise errors.bad_argument(function, argument, expected, value, "Positions count from 1.")
    return int(index) - 1 if index > 0 else count + int(index)


@verb(returns="invisible")
def pop_layer(object: Value = MISSING, *, rebuild: Bool = True) -> Layer:
    """Remove the last layer of a Sequential model, in place.

    Use it to replace the classifier of a model by one for your own classes. The other layers keep their weights, so
    that the new last layer can use the features that the model has already learned.

    Args:
        object: A Sequential model.
        rebuild: Whether to rebuild the remaining model; with FALSE it is rebuilt when you add a layer or call
            `model$build()`.

    Returns:
        The layer that was removed.

    Raises:
        TypeError: If the model is not Sequential.
        ValueError: If it has no layers.

    Example:
        >>> model = keras_model_sequential(input_shape=4) >> layer_dense(units=3, kernel_initializer="ones")
        >>> model = model >> layer_dense(units=1000, name="classes")
        >>> pop_layer(model).name
        'classes'
        >>> model = model >> layer_dense(units=2, name="own_classes")
        >>> count_params(model)
        23
    """
    if not compose.is_sequential(object):
        raise errors.bad_argument("pop_layer", "object", "a Sequential model", object, error=TypeError)
    if not object.layers:
        raise errors.bad_argument("pop_layer", "object", "a model with at least one layer", object)
    removed = object.pop(rebuild=rebuild)
    sequential.forget_functions(object)
    return removed


@verb(method_lacks=("trainable",))
def get_weights(object: Value = MISSING, trainable: BoolOrNA = RCode("NA", None)) -> ArrayList:
    """Get the weights of a layer or model as a list of arrays.

    Use it to inspect a trained model or to copy weights into another model with set_weights(). The list contains
    kernels, biases and statistics such as moving averages.

    Args:
        object: A layer or model.
        trainable: TRUE for the trainable weights, FALSE for the others, NA for all.

    Returns:
        A list of arrays, in Keras's order.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> get_weights(model)
        [array([[1.],
               [1.]], dtype=float32), array([0.], dtype=float32)]
    """
    if trainable is None or isinstance(trainable, NAType):
        return object.get_weights()
    return [one.numpy() for one in (object.trainable_variables if trainable else object.non_trainable_variables)]


@verb(returns="object", method_lacks=())
def set_weights(object: Value = MISSING, weights: Value = MISSING) -> Any:
    """Set the weights of a layer or model from a list of arrays.

    Use it to copy weights between models with the same layers, to average weights, or to return to an earlier state.
    Training continues from these weights.

    Args:
        object: A layer or model.
        weights: List of arrays with the same shapes and in the same order as the result of `get_weights()`.

    Returns:
        The layer or model.

    Raises:
        ValueError: If the number or the shapes of the arrays do not match; the weights are then unchanged.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> model = set_weights(model, [np.array([[2.0], [3.0]]), np.array([1.0])])
        >>> model(np.array([[1.0, 1.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[6.]], dtype=float32)>
    """
    arrays = [np.asarray(weight) for weight in (weights if isinstance(weights, (list, tuple)) else [weights])]
    expected = [tuple(weight.shape) for weight in object.get_weights()]
    if len(arrays) == len(expected):
        arrays = [_fit_scalar(array, shape) for array, shape in zip(arrays, expected, strict=True)]
    received = [array.shape for array in arrays]
    if received != expected:
        raise errors.bad_argument(
            "set_weights", "weights", _spell_shapes(expected), errors.Words(_spell_shapes(received))
        )
    for array, weight in zip(arrays, object.weights, strict=True):
        if array.dtype.kind in "OUS":
            raise errors.bad_argument("set_weights", "weights", "arrays of numbers", array)
        refuse_complex(array, weight.dtype, "set_weights", "weights")
    object.set_weights(arrays)
    return object


def _spell_shapes(shapes: list[tuple[int, ...]]) -> str:
    listed = ", ".join(str(list(shape)) for shape in shapes)
    return f"{len(shapes)} arrays, of the shapes {listed}" if shapes else "an empty list"


def _fit_scalar(array: Any, shape: tuple[int, ...]) -> Any:
    """Fit a vector of length 1 (R's scalar) to a variable without axes, and the other way round."""
    return array.reshape(shape) if array.size == 1 and shape in ((), (1,)) else array


@verb(method_lacks=())
def count_params(object: Value = MISSING) -> int:
    """Count the parameters of a layer or model.

    Parameters are the numbers in the weights. Compare their number with the number of samples to judge the risk of
    overfitting. It includes parameters that are not trained, such as the running means of batch normalization.

    Args:
        object: A layer or model that is built.

    Returns:
        The count.

    Example:
        >>> model = keras_model_sequential(input_shape=(28, 28, 1)) >> layer_conv_2d(filters=8, kernel_size=3)
        >>> count_params(model)
        80
        >>> model = model >> layer_flatten() >> layer_dense(units=10)
        >>> count_params(model)
        54170
    """
    return int(object.count_params())
