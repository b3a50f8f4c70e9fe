"""Convolutions; images are (batch, rows, columns, channels) unless `data_format` is "channels_first"."""

import functools
from collections.abc import Sequence
from typing import Any

from ..data.arrays import to_tensor
from ..define import operation
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..graph.lambda_layers import compute_in_layer
from ..messages import errors
from ..on_tensorflow.computing import transpose_to
from ..signatures.words import MISSING, ArrayLike, CausalPadding, Counts, DataFormat, Padding, Shape
from .shared import in_channels_last, to_float


def _convolve(x: Any, kernel: Any, strides: Any, padding: str, data_format: Any, dilation_rate: Any) -> Any:
    kernel = to_tensor(kernel)
    return in_channels_last(
        to_float(x),
        data_format,
        lambda images: keras().ops.conv(
            images, kernel, strides, padding, data_format="channels_last", dilation_rate=dilation_rate
        ),
    )


@operation
def k_conv1d(
    x: ArrayLike = MISSING,
    kernel: ArrayLike = MISSING,
    strides: Counts = 1,
    padding: CausalPadding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = 1,
) -> Any:
    """Convolve sequences.

    Use it in custom layers with your own kernel; layer_conv_1d() has its own weights. The kernel has the shape (size,
    channels, filters) and is not flipped, so `c(1, -1)` computes `x[i] - x[i + 1]`.

    Args:
        kernel: The filters: (window, channels, filters).
        padding: "valid" (none), "same" (zeros on both sides), or "causal" (zeros before, so that no output depends on
            later inputs).

    Example:
        >>> x = np.array([1.0, 2.0, 4.0, 8.0]).reshape(1, 4, 1)
        >>> kernel = np.array([1.0, -1.0]).reshape(2, 1, 1)
        >>> k_flatten(k_conv1d(x, kernel))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-1., -2., -4.], dtype=float32)>
        >>> k_flatten(k_conv1d(x, kernel, padding="causal"))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([-1., -1., -2., -4.], dtype=float32)>
    """
    kernel = to_tensor(kernel)

    def compute(sequences: Any) -> Any:
        how = padding
        if padding == "causal":
            before = (dilation_rate if isinstance(dilation_rate, int) else dilation_rate[0]) * (kernel.shape[0] - 1)
            sequences, how = keras().ops.pad(sequences, [(0, 0), (before, 0), (0, 0)]), "valid"
        return _convolve(sequences, kernel, strides, how, "channels_last", dilation_rate)

    return in_channels_last(to_float(x), data_format, compute)


@operation
def k_conv2d(
    x: ArrayLike = MISSING,
    kernel: ArrayLike = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1),
) -> Any:
    """Convolve images.

    Use it with a fixed kernel, such as a blur or an edge filter, or in custom layers; layer_conv_2d() has its own
    weights. The kernel has the shape (rows, columns, channels, filters).

    Args:
        kernel: The filters: (rows, columns, channels, filters).

    Example:
        >>> x = np.arange(9.0).reshape(1, 3, 3, 1)
        >>> k_flatten(k_conv2d(x, np.ones((2, 2, 1, 1))))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([ 8., 12., 20., 24.], dtype=float32)>
        >>> k_flatten(k_conv2d(x, np.ones((2, 2, 1, 1)), strides=[2, 2], padding="same"))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([ 8.,  7., 13.,  8.], dtype=float32)>
    """
    return _convolve(x, kernel, strides, padding, data_format, dilation_rate)


@operation
def k_conv3d(
    x: ArrayLike = MISSING,
    kernel: ArrayLike = MISSING,
    strides: Counts = (1, 1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1, 1),
) -> Any:
    """Convolve volumes.

    Use it with a fixed kernel or in custom layers; layer_conv_3d() has its own weights. The kernel has three sizes,
    then channels and filters.

    Args:
        kernel: The filters: (depth, rows, columns, channels, filters).

    Example:
        >>> k_flatten(k_conv3d(np.ones((1, 2, 2, 3, 1)), np.ones((2, 2, 2, 1, 1))))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([8., 8.], dtype=float32)>
    """
    return _convolve(x, kernel, strides, padding, data_format, dilation_rate)


@operation
def k_conv2d_transpose(
    x: ArrayLike = MISSING,
    kernel: ArrayLike = MISSING,
    output_shape: Shape = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
) -> Any:
    """Apply a transposed convolution to images.

    It is the gradient of k_conv2d() with respect to its input. Use it in custom layers that enlarge images.

    Args:
        kernel: The filters: (rows, columns, filters, channels).
        output_shape: Shape of the result with the batch axis, in the order of `data_format`. It is needed because
            inputs of several sizes give the same size; NA uses the usual size. The size of the batch is that of `x`.

    Differences:
        Works; in R keras 2.15 it failed. Called on a symbolic tensor it creates a layer that cannot be saved in a file;
        save the weights of the model instead.

    Example:
        >>> x = np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
        >>> k_flatten(k_conv2d_transpose(x, np.ones((1, 2, 1, 1)), output_shape=[1, 1, 3, 1]))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 3., 2.], dtype=float32)>
    """
    return _transpose("k_conv2d_transpose", x, kernel, output_shape, strides, padding, data_format)


