"""Transposed convolution layers in one, two and three dimensions."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name, Weights
from ..signatures.words import (
    MISSING,
    Activation,
    BatchShape,
    Bool,
    Composable,
    Constraint,
    Count,
    Counts,
    CountsFromZero,
    DataFormat,
    Dtype,
    Initializer,
    Padding,
    Regularizer,
    Shape,
)


@layer("keras.layers.Conv1DTranspose")
def layer_conv_1d_transpose(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = 1,
    padding: Padding = "valid",
    output_padding: CountsFromZero = None,
    data_format: DataFormat = None,
    dilation_rate: Counts = 1,
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
    """Add a one-dimensional transposed convolution.

    It reverses the change of shape of a convolution: with stride s the output is a sequence about s times as long. Use
    it in decoders of autoencoders and in models that generate sound. It is also known as deconvolution.

    Input shape:
        (batch, steps, channels); with "channels_first" (batch, channels, steps).

    Output shape:
        (batch, new steps, filters); with "channels_first" (batch, filters, new steps).

    References:
        Dumoulin, V. and Visin, F. (2016), A guide to convolution arithmetic for deep learning,
        https://arxiv.org/abs/1603.07285

        Zeiler, M. D. et al. (2010), Deconvolutional Networks, CVPR 2010.

    Example:
        >>> x = np.array([1.0, 2.0]).reshape(1, 2, 1)
        >>> up = layer_conv_1d_transpose(filters=1, kernel_size=3, strides=2, kernel_initializer="ones")
        >>> op_squeeze(up(x))
        <tf.Tensor: shape=(5,), dtype=float32, numpy=array([1., 1., 3., 2., 2.], dtype=float32)>
    """


@layer("keras.layers.Conv2DTranspose")
def layer_conv_2d_transpose(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    output_padding: CountsFromZero = None,
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1),
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
    """Add a two-dimensional transposed convolution.

    It reverses the change of shape of a convolution: with stride s the output is an image about s times as large, with
    learned weights. Use it in decoders of autoencoders, in GANs and in segmentation. It is also known as deconvolution.

    Input shape:
        (batch, rows, columns, channels); with "channels_first" (batch, channels, rows, columns).

    Output shape:
        (batch, new rows, new columns, filters); with "channels_first" (batch, filters, new rows, new columns).

    References:
        Dumoulin, V. and Visin, F. (2016), A guide to convolution arithmetic for deep learning,
        https://arxiv.org/abs/1603.07285

        Zeiler, M. D. et al. (2010), Deconvolutional Networks, CVPR 2010.

    Example:
        >>> image = np.array([[1.0, 2.0], [3.0, 4.0]]).reshape(1, 2, 2, 1)
        >>> enlarge = layer_conv_2d_transpose(filters=1, kernel_size=2, strides=2, kernel_initializer="ones")
        >>> op_squeeze(enlarge(image))
        <tf.Tensor: shape=(4, 4), dtype=float32, numpy=
        array([[1., 1., 2., 2.],
               [1., 1., 2., 2.],
               [3., 3., 4., 4.],
               [3., 3., 4., 4.]], dtype=float32)>
    """


@layer("keras.layers.Conv3DTranspose")
def layer_conv_3d_transpose(
    object: Composable = MISSING,
    filters: Count = MISSING,
    kernel_size: Counts = MISSING,
    strides: Counts = (1, 1, 1),
    padding: Padding = "valid",
    output_padding: CountsFromZero = None,
    data_format: DataFormat = None,
    dilation_rate: Counts = (1, 1, 1),
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
    """Add a three-dimensional transposed convolution.

    It reverses the change of shape of a convolution: with stride s the output is a volume about s times as large, with
    learned weights. Use it to decode volumes. It is also known as deconvolution.

    Input shape:
        (batch, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new axis 1, new axis 2, new axis 3, filters); with "channels_first" the filters come second.

    References:
        Dumoulin, V. and Visin, F. (2016), A guide to convolution arithmetic for deep learning,
        https://arxiv.org/abs/1603.07285

        Zeiler, M. D. et al. (2010), Deconvolutional Networks, CVPR 2010.

    Example:
        >>> volume = np.array([1.0, 2.0]).reshape(1, 1, 1, 2, 1)
        >>> enlarge = layer_conv_3d_transpose(
        ...     filters=1, kernel_size=(1, 2, 2), strides=(1, 2, 2), kernel_initializer="ones"
        ... )
        >>> op_squeeze(enlarge(volume))
        <tf.Tensor: shape=(2, 4), dtype=float32, numpy=
        array([[1., 1., 2., 2.],
               [1., 1., 2., 2.]], dtype=float32)>
    """
