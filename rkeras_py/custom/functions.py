"""Functions of R as parts of a model: with their own names and arguments, and with results that a part may have."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..engine.loading import keras
from ..messages import errors
from ..r.functions import MODULE, is_r_function, make_signature


def make_part(
    function: Callable[..., Any], name: str, label: str, role: str, takes: dict[str, bool]
) -> Callable[..., Any]:
    """Make a function of R a function of Python, which Keras calls when it traces a model.

    Args:
        function: A callable of (names of the arguments, *arguments).
        name: The name that logs and files know it by.
        label: Its name in messages.
        role: What it is for: "loss", "metric", ..., or "" where that is not known.
        takes: Its arguments, and whether each has a default.

    Returns:
        The function.
    """
    check = _CHECKS.get(role)

    def run(*args: Any, **named: Any) -> Any:
        if role == "initializer" and not {"dtype", "..."} & set(takes):
            named.pop("dtype", None)
        try:
            result = function([""] * len(args) + list(named), *args, *named.values())
        except Exception as error:
            if errors.is_of_r(error) or errors.find_error_of_method(error):
                raise
            raise errors.prefix_error(label, error) from error
        return check(label, result, args) if check else result

    run.__name__ = run.__qualname__ = name
    run.__module__ = MODULE
    run.__signature__ = make_signature(takes)  # type: ignore[attr-defined]
    return run


def as_part(value: Any, role: str) -> Any:
    """Make a function of R that reticulate brought a part; anything else stays as it is.

    Args:
        value: Any value.
        role: What it is for.
    """
    if not is_r_function(value) or hasattr(value, "__signature__"):
        return value

    def call(names: Sequence[str], *values: Any) -> Any:
        positional = [item for name, item in zip(names, values, strict=True) if not name]
        return value(*positional, **dict(zip(names[len(positional) :], values[len(positional) :], strict=True)))

    return make_part(call, value.__name__, role, role, {"...": False})


def _holds_numbers(value: Any) -> bool:
    """Tell whether a value is a tensor or an array, and not of text."""
    return hasattr(value, "shape") and hasattr(value, "dtype") and "str" not in str(value.dtype)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _describe_wrong(label: str, what: str, received: Any) -> ValueError:
    return ValueError(f"{label}(): {what}. It returned: {errors.show_value(received)}")


def _check_loss(label: str, result: Any, args: Sequence[Any]) -> Any:
    if _holds_numbers(result):
        return result
    raise _describe_wrong(
        label, "a loss should return a tensor that is computed from y_pred, one value for each sample", result
    )


def _check_metric(label: str, result: Any, args: Sequence[Any]) -> Any:
    if _holds_numbers(result) or _is_number(result):
        return result
    raise _describe_wrong(label, "a metric should return a tensor, one value for each sample or one of all", result)


def _check_activation(label: str, result: Any, args: Sequence[Any]) -> Any:
    if _holds_numbers(result):
        return result
    raise _describe_wrong(label, "an activation should return a tensor", result)


def _check_lambda(label: str, result: Any, args: Sequence[Any]) -> Any:
    tensors = keras().tree.flatten(result)
    if tensors and all(_holds_numbers(tensor) for tensor in tensors):
        return result
    raise _describe_wrong(label, "the function of a layer should return a tensor, or a list of them", result)


def _check_regularizer(label: str, result: Any, args: Sequence[Any]) -> Any:
    if _is_number(result) or (_holds_numbers(result) and math.prod(result.shape) == 1):
        return keras().ops.reshape(result, ())
    raise _describe_wrong(label, "a regularizer should return one number, such as k_sum() gives", result)


def _check_constraint(label: str, result: Any, args: Sequence[Any]) -> Any:
    if _holds_numbers(result) and tuple(result.shape) == tuple(args[0].shape):
        return result
    raise _describe_wrong(
        label, f"a constraint should return weights of shape {tuple(args[0].shape)}, as it got", result
    )


def _check_initializer(label: str, result: Any, args: Sequence[Any]) -> Any:
    shape = tuple(args[0])
    if not _holds_numbers(result) and result is not None:
        result = np.asarray(result)
    if _holds_numbers(result) and getattr(result.dtype, "kind", "f") in "fiub":
        if tuple(result.shape) == shape:
            return result
        if math.prod(result.shape) == math.prod(shape) == 1:
            return keras().ops.reshape(result, shape)
    raise _describe_wrong(label, f"an initializer should return numbers of shape {shape}", result)


_CHECKS: dict[str, Callable[[str, Any, Sequence[Any]], Any]] = {
    "loss": _check_loss,
    "metric": _check_metric,
    "activation": _check_activation,
    "lambda": _check_lambda,
    "regularizer": _check_regularizer,
    "constraint": _check_constraint,
    "initializer": _check_initializer,
}
