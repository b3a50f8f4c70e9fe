"""Metrics that came with Keras 3: of overlap, of rank and agreement, F scores, focal crossentropies."""

from dataclasses import replace
from typing import Annotated, Any

from ..define import function, measure
from ..r.code import RCode
from ..signatures import conversions, ranges
from ..signatures.words import (
    MISSING,
    ArrayLike,
    Axis,
    Bool,
    Count,
    CountFromZero,
    Dtype,
    NotNegative,
    NotNegatives,
    Number,
    Positive,
    Probability,
    Str,
    Word,
    choice,
    get_word,
)

Real = Annotated[
    float, replace(get_word(Positive), convert=lambda value: float(conversions.real_in(ranges.POSITIVE)(value)))
]
ClassIds = Annotated[
    Any,
    Word(
        "class numbers, counted from 0",
        lambda value: tuple(map(conversions.whole_in(ranges.FROM_ZERO), conversions.as_whole_tuple(value))),
        hint="IntVector",
        range=ranges.FROM_ZERO,
    ),
]
Average = Annotated[Any, choice("micro", "macro", "weighted", takes_none=True)]


@function("keras.metrics.binary_focal_crossentropy")
def metric_binary_focal_crossentropy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    apply_class_balancing: Bool = False,
    alpha: Probability = 0.25,
    gamma: NotNegative = 2.0,
    from_logits: Bool = False,
    label_smoothing: Probability = 0.0,
    axis: Axis = -1,
) -> Any:
    """Compute the binary crossentropy with less weight on what is easy.

    The values of loss_binary_focal_crossentropy().

    Args:
        y_true: The true values.
        apply_class_balancing: Whether labels 1 are weighted by `alpha` and labels 0 by `1 - alpha`.
        alpha: The weight of label 1, from 0 to 1.
        gamma: How strongly easy labels are weighted down; 0 is the plain crossentropy.
        axis: Axis over which the mean is taken, counted from 1 (the batch axis); -1 is the last.

    Returns:
        One value for each sample.
    """


@function("keras.metrics.categorical_focal_crossentropy")
def metric_categorical_focal_crossentropy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    alpha: NotNegatives = 0.25,
    gamma: NotNegative = 2.0,
    from_logits: Bool = False,
    label_smoothing: Probability = 0.0,
    axis: Axis = -1,
) -> Any:
    """Compute the crossentropy of one-hot classes with less weight on what is easy.

    The values of loss_categorical_focal_crossentropy().

    Args:
        y_true: The true values.
        alpha: Weight of the loss, or a vector with one weight for each class.
        gamma: How strongly easy samples are weighted down; 0 is the plain crossentropy.
        axis: The axis of the classes, counted from 1 (the batch axis); -1 is the last.

    Returns:
        One value for each sample.
    """


@function("keras.metrics.huber")
def metric_huber(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    delta: Positive = 1.0,
) -> Any:
    """Compute the Huber loss: squared for small errors, linear for large ones.

    The values of loss_huber().

    Args:
        y_true: The true values.
        delta: Up to which error it is squared.

    Returns:
        One value for each sample.
    """


@measure("keras.metrics.LogCoshError", "keras.metrics.log_cosh")
def metric_log_cosh(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
) -> Any:
    """Measure the logarithm of the hyperbolic cosine of the error; without values the same as metric_logcosh_error().

    The values are those of loss_log_cosh().

    Returns:
        A metric object, or one value for each sample.
    """


