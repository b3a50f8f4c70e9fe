"""Activation functions as layers."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name, Weights
from ..signatures.words import (
    MISSING,
    BatchShape,
    Bool,
    Composable,
    Constraint,
    Count,
    Dtype,
    Initializer,
    Limit,
    NotNegative,
    Number,
    Regularizer,
    Shape,
    ZeroAxis,
)


@layer("keras.layers.ELU")
def layer_activation_elu(
    object: Composable = MISSING,
    alpha: Number = 1.0,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Apply the exponential linear unit.

    ELU is `x` for positive x and `alpha * (exp(x) - 1)` otherwise. Its negative values keep the mean activation closer
    to 0 than with ReLU, which can speed up training (Clevert et al., 2016, arXiv:1511.07289).

    Args:
        alpha: Factor of the negative part.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    References:
        Clevert, D.-A., Unterthiner, T. and Hochreiter, S. (2016), Fast and Accurate Deep Network Learning by
        Exponential Linear Units (ELUs), https://arxiv.org/abs/1511.07289

    Example:
        >>> layer_activation_elu(np.array([[1.0, -2.0]]), alpha=0.5)
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[ 1.        , -0.43233237]], dtype=float32)>
    """


@layer("keras.layers.LeakyReLU")
def layer_activation_leaky_relu(
    object: Composable = MISSING,
    alpha: NotNegative = 0.3,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    *,
    negative_slope: NotNegative = 0.3,
    **options: Any,
) -> Any:
    """Apply the leaky rectified linear unit.

    Leaky ReLU is `x` for positive x and `alpha * x` otherwise. Because of the small slope, inactive units still get a
    gradient. Use it if ReLU units die, for example in the discriminator of a GAN (Maas et al., 2013).

    Args:
        alpha: Slope of the negative part, at least 0.
        negative_slope: Keras 3's name for `alpha`; give only one of the two.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Example:
        >>> layer_activation_leaky_relu(np.array([[1.0, -2.0]]), alpha=0.1)
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[ 1. , -0.2]], dtype=float32)>
    """


@layer("keras.layers.PReLU")
def layer_activation_parametric_relu(
    object: Composable = MISSING,
    alpha_initializer: Initializer = "zeros",
    alpha_regularizer: Regularizer = None,
    alpha_constraint: Constraint = None,
    shared_axes: ZeroAxis = None,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Apply the leaky rectified linear unit with learned slopes.

    PReLU is `x` for positive x and `alpha * x` otherwise. The layer learns alpha, an array with the shape of a sample,
    so use it when the best slope is not known (He et al., 2015, arXiv:1502.01852).

    Args:
        alpha_initializer: Initializer of the slopes.
        alpha_regularizer: Regularizer applied to the slopes.
        alpha_constraint: Constraint applied to the slopes after each update.
        shared_axes: Axes along which the slopes are shared, counted from 0 (the batch axis): after a two-dimensional
            convolution, c(1, 2) gives one slope per filter. R keras counts these axes from 0, unlike most others.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    References:
        He, K. et al. (2015), Delving Deep into Rectifiers: Surpassing Human-Level Performance on ImageNet
        Classification, https://arxiv.org/abs/1502.01852

    Example:
        >>> layer_activation_parametric_relu(np.array([[1.0, -2.0]]), alpha_initializer=initializer_constant(0.25))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[ 1. , -0.5]], dtype=float32)>
    """


@layer("keras.layers.ReLU")
def layer_activation_relu(
    object: Composable = MISSING,
    max_value: Limit | None = None,
    negative_slope: NotNegative = 0.0,
    threshold: NotNegative = 0.0,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Apply the rectified linear unit.

    ReLU, `max(x, 0)`, is the usual activation of hidden layers. Other arguments give its variants: the output is
    `max_value` above that limit, `x` between `threshold` and `max_value`, and `negative_slope * (x - threshold)` below.

    Args:
        max_value: Largest output, or NULL for no limit.
        negative_slope: Slope below the threshold, at least 0.
        threshold: Input above which a unit is active, at least 0.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Example:
        >>> layer_activation_relu(np.array([[-2.0, 0.5, 3.0, 8.0]]), max_value=6.0, negative_slope=0.1, threshold=1.0)
        <tf.Tensor: shape=(1, 4), dtype=float32, numpy=array([[-0.3 , -0.05,  3.  ,  6.  ]], dtype=float32)>
    """


@layer("keras.layers.Activation", fixed={"activation": "selu"})
def layer_activation_selu(
    object: Composable = MISSING,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Apply the scaled exponential linear unit.

    SELU is `scale * x` for positive x and `scale * alpha * (exp(x) - 1)` otherwise. Use it in deep dense networks:
    together with the initializer "lecun_normal" and layer_alpha_dropout(), it keeps the activations normalized
    (Klambauer et al., 2017, arXiv:1706.02515).

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    References:
        Klambauer, G. et al. (2017), Self-Normalizing Neural Networks, https://arxiv.org/abs/1706.02515

    Example:
        >>> layer_activation_selu(np.array([[1.0, -1.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[ 1.050701 , -1.1113307]], dtype=float32)>
    """


@layer("keras.layers.Softmax")
def layer_activation_softmax(
    object: Composable = MISSING,
    axis: ZeroAxis = -1,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Apply the softmax, which gives positive values with sum 1.

    Softmax is `exp(x) / sum(exp(x))`. Use it as the output of a classifier with exclusive classes; the values are then
    class probabilities.

    Args:
        axis: The axis, or axes, along which the sum is 1, counted from 0 (the batch axis); -1 is the last one. R keras
            counts this axis from 0, unlike most others.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Example:
        >>> layer_activation_softmax(np.array([[0.0, 0.0, 2.0]]))
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[0.10650697, 0.10650697, 0.786986  ]], dtype=float32)>
    """


@layer("keras.layers.ReLU", send=("theta",))
def layer_activation_thresholded_relu(
    object: Composable = MISSING,
    theta: NotNegative = 1.0,
    input_shape: Shape = None,
    batch_input_shape: BatchShape = None,
    batch_size: Count | None = None,
    dtype: Dtype = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Apply the thresholded rectified linear unit.

    It computes `x * (x > theta)`: values up to `theta` become 0, which leads to sparse features (Konda et al.,
    2015, arXiv:1402.3337). In Keras 3 it is the ReLU layer with a threshold.

    Args:
        theta: The threshold, at least 0.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Differences:
        The layer is a `ReLU` layer with a threshold, and its name is derived from that class.

    References:
        Konda, K., Memisevic, R. and Krueger, D. (2015), Zero-Bias Autoencoders and the Benefits of Co-Adapting
        Features, https://arxiv.org/abs/1402.3337

    Example:
        >>> layer_activation_thresholded_relu(np.array([[0.5, 1.0, 1.5]]), theta=1.0)
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[0. , 0. , 1.5]], dtype=float32)>
    """
