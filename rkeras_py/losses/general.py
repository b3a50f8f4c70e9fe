"""Losses of classes, of numbers and of angles: an object when called without data, a value per sample when with it."""

import warnings
from typing import Any

from ..define import export, measure
from ..signatures.object_words import Name
from ..signatures.words import MISSING, ArrayLike, Axis, Bool, Dtype, Int, Positive, Probability, Str


@measure("keras.losses.BinaryCrossentropy", "keras.losses.binary_crossentropy")
def loss_binary_crossentropy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    from_logits: Bool = False,
    label_smoothing: Probability = 0.0,
    axis: Axis = -1,
    *,
    reduction: Str = "auto",
    name: Name = "binary_crossentropy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the crossentropy between yes/no labels and predicted probabilities.

    For labels of 0 or 1, one or several for each sample. Computes
    `-mean(y_true * log(y_pred) + (1 - y_true) * log(1 - y_pred))`.

    Args:
        axis: Axis over which the mean is taken, counted from 1 (the batch axis); -1 is the last.

    Returns:
        A loss object, or one value for each sample.
    """


@measure("keras.losses.CategoricalCrossentropy", "keras.losses.categorical_crossentropy")
def loss_categorical_crossentropy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    from_logits: Bool = False,
    label_smoothing: Probability = 0,
    axis: Axis = -1,
    *,
    reduction: Str = "auto",
    name: Name = "categorical_crossentropy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the crossentropy between one-hot classes and predicted probabilities.

    Computes `-sum(y_true * log(y_pred))`. For classes as whole numbers see loss_sparse_categorical_crossentropy().

    Args:
        axis: The axis of the classes, counted from 1 (the batch axis); -1 is the last.

    Returns:
        A loss object, or one value for each sample.
    """


@measure("keras.losses.CategoricalHinge", "keras.losses.categorical_hinge")
def loss_categorical_hinge(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Str = "auto",
    name: Name = "categorical_hinge",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure by how much the best wrong class beats the true one.

    Computes `max(neg - pos + 1, 0)` with `pos = sum(y_true * y_pred)` and `neg = max((1 - y_true) * y_pred)`.

    Args:
        y_true: One-hot classes. Without `y_true` and `y_pred` the object is returned.

    Returns:
        A loss object, or one value for each sample.
    """


@export
def loss_cosine_proximity(*dots: Any, **options: Any) -> Any:
    """Measure the cosine similarity, under its old name.

    Deprecated: use loss_cosine_similarity(), which takes the same arguments.

    Args:
        options: Arguments of loss_cosine_similarity().

    Returns:
        A loss object, or one value for each sample.
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
    """


@measure("keras.losses.Hinge", "keras.losses.hinge")
def loss_hinge(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Str = "auto",
    name: Name = "hinge",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the hinge loss of labels -1 and 1.

    Computes `mean(max(1 - y_true * y_pred, 0))`.

    Args:
        y_true: Labels -1 and 1; 0 is read as -1. Without `y_true` and `y_pred` the object is returned.

    Returns:
        A loss object, or one value for each sample.
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
    """


@measure("keras.losses.KLDivergence", "keras.losses.kl_divergence")
def loss_kl_divergence(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Str = "auto",
    name: Name = "kl_divergence",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the Kullback-Leibler divergence of predicted from true probabilities.

    Computes `sum(y_true * log(y_true / y_pred))`; both are clipped away from 0.

    Returns:
        A loss object, or one value for each sample.
    """


@measure("keras.losses.KLDivergence", "keras.losses.kl_divergence")
def loss_kullback_leibler_divergence(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Str = "auto",
    name: Name = "kl_divergence",
    **options: Any,
) -> Any:
    """Measure the Kullback-Leibler divergence, under its long name.

    The same as loss_kl_divergence().

    Returns:
        A loss object, or one value for each sample.
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
    """


@measure("keras.losses.SparseCategoricalCrossentropy", "keras.losses.sparse_categorical_crossentropy")
def loss_sparse_categorical_crossentropy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    from_logits: Bool = False,
    axis: Axis = -1,
    *,
    reduction: Str = "auto",
    name: Name = "sparse_categorical_crossentropy",
    ignore_class: Int | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the crossentropy between classes given as whole numbers and predicted probabilities.

    Computes `-log(y_pred[class])`.

    Args:
        y_true: The classes, whole numbers from 0. Without `y_true` and `y_pred` the object is returned.
        y_pred: The predicted probability of each class.
        axis: The axis of the classes, counted from 1 (the batch axis). Keras 3 takes the last one only (-1).

    Returns:
        A loss object, or one value for each sample.
    """


@measure("keras.losses.SquaredHinge", "keras.losses.squared_hinge")
def loss_squared_hinge(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Str = "auto",
    name: Name = "squared_hinge",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the squared hinge loss of labels -1 and 1.

    Computes `mean(max(1 - y_true * y_pred, 0)^2)`.

    Args:
        y_true: Labels -1 and 1; 0 is read as -1. Without `y_true` and `y_pred` the object is returned.

    Returns:
        A loss object, or one value for each sample.
    """
