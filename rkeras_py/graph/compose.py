"""Composition of a layer with a model, a tensor or nothing: R keras's `compose_layer`, once."""

import functools
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..compat import keras2_arguments, targets
from ..data import array_values, arrays
from ..engine.internals.layers import flat_layers, is_default, is_without_value, set_initializer
from ..engine.internals.modules import merge_class
from ..engine.loading import keras
from ..engine.tensors import at_once, computing_error
from ..messages import errors, keras_errors, tensorflow_errors
from ..signatures.calls import bind_arguments, construct_object, convert_arguments
from ..signatures.layer_arguments import take_base_arguments
from ..signatures.registry import REGISTRY, Spec
from ..signatures.words import MISSING
from . import layer_calls, nodes, sequential, states, user_parts
from .complex_numbers import refuse_lost_parts, refuse_real_inputs
from .hosting import host


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
        if spec.by_place[1] in kwargs:
            raise errors.not_composable(spec.name, args[0], first)
        args = (MISSING, *args)
    bound, rest, further = bind_arguments(spec, args, kwargs)
    target = bound.pop(first, None)
    if rest and target is not None:
        target = [target, *rest]
    values = convert_arguments(spec, bound, (first,), further)
    base = take_base_arguments(spec, values, further)
    at_call = {} if target is None else keras2_arguments.take_call_arguments(spec.name, values, further)
    layer = construct_object(spec, values, further)
    if any(map(user_parts.is_users, values.values())) and (
        told := user_parts.find_wrong_part(flat_layers(layer), of_layer=False, roles=("activation",))
    ):
        raise ValueError(f"{spec.name}(): {told}")
    remember_arguments(spec.name, layer, base)
    return compose_with_first(spec.name, target, layer, at_call)


def compose_layer(target: Any, layer: Any, /, *more: Any, **call_arguments: Any) -> Any:
    """Compose a layer or model with something.

    Args:
        target: None, a tensor, an array, a list or dict of them, or a Sequential model.
        layer: The layer or model.
        more: Further tensors, for a layer that takes several as arguments of their own.
        call_arguments: Further arguments of the call, such as `training` or `initial_state`.

    Returns:
        The layer itself without a target, the Sequential model it was added to, or the output of the call.

    Raises:
        TypeError: If the target is nothing to compose with.
    """
    return layer if target is None else apply_layer(layer, target, *more, **call_arguments)


def apply_layer(layer: Any, /, *args: Any, **named: Any) -> Any:
    """Call a layer or model, as R calls functions.

    Args:
        layer: The layer or model.
        args: What it is called on, and further arguments of its `call`, by position.
        named: Arguments of its `call` by name; `object` and `inputs` are the first one.

    Returns:
        The output of the call, or the Sequential model that the layer was added to.

    Raises:
        TypeError: If there is nothing to call it on, or an argument is unknown.
    """
    name = nodes.get_maker(layer) or _name_called(layer)
    target, more, named = layer_calls.arrange_call(name, layer, args, named)
    if _is_bare(target):
        target = _convert_bare_tensors(layer, target)
    return _apply(name, layer, target, more, named)


def pipe_into_layer(target: Any, layer: Any) -> Any:
    """Return `target >> layer`; a number has nothing to be shifted by.

    Args:
        target: What stands on the left.
        layer: The layer or model.
    """
    if isinstance(target, (int, float)):
        raise errors.not_composable(nodes.get_maker(layer) or _name_called(layer), target)
    return apply_layer(layer, target)


def compose_with_first(function: str, target: Any, layer: Any, named: dict[str, Any]) -> Any:
    """Compose what a layer function made with its first argument.

    Args:
        function: Name of the function.
        target: What came for the first argument; None for nothing.
        layer: The layer.
        named: Arguments of the call.
    """
    layer = host(layer)
    return layer if target is None else _apply(function, layer, target, [], named)


def _name_called(layer: Any) -> str:
    return layer.name if isinstance(layer, keras().layers.Layer) else type(layer).__name__