@operation
def k_conv3d_transpose(
    x: ArrayLike = MISSING,
    kernel: ArrayLike = MISSING,
    output_shape: Shape = MISSING,
    strides: Counts = (1, 1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
) -> Any:
    """Apply a transposed convolution to volumes.

    It is the gradient of k_conv3d() with respect to its input. Use it in custom layers that enlarge volumes.

    Args:
        kernel: The filters: (depth, rows, columns, filters, channels).
        output_shape: Shape of the result with the batch axis, in the order of `data_format`. It is needed because
            inputs of several sizes give the same size; NA uses the usual size. The size of the batch is that of `x`.

    Differences:
        Works; in R keras 2.15 it failed. Called on a symbolic tensor it creates a layer that cannot be saved in a file;
        save the weights of the model instead.

    Example:
        >>> x = np.array([1.0, 2.0]).reshape(1, 1, 1, 2, 1)
        >>> k_flatten(k_conv3d_transpose(x, np.ones((1, 1, 2, 1, 1)), output_shape=[1, 1, 1, 3, 1]))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 3., 2.], dtype=float32)>
    """
    return _transpose("k_conv3d_transpose", x, kernel, output_shape, strides, padding, data_format)


def _transpose(
    function: str, x: Any, kernel: Any, output_shape: Any, strides: Any, padding: str, data_format: Any
) -> Any:
    kernel, x = to_tensor(kernel), to_float(x)
    if len(output_shape) != len(x.shape):
        raise errors.bad_argument(function, "output_shape", f"{len(x.shape)} sizes, those of the result", output_shape)
    last = (data_format or keras().config.image_data_format()) == "channels_last"
    wanted = output_shape[1:-1] if last else output_shape[2:]
    rank = len(wanted)
    steps = (strides,) * rank if isinstance(strides, int) else strides

    def compute(images: Any) -> Any:
        if None in images.shape[1:-1] and None not in wanted:
            transpose = functools.partial(_transpose_to, function, wanted, kernel=kernel, steps=steps, padding=padding)
        else:
            sizes = zip(wanted, images.shape[1:-1], kernel.shape[:rank], steps, strict=True)
            more = (
                None if None in wanted else tuple(_compute_output_padding(function, padding, *size) for size in sizes)
            )
            transpose = functools.partial(
                keras().ops.conv_transpose,
                kernel=kernel,
                strides=steps,
                padding=padding,
                output_padding=more,
                data_format="channels_last",
            )
        # In a model, Keras 3.15's own operation mixes up two of its arguments.
        return compute_in_layer(transpose, images, function.removeprefix("k_"))

    return in_channels_last(x, data_format, compute)


def _transpose_to(function: str, sizes: Sequence[int], images: Any, kernel: Any, steps: Any, padding: str) -> Any:
    """Set the sizes of the result, for images of unknown size, in the form that Keras expects."""
    if not runs_on_tensorflow():  # TensorFlow reads the image sizes at run time
        more = zip(sizes, images.shape[1:-1], kernel.shape[: len(sizes)], steps, strict=True)
        padded = tuple(_compute_output_padding(function, padding, *one) for one in more)
        transpose = keras().ops.conv_transpose
        return transpose(images, kernel, steps, padding, output_padding=padded, data_format="channels_last")
    return transpose_to(sizes, images, kernel, steps, padding)


def _compute_output_padding(function: str, padding: str, wanted: int, size: int, window: int, step: int) -> int:
    """Return the `output_padding` of one axis; Keras 3 takes it instead of the size of the output."""
    if padding == "same":
        convolved, smallest = -(-wanted // step), -2 * (window // 2)
    else:
        convolved, smallest = (wanted - window) // step + 1, 0
    if convolved != size:
        hint = f'With a window of {window}, strides of {step} and padding = "{padding}" it comes from {convolved}.'
        raise errors.bad_argument(function, "output_shape", f"sizes that are convolved to {size}", wanted, hint)
    return wanted - (size - 1) * step - window - smallest


@operation
def k_depthwise_conv2d(
    x: ArrayLike = MISSING,
    depthwise_kernel: ArrayLike = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1),
) -> Any:
    """Convolve each channel of images with its own filters.

    Channels are not mixed. Use it in custom layers; layer_depthwise_conv_2d() has its own weights.

    Args:
        depthwise_kernel: The filters: (rows, columns, channels, filters of each channel).

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> x = np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 1, 2, 2)
        >>> kernel = np.array([1.0, 10.0, 1.0, 10.0]).reshape(1, 2, 2, 1)
        >>> k_flatten(k_depthwise_conv2d(x, kernel))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 4., 60.], dtype=float32)>
    """
    kernel = to_tensor(depthwise_kernel)
    return in_channels_last(
        to_float(x),
        data_format,
        lambda images: keras().ops.depthwise_conv(
            images, kernel, strides, padding, data_format="channels_last", dilation_rate=dilation_rate
        ),
    )


@operation
def k_separable_conv2d(
    x: ArrayLike = MISSING,
    depthwise_kernel: ArrayLike = MISSING,
    pointwise_kernel: ArrayLike = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1),
) -> Any:
    """Convolve each channel of images with its own filters, then mix the channels.

    It needs fewer weights than k_conv2d(). Use it in custom layers; layer_separable_conv_2d() has its own weights.

    Args:
        depthwise_kernel: The filters of the channels: (rows, columns, channels, filters of each channel).
        pointwise_kernel: The filters that mix the channels: (1, 1, channels times filters of each, filters).

    Example:
        >>> x = np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 1, 2, 2)
        >>> kernel = np.array([1.0, 10.0, 1.0, 10.0]).reshape(1, 2, 2, 1)
        >>> k_flatten(k_separable_conv2d(x, kernel, np.ones((1, 1, 2, 1))))
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([64.], dtype=float32)>
    """
    depthwise, pointwise = to_tensor(depthwise_kernel), to_tensor(pointwise_kernel)
    return in_channels_last(
        to_float(x),
        data_format,
        lambda images: keras().ops.separable_conv(
            images, depthwise, pointwise, strides, padding, data_format="channels_last", dilation_rate=dilation_rate
        ),
    )
