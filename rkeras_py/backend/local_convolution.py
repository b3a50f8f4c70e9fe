"""Convolutions with separate filters at each position."""

import math
from typing import Any

import numpy as np

from ..data.arrays import to_tensor
from ..define import operation
from ..engine.loading import keras
from ..messages import errors
from ..signatures.words import MISSING, ArrayLike, Counts, DataFormat, Ints
from .shared import to_float


@operation
def k_local_conv1d(
    inputs: ArrayLike = MISSING,
    kernel: ArrayLike = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = MISSING,
    data_format: DataFormat = None,
) -> Any:
    """Convolve sequences with separate filters at each position.

    Use it in custom layers; layer_locally_connected_1d() has its own weights. Unlike in k_conv1d(), positions do not
    share a kernel.

    Args:
        inputs: The sequences: (batch, steps, channels).
        kernel: The filters: (length of the output, window times channels, filters).

    Example:
        >>> x = np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1)
        >>> kernel = np.array([1.0, 1.0, 10.0, 10.0]).reshape(2, 2, 1)
        >>> k_flatten(k_local_conv1d(x, kernel, kernel_size=2, strides=1))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 3., 50.], dtype=float32)>
    """
    kernel = to_tensor(kernel)
    return _convolve_locally(to_float(inputs), kernel, (kernel.shape[0],), kernel_size, strides, data_format)


@operation
def k_local_conv2d(
    inputs: ArrayLike = MISSING,
    kernel: ArrayLike = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = MISSING,
    output_shape: Ints = MISSING,
    data_format: DataFormat = None,
) -> Any:
    """Convolve images with separate filters at each position.

    Use it in custom layers; layer_locally_connected_2d() has its own weights. Unlike in k_conv2d(), positions do not
    share a kernel.

    Args:
        inputs: The images: (batch, rows, columns, channels).
        kernel: The filters: (positions of the output, window times channels, filters).
        output_shape: Number of rows and columns of the output.

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> x = np.arange(4.0).reshape(1, 2, 2, 1)
        >>> kernel = np.array([1.0, 1.0, 10.0, 10.0]).reshape(2, 2, 1)
        >>> output = k_local_conv2d(x, kernel, kernel_size=[2, 1], strides=1, output_shape=[1, 2])
        >>> k_flatten(output)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 2., 40.], dtype=float32)>
    """
    sizes = (output_shape,) * 2 if isinstance(output_shape, int) else output_shape
    kernel = to_tensor(kernel)
    if math.prod(sizes) != kernel.shape[0]:
        expected = f"sizes with the product {kernel.shape[0]}, the first size of `kernel`"
        raise errors.bad_argument("k_local_conv2d", "output_shape", expected, sizes)
    return _convolve_locally(to_float(inputs), kernel, sizes, kernel_size, strides, data_format)


def _convolve_locally(x: Any, kernel: Any, output_shape: Any, kernel_size: Any, strides: Any, data_format: Any) -> Any:
    """Gather the windows, (batch, places, window times channels), and multiply each by its filters."""
    ops, rank = keras().ops, len(output_shape)
    first = (data_format or keras().config.image_data_format()) == "channels_first"
    space = 2 if first else 1
    windows = (kernel_size,) * rank if isinstance(kernel_size, int) else kernel_size
    steps = (strides,) * rank if isinstance(strides, int) else strides
    for axis, (size, window, step) in enumerate(zip(output_shape, windows, steps, strict=True)):
        places = np.arange(size)[:, None] * step + np.arange(window)
        x = ops.take(x, places.astype("int32"), axis=space + 2 * axis)
    at, inside = [space + 2 * axis for axis in range(rank)], [space + 2 * axis + 1 for axis in range(rank)]
    channels = 1 if first else len(x.shape) - 1
    x = ops.transpose(x, [0, *at, channels, *inside] if first else [0, *at, *inside, channels])
    patches = ops.reshape(x, (-1, kernel.shape[0], kernel.shape[1]))
    output = ops.reshape(ops.einsum("bpi,pif->bpf", patches, kernel), (-1, *output_shape, kernel.shape[-1]))
    return ops.moveaxis(output, -1, 1) if first else output
