"""Functions that find positions, or take the elements at positions, which count from 1, as in R."""

import math
from dataclasses import replace
from typing import Annotated, Any

from ..engine.loading import keras
from ..messages import errors
from ..r.results import TopK as TopK
from ..signatures.results import TensorList as TensorsOut
from ..signatures.tensor_words import Comparable, Side, TensorArg, WholeTensor
from ..signatures.words import MISSING, Bool, Count, CountFromZero, Dims, Dtype, OneAxis, get_word
from .counting import count_positions, from_one, is_wide, to_one
from .family import counting_operation, joining_operation, keras_op, operation

AxisOrAll = Annotated[Any, replace(get_word(OneAxis), takes_none=True)]


@operation
def op_argmax(
    x: TensorArg = MISSING, axis: OneAxis | None = None, keepdims: Bool = False, zero_indexed: Bool = False
) -> Any:
    """Return the index of the largest value.

    Use it to turn class probabilities into classes. Without `axis` the tensor is read row by row.

    Args:
        axis: Axis along which to look, counted from 1. NULL looks at all elements, row by row.

    Example:
        >>> op_argmax([[1, 5, 2], [7, 0, 3]])
        <tf.Tensor: shape=(), dtype=int32, numpy=4>
        >>> op_argmax([[1, 5, 2], [7, 0, 3]], axis=2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([2, 1], dtype=int32)>
    """
    return to_one(keras().ops.argmax(x, axis, keepdims), zero_indexed)


@operation
def op_argmin(
    x: TensorArg = MISSING, axis: OneAxis | None = None, keepdims: Bool = False, zero_indexed: Bool = False
) -> Any:
    """Return the index of the smallest value.

    Use it to find the nearest of several points. Without `axis` the tensor is read row by row.

    Args:
        axis: Axis along which to look, counted from 1. NULL looks at all elements, row by row.

    Example:
        >>> op_argmin([[1, 5, 2], [7, 0, 3]])
        <tf.Tensor: shape=(), dtype=int32, numpy=5>
        >>> op_argmin([[1, 5, 2], [7, 0, 3]], axis=2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>
    """
    return to_one(keras().ops.argmin(x, axis, keepdims), zero_indexed)


@keras_op("keras.ops.sort")
def op_sort(x: TensorArg = MISSING, axis: AxisOrAll = -1) -> Any:
    """Sort in ascending order.

    It sorts along the last axis by default. Use op_argsort() for the order, or op_top_k() for the largest values only.

    Args:
        axis: Axis along which to sort, counted from 1; -1 is the last. NULL flattens the tensor first.

    Example:
        >>> op_sort([30, 10, 20])
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([10, 20, 30], dtype=int32)>
    """


@operation
def op_argsort(x: TensorArg = MISSING, axis: AxisOrAll = -1, zero_indexed: Bool = False) -> Any:
    """Return the indices that sort a tensor.

    It is R's `order()`. Use it to sort one tensor by another, with op_take_along_axis().

    Args:
        axis: Axis along which to sort, counted from 1; -1 is the last. NULL flattens the tensor first.

    Example:
        >>> op_argsort([30, 10, 20])
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([2, 3, 1], dtype=int32)>
    """
    return to_one(keras().ops.argsort(x, axis), zero_indexed)


@operation
def op_argpartition(
    x: TensorArg = MISSING, kth: CountFromZero = MISSING, axis: AxisOrAll = -1, zero_indexed: Bool = False
) -> Any:
    """Return indices with the k smallest values first.

    The first `kth` indices are those of the smallest values. It is faster than op_argsort() if the order within the two
    parts does not matter.

    Args:
        kth: The position, counted like the indices, that gets the same value as after sorting; smaller values come
            before it and larger ones after it, in any order.
        axis: Axis along which to compute, counted from 1; -1 is the last. NULL flattens the tensor first.

    Example:
        >>> op_argpartition([7, 1, 3, 9], 2)
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([2, 3, 4, 1], dtype=int32)>
    """
    if not (zero_indexed or kth):
        raise errors.bad_argument("op_argpartition", "kth", "a whole number of at least 1", kth)
    ops = keras().ops  # Keras's argpartition() drops fractions and fails with several axes
    x, axis = (ops.ravel(x), -1) if axis is None else (x, axis)
    last, count = ops.moveaxis(x, axis, -1), kth + bool(zero_indexed)
    order = ops.argsort(last, -1)
    parts = ops.concatenate([order[..., :count], ops.flip(order[..., count:], -1)], -1)
    return to_one(ops.moveaxis(parts, -1, axis), zero_indexed)


