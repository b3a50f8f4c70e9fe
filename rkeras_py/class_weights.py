"""Weights of classes: checked, and turned into weights of samples."""

from typing import Any

import numpy as np

from . import checks, data, errors

_EXAMPLE = 'a named list, e.g. list("0" = 1, "1" = 5)'


def checked(value: Any, function: str, levels: Any = None) -> dict[int, float] | None:
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
        raise errors.bad_argument(function, "class_weight", _EXAMPLE, value)
    known = {level: number for number, level in enumerate(levels or ())}
    weights = {}
    for label, weight in value.items():
        number = known.get(label)
        if number is None and not str(label).isdigit():
            expected = f"named by {_listed(levels)}" if levels else "named by class numbers, counted from 0"
            raise errors.bad_argument(function, "class_weight", expected, label)
        try:
            weights[int(label) if number is None else number] = float(weight)
        except (TypeError, ValueError):
            raise errors.bad_argument(function, "class_weight", "made of numbers", weight) from None
    return weights


def check_classes(weights: dict[int, float], model: Any, y: Any, function: str) -> None:
    """Refuse a weight for a class that there is not.

    Args:
        weights: Weights by class number.
        model: The model, whose output has one unit for each class, or one for two classes.
        y: The labels, or None where they are not at hand yet.
        function: The function to name in errors.
    """
    outputs = checks.outputs_of(model)
    if len(outputs) > 1:
        raise errors.bad_argument(function, "class_weight", "left out for a model of several outputs", weights)
    units = outputs[0].shape[-1] if outputs else None
    classes = set(range(units)) if units and units > 1 else {0, 1}
    if y is not None:
        classes |= set(np.unique(_labels(model, y)).tolist())
    elif units is None:
        return
    for label in weights:
        if label not in classes:
            raise errors.bad_argument(function, "class_weight", f"named by {_listed(sorted(classes))}", label)


def weigh(weights: dict[int, float], model: Any, y: Any, sample_weight: Any, function: str) -> Any:
    """Return the weight of each sample: that of its class, times its own.

    Args:
        weights: Weights by class number; other classes weigh 1.
        model: The model.
        y: The labels: class numbers, or one column for each class.
        sample_weight: Weights of the samples, or None.
        function: The function to name in errors.
    """
    labels = _labels(model, y)
    found, places = np.unique(labels, return_inverse=True)
    product = np.array([weights.get(int(label), 1.0) for label in found], "float32")[places].reshape(labels.shape)
    if sample_weight is None:
        return product
    own = np.asarray(data.to_array(sample_weight), "float32")
    if own.size == product.size:
        return product * own.reshape(product.shape)
    if own.size != len(product):
        raise errors.bad_argument(function, "sample_weight", f"{len(product)} numbers, one for each sample", own)
    return product * own.reshape(-1, *[1] * (product.ndim - 1))


def _labels(model: Any, y: Any) -> Any:
    """Class numbers, from columns for classes where `y` has these."""
    y = np.asarray(y)
    outputs = checks.outputs_of(model)
    if y.ndim < 2 or (outputs and y.ndim < len(outputs[0].shape)):
        return np.rint(y).astype(int)
    return y.argmax(-1) if y.shape[-1] > 1 else np.rint(y[..., 0]).astype(int)


def _listed(classes: Any) -> str:
    return ", ".join(f'"{label}"' for label in classes)
