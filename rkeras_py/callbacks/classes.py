"""Keras classes for callbacks that differ between Keras 2 and Keras 3; loaded with Keras, on first use."""

import json
import os
import shutil
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..compat import learning_rates
from ..compat.targets import is_of_keras3
from ..engine.internals.compiled import (
    direction,
    forget_initial_epoch,
    get_backup,
    initial_epoch,
    learning_rate_variable,
)
from ..engine.internals.modules import print_message
from ..engine.loading import keras
from ..engine.replicas import agree, count_workers, is_first_worker
from ..graph import log_names, shared_layers
from ..interrupts.loops import hear_of_r
from ..messages import errors, notices
from ..r.process import copies_in_run
from ..saving import parts_in_files
from ..saving.atomic_files import explain_disk, write_new_file
from ..saving.custom_objects import refuse_r_functions
from ..saving.files import refuse_other_files
from ..saving.models import save_model_hdf5, save_model_tf
from ..saving.saved_model import write_keras_file
from ..saving.weights import save_model_weights_hdf5, save_model_weights_tf, write_weights
from . import hooks, rows

_callbacks: Any = keras().callbacks


class LambdaCallback(_callbacks.LambdaCallback):  # type: ignore[misc]
    """Calls functions with what they take; logs come in R keras's order.

    Args:
        functions: The functions by the name of the hook.
    """

    def __init__(self, functions: dict[str, Callable[..., Any]]) -> None:
        self._orders: dict[tuple[str, ...], list[str]] = {}
        self._functions = functions
        super().__init__(**{name: self._make_hook(name, function) for name, function in functions.items()})

    def __reduce__(self) -> Any:
        return type(self), (self._functions,)

    def _make_hook(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        counted = "epoch" if "epoch" in name else "batch" if "batch" in name else ""
        offered = (counted, "logs") if counted else ("logs",)
        fitted = hooks.adapt_hook(function, offered)
        if counted:
            return lambda number, logs=None: _call_unless_interrupted(fitted, number, self._order_logs(logs))
        return lambda logs=None: _call_unless_interrupted(fitted, self._order_logs(logs))

    def _order_logs(self, logs: Any) -> Any:
        """Sort logs as R keras does, in the same dict, so that later callbacks see the values a hook sets."""
        if not isinstance(logs, dict) or "outputs" in logs:
            return logs
        for name in self._find_order(tuple(logs)):
            logs[name] = log_names.as_number(logs.pop(name))
        return logs

    def _find_order(self, names: tuple[str, ...]) -> Sequence[str]:
        if len(names) < 2 or is_of_keras3(self.model):
            return names
        order = self._orders.get(names)
        if order is None:
            order = self._orders[names] = log_names.arrange_names(log_names.get_log_order(self.model), names)
        return order


def _call_unless_interrupted(function: Callable[..., Any], *arguments: Any) -> None:
    try:
        function(*arguments)
    except KeyboardInterrupt:
        if not hear_of_r():
            raise


class _SetsRate:
    """A callback that sets the learning rate, and logs it as `lr`."""

    function = ""
    model: Any

    def on_train_begin(self, logs: Any = None) -> None:
        """Refuse a learning rate that cannot be set."""
        optimizer = self.model.optimizer
        with learning_rates.expose_first_rate(optimizer):
            rate = learning_rate_variable(optimizer)
        if isinstance(rate, keras().optimizers.schedules.LearningRateSchedule):
            raise ValueError(
                f"{self.function}(): the learning rate of the optimizer is a schedule ({type(rate).__name__}), which "
                "callbacks cannot set. Compile the model with an optimizer whose `learning_rate` is a number."
            )
        super().on_train_begin(logs)  # type: ignore[misc]

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Log the learning rate under Keras 2's name, unless the model is one of R's keras3."""
        logs = {} if logs is None else logs
        with learning_rates.expose_first_rate(self.model.optimizer):
            super().on_epoch_end(epoch, logs)  # type: ignore[misc]
        if "learning_rate" in logs and not is_of_keras3(self.model):
            logs["lr"] = logs.pop("learning_rate")


class LearningRateScheduler(_SetsRate, _callbacks.LearningRateScheduler):  # type: ignore[misc]
    """Sets the learning rate to what a function of (epoch, lr), or of (epoch), returns."""

    function = "callback_learning_rate_scheduler"

    def __init__(self, schedule: Callable[..., Any], verbose: int = 0) -> None:
        self._rate = hooks.adapt_hook(schedule, ("epoch", "lr"))
        super().__init__(schedule, verbose)

    def __reduce__(self) -> Any:
        return type(self), (self.schedule, self.verbose)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Set the learning rate."""
        optimizer = self.model.optimizer
        with learning_rates.expose_first_rate(optimizer):
            rate = self._check_rate(self._rate(epoch, float(optimizer.learning_rate)), epoch)
            optimizer.learning_rate = rate
        if self.verbose > 0:
            print_message(f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate}.")

    def _check_rate(self, rate: Any, epoch: int) -> float:
        number = np.asarray(rate) if not isinstance(rate, (bool, str)) else np.asarray(None)
        if number.size != 1 or number.dtype.kind not in "fiu" or not np.isfinite(number).all() or number.min() < 0:
            raise ValueError(
                f"{self.function}(): `schedule` should return one number of at least 0, the learning rate. "
                f"It returned for epoch {epoch}: {errors.show_value(rate)}"
            )
        return float(number.reshape(()))


class _Directed:
    """A callback that checks for improvement, by Keras 2's rules where Keras 3 has none."""

    function = ""
    monitor: str
    mode: str
    model: Any
    min_delta: float
    monitor_op: Any

    def _set_monitor_op(self) -> None:
        if self.mode == "auto":
            self.mode = self._find_direction()
        super()._set_monitor_op()  # type: ignore[misc]

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Look whether the value improved, and warn where it is not there; Keras's own warning names nothing near."""
        if self.function and self.monitor not in (logs or {}):
            notices.warn(notices.missing_in_logs(self.function, self.monitor, logs or {}))
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="(Early stopping|Learning rate reduction is) conditioned")
            super().on_epoch_end(epoch, logs)  # type: ignore[misc]

    def _find_direction(self) -> str:
        name = self.monitor.removeprefix("val_")
        if name.endswith("loss"):
            return "min"
        for metric in _list_metrics(self.model):
            if metric.name == name or name.endswith(f"_{metric.name}"):
                better = direction(metric)
                if better is not None:
                    return "max" if better == "up" else "min"
        return "max" if "acc" in name or name.endswith("auc") else "min"

    def _is_improvement(self, value: Any, reference: Any) -> bool:
        """Tell whether a value is better than another; NaN never is, not even as the first value."""
        if reference is None:
            reference = -np.inf if self.mode == "max" else np.inf
        return bool(super()._is_improvement(value, reference))  # type: ignore[misc]


