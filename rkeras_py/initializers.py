"""Initializers: the initial values of weights."""

from typing import Annotated, Any

from .define import constructor
from .signatures.words import Bool, Filling, NotNegative, Number, Positive, Seed, choice

Mode = Annotated[Any, choice("fan_in", "fan_out", "fan_avg")]
Side = Annotated[str, choice("real", "imag")]
Window = Annotated[Any, choice("hann", "hamming", takes_none=True)]
Scaling = Annotated[Any, choice("density", "spectrum", takes_none=True)]
Distribution = Annotated[Any, choice("normal", "uniform", "truncated_normal", "untruncated_normal")]


@constructor("keras.initializers.Constant")
def initializer_constant(value: Filling = 0.0) -> Any:
    """Fill weights with one value.

    It sets every weight to `w = value`. Use it for known weights, or for the bias of the last layer: with `log(p / (1 -
    p))` a binary classifier initially predicts the share p of a rare class.

    Args:
        value: A number, or an array with the shape of the weights.

    Example:
        >>> initializer_constant(0.5)(shape(2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.5, 0.5], dtype=float32)>
        >>> initializer_constant([1.0, 2.0])(shape(2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
    """


@constructor("keras.initializers.GlorotNormal")
def initializer_glorot_normal(seed: Seed | None = None) -> Any:
    """Draw weights from a truncated normal distribution scaled by the number of inputs and outputs.

    Its standard deviation is `sqrt(2 / (fan_in + fan_out))`, so that signals keep their variance forwards and gradients
    backwards (Glorot and Bengio, 2010). It is also called Xavier normal, and suits tanh and sigmoid.

    References:
        Glorot, X. and Bengio, Y. (2010), Understanding the difficulty of training deep feedforward neural networks,
        AISTATS.

    Example:
        >>> weights = initializer_glorot_normal(seed=1)(shape(50, 150))
        >>> k_std(weights)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.100507>
    """


@constructor("keras.initializers.GlorotUniform")
def initializer_glorot_uniform(seed: Seed | None = None) -> Any:
    """Draw weights from a uniform distribution scaled by the number of inputs and outputs.

    Its limits are `-l` and `l` with `l = sqrt(6 / (fan_in + fan_out))`, so that signals keep their variance forwards
    and gradients backwards (Glorot and Bengio, 2010). It is also called Xavier uniform, and the default of most layers.

    References:
        Glorot, X. and Bengio, Y. (2010), Understanding the difficulty of training deep feedforward neural networks,
        AISTATS.

    Example:
        >>> weights = initializer_glorot_uniform(seed=1)(shape(50, 100))
        >>> k_max(weights)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.199913>
    """


@constructor("keras.initializers.HeNormal")
def initializer_he_normal(seed: Seed | None = None) -> Any:
    """Draw weights from a truncated normal distribution scaled by the number of inputs.

    Its standard deviation is `sqrt(2 / fan_in)` (He et al., 2015, arXiv:1502.01852). The factor 2 compensates for ReLU,
    which sets half of the signal to 0; use it for deep networks with ReLU.

    References:
        He, K. et al. (2015), Delving deep into rectifiers: surpassing human-level performance on ImageNet
        classification, https://arxiv.org/abs/1502.01852

    Example:
        >>> weights = initializer_he_normal(seed=1)(shape(50, 100))
        >>> k_std(weights)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.201668>
    """


@constructor("keras.initializers.HeUniform")
def initializer_he_uniform(seed: Seed | None = None) -> Any:
    """Draw weights from a uniform distribution scaled by the number of inputs.

    Its limits are `-l` and `l` with `l = sqrt(6 / fan_in)` (He et al., 2015, arXiv:1502.01852). It has the same
    variance as initializer_he_normal() and is also designed for ReLU.

    References:
        He, K. et al. (2015), Delving deep into rectifiers: surpassing human-level performance on ImageNet
        classification, https://arxiv.org/abs/1502.01852

    Example:
        >>> weights = initializer_he_uniform(seed=1)(shape(50, 100))
        >>> k_max(weights)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.34626>
    """


