"""Convolution layers in one, two and three dimensions."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name, Weights
from ..signatures.words import (
    MISSING,
    Activation,
    BatchShape,
    Bool,
    CausalPadding,
    Composable,
    Constraint,
    Count,
    Counts,
    DataFormat,
    Dtype,
    Initializer,
    Padding,
    Regularizer,
    Shape,
)


@layer("keras.layers.Conv1D", send=("data_format",))
def layer_conv_1d(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = 1,
    padding: CausalPadding = "valid",
    data_format: DataFormat = "channels_last",
    dilation_rate: Counts = 1,
    groups: Count = 1,
    activation: Activation = None,
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Add a one-dimensional (temporal) convolution.

    It slides `filters` windows along the time steps and computes `activation(sum(window * kernel) + bias)` at each
    step. Use it for sequences such as sensor data, sound or embedded text; with `padding = "causal"` no output depends
    on later steps.

    Args:
        padding: "valid" (none), "same" (zeros on both sides, so that with stride 1 the output is as long as the input)
            or "causal" (zeros only before the first step, so that no output depends on later steps).

    Input shape:
        (batch, steps, channels); with "channels_first" (batch, channels, steps).

    Output shape:
        (batch, new steps, filters); with "channels_first" (batch, filters, new steps).

    References:
        van den Oord, A. et al. (2016), WaveNet: A Generative Model for Raw Audio, https://arxiv.org/abs/1609.03499
        (causal padding).

    Example:
        >>> x = np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 4, 1)
        >>> sums = layer_conv_1d(filters=1, kernel_size=3, kernel_initializer="ones")
        >>> op_squeeze(sums(x))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([6., 9.], dtype=float32)>
        >>> past = layer_conv_1d(filters=1, kernel_size=3, kernel_initializer="ones", padding="causal")
        >>> op_squeeze(past(x))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1., 3., 6., 9.], dtype=float32)>
    """


@layer("keras.layers.Conv2D")
def layer_conv_2d(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1),
    groups: Count = 1,
    activation: Activation = None,
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Add a two-dimensional convolution, e.g. over images.

    It slides `filters` windows over rows and columns and computes `activation(sum(window * kernel) + bias)` at each
    position. It is the basic layer for images, because it detects a pattern wherever it appears. Either `strides` or
    `dilation_rate` may differ from 1, not both.

    Input shape:
        (batch, rows, columns, channels); with "channels_first" (batch, channels, rows, columns).

    Output shape:
        (batch, new rows, new columns, filters); with "channels_first" (batch, filters, new rows, new columns).

    Example:
        >>> model = keras_model_sequential(input_shape=(28, 28, 1)) >> layer_conv_2d(filters=8, kernel_size=3)
        >>> op_shape(model.output)
        (None, 26, 26, 8)
        >>> count_params(model)
        80
        >>> image = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]]).reshape(1, 3, 4, 1)
        >>> edge = np.array([-1.0, 1.0]).reshape(1, 2, 1, 1)
        >>> find_edges = layer_conv_2d(filters=1, kernel_size=(1, 2), use_bias=False, weights=[edge])
        >>> op_squeeze(find_edges(image))
        <tf.Tensor: shape=(3, 3), dtype=float32, numpy=
        array([[0., 1., 0.],
               [0., 1., 0.],
               [0., 0., 0.]], dtype=float32)>
    """


@layer("keras.layers.Conv3D")
def layer_conv_3d(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = (1, 1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1, 1),
    groups: Count = 1,
    activation: Activation = None,
    use_bias: Bool = True,
    kernel_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    kernel_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    kernel_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Add a three-dimensional convolution, e.g. over volumes or video.

    It slides `filters` windows over three axes and computes `activation(sum(window * kernel) + bias)` at each position.
    Use it for volumes (such as CT scans) and for short videos. Either `strides` or `dilation_rate` may differ from 1,
    not both.

    Input shape:
        (batch, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new axis 1, new axis 2, new axis 3, filters); with "channels_first" the filters come second.

    Example:
        >>> video = np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0]).reshape(1, 2, 1, 4, 1)
        >>> change = np.array([-1.0, 1.0]).reshape(2, 1, 1, 1, 1)
        >>> motion = layer_conv_3d(filters=1, kernel_size=(2, 1, 1), use_bias=False, weights=[change])
        >>> op_squeeze(motion(video))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([ 0., -1.,  1.,  0.], dtype=float32)>
        >>> clip = layer_input(shape=(16, 32, 32, 3))
        >>> op_shape(layer_conv_3d(clip, filters=4, kernel_size=(3, 5, 5), strides=(1, 2, 2)))
        (None, 14, 14, 14, 4)
    """
