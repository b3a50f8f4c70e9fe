"""Results of compile() in a model: the loss, the metrics, the optimizer and the training mode."""

import contextlib
import functools
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from ..loading import keras


def compile_loss(model: Any) -> Any:
    """Return what computes the compiled loss of a model, a function of labels and predictions; None without one.

    Args:
        model: The model.
    """
    return getattr(model, "_compile_loss", None)


def forget_loss(model: Any) -> None:
    """Remove the compiled loss of a model.

    Args:
        model: The model.
    """
    model.loss = model._compile_loss = None


def compile_metrics(model: Any) -> Any:
    """Return the metric that stands for all compiled ones of a model; None without any.

    Args:
        model: The model.
    """
    return getattr(model, "_compile_metrics", None)


def forget_metrics(model: Any) -> None:
    """Remove the compiled metrics of a model.

    Args:
        model: The model.
    """
    model._compile_metrics = None


def jits_by_default(model: Any) -> bool:
    """Tell whether compile() of a model compiles its steps by XLA by default, with `jit_compile = "auto"`.

    Args:
        model: The model.
    """
    return bool(model._resolve_auto_jit_compile())


def user_loss(model: Any) -> Any:
    """Return the loss as the user gave it to compile(): a name, a function, a list or a dict of them.

    Args:
        model: A model that was compiled with a loss.
    """
    return model._compile_loss._user_loss


def map_user_loss(model: Any, change: Callable[[Any], Any]) -> None:
    """Change each loss that the user gave to compile(), before Keras first uses it.

    Args:
        model: The model.
        change: The function of a loss.
    """
    _map_attributes(compile_loss(model), ("_user_loss",), change)


_METRICS = ("_user_metrics", "_user_weighted_metrics")


def user_metrics(model: Any) -> list[Any]:
    """Return the metrics as the user gave them to compile(), then the weighted ones; none without any.

    Args:
        model: The model.
    """
    compiled = compile_metrics(model)
    return [] if compiled is None else [getattr(compiled, name) for name in _METRICS]


def map_user_metrics(model: Any, change: Callable[[Any], Any]) -> None:
    """Change each metric that the user gave to compile(), before Keras first uses it.

    Args:
        model: The model.
        change: The function of a metric.
    """
    _map_attributes(compile_metrics(model), _METRICS, change)


def _map_attributes(compiled: Any, names: tuple[str, ...], change: Callable[[Any], Any]) -> None:
    for name in names if compiled is not None else ():
        given = getattr(compiled, name)
        if given is not None:
            setattr(compiled, name, keras().tree.map_structure(change, given))


def metric_groups(compiled: Any) -> Iterator[tuple[Any, Any]]:
    """Give the metrics of each output, and its weighted ones, in the order of the outputs; None where there are none.

    Args:
        compiled: What compile_metrics() returns, built.
    """
    return itertools.zip_longest(compiled._flat_metrics, compiled._flat_weighted_metrics)


def flatten_outputs(compiled: Any, values: Any) -> Any:
    """Return the values for the outputs of a model, in the order of metric_groups().

    Args:
        compiled: What compile_metrics() returns, built.
        values: Labels, predictions or weights.
    """
    return compiled._flatten_y(values)


def log_loss(model: Any, name: str) -> None:
    """Have the compiled loss log the loss of an output.

    Args:
        model: The model, which has one output with a loss.
        name: The name to log under.
    """
    model._compile_loss._tracker.add_to_store("metrics", keras().metrics.Mean(name=name))


@contextlib.contextmanager
def weigh_output_losses(model: Any, samples: Any) -> Iterator[None]:
    """Have the mean losses of the outputs count a batch by its samples; Keras does so where a trace knows their number.

    Args:
        model: The model.
        samples: Number of samples of the batch, a tensor in a trace.
    """
    metrics = [*getattr(compile_loss(model), "metrics", ())]
    for metric in metrics:
        vars(metric)["update_state"] = functools.partial(_update_weighted, type(metric).update_state, metric, samples)
    try:
        yield
    finally:
        for metric in metrics:
            del vars(metric)["update_state"]


