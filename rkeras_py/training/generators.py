"""Batches from generators: R keras's functions for them, whose work fit(), evaluate() and predict() do too."""

from typing import Any

from ..define import export, verb
from ..messages import errors
from ..r.code import RCode
from ..signatures.calls import refuse_further, takes_further
from ..signatures.words import MISSING, CountFromZero, Data, Steps, Value
from ..syntax.pipe import ONLY_MODELS
from . import fit
from .history import KerasTrainingHistory
from .watching import Verbose, ViewMetrics


@takes_further(tuple)
@verb(returns="invisible", of=ONLY_MODELS)
def fit_generator(
    object: Value = MISSING,
    generator: Data = MISSING,
    steps_per_epoch: Steps | None = MISSING,
    epochs: CountFromZero = 1,
    verbose: Verbose = RCode('getOption("keras.fit_verbose", default = 1)', 1),
    callbacks: Value = None,
    view_metrics: ViewMetrics = RCode('getOption("keras.view_metrics", default = "auto")', "auto"),
    validation_data: Value = None,
    validation_steps: Steps | None = None,
    class_weight: Value = None,
    max_queue_size: CountFromZero = 10,
    workers: CountFromZero = 1,
    initial_epoch: CountFromZero = 0,
    **options: Any,
) -> KerasTrainingHistory:
    """Train a model on batches from a generator.

    The same as `fit(object, generator, steps_per_epoch = ...)`: use fit() in new code. The generator is a function that
    returns `list(x, y)` at each call, so data that do not fit into memory can be read batch by batch.

    Args:
        object: A compiled model.
        generator: The source of batches, as `x` of `fit()`.
        steps_per_epoch: Number of batches in one epoch.
        epochs: Number of epochs to train.
        verbose: 0 is silent, 1 shows a progress bar, 2 a line for each epoch.
        callbacks: A callback, or a list of them.
        view_metrics: Whether to show the learning curves while the model trains, as in `fit()`.
        validation_data: Data to validate on: a generator, or arrays as in `fit()`.
        validation_steps: Number of batches to validate on.
        class_weight: Weights of the classes, as in `fit()`.
        max_queue_size: Ignored; kept for R keras; batches are not prefetched.
        workers: Ignored; kept for R keras; batches are generated on the training thread.
        initial_epoch: Epoch to begin with, counted from 0.
        **options: Not used. Unknown arguments are errors, in calls from other packages warnings.

    Returns:
        A training history, as of `fit()`.

    Differences:
        There is no deprecation warning. `max_queue_size`, `workers` and `use_multiprocessing` have no effect: batches
        are drawn one at a time on the main thread, exactly as many as needed.

    Example:
        >>> batch = lambda: [np.array([[1.0], [2.0]]), np.array([[2.0], [4.0]])]
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="zeros")
        >>> model = model >> compile(loss="mse", optimizer=optimizer_sgd(learning_rate=0.1))
        >>> history = model >> fit_generator(batch, steps_per_epoch=2, epochs=3, verbose=0)
        >>> history.metrics["loss"]
        [5.53000020980835, 0.12832896411418915, 0.07118834555149078]
    """
    refuse_further("fit_generator", options)
    with errors.told_as("fit", "fit_generator", x="generator"):
        history: KerasTrainingHistory = fit.fit(
            object,
            generator,
            epochs=epochs,
            verbose=verbose,
            callbacks=callbacks,
            view_metrics=view_metrics,
            validation_data=validation_data,
            class_weight=class_weight,
            initial_epoch=initial_epoch,
            steps_per_epoch=steps_per_epoch,
            validation_steps=validation_steps,
        )
    return history


