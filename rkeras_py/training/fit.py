"""Training and using a model: compile, fit, evaluate, predict."""

import numbers
from types import FunctionType
from typing import Annotated, Any

from ..compat import formulas, keras2_arguments
from ..define import verb
from ..engine.internals.compiled import forget_loss, forget_metrics, wrapped_function, wrapped_options
from ..engine.loading import keras
from ..graph import symbolic_losses
from ..graph.log_names import named_logs
from ..messages import errors, keras_errors
from ..models import freezing
from ..models.outputs import log_lone_loss, output_names
from ..r.code import RCode
from ..signatures import conversions
from ..signatures.calls import keras_arguments
from ..signatures.registry import REGISTRY
from ..signatures.words import MISSING, ArrayLike, Bool, Count, CountFromZero, Data, Fraction, Steps, Value, Word
from ..syntax.pipe import ONLY_MODELS
from . import ctrl_c, fast_predict, inputs, model_calls
from .history import KerasTrainingHistory
from .watching import Verbose, ViewMetrics, watched, watched_training

Shuffle = Annotated[
    Any,
    Word(
        'TRUE, FALSE or "batch"',
        lambda value: value if value == "batch" else conversions.as_truth(value),
        hint='bool | Literal["batch"]',
    ),
]

_MODEL = "keras.engine.training.Model"


@verb(s3=_MODEL, returns="object")
def compile(
    object: Value = MISSING,
    optimizer: Value = None,
    loss: Value = None,
    metrics: Value = None,
    loss_weights: Value = None,
    weighted_metrics: Value = None,
    run_eagerly: Bool | None = None,
    steps_per_execution: Count | None = None,
    *,
    target_tensors: Value = None,
    sample_weight_mode: Value = None,
    **options: Any,
) -> Any:
    """Configure a model for training.

    Args:
        object: A model.
        optimizer: Name of an optimizer, or one made by an `optimizer_*` function. NULL takes "rmsprop".
        loss: What to minimize: a name, a function of (y_true, y_pred), or a loss object. One for all outputs, or a
            list with one for each output, by position or by name. A function may also use symbolic tensors of the
            model, such as the output of an inner layer.
        metrics: What to measure beside the loss: names, functions or metric objects. A plain list applies to every
            output; a named list gives each output its own.
        loss_weights: How much the loss of each output counts in the sum, by position or by name.
        weighted_metrics: Like `metrics`, but weighted by sample and class weights.
        run_eagerly: Whether to run step by step in Python, to debug; slower.
        steps_per_execution: How many batches to run in one call of the compiled function.
        target_tensors: Not supported by Keras 3.
        sample_weight_mode: Not supported by Keras 3; its shape tells what sample weights mean.
        options: Further arguments of Keras, or of the method `compile` of a class that you wrote.

    Returns:
        The model, changed in place.

    Raises:
        ValueError: If a name is not one of the model's outputs, or the number of losses does not fit.

    Differences:
        `target_tensors` and `sample_weight_mode` are refused: Keras 3 has neither. A Sequential model that
        grows or shrinks after it was compiled runs as it is; R keras 2.15 went on running the model before.
    """
    keras_compile = keras().Model.compile
    by_keras = type(object).compile is keras_compile
    if by_keras:
        errors.check_options("compile", options, REGISTRY["compile"].params, keras_arguments(keras_compile))
    for argument, value in (("target_tensors", target_tensors), ("sample_weight_mode", sample_weight_mode)):
        if value is not None:
            raise errors.bad_argument("compile", argument, "left out", value, "Keras 3 does not have it.")
    names = output_names(object)
    settings = {
        "optimizer": _stand_in(optimizer, "optimizer"),
        "loss": _per_output(loss, names),
        "loss_weights": _weights(loss_weights, names),
        "metrics": _metrics(metrics, names, "metrics"),
        "weighted_metrics": _metrics(weighted_metrics, names, "weighted_metrics"),
        "run_eagerly": run_eagerly,
        "steps_per_execution": steps_per_execution,
        **options,
    }
    try:
        object.compile(**{name: value for name, value in settings.items() if value is not None})
    except (TypeError, ValueError) as error:
        raise errors.rejected("compile", error) from error
    if by_keras:
        _forget_before(object, settings)
    log_lone_loss(object)
    freezing.remember(object)
    symbolic_losses.resolve_in(object)
    return object


