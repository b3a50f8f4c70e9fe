"""Metrics for binary classification, from counts of true and false positives and negatives."""

from typing import Any

from ..define import measure
from ..signatures.object_words import Name
from ..signatures.words import (
    MISSING,
    Bool,
    Count,
    CountFromZero,
    Dtype,
    NotNegatives,
    Probabilities,
    Probability,
    Str,
    Thresholds,
)


@measure("keras.metrics.AUC")
def metric_auc(
    *,
    num_thresholds: Thresholds = 200,
    curve: Str = "ROC",
    summation_method: Str = "interpolation",
    thresholds: Probabilities | None = None,
    multi_label: Bool = False,
    num_labels: Count | None = None,
    label_weights: NotNegatives | None = None,
    from_logits: Bool = False,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the area under the ROC or the precision-recall curve.

    It rates a binary classifier over all thresholds. For the ROC curve it is the probability that a positive sample
    gets a higher prediction than a negative one, `mean(y_pred[pos] > y_pred[neg])` over all pairs: 0.5 is chance and 1
    is perfect. Use the precision-recall curve if positives are rare.

    The curve is drawn through `num_thresholds` points, so the area is an approximation.

    Args:
        num_thresholds: Number of points of the curve, with thresholds evenly spaced from 0 to 1.
        curve: "ROC" or "PR" (precision and recall).
        summation_method: How the area between points is approximated: "interpolation", "minoring" or "majoring".
        thresholds: The thresholds (0 to 1) to use instead of evenly spaced ones.
        multi_label: Whether to compute the area for each label and average the areas.
        num_labels: Number of labels, if `multi_label` is TRUE.
        label_weights: Weights of the labels in that average.

    Example:
        >>> m = metric_auc()
        >>> m([0.0, 0.0, 1.0, 1.0, 1.0], [0.1, 0.6, 0.4, 0.7, 0.9])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.833333>
    """


@measure("keras.metrics.FalseNegatives")
def metric_false_negatives(
    *,
    thresholds: Probabilities | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Count the positive labels that were predicted as negative.

    It is `sum(y_true == 1 & y_pred <= threshold)`, the misses of a binary classifier; they lower the recall. Use it
    if a miss is expensive, as in screening for a disease.

    Example:
        >>> m = metric_false_negatives()
        >>> m([0.0, 1.0, 1.0, 1.0], [0.9, 0.8, 0.1, 0.3])
        <tf.Tensor: shape=(), dtype=float32, numpy=2.0>
    """


@measure("keras.metrics.FalsePositives")
def metric_false_positives(
    *,
    thresholds: Probabilities | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Count the negative labels that were predicted as positive.

    It is `sum(y_true == 0 & y_pred > threshold)`, the false alarms of a binary classifier; they lower the precision.
    Use it if a false alarm is expensive, as in spam filters.

    Example:
        >>> m = metric_false_positives()
        >>> m([0.0, 0.0, 1.0, 1.0], [0.9, 0.2, 0.1, 0.7])
        <tf.Tensor: shape=(), dtype=float32, numpy=1.0>
    """


@measure("keras.metrics.Precision")
def metric_precision(
    *,
    thresholds: Probabilities | None = None,
    top_k: Count | None = None,
    class_id: CountFromZero | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the share of predicted positives that are correct.

    It computes `true positives / (true positives + false positives)`. Watch it if false alarms are costly.

    Example:
        >>> m = metric_precision()
        >>> m([0.0, 0.0, 1.0, 1.0], [0.9, 0.6, 0.7, 0.1])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.333333>
    """


@measure("keras.metrics.PrecisionAtRecall")
def metric_precision_at_recall(
    *,
    recall: Probability = MISSING,
    num_thresholds: Thresholds = 200,
    class_id: CountFromZero | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the best precision for a recall of at least a given value.

    It is `max(precision[recall >= r])` over the thresholds. Use it to choose between classifiers if a given share of
    the positives must be found.

    Args:
        recall: The recall (0 to 1) to reach.

    Example:
        >>> m = metric_precision_at_recall(recall=1.0)
        >>> m([0.0, 0.0, 1.0, 1.0, 1.0], [0.1, 0.6, 0.4, 0.7, 0.9])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.75>
    """


@measure("keras.metrics.Recall")
def metric_recall(
    *,
    thresholds: Probabilities | None = None,
    top_k: Count | None = None,
    class_id: CountFromZero | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the share of positive labels that are found.

    It computes `true positives / (true positives + false negatives)`, also called sensitivity. Watch it if misses are
    costly.

    Example:
        >>> m = metric_recall()
        >>> m([0.0, 1.0, 1.0, 1.0], [0.9, 0.8, 0.1, 0.7])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.666667>
    """


@measure("keras.metrics.RecallAtPrecision")
def metric_recall_at_precision(
    *,
    precision: Probability = MISSING,
    num_thresholds: Thresholds = 200,
    class_id: CountFromZero | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the best recall for a precision of at least a given value.

    It is `max(recall[precision >= p])` over the thresholds. Use it to choose between classifiers if a given share of
    the alarms must be correct.

    Args:
        precision: The precision (0 to 1) to reach.

    Example:
        >>> m = metric_recall_at_precision(precision=1.0)
        >>> m([0.0, 0.0, 1.0, 1.0, 1.0], [0.1, 0.6, 0.4, 0.7, 0.9])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.666667>
    """


@measure("keras.metrics.SensitivityAtSpecificity")
def metric_sensitivity_at_specificity(
    *,
    specificity: Probability = MISSING,
    num_thresholds: Thresholds = 200,
    class_id: CountFromZero | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the best sensitivity for a specificity of at least a given value.

    Sensitivity is `TP / (TP + FN)` and specificity `TN / (TN + FP)`. Use it to rate a screening test that may raise
    only a given share of false alarms.

    Args:
        specificity: The specificity (0 to 1) to reach.

    Example:
        >>> m = metric_sensitivity_at_specificity(specificity=1.0)
        >>> m([0.0, 0.0, 1.0, 1.0, 1.0], [0.1, 0.6, 0.4, 0.7, 0.9])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.666667>
    """


@measure("keras.metrics.SpecificityAtSensitivity")
def metric_specificity_at_sensitivity(
    *,
    sensitivity: Probability = MISSING,
    num_thresholds: Thresholds = 200,
    class_id: CountFromZero | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the best specificity for a sensitivity of at least a given value.

    Sensitivity is `TP / (TP + FN)` and specificity `TN / (TN + FP)`. Use it to rate a screening test that must find a
    given share of the cases.

    Args:
        sensitivity: The sensitivity (0 to 1) to reach.

    Example:
        >>> m = metric_specificity_at_sensitivity(sensitivity=1.0)
        >>> m([0.0, 0.0, 1.0, 1.0, 1.0], [0.1, 0.6, 0.4, 0.7, 0.9])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.5>
    """


@measure("keras.metrics.TrueNegatives")
def metric_true_negatives(
    *,
    thresholds: Probabilities | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Count the negative labels that were predicted as negative.

    It is `sum(y_true == 0 & y_pred <= threshold)`, the negatives that a binary classifier recognizes. With the three
    other counts it makes the confusion matrix.

    Example:
        >>> m = metric_true_negatives()
        >>> m([0.0, 0.0, 0.0, 1.0], [0.9, 0.2, 0.1, 0.3])
        <tf.Tensor: shape=(), dtype=float32, numpy=2.0>
    """


@measure("keras.metrics.TruePositives")
def metric_true_positives(
    *,
    thresholds: Probabilities | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Count the positive labels that were predicted as positive.

    It is `sum(y_true == 1 & y_pred > threshold)`, the positives that a binary classifier finds. With the three other
    counts it makes the confusion matrix.

    Example:
        >>> m = metric_true_positives(thresholds=0.75)
        >>> m([0.0, 1.0, 1.0, 1.0], [0.9, 0.8, 0.9, 0.7])
        <tf.Tensor: shape=(), dtype=float32, numpy=2.0>
    """
