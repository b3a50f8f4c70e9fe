"""Functions that reshape tensors or reorder their axes."""

import re
from typing import Any

from ...engine.loading import keras
from ...messages import errors
from ...r.code import RCode
from ...signatures.tensor_words import Axes, Sizes, TensorArg, WholeArray
from ...signatures.words import INT, MISSING, Int, OneAxis, Str, convert_value
from ..family import keras_op, operation


@operation
def op_reshape(x: TensorArg = MISSING, newshape: Sizes = MISSING) -> Any:
    """Change the shape of a tensor.

    Use it to turn images into vectors or to split an axis into two. Elements keep their row-major order.

    Args:
        newshape: The new shape; one size can be NA or -1 and is then computed from the others.

    Example:
        >>> op_reshape([1, 2, 3, 4, 5, 6], (2, 3))
        <tf.Tensor: shape=(2, 3), dtype=int32, numpy=
        array([[1, 2, 3],
               [4, 5, 6]], dtype=int32)>
        >>> op_reshape([1, 2, 3, 4, 5, 6], (3, -1))
        <tf.Tensor: shape=(3, 2), dtype=int32, numpy=
        array([[1, 2],
               [3, 4],
               [5, 6]], dtype=int32)>
    """
    return keras().ops.reshape(x, newshape)


@keras_op("keras.ops.ravel")
def op_ravel(x: TensorArg = MISSING) -> Any:
    """Flatten a tensor to one axis.

    Elements keep their row-major order; the batch axis is merged, too. For other shapes use op_reshape().

    Example:
        >>> op_ravel([[1, 2], [3, 4]])
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([1, 2, 3, 4], dtype=int32)>
    """


@keras_op("keras.ops.expand_dims")
def op_expand_dims(x: TensorArg = MISSING, axis: Axes = MISSING) -> Any:
    """Add axes of size 1.

    Use it to add a batch or channel axis, or for broadcasting. A model needs a batch axis even for one sample.

    Args:
        axis: Position of the new axis or axes, counted from 1; -1 is the last.

    Example:
        >>> op_expand_dims([1, 2, 3], axis=1)
        <tf.Tensor: shape=(1, 3), dtype=int32, numpy=array([[1, 2, 3]], dtype=int32)>
        >>> op_expand_dims([1, 2, 3], axis=-1)
        <tf.Tensor: shape=(3, 1), dtype=int32, numpy=
        array([[1],
               [2],
               [3]], dtype=int32)>
    """


@keras_op("keras.ops.squeeze")
def op_squeeze(x: TensorArg = MISSING, axis: Axes | None = None) -> Any:
    """Remove axes of size 1.

    Use it to remove a channel axis of size 1. Specify the axis if the batch can have a single sample, because its axis
    would be removed, too.

    Args:
        axis: The axes, counted from 1. NULL: all.

    Example:
        >>> op_squeeze([[1, 2, 3]])
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 2, 3], dtype=int32)>
    """


@keras_op("keras.ops.transpose")
def op_transpose(x: TensorArg = MISSING, axes: Axes | None = None) -> Any:
    """Reorder axes.

    Use it to move channels, or to swap time steps and features. Without `axes` it reverses them.

    Args:
        axes: The new order of the axes, counted from 1. NULL reverses their order.

    Example:
        >>> op_transpose([[1, 2, 3], [4, 5, 6]])
        <tf.Tensor: shape=(3, 2), dtype=int32, numpy=
        array([[1, 4],
               [2, 5],
               [3, 6]], dtype=int32)>
        >>> op_shape(op_transpose(op_ones((2, 3, 4)), axes=(1, 3, 2)))
        (2, 4, 3)
    """


@keras_op("keras.ops.swapaxes")
def op_swapaxes(x: TensorArg = MISSING, axis1: OneAxis = MISSING, axis2: OneAxis = MISSING) -> Any:
    """Swap two axes.

    Use it to transpose the matrices of a batch. op_transpose() reorders all axes, op_moveaxis() moves some.

    Example:
        >>> batch = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
        >>> op_swapaxes(batch, 2, 3)
        <tf.Tensor: shape=(1, 3, 2), dtype=float32, numpy=
        array([[[1., 4.],
                [2., 5.],
                [3., 6.]]], dtype=float32)>
    """