@takes_further(tuple)
@verb(of=ONLY_MODELS)
def evaluate_generator(
    object: Value = MISSING,
    generator: Data = MISSING,
    steps: Steps | None = MISSING,
    max_queue_size: CountFromZero = 10,
    workers: CountFromZero = 1,
    callbacks: Value = None,
    **options: Any,
) -> dict[str, Any]:
    """Compute loss and metrics of a model on batches from a generator.

    The same as `evaluate(object, generator, steps = ...)`: use evaluate() in new code. The loss is the mean over the
    samples of all batches that were drawn.

    Args:
        object: A compiled model.
        generator: The source of batches, as `x` of `fit()`.
        steps: Number of batches to use.
        max_queue_size: Ignored; kept for R keras; batches are not prefetched.
        workers: Ignored; kept for R keras; batches are generated on the calling thread.
        callbacks: A callback, or a list of them.
        **options: Not used. Unknown arguments are errors, in calls from other packages warnings.

    Returns:
        The loss and the metrics by name, as of `evaluate()`.

    Differences:
        There is no deprecation warning. `max_queue_size`, `workers` and `use_multiprocessing` have no effect: batches
        are drawn one at a time on the main thread, exactly as many as needed.

    Example:
        >>> batch = lambda: [np.array([[1.0], [2.0]]), np.array([[2.0], [4.0]])]
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="ones")
        >>> model = model >> compile(loss="mse")
        >>> model >> evaluate_generator(batch, steps=2)
        {'loss': 2.5}
    """
    refuse_further("evaluate_generator", options)
    with errors.told_as("evaluate", "evaluate_generator", x="generator"):
        evaluated: dict[str, Any] = fit.evaluate(object, generator, verbose=0, steps=steps, callbacks=callbacks)
    return evaluated


@takes_further(tuple)
@verb(of=ONLY_MODELS)
def predict_generator(
    object: Value = MISSING,
    generator: Data = MISSING,
    steps: Steps | None = MISSING,
    max_queue_size: CountFromZero = 10,
    workers: CountFromZero = 1,
    verbose: Verbose = 0,
    callbacks: Value = None,
    **options: Any,
) -> Any:
    """Compute the outputs of a model for batches from a generator.

    The same as `predict(object, generator, steps = ...)`: use predict() in new code. The rows of the result are the
    samples in the order in which the generator returned them.

    Args:
        object: A model.
        generator: The source of batches: `list(x)`, or as in `fit()`; targets are ignored.
        steps: Number of batches to use.
        max_queue_size: Ignored; kept for R keras; batches are not prefetched.
        workers: Ignored; kept for R keras; batches are generated on the calling thread.
        verbose: 0 is silent, 1 shows a progress bar.
        callbacks: A callback, or a list of them.
        **options: Not used. Unknown arguments are errors, in calls from other packages warnings.

    Returns:
        An array, or a list of them for several outputs.

    Differences:
        There is no deprecation warning. `max_queue_size`, `workers` and `use_multiprocessing` have no effect: batches
        are drawn one at a time on the main thread, exactly as many as needed.

    Example:
        >>> batch = lambda: [np.array([[1.0], [2.0]])]
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="ones")
        >>> model >> predict_generator(batch, steps=2)
        array([[1.],
               [2.],
               [1.],
               [2.]], dtype=float32)
    """
    refuse_further("predict_generator", options)
    with errors.told_as("predict", "predict_generator", x="generator"):
        return fit.predict(object, generator, verbose=verbose, steps=steps, callbacks=callbacks)


@export
def generator_next(generator: Value = MISSING, completed: Value = None) -> Any:
    """Draw the next batch of a generator.

    Use it to look at a batch before training: its shapes, the range of the values, the coding of the labels. The batch
    is consumed: a generator that does not repeat will not return it again.

    Args:
        generator: An iterator, or a function that is called without arguments.
        completed: The value to return when there are no more batches.

    Returns:
        The batch, or `completed`.

    Raises:
        ValueError: If `generator` is neither.

    Example:
        >>> generator_next(lambda: np.array([1.0, 2.0]))
        array([1., 2.])
    """
    if hasattr(generator, "__next__"):
        return next(generator, completed)
    if not callable(generator):
        hint = "Take batches of a sequence by their index." if hasattr(generator, "__getitem__") else ""
        raise errors.bad_argument("generator_next", "generator", "an iterator or a function", generator, hint)
    batch = generator()
    return completed if batch is None else batch
