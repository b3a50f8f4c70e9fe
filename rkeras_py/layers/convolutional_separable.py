"""Separable and depthwise convolution layers."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name, Weights
from ..signatures.registry import Variant
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


def _is_causal(padding: Any) -> bool:
    return bool(padding == "causal")


@layer(
    "keras.layers.SeparableConv1D",
    send=("data_format",),
    variants=(Variant("padding", _is_causal, "rkeras_py.classes.causal.separable_conv_1d"),),
)
def layer_separable_conv_1d(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = 1,
    padding: CausalPadding = "valid",
    data_format: DataFormat = "channels_last",
    dilation_rate: Counts = 1,
    depth_multiplier: Count = 1,
    activation: Activation = None,
    use_bias: Bool = True,
    depthwise_initializer: Initializer = "glorot_uniform",
    pointwise_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    depthwise_regularizer: Regularizer = None,
    pointwise_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    depthwise_constraint: Constraint = None,
    pointwise_constraint: Constraint = None,
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
    """Add a one-dimensional depthwise separable convolution.

    First each channel is convolved separately along the steps, then a pointwise convolution mixes the channels. This
    needs fewer weights than a full convolution, so use it for small and fast models (Chollet, 2017). With "causal"
    padding it is a Pipeline of a ZeroPadding1D and a SeparableConv1D.

    Args:
        padding: "valid" (none), "same" (zeros, so that with stride 1 the output is as large as the input) or "causal"
            (zeros before the first step, so that no output depends on later steps).

    Input shape:
        (batch, steps, channels); with "channels_first" (batch, channels, steps).

    Output shape:
        (batch, new steps, filters); with "channels_first" (batch, filters, new steps).

    Differences:
        With `padding = "causal"` the layer is a pipeline of a padding layer and a convolution, without fields such as
        `$filters`.

    References:
        Chollet, F. (2017), Xception: Deep Learning with Depthwise Separable Convolutions, CVPR 2017,
        https://arxiv.org/abs/1610.02357

    Example:
        >>> separable = keras_model_sequential(input_shape=(28, 32))
        >>> separable = separable >> layer_separable_conv_1d(filters=64, kernel_size=3)
        >>> full = keras_model_sequential(input_shape=(28, 32)) >> layer_conv_1d(filters=64, kernel_size=3)
        >>> [count_params(separable), count_params(full)]
        [2208, 6208]
    """


@layer("keras.layers.SeparableConv2D")
def layer_separable_conv_2d(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    dilation_rate: Counts = 1,
    depth_multiplier: Count = 1,
    activation: Activation = None,
    use_bias: Bool = True,
    depthwise_initializer: Initializer = "glorot_uniform",
    pointwise_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    depthwise_regularizer: Regularizer = None,
    pointwise_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    depthwise_constraint: Constraint = None,
    pointwise_constraint: Constraint = None,
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
    """Add a two-dimensional depthwise separable convolution.

    First each channel is convolved separately over rows and columns, then a pointwise convolution mixes the channels.
    This needs fewer weights than a full convolution, so use it for small and fast models (Chollet, 2017).

    Input shape:
        (batch, rows, columns, channels); with "channels_first" (batch, channels, rows, columns).

    Output shape:
        (batch, new rows, new columns, filters); with "channels_first" (batch, filters, new rows, new columns).

    References:
        Chollet, F. (2017), Xception: Deep Learning with Depthwise Separable Convolutions, CVPR 2017,
        https://arxiv.org/abs/1610.02357

    Example:
        >>> separable = keras_model_sequential(input_shape=(28, 28, 32))
        >>> separable = separable >> layer_separable_conv_2d(filters=64, kernel_size=3)
        >>> full = keras_model_sequential(input_shape=(28, 28, 32)) >> layer_conv_2d(filters=64, kernel_size=3)
        >>> [count_params(separable), count_params(full)]
        [2400, 18496]
    """


@layer("keras.layers.DepthwiseConv1D")
def layer_depthwise_conv_1d(
    object: Composable = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = 1,
    padding: Padding = "valid",
    depth_multiplier: Count = 1,
    data_format: DataFormat = None,
    dilation_rate: Counts = 1,
    activation: Activation = None,
    use_bias: Bool = True,
    depthwise_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    depthwise_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    depthwise_constraint: Constraint = None,
    bias_constraint: Constraint = None,
    **options: Any,
) -> Any:
    """Add a one-dimensional depthwise convolution.

    Each channel is convolved separately along the steps; channels are not mixed. Use it to filter several signals
    separately, or before a convolution of size 1 that mixes them; together they form a separable convolution.

    Input shape:
        (batch, steps, channels); with "channels_first" (batch, channels, steps).

    Output shape:
        (batch, new steps, channels * depth_multiplier); with "channels_first" the channels come second.

    Example:
        >>> x = np.array([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]).reshape(1, 3, 2)
        >>> layer_depthwise_conv_1d(x, kernel_size=2, depthwise_initializer="ones")
        <tf.Tensor: shape=(1, 2, 2), dtype=float32, numpy=
        array([[[ 3., 30.],
                [ 5., 50.]]], dtype=float32)>
    """


@layer("keras.layers.DepthwiseConv2D")
def layer_depthwise_conv_2d(
    object: Composable = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    depth_multiplier: Count = 1,
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1),
    activation: Activation = None,
    use_bias: Bool = True,
    depthwise_initializer: Initializer = "glorot_uniform",
    bias_initializer: Initializer = "zeros",
    depthwise_regularizer: Regularizer = None,
    bias_regularizer: Regularizer = None,
    activity_regularizer: Regularizer = None,
    depthwise_constraint: Constraint = None,
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
    """Add a two-dimensional depthwise convolution.

    Each channel is convolved separately over rows and columns; channels are not mixed. It is the first half of a
    separable convolution.

    Input shape:
        (batch, rows, columns, channels); with "channels_first" (batch, channels, rows, columns).

    Output shape:
        (batch, new rows, new columns, channels * depth_multiplier); with "channels_first" the channels come second.

    References:
        Chollet, F. (2017), Xception: Deep Learning with Depthwise Separable Convolutions, CVPR 2017,
        https://arxiv.org/abs/1610.02357

    Example:
        >>> image = np.array([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]).reshape(1, 3, 1, 2)
        >>> sums = layer_depthwise_conv_2d(kernel_size=(2, 1), depthwise_initializer="ones")
        >>> op_squeeze(sums(image))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[ 3., 30.],
               [ 5., 50.]], dtype=float32)>
    """
