"""Metrics that are new in Keras 3: rank and agreement, F scores, focal crossentropies."""

from dataclasses import replace
from typing import Annotated, Any

from ..define import export, measure
from ..signatures import conversions, ranges
from ..signatures.words import (
    MISSING,
    ArrayLike,
    Axis,
    Bool,
    CountFromZero,
    Dtype,
    Labels,
    NotNegative,
    NotNegatives,
    Number,
    Positive,
    Probability,
    Str,
    choice,
    get_word,
)

Real = Annotated[
    float, replace(get_word(Positive), convert=lambda value: float(conversions.real_in(ranges.POSITIVE)(value)))
]
Average = Annotated[Any, choice("micro", "macro", "weighted", takes_none=True)]


@export(target="keras.metrics.binary_focal_crossentropy")
def metric_binary_focal_crossentropy(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    apply_class_balancing: Bool = False,
    alpha: Probability = 0.25,
    gamma: NotNegative = 2.0,
    from_logits: Bool = False,
    label_smoothing: Probability = 0.0,
    axis: Axis = -1,
) -> Any:
    """Compute the binary crossentropy with less weight on easy samples.

    It is the mean of `-(1 - p)^gamma * log(p)`, where p is the predicted probability of the label, as
    loss_binary_focal_crossentropy(). Use it for unbalanced classes (Lin et al., 2017, arXiv:1708.02002).

    Args:
        y_true: The true values.
        apply_class_balancing: Whether labels 1 are weighted by `alpha` and labels 0 by `1 - alpha`.
        alpha: The weight of label 1, from 0 to 1.
        gamma: Strength with which easy labels are weighted down; 0 gives the plain crossentropy.
        axis: Axis over which the mean is taken, counted from 1 (the batch axis); -1 is the last.

    Returns:
        One value for each sample.

    Example:
        >>> metric_binary_focal_crossentropy([[1.0], [1.0]], [[0.9], [0.4]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.00105361, 0.32986465], dtype=float32)>
    """


@export(target="keras.metrics.categorical_focal_crossentropy")
def metric_categorical_focal_crossentropy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    alpha: NotNegatives = 0.25,
    gamma: NotNegative = 2.0,
    from_logits: Bool = False,
    label_smoothing: Probability = 0.0,
    axis: Axis = -1,
) -> Any:
    """Compute the categorical crossentropy with less weight on easy samples.

    It is the mean of `-alpha * (1 - p)^gamma * log(p)`, where p is the predicted probability of the label, as
    loss_categorical_focal_crossentropy(). Use it for unbalanced classes (Lin et al., 2017,
    arXiv:1708.02002).

    Args:
        y_true: The true values.
        alpha: Weight of the loss, or a vector with one weight for each class.
        gamma: Strength with which easy samples are weighted down; 0 gives the plain crossentropy.
        axis: The axis of the classes, counted from 1 (the batch axis); -1 is the last.

    Returns:
        One value for each sample.

    Example:
        >>> metric_categorical_focal_crossentropy([[0.0, 1.0], [0.0, 1.0]], [[0.1, 0.9], [0.6, 0.4]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.0002634 , 0.08246616], dtype=float32)>
    """


@export(target="keras.metrics.huber")
def metric_huber(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    delta: Positive = 1.0,
) -> Any:
    """Compute the Huber loss: squared for small errors, linear for large ones.

    With the error e it is the mean of `0.5 * e^2` where `abs(e) <= delta` and `delta * abs(e) - 0.5 * delta^2`
    elsewhere, as loss_huber(). Outliers count less than in metric_mean_squared_error() (Huber, 1964).

    Args:
        y_true: The true values.
        delta: Error above which the loss is linear instead of squared.

    Returns:
        One value for each sample.

    Example:
        >>> metric_huber([[0.0], [0.0]], [[0.5], [3.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.125, 2.5  ], dtype=float32)>
    """


@measure("keras.metrics.LogCoshError", "keras.metrics.log_cosh")
def metric_log_cosh(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
) -> Any:
    """Measure the logarithm of the hyperbolic cosine of the error; without values the same as metric_logcosh_error().

    It computes `mean(log(cosh(y_pred - y_true)))` for each sample, the same as loss_log_cosh(). Outliers count less
    than in metric_mean_squared_error().

    Example:
        >>> metric_log_cosh([[0.0], [0.0]], [[0.1], [10.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([4.991710e-03, 9.306852e+00], dtype=float32)>
    """


