"""Callbacks that show the progress of training: as text, and as a page of curves."""

import math
import sys
import time
from typing import Any

from ..engine.internals.modules import print_message
from ..engine.loading import keras
from ..graph.log_names import name_logs
from ..r import process
from . import metrics_page

_BAR = 30
_INTERVAL = 0.1


class ProgressLogger(keras().callbacks.ProgbarLogger):  # type: ignore[misc]
    """Shows the progress of an epoch on one line, which is drawn again and again where that is possible.

    Where it is not, in files and documents, the line appears when it is complete. It consists of plain characters, and
    loss and metrics come in R keras's order.
    """

    def __init__(self) -> None:
        super().__init__()
        self._begin()

    def _begin(self) -> None:
        self._start, self._after_first, self._last_shown = time.monotonic(), 0.0, 0.0
        self._shown = self._steps = 0

    def set_params(self, params: Any) -> None:
        """Take what is known of the training beforehand."""
        super().set_params(params)
        self.target: int | None = params["steps"]
        self._redraws = process.can_redraw(sys.stdout)

    def on_train_begin(self, logs: Any = None) -> None:
        """Leave out the validations in a training."""
        self._called_in_fit = True

    def on_train_end(self, logs: Any = None) -> None:
        """End the line of an epoch that was broken off."""
        self._called_in_fit = False
        if self._shown:
            print_message("")
            self._shown = 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Say which epoch it is."""
        self._begin()
        if self.verbose and self.epochs > 1:
            print_message(f"Epoch {epoch + 1}/{self.epochs}")

    def on_test_begin(self, logs: Any = None) -> None:
        """Begin an `evaluate()`."""
        if not self._called_in_fit:
            self._begin()

    def on_predict_begin(self, logs: Any = None) -> None:
        """Begin a `predict()`."""
        self._begin()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Show how far it is."""
        self._show_step(batch, logs)

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        """Show how far it is."""
        if not self._called_in_fit:
            self._show_step(batch, logs)

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        """Show how far it is."""
        self._show_step(batch, None)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Complete the line."""
        self._finish(logs)

    def on_test_end(self, logs: Any = None) -> None:
        """Complete the line."""
        if not self._called_in_fit:
            self._finish(logs)

    def on_predict_end(self, logs: Any = None) -> None:
        """Complete the line."""
        self._finish(None)

    def _show_step(self, batch: int, logs: Any) -> None:
        now = time.monotonic()
        if not self._steps:
            self._after_first = now
        self._steps = batch + 1
        if self.verbose == 1 and self._redraws and now - self._last_shown >= _INTERVAL:
            self._last_shown = now
            self._draw(self._cut(self._write_line(now, logs, False)), "")

    def _finish(self, logs: Any) -> None:
        self.target = self.target or self._steps
        if self.verbose:
            self._draw(self._write_line(time.monotonic(), logs, True), "\n")
            self._shown = 0

    def _draw(self, line: str, end: str) -> None:
        back = "\r" if self._shown else ""
        print_message(f"{back}{line:<{self._shown}}{end}", line_break=False)
        self._shown = len(line)

    def _cut(self, line: str) -> str:
        """Cut a line to the width of the console, since a wrapped line cannot be redrawn."""
        width = getattr(sys.stdout, "width", None)
        return line[: max(1, width() - 1)] if width else line

    def _write_line(self, now: float, logs: Any, complete: bool) -> str:
        parts = [self._write_count()]
        took = now - self._start
        per_step = f"{_format_duration(self._measure_step(now))}/step"
        if complete:
            parts += [f"{took:.0f}s {per_step}"] if self.verbose == 1 else [f"{took:.0f}s", per_step]
        elif self.target:
            parts.append(f"ETA: {_format_clock(self._measure_step(now) * (self.target - self._steps))}")
        else:
            parts.append(f"{took:.0f}s {per_step}")
        named = name_logs(self.model, logs) if logs else {}
        return " - ".join([*parts, *(f"{name}: {_format_number(value)}" for name, value in named.items())])

    def _write_count(self) -> str:
        if not self.target:
            return f"{self._steps:7d}/Unknown"
        steps = min(self._steps, self.target)  # fewer than the target if the epoch was stopped early
        count = f"{steps:{len(str(self.target))}d}/{self.target}"
        if self.verbose != 1:
            return count
        done = min(_BAR, _BAR * steps // self.target)
        head = ">" if 0 < done < _BAR else ""
        return f"{count} [{'=' * (done - len(head))}{head}{'.' * (_BAR - done)}]"

    def _measure_step(self, now: float) -> float:
        """Return the mean time of a step, without the first step, which includes compilation."""
        if self._steps > 1:
            return (now - self._after_first) / (self._steps - 1)
        return now - self._start


def _format_duration(seconds: float) -> str:
    for factor, unit in ((1, "s"), (1e3, "ms")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.0f}{unit}"
    return f"{seconds * 1e6:.0f}us"


def _format_clock(seconds: float) -> str:
    minutes, rest = divmod(math.ceil(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}" if minutes else f"{rest}s"


def _format_number(value: Any) -> str:
    import numpy as np

    number = float(np.mean(value))
    return f"{number:.4f}" if abs(number) > 1e-3 or number == 0 else f"{number:.4e}"


class MetricsPage(keras().callbacks.Callback):  # type: ignore[misc]
    """Shows the learning curves of a training on a page that follows it."""

    def __init__(self) -> None:
        super().__init__()
        self._page = metrics_page.get_page()
        self._training: int | None = None

    def on_train_begin(self, logs: Any = None) -> None:
        """Show the empty page."""
        self._training = self._page.begin(self.params["epochs"])
        metrics_page.show_page(self._page)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Add a point to each curve."""
        if self._training is not None:
            self._page.add(epoch + 1, name_logs(self.model, logs or {}), self._training)

    def close(self) -> None:
        """Say that the training has ended."""
        if self._training is not None:
            self._page.end(self._training)
