"""Functions that reduce axes, or go along them."""

from typing import Any

from ..engine.loading import keras
from ..graph.lambda_layers import call_in_layer
from ..signatures.results import TensorList as TensorsOut
from ..signatures.tensor_words import Axes, Order, Probabilities, QuantileMethod, TensorArg, WholeTensor
from ..signatures.words import MISSING, Bool, Bounds, Count, CountFromZero, Dtype, Number, OneAxis
from .family import keras_op, operation


@keras_op("keras.ops.sum")
def op_sum(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Add up.

    Example:
        >>> op_sum([[1, 2], [3, 4]], axis=1)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([4, 6], dtype=int32)>
    """


@keras_op("keras.ops.prod")
def op_prod(
    x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False, dtype: Dtype | None = None
) -> Any:
    """Multiply all values."""


@keras_op("keras.ops.mean")
def op_mean(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Compute the mean."""


@keras_op("keras.ops.max")
def op_max(
    x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False, initial: Number | None = None
) -> Any:
    """Return the largest value.

    Args:
        initial: A value that the result has at least, or NULL.
    """


@keras_op("keras.ops.min")
def op_min(
    x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False, initial: Number | None = None
) -> Any:
    """Return the smallest value.

    Args:
        initial: A value that the result has at most, or NULL.
    """


@keras_op("keras.ops.all")
def op_all(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Test whether all values are true (not 0)."""


@keras_op("keras.ops.any")
def op_any(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Test whether any value is true (not 0)."""


@keras_op("keras.ops.var")
def op_var(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Return the variance (of a population: divided by n)."""


@keras_op("keras.ops.std")
def op_std(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Return the standard deviation (of a population: divided by n)."""


@keras_op("keras.ops.median")
def op_median(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Return the median."""


@operation
def op_quantile(
    x: TensorArg = MISSING,
    q: Probabilities = MISSING,
    axis: Axes | None = None,
    method: QuantileMethod = "linear",
    keepdims: Bool = False,
) -> Any:
    """Return quantiles.

    Args:
        q: A probability (0 to 1), or several, which make a first axis.
        method: Where a quantile lies between two values: "linear" takes a point between them, "lower", "higher" and
            "nearest" take one of them, "midpoint" their mean.

    Differences:
        Called on a symbolic tensor, a method other than "linear" makes a layer that no file can describe: save the
        weights of such a model.
    """
    options = {"axis": axis, "method": method, "keepdims": keepdims}
    if method == "linear":
        return keras().ops.quantile(x, q, **options)
    return call_in_layer(keras().ops.quantile, (x, q), options, "op_quantile", "op_quantile")  # Keras's own forgets it


@keras_op("keras.ops.average")
def op_average(x: TensorArg = MISSING, axis: OneAxis | None = None, weights: TensorArg | None = None) -> Any:
    """Compute a weighted mean.

    Args:
        axis: Axis to reduce, counted from 1; negative ones count from the end. NULL: all.
        weights: The weights, of the shape of `x` or as many as the axis has; NULL: all 1.
    """


@keras_op("keras.ops.count_nonzero")
def op_count_nonzero(x: TensorArg = MISSING, axis: Axes | None = None) -> Any:
    """Count the values that are not 0."""


@keras_op("keras.ops.logsumexp")
def op_logsumexp(x: TensorArg = MISSING, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Return `log(sum(exp(x)))`, without overflow."""


@keras_op("keras.ops.moments")
def op_moments(
    x: TensorArg = MISSING, axes: Axes = MISSING, keepdims: Bool = False, synchronized: Bool = False
) -> TensorsOut:
    """Return mean and variance.

    Args:
        axes: Axis or axes to reduce, counted from 1.
        synchronized: Whether to compute over all replicas of a distributed training.

    Returns:
        A list of two tensors: the mean and the variance (of a population: divided by n).
    """


@keras_op("keras.ops.norm")
def op_norm(x: TensorArg = MISSING, ord: Order | None = None, axis: Axes | None = None, keepdims: Bool = False) -> Any:
    """Return a norm of vectors or matrices.

    Args:
        ord: The order: a number; of matrices "fro" (Frobenius) or "nuc" (nuclear) too. NULL: the square root of the sum
            of squares.
        axis: One axis, of vectors, or two, of matrices, counted from 1. NULL takes all of `x` as a vector or a matrix.
    """


@keras_op("keras.ops.cumsum")
def op_cumsum(x: TensorArg = MISSING, axis: OneAxis | None = None, dtype: Dtype | None = None) -> Any:
    """Add up step by step.

    Args:
        axis: Axis to go along, counted from 1. NULL goes through all values.
    """


@keras_op("keras.ops.cumprod")
def op_cumprod(x: TensorArg = MISSING, axis: OneAxis | None = None, dtype: Dtype | None = None) -> Any:
    """Multiply step by step.

    Args:
        axis: Axis to go along, counted from 1. NULL goes through all values.
    """


@keras_op("keras.ops.diff")
def op_diff(a: TensorArg = MISSING, n: CountFromZero = 1, axis: OneAxis = -1) -> Any:
    """Return differences of neighbours.

    Args:
        a: A tensor, an array, or numbers.
        n: How many times to take differences.
        axis: Axis to go along, counted from 1; -1 is the last.
    """


@operation
def op_histogram(x: TensorArg = MISSING, bins: Count = 10, range: Bounds | None = None) -> TensorsOut:
    """Count values in bins of one width.

    Args:
        bins: How many bins.
        range: Where the first bin begins and the last one ends; NULL takes the smallest and the largest value.

    Returns:
        A list of two tensors: how many values each bin has, and the bounds of the bins.
    """
    return list(keras().ops.histogram(keras().ops.reshape(x, (-1,)), bins, range))


@keras_op("keras.ops.bincount")
def op_bincount(
    x: WholeTensor = MISSING, weights: TensorArg | None = None, minlength: CountFromZero = 0, sparse: Bool = False
) -> Any:
    """Count how often each whole number from 0 on occurs.

    Args:
        x: Whole numbers from 0 on; in a matrix each row is counted by itself.
        weights: What each number counts; NULL: 1.
        minlength: How many counts there are at least.
        sparse: Whether the result is a sparse tensor.

    Returns:
        The counts: that of 0 first.
    """


@keras_op("keras.ops.corrcoef")
def op_corrcoef(x: TensorArg = MISSING) -> Any:
    """Return the correlation coefficients of the rows."""


@keras_op("keras.ops.psnr")
def op_psnr(x1: TensorArg = MISSING, x2: TensorArg = MISSING, max_val: Number = MISSING) -> Any:
    """Return the peak signal-to-noise ratio of two images, in decibels.

    Args:
        max_val: The largest value that a pixel can have.
    """
