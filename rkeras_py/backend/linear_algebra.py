"""Products, and functions that change the shape of tensors; axes count from 1."""

import math
from string import ascii_lowercase
from typing import Any

import numpy as np

from ..data.arrays import to_tensor
from ..define import export, operation
from ..engine.loading import keras
from ..graph.lambda_layers import compute_in_layer
from ..messages import errors
from ..r.code import RCode
from ..signatures.object_words import Name
from ..signatures.results import TensorList as TensorsOut
from ..signatures.tensor_words import TensorList
from ..signatures.words import MISSING, ArrayLike, Axis, Count, Int, Labels, Multiples, NewShape

FIRST, FIRST_INTEGER = RCode("1", 0), RCode("1L", 0)


def _count_from_zero(indices: Any, size: int | None) -> Any:
    """Turn indices that count from 1, up to a size, into ones that count from 0."""
    places = np.asarray(indices)
    if size is not None and places.dtype.kind in "iuf" and (places > size).any():
        raise errors.bad_argument("k_gather", "indices", f"whole numbers from 1 to {size}", indices)
    if (places < 1).any() or (places != np.floor(places)).any():
        raise errors.bad_argument("k_gather", "indices", "whole numbers of at least 1", indices)
    return places.astype("int64") - 1


@operation
def k_dot(x: ArrayLike = MISSING, y: ArrayLike = MISSING) -> Any:
    """Multiply matrices, or tensors along the last axis of `x` and the second to last axis of `y`.

    Use it for custom dense layers. Keras 3 calls it op_dot().

    Args:
        y: Another tensor.

    Example:
        >>> k_dot([[1.0, 2.0]], [[3.0], [4.0]])
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[11.]], dtype=float32)>
    """
    return keras().ops.dot(to_tensor(x), to_tensor(y))


@operation
def k_batch_dot(x: ArrayLike = MISSING, y: ArrayLike = MISSING, axes: Axis = MISSING) -> Any:
    """Multiply the tensors of each sample.

    It is `sum(x * y)` for each sample. Use it for attention scores and similarities; layer_dot() does the same as a
    layer.

    Args:
        y: Another tensor, with the same number of samples.
        axes: Axis to sum over, in both tensors or in each; counted from 1 (the batch axis).

    Example:
        >>> x = np.arange(4.0).reshape(2, 2)
        >>> k_batch_dot(x, x, axes=2)
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[ 1.],
               [13.]], dtype=float32)>
    """
    x, y = to_tensor(x), to_tensor(y)
    both = axes if isinstance(axes, list) else [axes, axes]
    if len(both) != 2:
        raise ValueError(f"k_batch_dot(): `axes` should be one axis, or two. Received: {len(both)} axes")
    left, right = ascii_lowercase[: len(x.shape)], "a" + ascii_lowercase[-1 : -len(y.shape) : -1]
    summed, same = _find_summed_letter(left, both[0]), _find_summed_letter(right, both[1])
    right = right.replace(same, summed)
    kept = "a" + (left + right).replace("a", "").replace(summed, "")
    product = keras().ops.einsum(f"{left},{right}->{kept}", x, y)
    return product if len(kept) > 1 else keras().ops.expand_dims(product, -1)


def _find_summed_letter(letters: str, axis: int) -> str:
    rank = len(letters)
    if not axis % rank > 0 or not -rank <= axis < rank:
        raise ValueError(
            f"k_batch_dot(): `axes` should be among the axes 2 to {rank} of the tensor, or -1 for the last; 1 is the "
            f"batch axis. Received: {axis + 1 if axis >= 0 else axis}"
        )
    return letters[axis]


@export(target="keras.ops.transpose")
def k_transpose(x: ArrayLike = MISSING) -> Any:
    """Reverse the order of the axes; for a matrix, swap rows and columns.

    k_permute_dimensions() reorders axes freely. Keras 3 calls it op_transpose().

    Example:
        >>> k_transpose([[1.0, 2.0], [3.0, 4.0]])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 3.],
               [2., 4.]], dtype=float32)>
    """


@operation
def k_permute_dimensions(x: ArrayLike = MISSING, pattern: Axis = MISSING) -> Any:
    """Reorder the axes.

    Use it to move channels or to swap time steps and features. Keras 3 calls it op_transpose().

    Args:
        pattern: The old axes in their new order, counted from 1, e.g. c(1, 3, 2).

    Example:
        >>> k_permute_dimensions(np.array([[[1.0], [2.0], [3.0]]]), [1, 3, 2])
        <tf.Tensor: shape=(1, 1, 3), dtype=float32, numpy=array([[[1., 2., 3.]]], dtype=float32)>
    """
    return keras().ops.transpose(to_tensor(x), pattern if isinstance(pattern, list) else [pattern])


