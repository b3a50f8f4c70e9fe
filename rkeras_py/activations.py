"""Activation functions: of a tensor, or passed uncalled to a layer (`activation = activation_relu`)."""

from typing import Any

from .compat import formulas
from .data import arrays
from .define import export, function
from .signatures.words import MISSING, ArrayLike, Axis, Bool, Limit, NotNegative, Number, ZeroAxis


@function("keras.activations.elu")
def activation_elu(x: ArrayLike = MISSING, alpha: Number = 1.0) -> Any:
    """Apply the exponential linear unit: `x` above 0, `alpha * (exp(x) - 1)` below.

    Args:
        alpha: Minus the limit for very negative values.

    References:
        Djork-Arne Clevert, Thomas Unterthiner, Sepp Hochreiter (2016). Fast and accurate deep network learning by
        exponential linear units (ELUs). arXiv:1511.07289.
    """


@function("keras.activations.exponential")
def activation_exponential(x: ArrayLike = MISSING) -> Any:
    """Apply the exponential function."""


@function("keras.activations.gelu")
def activation_gelu(x: ArrayLike = MISSING, approximate: Bool = False) -> Any:
    """Apply the Gaussian error linear unit: `x * P(X <= x)` for a standard normal X.

    Args:
        approximate: Whether to use the approximation by tanh.

    References:
        Dan Hendrycks, Kevin Gimpel (2016). Gaussian error linear units (GELUs). arXiv:1606.08415.
    """


@export
def activation_hard_sigmoid(x: ArrayLike = MISSING) -> Any:
    """Apply a piecewise linear sigmoid: `0.2 * x + 0.5`, at least 0 and at most 1.

    This is the formula of Keras 2. Keras 3 gave the name "hard_sigmoid" to another line, `x / 6 + 0.5`.
    """
    return formulas.hard_sigmoid(arrays.to_tensor(x))


@function("keras.activations.linear")
def activation_linear(x: ArrayLike = MISSING) -> Any:
    """Return the input as it is."""


@function("keras.activations.relu")
def activation_relu(
    x: ArrayLike = MISSING,
    alpha: Number = 0.0,
    max_value: Limit | None = None,
    threshold: Number = 0.0,
    *,
    negative_slope: Number = 0.0,
) -> Any:
    """Apply the rectified linear unit: `max(x, 0)` unless the arguments say otherwise.

    Args:
        alpha: Slope below the threshold.
        max_value: The largest value, or NULL for no limit.
        threshold: Value from which the output is the input.
        negative_slope: Keras 3's name of `alpha`; one of the two is given.
    """


@function("keras.activations.selu")
def activation_selu(x: ArrayLike = MISSING) -> Any:
    """Apply the scaled exponential linear unit, which keeps mean 0 and variance 1 from layer to layer.

    To be used with initializer_lecun_normal() and layer_alpha_dropout().

    References:
        Gunter Klambauer, Thomas Unterthiner, Andreas Mayr, Sepp Hochreiter (2017). Self-normalizing neural networks.
        arXiv:1706.02515.
    """


@function("keras.activations.sigmoid")
def activation_sigmoid(x: ArrayLike = MISSING) -> Any:
    """Apply the sigmoid function: `1 / (1 + exp(-x))`.

    Differences:
        R keras 2.15 computed the softmax by mistake.
    """


@function("keras.activations.softmax")
def activation_softmax(x: ArrayLike = MISSING, axis: ZeroAxis = -1) -> Any:
    """Turn numbers into probabilities: `exp(x) / sum(exp(x))`.

    Args:
        axis: Axis along which they sum to 1, counted from 0 as in R keras; -1 is the last.
    """


@function("keras.activations.softplus")
def activation_softplus(x: ArrayLike = MISSING) -> Any:
    """Apply the softplus function: `log(exp(x) + 1)`."""


@function("keras.activations.softsign")
def activation_softsign(x: ArrayLike = MISSING) -> Any:
    """Apply the softsign function: `x / (|x| + 1)`."""


@function("keras.activations.swish")
def activation_swish(x: ArrayLike = MISSING) -> Any:
    """Apply the swish function: `x * sigmoid(x)`; also called silu.

    References:
        Prajit Ramachandran, Barret Zoph, Quoc V. Le (2017). Searching for activation functions. arXiv:1710.05941.
    """


@function("keras.activations.tanh")
def activation_tanh(x: ArrayLike = MISSING) -> Any:
    """Apply the hyperbolic tangent."""


@function("keras.activations.celu")
def activation_celu(
    x: ArrayLike = MISSING,
    alpha: NotNegative = 1.0,
) -> Any:
    """Apply the continuously differentiable exponential linear unit.

    Computes `max(x, 0) + min(0, alpha * (exp(x / alpha) - 1))`.

    Args:
        alpha: Minus the limit for very negative values; greater than 0.

    References:
        Jonathan T. Barron (2017). Continuously differentiable exponential linear units. arXiv:1704.07483.
    """


