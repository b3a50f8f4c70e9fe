"""Losses for classes and probabilities: without data an object, with data the value per sample."""

from typing import Any

from ..define import measure
from ..signatures.object_words import Name
from ..signatures.words import MISSING, ArrayLike, Axis, Bool, Dtype, Int, Labels, Probability, Reduction


@measure("keras.losses.BinaryCrossentropy", "keras.losses.binary_crossentropy")
def loss_binary_crossentropy(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    from_logits: Bool = False,
    label_smoothing: Probability = 0.0,
    axis: Axis = -1,
    *,
    reduction: Reduction = "auto",
    name: Name = "binary_crossentropy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the crossentropy between binary labels and predicted probabilities.

    It computes `-mean(y_true * log(y_pred) + (1 - y_true) * log(1 - y_pred))`. Use it for binary classification and for
    multi-label classification, with a sigmoid as the last activation. Labels are 0 or 1, one or several for each
    sample.

    Args:
        axis: Axis over which the mean is taken, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> loss_binary_crossentropy([[1.0, 0.0]], [[0.9, 0.2]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.16425204], dtype=float32)>
        >>> loss_binary_crossentropy([[1.0]], [[0.0]], from_logits=True)
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.6931472], dtype=float32)>
    """


@measure("keras.losses.CategoricalCrossentropy", "keras.losses.categorical_crossentropy")
def loss_categorical_crossentropy(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    from_logits: Bool = False,
    label_smoothing: Probability = 0,
    axis: Axis = -1,
    *,
    reduction: Reduction = "auto",
    name: Name = "categorical_crossentropy",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the crossentropy between one-hot classes and predicted probabilities.

    It computes `-sum(y_true * log(y_pred))`. Use it for classification with exclusive classes, one-hot labels and a
    softmax as the last activation. For integer labels see loss_sparse_categorical_crossentropy().

    Args:
        axis: The axis of the classes, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> loss_categorical_crossentropy([[0.0, 1.0], [1.0, 0.0]], [[0.2, 0.8], [0.5, 0.5]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.22314353, 0.6931472 ], dtype=float32)>
    """


@measure("keras.losses.CategoricalHinge", "keras.losses.categorical_hinge")
def loss_categorical_hinge(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "categorical_hinge",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the categorical hinge loss, for one-hot labels.

    It computes `max(neg - pos + 1, 0)` with `pos = sum(y_true * y_pred)` and `neg = max((1 - y_true) * y_pred)`. Use it
    to train a classifier with a margin, like a support vector machine, on one-hot labels.

    Args:
        y_true: One-hot classes. Without `y_true` and `y_pred` the object is returned.

    Example:
        >>> loss_categorical_hinge([[0.0, 1.0]], [[0.2, 0.8]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.39999998], dtype=float32)>
    """


@measure("keras.losses.Hinge", "keras.losses.hinge")
def loss_hinge(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "hinge",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the hinge loss of labels -1 and 1.

    It computes `mean(max(1 - y_true * y_pred, 0))`. Use it to train a binary classifier with a margin, like a linear
    support vector machine.

    Args:
        y_true: Labels -1 and 1; 0 is read as -1. Without `y_true` and `y_pred` the object is returned.

    Example:
        >>> loss_hinge([[1.0], [-1.0]], [[0.4], [-2.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.6, 0. ], dtype=float32)>
    """


@measure("keras.losses.KLDivergence", "keras.losses.kl_divergence")
def loss_kl_divergence(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "kl_divergence",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the Kullback-Leibler divergence of predicted from true probabilities.

    It computes `sum(y_true * log(y_true / y_pred))`, with both clipped away from 0. Use it if the targets are
    probability distributions, as in distillation and variational models (Kullback and Leibler, 1951).

    Example:
        >>> loss_kl_divergence([[0.5, 0.5]], [[0.25, 0.75]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.14384106], dtype=float32)>
    """


@measure("keras.losses.KLDivergence", "keras.losses.kl_divergence")
def loss_kullback_leibler_divergence(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "kl_divergence",
    **options: Any,
) -> Any:
    """Measure the Kullback-Leibler divergence, under its long name.

    It computes `sum(y_true * log(y_true / y_pred))` for each sample, the same as loss_kl_divergence(). Use it to fit
    predicted probabilities to given ones, for example those of a larger model (distillation).

    Example:
        >>> loss_kullback_leibler_divergence([[0.5, 0.5]], [[0.25, 0.75]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.14384106], dtype=float32)>
    """


@measure("keras.losses.SparseCategoricalCrossentropy", "keras.losses.sparse_categorical_crossentropy")
def loss_sparse_categorical_crossentropy(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    from_logits: Bool = False,
    axis: Axis = -1,
    *,
    reduction: Reduction = "auto",
    name: Name = "sparse_categorical_crossentropy",
    ignore_class: Int | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the crossentropy between integer labels and predicted probabilities.

    It computes `-log(y_pred[class])`. Use it for classification with exclusive classes and integer labels; it computes
    the same as loss_categorical_crossentropy() without one-hot encoding.

    Args:
        y_true: The classes, whole numbers from 0. Without `y_true` and `y_pred` the object is returned.
        y_pred: The predicted probability of each class.
        axis: The axis of the classes, counted from 1 (the batch axis). Keras 3 accepts only the last one (-1).

    Example:
        >>> loss_sparse_categorical_crossentropy([0, 1], [[0.9, 0.1], [0.5, 0.5]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.10536056, 0.6931472 ], dtype=float32)>
    """


@measure("keras.losses.SquaredHinge", "keras.losses.squared_hinge")
def loss_squared_hinge(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    reduction: Reduction = "auto",
    name: Name = "squared_hinge",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the squared hinge loss of labels -1 and 1.

    It computes `mean(max(1 - y_true * y_pred, 0)^2)`. Unlike loss_hinge() it is smooth, and it penalizes large
    violations of the margin more.

    Args:
        y_true: Labels -1 and 1; 0 is read as -1. Without `y_true` and `y_pred` the object is returned.

    Example:
        >>> loss_squared_hinge([[1.0], [-1.0]], [[0.4], [-2.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.36, 0.  ], dtype=float32)>
    """