@operation
def k_l2_normalize(x: ArrayLike = MISSING, axis: Axis = None) -> Any:
    """Divide by the Euclidean norm.

    It computes `x / sqrt(sum(x^2))`. The dot product of two such vectors is their cosine similarity.

    Args:
        axis: Axis or axes of the vectors, counted from 1 (the batch axis). NULL: all, one norm for the whole tensor.

    Example:
        >>> k_l2_normalize([3.0, 4.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.6, 0.8], dtype=float32)>
        >>> k_l2_normalize([[3.0, 4.0], [0.0, 2.0]], axis=2)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[0.6, 0.8],
               [0. , 1. ]], dtype=float32)>
    """
    ops = keras().ops
    x = to_tensor(x)
    squares = ops.sum(ops.square(x), axis=axis, keepdims=True)
    return x * ops.rsqrt(ops.maximum(squares, 1e-12))


@export(target="keras.ops.reshape")
def k_reshape(x: ArrayLike = MISSING, shape: NewShape = MISSING) -> Any:
    """Change the shape, in row-major order.

    The number of values must stay the same; one size may be -1. Keras 3 calls it op_reshape().

    Args:
        shape: The new shape, with the batch axis; -1 is computed from the others.

    Example:
        >>> k_reshape([1.0, 2.0, 3.0, 4.0], [2, -1])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 2.],
               [3., 4.]], dtype=float32)>
    """


@operation
def k_flatten(x: ArrayLike = MISSING) -> Any:
    """Change the shape to one axis.

    Values keep their row-major order. The batch axis is merged, too; k_batch_flatten() keeps it.

    Example:
        >>> k_flatten([[1.0, 2.0], [3.0, 4.0]])
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1., 2., 3., 4.], dtype=float32)>
    """
    return keras().ops.reshape(to_tensor(x), (-1,))


@operation
def k_batch_flatten(x: ArrayLike = MISSING) -> Any:
    """Change the shape to two axes, of which the first is the batch axis.

    Use it in custom layers before k_dot(). layer_flatten() does the same as a layer.

    Example:
        >>> k_batch_flatten(np.arange(4.0).reshape(1, 2, 2))
        <tf.Tensor: shape=(1, 4), dtype=float32, numpy=array([[0., 1., 2., 3.]], dtype=float32)>
    """
    x = to_tensor(x)
    inner = [*x.shape][1:]
    if None in inner:
        return compute_in_layer(
            lambda value: keras().ops.reshape(value, (keras().ops.shape(value)[0], -1)), x, "batch_flatten"
        )
    return keras().ops.reshape(x, (-1, math.prod(inner)))


@operation
def k_expand_dims(x: ArrayLike = MISSING, axis: Axis = -1) -> Any:
    """Add an axis of size 1.

    Use it to add a batch or channel axis, or for broadcasting. Keras 3 calls it op_expand_dims().

    Args:
        axis: Position of the new axis, counted from 1; -1 is the last.

    Example:
        >>> k_expand_dims([1.0, 2.0], axis=1)
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[1., 2.]], dtype=float32)>
    """
    return keras().ops.expand_dims(to_tensor(x), axis)


@export(target="keras.ops.squeeze")
def k_squeeze(x: ArrayLike = MISSING, axis: Axis = None) -> Any:
    """Remove axes of size 1.

    Use it to remove a channel axis of size 1. Keras 3 calls it op_squeeze().

    Args:
        axis: The axes to remove, counted from 1 (the batch axis). NULL: all of size 1.

    Example:
        >>> k_squeeze(k_constant([[1.0], [2.0], [3.0]]), axis=2)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 2., 3.], dtype=float32)>
    """


@operation
def k_concatenate(tensors: TensorList = MISSING, axis: Axis = -1) -> Any:
    """Join tensors along an existing axis.

    All other axes must have the same sizes. k_stack() adds a new axis. See also op_concatenate().

    Args:
        tensors: A list of tensors.
        axis: The axis, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> k_concatenate([k_constant([1.0, 2.0]), k_constant([3.0, 4.0])])
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1., 2., 3., 4.], dtype=float32)>
        >>> k_int_shape(k_concatenate([k_zeros([2, 3]), k_zeros([2, 4])], axis=2))
        (2, 7)
    """
    return keras().ops.concatenate(tensors, axis)


@operation
def k_stack(x: TensorList = MISSING, axis: Axis = FIRST) -> Any:
    """Join tensors of the same shape along a new axis.

    Use it to combine samples into a batch. See also op_stack().

    Args:
        x: A list of tensors.
        axis: Position of the new axis, counted from 1.

    Example:
        >>> k_stack([k_constant([1.0, 2.0]), k_constant([3.0, 4.0])])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 2.],
               [3., 4.]], dtype=float32)>
        >>> k_stack([k_constant([1.0, 2.0]), k_constant([3.0, 4.0])], axis=2)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 3.],
               [2., 4.]], dtype=float32)>
    """
    return keras().ops.stack(x, axis)


