"""Convolutions and pooling."""

from typing import Any

from ..engine.loading import keras
from ..graph.lambda_layers import call_in_layer
from ..signatures.tensor_words import TensorArg
from ..signatures.words import MISSING, DataFormat, Ints, Padding
from .family import keras_op, operation


@keras_op("keras.ops.conv")
def op_conv(
    inputs: TensorArg = MISSING,
    kernel: TensorArg = MISSING,
    strides: Ints = 1,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Ints = 1,
) -> Any:
    """Convolve 1, 2 or 3 dimensions.

    Example:
        >>> signal = np.array([1.0, 2.0, 4.0, 8.0]).reshape(1, 4, 1)
        >>> op_squeeze(op_conv(signal, op_reshape([-1.0, 1.0], (2, 1, 1))))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 2., 4.], dtype=float32)>
    """


@operation
def op_conv_transpose(
    inputs: TensorArg = MISSING,
    kernel: TensorArg = MISSING,
    strides: Ints = 1,
    padding: Padding = "valid",
    output_padding: Ints | None = None,
    data_format: DataFormat = None,
    dilation_rate: Ints = 1,
) -> Any:
    """Convolve backwards, which makes 1, 2 or 3 dimensions larger.

    Args:
        kernel: The weights: the size of the window, then the channels of the output and those of the input.

    Differences:
        Called on a symbolic tensor it makes a layer that no file can describe: save the weights of such a model.

    Example:
        >>> signal = np.array([1.0, 2.0]).reshape(1, 2, 1)
        >>> op_squeeze(op_conv_transpose(signal, op_ones((2, 1, 1)), strides=2))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1., 1., 2., 2.], dtype=float32)>
    """
    settings = (strides, padding, output_padding, data_format, dilation_rate)
    return call_in_layer(  # Keras's own symbolic call takes `padding` for `output_padding`
        keras().ops.conv_transpose, (inputs, kernel, *settings), {}, "op_conv_transpose", "op_conv_transpose"
    )


@keras_op("keras.ops.depthwise_conv")
def op_depthwise_conv(
    inputs: TensorArg = MISSING,
    kernel: TensorArg = MISSING,
    strides: Ints = 1,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Ints = 1,
) -> Any:
    """Convolve each channel by itself.

    Example:
        >>> two_channels = np.array([1.0, 10.0, 2.0, 20.0, 3.0, 30.0]).reshape(1, 3, 2)
        >>> op_squeeze(op_depthwise_conv(two_channels, op_ones((2, 2, 1))))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[ 3., 30.],
               [ 5., 50.]], dtype=float32)>
    """


@keras_op("keras.ops.separable_conv")
def op_separable_conv(
    inputs: TensorArg = MISSING,
    depthwise_kernel: TensorArg = MISSING,
    pointwise_kernel: TensorArg = MISSING,
    strides: Ints = 1,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Ints = 1,
) -> Any:
    """Convolve each channel by itself, then mix the channels.

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
    """Take the largest value of each window.

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
    """Take the mean of each window.

    Example:
        >>> signal = np.array([1.0, 3.0, 2.0, 5.0]).reshape(1, 4, 1)
        >>> op_squeeze(op_average_pool(signal, pool_size=2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([2. , 3.5], dtype=float32)>
    """
