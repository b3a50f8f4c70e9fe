"""Metrics of errors: without data an object for compile(), with data the value per sample."""

from typing import Any

from ..define import export, measure
from ..signatures.object_words import Name
from ..signatures.words import MISSING, ArrayLike, Axis, Dtype, Labels


@export(target="rkeras_py.compat.formulas.cosine_proximity")
def metric_cosine_proximity(y_true: ArrayLike = MISSING, y_pred: ArrayLike = MISSING) -> Any:
    """Measure minus the cosine of the angle between labels and predictions.

    It is `-sum(y_true * y_pred) / (norm(y_true) * norm(y_pred))`. Deprecated: use metric_cosine_similarity(), which has
    the opposite sign.

    Args:
        y_true: The true values.

    Returns:
        One value for each sample.

    Example:
        >>> metric_cosine_proximity([[1.0, 0.0], [1.0, 0.0]], [[3.0, 0.0], [-1.0, 1.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-1.        ,  0.70710677], dtype=float32)>
    """


@measure("keras.metrics.CosineSimilarity")
def metric_cosine_similarity(
    *,
    axis: Axis = -1,
    name: Name = "cosine_similarity",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the cosine of the angle between labels and predictions.

    It is `sum(y_true * y_pred) / (norm(y_true) * norm(y_pred))`, averaged over the samples. Use it to rate embeddings,
    where the direction matters and the length does not.

    It is 1 if they have the same direction, and -1 if they are opposite; loss_cosine_similarity() has the opposite
    sign.

    Args:
        axis: The axis of the vectors, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> m = metric_cosine_similarity()
        >>> m([[1.0, 0.0]], [[1.0, 1.0]])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.707107>
    """


@measure("keras.metrics.Hinge", "keras.metrics.hinge")
def metric_hinge(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "hinge",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the hinge loss of labels -1 and 1.

    It computes `mean(max(1 - y_true * y_pred, 0))`; labels 0 are read as -1. Use it to monitor the margin of a binary
    classifier that is trained with another loss: the value is 0 for a sample on the right side with a margin of at
    least 1.

    Example:
        >>> metric_hinge([[1.0], [0.0]], [[0.4], [-2.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.6, 0. ], dtype=float32)>
    """


@measure("rkeras_py.compat.formulas.kl_divergence_metric", "rkeras_py.compat.formulas.kullback_leibler_divergence")
def metric_kullback_leibler_divergence(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "kullback_leibler_divergence",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the Kullback-Leibler divergence of predicted from true probabilities.

    It computes `sum(y_true * log(y_true / y_pred))`, averaged over the samples. Use it if the targets are
    distributions.

    Example:
        >>> metric_kullback_leibler_divergence([[0.5, 0.5]], [[0.25, 0.75]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.14384106], dtype=float32)>
    """


@measure("keras.metrics.LogCoshError")
def metric_logcosh_error(
    *,
    name: Name = "logcosh",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the logarithm of the hyperbolic cosine of the error.

    It is `mean(log(cosh(y_pred - y_true)))`, as loss_logcosh(): about half the square of small errors, and about the
    magnitude of large ones. So outliers count less than in the mean squared error.

    Example:
        >>> m = metric_logcosh_error()
        >>> m([[0.0], [0.0]], [[0.1], [10.0]])
        <tf.Tensor: shape=(), dtype=float32, numpy=4.65592>
    """


@measure("keras.metrics.MeanAbsoluteError", "keras.metrics.mean_absolute_error")
def metric_mean_absolute_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "mean_absolute_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean absolute error.

    It computes `mean(abs(y_true - y_pred))`, in the unit of the target. It is easy to explain, and outliers count less
    than in metric_mean_squared_error().

    Example:
        >>> metric_mean_absolute_error([[1.0, 4.0]], [[2.0, 2.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([1.5], dtype=float32)>
    """


@measure("keras.metrics.MeanAbsolutePercentageError", "keras.metrics.mean_absolute_percentage_error")
def metric_mean_absolute_percentage_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "mean_absolute_percentage_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean absolute error in percent of the true values.

    It computes `100 * mean(|(y_true - y_pred) / y_true|)`. Use it if no true value is near 0.

    Example:
        >>> metric_mean_absolute_percentage_error([[1.0, 4.0]], [[2.0, 2.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([75.], dtype=float32)>
    """


@measure("rkeras_py.classes.metrics.MeanRelativeError")
def metric_mean_relative_error(
    *,
    normalizer: ArrayLike = MISSING,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean absolute error relative to given values.

    It computes `mean(|y_true - y_pred| / normalizer)`; if the normalizer is 0, the error counts as 0. Keras 3 has no
    such class: to load a model compiled with it, rkeras_py is required.

    Args:
        normalizer: The values to divide by, with the shape of the labels.

    Example:
        >>> m = metric_mean_relative_error(normalizer=[1.0, 4.0])
        >>> m([1.0, 4.0], [2.0, 2.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=0.75>
    """


@measure("keras.metrics.MeanSquaredError", "keras.metrics.mean_squared_error")
def metric_mean_squared_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "mean_squared_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean squared error.

    It computes `mean((y_true - y_pred)^2)`, in the squared unit of the target. Large errors dominate;
    metric_root_mean_squared_error() has the unit of the target.

    Example:
        >>> metric_mean_squared_error([[1.0, 4.0]], [[2.0, 2.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([2.5], dtype=float32)>
    """


@measure("keras.metrics.MeanSquaredLogarithmicError", "keras.metrics.mean_squared_logarithmic_error")
def metric_mean_squared_logarithmic_error(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "mean_squared_logarithmic_error",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the mean squared error of the logarithms.

    It computes `mean((log(y_true + 1) - log(y_pred + 1))^2)`. Use it for targets that span orders of magnitude.

    Example:
        >>> metric_mean_squared_logarithmic_error([[0.0]], [[1.0]])
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.48045287], dtype=float32)>
    """


@measure("keras.metrics.Poisson", "keras.metrics.poisson")
def metric_poisson(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "poisson",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the negative log-likelihood of counts under predicted Poisson rates.

    It computes `mean(y_pred - y_true * log(y_pred))`, the negative log-likelihood without the term that does not depend
    on the prediction. Use it for counts, with an output that is positive, such as exp or softplus.

    Example:
        >>> metric_poisson([[2.0], [2.0]], [[2.0], [5.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.61370564, 1.7811241 ], dtype=float32)>
    """


@measure("keras.metrics.RootMeanSquaredError")
def metric_root_mean_squared_error(
    *,
    name: Name | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the root mean squared error.

    It computes `sqrt(mean((y_true - y_pred)^2))` over all samples, in the unit of the target. Compare it with the
    standard deviation of the target, the error of always predicting the mean.

    Example:
        >>> m = metric_root_mean_squared_error()
        >>> m([1.0, 2.0], [4.0, 6.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=3.53553>
    """


@measure("keras.metrics.SquaredHinge", "keras.metrics.squared_hinge")
def metric_squared_hinge(
    y_true: Labels = MISSING,
    y_pred: ArrayLike = MISSING,
    *,
    name: Name = "squared_hinge",
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Measure the squared hinge loss of labels -1 and 1.

    It computes `mean(max(1 - y_true * y_pred, 0)^2)`; labels 0 are read as -1. It is 0 for samples that are on the
    right side by at least 1.

    Example:
        >>> metric_squared_hinge([[1.0], [0.0]], [[0.4], [-2.0]])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.36, 0.  ], dtype=float32)>
    """
