"""Activation functions."""

from typing import Any

from ..signatures.tensor_words import Axes, TensorArg
from ..signatures.words import MISSING, Bool, Number, OneAxis
from .family import keras_op


@keras_op("keras.ops.relu")
def op_relu(x: TensorArg = MISSING) -> Any:
    """Replace negative values by 0.

    It computes `max(x, 0)`, the usual activation of hidden layers. See activation_relu() for leaky variants.

    Example:
        >>> op_relu([-1.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0., 2.], dtype=float32)>
    """


@keras_op("keras.ops.relu6")
def op_relu6(x: TensorArg = MISSING) -> Any:
    """Replace negative values by 0, and values above 6 by 6.

    It computes `min(max(x, 0), 6)`. MobileNets use it, because a bounded range suits computations with few bits.

    Example:
        >>> op_relu6([-1.0, 2.0, 8.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0., 2., 6.], dtype=float32)>
    """


@keras_op("keras.ops.leaky_relu")
def op_leaky_relu(x: TensorArg = MISSING, negative_slope: Number = 0.2) -> Any:
    """Multiply negative values by a slope.

    It is `x` above 0 and `negative_slope * x` below (Maas et al., 2013). So inactive units still get a gradient.

    Args:
        negative_slope: The slope.

    Example:
        >>> op_leaky_relu([-2.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.4,  2. ], dtype=float32)>
        >>> op_leaky_relu([-2.0, 2.0], negative_slope=0.01)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.02,  2.  ], dtype=float32)>
    """


@keras_op("keras.ops.elu")
def op_elu(x: TensorArg = MISSING, alpha: Number = 1.0) -> Any:
    """Apply the exponential linear unit.

    It is `x` above 0, else `alpha * (exp(x) - 1)` (Clevert et al., arXiv:1511.07289). Its mean output is closer to 0
    than that of ReLU.

    Args:
        alpha: Minus the limit for very negative values.

    Example:
        >>> op_elu([-1.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.63212055,  2.        ], dtype=float32)>
    """


@keras_op("keras.ops.celu")
def op_celu(x: TensorArg = MISSING, alpha: Number = 1.0) -> Any:
    """Apply the continuously differentiable exponential linear unit.

    It is `max(x, 0) + min(alpha * (exp(x / alpha) - 1), 0)` (arXiv:1704.07483). Its slope has no jump at 0.

    Args:
        alpha: Minus the limit for very negative values.

    Example:
        >>> op_celu([-1.0, 2.0], alpha=2.0)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.78693867,  2.        ], dtype=float32)>
    """


@keras_op("keras.ops.selu")
def op_selu(x: TensorArg = MISSING) -> Any:
    """Apply the scaled exponential linear unit.

    It is `1.0507 * x` above 0, else `1.7581 * (exp(x) - 1)` (arXiv:1706.02515). It keeps mean 0 and variance 1 from
    layer to layer.

    Example:
        >>> op_selu([-1.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-1.1113307,  1.050701 ], dtype=float32)>
    """


@keras_op("keras.ops.gelu")
def op_gelu(x: TensorArg = MISSING, approximate: Bool = True) -> Any:
    """Apply the Gaussian error linear unit.

    It is `x * pnorm(x)`, the usual activation of transformers (arXiv:1606.08415). `approximate = TRUE` computes it with
    tanh.

    Args:
        approximate: Whether to use the approximation with the hyperbolic tangent.

    Example:
        >>> op_gelu([-1.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.158808,  0.841192], dtype=float32)>
        >>> op_gelu([-1.0, 1.0], approximate=False)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.15865526,  0.8413447 ], dtype=float32)>
    """


@keras_op("keras.ops.silu")
def op_silu(x: TensorArg = MISSING) -> Any:
    """Apply the sigmoid linear unit, also called swish.

    It computes `x * sigmoid(x)` (arXiv:1710.05941). It is a smooth alternative to ReLU, used in EfficientNets.

    Example:
        >>> op_silu([-1.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.26894143,  0.7310586 ], dtype=float32)>
    """


@keras_op("keras.ops.sigmoid")
def op_sigmoid(x: TensorArg = MISSING) -> Any:
    """Apply the sigmoid function.

    It computes `1 / (1 + exp(-x))`, between 0 and 1. It turns a logit into the probability of label 1.

    Example:
        >>> op_sigmoid([-2.0, 0.0, 2.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.11920292, 0.5       , 0.8807971 ], dtype=float32)>
    """


