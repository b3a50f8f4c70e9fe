"""Keras 2's rules for custom models, where they differ from Keras 3: steps, losses and metrics.

Keras 2 updates the loss metric when compiled_loss or compute_loss is called; a step that calls neither logs the "loss"
that it returns. Keras 3 updates it in its own train_step, and logs this metric, which is 0 if it was never updated,
instead of the returned loss.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from ..compat import steps, targets
from ..engine.internals.compiled import compile_loss, compile_metrics, loss_tracker
from ..engine.loading import keras
from ..engine.tensors import computes_now, get_backend, runs_on_tensorflow
from ..graph import nodes
from ..on_tensorflow.computing import is_in_function
from .namespaces import as_named_list, change_result


def adapt_model(namespace: dict[str, Any], bases: tuple[type, ...], owner: list[Any], of_keras3: bool) -> None:
    """Adapt the methods of a model's class to be called as Keras 2 called them, or as Keras 3 does."""
    own_steps = [name for name in steps.STEPS if name in namespace]
    targets.mark_class(namespace, not of_keras3)
    steps.wrap_steps(namespace)
    if get_backend() == "jax":  # JAX steps take and return a state; Keras 2 had none
        for name in own_steps:
            change_result(namespace, name, functools.partial(_as_logs_and_state, name))
        return
    if of_keras3:
        for name in own_steps:
            change_result(namespace, name, _as_logs)
        return
    for name in own_steps:
        namespace[name] = _wrap_step(namespace[name])
    own_loss = namespace.get("compute_loss")
    inherited = any(hasattr(base, "_counts_loss") for base in bases)
    if own_loss is not None or (own_steps and not inherited):
        namespace["_counts_loss"] = False
        namespace["compute_loss"] = _compute_loss(own_loss, owner)
        namespace.setdefault("compiled_loss", property(_CompiledLoss))
        namespace.setdefault("compiled_metrics", property(_CompiledMetrics))
        namespace.setdefault("metrics", property(functools.partial(_list_metrics, owner)))


def _wrap_step(step: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(step)
    def run(self: Any, data: Any) -> Any:
        object.__setattr__(self, "_counts_loss", False)
        return _as_logs(step(self, data))

    return run


def _as_logs(result: Any) -> Any:
    logs = as_named_list(result)
    return _flatten_logs(logs) if isinstance(logs, dict) else logs


def _as_logs_and_state(step: str, result: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return the logs and the new values of variables from the result of a step, which changes no variable."""
    if not isinstance(result, (list, tuple)) or len(result) != 2:
        raise TypeError(
            f"{step}(): on JAX it gets a state and a batch, and should return a list of two: logs and state."
        )
    logs, state = result
    return _as_logs(logs), tuple(state)


def _flatten_logs(logs: dict[str, Any]) -> dict[str, Any]:
    """Flatten the metrics of a model: in Keras 3 the compiled ones are one metric whose result has several values."""
    flat: dict[str, Any] = {}
    for name, value in logs.items():
        flat.update(value if isinstance(value, dict) else {name: value})
    return flat


def _compute_loss(own: Callable[..., Any] | None, owner: list[Any]) -> Callable[..., Any]:
    def compute_loss(self: Any, *args: Any, **kwargs: Any) -> Any:
        by_keras = nodes.is_asked_by_keras()
        loss = own(self, *args, **kwargs) if own else super(owner[0], self).compute_loss(*args, **kwargs)
        if by_keras:  # Keras's own step then counts the loss
            object.__setattr__(self, "_counts_loss", True)
        elif own is None:
            bound = inspect.signature(super(owner[0], self).compute_loss).bind(*args, **kwargs).arguments
            _count_loss(self, loss, bound.get("y_pred"))
        return loss

    pattern = own or keras().Model.compute_loss
    compute_loss.__signature__ = inspect.signature(pattern)  # type: ignore[attr-defined]
    return compute_loss


def _count_loss(model: Any, loss: Any, y_pred: Any) -> None:
    size = keras().ops.shape(keras().tree.flatten(y_pred)[0])[0]
    loss_tracker(model).update_state(loss, sample_weight=size)
    object.__setattr__(model, "_counts_loss", True)


def _list_metrics(owner: list[Any], self: Any) -> list[Any]:
    idle = []
    tracker, compiled = loss_tracker(self), compile_metrics(self)
    if tracker is not None and not _is_counted(self, tracker):
        idle.append(tracker)
    if compiled is not None and not compiled.built:
        idle.append(compiled)
    return [metric for metric in super(owner[0], self).metrics if not any(metric is unused for unused in idle)]


def _is_counted(model: Any, tracker: Any) -> bool:
    """Tell whether this step counts the loss, or, outside of steps, whether a step has since the last reset."""
    if is_in_function() if runs_on_tensorflow() else not computes_now():
        return bool(vars(model).get("_counts_loss", False))
    return bool(float(tracker.count) > 0)


class _CompiledLoss:
    """Keras 2's `compiled_loss`, a function of labels and predictions that also counts the loss."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None, regularization_losses: Any = None) -> Any:
        """Return the loss that was compiled, plus the regularization losses given."""
        model = self._model
        compiled = compile_loss(model)
        if compiled is None:
            raise ValueError("compiled_loss(): the model has no loss. Supply one to compile().")
        y_true, sample_weight = targets.match_outputs(model, y_true, y_pred, sample_weight)
        loss = compiled(y_true, y_pred, sample_weight)
        for term in regularization_losses or ():
            loss = loss + keras().ops.sum(keras().ops.cast(term, loss.dtype))
        _count_loss(model, loss, y_pred)
        return loss


class _CompiledMetrics:
    """Keras 2's `compiled_metrics`."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Update the metrics that were compiled with a batch."""
        targets.update_metrics(self._model, y_true, y_pred, sample_weight)
