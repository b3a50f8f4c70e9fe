"""R keras's functions that create layers from classes, for ported code; you can also call the class itself."""

import re
from collections.abc import Callable
from typing import Any

from ..define import export
from ..messages import errors
from ..signatures.words import MISSING, Value
from ..syntax.piped import Piped
from . import layers


@export(python_only=True)
def create_layer(layer_class: Value = MISSING, object: Value = None, args: Value = None) -> Any:
    """Create a layer from a class, and add it to a tensor or model.

    Use it in your own function around a layer class, so that it works with the pipe as layer_dense() does.

    Args:
        layer_class: The class, or a function from `new_layer_class()` or `create_layer_wrapper()`.
        object: A tensor, a list of tensors or a Sequential model to add the layer to. If it is omitted, the layer
            itself is returned.
        args: Named list with the arguments of the constructor and those of every layer.

    Returns:
        The layer, or the result of adding it to `object`, as for `layer_dense()`.

    Example:
        >>> import keras
        >>> twice = create_layer(keras.layers.Rescaling, args={"scale": 2.0})
        >>> model = keras_model_sequential(input_shape=2) >> twice
        >>> predict(model, np.array([[1.0, 5.0]]), verbose=0)
        array([[ 2., 10.]], dtype=float32)
    """
    return _create("create_layer", "layer_class", layer_class, object, args)


@export(python_only=True)
def create_wrapper(wrapper_class: Value = MISSING, object: Value = None, args: Value = None) -> Any:
    """Create a wrapper layer from a class, and add it to a tensor or model.

    Use it in your own function around a wrapper class, so that it works with the pipe as time_distributed() does.

    Args:
        wrapper_class: The class.
        object: A tensor or a Sequential model to add the layer to; if it is omitted, the layer itself is returned.
        args: Named list with the arguments of the constructor, including `layer`, the layer to wrap.

    Returns:
        The layer, or the result of adding it to `object`.

    Example:
        >>> import keras
        >>> inner = layer_dense(units=1, kernel_initializer="ones")
        >>> sums = create_wrapper(keras.layers.TimeDistributed, args={"layer": inner})
        >>> sums(np.array([[[1.0, 2.0], [3.0, 4.0]]]))
        <tf.Tensor: shape=(1, 2, 1), dtype=float32, numpy=
        array([[[3.],
                [7.]]], dtype=float32)>
    """
    if not isinstance(args, dict) or args.get("layer") is None:
        raise errors.bad_argument("create_wrapper", "args", "a named list that has `layer`, the layer to wrap", args)
    return _create("create_wrapper", "wrapper_class", wrapper_class, object, args)


@export(python_only=True)
def create_layer_wrapper(Layer: Value = MISSING, modifiers: Value = None, convert: Value = True) -> Callable[..., Any]:
    """Create a layer function from a layer class.

    Use it to turn a layer class, yours or from another package, into a function that works with the pipe. The new
    function has the arguments of the class, after `object`.

    Args:
        Layer: The class.
        modifiers: Named list of functions; each is applied to the argument with its name.
        convert: Ignored; in R it is used for an `R6Class`.

    Returns:
        A function like `layer_dense()`: its arguments are `object` and the arguments of the constructor.

    Example:
        >>> import keras
        >>> layer_percent = create_layer_wrapper(keras.layers.Rescaling, modifiers={"scale": lambda scale: scale / 100})
        >>> layer_percent(np.array([[50.0, 150.0]]), scale=1)
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[0.5, 1.5]], dtype=float32)>
    """
    cls = _find_class("create_layer_wrapper", "Layer", Layer)
    changes = modifiers or {}
    names = list(layers.get_constructor_parameters(cls))

    def layer(object: Any = None, *args: Any, **options: Any) -> Any:
        arguments = {**dict(zip(names, args, strict=False)), **options}
        changed = {name: changes[name](value) if name in changes else value for name, value in arguments.items()}
        return layers.create_layer(cls, object, list(changed), list(changed.values()))

    layer.__name__ = layer.__qualname__ = cls.__name__
    layer.__module__, layer.__doc__ = cls.__module__, cls.__doc__
    function = Piped(layer, "object")
    function.Layer = cls  # type: ignore[attr-defined]
    return function


def _create(function: str, argument: str, cls: Any, target: Any, args: Any) -> Any:
    values = {} if args is None else args
    if not isinstance(values, dict):
        raise errors.bad_argument(function, "args", "a named list of arguments", args)
    made_of = _find_class(function, argument, cls)
    with errors.told_as(made_of.__name__, function):
        try:
            return layers.create_layer(made_of, target, list(values), list(values.values()))
        except TypeError as error:
            if lacks := re.search(rf"{made_of.__name__}\.__init__\(\) missing \d+ required .*?'(\w+)'", str(error)):
                raise errors.missing_argument(function, lacks[1]) from None
            raise


def _find_class(function: str, argument: str, value: Any) -> type:
    found = getattr(value, "Layer", value) if not isinstance(value, type) else value
    if not isinstance(found, type):
        raise errors.bad_argument(function, argument, "a class of layers", value)
    return found