def _apply(name: str, layer: Any, target: Any, more: list[Any], named: dict[str, Any]) -> Any:
    if target is None:
        raise layer_calls.no_input(name)
    if isinstance(layer, keras().layers.TextVectorization):
        targets.mark_layer(layer)
    if not arrays.is_plain_tensor(target):
        if is_sequential(target):
            return _grow(name, target, layer, more, named)
        if isinstance(target, keras().Model):
            raise errors.functional_as_object(name, target)
        target = target if isinstance(layer, keras().utils.FeatureSpace) else _arrange_inputs(name, layer, target)
    target, more, named = states.pass_states(layer, target, more, named)
    if isinstance(layer, (keras().layers.MultiHeadAttention, keras().layers.GroupQueryAttention)):
        return _compose_named(name, _attend, layer, target, more, named)
    refuse_real_inputs(name, layer, target)
    if hasattr(layer, "pool_size") and hasattr(target, "shape"):  # Keras itself checks this for symbolic tensors only
        _compose_named(name, layer.compute_output_shape, tuple(target.shape))
    result = _compose_named(name, layer, target, *more, **named)
    refuse_lost_parts(name, layer, target, result)
    return result


def _arrange_inputs(name: str, layer: Any, target: Any) -> Any:
    """Return the inputs of a layer in the structure that Keras expects."""
    if arrays.is_frame(target) or layer_calls.is_vector(target) or _holds_vectors(layer, target):
        target = _compose_named(name, _as_arrays, layer, target)
    if not layer_calls.is_input(target):
        spec = REGISTRY.get(name)
        raise errors.not_composable(name, target, "inputs" if spec and "inputs" in spec.params else "object")
    try:
        lookups = keras().layers.IntegerLookup, keras().layers.Hashing
        target = layer_calls.convert_inputs(target, looks_up=isinstance(layer, lookups))
    except array_values.UnusableError as error:
        raise ValueError(f"{name}(): {error}") from None
    if _merges(layer):
        target = list(target.values()) if isinstance(target, dict) else target
        _refuse_text(name, layer, target)
    if isinstance(target, (list, tuple)) and len(target) == 1 and not _merges(layer):
        target = target[0]
    if (
        is_sequential(layer)
        and isinstance(target, (list, tuple, dict))
        and layer.built
        and len(target) > len(layer.inputs)
    ):
        expected = f"{len(layer.inputs)} tensor, the input of the model"  # Keras would use the first and only warn
        raise errors.bad_argument(name, "inputs", expected, target)
    return target


def _refuse_text(name: str, layer: Any, target: Any) -> None:
    """Refuse strings in a layer for numbers: TensorFlow adds "a" and "b" to "ab"."""
    parts = target if isinstance(target, (list, tuple)) else [target]
    if not isinstance(layer, keras().layers.Concatenate) and any(map(_is_text, parts)):
        raise errors.bad_argument(name, "inputs", "numbers", errors.Words("text"), error=TypeError)


def _is_text(part: Any) -> bool:
    return arrays.is_text(part) if isinstance(part, np.ndarray) else "str" in str(getattr(part, "dtype", ""))


def _grow(name: str, model: Any, layer: Any, more: list[Any], named: dict[str, Any]) -> Any:
    if more or named:
        warnings.warn(
            f"{name}(): further arguments are ignored when a layer is added to a Sequential model. "
            f"Received: {', '.join([*map(errors.show_value, more), *named])}",
            stacklevel=3,
        )
    return _compose_named(name, sequential.add_layer, model, layer)


