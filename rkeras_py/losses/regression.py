"""Losses for numbers and angles: without data an object for compile(), with data the value per sample."""

import warnings
from typing import Any

from ..define import export, measure
from ..signatures.object_words import Name
from ..signatures.words import MISSING, ArrayLike, Axis, Dtype, Positive, Reduction


@export
def loss_cosine_proximity(*dots: Any, **options: Any) -> Any:
    """Measure minus the cosine similarity, under its old name.

    It computes `-sum(y_true * y_pred) / (norm(y_true) * norm(y_pred))`. Deprecated: use loss_cosine_similarity(), which
    takes the same arguments.

    Args:
        options: Arguments of loss_cosine_similarity().

    Returns:
        A loss object, or one value for each sample.

    Example:
        >>> loss_cosine_proximity([[1.0, 0.0]], [[2.0, 0.0]])  # doctest: +SKIP
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([-1.], dtype=float32)>
    """
    warnings.warn(
        "loss_cosine_proximity() is deprecated. Use loss_cosine_similarity(), which computes the same.",
        DeprecationWarning,
        stacklevel=4,
    )
    return loss_cosine_similarity(*dots, **options)


@measure("keras.losses.CosineSimilarity", "keras.losses.cosine_similarity")
def loss_cosine_similarity(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    axis: Axis = -1,
    *,
    reduction: Reduction = "auto",
    name: Name = "cosine_similarity",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure minus the cosine similarity of labels and predictions.

    It computes `-sum(l2_normalize(y_true) * l2_normalize(y_pred))`: -1 for the same direction, 0 for orthogonal
    vectors, 1 for opposite ones. Use it for embeddings, where the direction matters and the length does not.

    Args:
        axis: The axis of the vectors, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> loss_cosine_similarity([[1.0, 0.0], [1.0, 0.0]], [[3.0, 0.0], [-1.0, 1.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-1.        ,  0.70710677], dtype=float32)>
    """


@measure("keras.losses.Huber", "keras.losses.huber")
def loss_huber(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    delta: Positive = 1.0,
    *,
    reduction: Reduction = "auto",
    name: Name = "huber_loss",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the Huber loss: squared for small errors, linear for large ones.

    With `error = y_true - y_pred` it is `0.5 * error^2` where `|error| <= delta` and `delta * |error| - 0.5 * delta^2`
    elsewhere, averaged over the last axis. Use it for regression with outliers (Huber, 1964).

    Args:
        delta: Error above which the loss is linear instead of squared.

    References:
        Huber, P. J. (1964), Robust estimation of a location parameter, The Annals of Mathematical Statistics 35(1).

    Example:
        >>> loss_huber([[0.0], [0.0]], [[0.5], [3.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.125, 2.5  ], dtype=float32)>
        >>> loss_huber([[0.0], [0.0]], [[0.5], [3.0]], delta=2.0)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.125, 4.   ], dtype=float32)>
    """


@measure("keras.losses.LogCosh", "keras.losses.log_cosh")
def loss_logcosh(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "log_cosh",
    **options: Any,
) -> Any:
    """Measure the logarithm of the hyperbolic cosine of the error.

    It computes `mean(log(cosh(y_pred - y_true)))`: about `error^2 / 2` for small errors and `|error| - log(2)` for
    large ones. Outliers have less weight than with the squared error, and the loss is smooth everywhere. Use it for
    regression with outliers.

    Example:
        >>> loss_logcosh([[0.0], [0.0]], [[0.1], [10.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([4.991710e-03, 9.306852e+00], dtype=float32)>
    """


@measure("keras.losses.MeanAbsoluteError", "keras.losses.mean_absolute_error")
def loss_mean_absolute_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "mean_absolute_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean absolute error.

    It computes `mean(|y_true - y_pred|)` over the last axis. Use it for regression if outliers should not dominate; the
    best constant prediction is the median.

    Example:
        >>> loss_mean_absolute_error([[1.0, 4.0]], [[2.0, 2.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([1.5], dtype=float32)>
    """


@measure("keras.losses.MeanAbsolutePercentageError", "keras.losses.mean_absolute_percentage_error")
def loss_mean_absolute_percentage_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "mean_absolute_percentage_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean absolute error in percent of the true values.

    It computes `100 * mean(|(y_true - y_pred) / y_true|)` over the last axis. Use it if relative errors matter and no
    true value is near 0.

    Example:
        >>> loss_mean_absolute_percentage_error([[1.0, 4.0]], [[2.0, 2.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([75.], dtype=float32)>
    """


@measure("keras.losses.MeanSquaredError", "keras.losses.mean_squared_error")
def loss_mean_squared_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "mean_squared_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean squared error.

    It computes `mean((y_true - y_pred)^2)` over the last axis. It is the usual loss for regression; large errors have
    the most weight, and the best constant prediction is the mean.

    Example:
        >>> loss_mean_squared_error([[1.0, 4.0]], [[2.0, 2.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([2.5], dtype=float32)>
    """


@measure("keras.losses.MeanSquaredLogarithmicError", "keras.losses.mean_squared_logarithmic_error")
def loss_mean_squared_logarithmic_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "mean_squared_logarithmic_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean squared error of the logarithms.

    It computes `mean((log(y_true + 1) - log(y_pred + 1))^2)` over the last axis; negative values count as 0. Use it for
    targets that span orders of magnitude, such as prices or counts.

    Example:
        >>> loss_mean_squared_logarithmic_error([[0.0]], [[1.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.48045287], dtype=float32)>
    """


@measure("keras.losses.Poisson", "keras.losses.poisson")
def loss_poisson(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "poisson",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the negative log-likelihood of counts under predicted Poisson rates.

    It computes `mean(y_pred - y_true * log(y_pred))` over the last axis, which is the negative log-likelihood except
    for a constant. Use it for count data, with predictions above 0 (an exponential as the last activation).

    Example:
        >>> loss_poisson([[2.0], [2.0]], [[2.0], [5.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.61370564, 1.7811241 ], dtype=float32)>
    """