@keras_op("keras.ops.moveaxis")
def op_moveaxis(x: TensorArg = MISSING, source: Axes = MISSING, destination: Axes = MISSING) -> Any:
    """Move axes; the others stay in order.

    Use it to move the channels to the end or to the front. op_swapaxes() swaps two axes instead.

    Args:
        source: The axes to move, counted from 1.
        destination: Their new positions, counted from 1.

    Example:
        >>> channels_first = np.array([[[1.0, 2.0]], [[10.0, 20.0]]])
        >>> op_moveaxis(channels_first, 1, -1)
        <tf.Tensor: shape=(1, 2, 2), dtype=float32, numpy=
        array([[[ 1., 10.],
                [ 2., 20.]]], dtype=float32)>
    """


@keras_op("keras.ops.broadcast_to")
def op_broadcast_to(x: TensorArg = MISSING, shape: Sizes = MISSING) -> Any:
    """Broadcast a tensor to a shape.

    Arithmetic broadcasts automatically; use this function if you need the full tensor. Only axes of size 1, and new
    axes in front, are repeated.

    Args:
        shape: The shape.

    Example:
        >>> op_broadcast_to([1, 2, 3], (2, 3))
        <tf.Tensor: shape=(2, 3), dtype=int32, numpy=
        array([[1, 2, 3],
               [1, 2, 3]], dtype=int32)>
    """


@keras_op("keras.ops.flip")
def op_flip(x: TensorArg = MISSING, axis: Axes | None = None) -> Any:
    """Reverse the order along axes.

    Use it to mirror images or to reverse sequences. It is R's `rev()` for a vector.

    Args:
        axis: The axes, counted from 1. NULL: all.

    Example:
        >>> op_flip([[1, 2], [3, 4]], axis=1)
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[3, 4],
               [1, 2]], dtype=int32)>
    """


@keras_op("keras.ops.roll")
def op_roll(x: TensorArg = MISSING, shift: WholeArray = MISSING, axis: Axes | None = None) -> Any:
    """Shift elements along axes, with wrap-around.

    Elements that move past the end reappear at the beginning. Use it to shift a signal or an image, for example for
    lagged copies. A negative `shift` moves toward the beginning.

    Args:
        shift: Number of positions along each of the axes.
        axis: The axes, counted from 1. NULL shifts through all elements.

    Example:
        >>> op_roll([1, 2, 3, 4], 1)
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([4, 1, 2, 3], dtype=int32)>
    """


@keras_op("keras.ops.rot90")
def op_rot90(array: TensorArg = MISSING, k: Int = 1, axes: Axes = RCode("list(1L, 2L)", (0, 1))) -> Any:
    """Rotate by right angles in the plane of two axes.

    Use it to rotate images by multiples of 90 degrees, for example as an augmentation. The rotation is
    counterclockwise.

    Args:
        array: A tensor, an array, or numbers, of at least two axes.
        k: Number of right angles, counterclockwise.
        axes: The two axes, counted from 1.

    Example:
        >>> op_rot90([[1, 2], [3, 4]])
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[2, 4],
               [1, 3]], dtype=int32)>
    """


@operation
def op_rearrange(tensor: TensorArg = MISSING, pattern: Str = MISSING, **options: Any) -> Any:
    """Reorder, split and join axes according to a pattern.

    A pattern such as "b (h w) c -> b c h w" names the axes, as in the Python package einops. Use it for patches and
    attention heads.

    Args:
        tensor: A tensor, an array, or numbers.
        pattern: The names of the axes before and after; parentheses join axes.
        options: Sizes of axes by their names in the pattern, such as h = 4, if they cannot be inferred.

    Example:
        >>> op_rearrange([1, 2, 3, 4, 5, 6], "(h w) -> w h", h=2)
        <tf.Tensor: shape=(3, 2), dtype=int32, numpy=
        array([[1, 4],
               [2, 5],
               [3, 6]], dtype=int32)>
    """
    names = re.findall(r"\w+", pattern)
    errors.check_options("op_rearrange", options, ("tensor", "pattern"), names)
    sizes = {name: convert_value("op_rearrange", name, INT, size, MISSING) for name, size in options.items()}
    return keras().ops.rearrange(tensor, pattern, **sizes)