@function("keras.activations.glu")
def activation_glu(
    x: ArrayLike = MISSING,
    axis: Axis = -1,
) -> Any:
    """Apply the gated linear unit: the first half of the channels times the sigmoid of the second.

    Args:
        axis: Axis that is halved, counted from 1 (the batch axis); -1 is the last. Its size must be even.

    References:
        Yann N. Dauphin et al. (2016). Language modeling with gated convolutional networks. arXiv:1612.08083.
    """


@function("keras.activations.hard_shrink")
def activation_hard_shrink(
    x: ArrayLike = MISSING,
    threshold: Number = 0.5,
) -> Any:
    """Set to 0 what is near 0: `x` where `|x| > threshold`, else 0.

    Args:
        threshold: Values of this magnitude and below become 0.
    """


@function("keras.activations.hard_tanh")
def activation_hard_tanh(
    x: ArrayLike = MISSING,
) -> Any:
    """Clip the input to the range from -1 to 1."""


@function("keras.activations.leaky_relu")
def activation_leaky_relu(
    x: ArrayLike = MISSING,
    negative_slope: Number = 0.2,
) -> Any:
    """Apply the leaky rectified linear unit: `x` above 0, `negative_slope * x` below.

    Args:
        negative_slope: Slope below 0.
    """


@function("keras.activations.log_sigmoid")
def activation_log_sigmoid(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the logarithm of the sigmoid: `-log(1 + exp(-x))`."""


@function("keras.activations.log_softmax")
def activation_log_softmax(
    x: ArrayLike = MISSING,
    axis: Axis = -1,
) -> Any:
    """Apply the logarithm of the softmax, computed so that nothing overflows.

    Args:
        axis: Axis along which the probabilities sum to 1, counted from 1 (the batch axis); -1 is the last.
    """


@function("keras.activations.mish")
def activation_mish(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the mish function: `x * tanh(softplus(x))`.

    References:
        Diganta Misra (2019). Mish: a self regularized non-monotonic activation function. arXiv:1908.08681.
    """


@function("keras.activations.relu6")
def activation_relu6(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the rectified linear unit with an upper limit of 6: `min(max(x, 0), 6)`."""


@function("keras.activations.silu")
def activation_silu(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the sigmoid linear unit: `x * sigmoid(x)`; the same function as activation_swish().

    References:
        Stefan Elfwing, Eiji Uchibe, Kenji Doya (2017). Sigmoid-weighted linear units. arXiv:1702.03118.
    """


@function("keras.activations.soft_shrink")
def activation_soft_shrink(
    x: ArrayLike = MISSING,
    threshold: Number = 0.5,
) -> Any:
    """Draw values towards 0: `x - threshold` above `threshold`, `x + threshold` below minus that, else 0.

    Args:
        threshold: By how much.
    """


@function("keras.activations.sparse_plus")
def activation_sparse_plus(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the sparse plus function: 0 up to -1, `(x + 1)^2 / 4` to 1, and `x` from there."""


@function("keras.activations.sparse_sigmoid")
def activation_sparse_sigmoid(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply the sparse sigmoid: 0 up to -1, `(x + 1) / 2` to 1, and 1 from there."""


@function("rkeras_py.compat.formulas.sparsemax")
def activation_sparsemax(
    x: ArrayLike = MISSING,
    axis: Axis = -1,
) -> Any:
    """Turn numbers into probabilities of which many are 0: the nearest point of the probability simplex.

    Keras 3.15's own function of this name gives numbers that do not sum to 1; a layer gets the right one, and a file
    with it opens in plain Keras after `import rkeras_py.classes`.

    Args:
        axis: Axis along which they sum to 1, counted from 1 (the batch axis); -1 is the last.

    References:
        Andre F. T. Martins, Ramon F. Astudillo (2016). From softmax to sparsemax. arXiv:1602.02068.
    """


@function("keras.activations.squareplus")
def activation_squareplus(
    x: ArrayLike = MISSING,
    b: NotNegative = 4,
) -> Any:
    """Apply the squareplus function: `(x + sqrt(x^2 + b)) / 2`.

    Args:
        b: How smooth the bend at 0 is; 0 gives the rectified linear unit.

    References:
        Jonathan T. Barron (2021). Squareplus: a softplus-like algebraic rectifier. arXiv:2112.11687.
    """


@function("keras.activations.tanh_shrink")
def activation_tanh_shrink(
    x: ArrayLike = MISSING,
) -> Any:
    """Apply `x - tanh(x)`."""


@function("keras.activations.threshold")
def activation_threshold(
    x: ArrayLike = MISSING,
    threshold: Number = MISSING,
    default_value: Number = MISSING,
) -> Any:
    """Replace what is not above a threshold: `x` where `x > threshold`, else `default_value`.

    Args:
        threshold: The threshold.
        default_value: What stands where the input is not above it.
    """


@function("keras.activations.hard_silu")
def activation_hard_silu(x: ArrayLike = MISSING) -> Any:
    """Apply the hard SiLU: x times a piecewise linear sigmoid, `x * clip(x / 6 + 0.5, 0, 1)`.

    References:
        Andrew Howard et al. (2019). Searching for MobileNetV3. arXiv:1905.02244.
    """


@function("keras.activations.hard_swish")
def activation_hard_swish(x: ArrayLike = MISSING) -> Any:
    """Apply the hard SiLU under its other name; the same as activation_hard_silu()."""
