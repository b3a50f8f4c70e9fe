"""Keras 2's rules for the targets and weights that losses and metrics get: rank, type, mask.

Keras 3 passes the data to a loss or metric unchanged. Keras 2 first expanded targets and weights (batch,) to the rank
of the predictions (batch, n), so that a user's `y_true - y_pred[:, :1]` subtracts elementwise; steps.py does the same
for a user's train_step. A user's compute_loss gets the data unchanged, as in both. Shapes are known when a step is
traced, so nothing here runs again for each batch of a compiled step.
"""

import functools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FunctionType
from typing import Any

from ..engine.internals.compiled import (
    compile_metrics,
    flatten_outputs,
    map_user_metrics,
    metric_groups,
    wrap_function,
    wrapped_function,
    wrapped_options,
)
from ..engine.internals.graphs import keras_mask
from ..engine.internals.layers import inner_layers
from ..engine.internals.modules import note_registered_name
from ..engine.loading import keras
from .formulas import kl_divergence_metric

_MARK = "rkeras_targets"
_OF_KERAS_2 = (
    *("TimeDistributed", "CategoryEncoding", "Softmax", "Attention", "MultiHeadAttention", "GlobalAveragePooling1D"),
)
"""Layers that work as in Keras 2 in models made here."""
_BY_MODEL: ContextVar[bool] = ContextVar("rkeras_measures_by_model", default=False)


def mark_model(model: Any, of_keras2: bool | None = None) -> Any:
    """Note whether the losses and metrics of a model get their data as in Keras 2; return the model.

    Args:
        model: A model that a function of this package made, compiled or read.
        of_keras2: Whether they do; None as the class of the model says, and else as in Keras 2.
    """
    if isinstance(model, keras().Model):
        vars(model)[_MARK] = of_keras2
        for layer in inner_layers(model):
            if isinstance(layer, tuple(getattr(keras().layers, name) for name in _OF_KERAS_2)):
                vars(layer)[_MARK] = is_marked(model)
    return model


def mark_layer(layer: Any, of_keras2: bool | None = True) -> None:
    """Note whether a layer works as in Keras 2, unless its model said otherwise.

    Args:
        layer: A layer that works as in Keras 2 in models made here.
        of_keras2: Whether it does where no model holds it; None if nothing was said.
    """
    if of_keras2 is not None:
        vars(layer).setdefault(_MARK, of_keras2)


def is_marked_layer(layer: Any, is_ours: bool) -> bool:
    """Tell whether a layer applies another to all time steps at once, as in Keras 2.

    Args:
        layer: The layer.
        is_ours: Whether it does where no model of this package holds it.
    """
    return bool(vars(layer).get(_MARK, is_ours))


def get_mark(model: Any) -> bool | None:
    """Return whether the losses and metrics of a model get their data as in Keras 2; None of a plain model.

    Classes tell it by an attribute. False marks a model that was made or compiled as one of R's keras3. A loss or a
    metric has such a mark, too, for its weights when it is called directly.
    """
    of_model = vars(model).get(_MARK)
    return getattr(type(model), _MARK, True if _MARK in vars(model) else None) if of_model is None else of_model


def is_marked(model: Any) -> bool:
    """Tell whether the losses and metrics of a model get their data as in Keras 2."""
    return bool(get_mark(model))


def is_of_keras3(model: Any) -> bool:
    """Tell whether a model was made or compiled as one of R's keras3, so that losses and logs are as Keras has them."""
    return get_mark(model) is False


def mark_measure(measure: Any, of_keras2: bool = True) -> Any:
    """Note whether a loss or metric that is called directly gets its weights as in Keras 2; return it.

    Args:
        measure: The object.
        of_keras2: Whether it does.
    """
    vars(measure)[_MARK] = of_keras2
    return measure


def mark_class(namespace: dict[str, Any], of_keras2: bool) -> None:
    """Note in a class of models, losses or metrics whether these get their data as in Keras 2.

    Args:
        namespace: The members of the class, changed in place.
        of_keras2: Whether they do.
    """
    namespace.setdefault(_MARK, of_keras2)


