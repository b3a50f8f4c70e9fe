"""Metrics of overlap: intersection over union."""

from typing import Annotated, Any

from ..define import measure
from ..r.code import RCode
from ..signatures import conversions, ranges
from ..signatures.object_words import Name
from ..signatures.words import (
    MISSING,
    Axis,
    Bool,
    Count,
    CountFromZero,
    Dtype,
    Number,
    Str,
    Word,
)

ClassIds = Annotated[
    Any,
    Word(
        "class numbers, counted from 0",
        lambda value: tuple(map(conversions.whole_in(ranges.FROM_ZERO), conversions.as_whole_tuple(value))),
        hint="IntVector",
        range=ranges.FROM_ZERO,
    ),
]


@measure("keras.metrics.MeanIoU")
def metric_mean_iou(
    *,
    num_classes: Count = MISSING,
    name: Name | None = None,
    dtype: Dtype | None = None,
    ignore_class: CountFromZero | None = None,
    sparse_y_true: Bool = True,
    sparse_y_pred: Bool = True,
    axis: Axis = -1,
    **options: Any,
) -> Any:
    """Measure how well predicted and true regions overlap, averaged over the classes.

    The intersection over union of a class is `true positives / (true positives + false positives + false negatives)`.
    The predictions are classes as whole numbers. It is the usual metric of segmentation, since large classes do not
    hide small ones.

    Args:
        num_classes: Number of classes.
        ignore_class: The class, counted from 0, whose pixels are ignored. NULL: none.
        sparse_y_true: Whether labels are integer classes instead of one-hot vectors.
        sparse_y_pred: Whether predictions are integer classes instead of probabilities.
        axis: The axis of the classes if labels or predictions are not integer classes, counted from 1 (the batch
            axis); -1 is the last.

    Example:
        >>> m = metric_mean_iou(num_classes=2)
        >>> m([0, 0, 0, 1], [0, 1, 0, 1])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.583333>
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
    """Measure the intersection over union of target classes.

    It computes `TP / (TP + FP + FN)` for the target classes and averages them. It is the usual metric of segmentation;
    the predictions are integer classes.

    Args:
        num_classes: Number of classes.
        target_class_ids: The classes, counted from 0, over which the mean is taken.
        ignore_class: The class, counted from 0, whose pixels are ignored. NULL: none.
        sparse_y_true: Whether labels are integer classes instead of one-hot vectors.
        sparse_y_pred: Whether predictions are integer classes instead of probabilities.
        axis: The axis of the classes if labels or predictions are not integer classes, counted from 1 (the batch
            axis); -1 is the last.

    Example:
        >>> m = metric_iou(num_classes=2, target_class_ids=[0])
        >>> m([0, 0, 0, 1], [0, 1, 0, 1])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.666667>
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
    """Measure the intersection over union of one-hot target classes.

    It computes `TP / (TP + FP + FN)` for the target classes and averages them. Use it for segmentation with one-hot
    labels and class probabilities.

    Args:
        num_classes: Number of classes.
        target_class_ids: The classes, counted from 0, over which the mean is taken.
        ignore_class: The class, counted from 0, whose pixels are ignored. NULL: none.
        sparse_y_pred: Whether predictions are integer classes instead of probabilities.
        axis: The axis of the classes if labels or predictions are not integer classes, counted from 1 (the batch
            axis); -1 is the last.

    Example:
        >>> m = metric_one_hot_iou(num_classes=2, target_class_ids=[1])
        >>> m([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], [[0.9, 0.1], [0.4, 0.6], [0.2, 0.8]])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.5>
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
    """Measure the intersection over union of one-hot classes, averaged over the classes.

    It computes `TP / (TP + FP + FN)` for each class and averages them. Use it for segmentation with one-hot labels and
    class probabilities.

    Args:
        num_classes: Number of classes.
        ignore_class: The class, counted from 0, whose pixels are ignored. NULL: none.
        sparse_y_pred: Whether predictions are integer classes instead of probabilities.
        axis: The axis of the classes if labels or predictions are not integer classes, counted from 1 (the batch
            axis); -1 is the last.

    Example:
        >>> m = metric_one_hot_mean_iou(num_classes=2)
        >>> y_true = [[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
        >>> m(y_true, [[0.9, 0.1], [0.7, 0.3], [0.4, 0.6], [0.2, 0.8]])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.583333>
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
    """Measure the intersection over union of two classes.

    It computes `TP / (TP + FP + FN)` after applying a threshold to the predictions. Use it for segmentation with a
    single kind of object.

    Args:
        target_class_ids: The classes over which the mean is taken: 0, 1, or both.
        threshold: Predictions above count as class 1.

    Example:
        >>> m = metric_binary_iou(target_class_ids=[1], threshold=0.3)
        >>> m([0.0, 0.0, 1.0, 1.0], [0.1, 0.4, 0.2, 0.9])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.333333>
    """
