"""User-written functions in a model: what each may return, and which one caused an error in Keras."""

import functools
import inspect
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from ..engine.internals.compiled import compile_loss, user_loss, user_metrics, wrapped_function
from ..engine.internals.layers import flat_layers
from ..engine.loading import keras
from ..messages import errors

_LIBRARIES = ("keras", "rkeras_py", "tensorflow", "R")  # parts that are R functions check their own results
_SHAPE = (2, 3)
_OF_LAYERS = ("activation", "constraint", "initializer", "regularizer", "lambda")


def find_wrong_part(layers: Iterable[Any], of_layer: bool = True, roles: Sequence[str] = ()) -> str:
    """Try the functions of a user in layers, and say which returns what it may not; "" if none does.

    Args:
        layers: The layers.
        of_layer: Whether to say of which layer a function is.
        roles: The roles to look at; none for all.
    """
    for layer in layers:
        for name, value in list(vars(layer).items()):
            role = "lambda" if isinstance(layer, keras().layers.Lambda) else name.rpartition("_")[2]
            if role in _OF_LAYERS and (not roles or role in roles) and is_users(value):
                name = "f" if role == "lambda" else name
                label = f'`{name}` of the layer "{layer.name}"' if of_layer else f"`{name}`"
                if told := _try(role, label, value, *_make_arguments(layer, name, role)):
                    return told
    return ""


def find_wrong_part_of_model(model: Any) -> str:
    """Say which function of a user in a model, its loss or its metrics returns what it may not; "" if none does.

    Args:
        model: The model.
    """
    return find_wrong_part(flat_layers(model)) or next(filter(None, _try_compiled(model)), "")


def _try_compiled(model: Any) -> Iterator[str]:
    shapes = [tuple(size or 2 for size in output.shape) for output in getattr(model, "outputs", None) or ()]
    losses = keras().tree.flatten(user_loss(model)) if compile_loss(model) is not None else []
    metrics = keras().tree.flatten(user_metrics(model))
    for role, parts in (("loss", losses), ("metric", metrics)):
        for part in parts:
            is_mean = isinstance(part, keras().metrics.MeanMetricWrapper)
            function = wrapped_function(part) if is_mean else part
            if is_users(function) and len(shapes) == 1:
                zeros = keras().ops.zeros(shapes[0])
                name = getattr(part, "name", None) or getattr(part, "__name__", role)
                yield _try(role, f'the {role} "{name}"', function, (zeros, zeros), {})


def is_users(value: Any) -> bool:
    """Tell whether something is a function of a user, written in Python."""
    if not (inspect.isroutine(value) or isinstance(value, functools.partial)):
        return False
    function = inspect.unwrap(value.func if isinstance(value, functools.partial) else value)
    return (getattr(function, "__module__", None) or "").split(".")[0] not in _LIBRARIES