@operation
def op_top_k(x: TensorArg = MISSING, k: Count = MISSING, sorted: Bool = True, zero_indexed: Bool = False) -> TopK:
    """Return the largest values along the last axis and their indices.

    Use it for the most likely classes, or for beam search. The values are in descending order.

    Args:
        k: Number of values.
        sorted: Whether the values are in descending order.

    Returns:
        A list of two tensors: `values` and `indices`.

    Example:
        >>> op_top_k([1, 9, 4, 7], 2)
        TopK(values=<tf.Tensor: shape=(2,), dtype=int32, numpy=array([9, 7], dtype=int32)>,
         indices=<tf.Tensor: shape=(2,), dtype=int32, numpy=array([2, 4], dtype=int32)>)
    """
    values, indices = keras().ops.top_k(x, k, sorted)
    return TopK(values, to_one(indices, zero_indexed))


@joining_operation
def op_searchsorted(
    sorted_sequence: TensorArg = MISSING,
    values: TensorArg = MISSING,
    side: Side = "left",
    zero_indexed: Bool = False,
) -> Any:
    """Return the indices at which values fit into a sorted vector.

    Use it for lookups in sorted tables and for empirical distribution functions. It uses binary search, so it is fast
    for long tables.

    Args:
        sorted_sequence: A vector in ascending order.
        values: The values.
        side: Whether a value that is already in the vector goes before ("left") or after ("right") it.

    Example:
        >>> op_searchsorted([10, 20, 30], [5, 20, 35])
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 2, 4], dtype=int32)>
        >>> op_searchsorted([10, 20, 30], [5, 20, 35], side="right")
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 3, 4], dtype=int32)>
    """
    ops = keras().ops
    if len(ops.shape(values)) > 0:
        return to_one(ops.searchsorted(sorted_sequence, values, side), zero_indexed)
    found = ops.searchsorted(sorted_sequence, ops.expand_dims(values, 0), side)  # TensorFlow accepts no scalar
    return to_one(ops.squeeze(found, 0), zero_indexed)


@operation
def op_digitize(x: TensorArg = MISSING, bins: TensorArg = MISSING, zero_indexed: Bool = False) -> Any:
    """Return the index of the interval of each value.

    Use it to turn numbers into bins. It is R's `findInterval()` plus 1; layer_discretization() does the same as a
    layer.

    Args:
        bins: The bounds of the intervals, in ascending order. The first interval is below all bounds; every other
            interval begins with a bound.

    Example:
        >>> op_digitize([0.5, 1.0, 7.0], bins=[1.0, 5.0])
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 2, 3], dtype=int32)>
    """
    return to_one(keras().ops.digitize(x, bins), zero_indexed)


@counting_operation
def op_nonzero(x: TensorArg = MISSING) -> Any:
    """Return the indices of values that are not 0.

    Use it to find the positions at which a mask is true. The size of the result depends on the values.

    Returns:
        A matrix with a row for each nonzero value: its positions along the axes, counted from 1.

    Example:
        >>> op_nonzero([[0, 5], [7, 1]])
        <tf.Tensor: shape=(3, 2), dtype=int32, numpy=
        array([[1, 2],
               [2, 1],
               [2, 2]], dtype=int32)>
    """
    return keras().ops.transpose(to_one(_find_nonzero(x)))


def _find_nonzero(x: Any) -> Any:
    found = keras().ops.nonzero(x)
    return keras().ops.stack(found) if isinstance(found, (list, tuple)) else found


@counting_operation
def op_where(condition: TensorArg = MISSING, x1: Comparable | None = None, x2: Comparable | None = None) -> Any:
    """Choose between two values, element by element.

    The result is `x1` where the condition is true and `x2` elsewhere. Use it for masks and piecewise functions.

    Args:
        condition: The condition; values other than 0 count as true.
        x1: The values where the condition is true.
        x2: The values elsewhere. Without `x1` and `x2` the result contains the positions at which `condition` is true:
            a row for each axis, counted from 1.

    Example:
        >>> op_where([True, False], [1, 2], [10, 20])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([ 1, 20], dtype=int32)>
        >>> op_where([0, 3, 0, 8])
        <tf.Tensor: shape=(1, 2), dtype=int32, numpy=array([[2, 4]], dtype=int32)>
    """
    if (x1 is None) != (x2 is None):
        raise errors.missing_argument("op_where", "x1" if x1 is None else "x2")
    return to_one(_find_nonzero(condition)) if x1 is None else keras().ops.where(condition, x1, x2)