@operation
def k_unstack(
    x: ArrayLike = MISSING, axis: Axis = FIRST_INTEGER, num: Count | None = None, name: Name | None = None
) -> TensorsOut:
    """Split a tensor along an axis into a list.

    It is the inverse of k_stack(). See also op_unstack().

    Args:
        axis: The axis, counted from 1 (the batch axis).
        num: Size of the axis, if it is unknown.
        name: Ignored; kept for R keras.

    Returns:
        A list of tensors.

    Example:
        >>> columns = k_unstack([[1.0, 2.0], [3.0, 4.0]], axis=2)
        >>> columns[0]
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 3.], dtype=float32)>
    """
    return list(keras().ops.unstack(to_tensor(x), num, axis))


@operation
def k_gather(reference: ArrayLike = MISSING, indices: ArrayLike = MISSING) -> Any:
    """Take elements along the first axis.

    Use it to look up rows of a matrix by index, as an embedding does. See also op_take().

    Args:
        reference: The tensor from which to take elements.
        indices: The positions: numbers and arrays count from 1, tensors from 0 (as in R keras).

    Example:
        >>> k_gather([10.0, 20.0, 30.0], [3, 1])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([30., 10.], dtype=float32)>
    """
    ops = keras().ops
    places, table = to_tensor(indices), to_tensor(reference)
    if places is not indices:
        places = _count_from_zero(indices, table.shape[0] if len(table.shape) else None)
    return ops.take(table, places, axis=0)


@operation
def k_one_hot(indices: Labels = MISSING, num_classes: Count = MISSING) -> Any:
    """Convert class indices to one-hot vectors.

    For arrays outside of a model use to_categorical(). See also op_one_hot().

    Args:
        indices: The classes, whole numbers from 0.
        num_classes: Number of classes.

    Example:
        >>> k_one_hot([0, 2], num_classes=3)
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[1., 0., 0.],
               [0., 0., 1.]], dtype=float32)>
    """
    classes = to_tensor(indices)
    known = classes.numpy() if hasattr(classes, "numpy") else np.zeros(1)
    if known.dtype.kind == "f" and (known != np.floor(known)).any():
        raise errors.bad_argument("k_one_hot", "indices", "whole numbers from 0", indices)
    is_whole = "int" in keras().backend.standardize_dtype(classes.dtype)
    return keras().ops.one_hot(classes if is_whole else keras().ops.cast(classes, "int32"), num_classes)


@export(target="keras.ops.tile")
def k_tile(x: ArrayLike = MISSING, n: Multiples = MISSING) -> Any:
    """Repeat a whole tensor along its axes.

    The whole tensor is repeated; k_repeat_elements() repeats each element. See also op_tile().

    Args:
        n: Number of repetitions along each axis.

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> k_tile([1.0, 2.0], 3)
        <tf.Tensor: shape=(6,), dtype=float32, numpy=array([1., 2., 1., 2., 1., 2.], dtype=float32)>
    """


@operation
def k_repeat(x: ArrayLike = MISSING, n: Int = MISSING) -> Any:
    """Repeat each row n times along a new second axis.

    Use it to pass one vector to each time step. layer_repeat_vector() does the same as a layer.

    Args:
        x: A matrix: (samples, features).
        n: Number of repetitions.

    Example:
        >>> k_repeat([[1.0, 2.0]], 2)
        <tf.Tensor: shape=(1, 2, 2), dtype=float32, numpy=
        array([[[1., 2.],
                [1., 2.]]], dtype=float32)>
    """
    return keras().ops.repeat(keras().ops.expand_dims(to_tensor(x), 1), n, axis=1)


@operation
def k_repeat_elements(x: ArrayLike = MISSING, rep: Count = MISSING, axis: Axis = MISSING) -> Any:
    """Repeat each element along an axis.

    For example, c(1, 2) becomes c(1, 1, 2, 2). k_tile() repeats the whole tensor. See also op_repeat().

    Args:
        rep: Number of repetitions.
        axis: The axis, counted from 1 (the batch axis).

    Example:
        >>> k_repeat_elements([1.0, 2.0], rep=2, axis=1)
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1., 1., 2., 2.], dtype=float32)>
    """
    return keras().ops.repeat(to_tensor(x), rep, axis=axis)


@operation
def k_reverse(x: ArrayLike = MISSING, axes: Axis = MISSING) -> Any:
    """Reverse the order along axes.

    Use it to reverse sequences. See also op_flip().

    Args:
        axes: The axis or axes, counted from 1 (the batch axis).

    Example:
        >>> k_reverse([1.0, 2.0, 3.0], axes=1)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([3., 2., 1.], dtype=float32)>
    """
    return keras().ops.flip(to_tensor(x), axes)