@measure("keras.metrics.LogCoshError")
def metric_log_cosh_error(
    *,
    name: Str = "logcosh",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the logarithm of the hyperbolic cosine of the error; the same as metric_logcosh_error().

    It computes `mean(log(cosh(y_pred - y_true)))`. It is about half the square of small errors and about the magnitude
    of large ones, so outliers count less than in metric_mean_squared_error().

    Example:
        >>> m = metric_log_cosh_error()
        >>> m([[0.0], [0.0]], [[0.1], [10.0]])
        <tf.Tensor: shape=(), dtype=float32, numpy=4.65592>
    """


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

    It computes `sum(y_true * log(y_true / y_pred))`, averaged over the samples. Use it if the targets are
    distributions.

    Example:
        >>> metric_kl_divergence([[0.5, 0.5]], [[0.25, 0.75]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.14384106], dtype=float32)>
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

    It computes `2 * cov(y_true, y_pred) / (var(y_true) + var(y_pred) + (mean(y_true) - mean(y_pred))^2)` (Lin, 1989).
    Unlike the Pearson correlation it falls if means or spreads differ. For one output per sample set `axis = 1`, which
    compares the samples of a batch.

    Args:
        axis: Axes along which the correlation is computed, counted from 1 (the batch axis); -1 is the last.

    References:
        Lin, L. I.-K. (1989), A Concordance Correlation Coefficient to Evaluate Reproducibility, Biometrics 45(1).

    Example:
        >>> metric_concordance_correlation([[1.0, 2.0, 3.0]], [[2.0, 3.0, 4.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.57142854], dtype=float32)>
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

    It computes `cov(y_true, y_pred) / (sd(y_true) * sd(y_pred))`, from -1 to 1. It ignores differences in mean and
    scale. For one output per sample set `axis = 1`, which compares the samples of a batch.

    Args:
        axis: Axes along which the correlation is computed, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> metric_pearson_correlation([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]], [[2.0, 3.0, 4.0], [3.0, 2.0, 1.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 0.9999998, -0.9999998], dtype=float32)>
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

    It computes `1 - sum((y_true - y_pred)^2) / sum((y_true - mean(y_true))^2)`: 1 is perfect, 0 is as good as the mean.

    Args:
        class_aggregation: How the scores of several outputs are combined: "uniform_average",
            "variance_weighted_average", or
            NULL for one score for each.
        num_regressors: Number of predictors for the adjusted R squared; 0 gives the ordinary R squared.

    Example:
        >>> m = metric_r2_score()
        >>> m([[1.0], [2.0], [3.0]], [[1.0], [2.0], [2.0]])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.5>
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

    It computes `2 * precision * recall / (precision + recall)`. Use it for unbalanced classes, where accuracy misleads.
    Labels are one-hot or multi-hot, (batch, classes).

    Args:
        average: How the scores of several classes are combined: "micro" (all decisions together), "macro" (the mean),
            "weighted" (by the frequency of the classes), or NULL for one score per class.
        threshold: Predictions above count as positive; NULL uses the highest of each sample.

    Example:
        >>> m = metric_f1_score(average="macro")
        >>> y_true = [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]
        >>> m(y_true, [[0.9, 0.1], [0.2, 0.8], [0.4, 0.6], [0.8, 0.2]])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.733333>
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

    It computes `(1 + beta^2) * precision * recall / (beta^2 * precision + recall)`: a beta above 1 weights recall more.
    Labels are one-hot or multi-hot, (batch, classes).

    Args:
        average: How the scores of several classes are combined: "micro" (all decisions together), "macro" (the mean),
            "weighted" (by the frequency of the classes), or NULL for one score per class.
        beta: Weight of the recall relative to the precision; 1 gives metric_f1_score().
        threshold: Predictions above count as positive; NULL uses the highest of each sample.

    Example:
        >>> m = metric_fbeta_score(beta=2.0)
        >>> m([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]], [[0.9, 0.1], [0.2, 0.8], [0.4, 0.6]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.5555556, 0.8333332], dtype=float32)>
    """
