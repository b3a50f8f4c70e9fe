"""Losses of numbers and of angles: an object when called without data, a value per sample when with it."""

import warnings
from typing import Any

from ..define import export, measure
from ..signatures.object_words import Name
from ..signatures.words import MISSING, ArrayLike, Axis, Dtype, Positive, Str


@export
def loss_cosine_proximity(*dots: Any, **options: Any) -> Any:
    """Measure the cosine similarity, under its old name.

    Deprecated: use loss_cosine_similarity(), which takes the same arguments.

    Args:
        options: Arguments of loss_cosine_similarity().

    Returns:
        A loss object, or one value for each sample.

    Example:
        >>> loss_cosine_proximity([[1.0, 0.0]], [[2.0, 0.0]])  # doctest: +SKIP
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([-1.], dtype=float32)>
    """
    warnings.warn(
        "loss_cosine_proximity() is deprecated. Use loss_cosine_similarity(), which is the same.",
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
    reduction: Str = "auto",
    name: Name = "cosine_similarity",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the angle between labels and predictions.

    Computes `-sum(l2_normalize(y_true) * l2_normalize(y_pred))`: -1 where they point the same way, 0 where they are
    orthogonal, 1 where they are opposite.

    Args:
        axis: The axis of the vectors, counted from 1 (the batch axis); -1 is the last.

    Returns:
        A loss object, or one value for each sample.

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
    reduction: Str = "auto",
    name: Name = "huber_loss",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure small errors by their square and large ones by their size.

    With `error = y_true - y_pred`: `0.5 * error^2` where `|error| <= delta`, else
    `delta * |error| - 0.5 * delta^2`, averaged over the last axis.

    Args:
        delta: Size of the error where the square becomes a line.

    Returns:
        A loss object, or one value for each sample.

    References:
        Peter J. Huber (1964). Robust estimation of a location parameter. The Annals of Mathematical Statistics 35(1).

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
    reduction: Str = "auto",
    name: Name = "log_cosh",
    **options: Any,
) -> Any:
    """Measure the logarithm of the hyperbolic cosine of the error.

    About `error^2 / 2` for small errors and `|error| - log(2)` for large ones, so that single wild values weigh less
    than in the squared error.

    Returns:
        A loss object, or one value for each sample.

    Example:
        >>> loss_logcosh([[0.0], [0.0]], [[0.1], [10.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([4.991710e-03, 9.306852e+00], dtype=float32)>
    """


@measure("keras.losses.MeanAbsoluteError", "keras.losses.mean_absolute_error")
def loss_mean_absolute_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Str = "auto",
    name: Name = "mean_absolute_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean size of the errors.

    Computes `mean(|y_true - y_pred|)` over the last axis.

    Returns:
        A loss object, or one value for each sample.

    Example:
        >>> loss_mean_absolute_error([[1.0, 4.0]], [[2.0, 2.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([1.5], dtype=float32)>
    """


@measure("keras.losses.MeanAbsolutePercentageError", "keras.losses.mean_absolute_percentage_error")
def loss_mean_absolute_percentage_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Str = "auto",
    name: Name = "mean_absolute_percentage_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean size of the errors in percent of the true values.

    Computes `100 * mean(|(y_true - y_pred) / y_true|)` over the last axis.

    Returns:
        A loss object, or one value for each sample.

    Example:
        >>> loss_mean_absolute_percentage_error([[1.0, 4.0]], [[2.0, 2.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([75.], dtype=float32)>
    """


@measure("keras.losses.MeanSquaredError", "keras.losses.mean_squared_error")
def loss_mean_squared_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Str = "auto",
    name: Name = "mean_squared_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean square of the errors.

    Computes `mean((y_true - y_pred)^2)` over the last axis.

    Returns:
        A loss object, or one value for each sample.

    Example:
        >>> loss_mean_squared_error([[1.0, 4.0]], [[2.0, 2.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([2.5], dtype=float32)>
    """


@measure("keras.losses.MeanSquaredLogarithmicError", "keras.losses.mean_squared_logarithmic_error")
def loss_mean_squared_logarithmic_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Str = "auto",
    name: Name = "mean_squared_logarithmic_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean square of the errors of the logarithms.

    Computes `mean((log(y_true + 1) - log(y_pred + 1))^2)` over the last axis; negative values count as 0.

    Returns:
        A loss object, or one value for each sample.

    Example:
        >>> loss_mean_squared_logarithmic_error([[0.0]], [[1.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.48045287], dtype=float32)>
    """


@measure("keras.losses.Poisson", "keras.losses.poisson")
def loss_poisson(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Str = "auto",
    name: Name = "poisson",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the likelihood of counts under predicted Poisson rates.

    Computes `mean(y_pred - y_true * log(y_pred))` over the last axis.

    Returns:
        A loss object, or one value for each sample.

    Example:
        >>> loss_poisson([[2.0], [2.0]], [[2.0], [5.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.61370564, 1.7811241 ], dtype=float32)>
    """
