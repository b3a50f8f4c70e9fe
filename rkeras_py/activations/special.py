"""Activation functions that are new in Keras 3."""

from typing import Any

from ..define import export
from ..signatures.words import MISSING, ArrayLike, Axis, NotNegative, Number


@export(target="keras.activations.celu")
def activation_celu(
    x: ArrayLike = MISSING,
    alpha: NotNegative = 1.0,
) -> Any:
    """Apply the continuously differentiable exponential linear unit.

    It computes `max(x, 0) + min(0, alpha * (exp(x / alpha) - 1))` (Barron, 2017, arXiv:1704.07483). Unlike for ELU, the
    slope has no jump at 0 for any `alpha`.

    Args:
        alpha: Minus the limit for very negative values; greater than 0.

    References:
        Barron, J. T. (2017), Continuously differentiable exponential linear units, https://arxiv.org/abs/1704.07483

    Example:
        >>> activation_celu([-1.0, 0.0, 2.0], alpha=0.5)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.43233237,  0.        ,  2.        ], dtype=float32)>
    """


@export(target="keras.activations.glu")
def activation_glu(
    x: ArrayLike = MISSING,
    axis: Axis = -1,
) -> Any:
    """Apply the gated linear unit.

    It computes `a * sigmoid(b)`, where a and b are the two halves of the channels: b is a gate for a. Use it after a
    layer with twice the number of units (Dauphin et al., 2017, arXiv:1612.08083).

    Args:
        axis: Axis to split into halves, counted from 1 (the batch axis); -1 is the last. Its size must be even.

    References:
        Dauphin, Y. N. et al. (2016), Language modeling with gated convolutional networks,
        https://arxiv.org/abs/1612.08083

    Example:
        >>> activation_glu([[1.0, 2.0, 0.0, 100.0]])
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[0.5, 2. ]], dtype=float32)>
    """


@export(target="keras.activations.hard_shrink")
def activation_hard_shrink(
    x: ArrayLike = MISSING,
    threshold: Number = 0.5,
) -> Any:
    """Set values near 0 to 0.

    It is `ifelse(abs(x) > threshold, x, 0)`. Use it to make activations sparse.

    Args:
        threshold: Values of this magnitude and below become 0.

    Example:
        >>> activation_hard_shrink([-2.0, 0.3, 0.7])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-2. ,  0. ,  0.7], dtype=float32)>
    """


@export(target="keras.activations.hard_tanh")
def activation_hard_tanh(
    x: ArrayLike = MISSING,
) -> Any:
    """Clip the input to the range from -1 to 1.

    It computes `min(max(x, -1), 1)`. Use it as a cheap approximation of tanh on small devices.

    Example:
        >>> activation_hard_tanh([-3.0, 0.5, 2.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-1. ,  0.5,  1. ], dtype=float32)>
    """


@export(target="keras.activations.leaky_relu")
def activation_leaky_relu(
    x: ArrayLike = MISSING,
    negative_slope: Number = 0.2,
) -> Any:
    """Apply the leaky rectified linear unit.

    It is `x` above 0 and `negative_slope * x` below (Maas et al., 2013). Inactive units still get a gradient, so use it
    if units of a ReLU network die, and in GANs.

    Args:
        negative_slope: Slope below 0.

    Example:
        >>> activation_leaky_relu([-2.0, 3.0], negative_slope=0.1)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.2,  3. ], dtype=float32)>
    """


@export(target="keras.activations.log_sigmoid")
def activation_log_sigmoid(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the logarithm of the sigmoid.

    It computes `-log(1 + exp(-x))` without overflow. Use it for log-likelihoods of binary labels.

    Example:
        >>> activation_log_sigmoid([-100.0, 0.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-100.       ,   -0.6931472], dtype=float32)>
    """


@export(target="keras.activations.log_softmax")
def activation_log_softmax(
    x: ArrayLike = MISSING,
    axis: Axis = -1,
) -> Any:
    """Apply the logarithm of the softmax.

    It computes `x - log(sum(exp(x)))` without overflow. Use it for log-probabilities of classes.

    Args:
        axis: Axis along which the probabilities sum to 1, counted from 1 (the batch axis); -1 is the last.

    Example:
        >>> activation_log_softmax([[0.0, 1000.0]])
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[-1000.,     0.]], dtype=float32)>
    """


@export(target="keras.activations.mish")
def activation_mish(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the mish function.

    It computes `x * tanh(softplus(x))` (Misra, 2019, arXiv:1908.08681). It is smooth and not monotonic, similar to
    swish, and used in image models.

    References:
        Misra, D. (2019), Mish: a self regularized non-monotonic activation function, https://arxiv.org/abs/1908.08681

    Example:
        >>> activation_mish([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.3034015,  0.       ,  0.8650984], dtype=float32)>
    """