def _list_metrics(model: Any) -> list[Any]:
    """Return the metrics of a model, including the compiled ones."""
    return [part for metric in model.metrics for part in (getattr(metric, "metrics", None) or [metric])]


class EarlyStopping(_Directed, _callbacks.EarlyStopping):  # type: ignore[misc]
    """Stops when a value no longer improves."""

    function = "callback_early_stopping"


class ReduceLROnPlateau(_SetsRate, _Directed, _callbacks.ReduceLROnPlateau):  # type: ignore[misc]
    """Lowers the learning rate when a value no longer improves."""

    function = "callback_reduce_lr_on_plateau"


class BackupAndRestore(_callbacks.BackupAndRestore):  # type: ignore[misc]
    """Backs up into a folder of its own, which alone is removed; the epoch it resumes at is for one `fit()` only."""

    def __init__(self, backup_dir: str, **options: Any) -> None:
        super().__init__(os.path.join(backup_dir, "backup"), **options)

    def on_train_begin(self, logs: Any = None) -> None:
        """Restore what was backed up, in all workers alike."""
        super().on_train_begin(logs)
        if count_workers(self.model) > 1:
            hint = "Give callback_backup_and_restore() a `backup_dir` that all of them see, on a shared file system."
            agree(self.model, "fit", {"the epoch to continue from": initial_epoch(self.model)}, hint)

    def _save_model(self) -> None:
        """Replace each file as a whole, so that a resumed training never finds a partial file.

        Of several workers the first writes: they all have the same weights.
        """
        if not is_first_worker(self.model):
            return
        function = "callback_backup_and_restore"
        weights, notes, progress = get_backup(self)
        for path in (weights, notes):
            if self.double_checkpoint and os.path.exists(path):
                with write_new_file(f"{path}.bkp", True, function) as temporary:
                    shutil.copyfile(path, temporary)
        write_weights(self.model, weights, True, function)
        with write_new_file(notes, True, function) as temporary, open(temporary, "w", encoding="utf-8") as file:
            json.dump(progress, file)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Forget where the training resumed, which Keras read before its first epoch."""
        super().on_epoch_begin(epoch, logs)
        forget_initial_epoch(self.model)

    def on_train_end(self, logs: Any = None) -> None:
        """Remove the backup."""
        if is_first_worker(self.model):
            super().on_train_end(logs)
        forget_initial_epoch(self.model)


class CSVLogger(_callbacks.CSVLogger):  # type: ignore[misc]
    """Logs into a file of rows, each of which is whole."""

    csv_file: Any

    def on_train_begin(self, logs: Any = None) -> None:
        """Open the file."""
        folder = os.path.dirname(self.filename)
        if folder and "://" not in folder and not os.path.isdir(folder):
            expected = "a file in a folder that exists"
            raise errors.bad_argument(rows.FUNCTION, "filename", expected, self.filename, error=FileNotFoundError)
        try:
            with explain_disk(self.filename, rows.FUNCTION):
                super().on_train_begin(logs)
        except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
            raise errors.prefix_error(rows.FUNCTION, error) from error
        if os.path.isfile(self.filename):  # not for remote paths
            self.csv_file.close()
            self.csv_file = rows.Rows(self.filename)


_HDF5 = (".h5", ".hdf5")


def _save_native(model: Any, path: str) -> None:
    refuse_r_functions(model, "callback_model_checkpoint", parts_in_files.find_obstacle)
    shared_layers.refuse_shared(model, "callback_model_checkpoint")
    with parts_in_files.describe_for_file(model) as memory:
        is_plain = not memory
    with write_new_file(path, True, "callback_model_checkpoint", ".keras") as temporary:
        if is_plain:
            model.save(temporary)
        else:
            write_keras_file(temporary, model, include_optimizer=True)


class ModelCheckpoint(_Directed, _callbacks.ModelCheckpoint):  # type: ignore[misc]
    """Saves under the very name that was given, in the format that its ending had in Keras 2.

    Args:
        filepath: Path with placeholders.
        save_weights_only: Whether to save the weights alone.
        period: Number of epochs for each file.
        settings: What Keras's class takes.

    Raises:
        ValueError: If a whole model would be saved in a folder with the name of another kind of file.
    """

    def __init__(
        self, filepath: str, save_weights_only: bool = False, period: int | None = None, **settings: Any
    ) -> None:
        if not save_weights_only:
            refuse_other_files("callback_model_checkpoint", filepath)
        # Keras accepts only these file extensions, so its constructor gets a stand-in.
        stand_in = "stand_in.weights.h5" if save_weights_only else "stand_in.keras"
        super().__init__(stand_in, save_weights_only=save_weights_only, **settings)
        self.filepath = filepath
        self.period = period or 1
        self._epochs_since_saving = 0

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Save after each `period` epochs."""
        self._epochs_since_saving += 1
        if self.save_freq != "epoch" or self._epochs_since_saving >= self.period:
            self._epochs_since_saving = 0
            super().on_epoch_end(epoch, logs)

    def _save_model(self, epoch: int, batch: Any, logs: Any) -> None:
        path = self._get_file_path(epoch, batch, logs)
        if not self._should_save_model(epoch, batch, logs, path):
            return
        if self.save_weights_only:
            write: Callable[..., Any] = (
                save_model_weights_hdf5 if path.endswith((*_HDF5, ".keras")) else save_model_weights_tf
            )
        else:
            write = (
                _save_native if path.endswith(".keras") else save_model_hdf5 if path.endswith(_HDF5) else save_model_tf
            )
        for target in (path, *copies_in_run(path)):
            try:
                write(self.model, target)
            except (FileExistsError, FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
                told = str(error).partition("(): ")[2] or error
                raise type(error)(f"callback_model_checkpoint(): {told}") from error
        if self.verbose > 0:
            print_message(f"\nEpoch {epoch + 1}: finished saving model to {path}")

    def _get_file_path(self, epoch: int, batch: Any, logs: Any) -> str:
        try:
            return str(super()._get_file_path(epoch, batch, logs or {}))
        except (LookupError, ValueError):
            names = ["epoch", *(["batch"] if batch is not None else []), *(logs or {})]
            raise ValueError(
                f"callback_model_checkpoint(): `filepath` cannot be filled in: {self.filepath!r}. Names that "
                f"its braces may contain, with a matching format for numbers: {', '.join(names)}"
            ) from None

    def _should_save_model(self, epoch: int, batch: Any, logs: Any, filepath: str) -> bool:
        if self.save_best_only and self.monitor not in (logs or {}):
            message = notices.missing_in_logs("callback_model_checkpoint", self.monitor, logs or {})
            notices.warn(f"{message} Nothing is saved.")
            return False
        if self.monitor_op is None:  # Keras sets it only at the end of an epoch
            self._set_monitor_op()
        return bool(super()._should_save_model(epoch, batch, logs, filepath))