def _update_weighted(
    update: Callable[..., Any], metric: Any, samples: Any, value: Any, sample_weight: Any = None
) -> Any:
    return update(metric, value, samples if sample_weight is None else sample_weight)


def loss_tracker(model: Any) -> Any:
    """Return the mean that a model logs as `loss`; None where it is not compiled.

    Args:
        model: The model.
    """
    return model._loss_tracker


def wrapped_function(metric: Any) -> Any:
    """Return the function of labels and predictions that a metric takes the mean of.

    Args:
        metric: A `keras.metrics.MeanMetricWrapper`.
    """
    return metric._fn


def wrap_function(metric: Any, function: Any) -> None:
    """Make a metric take the mean of another function.

    Args:
        metric: A `keras.metrics.MeanMetricWrapper`.
        function: The function.
    """
    metric._fn = function


def option_of(loss: Any, name: str) -> Any:
    """Return an option of a loss, which it hands to its function or has as an attribute; None where it has none.

    Args:
        loss: The loss, or its name.
        name: The name of the option, such as `from_logits`.
    """
    return wrapped_options(loss).get(name, getattr(loss, name, None))


def wrapped_options(loss: Any) -> dict[str, Any]:
    """Return what a loss hands to its function beside labels and predictions, such as `from_logits`.

    Args:
        loss: The loss, or a metric.
    """
    return getattr(loss, "_fn_kwargs", {})


def direction(metric: Any) -> str | None:
    """Return "up" or "down" where a metric says which is better.

    Args:
        metric: The metric.
    """
    return getattr(metric, "_direction", None)


def learning_rate_variable(optimizer: Any) -> Any:
    """Return the variable or the schedule that an optimizer has for a learning rate; None without an optimizer.

    Args:
        optimizer: The optimizer, or one around it that scales the loss.
    """
    return getattr(_unwrap_inner(optimizer), "_learning_rate", None)


def put_learning_rate(optimizer: Any, rate: Any) -> None:
    """Exchange the learning rate of an optimizer, which does not count what it gets among its variables.

    Args:
        optimizer: The optimizer, or one around it that scales the loss.
        rate: A variable or a schedule.
    """
    vars(_unwrap_inner(optimizer))["_learning_rate"] = rate  # setattr() would track it as a variable


def _unwrap_inner(optimizer: Any) -> Any:
    return getattr(optimizer, "inner_optimizer", optimizer)


def momentum_product(optimizer: Any) -> Any:
    """Return the variable in which Nadam multiplies its momenta; None for other optimizers, and before it is built.

    Args:
        optimizer: The optimizer.
    """
    return getattr(optimizer, "_u_product", None)


def distribution(model: Any) -> Any:
    """Return TensorFlow's strategy that a model was made under, to train on several devices; None without one.

    Args:
        model: The model.
    """
    return getattr(model, "_distribute_strategy", None)


def local_specs(iterator: Any) -> Any:
    """Return what one replica gets of each batch: a structure of specs with shape and dtype.

    Args:
        iterator: Keras's iterator over the epochs of distributed data.
    """
    import tensorflow as tf

    return tf.nest.map_structure(_take_one_replica, iterator._distributed_dataset.element_spec)


def _take_one_replica(spec: Any) -> Any:
    components = getattr(spec, "_component_specs", None)
    return components[0] if isinstance(components, (list, tuple)) else spec  # one replica: `spec` has no components


def initial_epoch(model: Any) -> int:
    """Return the epoch that a backup has the next fit() of a model begin with; 0 without one.

    Args:
        model: The model.
    """
    return model._initial_epoch or 0


def forget_initial_epoch(model: Any) -> None:
    """Have the next fit() of a model begin with its first epoch, wherever a backup resumed.

    Args:
        model: The model.
    """
    model._initial_epoch = None


def get_backup(callback: Any) -> tuple[str, str, dict[str, int]]:
    """Return where Keras's BackupAndRestore keeps weights, where the progress of the training, and what that is.

    Args:
        callback: The callback.
    """
    progress = {"epoch": callback._current_epoch, "batch": callback._last_batch_seen}
    return callback._weights_path, callback._training_metadata_path, progress
