"""Normalization layers: batch, layer, group and unit."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name
from ..signatures.words import (
    MISSING,
    Axis,
    Bool,
    Composable,
    Constraint,
    Groups,
    Initializer,
    NotNegative,
    OneAxis,
    Probability,
    Regularizer,
    ZeroAxis,
)


@layer("keras.layers.BatchNormalization")
def layer_batch_normalization(
    object: Composable = MISSING,
    axis: OneAxis = -1,
    momentum: Probability = 0.99,
    epsilon: NotNegative = 0.001,
    center: Bool = True,
    scale: Bool = True,
    beta_initializer: Initializer = "zeros",
    gamma_initializer: Initializer = "ones",
    moving_mean_initializer: Initializer = "zeros",
    moving_variance_initializer: Initializer = "ones",
    beta_regularizer: Regularizer = None,
    gamma_regularizer: Regularizer = None,
    beta_constraint: Constraint = None,
    gamma_constraint: Constraint = None,
    synchronized: Bool = False,
    **options: Any,
) -> Any:
    """Normalize each feature by its mean and variance in the batch.

    It computes `gamma * (x - mean) / sqrt(variance + epsilon) + beta`. Placed after convolutions or dense layers, it
    allows larger learning rates and speeds up training (Ioffe and Szegedy, 2015, arXiv:1502.03167).

    During training, the layer uses the statistics of the batch and updates moving averages of them; during inference,
    and while it is frozen (`trainable` is FALSE), it uses the moving averages.

    Args:
        axis: The axis of the features, counted from 1 (the batch axis); -1 is the last one. After a convolution with
            "channels_first" it is 2.
        momentum: Momentum of the moving averages.
        epsilon: Small number added to the variance, which prevents division by zero.
        center: Whether to add a learned offset beta.
        scale: Whether to multiply by a learned scale gamma.
        moving_mean_initializer: Initializer of the moving mean.
        moving_variance_initializer: Initializer of the moving variance.
        synchronized: Whether the replicas of a distribution strategy compute the statistics over the batches of all
            replicas.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    References:
        Ioffe, S. and Szegedy, C. (2015), Batch Normalization: Accelerating Deep Network Training by Reducing Internal
        Covariate Shift, https://arxiv.org/abs/1502.03167

    Example:
        >>> x = np.array([[1.0], [3.0]])
        >>> layer = layer_batch_normalization(momentum=0.5)
        >>> layer(x, training=True)
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[-0.9995004],
               [ 0.9995005]], dtype=float32)>
        >>> layer(x)
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[0.       ],
               [1.9990009]], dtype=float32)>
    """


@layer("keras.layers.LayerNormalization")
def layer_layer_normalization(
    object: Composable = MISSING,
    axis: ZeroAxis = -1,
    epsilon: NotNegative = 0.001,
    center: Bool = True,
    scale: Bool = True,
    beta_initializer: Initializer = "zeros",
    gamma_initializer: Initializer = "ones",
    beta_regularizer: Regularizer = None,
    gamma_regularizer: Regularizer = None,
    beta_constraint: Constraint = None,
    gamma_constraint: Constraint = None,
    trainable: Bool = True,
    name: Name | None = None,
    **options: Any,
) -> Any:
    """Normalize each sample by the mean and variance of its features.

    It computes `gamma * (x - mean) / sqrt(variance + epsilon) + beta`, with mean and variance over the features of each
    sample (Ba et al., 2016, arXiv:1607.06450). It works with any batch size, in the same way during training and
    inference, and is the usual normalization in transformers and recurrent networks.

    Args:
        axis: The axis, or axes, of the features, counted from 0 (the batch axis); -1 is the last one. R keras counts
            this axis from 0, unlike most others.
        epsilon: Small number added to the variance, which prevents division by zero.
        center: Whether to add a learned offset beta.
        scale: Whether to multiply by a learned scale gamma.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    References:
        Ba, J. L., Kiros, J. R. and Hinton, G. E. (2016), Layer Normalization, https://arxiv.org/abs/1607.06450

    Example:
        >>> layer_layer_normalization(np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]))
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[-1.2238274,  0.       ,  1.2238274],
               [-1.2247357,  0.       ,  1.2247357]], dtype=float32)>
    """


@layer("keras.layers.GroupNormalization")
def layer_group_normalization(
    object: Composable = MISSING,
    groups: Groups = 32,
    axis: OneAxis = -1,
    epsilon: NotNegative = 0.001,
    center: Bool = True,
    scale: Bool = True,
    beta_initializer: Initializer = "zeros",
    gamma_initializer: Initializer = "ones",
    beta_regularizer: Regularizer = None,
    gamma_regularizer: Regularizer = None,
    beta_constraint: Constraint = None,
    gamma_constraint: Constraint = None,
    **options: Any,
) -> Any:
    """Normalize each sample by the mean and variance of groups of its channels.

    It computes `gamma * (x - mean) / sqrt(variance + epsilon) + beta`, with mean and variance over each group of
    channels of a sample (Wu and He, 2018, arXiv:1803.08494). Use it instead of layer_batch_normalization() for image
    models with small batches: the result does not depend on the other samples.

    Args:
        groups: Number of groups of channels; the number of channels must be a multiple of it. -1 makes each
            channel its own group (instance normalization).
        axis: The axis of the channels, counted from 1 (the batch axis); -1 is the last one.
        epsilon: Small number added to the variance, which prevents division by zero.
        center: Whether to add a learned offset beta.
        scale: Whether to multiply by a learned scale gamma.

    Input shape:
        Any, with a fixed number of channels.

    Output shape:
        The same as the input shape.

    References:
        Wu, Y. and He, K. (2018), Group Normalization, https://arxiv.org/abs/1803.08494

    Example:
        >>> layer_group_normalization(np.array([[1.0, 3.0, 10.0, 30.0]]), groups=2)
        <tf.Tensor: shape=(1, 4), dtype=float32, numpy=
        array([[-0.9995004,  0.9995004, -0.999995 ,  0.999995 ]], dtype=float32)>
    """


@layer("keras.layers.UnitNormalization")
def layer_unit_normalization(
    object: Composable = MISSING,
    axis: Axis = -1,
    **options: Any,
) -> Any:
    """Scale each sample to length 1 (in the L2 norm).

    It computes `x / sqrt(sum(x^2))`. Use it before dot products, which then become cosine similarities.

    Args:
        axis: The axis, or axes, of the vectors to scale, counted from 1 (the batch axis); -1 is the last one.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Example:
        >>> layer_unit_normalization(np.array([[3.0, 4.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[0.6, 0.8]], dtype=float32)>
    """


@layer("keras.layers.RMSNormalization")
def layer_rms_normalization(
    object: Composable = MISSING,
    axis: Axis = -1,
    epsilon: NotNegative = 1e-06,
    **options: Any,
) -> Any:
    """Divide by the root mean square of the values, and multiply by a learned scale.

    It computes `gamma * x / sqrt(mean(x^2) + epsilon)`: unlike layer_layer_normalization() it subtracts no mean and
    adds no offset. Recent language models use it because it is cheaper (Zhang and Sennrich, 2019, arXiv:1910.07467).

    Args:
        axis: The axis, or axes, over which the mean is taken, counted from 1 (the batch axis); -1 is the last one.
        epsilon: Small number added to the mean square, which prevents division by zero.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    References:
        Zhang, B. and Sennrich, R. (2019), Root Mean Square Layer Normalization, https://arxiv.org/abs/1910.07467

    Example:
        >>> layer_rms_normalization(np.array([[1.0, 7.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[0.2, 1.4]], dtype=float32)>
    """
