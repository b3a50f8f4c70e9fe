"""The callback that reports training to the R package tfruns, which records runs and shows their curves."""

from typing import Any

import numpy as np

from ..engine.internals.compiled import learning_rate_variable
from ..engine.loading import keras
from ..graph.log_names import name_logs
from ..models.printing import format_model
from ..r.process import RSide, record_run

_WIDTH = 80


class RunRecorder(keras().callbacks.Callback):  # type: ignore[misc]
    """Records properties and learning curves in the run that is active, and shows the curves by tfruns.

    Args:
        side: The R in this process.
        sizes: What is known of the data, by the names of tfruns's columns.
        view: Whether to show the curves.
    """

    def __init__(self, side: RSide, sizes: dict[str, Any], view: bool) -> None:
        super().__init__()
        self._side, self._sizes, self._view = side, sizes, view
        self._curves: dict[str, list[float]] = {}

    def on_train_begin(self, logs: Any = None) -> None:
        """Record what is trained, and on how much."""
        self._curves = {}
        record_run("properties", self._sizes | {"epochs": self.params["epochs"]} | _describe(self.model))

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Record and show the curves so far."""
        done = max(map(len, self._curves.values()), default=0)
        for name, value in name_logs(self.model, logs or {}).items():
            self._curves.setdefault(name, [np.nan] * done).append(float(np.mean(value)))
        for curve in self._curves.values():
            curve += [np.nan] * (done + 1 - len(curve))
        record_run("metrics", {"curves": self._curves, "epochs": self.params["epochs"]})
        if self._view:
            self._side.view_run(self._curves, self.params["epochs"], done == 0)


def _describe(model: Any) -> dict[str, Any]:
    described = {
        "model": format_model(model, _WIDTH),
        "loss_function": _list_loss_names(model.loss),
        "optimizer": type(model.optimizer).__name__,
        "learning_rate": _read_learning_rate(model.optimizer),
    }
    return {name: value for name, value in described.items() if value is not None}


def _list_loss_names(loss: Any) -> Any:
    if isinstance(loss, dict):
        loss = list(loss.values())
    if isinstance(loss, (list, tuple)):
        return [name for name in map(_list_loss_names, loss) if name is not None] or None
    return loss if loss is None or isinstance(loss, str) else getattr(loss, "__name__", getattr(loss, "name", None))


def _read_learning_rate(optimizer: Any) -> float | None:
    rate = learning_rate_variable(optimizer)
    is_number = rate is not None and not isinstance(rate, keras().optimizers.schedules.LearningRateSchedule)
    return float(rate) if is_number else None
