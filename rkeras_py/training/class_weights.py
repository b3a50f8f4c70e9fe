"""Class weights: checked, and converted to sample weights."""

import math
from typing import Any

import numpy as np

from ..data import arrays
from ..engine.loading import keras
from ..messages import errors
from ..models.outputs import get_outputs
from ..signatures.conversions import as_scalar

_EXAMPLE = ('a named list, e.g. list("0" = 1, "1" = 5)', "a dict, e.g. {0: 1, 1: 5}")


def check_class_weights(value: Any, function: str, levels: Any = None) -> dict[int, float] | None:
    """Return weights by class number.

    Args:
        value: Weights by the name of the class: its number, counted from 0, or its level.
        function: The function to name in errors.
        levels: The levels of the factor that gives the classes, or None.

    Raises:
        ValueError: If it is not that.
    """
    if value is None:
        return None
    if not isinstance(value, dict):
        raise errors.bad_argument(function, "class_weight", errors.for_reader(*_EXAMPLE), value)
    known = {level: number for number, level in enumerate(levels or ())}
    weights = {}
    for label, weight in value.items():
        number = known.get(label)
        if number is None and not str(label).isdigit():
            expected = f"named by {_join_labels(levels)}" if levels else "named by class numbers, counted from 0"
            raise errors.bad_argument(function, "class_weight", expected, label)
        weights[int(label) if number is None else number] = _as_weight(weight, function)
    return weights


def _as_weight(weight: Any, function: str) -> float:
    try:
        number = float(as_scalar(weight))
    except (TypeError, ValueError):
        number = math.nan
    if not 0 <= number < math.inf:
        raise errors.bad_argument(function, "class_weight", "made of numbers of at least 0", weight)
    return number


def check_classes(weights: dict[int, float], model: Any, y: Any, function: str) -> None:
    """Refuse a weight for a class that there is not.

    Args:
        weights: Weights by class number.
        model: The model, whose output has one unit for each class, or one for two classes.
        y: The labels, or None where they are not at hand yet.
        function: The function to name in errors.
    """
    outputs = get_outputs(model)
    if len(outputs) > 1:
        raise errors.bad_argument(function, "class_weight", "omitted for a model with several outputs", weights)
    units = outputs[0].shape[-1] if outputs else None
    classes = set(range(units)) if units and units > 1 else {0, 1}
    if y is not None:
        classes |= set(np.unique(_get_labels(model, y)).tolist())
    elif units is None:
        return
    for label in weights:
        if label not in classes:
            raise errors.bad_argument(function, "class_weight", f"named by {_join_labels(sorted(classes))}", label)


def weigh_samples(weights: dict[int, float], model: Any, y: Any, sample_weight: Any, function: str) -> Any:
    """Return the weight of each sample: that of its class, times its own.

    Args:
        weights: Weights by class number; other classes weigh 1.
        model: The model.
        y: The labels: class numbers, or one column for each class.
        sample_weight: Weights of the samples, or None.
        function: The function to name in errors.
    """
    own = None if sample_weight is None else np.asarray(arrays.to_array(sample_weight), "float32")
    if own is not None and len(own) != len(y):
        raise errors.bad_argument(function, "sample_weight", f"{len(y)} numbers, one for each sample", own)
    return np.asarray(_multiply_weights(weights, model, y, own))


def weigh_dataset(weights: dict[int, float], model: Any, dataset: Any, function: str) -> Any:
    """Return a dataset of TensorFlow whose batches have the weight of each sample: that of its class, times its own.

    Args:
        weights: Weights by class number; other classes weigh 1.
        model: The model.
        dataset: A dataset of batches (x, y) or (x, y, sample_weight).
        function: The function to name in errors.
    """
    parts = dataset.element_spec
    if not isinstance(parts, tuple) or not 2 <= len(parts) <= 3 or keras().tree.is_nested(parts[1]):
        expected = "omitted for a dataset without one target for each sample"
        raise errors.bad_argument(function, "class_weight", expected, weights)
    return dataset.map(lambda x, y, own=None: (x, y, _multiply_weights(weights, model, y, own)))


def _multiply_weights(weights: dict[int, float], model: Any, y: Any, own: Any) -> Any:
    ops = keras().ops
    labels = _get_labels(model, y)
    beyond = max(weights) + 1
    table = ops.convert_to_tensor([weights.get(label, 1.0) for label in range(beyond)] + [1.0], "float32")
    product = ops.take(table, ops.where((labels >= 0) & (labels < beyond), labels, beyond))
    if own is None:
        return product
    missing = len(product.shape) - len(own.shape)
    own = ops.reshape(own, ops.shape(product)) if missing < 0 else ops.reshape(own, (*ops.shape(own), *[1] * missing))
    return product * ops.cast(own, "float32")


def _get_labels(model: Any, y: Any) -> Any:
    """Return class numbers, also for a `y` with a column for each class."""
    ops = keras().ops
    y = ops.convert_to_tensor(y)
    outputs = get_outputs(model)
    if len(y.shape) < 2 or (outputs and len(y.shape) < len(outputs[0].shape)):
        return _round_labels(y)
    if y.shape[-1] is None:
        return ops.cond(ops.shape(y)[-1] > 1, lambda: ops.argmax(y, -1), lambda: _round_labels(y[..., 0]))
    return ops.argmax(y, -1) if y.shape[-1] > 1 else _round_labels(y[..., 0])


def _round_labels(labels: Any) -> Any:
    return keras().ops.cast(keras().ops.round(keras().ops.cast(labels, "float32")), "int32")


def _join_labels(classes: Any) -> str:
    return ", ".join(f'"{label}"' for label in classes)
