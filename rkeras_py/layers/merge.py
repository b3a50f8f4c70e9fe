"""Layers that merge several tensors into one."""

from typing import Any

from ..define import layer
from ..signatures.words import MISSING, Bool, Composable, ZeroAxis


@layer("keras.layers.Add")
def layer_add(
    inputs: Composable = MISSING,
    *dots: Any,
    **options: Any,
) -> Any:
    """Add tensors element by element.

    It computes `a + b + ...`. Its main use is the skip connection of residual networks (He et al., 2016,
    arXiv:1512.03385).

    Args:
        dots: Further tensors, if `inputs` is the first of several, and named arguments of the Keras class, such as
            `name`.

    Input shape:
        At least two tensors whose shapes are the same or broadcast to a common shape.

    Output shape:
        The common shape.

    Example:
        >>> layer_add(np.array([[1.0, 2.0]]), np.array([[10.0, 20.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[11., 22.]], dtype=float32)>
    """


@layer("keras.layers.Subtract")
def layer_subtract(
    inputs: Composable = MISSING,
    *dots: Any,
    **options: Any,
) -> Any:
    """Subtract the second of two tensors from the first, element by element.

    It computes `a - b`, for exactly two tensors. Use it to compare the encodings of two inputs in a siamese network, or
    to let a model learn a change.

    Args:
        dots: Further tensors, if `inputs` is the first of several, and named arguments of the Keras class, such as
            `name`.

    Input shape:
        Two tensors whose shapes are the same or broadcast to a common shape.

    Output shape:
        The common shape.

    Example:
        >>> layer_subtract(np.array([[10.0, 20.0]]), np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[ 9., 18.]], dtype=float32)>
    """


@layer("keras.layers.Multiply")
def layer_multiply(
    inputs: Composable = MISSING,
    *dots: Any,
    **options: Any,
) -> Any:
    """Multiply tensors element by element.

    It computes `a * b * ...`. Use it for gates: a sigmoid between 0 and 1 scales another output.

    Args:
        dots: Further tensors, if `inputs` is the first of several, and named arguments of the Keras class, such as
            `name`.

    Input shape:
        At least two tensors whose shapes are the same or broadcast to a common shape.

    Output shape:
        The common shape.

    Example:
        >>> layer_multiply(np.array([[2.0, 3.0]]), np.array([[10.0, 20.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[20., 60.]], dtype=float32)>
    """


@layer("keras.layers.Average")
def layer_average(
    inputs: Composable = MISSING,
    *dots: Any,
    **options: Any,
) -> Any:
    """Average tensors element by element.

    It computes `(a + b + ...) / n`. Use it to combine the predictions of several models into one model (an ensemble).

    Args:
        dots: Further tensors, if `inputs` is the first of several, and named arguments of the Keras class, such as
            `name`.

    Input shape:
        At least two tensors whose shapes are the same or broadcast to a common shape.

    Output shape:
        The common shape.

    Example:
        >>> layer_average(np.array([[1.0, 2.0]]), np.array([[3.0, 8.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[2., 5.]], dtype=float32)>
    """


@layer("keras.layers.Maximum")
def layer_maximum(
    inputs: Composable = MISSING,
    *dots: Any,
    **options: Any,
) -> Any:
    """Compute the maximum of several tensors, element by element.

    It computes `max(a, b, ...)` for each element. Use it to keep the strongest of several features, as in maxout units
    (Goodfellow et al., 2013, arXiv:1302.4389).

    Args:
        dots: Further tensors, if `inputs` is the first of several, and named arguments of the Keras class, such as
            `name`.

    Input shape:
        At least two tensors whose shapes are the same or broadcast to a common shape.

    Output shape:
        The common shape.

    Example:
        >>> layer_maximum(np.array([[1.0, 8.0]]), np.array([[3.0, 2.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[3., 8.]], dtype=float32)>
    """


@layer("keras.layers.Minimum")
def layer_minimum(
    inputs: Composable = MISSING,
    *dots: Any,
    **options: Any,
) -> Any:
    """Compute the minimum of several tensors, element by element.

    It computes `min(a, b, ...)` for each element. Use it to require that all scores are high: the lowest one decides.

    Args:
        dots: Further tensors, if `inputs` is the first of several, and named arguments of the Keras class, such as
            `name`.

    Input shape:
        At least two tensors whose shapes are the same or broadcast to a common shape.

    Output shape:
        The common shape.

    Example:
        >>> layer_minimum(np.array([[1.0, 8.0]]), np.array([[3.0, 2.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[1., 2.]], dtype=float32)>
    """


@layer("keras.layers.Concatenate")
def layer_concatenate(
    inputs: Composable = MISSING,
    *dots: Any,
    axis: ZeroAxis = -1,
    **options: Any,
) -> Any:
    """Join tensors along one axis.

    Use it to merge branches of a model; unlike layer_add() it keeps every value of each branch. All other axes must
    have the same sizes.

    Args:
        dots: Further tensors, if `inputs` is the first of several, and named arguments of the Keras class, such as
            `name`.
        axis: The axis to join, counted from 0 (the batch axis); -1 is the last one. R keras counts this axis from 0,
            unlike most others.

    Input shape:
        Tensors of the same shape, except along the axis to join.

    Output shape:
        The same shape, except along that axis, where the sizes are added.

    Differences:
        `axis` also works if the tensors are separate arguments.

    Example:
        >>> layer_concatenate(np.array([[1.0, 2.0]]), np.array([[3.0]]))
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[1., 2., 3.]], dtype=float32)>
        >>> op_shape(layer_concatenate(layer_input(shape=(4, 3)), layer_input(shape=(6, 3)), axis=1))
        (None, 10, 3)
    """


@layer("keras.layers.Dot")
def layer_dot(
    inputs: Composable = MISSING,
    *dots: Any,
    axes: ZeroAxis = MISSING,
    normalize: Bool = False,
    **options: Any,
) -> Any:
    """Compute the dot product of two tensors, sample by sample.

    Use it to score pairs, such as users and items of a recommender; with `normalize = TRUE` it is the cosine
    similarity. It also computes attention scores, from queries and keys.

    For inputs of shape (batch, n) and `axes = 1` the output of sample i is the sum of the products of its two vectors.

    Args:
        dots: Further tensors, if `inputs` is the first of several, and named arguments of the Keras class, such as
            `name`.
        axes: The axis (or the two axes, one for each tensor) to sum over, counted from 0 (the batch axis). R keras
            counts these axes from 0, unlike most others.
        normalize: Whether to scale both tensors to length 1 along the axes first: the output is then their cosine
            similarity.

    Input shape:
        Two tensors whose sizes agree along the axes.

    Output shape:
        The batch axis, then the remaining axes of both; (batch, 1) if none remain.

    Example:
        >>> x = np.array([[3.0, 4.0]])
        >>> y = np.array([[4.0, 3.0]])
        >>> layer_dot(x, y, axes=1)
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[24.]], dtype=float32)>
        >>> layer_dot(x, y, axes=1, normalize=True)
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.96000004]], dtype=float32)>
    """
