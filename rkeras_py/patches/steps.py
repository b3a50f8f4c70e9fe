"""Losses and metrics of models made here get targets and weights as in Keras 2; those of plain models as in Keras 3."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from ..compat import hosted, targets
from ..engine.internals.compiled import compile_metrics
from .patch import Patch, replace_members


def compute_loss(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that computes the loss of a step.

    Args:
        own: Keras's own.
    """
    signature = inspect.signature(own)

    @functools.wraps(own)
    def compute(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not targets.is_marked(self):
            return own(self, *args, **kwargs)
        bound = signature.bind(self, *args, **kwargs)
        bound.apply_defaults()
        given = bound.arguments
        given["y_pred"] = hosted.as_tensors(given["y_pred"]) if hosted.is_loaded() else given["y_pred"]
        given["y"], given["sample_weight"] = targets.match_outputs(
            self, given["y"], given["y_pred"], given["sample_weight"]
        )
        return own(*bound.args, **bound.kwargs)

    return compute


def compute_metrics(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that updates the metrics of a step.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def compute(self: Any, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        if not targets.is_marked(self):
            return own(self, x, y, y_pred, sample_weight)
        targets.update_metrics(self, y, y_pred, sample_weight)
        return self.get_metrics_result()

    return compute


def get_metrics_result(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that reads the metrics after a step, which may leave those of compile() aside, as in Keras 2.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def get(self: Any) -> Any:
        compiled = compile_metrics(self) if targets.is_marked(self) else None
        if compiled is None or compiled.built:
            return own(self)
        found: dict[str, Any] = {}
        for metric in self.metrics:
            if metric is not compiled:
                result = metric.result()
                found.update(result if isinstance(result, dict) else {metric.name: result})
        return found

    return get


PATCHES: list[Patch] = [
    *replace_members(
        "keras.Model",
        {"compute_loss": compute_loss, "compute_metrics": compute_metrics},
        "losses and metrics of models made here get targets, weights and masks as in Keras 2",
        "They get them as the data hold them: (batch,) beside predictions (batch, n).",
    ),
    *replace_members(
        "keras.Model",
        {"get_metrics_result": get_metrics_result},
        "a `train_step` may leave the metrics of compile() aside, as in Keras 2",
        "It raises ValueError for metrics that no step has updated.",
    ),
]
