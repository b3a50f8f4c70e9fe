"""Activation functions: called on a tensor, or passed uncalled to a layer (`activation = activation_relu`)."""

from typing import Any

from ..compat import formulas
from ..data import arrays
from ..define import export
from ..signatures.words import MISSING, ArrayLike, Bool, Limit, Number, ZeroAxis


@export(target="keras.activations.elu")
def activation_elu(x: ArrayLike = MISSING, alpha: Number = 1.0) -> Any:
    """Apply the exponential linear unit.

    ELU is `x` above 0 and `alpha * (exp(x) - 1)` below. It keeps mean activations near 0 and its gradient does not
    vanish for negative x (Clevert et al., 2016, arXiv:1511.07289).

    Args:
        alpha: Minus the limit for very negative values.

    References:
        Clevert, D.-A., Unterthiner, T. and Hochreiter, S. (2016), Fast and accurate deep network learning by
        exponential linear units (ELUs), https://arxiv.org/abs/1511.07289

    Example:
        >>> activation_elu([-1.0, 0.0, 2.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.63212055,  0.        ,  2.        ], dtype=float32)>
    """


@export(target="keras.activations.exponential")
def activation_exponential(x: ArrayLike = MISSING) -> Any:
    """Apply the exponential function.

    It computes `exp(x)`. Use it for outputs that must be positive, such as the rate of a Poisson loss.

    Example:
        >>> activation_exponential([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.       , 2.7182817], dtype=float32)>
    """


@export(target="keras.activations.gelu")
def activation_gelu(x: ArrayLike = MISSING, approximate: Bool = False) -> Any:
    """Apply the Gaussian error linear unit.

    GELU is `x * P(X <= x)` for a standard normal X, a smooth variant of ReLU. It is the usual activation of
    transformers (Hendrycks and Gimpel, 2016, arXiv:1606.08415).

    Args:
        approximate: Whether to use the approximation with tanh.

    References:
        Hendrycks, D. and Gimpel, K. (2016), Gaussian error linear units (GELUs), https://arxiv.org/abs/1606.08415

    Example:
        >>> activation_gelu([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.15865526,  0.        ,  0.8413447 ], dtype=float32)>
        >>> activation_gelu([-1.0, 0.0, 1.0], approximate=True)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.158808,  0.      ,  0.841192], dtype=float32)>
    """


@export
def activation_hard_sigmoid(x: ArrayLike = MISSING) -> Any:
    """Apply a piecewise linear sigmoid: `0.2 * x + 0.5`, at least 0 and at most 1.

    This is the formula of Keras 2. In Keras 3, the name "hard_sigmoid" means a different function with `x / 6 + 0.5`.

    Example:
        >>> activation_hard_sigmoid([-3.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0. , 0.5, 0.7], dtype=float32)>
    """
    return formulas.hard_sigmoid(arrays.to_tensor(x))


@export(target="keras.activations.linear")
def activation_linear(x: ArrayLike = MISSING) -> Any:
    """Return the input unchanged.

    It returns `x`. It is the default of most layers, and suits the output of a regression model.

    Example:
        >>> activation_linear([-1.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-1.,  2.], dtype=float32)>
    """


@export(target="keras.activations.relu")
def activation_relu(
    x: ArrayLike = MISSING,
    alpha: Number = 0.0,
    max_value: Limit | None = None,
    threshold: Number = 0.0,
    *,
    negative_slope: Number = 0.0,
) -> Any:
    """Apply the rectified linear unit.

    With the defaults it is `max(x, 0)`, the usual activation of hidden layers: cheap, and its gradient does not vanish
    for positive x. The arguments give leaky and bounded variants.

    Args:
        alpha: Slope below the threshold.
        max_value: The largest value, or NULL for no limit.
        threshold: Value above which the output is the input.
        negative_slope: Keras 3's name for `alpha`; give only one of the two.

    Example:
        >>> activation_relu([-2.0, 0.5, 9.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0. , 0.5, 9. ], dtype=float32)>
        >>> activation_relu([-2.0, 0.5, 9.0], alpha=0.1, max_value=6.0)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.2,  0.5,  6. ], dtype=float32)>
    """


