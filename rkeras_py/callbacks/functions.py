"""Callbacks: what happens beside the training, after batches and epochs."""

import importlib.util
import os
from typing import Any

from ..define import constructor, export
from ..engine.installing import spell_install
from ..engine.loading import keras, resolve
from ..messages import errors
from ..r.process import run_dir
from ..signatures.object_words import Headers, Strings, StringsOrList
from ..signatures.registry import REGISTRY
from ..signatures.results import Callback
from ..signatures.words import (
    MISSING,
    Bool,
    Count,
    CountFromZero,
    Data,
    Hook,
    Limit,
    NotNegative,
    Path,
    Str,
)
from .words import Mode, Profile, SaveFrequency, UpdateFrequency

_CLASSES = "rkeras_py.callbacks.classes"
_MODES = ("auto", "min", "max")


@constructor(f"{_CLASSES}.BackupAndRestore")
def callback_backup_and_restore(
    backup_dir: Path = MISSING,
    *,
    save_freq: SaveFrequency = "epoch",
    double_checkpoint: Bool = False,
    delete_checkpoint: Bool = True,
    **options: Any,
) -> Any:
    """Save the state of a training, and go on from there after an interruption.

    A training that ended by an error, or with its process, goes on when the same `fit()` is called again: weights,
    the state of the optimizer and the number of the epoch come from the backup. When a training has run to its end,
    the backup is removed.

    Args:
        backup_dir: A folder for the backup. Its own subfolder `backup` is what is removed at the end.
        save_freq: "epoch", or after how many batches to save.
        double_checkpoint: Whether to keep the backup before the last one too.
        delete_checkpoint: Whether to remove the backup when a training has run to its end.

    Differences:
        A backup that was made within an epoch (`save_freq` a number) resumes at the beginning of that epoch.
    """


@constructor(f"{_CLASSES}.CSVLogger")
def callback_csv_logger(filename: Path = MISSING, separator: Str = ",", append: Bool = False) -> Any:
    """Write the results of each epoch to a file of comma-separated values.

    The columns are `epoch` (counted from 0) and the logs in alphabetical order.

    Args:
        filename: Path of the file.
        separator: What separates the columns.
        append: Whether to go on with a file that exists, instead of replacing it.
    """


@constructor(f"{_CLASSES}.EarlyStopping")
def callback_early_stopping(
    monitor: Str = "val_loss",
    min_delta: Limit = 0,
    patience: CountFromZero = 0,
    verbose: CountFromZero = 0,
    mode: Mode = _MODES,
    baseline: Limit | None = None,
    restore_best_weights: Bool = False,
    *,
    start_from_epoch: CountFromZero = 0,
    **options: Any,
) -> Any:
    """Stop training when a value has stopped improving.

    Args:
        monitor: Name of the value in the logs.
        min_delta: The least change that counts as an improvement.
        patience: How many epochs without improvement to wait for one.
        verbose: 1 says when training was stopped.
        mode: Whether lower values are better ("min") or higher ones ("max"); "auto" goes by the metric.
        baseline: Training stops unless the value gets better than this.
        restore_best_weights: Whether the model gets the weights of its best epoch back at the end.
        start_from_epoch: How many epochs to leave out at the start.

    Differences:
        `mode = "auto"` takes the direction from the metric itself where Keras knows it, so that precision, recall and
        the like are maximized.
    """


@export
def callback_lambda(
    on_epoch_begin: Hook | None = None,
    on_epoch_end: Hook | None = None,
    on_batch_begin: Hook | None = None,
    on_batch_end: Hook | None = None,
    on_train_batch_begin: Hook | None = None,
    on_train_batch_end: Hook | None = None,
    on_train_begin: Hook | None = None,
    on_train_end: Hook | None = None,
    on_predict_batch_begin: Hook | None = None,
    on_predict_batch_end: Hook | None = None,
    on_predict_begin: Hook | None = None,
    on_predict_end: Hook | None = None,
    on_test_batch_begin: Hook | None = None,
    on_test_batch_end: Hook | None = None,
    on_test_begin: Hook | None = None,
    on_test_end: Hook | None = None,
) -> Callback:
    """Call functions at the beginning and the end of epochs, batches, and of the whole.

    Functions for epochs take `(epoch, logs)`, those for batches `(batch, logs)`, the others `(logs)`; epochs and
    batches count from 0. A function may take fewer: `function(epoch)` and `function(logs)` get just that.
    `logs` holds the values by name (in R a named list). A number that a function sets in its argument `logs`
    is seen by the callbacks after it, and in the history.

    Args:
        on_epoch_begin: Called at the beginning of each epoch.
        on_epoch_end: Called at the end of each epoch, after the validation.
        on_batch_begin: The older name of `on_train_batch_begin`, which takes its place where both are given.
        on_batch_end: The older name of `on_train_batch_end`, which takes its place where both are given.
        on_train_batch_begin: Called before each batch of a training.
        on_train_batch_end: Called after each batch of a training; its logs are means over the epoch so far.
        on_train_begin: Called at the beginning of `fit()`.
        on_train_end: Called at the end of `fit()`.
        on_predict_batch_begin: Called before each batch of `predict()`.
        on_predict_batch_end: Called after each batch of `predict()`; its logs have the `outputs`.
        on_predict_begin: Called at the beginning of `predict()`.
        on_predict_end: Called at the end of `predict()`.
        on_test_batch_begin: Called before each batch of `evaluate()` and of a validation.
        on_test_batch_end: Called after each batch of `evaluate()` and of a validation.
        on_test_begin: Called at the beginning of `evaluate()` and of a validation.
        on_test_end: Called at the end of `evaluate()` and of a validation.

    Returns:
        The callback.

    Differences:
        `on_predict_end` is called. Functions may take fewer arguments than there are. Numbers set in `logs` reach the
        callbacks after.
    """
    hooks = {name: function for name, function in locals().items() if function is not None}
    return resolve(f"{_CLASSES}.LambdaCallback")(hooks)


