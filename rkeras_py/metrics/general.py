"""Metrics: without data an object for compile(), with data the value per sample."""

from collections.abc import Callable
from typing import Any

from ..compat import targets
from ..define import export, measure
from ..engine.loading import keras
from ..signatures.object_words import Name
from ..signatures.results import Metric
from ..signatures.versions import in_keras
from ..signatures.words import (
    MISSING,
    ArrayLike,
    Axis,
    Bool,
    Count,
    CountFromZero,
    Dtype,
    Function,
    Labels,
    Number,
    Probability,
    Shape,
)


@measure("keras.metrics.Accuracy")
def metric_accuracy(*, name: Name | None = None, dtype: Dtype | None = None, **options: Any) -> Any:
    """Compute how often predictions equal the labels.

    It is `mean(y_true == y_pred)`, a comparison of predicted classes with labels. For probabilities use
    metric_binary_accuracy() or metric_categorical_accuracy().

    Example:
        >>> m = metric_accuracy()
        >>> m([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 2.0, 9.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.75>
    """


@measure("keras.metrics.BinaryAccuracy", "rkeras_py.compat.formulas.binary_accuracy")
def metric_binary_accuracy(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    threshold: Number = 0.5,
    *,
    name: Name = "binary_accuracy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Compute how often predictions match binary labels, after a threshold.

    It is `mean(y_true == (y_pred > threshold))`, the share of correct labels. Use it with loss_binary_crossentropy(),
    and metric_auc() if one label is rare.

    Args:
        threshold: Probability above which a prediction counts as 1.

    Example:
        >>> metric_binary_accuracy([[1.0], [0.0]], [[0.8], [0.7]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 0.], dtype=float32)>
        >>> metric_binary_accuracy([[1.0], [0.0]], [[0.8], [0.7]], threshold=0.75)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 1.], dtype=float32)>
    """


@measure("keras.metrics.BinaryCrossentropy", "keras.metrics.binary_crossentropy")
def metric_binary_crossentropy(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    from_logits: Bool = False,
    label_smoothing: Probability = 0.0,
    axis: Axis = -1,
    *,
    name: Name = "binary_crossentropy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the crossentropy between binary labels and predicted probabilities.

    It is the mean of `-(y_true * log(y_pred) + (1 - y_true) * log(1 - y_pred))`, as loss_binary_crossentropy(), without
    regularization. Use it to monitor the crossentropy if you train with another loss.

    Args:
        axis: Axis over which the mean is taken, counted from 1 (the batch axis). Only for direct calls: the metric
            object uses the last one.

    Example:
        >>> metric_binary_crossentropy([[1.0, 0.0]], [[0.9, 0.2]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.16425204], dtype=float32)>
    """


@measure("keras.metrics.CategoricalAccuracy", "keras.metrics.categorical_accuracy")
def metric_categorical_accuracy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "categorical_accuracy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Compute how often the most probable class is the one-hot label.

    It is `mean(which.max(y_true) == which.max(y_pred))`, the share of samples classified correctly. For integer labels
    see metric_sparse_categorical_accuracy().

    Example:
        >>> metric_categorical_accuracy([[0.0, 1.0], [1.0, 0.0]], [[0.2, 0.8], [0.4, 0.6]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 0.], dtype=float32)>
    """


@measure("keras.metrics.CategoricalCrossentropy", "keras.metrics.categorical_crossentropy")
def metric_categorical_crossentropy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    from_logits: Bool = False,
    label_smoothing: Probability = 0.0,
    axis: Axis = -1,
    *,
    name: Name = "categorical_crossentropy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the crossentropy between one-hot classes and predicted probabilities.

    It is the mean of `-sum(y_true * log(y_pred))`, as loss_categorical_crossentropy(), without regularization. Use it
    to monitor the crossentropy if you train with another loss.

    Args:
        axis: The axis of the classes, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> metric_categorical_crossentropy([[0.0, 1.0], [1.0, 0.0]], [[0.2, 0.8], [0.5, 0.5]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.22314353, 0.6931472 ], dtype=float32)>
    """


