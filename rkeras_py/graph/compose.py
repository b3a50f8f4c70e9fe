"""What happens between a layer and the thing it is composed with: R keras's `compose_layer`, once."""

import functools
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..compat import keras2_arguments
from ..data import arrays
from ..engine.loading import keras
from ..messages import errors
from ..signatures.calls import bind, construct, convert
from ..signatures.layer_arguments import take_base_arguments
from ..signatures.registry import Spec
from ..signatures.words import MISSING
from . import nodes, sequential


def call_layer(spec: Spec, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """Make the layer that a call asks for, and compose it with the object that came.

    Args:
        spec: The layer function.
        args: Its positional arguments; the first may be left out (`layer_dense(64)`).
        kwargs: Its named arguments.

    Returns:
        The layer, its output, or the Sequential model it was added to.
    """
    first = next(iter(spec.params))
    if args and first not in kwargs and _starts_with_second(spec, args, kwargs):
        args = (MISSING, *args)
    bound, rest, further = bind(spec, args, kwargs)
    target = bound.pop(first, None)
    if rest and target is not None:
        target = [target, *rest]
    values = convert(spec, bound, (first,), further)
    base = take_base_arguments(spec, values, further)
    at_call = {} if target is None else keras2_arguments.take_call_arguments(spec.name, values, further)
    layer = construct(spec, values, further)
    remember(spec.name, layer, base)
    return compose_layer(target, layer, function=spec.name, **at_call)


def compose_layer(target: Any, layer: Any, *more: Any, function: str = "", **call_arguments: Any) -> Any:
    """Compose a layer or model with something.

    Args:
        target: None, a tensor, an array, a list or dict of them, or a Sequential model.
        layer: The layer or model.
        more: Further tensors, for a layer that takes several as arguments of their own.
        function: Name of the function to name in errors.
        call_arguments: Further arguments of the call, such as `training` or `initial_state`.

    Returns:
        The layer itself without a target, the Sequential model it was added to, or the output of the call.

    Raises:
        TypeError: If the target is nothing to compose with.
    """
    name = function or nodes.made_by(layer) or getattr(layer, "name", type(layer).__name__)
    if target is None:
        return layer
    if is_sequential(target):
        if more or call_arguments:
            received = [*map(errors.shown, more), *call_arguments]
            warnings.warn(
                f"{name}(): further arguments are ignored when a layer is added to a Sequential model. "
                f"Received: {', '.join(received)}",
                stacklevel=2,
            )
        return _composed(name, sequential.add, target, layer)
    if isinstance(target, keras().Model):
        raise errors.functional_as_object(name, target)
    if _is_vector(target) or (not function and isinstance(target, str)):
        target = arrays.to_array(target)
    if not is_tensors(target):
        raise errors.not_composable(name, target)
    if isinstance(target, dict) and _merges(layer):
        target = list(target.values())
    if isinstance(target, (list, tuple)) and len(target) == 1 and not _merges(layer):
        target = target[0]
    if isinstance(layer, keras().layers.MultiHeadAttention):
        return _composed(name, _attend, layer, [target, *more] if more else target, call_arguments)
    return _composed(name, layer, target, *more, **call_arguments)


def _composed(name: str, compose: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Compose; errors name the function, or the layer, that the user called."""
    try:
        return compose(*args, **kwargs)
    except Exception as error:
        if own := errors.of_method(error):
            raise own from None
        if isinstance(error, NotImplementedError):
            raise errors.rejected(name, errors.own_error(error)) from error
        if isinstance(error, (IndexError, TypeError, ValueError)):
            raise errors.rejected(name, error) from error
        raise


def _attend(layer: Any, target: Any, call_arguments: dict[str, Any]) -> Any:
    """Call a layer that takes query, value and key as arguments of their own; one tensor attends to itself."""
    if isinstance(target, dict):
        return layer(**target, **call_arguments)
    if isinstance(target, (list, tuple)):
        return layer(*target, **call_arguments)
    return layer(target, call_arguments.pop("value", target), **call_arguments)


def _starts_with_second(spec: Spec, args: Sequence[Any], kwargs: dict[str, Any]) -> bool:
    """Whether the user left the first argument out and began with the second."""
    first = args[0]
    if first is None or first is MISSING:
        return False
    params = list(spec.params.values())
    second = params[1].name if len(params) > 1 else ""
    wraps = second in ("layer", "cell") and second not in kwargs
    if wraps and isinstance(first, keras().layers.Layer) and len(args) == 1:
        return True
    return not (is_tensors(first) or isinstance(first, keras().layers.Layer))


def is_sequential(value: Any) -> bool:
    """Whether a value is a Sequential model."""
    return isinstance(value, keras().Sequential)


def is_tensors(value: Any) -> bool:
    """Whether a value is a tensor, an array, or a list or dict of them, so that a layer can be called on it."""
    if isinstance(value, (list, tuple)):
        return bool(value) and all(is_tensors(item) for item in value)
    if isinstance(value, dict):
        return bool(value) and all(is_tensors(item) for item in value.values())
    if isinstance(value, (np.generic, type)):  # a number of numpy's is an argument: layer_dense(np.int64(64))
        return False
    return hasattr(value, "shape") and hasattr(value, "dtype")


def _is_vector(value: Any) -> bool:
    """Whether a value is a vector of several numbers or strings, as R sends it; a single one may be an argument."""
    several = isinstance(value, (list, tuple)) and len(value) > 1
    return several and all(isinstance(item, (int, float, str)) for item in value)


def _merges(layer: Any) -> bool:
    from keras.src.layers.merging.base_merge import Merge

    return isinstance(layer, Merge)


def remember(function: str, layer: Any, base: dict[str, Any]) -> None:
    """Keep what the layer was told about the model around it."""
    nodes.mark_as_ours(layer, function)
    if "trainable" in base:
        layer.trainable = base["trainable"]
    shape = base.get("batch_input_shape")
    if shape is None:
        inner = base.get("input_shape")
        if inner is None and "input_dim" in base:
            inner = (base["input_dim"],)
        if inner is None and "input_length" in base and not _merges(layer):
            length = base["input_length"]
            inner = length if isinstance(length, tuple) else (length,)
        if inner is None and isinstance(layer, keras().layers.Embedding):
            inner = (None,)  # sequences of any length, as in Keras 2
        if inner is not None:
            shape = (base.get("batch_size"), *inner)
    if shape is not None:
        sequential.remember_input(layer, tuple(shape))
    if "weights" in base:
        _set_when_built(function, layer, base["weights"])


def _set_when_built(function: str, layer: Any, weights: Any) -> None:
    """Set initial weights as soon as the layer has its variables; wrong ones are refused at each use of the layer."""
    weights = list(weights) if isinstance(weights, (list, tuple)) else [weights]
    if isinstance(layer, keras().layers.Pipeline):
        layer = layer.layers[-1]  # the one that has the weights
    build = layer.build
    if layer.built or getattr(build, "_is_default", False):
        _set_weights(function, layer, weights)
        return
    done = False

    @functools.wraps(build)  # Keras reads the signature
    def build_and_set(*args: Any, **kwargs: Any) -> None:
        nonlocal done
        if not done:
            build(*args, **kwargs)
            done = True
        layer.built = False
        _set_weights(function, layer, weights)
        layer.build, layer.built = build, True

    layer.build = build_and_set


def _set_weights(function: str, layer: Any, weights: list[Any]) -> None:
    expected = [tuple(variable.shape) for variable in layer.weights]
    if expected[-1:] == [(1,)] and len(weights) == len(expected):
        weights = [*weights[:-1], np.atleast_1d(weights[-1])]  # R has no scalars: a bias of one unit
    received = [np.shape(weight) for weight in weights]
    if received != expected:
        shapes = f"a list of {len(expected)} array(s) of shapes {expected}"
        raise errors.bad_argument(function, "weights", shapes, received)
    for variable, weight in zip(layer.weights, weights, strict=True):
        if variable._value is None:  # Keras builds what is inside a layer without a build() of its own symbolically
            variable._initializer = functools.partial(_constant, weight)
        else:
            variable.assign(weight)


def _constant(value: Any, shape: Any, dtype: Any) -> Any:
    return keras().ops.convert_to_tensor(value, dtype)
