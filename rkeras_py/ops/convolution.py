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
        op_conv(op_ones((1, 5, 1)), op_ones((3, 1, 1)))  # 3, 3, 3
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

    Differences:
        Called on a symbolic tensor it makes a layer that no file can describe: save the weights of such a model.
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
    """Convolve each channel by itself."""


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
    """Convolve each channel by itself, then mix the channels."""


@keras_op("keras.ops.max_pool")
def op_max_pool(
    inputs: TensorArg = MISSING,
    pool_size: Ints = MISSING,
    strides: Ints | None = None,
    padding: Padding = "valid",
    data_format: DataFormat = None,
) -> Any:
    """Take the largest value of each window."""


@keras_op("keras.ops.average_pool")
def op_average_pool(
    inputs: TensorArg = MISSING,
    pool_size: Ints = MISSING,
    strides: Ints | None = None,
    padding: Padding = "valid",
    data_format: DataFormat = None,
) -> Any:
    """Take the mean of each window."""