@keras_op("keras.ops.log_sigmoid")
def op_log_sigmoid(x: TensorArg = MISSING) -> Any:
    """Return the logarithm of the sigmoid function.

    It computes `-log(1 + exp(-x))` without overflow. Use it for log-likelihoods of binary labels.

    Example:
        >>> op_log_sigmoid([-1000.0, 0.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-1.000000e+03, -6.931472e-01], dtype=float32)>
    """


@keras_op("keras.ops.hard_sigmoid")
def op_hard_sigmoid(x: TensorArg = MISSING) -> Any:
    """Apply Keras 3's piecewise linear sigmoid.

    It computes `clip(x / 6 + 0.5, 0, 1)`. Keras 2's function, k_hard_sigmoid(), has the slope 0.2.

    Example:
        >>> op_hard_sigmoid([-4.0, 0.0, 1.5])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.  , 0.5 , 0.75], dtype=float32)>
    """


@keras_op("keras.ops.hard_silu")
def op_hard_silu(x: TensorArg = MISSING) -> Any:
    """Apply the hard SiLU.

    It computes `x * clip(x / 6 + 0.5, 0, 1)`. Use it as a cheap approximation of op_silu() on small devices.

    Example:
        >>> op_hard_silu([-1.0, 1.5])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.33333334,  1.125     ], dtype=float32)>
    """


@keras_op("keras.ops.hard_swish")
def op_hard_swish(x: TensorArg = MISSING) -> Any:
    """Apply the hard swish; another name for op_hard_silu().

    It computes `x * clip(x / 6 + 0.5, 0, 1)`. MobileNetV3 introduced it (arXiv:1905.02244).

    Example:
        >>> op_hard_swish([-1.0, 1.5])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.33333334,  1.125     ], dtype=float32)>
    """


@keras_op("keras.ops.hard_tanh")
def op_hard_tanh(x: TensorArg = MISSING) -> Any:
    """Limit values to the range from -1 to 1.

    It computes `min(max(x, -1), 1)`. Use it as a cheap approximation of op_tanh().

    Example:
        >>> op_hard_tanh([-3.0, 0.5, 3.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-1. ,  0.5,  1. ], dtype=float32)>
    """


@keras_op("keras.ops.hard_shrink")
def op_hard_shrink(x: TensorArg = MISSING, threshold: Number = 0.5) -> Any:
    """Replace values near 0 by 0.

    It is `x` where `|x| > threshold` and 0 elsewhere. Use it to make values sparse; large ones do not change.

    Args:
        threshold: Values with a magnitude up to this become 0.

    Example:
        >>> op_hard_shrink([-0.4, 0.6])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0. , 0.6], dtype=float32)>
        >>> op_hard_shrink([-0.4, 0.6], threshold=0.3)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.4,  0.6], dtype=float32)>
    """


@keras_op("keras.ops.soft_shrink")
def op_soft_shrink(x: TensorArg = MISSING, threshold: Number = 0.5) -> Any:
    """Shrink values toward 0 by a threshold.

    It computes `sign(x) * max(|x| - threshold, 0)`. It is the soft thresholding of sparse coding and the lasso.

    Args:
        threshold: Amount by which values shrink; values closer to 0 become 0.

    Example:
        >>> op_soft_shrink([-0.4, 0.75, 2.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.  , 0.25, 1.5 ], dtype=float32)>
    """


@keras_op("keras.ops.tanh")
def op_tanh(x: TensorArg = MISSING) -> Any:
    """Apply the hyperbolic tangent.

    It is `(exp(x) - exp(-x)) / (exp(x) + exp(-x))`, between -1 and 1, the activation of states in recurrent layers.
    Unlike the sigmoid it is centered on 0. Use it for outputs that are limited on both sides, such as images scaled to
    -1 to 1.

    Example:
        >>> op_tanh([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.7615942,  0.       ,  0.7615942], dtype=float32)>
    """


@keras_op("keras.ops.tanh_shrink")
def op_tanh_shrink(x: TensorArg = MISSING) -> Any:
    """Apply the tanh shrink function.

    It computes `x - tanh(x)`. It is close to 0 for small x and close to linear for large x.

    Example:
        >>> op_tanh_shrink([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.        , 0.23840582], dtype=float32)>
    """


@keras_op("keras.ops.softplus")
def op_softplus(x: TensorArg = MISSING) -> Any:
    """Apply the softplus function.

    It computes `log(exp(x) + 1)`. Use it for outputs that must be positive, such as a standard deviation.

    Example:
        >>> op_softplus([0.0, 10.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 0.6931472, 10.000046 ], dtype=float32)>
    """


