"""Callbacks that show training: text by `verbose`, curves by `view_metrics`, TensorBoard logs by RUN_DIR.

If the R package tfruns records a run, it gets the losses and metrics.
"""

import contextlib
import importlib.util
import math
import sys
import warnings
from collections.abc import Iterator
from typing import Annotated, Any

from ..callbacks import logs
from ..callbacks.hooks import as_callbacks
from ..engine.installing import spell_install
from ..engine.loading import keras, resolve
from ..r import process
from ..signatures import conversions
from ..signatures.words import Word
from .given import BATCH_SIZE

_CLASSES = "rkeras_py.callbacks.progress"


def _take_one_of(*known: Any) -> Any:
    def convert(value: Any) -> Any:
        value = conversions.as_scalar(value)
        if not isinstance(value, (bool, int, float, str)) or value not in known:
            raise conversions.Wrong("")
        return known[known.index(value)]

    return convert


Verbose = Annotated[
    Any, Word('0, 1, 2 or "auto"', _take_one_of(0, 1, 2, "auto"), hint='bool | Literal[0, 1, 2, "auto"]')
]
ViewMetrics = Annotated[
    Any, Word('TRUE, FALSE or "auto"', _take_one_of(True, False, "auto"), hint='bool | Literal["auto"]')
]


def watch_method(function: str, verbose: Verbose, given: Any, brief: bool = False) -> dict[str, Any]:
    """Return the arguments of a method of a model that show its progress.

    Args:
        function: "fit", "evaluate" or "predict".
        verbose: 0, 1, 2 or "auto": a bar where it can be drawn again and again; elsewhere a line, and nothing for
            predictions.
        given: The callbacks of the user.
        brief: Whether there is a single step, for which "auto" shows nothing in predictions.

    Returns:
        `verbose` and `callbacks`.
    """
    found = as_callbacks(given, function)
    if verbose == "auto":
        predicts = function == "predict"
        verbose = 0 if predicts and brief else 1 if process.can_redraw(sys.stdout) else 0 if predicts else 2
    if verbose and not _has(found, "ProgbarLogger"):
        found.append(resolve(f"{_CLASSES}.ProgressLogger")())
    return {"verbose": verbose} | ({"callbacks": found} if found else {})


def _has(found: list[Any], name: str) -> bool:
    return any(isinstance(callback, getattr(keras().callbacks, name)) for callback in found)


@contextlib.contextmanager
def watch_training(
    verbose: Verbose, given: Any, view: ViewMetrics, epochs: int, sizes: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Give the arguments of Keras's fit() that show its progress.

    Args:
        verbose: As for `watched()`.
        given: The callbacks of the user.
        view: Whether to show learning curves; "auto" does where R has a viewer, for more than one epoch.
        epochs: How many epochs there will be.
        sizes: Known sizes of the data, for the records of a run.
    """
    arguments = watch_method("fit", verbose, given)
    added = _run_logs(arguments.get("callbacks", []))
    if view == "auto":
        view = epochs > 1 and arguments["verbose"] > 0 and _has_viewer()
    with contextlib.ExitStack() as ending:
        side = process.get_r_side()
        by_tfruns = bool(view and side and side.view_run({}, epochs, True))
        if side and (by_tfruns or side.active_run()):
            added.append(resolve("rkeras_py.callbacks.runs.RunRecorder")(side, sizes, by_tfruns))
        if view and not by_tfruns:
            page = resolve(f"{_CLASSES}.MetricsPage")()
            ending.callback(page.close)
            added.append(page)
        yield arguments | ({"callbacks": _put_before_progress(arguments.get("callbacks", []), added)} if added else {})


def count_sizes(
    samples: int | None, batch_size: float | None, validates: int | None, held_out: float
) -> dict[str, int]:
    """Count the samples to train and to validate on, and in a batch, where that is known.

    Args:
        samples: How many samples there are.
        batch_size: How many samples make one step; None for Keras's own number.
        validates: How many samples there are to validate on, where these are data of their own.
        held_out: Fraction of the samples that is kept for validation.
    """
    if samples is not None and held_out:
        whole, samples = samples, math.floor(samples * (1 - held_out))
        validates = whole - samples
    size = None if samples is None else batch_size or BATCH_SIZE
    found = {"samples": samples, "validation_samples": validates, "batch_size": size}
    return {name: int(value) for name, value in found.items() if value is not None}


def _put_before_progress(found: list[Any], added: list[Any]) -> list[Any]:
    """Put callbacks before the progress display, which is last and shows values that others add to the logs."""
    ours = resolve(f"{_CLASSES}.ProgressLogger")
    place = len(found) - bool(found and isinstance(found[-1], ours))
    return [*found[:place], *added, *found[place:]]


def _has_viewer() -> bool:
    side = process.get_r_side()
    return side is not None and side.has_viewer()


def _run_logs(found: list[Any]) -> list[Any]:
    """Return the callback that writes TensorBoard logs to the run's folder."""
    if not process.run_dir() or _has(found, "TensorBoard"):
        return []
    if importlib.util.find_spec("tensorboard") is None:
        reason = "the variable RUN_DIR is set" if process.getenv("RUN_DIR") else "a run is active"
        warnings.warn(
            f"fit(): {reason}, but the Python package tensorboard, which writes the logs, is "
            f"not installed. Run: {spell_install('tensorboard')}",
            stacklevel=2,
        )
        return []
    return [logs.callback_tensorboard()]
