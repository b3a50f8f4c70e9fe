"""Products of vectors, matrices and tensors."""

from typing import Any

from ..engine.loading import keras
from ..r.code import RCode
from ..signatures.tensor_words import PairedAxes, TensorArg
from ..signatures.words import MISSING, OneAxis, Str, convert_value, get_word
from .family import keras_op, operation

TENSOR = get_word(TensorArg)
TWO = RCode("3L", 2)
"""Two axes, as R's keras3 counts them."""


@keras_op("keras.ops.matmul")
def op_matmul(x1: TensorArg = MISSING, x2: TensorArg = MISSING) -> Any:
    """Multiply matrices; further axes in front are batches.

    It is R's `%*%` for each matrix of a batch. `x1` must have as many columns as `x2` has rows.

    Example:
        >>> op_matmul([[1, 2], [3, 4]], [[1], [10]])
        <tf.Tensor: shape=(2, 1), dtype=int32, numpy=
        array([[21],
               [43]], dtype=int32)>
    """


@keras_op("keras.ops.dot")
def op_dot(x1: TensorArg = MISSING, x2: TensorArg = MISSING) -> Any:
    """Multiply along the last axis of the first tensor and the second to last axis of the second.

    For vectors it is `sum(x1 * x2)`, for matrices R's `%*%`. For batches of matrices use op_matmul().

    Example:
        >>> op_dot([1, 2, 3], [1, 10, 100])
        <tf.Tensor: shape=(), dtype=int32, numpy=321>
    """


@keras_op("keras.ops.vdot")
def op_vdot(x1: TensorArg = MISSING, x2: TensorArg = MISSING) -> Any:
    """Return the dot product of two tensors of the same shape, with the first one conjugated.

    It computes `sum(Conj(x1) * x2)` over all elements, one number. Use it for complex vectors, and for the inner
    product of two matrices; for real vectors op_dot() gives the same.

    Example:
        >>> op_vdot([[1, 2], [3, 4]], [[1, 0], [0, 1]])
        <tf.Tensor: shape=(), dtype=int32, numpy=5>
    """


@keras_op("keras.ops.inner")
def op_inner(x1: TensorArg = MISSING, x2: TensorArg = MISSING) -> Any:
    """Multiply along the last axes of two tensors.

    For vectors it is `sum(x1 * x2)`; for matrices it is `x1 %*% t(x2)`. Use it for similarities of rows.

    Example:
        >>> op_inner([[1, 2], [3, 4]], [1, 10])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([21, 43], dtype=int32)>
    """


@keras_op("keras.ops.outer")
def op_outer(x1: TensorArg = MISSING, x2: TensorArg = MISSING) -> Any:
    """Multiply each element of a vector by each element of another.

    It computes `x1[i] * x2[j]` for all pairs, as R's `outer()` does. Use it for tables of products and for matrices of
    rank 1.

    Example:
        >>> op_outer([1, 2], [1, 10, 100])
        <tf.Tensor: shape=(2, 3), dtype=int32, numpy=
        array([[  1,  10, 100],
               [  2,  20, 200]], dtype=int32)>
    """


@keras_op("keras.ops.cross")
def op_cross(
    x1: TensorArg = MISSING,
    x2: TensorArg = MISSING,
    axisa: OneAxis = -1,
    axisb: OneAxis = -1,
    axisc: OneAxis = -1,
    axis: OneAxis | None = None,
) -> Any:
    """Return the cross product of vectors of two or three elements.

    The cross product of two vectors in space is orthogonal to both. Its length is the area of the parallelogram between
    them.

    Args:
        axisa: Axis of the vectors in `x1`, counted from 1; -1 is the last.
        axisb: Axis of the vectors in `x2`, counted from 1.
        axisc: Axis of the vectors in the result, counted from 1.
        axis: Axis for all three, counted from 1, instead of the others; NULL: use those.

    Example:
        >>> op_cross([1, 0, 0], [0, 1, 0])
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([0, 0, 1], dtype=int32)>
    """


@operation
def op_tensordot(x1: TensorArg = MISSING, x2: TensorArg = MISSING, axes: PairedAxes = TWO) -> Any:
    """Multiply two tensors, and sum along pairs of axes.

    Use it for products over several axes. `axes = c(2, 1)` sums over axis 2 of the first and axis 1 of the second, as
    `%*%` does; op_einsum() uses letters instead.

    Args:
        axes: The axes to combine, counted from 1: list(2, 1), or list(c(2, 3), c(1, 2)), the axes of `x1` and those
            of `x2`. A single number n is, as in R's keras3, the number of axes plus 1: 3, the default, uses the last
            two of `x1` and the first two of `x2`; 1 uses none.

    Example:
        >>> op_tensordot([[1, 2], [3, 4]], [[1, 0], [0, 10]], axes=[2, 1])
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[ 1, 20],
               [ 3, 40]], dtype=int32)>
        >>> op_tensordot([[1, 2], [3, 4]], [[1, 0], [0, 10]], axes=3)
        <tf.Tensor: shape=(), dtype=int32, numpy=41>
    """
    pairs = axes if isinstance(axes, list) else [range(len(x1.shape) - axes, len(x1.shape)), range(axes)]
    sizes = [(x1.shape[one], x2.shape[other]) for one, other in zip(*pairs, strict=True)]
    if any(None not in pair and pair[0] != pair[1] for pair in sizes):  # TensorFlow checks only the product of sizes
        raise ValueError(f"op_tensordot(): axes that are multiplied should have the same size. Received: {sizes}")
    return keras().ops.tensordot(x1, x2, axes)


@operation
def op_einsum(subscripts: Str = MISSING, *dots: Any) -> Any:
    """Multiply and sum tensors with Einstein's notation.

    A pattern such as "ij,jk->ik" names the axes; axes that are not in the result are summed. Use it for products that
    are hard to write with op_matmul() and op_transpose().

    Args:
        subscripts: The axes of each tensor, and of the result, such as "ij,jk->ik".
        dots: The tensors.

    Example:
        >>> op_einsum("ij,j->i", [[1, 2], [3, 4]], [1, 10])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([21, 43], dtype=int32)>
        >>> op_einsum("ii->", [[1, 2], [3, 4]])
        <tf.Tensor: shape=(), dtype=int32, numpy=5>
    """
    return keras().ops.einsum(subscripts, *(convert_value("op_einsum", "...", TENSOR, one, None) for one in dots))
