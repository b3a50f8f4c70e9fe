"""Layers that are active in training only: dropout and noise."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name, Weights
from ..signatures.words import (
    MISSING,
    BatchShape,
    Bool,
    Composable,
    Count,
    DataFormat,
    Dtype,
    NotNegative,
    Probability,
    Seed,
    Shape,
)


@layer("keras.layers.Dropout")
def layer_dropout(
    object: Composable = MISSING,
    rate: Probability = MISSING,
    noise_shape: Shape = None,
    seed: Seed | None = None,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Drop units at random during training, to reduce overfitting.

    During training, each unit is set to 0 with probability `rate` and the others are multiplied by `1 / (1 - rate)`, so
    that the expected sum does not change. This regularizes the model (Srivastava et al., 2014). During inference the
    layer does nothing.

    Args:
        noise_shape: Shape of the mask that is multiplied with the input; c(NA, 1, 32) drops the same features in all
            time steps. NULL: the shape of the input.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    References:
        Srivastava, N. et al. (2014), Dropout: A Simple Way to Prevent Neural Networks from Overfitting, JMLR 15.

    Example:
        >>> drop = layer_dropout(rate=0.5, seed=1)
        >>> x = np.ones((1, 4))
        >>> drop(x)
        <tf.Tensor: shape=(1, 4), dtype=float32, numpy=array([[1., 1., 1., 1.]], dtype=float32)>
        >>> drop(x, training=True)
        <tf.Tensor: shape=(1, 4), dtype=float32, numpy=array([[2., 0., 2., 0.]], dtype=float32)>
    """


@layer("keras.layers.SpatialDropout1D")
def layer_spatial_dropout_1d(
    object: Composable = MISSING,
    rate: Probability = MISSING,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    *,
    seed: Seed | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Drop whole channels of sequences at random during training.

    After a convolution, neighbors are often alike, so that dropping single units helps little; here a channel is
    dropped, or kept, as a whole (Tompson et al., 2015). Use it between one-dimensional convolutions. During inference
    the layer does nothing.

    Input shape:
        (batch, steps, channels).

    Output shape:
        The same as the input shape.

    References:
        Tompson, J. et al. (2015), Efficient Object Localization Using Convolutional Networks,
        https://arxiv.org/abs/1411.4280

    Example:
        >>> drop = layer_spatial_dropout_1d(rate=0.5, seed=1)
        >>> drop(np.ones((1, 2, 4)), training=True)
        <tf.Tensor: shape=(1, 2, 4), dtype=float32, numpy=
        array([[[2., 0., 2., 0.],
                [2., 0., 2., 0.]]], dtype=float32)>
    """


@layer("keras.layers.SpatialDropout2D")
def layer_spatial_dropout_2d(
    object: Composable = MISSING,
    rate: Probability = MISSING,
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    *,
    seed: Seed | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Drop whole feature maps at random during training.

    After a convolution, neighbors are often alike, so that dropping single pixels helps little; here a channel is
    dropped, or kept, as a whole (Tompson et al., 2015). Use it between convolutions of images. During inference the
    layer does nothing.

    Input shape:
        (batch, rows, columns, channels); with "channels_first" the channels come second.

    Output shape:
        The same as the input shape.

    References:
        Tompson, J. et al. (2015), Efficient Object Localization Using Convolutional Networks,
        https://arxiv.org/abs/1411.4280

    Example:
        >>> drop = layer_spatial_dropout_2d(rate=0.5, seed=1)
        >>> op_squeeze(drop(np.ones((1, 2, 1, 4)), training=True))
        <tf.Tensor: shape=(2, 4), dtype=float32, numpy=
        array([[2., 0., 2., 0.],
               [2., 0., 2., 0.]], dtype=float32)>
    """


@layer("keras.layers.SpatialDropout3D")
def layer_spatial_dropout_3d(
    object: Composable = MISSING,
    rate: Probability = MISSING,
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    *,
    seed: Seed | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Drop whole channels of volumes at random during training.

    After a convolution, neighbors are often alike, so that dropping single voxels helps little; here a channel is
    dropped, or kept, as a whole (Tompson et al., 2015). Use it between convolutions of volumes. During inference the
    layer does nothing.

    Input shape:
        (batch, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come second.

    Output shape:
        The same as the input shape.

    References:
        Tompson, J. et al. (2015), Efficient Object Localization Using Convolutional Networks,
        https://arxiv.org/abs/1411.4280

    Example:
        >>> drop = layer_spatial_dropout_3d(rate=0.5, seed=1)
        >>> op_squeeze(drop(np.ones((1, 1, 2, 1, 4)), training=True))
        <tf.Tensor: shape=(2, 4), dtype=float32, numpy=
        array([[2., 0., 2., 0.],
               [2., 0., 2., 0.]], dtype=float32)>
    """


@layer("keras.layers.GaussianNoise")
def layer_gaussian_noise(
    object: Composable = MISSING,
    stddev: NotNegative = MISSING,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Add normal noise with mean 0 during training.

    Noise on the inputs is an augmentation for numeric data and regularizes the model. During inference the layer does
    nothing.

    Args:
        stddev: Standard deviation of the noise.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Example:
        >>> noise = layer_gaussian_noise(stddev=0.1, seed=1)
        >>> noise(np.zeros((1, 3)), training=True)
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[ 0.01266503, -0.04930166,  0.06311908]], dtype=float32)>
    """


@layer("keras.layers.GaussianDropout")
def layer_gaussian_dropout(
    object: Composable = MISSING,
    rate: Probability = MISSING,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Multiply by normal noise with mean 1 during training.

    The noise has standard deviation `sqrt(rate / (1 - rate))`, like dropout with the same rate (Srivastava et al.,
    2014). During inference the layer does nothing.

    Args:
        rate: Drop rate (0 to 1) as in layer_dropout(); the noise has the standard deviation `sqrt(rate / (1 - rate))`.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    References:
        Srivastava, N. et al. (2014), Dropout: A Simple Way to Prevent Neural Networks from Overfitting, JMLR 15.

    Example:
        >>> noise = layer_gaussian_dropout(rate=0.2, seed=1)
        >>> noise(np.ones((1, 3)), training=True)
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[1.0633252, 0.7534917, 1.3155954]], dtype=float32)>
    """


@layer("keras.layers.AlphaDropout")
def layer_alpha_dropout(
    object: Composable = MISSING,
    rate: Probability = MISSING,
    noise_shape: Shape = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Drop units during training, keeping mean and variance.

    Use it instead of layer_dropout() in networks with layer_activation_selu() (Klambauer et al., 2017,
    arXiv:1706.02515). Ordinary dropout would change the mean and variance that such networks keep stable. Here dropped
    units get the lower limit of SELU instead of 0, and the result is rescaled.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    References:
        Klambauer, G. et al. (2017), Self-Normalizing Neural Networks, https://arxiv.org/abs/1706.02515

    Example:
        >>> drop = layer_alpha_dropout(rate=0.5, seed=1)
        >>> drop(np.ones((1, 4)), training=True)
        <tf.Tensor: shape=(1, 4), dtype=float32, numpy=
        array([[ 1.6655989, -0.7791938,  1.6655989, -0.7791938]], dtype=float32)>
    """
