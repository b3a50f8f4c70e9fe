"""Formulas and metrics of Keras 2 that Keras 3 lacks or computes differently, written in Keras 3 operations."""

from typing import Any

from ..engine.loading import keras
from ..messages import keras_errors


def hard_sigmoid(x: Any) -> Any:
    """Return Keras 2's `clip(0.2 x + 0.5, 0, 1)`; Keras 3's function of that name is another."""
    return keras().ops.clip(0.2 * x + 0.5, 0.0, 1.0)


def sparsemax(x: Any, axis: int = -1) -> Any:
    """Return the nearest point of the probability simplex.

    Keras 3.15 sums running sums where the paper sums values, so that what it gives does not sum to 1.

    Args:
        x: A tensor.
        axis: The axis along which the result sums to 1, counted from 0.

    References:
        Martins, A. F. T. and Astudillo, R. F. (2016), From softmax to sparsemax, https://arxiv.org/abs/1602.02068
    """
    ops = keras().ops
    x = ops.convert_to_tensor(x)
    ordered = ops.flip(ops.sort(x, axis=axis), axis=axis)
    rank = ops.cumsum(ops.ones_like(ordered), axis=axis)
    supports = rank * ordered + 1 > ops.cumsum(ordered, axis=axis)
    size = ops.sum(ops.cast(supports, x.dtype), axis=axis, keepdims=True)
    total = ops.sum(ops.where(supports, ordered, ops.zeros_like(ordered)), axis=axis, keepdims=True)
    return ops.maximum(x - (total - 1) / size, 0)


def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Any:
    """Return the share of right values of each sample; Keras 3 returns a 0 or 1 for each value."""
    return keras().ops.mean(keras().metrics.binary_accuracy(y_true, y_pred, threshold), axis=-1)


def kullback_leibler_divergence(y_true: Any, y_pred: Any) -> Any:
    """Return the divergence of each sample, under the name that Keras 2 logs."""
    return keras().metrics.kl_divergence(y_true, y_pred)


def kl_divergence_metric(name: str = "kullback_leibler_divergence", dtype: Any = None) -> Any:
    """Return the metric, under the name that Keras 2 gives it."""
    return keras().metrics.KLDivergence(name=name, dtype=dtype)


def cosine_proximity(y_true: Any, y_pred: Any) -> Any:
    """Return minus the cosine of the angle between labels and predictions, under the name that Keras 2 logs."""
    return keras().losses.cosine_similarity(y_true, y_pred)


def name_metric(function: str, name: str) -> Any:
    """Return a metric under the name by which a user asked for it, as Keras 2 logs it.

    Args:
        function: Keras 3's name of the metric, or of the loss where it has no such metric.
        name: The user's.
    """
    metrics = keras().metrics
    known = metrics.get(function) if function not in keras_errors.get_names_of_losses_only() else None
    if known is None:
        return metrics.MeanMetricWrapper(keras().losses.get(function), name=name)
    return type(known)(name=name)


def divide(values: Any, divisors: Any) -> Any:
    """Divide two tensors; what is divided by 0 is 0."""
    ops = keras().ops
    nonzero = ops.not_equal(divisors, 0.0)
    return ops.where(nonzero, values / ops.where(nonzero, divisors, 1.0), 0.0)


def random_crop(
    height: int, width: int, seed: Any = None, data_format: Any = None, name: Any = None, dtype: Any = None
) -> Any:
    """Return a layer that crops at random in training, and gives images of the same size in inference.

    Keras 3's RandomCrop leaves images as they are in inference; Keras 2's resizes the middle of them.

    Args:
        height: Height of the result.
        width: Width of the result.
        seed: Seed of the random numbers.
        data_format: Order of the axes.
        name: Name of the layer.
        dtype: Data type of the layer.
    """
    layers = keras().layers
    crop = layers.RandomCrop(height, width, seed=seed, data_format=data_format, name=name, dtype=dtype)
    resize = layers.Resizing(
        height,
        width,
        crop_to_aspect_ratio=True,
        data_format=data_format,
        name=f"{crop.name}_resizing",
        dtype=dtype,
    )
    return layers.Pipeline([crop, resize], name=crop.name)
