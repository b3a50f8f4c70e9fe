"""Constraints: projections of the weights after each update."""

from typing import Any

from .define import constructor
from .signatures.words import NotNegative, Probability, ZeroAxis


@constructor("keras.constraints.MaxNorm")
def constraint_maxnorm(max_value: NotNegative = 2.0, axis: ZeroAxis = 0) -> Any:
    """Keep the norm of the weights of each unit at or below a limit.

    After each update, a unit whose weights have a larger norm is scaled back to `max_value`. Use it with dropout and
    large learning rates (Srivastava et al., 2014).

    Args:
        max_value: The limit; fractions are kept.
        axis: Axis (or axes) along which the norm is taken, counted from 0: 0 for the kernel of a dense layer, c(0, 1,
            2) for the kernel of a two-dimensional convolution.

    Differences:
        Fractions are kept; R keras 2.15 truncated them.

    References:
        Srivastava, N. et al. (2014), Dropout: a simple way to prevent neural networks from overfitting, JMLR 15.

    Example:
        >>> constraint_maxnorm(max_value=2.5)(k_constant([[3.0, 1.0], [4.0, 0.0]]))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1.5      , 0.9999999],
               [2.       , 0.       ]], dtype=float32)>
    """


@constructor("keras.constraints.MinMaxNorm")
def constraint_minmaxnorm(
    min_value: NotNegative = 0.0, max_value: NotNegative = 1.0, rate: Probability = 1.0, axis: ZeroAxis = 0
) -> Any:
    """Keep the norm of the weights of each unit between two limits.

    After each update w becomes `w * (rate * clip(norm, min_value, max_value) + (1 - rate) * norm) / norm`. With `rate =
    1` the norm is then within the limits; with a smaller rate it moves toward them.

    Args:
        min_value: The lower limit.
        max_value: The upper limit.
        rate: Fraction of the distance to the limits that an update covers: 1 enforces them, less approaches them.
        axis: Axis (or axes) along which the norm is taken, counted from 0.

    Example:
        >>> constraint_minmaxnorm(min_value=1.0, max_value=2.5)(k_constant([[3.0, 0.5], [4.0, 0.0]]))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1.5       , 0.99999976],
               [2.        , 0.        ]], dtype=float32)>
    """


@constructor("keras.constraints.NonNeg")
def constraint_nonneg() -> Any:
    """Set negative weights to 0.

    After each update w becomes `max(w, 0)`. Use it if negative weights would be meaningless, such as for mixture
    weights.

    Example:
        >>> constraint_nonneg()(k_constant([-1.0, 2.0]))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0., 2.], dtype=float32)>
    """


@constructor("keras.constraints.UnitNorm")
def constraint_unitnorm(axis: ZeroAxis = 0) -> Any:
    """Scale the weights of each unit to norm 1.

    After each update w becomes `w / sqrt(sum(w^2))` for each unit. Use it for directions, such as prototypes that are
    compared by cosine similarity.

    Args:
        axis: Axis (or axes) along which the norm is taken, counted from 0.

    Example:
        >>> constraint_unitnorm()(k_constant([[3.0, 1.0], [4.0, 0.0]]))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[0.6      , 0.9999999],
               [0.8      , 0.       ]], dtype=float32)>
    """
