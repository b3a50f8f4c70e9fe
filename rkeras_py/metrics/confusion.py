"""Metrics of yes/no classification, from counts of right and wrong positives and negatives."""

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

    The curve is drawn through `num_thresholds` points, so the area is an approximation.

    Args:
        num_thresholds: How many points the curve has, with thresholds evenly spaced from 0 to 1.
        curve: "ROC" or "PR" (precision and recall).
        summation_method: How the area between points is taken: "interpolation", "minoring" or "majoring".
        thresholds: The thresholds (0 to 1) to use instead of evenly spaced ones.
        multi_label: Whether each label has an area of its own, which are then averaged.
        num_labels: How many labels there are, where `multi_label` is TRUE.
        label_weights: Weights of the labels in that average.
    """


@measure("keras.metrics.FalseNegatives")
def metric_false_negatives(
    *,
    thresholds: Probabilities | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Count the positive labels that were predicted as negative."""


@measure("keras.metrics.FalsePositives")
def metric_false_positives(
    *,
    thresholds: Probabilities | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Count the negative labels that were predicted as positive."""


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
    """Measure which share of the predicted positives is right.

    Computes `true positives / (true positives + false positives)`.
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
    """Measure the best precision where the recall is at least a given one.

    Args:
        recall: The recall (0 to 1) to reach.
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
    """Measure which share of the positive labels is found.

    Computes `true positives / (true positives + false negatives)`.
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
    """Measure the best recall where the precision is at least a given one.

    Args:
        precision: The precision (0 to 1) to reach.
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
    """Measure the best sensitivity where the specificity is at least a given one.

    Sensitivity is the share of the positive labels that is found, specificity that of the negative ones.

    Args:
        specificity: The specificity (0 to 1) to reach.
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
    """Measure the best specificity where the sensitivity is at least a given one.

    Sensitivity is the share of the positive labels that is found, specificity that of the negative ones.

    Args:
        sensitivity: The sensitivity (0 to 1) to reach.
    """


@measure("keras.metrics.TrueNegatives")
def metric_true_negatives(
    *,
    thresholds: Probabilities | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Count the negative labels that were predicted as negative."""


@measure("keras.metrics.TruePositives")
def metric_true_positives(
    *,
    thresholds: Probabilities | None = None,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Count the positive labels that were predicted as positive."""