@constructor(f"{_CLASSES}.LearningRateScheduler")
def callback_learning_rate_scheduler(schedule: Hook = MISSING, *, verbose: CountFromZero = 0, **options: Any) -> Any:
    """Set the learning rate at the beginning of each epoch.

    The logs, and with them the history, get the learning rate as `lr`.

    Args:
        schedule: A function of `(epoch, lr)`, the number of the epoch from 0 and the learning rate so far, or of
            `(epoch)` alone; it returns the new learning rate.
        verbose: 1 says what the learning rate was set to.

    Differences:
        A function of `(epoch)` alone works.
    """


@constructor(f"{_CLASSES}.ModelCheckpoint")
def callback_model_checkpoint(
    filepath: Path = MISSING,
    monitor: Str = "val_loss",
    verbose: CountFromZero = 0,
    save_best_only: Bool = False,
    save_weights_only: Bool = False,
    mode: Mode = _MODES,
    period: Count | None = None,
    save_freq: SaveFrequency = "epoch",
    *,
    initial_value_threshold: Limit | None = None,
    **options: Any,
) -> Any:
    """Save the model, or its weights, after epochs.

    The ending of the file name chooses the format. A whole model: `.keras` is Keras's own, `.h5` and `.hdf5` are the
    files of save_model_hdf5(), anything else is the folder of save_model_tf(). Weights: `.h5`, `.hdf5` and
    `.keras` are the files of save_model_weights_hdf5() (`.weights.h5` in the layout of Keras 3), anything else is the
    checkpoint of save_model_weights_tf(). A file is replaced when the new one is complete. While the R package tfruns
    records a run, what is saved in the working directory is in the folder of the run too.

    Args:
        filepath: Path of the file. `{epoch}` (counted from 1), `{batch}` and the names of logs in braces are filled in,
            with a Python format if wanted: `"weights.{epoch:02d}-{val_loss:.2f}.hdf5"`. Folders are made.
        monitor: Name of the value in the logs that tells which model is best.
        verbose: 1 says when a file was written.
        save_best_only: Whether to save only when the monitored value improved.
        save_weights_only: Whether to save the weights alone.
        mode: Whether lower values are better ("min") or higher ones ("max"); "auto" goes by the metric.
        period: How many epochs to let pass between two files; 1 when left out.
        save_freq: "epoch", or after how many batches to save.
        initial_value_threshold: The value to be better than at first; NULL: any.

    Differences:
        `mode = "auto"` takes the direction from the metric itself where Keras knows it. A run of
        tfruns gets a copy of files in the working directory.
    """


@export
def callback_progbar_logger(count_mode: Str = "samples", stateful_metrics: Strings = None) -> Callback:
    """Show the progress of a training, as `fit()` does by itself when it is not silent.

    Args:
        count_mode: "samples" or "steps"; Keras 3 counts steps.
        stateful_metrics: Accepted for R keras: Keras averages all metrics itself.

    Returns:
        The callback.
    """
    if count_mode not in ("samples", "steps"):
        raise errors.bad_argument("callback_progbar_logger", "count_mode", '"samples" or "steps"', count_mode)
    return resolve("rkeras_py.callbacks.progress.ProgressLogger")()