@measure("keras.metrics.CategoricalHinge", "keras.losses.categorical_hinge")
def metric_categorical_hinge(
    *,
    name: Name | None = None,
    dtype: Dtype | None = None,
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    **options: Any,
) -> Any:
    """Measure the categorical hinge loss, for one-hot labels.

    It is the mean of `max(0, 1 + max(y_pred[others]) - y_pred[label])`, as loss_categorical_hinge(): the score of the
    label should exceed all others by 1.

    Example:
        >>> m = metric_categorical_hinge()
        >>> m([[0.0, 1.0], [1.0, 0.0]], [[0.2, 0.8], [0.5, 0.5]])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.7>
    """


@measure("keras.metrics.Mean")
def metric_mean(
    *,
    name: Name = "mean",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Compute the mean of the values passed to the metric.

    Unlike other metrics it takes values, not labels and predictions: call `m$update_state(values)`, then `m$result()`.
    Use it in custom training loops, for example for the loss.

    Example:
        >>> m = metric_mean()
        >>> m.update_state([1.0, 2.0])
        >>> m.update_state([6.0])
        >>> m.result()
        <tf.Tensor: shape=(), dtype=float32, numpy=3.0>
    """


@measure("rkeras_py.classes.metrics.MeanTensor")
def metric_mean_tensor(
    *, shape: Shape | None = None, name: Name | None = None, dtype: Dtype | None = None, **options: Any
) -> Any:
    """Compute the mean of arrays element by element.

    Unlike other metrics it takes values, not labels and predictions: call `m$update_state(values)`, then `m$result()`.
    Use it in custom training loops, for example for the loss. Keras 3 has no such class; rkeras provides it.

    Args:
        shape: Shape of the arrays; NULL uses the shape of the first array.

    Example:
        >>> m = metric_mean_tensor()
        >>> m.update_state([1.0, 10.0])
        >>> m.update_state([3.0, 20.0])
        >>> m.result()
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 2., 15.], dtype=float32)>
    """


@export
def metric_mean_wrapper(
    *, fn: Function = MISSING, name: Name | None = None, dtype: Dtype | None = None, **options: Any
) -> Metric:
    """Compute the mean of a function of labels and predictions.

    It is `mean(fn(y_true, y_pred))` over all samples so far. Use it to create a metric from a function that returns one
    value per sample.

    Args:
        fn: A function of (y_true, y_pred) that returns one value for each sample.
        options: Further arguments of the function.

    Example:
        >>> m = metric_mean_wrapper(fn=lambda y_true, y_pred: k_abs(y_true - y_pred))
        >>> m(k_constant([1.0, 2.0]), k_constant([1.5, 3.0]))
        <tf.Tensor: shape=(), dtype=float32, numpy=0.75>
    """
    return keras().metrics.MeanMetricWrapper(fn, name=name, dtype=dtype, **options)


@measure("keras.metrics.SparseCategoricalAccuracy", "keras.metrics.sparse_categorical_accuracy")
def metric_sparse_categorical_accuracy(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "sparse_categorical_accuracy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Compute how often the most probable class is the integer label.

    It is `mean(y_true == which.max(y_pred) - 1)`, the share of samples classified correctly. For one-hot labels see
    metric_categorical_accuracy().

    Args:
        y_true: The classes, whole numbers from 0. Without `y_true` and `y_pred` the object is returned.
        y_pred: The predicted probability of each class.

    Example:
        >>> metric_sparse_categorical_accuracy([1, 0], [[0.2, 0.8], [0.4, 0.6]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 0.], dtype=float32)>
    """


