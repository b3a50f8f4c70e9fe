"""Functions that join, split, repeat and pad tensors."""

from typing import Any

import numpy as np

from ...engine.loading import keras
from ...messages import errors
from ...signatures.results import TensorList as TensorsOut
from ...signatures.tensor_words import Axes, Operand, TensorArg, TensorList, WholeArray
from ...signatures.words import MISSING, Index, Int, OneAxis, Str, Value, convert_value, get_word
from ..counting import count_positions
from ..family import FIRST, counting_operation, keras_op, operation

TENSORS, INDEX = get_word(TensorList), get_word(Index)


@keras_op("keras.ops.concatenate")
def op_concatenate(xs: TensorList = MISSING, axis: Axes = 1) -> Any:
    """Join tensors along an axis.

    All other axes must have the same sizes. op_stack() adds a new axis.

    Example:
        >>> op_concatenate([op_zeros((2, 1)), op_ones((2, 2))], axis=2)
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[0., 1., 1.],
               [0., 1., 1.]], dtype=float32)>
    """


@operation
def op_stack(x: TensorList = MISSING, axis: OneAxis = FIRST) -> Any:
    """Join tensors of the same shape along a new axis.

    Use it to combine samples into a batch. op_concatenate() joins along an existing axis.

    Args:
        x: A list of tensors.
        axis: Position of the new axis, counted from 1.

    Example:
        >>> op_stack([[1, 2], [3, 4]])
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[1, 2],
               [3, 4]], dtype=int32)>
        >>> op_stack([[1, 2], [3, 4]], axis=2)
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[1, 3],
               [2, 4]], dtype=int32)>
    """
    return keras().ops.stack(x, axis)


@keras_op("keras.ops.append")
def op_append(x1: TensorArg = MISSING, x2: TensorArg = MISSING, axis: OneAxis | None = None) -> Any:
    """Append a tensor to another.

    It is op_concatenate() for two tensors. Without an axis both are flattened.

    Args:
        axis: Axis along which to append, counted from 1. NULL flattens both tensors first.

    Example:
        >>> op_append([1, 2], [3])
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 2, 3], dtype=int32)>
    """


@operation
def op_hstack(xs: Value = MISSING, *dots: Any) -> Any:
    """Join tensors along the second axis, or along the first if they have only one.

    It is R's `cbind()` for matrices; vectors are joined as R's `c()` does. Use it to add columns of features.

    Args:
        xs: A list of tensors, or the first of several.
        dots: Further tensors.

    Example:
        >>> op_hstack([1, 2], [3, 4])
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([1, 2, 3, 4], dtype=int32)>
    """
    return keras().ops.hstack(_take_several("op_hstack", xs, dots))


@operation
def op_vstack(xs: Value = MISSING, *dots: Any) -> Any:
    """Join tensors along the first axis; a vector is a row.

    It is R's `rbind()` for matrices and vectors. Use it to add rows of samples.

    Args:
        xs: A list of tensors, or the first of several.
        dots: Further tensors.

    Example:
        >>> op_vstack([1, 2], [3, 4])
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[1, 2],
               [3, 4]], dtype=int32)>
    """
    ops = keras().ops
    parts = [ops.reshape(one, (1, -1)) if len(one.shape) < 2 else one for one in _take_several("op_vstack", xs, dots)]
    return ops.vstack(parts)  # on TensorFlow, Keras's vstack() would join vectors to one vector


def _take_several(function: str, first: Any, others: tuple[Any, ...]) -> Any:
    return convert_value(function, "xs", TENSORS, [first, *others] if others else first, MISSING)