@constructor("keras.initializers.Identity")
def initializer_identity(gain: Number = 1.0) -> Any:
    """Initialize weights with the identity matrix.

    It is `gain * diag(n)`. A dense layer with the same number of units as inputs then initially returns its input
    unchanged. It works only for weights that are matrices.

    Args:
        gain: Factor of the matrix.

    Example:
        >>> initializer_identity(gain=2.0)(shape(2, 2))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[2., 0.],
               [0., 2.]], dtype=float32)>
    """


@constructor("keras.initializers.LecunNormal")
def initializer_lecun_normal(seed: Seed | None = None) -> Any:
    """Draw weights from a truncated normal distribution with standard deviation `sqrt(1 / fan_in)`.

    Its standard deviation is `sqrt(1 / fan_in)`, where `fan_in` is the number of inputs of a unit. Use it with the
    activation "selu" (LeCun et al., 1998; Klambauer et al., 2017).

    References:
        Klambauer, G. et al. (2017), Self-normalizing neural networks, https://arxiv.org/abs/1706.02515

    Example:
        >>> weights = initializer_lecun_normal(seed=1)(shape(100, 50))
        >>> k_std(weights)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.100834>
    """


@constructor("keras.initializers.LecunUniform")
def initializer_lecun_uniform(seed: Seed | None = None) -> Any:
    """Draw weights from a uniform distribution with limits `-l` and `l`, `l = sqrt(3 / fan_in)`.

    Its limits are `-l` and `l` with `l = sqrt(3 / fan_in)`, where `fan_in` is the number of inputs of a unit. It keeps
    the variance of the signal in networks with "selu" or tanh (LeCun et al., 1998).

    References:
        LeCun, Y. et al. (1998), Efficient BackProp, in: Neural networks: tricks of the trade, Springer.

    Example:
        >>> weights = initializer_lecun_uniform(seed=1)(shape(75, 50))
        >>> k_max(weights)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.199749>
    """


@constructor("keras.initializers.Ones")
def initializer_ones() -> Any:
    """Fill weights with ones.

    It sets every weight to `w = 1`, the usual initial value of scales such as gamma in normalization layers. With a
    kernel of ones, a dense layer with one unit adds up its inputs.

    Example:
        >>> initializer_ones()(shape(3))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 1., 1.], dtype=float32)>
    """


@constructor("keras.initializers.Orthogonal")
def initializer_orthogonal(gain: Number = 1.0, seed: Seed | None = None) -> Any:
    """Initialize weights with a random orthogonal matrix.

    A square matrix w has `w %*% t(w) = gain^2 * I`, so it scales all vectors by `gain`, and with a gain of 1 signals
    neither grow nor vanish over many steps (Saxe et al., 2014, arXiv:1312.6120). It is the default of recurrent
    weights. Weights with more than two axes are drawn as a matrix with the same last axis, then reshaped.

    Args:
        gain: Factor of the matrix.

    References:
        Saxe, A. M., McClelland, J. L. and Ganguli, S. (2014), Exact solutions to the nonlinear dynamics of learning in
        deep linear neural networks, https://arxiv.org/abs/1312.6120

    Example:
        >>> weights = initializer_orthogonal(seed=1)(shape(2, 2))
        >>> k_round(k_dot(weights, k_transpose(weights)))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 0.],
               [0., 1.]], dtype=float32)>
    """


@constructor("keras.initializers.RandomNormal")
def initializer_random_normal(mean: Number = 0.0, stddev: NotNegative = 0.05, seed: Seed | None = None) -> Any:
    """Draw weights from a normal distribution.

    The weights are `mean + stddev * z` with standard normal z. You choose `stddev`; initializer_glorot_normal() and
    initializer_he_normal() compute it from the size of the layer.

    Args:
        mean: Mean of the distribution.
        stddev: Standard deviation.

    Example:
        >>> initializer_random_normal(mean=1.0, stddev=0.1, seed=1)(shape(3))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1.012665 , 0.9506983, 1.063119 ], dtype=float32)>
    """