@export(target="keras.activations.selu")
def activation_selu(x: ArrayLike = MISSING) -> Any:
    """Apply the scaled exponential linear unit, which keeps mean 0 and variance 1 from layer to layer.

    It is `1.0507 * x` above 0 and `1.0507 * 1.6733 * (exp(x) - 1)` below (Klambauer et al., 2017, arXiv:1706.02515).
    Use it with initializer_lecun_normal() and layer_alpha_dropout().

    References:
        Klambauer, G. et al. (2017), Self-normalizing neural networks, https://arxiv.org/abs/1706.02515

    Example:
        >>> activation_selu([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-1.1113307,  0.       ,  1.050701 ], dtype=float32)>
    """


@export(target="keras.activations.sigmoid")
def activation_sigmoid(x: ArrayLike = MISSING) -> Any:
    """Apply the sigmoid function.

    It computes `1 / (1 + exp(-x))`, between 0 and 1. Use it for the output of binary and multi-label classifiers and
    for gates.

    Differences:
        R keras 2.15 computed the softmax by mistake.

    Example:
        >>> activation_sigmoid([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.26894143, 0.5       , 0.7310586 ], dtype=float32)>
    """


@export(target="keras.activations.softmax")
def activation_softmax(x: ArrayLike = MISSING, axis: ZeroAxis = -1) -> Any:
    """Apply the softmax function.

    It computes `exp(x) / sum(exp(x))`: positive values that sum to 1. Use it for the output of a classifier with
    exclusive classes.

    Args:
        axis: Axis along which they sum to 1, counted from 0 as in R keras; -1 is the last.

    Example:
        >>> activation_softmax([[1.0, 2.0, 3.0]])
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[0.09003057, 0.24472848, 0.6652409 ]], dtype=float32)>
    """


@export(target="keras.activations.softplus")
def activation_softplus(x: ArrayLike = MISSING) -> Any:
    """Apply the softplus function.

    It computes `log(exp(x) + 1)`, a smooth ReLU. Use it for outputs that must be positive, such as a standard
    deviation.

    Example:
        >>> activation_softplus([-1.0, 0.0, 20.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([ 0.3132617,  0.6931472, 20.       ], dtype=float32)>
    """


@export(target="keras.activations.softsign")
def activation_softsign(x: ArrayLike = MISSING) -> Any:
    """Apply the softsign function.

    It computes `x / (|x| + 1)`, between -1 and 1. It approaches its limits more slowly than tanh.

    Example:
        >>> activation_softsign([-1.0, 0.0, 4.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.5,  0. ,  0.8], dtype=float32)>
    """


@export(target="keras.activations.swish")
def activation_swish(x: ArrayLike = MISSING) -> Any:
    """Apply the swish function, also called SiLU.

    It computes `x * sigmoid(x)`, smooth and not monotonic. EfficientNet uses it, and in deep networks it often beats
    ReLU (Ramachandran et al., 2017, arXiv:1710.05941).

    References:
        Ramachandran, P., Zoph, B. and Le, Q. V. (2017), Searching for activation functions,
        https://arxiv.org/abs/1710.05941

    Example:
        >>> activation_swish([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.26894143,  0.        ,  0.7310586 ], dtype=float32)>
    """


@export(target="keras.activations.tanh")
def activation_tanh(x: ArrayLike = MISSING) -> Any:
    """Apply the hyperbolic tangent.

    It computes `(exp(x) - exp(-x)) / (exp(x) + exp(-x))`, between -1 and 1. It is the default activation of recurrent
    layers, and suits outputs in that range.

    Example:
        >>> activation_tanh([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.7615942,  0.       ,  0.7615942], dtype=float32)>
    """
