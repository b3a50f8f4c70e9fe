"""Functions that reduce axes, or accumulate along them."""

from typing import Any

from ..engine.loading import keras
from ..graph.lambda_layers import call_in_layer
from ..messages import errors
from ..signatures.results import TensorList as TensorsOut
from ..signatures.tensor_words import Axes, Order, Probabilities, QuantileMethod, TensorArg, WholeTensor
from ..signatures.words import MISSING, Bool, Bounds, Count, CountFromZero, Dtype, Number, OneAxis
from .family import keras_op, operation


@keras_op("keras.ops.sum")
def op_sum(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Compute the sum.

    It sums over all values or along axes. For a matrix `axis = 1` gives the sums of the columns.

    Example:
        >>> op_sum([[1, 2], [3, 4]])
        <tf.Tensor: shape=(), dtype=int32, numpy=10>
        >>> op_sum([[1, 2], [3, 4]], axis=1)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([4, 6], dtype=int32)>
    """


@keras_op("keras.ops.prod")
def op_prod(
    x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False, dtype: Dtype | None = None
) -> Any:
    """Compute the product.

    It multiplies all values or the values along axes. For many values, sum the logarithms instead, to avoid overflow.

    Example:
        >>> op_prod([[1, 2], [3, 4]], axis=1)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([3, 8], dtype=int32)>
    """


@keras_op("keras.ops.mean")
def op_mean(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Compute the mean.

    It averages over all values or along axes. The mean of a comparison, cast to float, is the share of matches.

    Example:
        >>> op_mean([[1.0, 2.0], [3.0, 4.0]], axis=1)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([2., 3.], dtype=float32)>
    """


@keras_op("keras.ops.max")
def op_max(
    x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False, initial: Number | None = None
) -> Any:
    """Return the largest value.

    It reduces all values or some axes; op_maximum() compares two tensors. op_argmax() returns the position.

    Args:
        initial: Lower limit of the result, or NULL.

    Example:
        >>> op_max([[1, 5], [7, 2]], axis=2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([5, 7], dtype=int32)>
    """


@keras_op("keras.ops.min")
def op_min(
    x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False, initial: Number | None = None
) -> Any:
    """Return the smallest value.

    It reduces all values or some axes; op_minimum() compares two tensors. op_argmin() returns the position.

    Args:
        initial: Upper limit of the result, or NULL.

    Example:
        >>> op_min([[1, 5], [7, 2]], axis=2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>
    """


@keras_op("keras.ops.all")
def op_all(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Test whether all values are true (not 0).

    It reduces all values or some axes. Use it for example to check that every value is finite.

    Example:
        >>> op_all([[True, False], [True, True]], axis=2)
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([False,  True])>
    """


@keras_op("keras.ops.any")
def op_any(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Test whether any value is true (not 0).

    It reduces all values or some axes. Use it for example to find samples with a NaN.

    Example:
        >>> op_any([[True, False], [False, False]], axis=2)
        <tf.Tensor: shape=(2,), dtype=bool, numpy=array([ True, False])>
    """


@keras_op("keras.ops.var")
def op_var(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Return the variance.

    It is `mean((x - mean(x))^2)`, as for a population. R's `var()` divides by n - 1.

    Example:
        >>> op_var([1.0, 2.0, 3.0, 4.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=1.25>
    """


@keras_op("keras.ops.std")
def op_std(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Return the standard deviation.

    It is `sqrt(mean((x - mean(x))^2))`, as for a population. R's `sd()` divides by n - 1.

    Example:
        >>> op_std([1.0, 2.0, 3.0, 4.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=1.1180340051651>
    """


@keras_op("keras.ops.median")
def op_median(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Return the median.

    Half of the values are smaller, half are larger. Unlike op_mean() it is robust to outliers.

    Example:
        >>> op_median([1.0, 9.0, 2.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=2.0>
    """


@operation
def op_quantile(
    x: TensorArg = MISSING,
    q: Probabilities = MISSING,
    axis: Axes | None = None,
    method: QuantileMethod = "linear",
    keepdims: Bool = False,
) -> Any:
    """Return quantiles.

    A share `q` of the values is smaller. Use it for intervals of predictions or to find thresholds.

    Args:
        q: A probability (0 to 1), or several, which form the first axis of the result.
        method: How to compute a quantile that lies between two values: "linear" interpolates, "lower", "higher" and
            "nearest" use one of them, "midpoint" their mean.

    Differences:
        Called on a symbolic tensor, a method other than "linear" creates a layer that cannot be saved in a file; save
        the weights of the model instead.

    Example:
        >>> op_quantile([1.0, 2.0, 3.0, 4.0], [0.25, 0.5])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.75, 2.5 ], dtype=float32)>
        >>> op_quantile([1.0, 2.0, 3.0, 4.0], 0.25, method="lower")
        <tf.Tensor: shape=(), dtype=float32, numpy=1.0>
    """
    options = {"axis": axis, "method": method, "keepdims": keepdims}
    if method == "linear":
        return keras().ops.quantile(x, q, **options)
    return call_in_layer(keras().ops.quantile, (x, q), options, "op_quantile", "op_quantile")  # Keras drops `method`


@operation
def op_average(x: TensorArg = MISSING, axis: OneAxis | None = None, weights: TensorArg | None = None) -> Any:
    """Compute a weighted mean.

    It computes `sum(x * w) / sum(w)`. Use it if samples have different weights, for example different numbers of cases.

    Args:
        axis: Axis to reduce, counted from 1; negative ones count from the end. NULL: all.
        weights: The weights, with the shape of `x` or the length of the axis; NULL: all 1.

    Example:
        >>> op_average([1.0, 2.0], weights=[3.0, 1.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=1.25>
    """
    if weights is not None:
        _check_weights(x, axis, weights)
    return keras().ops.average(x, axis, weights)


def _check_weights(x: Any, axis: int | None, weights: Any) -> None:
    """Refuse weights of another shape, since TensorFlow would repeat them."""
    shapes = [tuple(x.shape)] if axis is None else [tuple(x.shape), (x.shape[axis],)]
    if not any(_may_be_equal(tuple(weights.shape), shape) for shape in shapes):
        raise errors.bad_argument("op_average", "weights", f"of the shape {' or '.join(map(str, shapes))}", weights)


def _may_be_equal(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(
        size == length or None in (size, length) for size, length in zip(one, other, strict=True)
    )


@keras_op("keras.ops.count_nonzero")
def op_count_nonzero(x: TensorArg = MISSING, axis: Axes | None = None) -> Any:
    """Count the values that are not 0.

    Use it for the length of padded sequences or the number of errors. It counts all values or along axes.

    Example:
        >>> op_count_nonzero([[0, 5], [7, 1]], axis=2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>
    """


@keras_op("keras.ops.logsumexp")
def op_logsumexp(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Return the logarithm of a sum of exponentials.

    It computes `log(sum(exp(x)))` without overflow. Use it to normalize log-probabilities.

    Example:
        >>> op_logsumexp([1000.0, 1000.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=1000.6931762695312>
    """


@keras_op("keras.ops.moments")
def op_moments(
    x: TensorArg = MISSING, axes: Axes = MISSING, keepdims: Bool = False, synchronized: Bool = False
) -> TensorsOut:
    """Return mean and variance.

    Use them to normalize, as layer_batch_normalization() does. The variance divides by n.

    Args:
        axes: Axis or axes to reduce, counted from 1.
        synchronized: Whether to compute over all replicas of a distributed training.

    Returns:
        A list of two tensors: the mean and the variance (of a population: divided by n).

    Example:
        >>> op_moments([[1.0, 10.0], [3.0, 30.0]], axes=1)
        (<tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 2., 20.], dtype=float32)>,
         <tf.Tensor: shape=(2,), dtype=float32, numpy=array([  1., 100.], dtype=float32)>)
    """


@keras_op("keras.ops.norm")
def op_norm(x: TensorArg = MISSING, ord: Order | None = None, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Return a norm of vectors or matrices.

    The default is the Euclidean norm, `sqrt(sum(x^2))`. Use it to measure or clip gradients.

    Args:
        ord: The order: a number, or for matrices also "fro" (Frobenius) or "nuc" (nuclear). NULL: the square root of
            the sum of squares.
        axis: One axis for vectors, or two for matrices, counted from 1. NULL treats `x` as one vector or matrix.

    Example:
        >>> op_norm([3.0, 4.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=5.0>
        >>> op_norm([3.0, 4.0], ord=1)
        <tf.Tensor: shape=(), dtype=float32, numpy=7.0>
    """


@keras_op("keras.ops.cumsum")
def op_cumsum(x: TensorArg = MISSING, axis: OneAxis | None = None, dtype: Dtype | None = None) -> Any:
    """Return cumulative sums.

    For example, c(1, 2, 3) becomes c(1, 3, 6). Use it to turn changes into levels, or probabilities into a distribution
    function.

    Args:
        axis: Axis along which to compute, counted from 1. NULL goes through all values.

    Example:
        >>> op_cumsum([1, 2, 3, 4])
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([ 1,  3,  6, 10], dtype=int32)>
    """


@keras_op("keras.ops.cumprod")
def op_cumprod(x: TensorArg = MISSING, axis: OneAxis | None = None, dtype: Dtype | None = None) -> Any:
    """Return cumulative products.

    For example, c(1, 2, 3) becomes c(1, 2, 6). Use it for growth over time, or for the discounts of rewards.

    Args:
        axis: Axis along which to compute, counted from 1. NULL goes through all values.

    Example:
        >>> op_cumprod([1, 2, 3, 4])
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([ 1,  2,  6, 24], dtype=int32)>
    """


@keras_op("keras.ops.diff")
def op_diff(a: TensorArg = MISSING, n: CountFromZero = 1, axis: OneAxis = -1) -> Any:
    """Return the differences between neighbors.

    It computes `x[i + 1] - x[i]`. Use it to remove the trend of a time series; the result is one element shorter.

    Args:
        a: A tensor, an array, or numbers.
        n: Number of times to take differences.
        axis: Axis along which to compute, counted from 1; -1 is the last.

    Example:
        >>> op_diff([1, 4, 9, 16])
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([3, 5, 7], dtype=int32)>
        >>> op_diff([1, 4, 9, 16], n=2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([2, 2], dtype=int32)>
    """


@operation
def op_histogram(x: TensorArg = MISSING, bins: Count = 10, range: Bounds | None = None) -> TensorsOut:
    """Count values in bins of equal width.

    Use it to look at the distribution of weights or activations. The result is a list: counts, and limits of the bins.

    Args:
        bins: Number of bins.
        range: Lower end of the first bin and upper end of the last; NULL uses the smallest and the largest value.

    Returns:
        A list of two tensors: the number of values in each bin, and the bounds of the bins.

    Example:
        >>> op_histogram([1.0, 2.0, 2.5, 9.0], bins=2)
        [<tf.Tensor: shape=(2,), dtype=float32, numpy=array([3., 1.], dtype=float32)>,
         <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 5., 9.], dtype=float32)>]
    """
    return list(keras().ops.histogram(keras().ops.reshape(x, (-1,)), bins, range))


@keras_op("keras.ops.bincount")
def op_bincount(
    x: WholeTensor = MISSING, weights: TensorArg | None = None, minlength: CountFromZero = 0, sparse: Bool = False
) -> Any:
    """Count the occurrences of each whole number from 0.

    Use it to count classes, or to compute class weights. The first element of the result counts the zeros.

    Args:
        x: Whole numbers from 0; the rows of a matrix are counted separately.
        weights: The weight of each number; NULL: 1.
        minlength: Minimum length of the result.
        sparse: Whether the result is a sparse tensor.

    Returns:
        The counts, starting with that of 0.

    Example:
        >>> op_bincount([0, 1, 1, 3])
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([1, 2, 0, 1], dtype=int32)>
    """


@keras_op("keras.ops.corrcoef")
def op_corrcoef(x: TensorArg = MISSING) -> Any:
    """Return the correlation coefficients of the rows.

    Each row is a variable and each column an observation. In R's `cor()`, columns are variables.

    Example:
        >>> op_corrcoef([[1.0, 2.0, 3.0], [6.0, 4.0, 2.0]])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[ 1., -1.],
               [-1.,  1.]], dtype=float32)>
    """


@keras_op("keras.ops.psnr", joins=True)
def op_psnr(x1: TensorArg = MISSING, x2: TensorArg = MISSING, max_val: Number = MISSING) -> Any:
    """Return the peak signal-to-noise ratio of two images, in decibels.

    It computes `20 * log10(max_val) - 10 * log10(mse)`; higher is better. Use it to rate restored images.

    Args:
        max_val: The largest value that a pixel can have.

    Example:
        >>> op_psnr([0.0, 1.0], [0.0, 0.5], max_val=1.0)
        <tf.Tensor: shape=(), dtype=float32, numpy=9.030900001525879>
    """
