"""Initializers: the first values of weights."""

from typing import Annotated, Any

from .define import constructor
from .signatures.words import ArrayLike, Bool, NotNegative, Number, Positive, Seed, choice

Mode = Annotated[Any, choice("fan_in", "fan_out", "fan_avg")]
Side = Annotated[str, choice("real", "imag")]
Window = Annotated[Any, choice("hann", "hamming", takes_none=True)]
Scaling = Annotated[Any, choice("density", "spectrum", takes_none=True)]
Distribution = Annotated[Any, choice("normal", "uniform", "truncated_normal", "untruncated_normal")]


@constructor("keras.initializers.Constant")
def initializer_constant(value: ArrayLike = 0.0) -> Any:
    """Fill weights with one value.

    Args:
        value: A number, or an array that fits the shape of the weights.
    """


@constructor("keras.initializers.GlorotNormal")
def initializer_glorot_normal(seed: Seed | None = None) -> Any:
    """Draw weights from a truncated normal distribution scaled by the number of inputs and outputs.

    Its standard deviation is `sqrt(2 / (fan_in + fan_out))`; also called Xavier normal.

    References:
        Xavier Glorot, Yoshua Bengio (2010). Understanding the difficulty of training deep feedforward neural
        networks. AISTATS.
    """


@constructor("keras.initializers.GlorotUniform")
def initializer_glorot_uniform(seed: Seed | None = None) -> Any:
    """Draw weights from a uniform distribution scaled by the number of inputs and outputs.

    Its limits are `-l` and `l` with `l = sqrt(6 / (fan_in + fan_out))`; also called Xavier uniform.

    References:
        Xavier Glorot, Yoshua Bengio (2010). Understanding the difficulty of training deep feedforward neural
        networks. AISTATS.
    """


@constructor("keras.initializers.HeNormal")
def initializer_he_normal(seed: Seed | None = None) -> Any:
    """Draw weights from a truncated normal distribution scaled by the number of inputs.

    Its standard deviation is `sqrt(2 / fan_in)`; made for layers with relu.

    References:
        Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun (2015). Delving deep into rectifiers: surpassing human-level
        performance on ImageNet classification. arXiv:1502.01852.
    """


@constructor("keras.initializers.HeUniform")
def initializer_he_uniform(seed: Seed | None = None) -> Any:
    """Draw weights from a uniform distribution scaled by the number of inputs.

    Its limits are `-l` and `l` with `l = sqrt(6 / fan_in)`; made for layers with relu.

    References:
        Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun (2015). Delving deep into rectifiers: surpassing human-level
        performance on ImageNet classification. arXiv:1502.01852.
    """


@constructor("keras.initializers.Identity")
def initializer_identity(gain: Number = 1.0) -> Any:
    """Start from the identity matrix.

    Only for weights that are matrices.

    Args:
        gain: Factor of the matrix.
    """


@constructor("keras.initializers.LecunNormal")
def initializer_lecun_normal(seed: Seed | None = None) -> Any:
    """Draw weights from a truncated normal distribution with standard deviation `sqrt(1 / fan_in)`.

    References:
        Gunter Klambauer, Thomas Unterthiner, Andreas Mayr, Sepp Hochreiter (2017). Self-normalizing neural networks.
        arXiv:1706.02515.
    """


@constructor("keras.initializers.LecunUniform")
def initializer_lecun_uniform(seed: Seed | None = None) -> Any:
    """Draw weights from a uniform distribution with limits `-l` and `l`, `l = sqrt(3 / fan_in)`.

    References:
        Yann LeCun, Leon Bottou, Genevieve B. Orr, Klaus-Robert Mueller (1998). Efficient BackProp. In: Neural
        networks: tricks of the trade. Springer.
    """


@constructor("keras.initializers.Ones")
def initializer_ones() -> Any:
    """Fill weights with ones."""


@constructor("keras.initializers.Orthogonal")
def initializer_orthogonal(gain: Number = 1.0, seed: Seed | None = None) -> Any:
    """Draw an orthogonal matrix.

    Weights with more than two axes are drawn as a matrix of the same last axis, then reshaped.

    Args:
        gain: Factor of the matrix.

    References:
        Andrew M. Saxe, James L. McClelland, Surya Ganguli (2014). Exact solutions to the nonlinear dynamics of
        learning in deep linear neural networks. arXiv:1312.6120.
    """


@constructor("keras.initializers.RandomNormal")
def initializer_random_normal(mean: Number = 0.0, stddev: NotNegative = 0.05, seed: Seed | None = None) -> Any:
    """Draw weights from a normal distribution.

    Args:
        mean: Mean of the distribution.
        stddev: Its standard deviation.
    """


@constructor("keras.initializers.RandomUniform")
def initializer_random_uniform(minval: Number = -0.05, maxval: Number = 0.05, seed: Seed | None = None) -> Any:
    """Draw weights from a uniform distribution.

    Args:
        minval: Lower limit.
        maxval: Upper limit.
    """


@constructor("keras.initializers.TruncatedNormal")
def initializer_truncated_normal(mean: Number = 0.0, stddev: NotNegative = 0.05, seed: Seed | None = None) -> Any:
    """Draw weights from a normal distribution without its tails.

    Values further than two standard deviations from the mean are drawn again.

    Args:
        mean: Mean of the distribution.
        stddev: Its standard deviation before it is truncated.
    """


@constructor("keras.initializers.VarianceScaling", send=("distribution",))
def initializer_variance_scaling(
    scale: Positive = 1.0,
    mode: Mode = ("fan_in", "fan_out", "fan_avg"),
    distribution: Distribution = ("normal", "uniform", "truncated_normal", "untruncated_normal"),
    seed: Seed | None = None,
) -> Any:
    """Draw weights with a variance that fits the size of the layer.

    The variance is `scale / n`, where n is what `mode` names: the number of inputs, of outputs, or their mean.

    Args:
        scale: Positive number.
        mode: "fan_in", "fan_out" or "fan_avg".
        distribution: "normal" (the same as "untruncated_normal"), "uniform" or "truncated_normal".
    """


@constructor("keras.initializers.Zeros")
def initializer_zeros() -> Any:
    """Fill weights with zeros."""


@constructor("keras.initializers.STFT")
def initializer_stft(
    side: Side = "real",
    window: Window = "hann",
    scaling: Scaling = "density",
    periodic: Bool = False,
) -> Any:
    """Fill the kernel of a convolution with the waves of a short Fourier transform.

    Args:
        side: "real" (cosines) or "imag" (sines).
        window: Shape of the window: "hann", "hamming", or NULL for none.
        scaling: "density", "spectrum", or NULL for none.
        periodic: Whether the window is periodic.
    """