def _compose_named(name: str, compose: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Compose a layer; errors name the function or the layer that the user called."""
    try:
        result = compose(*args, **kwargs)
        if isinstance(compose, keras().layers.Lambda) and user_parts.is_users(compose.function):
            user_parts.CHECKS["lambda"](f'the layer "{compose.name}"', result, args)
        return result
    except Exception as error:
        if own := errors.find_error_of_method(error):
            raise own from None
        if isinstance(error, user_parts.WrongPartError):
            raise ValueError(f"{name}(): {errors.own_error(error)}") from error
        layer = args[1] if compose is sequential.add_layer else compose
        is_of_user = errors.is_of_user(error)
        is_of_layer = isinstance(layer, keras().Layer) and not is_of_user
        if is_of_layer and (told := user_parts.find_wrong_part([layer], of_layer=False)):
            raise ValueError(f"{name}(): {told}") from error
        if isinstance(error, NotImplementedError):
            raise errors.rejected(name, errors.own_error(error)) from error
        if not is_of_user and (wrong := layer_calls.find_wrong_axis(name, layer, args[0])):
            raise wrong from error
        if isinstance(error, IndexError) and not is_of_user:
            given = errors.show_value(args[isinstance(args[0], keras().Layer)])
            raise ValueError(f"{name}(): the input should have other axes. Received: {given}") from error
        if isinstance(error, (IndexError, TypeError, ValueError)):
            raise errors.rejected(name, error) from error
        if isinstance(error, computing_error()) and not is_of_user:
            words = keras_errors.strip_marks(getattr(error, "message", str(error)))
            plain = ValueError(tensorflow_errors.explain_index(words, [], layer) or words)
            raise errors.prefix_error(name, plain) from error
        if isinstance(error, (AttributeError, KeyError)) and type(compose).__module__.startswith("keras."):
            raise errors.not_taken(name, args[0]) from error
        raise


def _attend(layer: Any, target: Any, more: list[Any], named: dict[str, Any]) -> Any:
    """Call a layer with separate query, value and key; a single tensor attends to itself."""
    if isinstance(target, dict):
        return layer(**target, **named)
    tensors = [*(target if isinstance(target, (list, tuple)) else [target]), *more]
    if len(tensors) == 1 and "value" not in named:
        tensors *= 2
    return layer(*tensors, **named)


def _starts_with_second(spec: Spec, args: Sequence[Any], kwargs: dict[str, Any]) -> bool:
    """Tell whether the user omitted the first argument and started with the second."""
    first = args[0]
    if first is None or first is MISSING or len(spec.by_place) < 2:
        return False
    params = list(spec.params.values())
    second = params[1].name if len(params) > 1 else ""
    wraps = second in ("layer", "cell") and second not in kwargs
    if wraps and isinstance(first, keras().layers.Layer) and len(args) == 1:
        return True
    return not (layer_calls.is_input(first) or arrays.is_frame(first) or isinstance(first, keras().layers.Layer))


def is_sequential(value: Any) -> bool:
    """Tell whether a value is a Sequential model."""
    return isinstance(value, keras().Sequential)


def _is_bare(value: Any) -> bool:
    """Tell whether a value is a number, a string, or a list that starts with one."""
    first = value[0] if isinstance(value, (list, tuple)) and value else value
    return isinstance(first, (int, float, str, np.generic)) and not isinstance(first, bool)


def _convert_bare_tensors(layer: Any, value: Any) -> Any:
    """Return numbers as a layer takes them: a single one without axes, a model's one sample, one for each input."""
    inputs = (getattr(layer, "inputs", None) or []) if getattr(layer, "built", False) else []
    if arrays.are_numbers(value, len(inputs)):
        return [arrays.to_array(one) for one in value]
    return arrays.to_array(value, scalar_rank=1 if inputs or isinstance(value, str) else 0)


def _holds_vectors(layer: Any, value: Any) -> bool:
    """Tell whether a dict, or a list for a layer of several inputs, has vectors that R sent without axes."""
    if not isinstance(value, dict) and not (isinstance(value, (list, tuple)) and _takes_several(layer)):
        return False
    items = list(value.values()) if isinstance(value, dict) else value
    return any(map(layer_calls.is_vector, items)) and all(
        layer_calls.is_vector(item) or layer_calls.is_input(item) for item in items
    )


def _takes_several(layer: Any) -> bool:
    is_merging = isinstance(layer, (merge_class(), keras().layers.HashedCrossing))
    return is_merging or (isinstance(layer, keras().Model) and len(getattr(layer, "inputs", None) or ()) > 1)


def _as_arrays(layer: Any, value: Any) -> Any:
    if arrays.is_frame(value) and (sequential.takes_columns(layer) or _takes_several(layer)):
        value = arrays.get_columns(value)
    if isinstance(value, dict) and not arrays.is_frame(value):
        return {name: item if layer_calls.is_input(item) else arrays.to_array(item) for name, item in value.items()}
    if arrays.is_frame(value) or layer_calls.is_vector(value):
        return arrays.to_array(value)
    return [item if layer_calls.is_input(item) else arrays.to_tensor(item) for item in value]  # Keras mixes no kinds


def _merges(layer: Any) -> bool:
    return isinstance(layer, merge_class())


def remember_arguments(function: str, layer: Any, base: dict[str, Any]) -> None:
    """Keep the arguments of the layer about the model around it."""
    nodes.mark_as_ours(layer, function)
    targets.mark_layer(layer, base.get("match_masks"))
    if "trainable" in base:
        layer.trainable = base["trainable"]
    if (shape := _find_input_shape(function, layer, base)) is not None:
        sequential.remember_input(layer, tuple(shape))
    if "weights" in base:
        _set_when_built(function, layer, base["weights"])


def _find_input_shape(function: str, layer: Any, base: dict[str, Any]) -> Any:
    """Return the shape of the first input, with the batch axis, whichever arguments of the layer give it."""
    shape, inner = base.get("batch_input_shape"), base.get("input_shape")
    told = {"input_dim": base["input_dim"]} if "input_dim" in base else {}
    if "input_length" in base and not _merges(layer):
        told["input_length"] = base["input_length"]
    if shape is not None:
        told = {"batch_size": base["batch_size"], **told} if "batch_size" in base else told
        _check_agreement(function, "input_shape", inner, shape[1:], "batch_input_shape")
    else:
        for value in told.values():
            inner = (value if isinstance(value, tuple) else (value,)) if inner is None else inner
        if inner is None and isinstance(layer, keras().layers.Embedding):
            inner = (None,)  # sequences of any length, as in Keras 2
        if inner is None:
            return None
        shape = (base.get("batch_size"), *inner)
    for name, value in told.items():
        if name == "batch_size":
            _check_agreement(function, name, value, shape[0], "batch_input_shape")
        elif name == "input_dim":
            _check_agreement(function, name, value, shape[-1], "input_shape")
        elif "input_dim" not in told:
            length = value if isinstance(value, tuple) else (value,)
            _check_agreement(function, name, length, tuple(shape[1 : 1 + len(length)]), "input_shape")
    return shape


def _check_agreement(function: str, argument: str, value: Any, other: Any, source: str) -> None:
    """Refuse two arguments with different values for one size, since one would win silently."""
    pairs = zip(value, other, strict=False) if isinstance(value, tuple) else [(value, other)]
    long = isinstance(value, tuple) and len(value) != len(other)
    if value is not None and (long or any(None not in pair and pair[0] != pair[1] for pair in pairs)):
        raise errors.bad_argument(
            function, argument, f"{errors.show_value(other)} as in `{source}`, or left out", value
        )


def _set_when_built(function: str, layer: Any, weights: Any) -> None:
    """Set initial weights once the layer has its variables; wrong ones are refused at each use of the layer."""
    weights = list(weights) if isinstance(weights, (list, tuple)) else [weights]
    if isinstance(layer, keras().layers.Pipeline):
        layer = layer.layers[-1]  # only the last layer has weights
    build = layer.build
    if layer.built or is_default(build):
        _set_weights(function, layer, weights)
        return
    done = False

    @functools.wraps(build)  # Keras reads the signature of build()
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
        weights = [*weights[:-1], np.atleast_1d(weights[-1])]  # R has no scalars: a bias of length 1 is a number
    received = [np.shape(weight) for weight in weights]
    if received != expected:
        shapes = f"a list of {len(expected)} array(s) of shapes {expected}"
        raise errors.bad_argument(function, "weights", shapes, received)
    for variable, weight in zip(layer.weights, weights, strict=True):
        arrays.refuse_complex(weight, variable.dtype, function, "weights")
        if is_without_value(variable):  # Keras builds layers inside a layer without its own build() symbolically
            set_initializer(variable, functools.partial(_make_constant, weight))
        else:
            _assign_now(variable, weight)


def _assign_now(variable: Any, weight: Any) -> None:
    """Set a variable now: if fit() builds a model, TensorFlow is tracing and would drop the assignment."""
    with at_once():
        variable.assign(weight)


def _make_constant(value: Any, shape: Any, dtype: Any) -> Any:
    return keras().ops.convert_to_tensor(value, dtype)
