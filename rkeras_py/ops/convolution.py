"""Convolutions and pooling."""

from typing import Any

from ..engine.loading import keras
from ..graph.lambda_layers import call_in_layer
from ..signatures.tensor_words import TensorArg
from ..signatures.words import MISSING, DataFormat, Ints, Padding
from .family import joining_operation, keras_op


@keras_op("keras.ops.conv", joins=True)
def op_conv(
    inputs: TensorArg = MISSING,
    kernel: TensorArg = MISSING,
    strides: Ints = 1,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Ints = 1,
) -> Any:
    """Convolve 1, 2 or 3 dimensions.

    Use it with fixed kernels or in custom layers; layer_conv_2d() and related layers have their own weights. The kernel
    is not flipped: `c(-1, 1)` computes differences.

    Example:
        >>> signal = np.array([1.0, 2.0, 4.0, 8.0]).reshape(1, 4, 1)
        >>> op_squeeze(op_conv(signal, op_reshape([-1.0, 1.0], (2, 1, 1))))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 2., 4.], dtype=float32)>
    """


@joining_operation
def op_conv_transpose(
    inputs: TensorArg = MISSING,
    kernel: TensorArg = MISSING,
    strides: Ints = 1,
    padding: Padding = "valid",
    output_padding: Ints | None = None,
    data_format: DataFormat = None,
    dilation_rate: Ints = 1,
) -> Any:
    """Apply a transposed convolution in 1, 2 or 3 dimensions.

    It enlarges its input by the strides. Use it in custom decoders; layer_conv_2d_transpose() has its own weights.

    Args:
        kernel: The weights: the size of the window, then the channels of the output and those of the input.

    Differences:
        Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model
        instead.

    Example:
        >>> signal = np.array([1.0, 2.0]).reshape(1, 2, 1)
        >>> op_squeeze(op_conv_transpose(signal, op_ones((2, 1, 1)), strides=2))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1., 1., 2., 2.], dtype=float32)>
    """
    settings = (strides, padding, output_padding, data_format, dilation_rate)
    return call_in_layer(  # Keras's own symbolic call uses `padding` as `output_padding`
        keras().ops.conv_transpose, (inputs, kernel, *settings), {}, "op_conv_transpose", "op_conv_transpose"
    )


@keras_op("keras.ops.depthwise_conv", joins=True)
def op_depthwise_conv(
    inputs: TensorArg = MISSING,
    kernel: TensorArg = MISSING,
    strides: Ints = 1,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Ints = 1,
) -> Any:
    """Convolve each channel separately.

    Use it with fixed kernels, such as a blur of each channel. layer_depthwise_conv_2d() has its own weights.

    Example:
        >>> two_channels = np.array([1.0, 10.0, 2.0, 20.0, 3.0, 30.0]).reshape(1, 3, 2)
        >>> op_squeeze(op_depthwise_conv(two_channels, op_ones((2, 2, 1))))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[ 3., 30.],
               [ 5., 50.]], dtype=float32)>
    """


@keras_op("keras.ops.separable_conv", joins=True)
def op_separable_conv(
    inputs: TensorArg = MISSING,
    depthwise_kernel: TensorArg = MISSING,
    pointwise_kernel: TensorArg = MISSING,
    strides: Ints = 1,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Ints = 1,
) -> Any:
    """Convolve each channel separately, then mix the channels.

    It needs fewer weights than op_conv(). layer_separable_conv_2d() has its own weights.

    Example:
        >>> two_channels = np.array([1.0, 10.0, 2.0, 20.0, 3.0, 30.0]).reshape(1, 3, 2)
        >>> op_squeeze(op_separable_conv(two_channels, op_ones((2, 2, 1)), op_ones((1, 2, 1))))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([33., 55.], dtype=float32)>
    """


@keras_op("keras.ops.max_pool")
def op_max_pool(
    inputs: TensorArg = MISSING,
    pool_size: Ints = MISSING,
    strides: Ints | None = None,
    padding: Padding = "valid",
    data_format: DataFormat = None,
) -> Any:
    """Compute the maximum of each window.

    Use it in custom layers to shrink sequences or images and keep the strongest response. See layer_max_pooling_2d().

    Example:
        >>> signal = np.array([1.0, 3.0, 2.0, 5.0]).reshape(1, 4, 1)
        >>> op_squeeze(op_max_pool(signal, pool_size=2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([3., 5.], dtype=float32)>
    """


@keras_op("keras.ops.average_pool")
def op_average_pool(
    inputs: TensorArg = MISSING,
    pool_size: Ints = MISSING,
    strides: Ints | None = None,
    padding: Padding = "valid",
    data_format: DataFormat = None,
) -> Any:
    """Compute the mean of each window.

    Use it in custom layers to shrink and smooth sequences or images. See layer_average_pooling_2d().

    Example:
        >>> signal = np.array([1.0, 3.0, 2.0, 5.0]).reshape(1, 4, 1)
        >>> op_squeeze(op_average_pool(signal, pool_size=2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([2. , 3.5], dtype=float32)>
    """