def _forget_before(model: Any, settings: dict[str, Any]) -> None:
    """Drop what an earlier call compiled and this one leaves out; Keras 3 keeps it, Keras 2 did not."""
    if settings["loss"] is None:
        forget_loss(model)
    if settings["metrics"] is None and settings["weighted_metrics"] is None:
        forget_metrics(model)


_COMPUTED = ("accuracy", "acc", "crossentropy", "ce")
"""Names of metrics whose formula depends on the loss; Keras finds it."""


def _stand_in(value: Any, kind: str) -> Any:
    """What Keras takes for a part that the user named, made, or gave as a function of this package."""
    spec = getattr(value, "__rkeras__", None)
    value = spec.stand_in() if spec is not None else value
    is_maker = kind == "optimizer" and isinstance(value, FunctionType)
    if is_maker or isinstance(value, (bool, numbers.Number)):
        raise ValueError(f"compile(): {keras_errors.wrong_object(kind, errors.shown(value))}")
    return _by_name(value, kind) if isinstance(value, str) and kind != "optimizer" else value


def _by_name(name: str, kind: str) -> Any:
    """What a name stands for; one that nobody knows is refused here, and not when the model trains."""
    in_keras_3 = keras2_arguments.LOSSES.get(name, name)
    if kind == "metric" and (in_keras_3 != name or name in keras_errors.only_losses()):
        return formulas.named_metric(in_keras_3, name)
    if in_keras_3 in (*keras_errors.names_of(kind), *(_COMPUTED if kind == "metric" else ())):
        return in_keras_3
    own = keras().saving.get_registered_object(name)
    if own is None:
        raise ValueError(f"compile(): {keras_errors.unknown_name(kind, name)}")
    return own() if isinstance(own, type) else own


def _check_names(value: dict[str, Any], names: list[str], argument: str) -> None:
    for name in value:
        if name not in names:
            known = ", ".join(f'"{known}"' for known in names)
            raise errors.bad_argument("compile", argument, f"named by the outputs of the model ({known})", name)


def _per_output(value: Any, names: list[str]) -> Any:
    """One loss for each output, in the order of the outputs."""
    if isinstance(value, dict):
        if not names:
            return {name: _stand_in(item, "loss") for name, item in value.items()}
        _check_names(value, names, "loss")
        items = [_stand_in(value.get(name), "loss") for name in names]
    else:
        items = [_stand_in(item, "loss") for item in (value if isinstance(value, (list, tuple)) else [value])]
        if len(items) == 1:
            items = items * max(1, len(names))
        if names and len(items) != len(names):
            expected = f"one loss, or {len(names)} of them, one for each output"
            raise errors.bad_argument("compile", "loss", expected, value)
    return items[0] if len(items) == 1 else items


def _weights(value: Any, names: list[str]) -> Any:
    if value is None:
        return None
    if isinstance(value, dict):
        if names:
            _check_names(value, names, "loss_weights")
            value = [value.get(name, 1.0) for name in names]
        else:
            return {name: float(weight) for name, weight in value.items()}
    items = [float(weight) for weight in (value if hasattr(value, "__len__") else [value])]
    if names and len(items) != len(names):
        raise errors.bad_argument("compile", "loss_weights", f"{len(names)} numbers, one for each output", value)
    return items


def _metrics(value: Any, names: list[str], argument: str) -> Any:
    if value is None:
        return None
    if isinstance(value, dict) and names and set(value) & set(names):
        _check_names(value, names, argument)
        per_output = [_metric_list(value.get(name)) for name in names]
        return per_output if len(names) > 1 else per_output[0]
    if _is_nested(value):
        per_output = [_metric_list(item) for item in value]
        return per_output if len(names) != 1 else per_output[0]
    metrics = _metric_list(value)
    if len(names) < 2:
        return metrics
    return [[_copy(metric) for metric in metrics] for _ in names]


def _is_nested(value: Any) -> bool:
    nested = (list, tuple, dict)
    return isinstance(value, (list, tuple)) and any(isinstance(item, nested) or item is None for item in value)


def _metric_list(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, dict):
        value = [_renamed(item, name) for name, item in value.items()]
    items = value if isinstance(value, (list, tuple)) else [value]
    return [formulas.with_label_rank(_stand_in(item, "metric")) for item in items]