@constructor("keras.initializers.RandomUniform")
def initializer_random_uniform(minval: Number = -0.05, maxval: Number = 0.05, seed: Seed | None = None) -> Any:
    """Draw weights from a uniform distribution.

    The weights are `minval + (maxval - minval) * u` with u uniform from 0 to 1. It is the usual initializer of
    embeddings. For kernels, initializer_glorot_uniform() computes the limits from the size of the layer.

    Args:
        minval: Lower limit.
        maxval: Upper limit.

    Example:
        >>> initializer_random_uniform(minval=0.0, maxval=1.0, seed=1)(shape(3))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.8784882 , 0.45998025, 0.60029125], dtype=float32)>
    """


@constructor("keras.initializers.TruncatedNormal")
def initializer_truncated_normal(mean: Number = 0.0, stddev: NotNegative = 0.05, seed: Seed | None = None) -> Any:
    """Draw weights from a normal distribution without its tails.

    The weights are `mean + stddev * z` with standard normal z; values beyond two standard deviations are drawn again.
    So no initial weight is large enough to saturate its unit.

    Args:
        mean: Mean of the distribution.
        stddev: Standard deviation before it is truncated.

    Example:
        >>> weights = initializer_truncated_normal(stddev=0.1, seed=1)(shape(1000))
        >>> k_max(weights)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.196659>
    """


@constructor("keras.initializers.VarianceScaling", send=("distribution",))
def initializer_variance_scaling(
    scale: Positive = 1.0,
    mode: Mode = ("fan_in", "fan_out", "fan_avg"),
    distribution: Distribution = ("normal", "uniform", "truncated_normal", "untruncated_normal"),
    seed: Seed | None = None,
) -> Any:
    """Draw weights with a variance that depends on the size of the layer.

    The variance is `scale / n`, where `mode` determines whether n is the number of inputs, the number of outputs, or
    their mean. The Glorot, He and LeCun initializers are special cases; use this one for other combinations.

    Args:
        scale: Positive number.
        mode: "fan_in", "fan_out" or "fan_avg".
        distribution: "normal" (the same as "untruncated_normal"), "uniform" or "truncated_normal".

    Example:
        >>> initializer = initializer_variance_scaling(2.0, "fan_out", "uniform", seed=1)
        >>> weights = initializer(shape(50, 100))
        >>> k_var(weights)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.0201267>
    """


@constructor("keras.initializers.Zeros")
def initializer_zeros() -> Any:
    """Fill weights with zeros.

    It sets every weight to `w = 0`, the usual initial value of biases. Do not use it for kernels: all units would get
    the same gradient and stay identical.

    Example:
        >>> initializer_zeros()(shape(3))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0., 0., 0.], dtype=float32)>
    """


@constructor("keras.initializers.STFT")
def initializer_stft(
    side: Side = "real",
    window: Window = "hann",
    scaling: Scaling = "density",
    periodic: Bool = False,
) -> Any:
    """Fill the kernel of a convolution with the waves of a short-time Fourier transform.

    Its filters are the cosines and sines `cos(2 * pi * k * n / N)` and `sin(2 * pi * k * n / N)` of the N steps n,
    times the window. Use it for a convolution that computes a spectrogram of sound, as layer_stft_spectrogram() does.

    Args:
        side: "real" (cosines) or "imag" (sines).
        window: Shape of the window: "hann", "hamming", or NULL for none.
        scaling: "density", "spectrum", or NULL for none.
        periodic: Whether the window is periodic.

    Example:
        >>> kernel = initializer_stft("real", window=None, scaling=None)(shape(4, 1, 3))
        >>> k_round(k_reshape(kernel, [4, 3]))
        <tf.Tensor: shape=(4, 3), dtype=float32, numpy=
        array([[ 1.,  1.,  1.],
               [ 1., -0., -1.],
               [ 1., -1.,  1.],
               [ 1.,  0., -1.]], dtype=float32)>
    """