@counting_operation
def op_split(x: TensorArg = MISSING, indices_or_sections: WholeArray = MISSING, axis: OneAxis = FIRST) -> TensorsOut:
    """Split a tensor into parts along an axis.

    Use it to separate features, or the gates of a recurrent cell. A number gives the number of equal parts; indices
    give the starts of the parts.

    Args:
        indices_or_sections: A whole number: the number of parts of equal size. Several numbers, or a list: the start of
            each part except the first, counted from 1, so that c(3, 6) returns elements 1 and 2, elements 3 to 5, and
            the rest.
        axis: Axis along which to split, counted from 1.

    Returns:
        A list of tensors.

    Example:
        >>> op_split([1, 2, 3, 4], 2)
        [<tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>,
         <tf.Tensor: shape=(2,), dtype=int32, numpy=array([3, 4], dtype=int32)>]
        >>> op_split([1, 2, 3, 4], (2, 4))
        [<tf.Tensor: shape=(1,), dtype=int32, numpy=array([1], dtype=int32)>,
         <tf.Tensor: shape=(2,), dtype=int32, numpy=array([2, 3], dtype=int32)>,
         <tf.Tensor: shape=(1,), dtype=int32, numpy=array([4], dtype=int32)>]
    """
    size = count_positions(x, axis)
    if not isinstance(indices_or_sections, tuple):
        if size and (indices_or_sections < 1 or size % indices_or_sections):
            expected = f"a number that divides the size of the axis, {size}"
            raise errors.bad_argument("op_split", "indices_or_sections", expected, indices_or_sections)
        return list(keras().ops.split(x, indices_or_sections, axis))
    starts = [convert_value("op_split", "indices_or_sections", INDEX, one, MISSING) for one in indices_or_sections]
    starts = [size + start if size and start < 0 else start for start in starts]
    bounds = [0, *starts] if size is None else [0, *starts, size]
    if bounds != sorted(bounds):
        limit = "" if size is None else f" up to {size + 1}"
        expected = f"whole numbers in increasing order{limit}"
        raise errors.bad_argument("op_split", "indices_or_sections", expected, indices_or_sections)
    return list(keras().ops.split(x, starts, axis))


@operation
def op_unstack(x: TensorArg = MISSING, num: Int | None = None, axis: OneAxis = FIRST) -> TensorsOut:
    """Split a tensor into a list of slices along an axis.

    It is the inverse of op_stack(): the axis is removed.

    Args:
        num: Number of tensors; NULL uses the size of the axis.
        axis: Axis along which to split, counted from 1.

    Returns:
        A list of tensors.

    Example:
        >>> op_unstack([[1, 2], [3, 4]])
        [<tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>,
         <tf.Tensor: shape=(2,), dtype=int32, numpy=array([3, 4], dtype=int32)>]
    """
    size = count_positions(x, axis)
    if None not in (num, size) and num != size:
        raise errors.bad_argument("op_unstack", "num", f"the size of the axis, {size}, or left out", num)
    return list(keras().ops.unstack(x, num, axis))


@keras_op("keras.ops.repeat")
def op_repeat(x: TensorArg = MISSING, repeats: WholeArray = MISSING, axis: OneAxis | None = None) -> Any:
    """Repeat each element.

    For example, c(1, 2) becomes c(1, 1, 2, 2). op_tile() repeats the whole tensor.

    Args:
        repeats: Number of repetitions: a whole number, or one for each element along the axis.
        axis: Axis along which to repeat, counted from 1. NULL flattens the tensor first.

    Example:
        >>> op_repeat([1, 2], 2)
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([1, 1, 2, 2], dtype=int32)>
        >>> op_repeat([[1, 2], [3, 4]], (1, 2), axis=1)
        <tf.Tensor: shape=(3, 2), dtype=int32, numpy=
        array([[1, 2],
               [3, 4],
               [3, 4]], dtype=int32)>
    """


@keras_op("keras.ops.tile")
def op_tile(x: TensorArg = MISSING, repeats: WholeArray = MISSING) -> Any:
    """Repeat a whole tensor.

    For example, c(1, 2) becomes c(1, 2, 1, 2). op_repeat() repeats each element.

    Args:
        repeats: Number of repetitions along each axis.

    Example:
        >>> op_tile([1, 2], 2)
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([1, 2, 1, 2], dtype=int32)>
    """


@operation
def op_pad(
    x: TensorArg = MISSING,
    pad_width: WholeArray = MISSING,
    mode: Str = "constant",
    constant_values: Operand | None = None,
) -> Any:
    """Add values around a tensor.

    Use it to pad sequences or images to the same size. "constant" adds one value, "reflect" and "symmetric" mirror
    the ends.

    Args:
        pad_width: Number of values before and after: list(c(1, 2), c(0, 0)) or a matrix has a pair for each axis; a
            single pair applies to all axes, a single number to all ends.
        mode: "constant", "reflect", "symmetric", or another mode of Keras.
        constant_values: The padding value if `mode` is "constant"; NULL: 0.

    Example:
        >>> op_pad([1, 2], (1, 2))
        <tf.Tensor: shape=(5,), dtype=int32, numpy=array([0, 1, 2, 0, 0], dtype=int32)>
        >>> op_pad([1, 2, 3], 2, mode="reflect")
        <tf.Tensor: shape=(7,), dtype=int32, numpy=array([3, 2, 1, 2, 3, 2, 1], dtype=int32)>
    """
    widths = np.broadcast_to(pad_width, (len(x.shape), 2)).tolist()
    return keras().ops.pad(x, widths, mode, constant_values)
