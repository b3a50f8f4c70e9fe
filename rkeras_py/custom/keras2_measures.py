"""Keras 2's rules for custom losses, metrics and callbacks, where they differ from Keras 3."""

import functools
import numbers
from collections.abc import Callable
from typing import Any

from ..compat import targets
from ..engine.loading import keras
from ..graph import nodes
from ..graph.log_names import name_logs
from . import keras2_state
from .keras2_layers import METRIC_WEIGHT, make_add_weight
from .namespaces import change_result


def adapt_loss(namespace: dict[str, Any], bases: tuple[type, ...]) -> None:
    """Adapt the methods of a loss's class to be called as Keras 2 called them."""
    base_loss = keras().losses.Loss
    if not any("__call__" in vars(base) for base in bases if base is not base_loss):
        namespace.setdefault("__call__", _match_ranks(base_loss.__call__))
    if "call" in namespace:
        namespace["call"] = keras2_state.require_result(namespace["call"], "a tensor, one value for each sample")


def adapt_metric(namespace: dict[str, Any]) -> None:
    """Adapt the methods of a metric's class to be called as Keras 2 called them."""
    namespace.setdefault("add_weight", make_add_weight(METRIC_WEIGHT))
    if "update_state" in namespace:
        namespace["update_state"] = _match_ranks(namespace["update_state"])
    if "reset_states" in namespace:  # the method's name until Keras 2.5
        namespace.setdefault("reset_state", namespace["reset_states"])
    if "result" in namespace:
        change_result(namespace, "result", _read_variables)


def _read_variables(result: Any) -> Any:
    """Return the values of variables, as Keras 2 did: validation changes them, and steps on JAX cannot return any."""
    if isinstance(result, dict):
        return {name: _read_variables(value) for name, value in result.items()}
    return keras().ops.copy(result) if hasattr(result, "assign") else result


def _match_ranks(method: Callable[..., Any]) -> Callable[..., Any]:
    """Pass labels of the rank of the predictions to a method when Keras calls it."""

    @functools.wraps(method)
    def matched(self: Any, *args: Any, **kwargs: Any) -> Any:
        if len(args) > 1 and nodes.is_asked_by_keras():
            args = (targets.match_target(args[0], args[1]), *args[1:])
        return method(self, *args, **kwargs)

    return matched


def adapt_callback(namespace: dict[str, Any]) -> None:
    """Adapt the methods of a callback's class to get logs under R keras's names."""
    for name in [name for name in namespace if name.startswith("on_")]:
        namespace[name] = give_named_logs(namespace[name])


def give_named_logs(method: Callable[..., Any]) -> Callable[..., Any]:
    """Give a callback's method the logs with the names, and in the order, of R keras."""

    def renamed(model: Any, value: Any) -> Any:
        return name_logs(model, value) if isinstance(value, dict) and model is not None else value

    @functools.wraps(method)
    def hook(self: Any, *args: Any, **kwargs: Any) -> Any:
        model = self.model
        in_order = [renamed(model, value) for value in args]
        by_name = {name: renamed(model, value) for name, value in kwargs.items()}
        before = [dict(value) for value in (*in_order, *by_name.values()) if isinstance(value, dict)]
        result = method(self, *in_order, **by_name)
        if before and isinstance(result, dict):
            logs = next(value for value in (*kwargs.values(), *args) if isinstance(value, dict))
            logs.update(_list_numbers_set(before[-1], result))
        return result

    return hook


def _list_numbers_set(before: dict[str, Any], after: dict[str, Any]) -> dict[str, float]:
    """Return the numbers in a callback's logs that are new or changed."""
    return {
        name: float(value)
        for name, value in after.items()
        if isinstance(value, numbers.Real) and (name not in before or before[name] != value)
    }
