"""Callbacks: actions during training, after batches and epochs."""

from typing import Any

from ..define import constructor, export
from ..engine.loading import resolve
from ..messages import errors
from ..signatures.object_words import Strings
from ..signatures.results import Callback
from ..signatures.words import (
    MISSING,
    Bool,
    Count,
    CountFromZero,
    Fraction,
    Hook,
    Limit,
    NotNegative,
    Path,
    Str,
)
from .words import Mode, SaveFrequency

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
    """Save the state of training, and resume it after an interruption.

    Use it for long training runs that may be interrupted. The script needs no extra code for a restart.

    If training ended with an error, or its process was killed, it resumes when the same `fit()` is called again: the
    weights, the state of the optimizer and the number of the epoch are restored from the backup. The backup is removed
    when training is complete. If there are several workers, the first writes the backup, and all read it.

    Args:
        backup_dir: A folder for the backup, shared by all workers. Its own subfolder `backup` is removed
            at the end.
        save_freq: "epoch", or the number of batches after which to save.
        double_checkpoint: Whether to keep the previous backup, too.
        delete_checkpoint: Whether to remove the backup when training is complete.

    Differences:
        Training from a backup that was written within an epoch (`save_freq` is a number) resumes at the beginning of
        that epoch.

    Example:
        >>> import shutil
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="zeros")
        >>> model = model >> compile(loss="mse", optimizer=optimizer_sgd(learning_rate=0.1))
        >>> x = np.array([[1.0], [2.0]])
        >>> backup = callback_backup_and_restore("backup", delete_checkpoint=False)
        >>> history = model >> fit(x, x, epochs=2, callbacks=backup, verbose=0)
        >>> history = model >> fit(x, x, epochs=5, callbacks=backup, verbose=0)
        >>> history.metrics["loss"]
        [0.04329999163746834, 0.020864490419626236, 0.0181638952344656]
        >>> shutil.rmtree("backup")
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

    It limits overfitting: training ends when `monitor` has not improved for `patience` epochs. With
    `restore_best_weights = TRUE` the model then gets the weights of its best epoch.

    Args:
        monitor: Name of the value in the logs.
        min_delta: The smallest change that counts as an improvement.
        patience: Epochs without improvement before training stops.
        verbose: 1 reports when training stops.
        mode: Whether lower values are better ("min") or higher ones ("max"); "auto" depends on the metric.
        baseline: Value on which `monitor` must improve within `patience` epochs; otherwise training stops. NULL: none.
        restore_best_weights: Whether to restore the weights of the best epoch at the end.
        start_from_epoch: Number of epochs at the start in which `monitor` is ignored.

    Differences:
        `mode = "auto"` uses the direction of the metric, if Keras knows it, so that precision, recall and
        similar metrics are maximized.

    Example:
        >>> x = np.linspace(-1, 1, 40).reshape(40, 1)
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=16, activation="relu")
        >>> model = model >> layer_dense(units=1)
        >>> model = model >> compile(loss="mse", optimizer=optimizer_adam(learning_rate=0.02))
        >>> stop = callback_early_stopping(patience=3, restore_best_weights=True)
        >>> history = model >> fit(x, x**2, epochs=100, validation_split=0.25, callbacks=stop, verbose=0)
        >>> len(history.metrics["loss"])
        26
        >>> model >> evaluate(x, x**2, verbose=0)
        {'loss': 0.017675155773758888}
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
    """Call functions at the beginning and the end of training, epochs and batches.

    Use it for small actions during training, such as printing or logging a value, without a custom class. Write a
    class, with new_callback_class(), if the functions share a state.

    Functions for epochs take `(epoch, logs)`, those for batches `(batch, logs)`, the others `(logs)`; epochs and
    batches count from 0. A function can have fewer arguments: `function(epoch)` and `function(logs)` get only these.
    `logs` contains the values by name (in R a named list). A number that a function sets in its argument `logs` is
    visible to later callbacks and in the history.

    Args:
        on_epoch_begin: Called at the beginning of each epoch.
        on_epoch_end: Called at the end of each epoch, after the validation.
        on_batch_begin: The older name of `on_train_batch_begin`, which wins if both are given.
        on_batch_end: The older name of `on_train_batch_end`, which wins if both are given.
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
        `on_predict_end` is called. Functions can have fewer arguments. Numbers set in `logs` are passed to later
        callbacks.

    Example:
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1)
        >>> model = model >> compile(loss="mse", optimizer="sgd")
        >>> x = np.array([[1.0], [2.0]])
        >>> say = callback_lambda(on_epoch_end=lambda epoch, logs: print(epoch))
        >>> history = model >> fit(x, x, epochs=2, callbacks=say, verbose=0)
        0
        1
    """
    hooks = {name: function for name, function in locals().items() if function is not None}
    return resolve(f"{_CLASSES}.LambdaCallback")(hooks)


@constructor(f"{_CLASSES}.LearningRateScheduler")
def callback_learning_rate_scheduler(schedule: Hook = MISSING, *, verbose: CountFromZero = 0, **options: Any) -> Any:
    """Set the learning rate at the beginning of each epoch.

    Use it for a warmup or a decay by epoch; for a decay by step, pass a learning rate schedule to the optimizer.
    The function gets the number of the epoch and the current rate, and returns the new one.

    The logs and the history contain the learning rate as `lr`.

    Args:
        schedule: A function of `(epoch, lr)`, the number of the epoch, counted from 0, and the current learning rate,
            or of only `(epoch)`; it returns the new learning rate.
        verbose: 1 prints the new learning rate.

    Differences:
        A function of only `(epoch)` works.

    Example:
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1)
        >>> model = model >> compile(loss="mse", optimizer="sgd")
        >>> x = np.array([[1.0], [2.0]])
        >>> halve = callback_learning_rate_scheduler(lambda epoch, lr: lr / 2)
        >>> history = model >> fit(x, 3 * x, epochs=4, callbacks=halve, verbose=0)
        >>> np.array(history.metrics["lr"])
        array([0.005   , 0.0025  , 0.00125 , 0.000625])
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
    """Save the model, or its weights, during training.

    Use it to keep the best model (`save_best_only = TRUE`), since the model of the last epoch need not be the best. It
    can also save every epoch, so that training can continue after a crash.

    The file extension determines the format. For whole models, `.keras` is Keras's own format, `.h5` and `.hdf5` are
    written by save_model_hdf5(), and any other name is a folder written by save_model_tf(). For weights, `.h5`, `.hdf5`
    and `.keras` are written by save_model_weights_hdf5() (`.weights.h5` in the layout of Keras 3), and any other name
    is a checkpoint written by save_model_weights_tf(). A file is replaced only when the new one is complete. While the
    R package tfruns records a run, files in the working directory are also saved in the folder of the run.

    Args:
        filepath: Path of the file. `{epoch}` (counted from 1), `{batch}` and the names of logs in braces are replaced
            by their values, with an optional Python format: `"weights.{epoch:02d}-{val_loss:.2f}.hdf5"`. Missing
            folders are created.
        monitor: Name of the value in the logs that determines which model is best.
        verbose: 1 reports when a file is written.
        save_best_only: Whether to save only when the monitored value improved.
        save_weights_only: Whether to save only the weights.
        mode: Whether lower values are better ("min") or higher ones ("max"); "auto" depends on the metric.
        period: Number of epochs between two files; 1 by default.
        save_freq: "epoch", or the number of batches after which to save.
        initial_value_threshold: Save only if the monitored value is better than this. NULL: no limit.

    Differences:
        `mode = "auto"` uses the direction of the metric, if Keras knows it. During a tfruns run, files in the
        working directory are copied to the folder of the run.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="zeros")
        >>> model = model >> compile(loss="mse", optimizer=optimizer_sgd(learning_rate=0.1))
        >>> x = np.array([[1.0], [2.0]])
        >>> save = callback_model_checkpoint("best.keras", monitor="loss", save_best_only=True)
        >>> history = model >> fit(x, x, epochs=4, callbacks=save, verbose=0)
        >>> history.metrics["loss"]
        [2.5, 0.26500004529953003, 0.04329999163746834, 0.020864490419626236]
        >>> load_model("best.keras") >> predict(x, verbose=0)
        array([[1.1496],
               [1.8819]], dtype=float32)
        >>> os.remove("best.keras")
    """