@constructor(f"{_CLASSES}.ReduceLROnPlateau")
def callback_reduce_lr_on_plateau(
    monitor: Str = "val_loss",
    factor: NotNegative = 0.1,
    patience: CountFromZero = 10,
    verbose: CountFromZero = 0,
    mode: Mode = _MODES,
    min_delta: Limit = 0.0001,
    cooldown: CountFromZero = 0,
    min_lr: NotNegative = 0,
) -> Any:
    """Lower the learning rate when a value has stopped improving.

    The logs, and with them the history, get the learning rate as `lr`.

    Args:
        monitor: Name of the value in the logs.
        factor: What the learning rate is multiplied by; less than 1.
        patience: How many epochs without improvement to wait for one.
        verbose: 1 says when the learning rate was lowered.
        mode: Whether lower values are better ("min") or higher ones ("max"); "auto" goes by the metric.
        min_delta: The least change that counts as an improvement.
        cooldown: How many epochs to wait after lowering before counting again.
        min_lr: The learning rate is not lowered below this.

    Differences:
        `mode = "auto"` takes the direction from the metric itself where Keras knows it.
    """


@constructor("keras.callbacks.RemoteMonitor", send=("root",))
def callback_remote_monitor(
    root: Str = "https://localhost:9000",
    path: Str = "/publish/epoch/end/",
    field: Str = "data",
    headers: Headers = None,
    send_as_json: Bool = False,
) -> Any:
    """Send the logs of each epoch to a server, by HTTP POST.

    A server that cannot be reached is a warning.

    Args:
        root: Address of the server.
        path: Where on the server to post to.
        field: Name of the form field that holds the logs as JSON, with `epoch` (counted from 0) among them.
        headers: Named list of HTTP headers to send along.
        send_as_json: Whether to send the JSON itself instead of a form.
    """


@export
def callback_tensorboard(
    log_dir: Path | None = None,
    histogram_freq: CountFromZero = 0,
    batch_size: Count | None = None,
    write_graph: Bool = True,
    write_grads: Bool = False,
    write_images: Bool = False,
    embeddings_freq: CountFromZero = 0,
    embeddings_layer_names: Strings = None,
    embeddings_metadata: StringsOrList = None,
    embeddings_data: Data = None,
    update_freq: UpdateFrequency = "epoch",
    profile_batch: Profile = 0,
    *,
    write_steps_per_second: Bool = False,
    **options: Any,
) -> Callback:
    """Write logs for TensorBoard.

    Args:
        log_dir: Folder to write to. NULL takes `logs`, in the folder of the run (`run_dir()`) where there is one.
        histogram_freq: After how many epochs to write histograms of the weights; 0 writes none.
        batch_size: Accepted for R keras.
        write_graph: Whether to write the graph of the model.
        write_grads: Accepted for R keras; TensorFlow 2 writes no histograms of gradients.
        write_images: Whether to write the weights as images, with their histograms.
        embeddings_freq: After how many epochs to write the embeddings; 0 writes none.
        embeddings_layer_names: Accepted for R keras: all embedding layers are written.
        embeddings_metadata: Path of a file that says what the rows of the embeddings are, or a named list of one for
            each layer.
        embeddings_data: Accepted for R keras; TensorFlow 2 has no use for it.
        update_freq: "epoch", "batch", or after how many batches to write loss and metrics.
        profile_batch: Number of the batch to profile, or the first and the last; 0 for none.
        write_steps_per_second: Whether to write how many steps were done in a second.

    Returns:
        The callback.

    Raises:
        ImportError: If the Python package tensorboard is not installed.

    Differences:
        That `write_grads = TRUE`, `embeddings_layer_names` and `embeddings_data` have no effect is said once.
        `embeddings_freq` and `embeddings_metadata`, which R keras 2.15 did not hand on, have theirs.
    """
    errors.check_options("callback_tensorboard", options, REGISTRY["callback_tensorboard"].params, ())
    if importlib.util.find_spec("tensorboard") is None:
        raise ImportError(
            "callback_tensorboard(): needs the Python package tensorboard, which TensorFlow no longer brings. "
            f"Run: {spell_install('tensorboard')}"
        )
    return keras().callbacks.TensorBoard(
        log_dir=os.path.join(run_dir(), "logs") if log_dir is None else log_dir,
        histogram_freq=histogram_freq,
        write_graph=write_graph,
        write_images=write_images,
        embeddings_freq=embeddings_freq,
        embeddings_metadata=embeddings_metadata,
        update_freq=update_freq,
        profile_batch=profile_batch,
        write_steps_per_second=write_steps_per_second,
    )


@constructor("keras.callbacks.TerminateOnNaN")
def callback_terminate_on_naan(**options: Any) -> Any:
    """Stop training when the loss is no longer a number, or infinite.

    Args:
        options: Keras 3's `raise_error`: TRUE makes it an error instead.
    """