@measure("keras.metrics.LogCoshError")
def metric_log_cosh_error(
    *,
    name: Str = "logcosh",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the logarithm of the hyperbolic cosine of the error; the same as metric_logcosh_error()."""


@measure("keras.metrics.KLDivergence", "keras.metrics.kl_divergence")
def metric_kl_divergence(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Str = "kl_divergence",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the Kullback-Leibler divergence of predicted from true probabilities.

    Returns:
        A metric object, or one value for each sample.
    """


@measure("keras.metrics.ConcordanceCorrelation", "keras.metrics.concordance_correlation")
def metric_concordance_correlation(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    axis: Axis = -1,
    *,
    name: Str = "concordance_correlation",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure how well predictions agree with the true values.

    The correlation, lowered by how far means and spreads differ.

    Args:
        axis: Axes along which the correlation is computed, counted from 1 (the batch axis); -1 is the last.

    Returns:
        A metric object, or one value for each sample.

    References:
        Lin, L. I.-K. (1989), A Concordance Correlation Coefficient to Evaluate Reproducibility, Biometrics 45(1).
    """


@measure("keras.metrics.PearsonCorrelation", "keras.metrics.pearson_correlation")
def metric_pearson_correlation(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    axis: Axis = -1,
    *,
    name: Str = "pearson_correlation",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the Pearson correlation between predictions and true values.

    Args:
        axis: Axes along which the correlation is computed, counted from 1 (the batch axis); -1 is the last.

    Returns:
        A metric object, or one value for each sample.
    """


@measure("keras.metrics.R2Score")
def metric_r2_score(
    *,
    class_aggregation: Str | None = "uniform_average",
    num_regressors: CountFromZero = 0,
    name: Str = "r2_score",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the share of the variance that predictions explain (R squared).

    Args:
        class_aggregation: How the scores of several outputs become one: "uniform_average", "variance_weighted_average",
            or
            NULL for one score for each.
        num_regressors: Number of predictors for the adjusted R squared; 0 gives the plain one.
    """


@measure("keras.metrics.F1Score")
def metric_f1_score(
    *,
    average: Average | None = None,
    threshold: Number | None = None,
    name: Str = "f1_score",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the F1 score: the harmonic mean of precision and recall.

    For one-hot classes (batch, classes).

    Args:
        average: How the scores of several classes become one: "micro" (all decisions together), "macro" (the mean),
            "weighted" (by how often a class occurs), or NULL for one score for each.
        threshold: Predictions above count as positive; NULL takes the highest of each sample.
    """


@measure("keras.metrics.FBetaScore")
def metric_fbeta_score(
    *,
    average: Average | None = None,
    beta: Real = 1.0,
    threshold: Number | None = None,
    name: Str = "fbeta_score",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the F-beta score: the weighted harmonic mean of precision and recall.

    For one-hot classes (batch, classes).

    Args:
        average: How the scores of several classes become one: "micro" (all decisions together), "macro" (the mean),
            "weighted" (by how often a class occurs), or NULL for one score for each.
        beta: How many times as much recall weighs as precision; 1 gives metric_f1_score().
        threshold: Predictions above count as positive; NULL takes the highest of each sample.
    """


@measure("keras.metrics.IoU")
def metric_iou(
    *,
    num_classes: Count = MISSING,
    target_class_ids: ClassIds = MISSING,
    name: Str | None = None,
    dtype: Dtype | None = None,
    ignore_class: CountFromZero | None = None,
    sparse_y_true: Bool = True,
    sparse_y_pred: Bool = True,
    axis: Axis = -1,
    **options: Any,
) -> Any:
    """Measure how much regions of classes overlap: intersection over union.

    Args:
        num_classes: How many classes there are.
        target_class_ids: The classes, counted from 0, over which the mean is taken.
        ignore_class: The class, counted from 0, whose pixels are left out; NULL leaves out none.
        sparse_y_true: Whether labels are classes as whole numbers instead of one-hot.
        sparse_y_pred: Whether predictions are classes as whole numbers instead of probabilities.
        axis: The axis of the classes where labels or predictions are not whole numbers, counted from 1 (the batch
            axis); -1
            is the last.
    """


@measure("keras.metrics.OneHotIoU")
def metric_one_hot_iou(
    *,
    num_classes: Count = MISSING,
    target_class_ids: ClassIds = MISSING,
    name: Str | None = None,
    dtype: Dtype | None = None,
    ignore_class: CountFromZero | None = None,
    sparse_y_pred: Bool = False,
    axis: Axis = -1,
    **options: Any,
) -> Any:
    """Measure how much regions of one-hot classes overlap: intersection over union.

    Args:
        num_classes: How many classes there are.
        target_class_ids: The classes, counted from 0, over which the mean is taken.
        ignore_class: The class, counted from 0, whose pixels are left out; NULL leaves out none.
        sparse_y_pred: Whether predictions are classes as whole numbers instead of probabilities.
        axis: The axis of the classes where labels or predictions are not whole numbers, counted from 1 (the batch
            axis); -1
            is the last.
    """


@measure("keras.metrics.OneHotMeanIoU")
def metric_one_hot_mean_iou(
    *,
    num_classes: Count = MISSING,
    name: Str | None = None,
    dtype: Dtype | None = None,
    ignore_class: CountFromZero | None = None,
    sparse_y_pred: Bool = False,
    axis: Axis = -1,
    **options: Any,
) -> Any:
    """Measure how much regions of one-hot classes overlap: intersection over union, the mean of all classes.

    Args:
        num_classes: How many classes there are.
        ignore_class: The class, counted from 0, whose pixels are left out; NULL leaves out none.
        sparse_y_pred: Whether predictions are classes as whole numbers instead of probabilities.
        axis: The axis of the classes where labels or predictions are not whole numbers, counted from 1 (the batch
            axis); -1
            is the last.
    """


@measure("keras.metrics.BinaryIoU")
def metric_binary_iou(
    *,
    target_class_ids: ClassIds = RCode("list(0L, 1L)", (0, 1)),
    threshold: Number = 0.5,
    name: Str | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure how much regions of two classes overlap: intersection over union.

    Args:
        target_class_ids: The classes over which the mean is taken: 0, 1, or both.
        threshold: Predictions above count as class 1.
    """