@export
def callback_progbar_logger(count_mode: Str = "samples", stateful_metrics: Strings = None) -> Callback:
    """Show the progress of training, as `fit()` does anyway unless it is silent.

    Scripts for R keras list it in `callbacks`. It is not needed: `fit(verbose = 1)` shows the same progress bar.

    Args:
        count_mode: "samples" or "steps"; Keras 3 counts steps.
        stateful_metrics: Ignored; kept for R keras: Keras averages all metrics.

    Returns:
        The callback.

    Example:
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1)
        >>> model = model >> compile(loss="mse", optimizer="sgd")
        >>> x = np.array([[1.0], [2.0]])
        >>> history = model >> fit(x, x, epochs=1, callbacks=callback_progbar_logger(), verbose=0)  # doctest: +SKIP
    """
    if count_mode not in ("samples", "steps"):
        raise errors.bad_argument("callback_progbar_logger", "count_mode", '"samples" or "steps"', count_mode)
    return resolve("rkeras_py.callbacks.progress.ProgressLogger")()


@constructor(f"{_CLASSES}.ReduceLROnPlateau")
def callback_reduce_lr_on_plateau(
    monitor: Str = "val_loss",
    factor: Fraction = 0.1,
    patience: CountFromZero = 10,
    verbose: CountFromZero = 0,
    mode: Mode = _MODES,
    min_delta: Limit = 0.0001,
    cooldown: CountFromZero = 0,
    min_lr: NotNegative = 0,
) -> Any:
    """Lower the learning rate when a value has stopped improving.

    Models often improve further with a smaller learning rate once progress stops: the rate is multiplied by `factor`
    when `monitor` has not improved for `patience` epochs.

    The logs and the history contain the learning rate as `lr`.

    Args:
        monitor: Name of the value in the logs.
        factor: Number by which the learning rate is multiplied; less than 1.
        patience: Epochs without improvement before the learning rate is reduced.
        verbose: 1 reports when the learning rate is reduced.
        mode: Whether lower values are better ("min") or higher ones ("max"); "auto" depends on the metric.
        min_delta: The smallest change that counts as an improvement.
        cooldown: Number of epochs to wait after a reduction before `patience` counts again.
        min_lr: Lower limit of the learning rate.

    Differences:
        `mode = "auto"` uses the direction of the metric, if Keras knows it.

    Example:
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="zeros")
        >>> model = model >> compile(loss="mse", optimizer=optimizer_sgd(learning_rate=0.4))
        >>> x = np.array([[1.0], [2.0]])
        >>> lower = callback_reduce_lr_on_plateau(monitor="loss", factor=0.5, patience=1)
        >>> history = model >> fit(x, 3 * x, epochs=8, callbacks=lower, verbose=0)
        >>> np.array(history.metrics["loss"])
        array([ 22.5       ,  67.86000061, 205.49520874,  28.37202263,
                 2.92514992,   1.33603227,   0.64842546,   0.35031867])
        >>> np.array(history.metrics["lr"])
        array([0.40000001, 0.40000001, 0.2       , 0.1       , 0.05      ,
               0.05      , 0.05      , 0.05      ])
    """


@constructor("keras.callbacks.TerminateOnNaN")
def callback_terminate_on_naan(**options: Any) -> Any:
    """Stop training when the loss is no longer a number, or infinite.

    A loss of NaN or infinity does not recover, so this saves the time of the remaining epochs. The usual cause is a
    learning rate that is too large.

    Args:
        options: Keras 3's `raise_error`: TRUE raises an error instead.

    Example:
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1)
        >>> model = model >> compile(loss="mse", optimizer="sgd")
        >>> x = np.array([[1e30], [2e30]])
        >>> history = model >> fit(x, x, epochs=5, callbacks=callback_terminate_on_naan(), verbose=0)
        Batch 0: Invalid loss, terminating training
        >>> len(history.metrics["loss"])
        1
    """