def _copy(metric: Any) -> Any:
    """A metric object keeps a state: each output gets one of its own."""
    wrapper = keras().metrics.MeanMetricWrapper
    if type(metric) is wrapper:  # its config knows only functions of Keras
        return wrapper(wrapped_function(metric), name=metric.name, dtype=metric.dtype, **wrapped_options(metric))
    return type(metric).from_config(metric.get_config()) if isinstance(metric, keras().Metric) else metric


def _renamed(metric: Any, name: str) -> Any:
    """A metric function under the name that the user gave it in a named list."""
    metric = _stand_in(metric, "metric")
    if not name.strip() or not callable(metric) or isinstance(metric, keras().Metric):
        return metric
    return keras().metrics.MeanMetricWrapper(formulas.with_label_rank(metric), name=name)


def _sent(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


_OPTIONS = {"fit": ("validation_batch_size", "validation_freq")}
"""What `...` of each function may hold: arguments that Keras 3 has beside R keras's."""


def _further(function: str, options: dict[str, Any]) -> dict[str, Any]:
    errors.check_options(function, options, REGISTRY[function].params, _OPTIONS.get(function, ()))
    return options


@verb(s3=_MODEL, returns="invisible", of=ONLY_MODELS)
def fit(
    object: Value = MISSING,
    x: Data = None,
    y: Data = None,
    batch_size: Count | None = None,
    epochs: CountFromZero = 10,
    verbose: Verbose = RCode('getOption("keras.fit_verbose", default = "auto")', "auto"),
    callbacks: Value = None,
    view_metrics: ViewMetrics = RCode('getOption("keras.view_metrics", default = "auto")', "auto"),
    validation_split: Fraction = 0,
    validation_data: Value = None,
    shuffle: Shuffle = True,
    class_weight: Value = None,
    sample_weight: ArrayLike = None,
    initial_epoch: CountFromZero = 0,
    steps_per_epoch: Steps | None = None,
    validation_steps: Steps | None = None,
    **options: Any,
) -> KerasTrainingHistory:
    """Train a model on data, for a number of passes (epochs).

    The model is changed in place; what is returned is the history of the training.

    Args:
        object: A compiled model.
        x: Input: an array, matrix or numeric data frame; for several inputs a list of them, by position or by name. Or
            what gives batches, each `list(x, y)` or `list(x, y, sample_weight)`: a function that is called without
            arguments (one that returns NULL has ended), an iterator, a PyDataset, or a dataset of TensorFlow. Functions
            and iterators are asked by the thread that trains, exactly once for each step.
        y: Target, in the same way; a factor counts its classes from 0. One target for a model of several outputs serves
            them all.
        batch_size: How many samples make one step; 32 when left out.
        epochs: How often to pass over the data.
        verbose: 0 is silent, 1 shows a progress bar, 2 a line for each epoch. "auto" shows the bar where a line can be
            drawn again and again, and a line for each epoch in files, documents and captured output.
        callbacks: A callback, or a list of them.
        view_metrics: Whether to show the learning curves while the model trains: a page on this computer, which opens
            in the viewer of R (`getOption("viewer")`) or in a browser, and stays as long as the process. "auto" shows
            it in RStudio, for more than one epoch.
        validation_split: Fraction (0 to 1) of the samples, the last ones, kept for validation.
        validation_data: `list(x, y)` or `list(x, y, sample_weight)` to validate on, or what gives batches.
        shuffle: Whether to shuffle the samples before each epoch; "batch" only those of each batch.
        class_weight: Named list or vector: the weight of each class in the loss, named by its number, counted from 0,
            or by its level where `y` is a factor. Classes left out weigh 1. Multiplied with `sample_weight`.
        sample_weight: The weight of each sample in the loss.
        initial_epoch: Epoch to begin with, counted from 0, to go on with an earlier training.
        steps_per_epoch: How many batches make one epoch; needed where `x` is a function.
        validation_steps: How many batches to validate on; needed where `validation_data` is a function.

    Returns:
        A training history: `metrics`, a list of numbers for each, and `params`.

    Raises:
        ValueError: If data and model do not fit.

    Differences:
        Unknown arguments are errors; R keras 2.15 ignored them. `workers`, `max_queue_size` and `use_multiprocessing`
        have no effect, nor has `batch_size` beside what gives batches, which is said once. A fraction in
        `steps_per_epoch` and `validation_steps` is cut off with a warning, below 1 it is an error. A factor may be `y`.
        A function as `x` needs `steps_per_epoch`, is called exactly as often as needed, and its error ends the
        training. Unknown classes in `class_weight` are errors, left out ones weigh 1.
    """
    options = _further("fit", options)
    arguments = inputs.feed_training(
        object, x, y, sample_weight, class_weight, batch_size, steps_per_epoch, shuffle,
        0 if validation_data is not None else validation_split,
    )  # fmt: skip
    arguments |= _sent(
        epochs=epochs,
        validation_data=inputs.validation(object, validation_data, validation_steps),
        steps_per_epoch=steps_per_epoch,
        validation_steps=validation_steps,
        initial_epoch=initial_epoch or None,
    )
    arguments |= options
    with watched_training(verbose, callbacks, view_metrics, int(epochs)) as watching:
        history = ctrl_c.fit(object, arguments | watching)
    inputs.remember_levels(object, y)
    return KerasTrainingHistory.from_keras(history, int(epochs))


@verb(s3=_MODEL, of=ONLY_MODELS)
def evaluate(
    object: Value = MISSING,
    x: Data = None,
    y: Data = None,
    batch_size: Count | None = None,
    verbose: Verbose = "auto",
    sample_weight: ArrayLike = None,
    steps: Steps | None = None,
    callbacks: Value = None,
    **options: Any,
) -> dict[str, Any]:
    """Compute loss and metrics of a model on data.

    Args:
        object: A compiled model.
        x: Input, as in `fit()`.
        y: Target, as in `fit()`.
        batch_size: How many samples make one step; 32 when left out.
        verbose: 0 is silent, 1 shows a progress bar, 2 a line, "auto" chooses as in `fit()`.
        sample_weight: The weight of each sample.
        steps: How many batches to use, for endless data.
        callbacks: A callback, or a list of them.

    Returns:
        The loss and the metrics by name: a dict, in R a named vector.

    Differences:
        Unknown arguments are errors; R keras 2.15 ignored them. Those of `fit()` are a warning; `workers`,
        `max_queue_size` and `use_multiprocessing` have no effect. A function as `x` needs `steps`.
    """
    options = _further("evaluate", options)
    arguments = inputs.feed(object, "evaluate", x, y, sample_weight, batch_size, steps)
    arguments |= _sent(steps=steps) | watched("evaluate", verbose, callbacks)
    arguments.update(return_dict=True, **options)
    method = fast_predict.method(object, "evaluate", arguments)
    return Measures(named_logs(object, ctrl_c.run(object, "evaluate", arguments, method)))


class Measures(dict[str, float]):
    """Loss and metrics by name, in R keras's order."""


@verb(s3=_MODEL, of=ONLY_MODELS)
def predict(
    object: Value = MISSING,
    x: Data = MISSING,
    batch_size: Count | None = None,
    verbose: Verbose = "auto",
    steps: Steps | None = None,
    callbacks: Value = None,
    **options: Any,
) -> Any:
    """Compute the outputs of a model for inputs.

    Args:
        object: A model.
        x: Input, as in `fit()`.
        batch_size: How many samples make one step; 32 when left out.
        verbose: 0 is silent, 1 shows a progress bar, 2 a line. "auto" shows the bar for more than one step, where a
            line can be drawn again and again, elsewhere nothing.
        steps: How many batches to use, for endless data.
        callbacks: A callback, or a list of them.

    Returns:
        An array, or a list of them for several outputs.

    Raises:
        ValueError: If data and model do not fit.

    Differences:
        Unknown arguments are errors; R keras 2.15 ignored them. Those of `fit()` are a warning; `workers`,
        `max_queue_size` and `use_multiprocessing` have no effect. A function as `x` needs `steps`. One row of a
        matrix without its axes is an error that says to use `drop = FALSE`.
    """
    options = _further("predict", options)
    arguments = inputs.feed(object, "predict", x, batch_size=batch_size, steps=steps)
    one_batch = fast_predict.is_one_batch(arguments["x"], batch_size)
    arguments |= _sent(steps=steps) | watched("predict", verbose, callbacks, one_batch) | options
    if alone := fast_predict.alone(object, arguments):
        return model_calls.run(object, "predict", arguments, alone)
    return ctrl_c.run(object, "predict", arguments, fast_predict.method(object, "predict", arguments))