@keras_op("keras.ops.softsign")
def op_softsign(x: TensorArg = MISSING) -> Any:
    """Apply the softsign function.

    It computes `x / (|x| + 1)`, between -1 and 1. It approaches its limits more slowly than op_tanh().

    Example:
        >>> op_softsign([-1.0, 3.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.5 ,  0.75], dtype=float32)>
    """


@keras_op("keras.ops.sparse_plus")
def op_sparse_plus(x: TensorArg = MISSING) -> Any:
    """Apply the sparse plus function.

    It is 0 up to -1, `(x + 1)^2 / 4` up to 1 and `x` above: a softplus that reaches 0 exactly.

    Example:
        >>> op_sparse_plus([-2.0, 0.0, 2.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.  , 0.25, 2.  ], dtype=float32)>
    """


@keras_op("keras.ops.sparse_sigmoid")
def op_sparse_sigmoid(x: TensorArg = MISSING) -> Any:
    """Apply the sparse sigmoid function.

    It is 0 up to -1, `(x + 1) / 2` up to 1 and 1 above: a sigmoid that reaches 0 and 1 exactly.

    Example:
        >>> op_sparse_sigmoid([-2.0, 0.0, 2.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0. , 0.5, 1. ], dtype=float32)>
    """


@keras_op("keras.ops.squareplus")
def op_squareplus(x: TensorArg = MISSING, b: Number = 4) -> Any:
    """Apply the squareplus function.

    It computes `(x + sqrt(x^2 + b)) / 2` (Barron, 2021, arXiv:2112.11687). It is a smooth ReLU without exponentials.

    Args:
        b: Smoothness of the bend at 0.

    Example:
        >>> op_squareplus([0.0, 3.0], b=16)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([2., 4.], dtype=float32)>
    """


@keras_op("keras.ops.threshold")
def op_threshold(x: TensorArg = MISSING, threshold: Number = MISSING, default_value: Number = MISSING) -> Any:
    """Replace values at or below a threshold.

    It is `x` where `x > threshold` and `default_value` elsewhere. Use it to suppress weak values.

    Args:
        threshold: The threshold.
        default_value: The replacement.

    Example:
        >>> op_threshold([0.5, 2.0], threshold=1.0, default_value=-1.0)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-1.,  2.], dtype=float32)>
    """


@keras_op("keras.ops.softmax")
def op_softmax(x: TensorArg = MISSING, axis: Axes = -1) -> Any:
    """Apply the softmax function.

    It computes `exp(x) / sum(exp(x))`. It turns logits into class probabilities, which are positive and sum to 1.

    Args:
        axis: Axis, or axes, along which they sum to 1, counted from 1.

    Example:
        >>> op_softmax([1.0, 2.0, 3.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.09003057, 0.24472848, 0.6652409 ], dtype=float32)>
        >>> op_softmax([[0.0, 5.0], [0.0, 5.0]], axis=1)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[0.5, 0.5],
               [0.5, 0.5]], dtype=float32)>
    """


@keras_op("keras.ops.log_softmax")
def op_log_softmax(x: TensorArg = MISSING, axis: Axes = -1) -> Any:
    """Return the logarithm of the softmax function.

    It computes `x - log(sum(exp(x)))` without overflow. Use it for log-probabilities of classes.

    Args:
        axis: Axis, or axes, along which the probabilities sum to 1, counted from 1.

    Example:
        >>> op_log_softmax([0.0, 0.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.6931472, -0.6931472], dtype=float32)>
    """


@keras_op("rkeras_py.compat.formulas.sparsemax")
def op_sparsemax(x: TensorArg = MISSING, axis: OneAxis = -1) -> Any:
    """Turn numbers into probabilities, many of which are exactly 0.

    It returns the probability vector that is closest to x (Martins and Astudillo, 2016, arXiv:1602.02068). Use it
    instead of op_softmax() if most classes should get probability 0. In Keras 3.15 itself the result does not sum to 1.

    Args:
        axis: Axis along which they sum to 1, counted from 1.

    Example:
        >>> op_sparsemax([0.5, 1.0, -1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.25, 0.75, 0.  ], dtype=float32)>
    """


@keras_op("keras.ops.glu")
def op_glu(x: TensorArg = MISSING, axis: OneAxis = -1) -> Any:
    """Apply the gated linear unit.

    It is `a * sigmoid(b)`, where a and b are the two halves of the values (arXiv:1612.08083). So b is a gate for a.

    Args:
        axis: Axis to split into halves, counted from 1.

    Example:
        >>> op_glu([1.0, 2.0, 0.0, 0.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.5, 1. ], dtype=float32)>
    """