@export(target="keras.activations.relu6")
def activation_relu6(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the rectified linear unit with an upper limit of 6.

    It computes `min(max(x, 0), 6)`. MobileNets use it, because bounded activations suit low precision.

    Example:
        >>> activation_relu6([-2.0, 3.0, 8.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0., 3., 6.], dtype=float32)>
    """


@export(target="keras.activations.silu")
def activation_silu(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the sigmoid linear unit.

    It computes `x * sigmoid(x)`, the same as activation_swish() (Ramachandran et al., 2017, arXiv:1710.05941).
    EfficientNets use it instead of ReLU.

    References:
        Elfwing, S., Uchibe, E. and Doya, K. (2017), Sigmoid-weighted linear units, https://arxiv.org/abs/1702.03118

    Example:
        >>> activation_silu([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.26894143,  0.        ,  0.7310586 ], dtype=float32)>
    """


@export(target="keras.activations.soft_shrink")
def activation_soft_shrink(
    x: ArrayLike = MISSING,
    threshold: Number = 0.5,
) -> Any:
    """Shrink values toward 0.

    It is `sign(x) * max(abs(x) - threshold, 0)`. It is the soft thresholding of sparse coding and of the lasso.

    Args:
        threshold: The amount by which values shrink.

    Example:
        >>> activation_soft_shrink([-2.0, 0.3, 0.75])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-1.5 ,  0.  ,  0.25], dtype=float32)>
    """


@export(target="keras.activations.sparse_plus")
def activation_sparse_plus(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the sparse plus function.

    It is 0 up to -1, `(x + 1)^2 / 4` up to 1 and `x` above: a softplus that reaches 0 exactly.

    Example:
        >>> activation_sparse_plus([-2.0, 0.0, 3.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.  , 0.25, 3.  ], dtype=float32)>
    """


@export(target="keras.activations.sparse_sigmoid")
def activation_sparse_sigmoid(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the sparse sigmoid.

    It is 0 up to -1, `(x + 1) / 2` up to 1 and 1 above: a sigmoid that reaches 0 and 1 exactly.

    Example:
        >>> activation_sparse_sigmoid([-2.0, 0.5, 3.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.  , 0.75, 1.  ], dtype=float32)>
    """


@export(target="rkeras_py.compat.formulas.sparsemax")
def activation_sparsemax(
    x: ArrayLike = MISSING,
    axis: Axis = -1,
) -> Any:
    """Turn numbers into probabilities, many of which are exactly 0.

    It returns the probabilities p with the smallest `sum((p - x)^2)`: they sum to 1, and many are 0. Use it instead of
    softmax to choose a few of many, for example in attention (Martins and Astudillo, 2016, arXiv:1602.02068).

    Keras 3.15's own function of this name returns numbers that do not sum to 1. Layers use the correct function; plain
    Keras can load a file with it after `import rkeras_py.classes`.

    Args:
        axis: Axis along which they sum to 1, counted from 1 (the batch axis); -1 is the last.

    References:
        Martins, A. F. T. and Astudillo, R. F. (2016), From softmax to sparsemax, https://arxiv.org/abs/1602.02068

    Example:
        >>> activation_sparsemax([[1.0, 1.5, -2.0]])
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[0.25, 0.75, 0.  ]], dtype=float32)>
    """


@export(target="keras.activations.squareplus")
def activation_squareplus(
    x: ArrayLike = MISSING,
    b: NotNegative = 4,
) -> Any:
    """Apply the squareplus function.

    It computes `(x + sqrt(x^2 + b)) / 2` (Barron, 2021, arXiv:2112.11687). It is a smooth ReLU without exponentials,
    and so cheap to compute.

    Args:
        b: Smoothness of the bend at 0; 0 gives the rectified linear unit.

    References:
        Barron, J. T. (2021), Squareplus: a softplus-like algebraic rectifier, https://arxiv.org/abs/2112.11687

    Example:
        >>> activation_squareplus([-1.5, 0.0, 1.5])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.5, 1. , 2. ], dtype=float32)>
    """


@export(target="keras.activations.tanh_shrink")
def activation_tanh_shrink(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the tanh shrink function.

    It computes `x - tanh(x)`. It is close to 0 for small x and close to linear for large x, so it suppresses small
    values.

    Example:
        >>> activation_tanh_shrink([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.23840582,  0.        ,  0.23840582], dtype=float32)>
    """


@export(target="keras.activations.threshold")
def activation_threshold(
    x: ArrayLike = MISSING,
    threshold: Number = MISSING,
    default_value: Number = MISSING,
) -> Any:
    """Replace values at or below a threshold.

    It is `ifelse(x > threshold, x, default_value)`. Use it to suppress weak activations; the gradient is 0 where the
    value is replaced.

    Args:
        threshold: The threshold.
        default_value: The value where the input is not above the threshold.

    Example:
        >>> activation_threshold([0.5, 1.5, 2.5], threshold=1.0, default_value=-9.0)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-9. ,  1.5,  2.5], dtype=float32)>
    """


@export(target="keras.activations.hard_silu")
def activation_hard_silu(x: ArrayLike = MISSING) -> Any:
    """Apply the hard SiLU.

    It computes `x * clip(x / 6 + 0.5, 0, 1)`, a cheap approximation of activation_silu() (Howard et al., 2019,
    arXiv:1905.02244). MobileNet v3 uses it.

    References:
        Howard, A. et al. (2019), Searching for MobileNetV3, https://arxiv.org/abs/1905.02244

    Example:
        >>> activation_hard_silu([-4.0, 1.5, 4.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.   ,  1.125,  4.   ], dtype=float32)>
    """


@export(target="keras.activations.hard_swish")
def activation_hard_swish(x: ArrayLike = MISSING) -> Any:
    """Apply the hard swish function.

    It computes `x * clip(x / 6 + 0.5, 0, 1)`, the same as activation_hard_silu(). MobileNetV3 uses it as a cheap swish
    (Howard et al., 2019, arXiv:1905.02244).

    Example:
        >>> activation_hard_swish([-4.0, 1.5, 4.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.   ,  1.125,  4.   ], dtype=float32)>
    """