def match_target(y_true: Any, y_pred: Any) -> Any:
    """Give a target the rank that the predictions have, and their type where both are floats or both whole.

    Args:
        y_true: The target of one output; None without.
        y_pred: The predictions.
    """
    ranks: Any = (get_rank(y_true), get_rank(y_pred))
    if None not in ranks and 1 <= ranks[0] < ranks[1] - 1 and {*y_true.shape[1:], *y_pred.shape[1:]} == {1}:
        y_true = _add_axes(y_true, ranks[1])
    elif ranks == (1, 2):
        y_true = keras().ops.expand_dims(y_true, -1)
    elif None not in ranks and ranks[0] == ranks[1] + 1 and y_true.shape[-1] == 1:
        y_true = keras().ops.squeeze(y_true, -1)
    kinds = _find_kind(y_true), _find_kind(y_pred)
    return keras().ops.cast(y_true, y_pred.dtype) if kinds[0] == kinds[1] is not None else y_true


def match_function(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Return a target and predictions as Keras 2 gives them to a metric that is a function: floats, of one rank.

    Args:
        y_true: The target of one output.
        y_pred: The predictions.
    """
    y_true = match_target(y_true, y_pred)
    if (
        _find_kind(y_pred) == "float" and _find_kind(y_true) != "float"
    ):  # TensorFlow cannot subtract a float from integers
        y_true = keras().ops.cast(y_true, y_pred.dtype)
    if get_rank(y_pred) == (get_rank(y_true) or 0) + 1 and y_pred.shape[-1] == 1:
        y_pred = keras().ops.squeeze(y_pred, -1)
    return y_true, y_pred


def wrap_metric(function: Any) -> Any:
    """Give a metric of a user's function labels of the type and rank of the predictions, as Keras 2's wrapper does.

    Keras's own functions see to it themselves. One that is named by its class, "AUC", is logged by its own name, `auc`.
    """
    if isinstance(function, str):
        return _make_by_class(function) if isinstance(getattr(keras().metrics, function, None), type) else function
    if isinstance(function, keras().metrics.MeanMetricWrapper):
        wrap_function(function, wrap_metric(wrapped_function(function)))
    if not isinstance(function, FunctionType) or hasattr(function, "is_matched"):
        return function
    if str(function.__module__).startswith(("keras.", "rkeras_py.")):
        return function

    @functools.wraps(function)
    def metric(y_true: Any, y_pred: Any) -> Any:
        return function(*match_function(y_true, y_pred))

    metric.is_matched = True  # type: ignore[attr-defined]
    registered = keras().saving.get_registered_name(function)
    if registered != function.__name__:  # register_keras_serializable() set this name; files must store it
        note_registered_name(metric, registered)
    return metric


def _make_by_class(name: str) -> Any:
    if name == "KLDivergence":
        return kl_divergence_metric()
    metric = keras().metrics.get(name)
    metric.name = re.sub(r"_\d+$", "", metric.name)  # Keras appends a count per session
    return metric


def match_weights(sample_weight: Any, y_pred: Any) -> Any:
    """Give weights an axis for each axis of the losses; Keras 3 stretches those of samples as if they were of steps.

    Args:
        sample_weight: The weights for one output; None without.
        y_pred: The predictions.
    """
    wanted = get_rank(y_pred)
    if not get_rank(sample_weight) or wanted is None or wanted < 2:
        return sample_weight
    return _add_axes(sample_weight, max(2, wanted - 1))


@contextmanager
def follow_model() -> Iterator[None]:
    """Give losses and metrics their data as they are, whatever their own marks: in steps of Keras 3's models."""
    token = _BY_MODEL.set(True)
    try:
        yield
    finally:
        _BY_MODEL.reset(token)


def match_elements(values: Any, weights: Any) -> Any:
    """Give weights or a mask of steps an axis for each axis of losses that a user's function left in, as in Keras 2.

    Args:
        values: The losses: of samples, steps or elements.
        weights: The weights or the mask; None without.
    """
    ranks = get_rank(weights) or 0, get_rank(values) or 0
    return _add_axes(weights, ranks[1]) if 2 <= ranks[0] < ranks[1] and not _BY_MODEL.get() else weights


def match_call(measure: Any, y_true: Any, y_pred: Any, sample_weight: Any) -> tuple[Any, Any, Any]:
    """Return targets, predictions and weights that a loss or a metric is called with, as in Keras 2 where it is marked.

    Args:
        measure: The loss or metric.
        y_true: The targets: a tensor, an array or numbers.
        y_pred: The predictions: the same.
        sample_weight: The weights: the same; None without.
    """
    given = (y_true, y_pred, sample_weight)
    if _BY_MODEL.get() or not is_marked(measure) or any(isinstance(one, dict) for one in given):
        return given
    convert = keras().ops.convert_to_tensor
    y_true, y_pred, sample_weight = (one if one is None or hasattr(one, "shape") else convert(one) for one in given)
    y_pred = give_columns(y_pred, sample_weight, [measure])
    if isinstance(measure, keras().metrics.MeanMetricWrapper):
        is_column = get_rank(y_true) == 1 and get_rank(sample_weight)
        y_true, y_pred = match_function(_add_axes(y_true, 2), y_pred) if is_column else _drop_last(y_true, y_pred)
    if (get_rank(y_pred) or 0) > 2:
        sample_weight = match_weights(sample_weight, y_pred)
    ignored = wrapped_options(measure).get("ignore_class")
    if ignored is not None and isinstance(measure, keras().metrics.MeanMetricWrapper):
        sample_weight = _leave_class_out(y_true, y_pred, sample_weight, ignored)
    return y_true, y_pred, sample_weight


def _leave_class_out(y_true: Any, y_pred: Any, sample_weight: Any, ignored: int) -> Any:
    """Return weights that are 0 for targets of an ignored class: Keras 3's metrics count a loss of 0 there."""
    ops = keras().ops
    if get_rank(y_true) == get_rank(y_pred):
        y_true = ops.squeeze(y_true, -1)
    kept = ops.cast(y_true != ignored, y_pred.dtype)
    if sample_weight is None:
        return kept
    rank = get_rank(kept) or 0
    if (get_rank(sample_weight) or 0) > rank:
        sample_weight = ops.squeeze(sample_weight, -1)
    return kept * ops.cast(_add_axes(sample_weight, rank), kept.dtype)


def _drop_last(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    ranks = get_rank(y_true) or 0, get_rank(y_pred) or 0
    if ranks[0] == ranks[1] + 1 and y_true.shape[-1] == 1:
        y_true = keras().ops.squeeze(y_true, -1)
    if ranks[1] == ranks[0] + 1 and y_pred.shape[-1] == 1:
        y_pred = keras().ops.squeeze(y_pred, -1)
    return y_true, y_pred


def give_columns(y_pred: Any, sample_weight: Any, parts: list[Any]) -> Any:
    """Give predictions of shape (batch,) a second axis where they have weights: Keras's own losses reduce the last one.

    Args:
        y_pred: The predictions of a model.
        sample_weight: The weights; None without.
        parts: The losses or metrics; a user's get the predictions as they are.
    """
    tree = keras().tree
    if not any(map(get_rank, tree.flatten(sample_weight))) or not all(map(_is_of_keras, parts)):
        return y_pred
    return tree.map_structure(lambda one: _add_axes(one, 2) if get_rank(one) == 1 else one, y_pred)


def _is_of_keras(part: Any) -> bool:
    is_mean = isinstance(part, keras().metrics.MeanMetricWrapper)
    function = wrapped_function(part) if is_mean else getattr(part, "fn", part)
    owner = function if isinstance(function, FunctionType) else type(function)
    return part is None or isinstance(part, str) or str(owner.__module__).startswith("keras.")


def match_outputs(model: Any, y: Any, y_pred: Any, sample_weight: Any) -> tuple[Any, Any]:
    """Return targets and weights as the losses and metrics of a model get them in Keras 2.

    Args:
        model: The model.
        y: Its targets: for one output a tensor, for several a list or a dict.
        y_pred: Its predictions.
        sample_weight: The weights: for one output or all outputs a tensor, or for each one.
    """
    tree = keras().tree
    if not tree.is_nested(y_pred):
        return _map_lone(match_target, y, y_pred), _map_lone(match_weights, sample_weight, y_pred)
    if sample_weight is not None and not tree.is_nested(sample_weight):
        sample_weight = tree.map_structure(lambda _: sample_weight, y_pred)
    if isinstance(sample_weight, dict) and not isinstance(y_pred, dict):
        sample_weight = _order_weights(model, sample_weight)
    return _map_pairs(model, match_target, y, y_pred), _map_pairs(model, match_weights, sample_weight, y_pred)


def _order_weights(model: Any, sample_weight: dict[str, Any]) -> Any:
    """Return weights, given by output name, in the order of the outputs; a missing one is 1, as in Keras 2."""
    names = list(getattr(model, "output_names", None) or ())
    unknown = [str(name) for name in sample_weight if name not in names]
    if unknown:
        raise ValueError(
            f"the sample weights are for {', '.join(unknown)}, but the outputs of the model are {', '.join(names)}"
        )
    return [sample_weight.get(name) for name in names]


def _map_lone(match: Any, value: Any, y_pred: Any) -> Any:
    tree = keras().tree
    return tree.map_structure(lambda one: match(one, y_pred), value) if len(tree.flatten(value)) == 1 else value


def _map_pairs(model: Any, match: Any, values: Any, y_pred: Any) -> Any:
    """Match values with predictions by name or position; a structure of another size stays unchanged."""
    tree, names = keras().tree, list(getattr(model, "output_names", None) or ())
    predictions = tree.flatten(y_pred)
    if isinstance(values, dict) and values and set(values) <= set(names) and not isinstance(y_pred, dict):
        by_name = dict(zip(names, predictions, strict=True))
        return {name: match(value, by_name[name]) for name, value in values.items()}
    if values is None or len(tree.flatten(values)) != len(predictions):
        return values
    matched = [match(*pair) for pair in zip(tree.flatten(values), predictions, strict=True)]
    return tree.pack_sequence_as(values, matched)


def update_metrics(model: Any, y: Any, y_pred: Any, sample_weight: Any) -> None:
    """Update the compiled metrics of a model with a batch, as Keras 2 does.

    Args:
        model: The model.
        y: Its targets.
        y_pred: Its predictions.
        sample_weight: The weights; None without.
    """
    compiled = compile_metrics(model)
    if compiled is None:
        return
    y, sample_weight = match_outputs(model, y, y_pred, sample_weight)
    if not compiled.built:
        map_user_metrics(model, wrap_metric)
        compiled.build(y, y_pred)
    labels, predictions = flatten_outputs(compiled, y), flatten_outputs(compiled, y_pred)
    weights = [None] * len(labels) if sample_weight is None else flatten_outputs(compiled, sample_weight)
    for groups, y_true, one, own in zip(metric_groups(compiled), labels, predictions, weights, strict=False):
        for group, given in zip(groups, (None, own), strict=True):
            for metric in group.metrics if group else ():
                column = give_columns(one, given, [metric])
                metric.update_state(y_true, column, sample_weight=_find_weights(metric, given, column))


def _find_weights(metric: Any, sample_weight: Any, y_pred: Any) -> Any:
    """Return weights that include the mask of the predictions, which Keras 3 passes only to function metrics."""
    metrics, mask = keras().metrics, keras_mask(y_pred)
    if mask is None or isinstance(metric, metrics.MeanMetricWrapper):
        is_column = (
            isinstance(metric, metrics.FBetaScore) and get_rank(sample_weight) == 2
        )  # FBetaScore adds the axis itself
        return keras().ops.squeeze(sample_weight, -1) if is_column else sample_weight
    mask = keras().ops.cast(mask, y_pred.dtype)
    if sample_weight is None:
        return mask
    sample_weight, mask = _add_axes(sample_weight, get_rank(mask)), _add_axes(mask, get_rank(sample_weight))
    return keras().ops.cast(sample_weight, mask.dtype) * mask


def _add_axes(tensor: Any, rank: Any) -> Any:
    for _ in range(rank - (get_rank(tensor) or 0)):
        tensor = keras().ops.expand_dims(tensor, -1)
    return tensor


def get_rank(tensor: Any) -> int | None:
    """Return the number of axes of a tensor; None where that is not known, and for what is no tensor.

    Args:
        tensor: Anything.
    """
    shape = getattr(tensor, "shape", None)
    rank = getattr(shape, "rank", None if shape is None else len(shape))
    return rank if rank is None else int(rank)


def _find_kind(tensor: Any) -> str | None:
    if not hasattr(tensor, "dtype"):
        return None
    name = keras().backend.standardize_dtype(tensor.dtype)
    return "float" if "float" in name else "int" if name.startswith(("int", "uint")) else None
