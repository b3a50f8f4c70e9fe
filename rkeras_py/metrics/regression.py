"""Metrics of errors: an object for compile() when called without data, the value per sample when called with it."""

from typing import Any

from ..define import function, measure
from ..signatures.object_words import Name
from ..signatures.words import MISSING, ArrayLike, Axis, Dtype


@function("rkeras_py.compat.formulas.cosine_proximity")
def metric_cosine_proximity(y_true: ArrayLike = MISSING, y_pred: ArrayLike = MISSING) -> Any:
    """Measure minus the cosine of the angle between labels and predictions.

    Deprecated: use metric_cosine_similarity(), which has the opposite sign.

    Args:
        y_true: The true values.

    Returns:
        One value for each sample.
    """


@measure("keras.metrics.CosineSimilarity")
def metric_cosine_similarity(
    *,
    axis: Axis = -1,
    name: Name = "cosine_similarity",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the cosine of the angle between labels and predictions.

    1 where they point the same way, -1 where they are opposite; loss_cosine_similarity() has the opposite sign.

    Args:
        axis: The axis of the vectors, counted from 1 (the batch axis); -1 is the last.
    """


@measure("keras.metrics.Hinge", "keras.metrics.hinge")
def metric_hinge(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "hinge",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the hinge loss of labels -1 and 1.

    Computes `mean(max(1 - y_true * y_pred, 0))`; labels 0 are read as -1.

    Returns:
        A metric object, or one value for each sample.
    """


@measure("rkeras_py.compat.formulas.kl_divergence_metric", "rkeras_py.compat.formulas.kullback_leibler_divergence")
def metric_kullback_leibler_divergence(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "kullback_leibler_divergence",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the Kullback-Leibler divergence of predicted from true probabilities.

    Returns:
        A metric object, or one value for each sample.
    """


@measure("keras.metrics.LogCoshError")
def metric_logcosh_error(
    *,
    name: Name = "logcosh",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the logarithm of the hyperbolic cosine of the error.

    The mean of loss_logcosh().
    """


@measure("keras.metrics.MeanAbsoluteError", "keras.metrics.mean_absolute_error")
def metric_mean_absolute_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "mean_absolute_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean size of the errors.

    Returns:
        A metric object, or one value for each sample.
    """


@measure("keras.metrics.MeanAbsolutePercentageError", "keras.metrics.mean_absolute_percentage_error")
def metric_mean_absolute_percentage_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "mean_absolute_percentage_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean size of the errors in percent of the true values.

    Returns:
        A metric object, or one value for each sample.
    """


@measure("rkeras_py.classes.metrics.MeanRelativeError")
def metric_mean_relative_error(
    *,
    normalizer: ArrayLike = MISSING,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean size of the errors relative to given values.

    Computes `mean(|y_true - y_pred| / normalizer)`; where the normalizer is 0 the error counts as 0.
    Keras 3 has no such class: a model compiled with it needs rkeras_py where it is loaded.

    Args:
        normalizer: The values to divide by, of the shape of the labels.
    """


@measure("keras.metrics.MeanSquaredError", "keras.metrics.mean_squared_error")
def metric_mean_squared_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "mean_squared_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean square of the errors.

    Returns:
        A metric object, or one value for each sample.
    """


@measure("keras.metrics.MeanSquaredLogarithmicError", "keras.metrics.mean_squared_logarithmic_error")
def metric_mean_squared_logarithmic_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "mean_squared_logarithmic_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean square of the errors of the logarithms.

    Returns:
        A metric object, or one value for each sample.
    """


@measure("keras.metrics.Poisson", "keras.metrics.poisson")
def metric_poisson(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "poisson",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the likelihood of counts under predicted Poisson rates.

    Computes `mean(y_pred - y_true * log(y_pred))`.

    Returns:
        A metric object, or one value for each sample.
    """


@measure("keras.metrics.RootMeanSquaredError")
def metric_root_mean_squared_error(
    *,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the root of the mean square of the errors."""


@measure("keras.metrics.SquaredHinge", "keras.metrics.squared_hinge")
def metric_squared_hinge(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "squared_hinge",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the squared hinge loss of labels -1 and 1.

    Computes `mean(max(1 - y_true * y_pred, 0)^2)`; labels 0 are read as -1.

    Returns:
        A metric object, or one value for each sample.
    """