def _make_arguments(layer: Any, name: str, role: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    if role == "initializer":
        return (_SHAPE,), {"dtype": "float32"}
    if role == "lambda":
        shapes = getattr(getattr(layer, "input", None), "shape", _SHAPE)
        return (keras().ops.zeros(tuple(size or 2 for size in shapes)),), dict(getattr(layer, "arguments", None) or {})
    weight = getattr(layer, name.removesuffix(f"_{role}"), None) if role in ("constraint", "regularizer") else None
    return (weight if holds_numbers(weight) else keras().ops.zeros(_SHAPE),), {}


def _try(role: str, label: str, function: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> str:
    try:
        inspect.signature(function).bind(*args, **named)
    except TypeError as error:
        given = ", ".join([f"{len(args)} by place", *named])
        return f"{label} is called with other arguments than it takes: {given}. {str(error).capitalize()}."
    except ValueError:  # functions written in C may have no signature
        return ""
    try:
        result = function(*args, **named)
    except Exception:  # an error in the user's own code was already reported
        return ""
    try:
        CHECKS[role](label, result, args)
    except ValueError as wrong:
        return str(wrong)
    return ""


def holds_numbers(value: Any) -> bool:
    """Tell whether a value is a tensor or an array, and not of text."""
    return hasattr(value, "shape") and hasattr(value, "dtype") and "str" not in str(value.dtype)


def _get_rank(value: Any) -> int | None:
    """Return the number of axes; None if a graph's tensor does not tell it."""
    shape = getattr(value, "shape", None)
    if shape is None or hasattr(shape, "rank"):
        return getattr(shape, "rank", None)
    return len(shape)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


class WrongPartError(ValueError):
    """A function of a user returned what it may not."""


def _describe_wrong(label: str, what: str, received: Any) -> WrongPartError:
    return WrongPartError(f"{label}: {what}. It returned: {errors.show_value(received)}")


def _check_loss(label: str, result: Any, args: Sequence[Any]) -> Any:
    if holds_numbers(result):
        return result
    raise _describe_wrong(
        label, "a loss should return a tensor that is computed from y_pred, one value for each sample", result
    )


def _check_metric(label: str, result: Any, args: Sequence[Any]) -> Any:
    if holds_numbers(result) or _is_number(result):
        return result
    raise _describe_wrong(
        label, "a metric should return a tensor, with one value for each sample or one value for all", result
    )


def _check_activation(label: str, result: Any, args: Sequence[Any]) -> Any:
    if holds_numbers(result) and (_get_rank(result) != 0 or not any(map(_get_rank, args))):
        return result
    raise _describe_wrong(label, "an activation should return a tensor with the same number of axes as it gets", result)


def _check_lambda(label: str, result: Any, args: Sequence[Any]) -> Any:
    tensors = keras().tree.flatten(result)
    if tensors and all(holds_numbers(tensor) for tensor in tensors):
        return result
    raise _describe_wrong(label, "the function of a layer should return a tensor, or a list of them", result)


def _check_regularizer(label: str, result: Any, args: Sequence[Any]) -> Any:
    if _is_number(result) or (holds_numbers(result) and math.prod(result.shape) == 1):
        return keras().ops.reshape(result, ())
    raise _describe_wrong(label, "a regularizer should return one number, for example from k_sum()", result)


def _check_constraint(label: str, result: Any, args: Sequence[Any]) -> Any:
    if holds_numbers(result) and tuple(result.shape) == tuple(args[0].shape):
        return result
    raise _describe_wrong(
        label, f"a constraint should return weights of shape {tuple(args[0].shape)}, as it got", result
    )


def _check_initializer(label: str, result: Any, args: Sequence[Any]) -> Any:
    shape = tuple(args[0])
    if not holds_numbers(result) and result is not None:
        result = np.asarray(result)
    if holds_numbers(result) and getattr(result.dtype, "kind", "f") in "fiub":
        if tuple(result.shape) == shape:
            return result
        if math.prod(result.shape) == math.prod(shape) == 1:
            return keras().ops.reshape(result, shape)
    raise _describe_wrong(label, f"an initializer should return numbers with shape {shape}", result)


def check_initializer(label: str, own: Callable[..., Any]) -> Callable[..., Any]:
    """Return an initializer that looks at what a user's returns: Keras takes weights of any shape for a layer.

    Args:
        label: How messages name it.
        own: The user's.
    """

    @functools.wraps(own)
    def fill(shape: Any, *args: Any, **named: Any) -> Any:
        return _check_initializer(label, own(shape, *args, **named), (shape,))

    return fill


CHECKS: dict[str, Callable[[str, Any, Sequence[Any]], Any]] = {
    "loss": _check_loss,
    "metric": _check_metric,
    "activation": _check_activation,
    "lambda": _check_lambda,
    "regularizer": _check_regularizer,
    "constraint": _check_constraint,
    "initializer": _check_initializer,
}
"""For each role, the function that checks a result: it returns the value for Keras, or raises."""