@operation
def op_take(
    x: TensorArg = MISSING,
    indices: WholeTensor = MISSING,
    axis: OneAxis | None = None,
    zero_indexed: Bool = False,
) -> Any:
    """Take elements along an axis.

    Use it to look up rows by index, as an embedding does. Negative indices count from the end.

    Args:
        indices: Positions along the axis; negative ones count from the end.
        axis: Axis to take from, counted from 1. NULL flattens the tensor first.

    Example:
        >>> op_take([10, 20, 30], [1, -1])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([10, 30], dtype=int32)>
        >>> op_take([[1, 2, 3], [4, 5, 6]], [3, 1], axis=2)
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[3, 1],
               [6, 4]], dtype=int32)>
    """
    size = count_positions(x, axis)
    return keras().ops.take(x, from_one("op_take", "indices", indices, sizes=size, zero_indexed=zero_indexed), axis)


@operation
def op_take_along_axis(
    x: TensorArg = MISSING,
    indices: WholeTensor = MISSING,
    axis: OneAxis | None = None,
    zero_indexed: Bool = False,
) -> Any:
    """Take elements along an axis, with separate indices for each row.

    Use it with the indices of op_argsort(), or to pick the probability of each sample's class. Unlike in op_take()
    every row has its own indices.

    Args:
        indices: Positions along the axis, of the shape of `x` except for that axis.
        axis: Axis to take from, counted from 1. NULL flattens the tensor first.

    Example:
        >>> op_take_along_axis([[30, 10, 20]], [[2, 3, 1]], axis=2)
        <tf.Tensor: shape=(1, 3), dtype=int32, numpy=array([[10, 20, 30]], dtype=int32)>
    """
    size = count_positions(x, axis)
    places = from_one("op_take_along_axis", "indices", indices, sizes=size, zero_indexed=zero_indexed)
    return keras().ops.take_along_axis(x, places, axis)


@counting_operation
def op_unravel_index(indices: WholeTensor = MISSING, shape: Dims = MISSING) -> TensorsOut:
    """Convert indices into a flat tensor to indices along each axis.

    Use it after op_argmax() over all axes, to find the row and the column. Elements are counted row by row.

    Args:
        indices: The positions, counted from 1, as returned by op_argmax().
        shape: The shape of the tensor.

    Returns:
        A list of tensors, one for each axis: the positions along it, counted from 1.

    Example:
        >>> op_unravel_index([1, 6], (2, 3))
        [<tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>,
         <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 3], dtype=int32)>]
    """
    ops = keras().ops
    places = from_one("op_unravel_index", "indices", indices, from_end=False, sizes=math.prod(shape))
    sizes = [-1 if size is None else size for size in places.shape]
    found = ops.unravel_index(ops.reshape(places, (-1,)), shape)  # Keras is wrong with several axes
    return [to_one(ops.reshape(positions, sizes)) for positions in found]


@operation
def op_one_hot(
    x: WholeTensor = MISSING,
    num_classes: Count = MISSING,
    axis: OneAxis = -1,
    dtype: Dtype | None = None,
    sparse: Bool = False,
    zero_indexed: Bool = False,
) -> Any:
    """Convert class indices to one-hot vectors.

    Use it to compare integer labels with class probabilities. For arrays outside of a model use to_categorical().

    Args:
        x: The classes, whole numbers from 1 to `num_classes`; other values give a vector of zeros.
        axis: Position of the axis of the classes, counted from 1; -1 is the last.
        zero_indexed: Whether classes are counted from 0 instead of 1.

    Example:
        >>> op_one_hot([1, 3], num_classes=3)
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[1., 0., 0.],
               [0., 0., 1.]], dtype=float32)>
    """
    ops = keras().ops
    classes = x if zero_indexed else ops.subtract(x if is_wide(x) else ops.cast(x, "int32"), 1)
    return ops.one_hot(classes, num_classes, axis, dtype, sparse)


@keras_op("keras.ops.multi_hot")
def op_multi_hot(
    inputs: WholeTensor = MISSING,
    num_classes: Count = MISSING,
    axis: OneAxis = -1,
    dtype: Dtype | None = None,
    sparse: Bool = False,
    **options: Any,
) -> Any:
    """Convert several class indices to one vector of zeros and ones.

    Use it for multi-label targets or bags of words. Indices count from 0, and repeated ones make no difference.

    Args:
        inputs: The classes, whole numbers from 0, as in losses, and as R's keras3 has them here.
        axis: The axis of the several classes, counted from 1; -1 is the last.
        **options: Further arguments of `keras.ops.multi_hot()`, by their full names.

    Example:
        >>> op_multi_hot([0, 2], num_classes=4)
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1., 0., 1., 0.], dtype=float32)>
    """
