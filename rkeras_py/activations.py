"""Activation functions: of a tensor, or passed uncalled to a layer (`activation = activation_relu`)."""

from typing import Any

from .compat import formulas
from .data import arrays
from .define import export, function
from .signatures.words import MISSING, ArrayLike, Bool, Number, ZeroAxis


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
    x: ArrayLike = MISSING, alpha: Number = 0.0, max_value: Number | None = None, threshold: Number = 0.0
) -> Any:
    """Apply the rectified linear unit: `max(x, 0)` unless the arguments say otherwise.

    Args:
        alpha: Slope below the threshold.
        max_value: The largest value, or NULL for no limit.
        threshold: Value from which the output is the input.
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