@measure("keras.metrics.SparseCategoricalCrossentropy", "keras.metrics.sparse_categorical_crossentropy")
@in_keras(ignore_class="3.14")
def metric_sparse_categorical_crossentropy(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    from_logits: Bool = False,
    axis: Axis = -1,
    *,
    name: Name = "sparse_categorical_crossentropy",
    dtype: Dtype | None = None,
    ignore_class: CountFromZero | None = None,
    **options: Any,
) -> Any:
    """Measure the crossentropy between integer labels and predicted probabilities.

    It is the mean of `-log(y_pred[y_true + 1])`, as loss_sparse_categorical_crossentropy(), without regularization. Use
    it to monitor the crossentropy if you train with another loss.

    Args:
        y_true: The classes, whole numbers from 0. Without `y_true` and `y_pred` the object is returned.
        y_pred: The predicted probability of each class.
        axis: The axis of the classes, counted from 1 (the batch axis). Keras 3 accepts only the last one (-1).

    Example:
        >>> metric_sparse_categorical_crossentropy([0, 1], [[0.9, 0.1], [0.5, 0.5]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.10536056, 0.6931472 ], dtype=float32)>
    """


@measure("keras.metrics.SparseTopKCategoricalAccuracy", "keras.metrics.sparse_top_k_categorical_accuracy")
def metric_sparse_top_k_categorical_accuracy(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    k: Count = 5,
    *,
    name: Name = "sparse_top_k_categorical_accuracy",
    dtype: Dtype | None = None,
    from_sorted_ids: Bool = False,
    **options: Any,
) -> Any:
    """Compute how often the integer label is among the k most probable classes.

    It is `mean(rank(-y_pred)[y_true + 1] <= k)`. Use it if there are many similar classes; top-5 accuracy is usual for
    ImageNet.

    Args:
        y_true: The classes, whole numbers from 0. Without `y_true` and `y_pred` the object is returned.
        y_pred: The predicted probability of each class.
        k: Number of most probable classes that count as correct.
        from_sorted_ids: Whether `y_pred` contains class numbers, the most probable first, instead of a probability for
            each class.

    Example:
        >>> metric_sparse_top_k_categorical_accuracy([2, 1], [[0.5, 0.2, 0.3], [0.5, 0.2, 0.3]], k=2)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 0.], dtype=float32)>
    """


@measure("keras.metrics.Sum")
def metric_sum(
    *,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Compute the sum of the values passed to the metric.

    Unlike other metrics it takes values, not labels and predictions: call `m$update_state(values)`, then `m$result()`.
    Use it in custom training loops, for example for the loss.

    Example:
        >>> m = metric_sum()
        >>> m.update_state([1.0, 2.0])
        >>> m.update_state([6.0])
        >>> m.result()
        <tf.Tensor: shape=(), dtype=float32, numpy=9.0>
    """


@measure("keras.metrics.TopKCategoricalAccuracy", "keras.metrics.top_k_categorical_accuracy")
def metric_top_k_categorical_accuracy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    k: Count = 5,
    *,
    name: Name = "top_k_categorical_accuracy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Compute how often the one-hot label is among the k most probable classes.

    It is `mean(rank(-y_pred)[which.max(y_true)] <= k)`. Use it if there are many similar classes; top-5 is usual for
    ImageNet.

    Args:
        k: Number of most probable classes that count as correct.

    Example:
        >>> y_true = [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
        >>> metric_top_k_categorical_accuracy(y_true, [[0.5, 0.2, 0.3], [0.5, 0.2, 0.3]], k=2)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 0.], dtype=float32)>
    """


@export
def custom_metric(name: Name = MISSING, metric_fn: Function = MISSING) -> Callable[..., Any]:
    """Turn a function of labels and predictions into a named metric.

    Pass the result to compile(), and logs and history show the metric under this name. The function gets tensors and
    returns one value per sample; use k_* or op_* functions in it.

    Args:
        name: The name in the logs and in the history.
        metric_fn: A function of (y_true, y_pred) that returns one value for each sample.

    Returns:
        A function of (y_true, y_pred), for `metrics` in compile().

    Example:
        >>> bias = custom_metric("bias", lambda y_true, y_pred: k_mean(y_pred - y_true, axis=-1))
        >>> bias(k_constant([[1.0, 2.0]]), k_constant([[2.0, 2.0]]))
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.5], dtype=float32)>
    """

    def metric(y_true: Any, y_pred: Any) -> Any:
        return metric_fn(*targets.match_function(y_true, y_pred))

    metric.__name__ = metric.__qualname__ = name
    metric.__wrapped__ = metric_fn  # type: ignore[attr-defined]
    return metric
