"""Learning rate schedules: the learning rate as a function of the step."""

from typing import Any

from ..define import constructor
from ..signatures.object_words import Name
from ..signatures.words import (
    MISSING,
    Bool,
    Count,
    CountFromZero,
    Increasing,
    NotNegative,
    NotNegatives,
    Number,
    Positive,
)


@constructor("keras.optimizers.schedules.CosineDecay")
def learning_rate_schedule_cosine_decay(
    initial_learning_rate: NotNegative = MISSING,
    decay_steps: Count = MISSING,
    alpha: Number = 0.0,
    *,
    name: Name | None = None,
    warmup_target: NotNegative | None = None,
    warmup_steps: CountFromZero = 0,
    **options: Any,
) -> Any:
    """Lower the learning rate along half a cosine.

    The rate is `initial_learning_rate * ((1 - alpha) * (1 + cos(pi * t)) / 2 + alpha)` with `t = min(step, decay_steps)
    / decay_steps`, after an optional warmup (Loshchilov and Hutter, 2017, arXiv:1608.03983). It is a common choice if
    the number of training steps is known.

    Args:
        alpha: Fraction of the initial learning rate that remains after `decay_steps`.
        warmup_target: The learning rate to which the rate first rises linearly, from `initial_learning_rate`; NULL: no
            warmup.
        warmup_steps: Number of steps of the warmup, before the decay.

    References:
        Loshchilov, I. and Hutter, F. (2017), SGDR: Stochastic gradient descent with warm restarts,
        https://arxiv.org/abs/1608.03983

    Example:
        >>> rate = learning_rate_schedule_cosine_decay(0.1, decay_steps=100)
        >>> rate(50)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.05>
        >>> rate(100)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.0>
    """


@constructor("keras.optimizers.schedules.CosineDecayRestarts")
def learning_rate_schedule_cosine_decay_restarts(
    initial_learning_rate: NotNegative = MISSING,
    first_decay_steps: Count = MISSING,
    t_mul: Positive = 2.0,
    m_mul: NotNegative = 1.0,
    alpha: Number = 0.0,
    *,
    name: Name | None = None,
    **options: Any,
) -> Any:
    """Lower the learning rate along half a cosine repeatedly, with restarts.

    Within a period the rate is `initial_learning_rate * (alpha + (1 - alpha) * m * (1 + cos(pi * t)) / 2)`, where t
    goes from 0 to 1. Each restart raises the rate again, to `m_mul` times the previous starting rate, so that training
    can leave a poor minimum; each period is `t_mul` times as long as the one before (Loshchilov and Hutter, 2017,
    arXiv:1608.03983).

    Args:
        first_decay_steps: Number of steps of the first period.
        t_mul: Factor by which the length of a period grows after each restart.
        m_mul: Factor by which the starting rate changes after each restart.
        alpha: Fraction of the starting rate that remains at the end of a period.

    References:
        Loshchilov, I. and Hutter, F. (2017), SGDR: Stochastic gradient descent with warm restarts,
        https://arxiv.org/abs/1608.03983

    Example:
        >>> rate = learning_rate_schedule_cosine_decay_restarts(0.1, first_decay_steps=100, m_mul=0.5)
        >>> rate(50)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.05>
        >>> rate(100)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.05>
    """


@constructor("keras.optimizers.schedules.ExponentialDecay")
def learning_rate_schedule_exponential_decay(
    initial_learning_rate: NotNegative = MISSING,
    decay_steps: Count = MISSING,
    decay_rate: NotNegative = MISSING,
    staircase: Bool = False,
    *,
    name: Name | None = None,
    **options: Any,
) -> Any:
    """Lower the learning rate exponentially.

    Use it to reduce the rate by a fixed factor every `decay_steps` steps. Large steps at the start find a good region,
    and small steps at the end converge in it.

    At each step the rate is `initial_learning_rate * decay_rate ^ (step / decay_steps)`.

    Example:
        >>> rate = learning_rate_schedule_exponential_decay(0.1, decay_steps=100, decay_rate=0.5)
        >>> rate(100)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.05>
        >>> rate(200)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.025>
    """


@constructor("keras.optimizers.schedules.InverseTimeDecay")
def learning_rate_schedule_inverse_time_decay(
    initial_learning_rate: NotNegative = MISSING,
    decay_steps: Count = MISSING,
    decay_rate: NotNegative = MISSING,
    staircase: Bool = False,
    *,
    name: Name | None = None,
    **options: Any,
) -> Any:
    """Lower the learning rate in inverse proportion to time.

    The rate falls fast at first and slowly later. Use it for long training runs of unknown length, since the rate never
    reaches 0.

    At each step the rate is `initial_learning_rate / (1 + decay_rate * step / decay_steps)`. The old argument `decay =
    d` of the optimizers creates this schedule with `decay_steps = 1` and `decay_rate = d`.

    Example:
        >>> rate = learning_rate_schedule_inverse_time_decay(0.1, decay_steps=100, decay_rate=1.0)
        >>> rate(100)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.05>
        >>> rate(300)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.025>
    """


@constructor("keras.optimizers.schedules.PiecewiseConstantDecay")
def learning_rate_schedule_piecewise_constant_decay(
    boundaries: Increasing = MISSING,
    values: NotNegatives = MISSING,
    *,
    name: Name | None = None,
    **options: Any,
) -> Any:
    """Change the learning rate at given steps.

    The rate is `values[sum(step > boundaries) + 1]`. Use it to lower the rate at fixed steps, for example to a tenth
    every 30 epochs, as for ResNet.

    Args:
        boundaries: Steps in increasing order; each is the last step with its value.
        values: The learning rates, one more than there are boundaries.

    Example:
        >>> rate = learning_rate_schedule_piecewise_constant_decay([100, 200], [0.1, 0.01, 0.001])
        >>> rate(100)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.1>
        >>> rate(101)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.01>
    """


@constructor("keras.optimizers.schedules.PolynomialDecay")
def learning_rate_schedule_polynomial_decay(
    initial_learning_rate: NotNegative = MISSING,
    decay_steps: Count = MISSING,
    end_learning_rate: NotNegative = 1e-4,
    power: NotNegative = 1.0,
    cycle: Bool = False,
    *,
    name: Name | None = None,
    **options: Any,
) -> Any:
    """Lower the learning rate along a polynomial to a final value.

    Use it for a linear decay (`power = 1`), which is usual for fine-tuning transformers. It requires the total number
    of steps, `decay_steps`, after which the rate stays constant.

    With `t = min(step, decay_steps) / decay_steps` the rate is
    `(initial_learning_rate - end_learning_rate) * (1 - t) ^ power + end_learning_rate`.

    Args:
        end_learning_rate: The learning rate after `decay_steps`.
        power: Power of the polynomial; 1 is linear.
        cycle: Whether the decay starts again, over a longer period, after it has reached its end.

    Example:
        >>> rate = learning_rate_schedule_polynomial_decay(0.1, decay_steps=100, end_learning_rate=0.0)
        >>> rate(25)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.075>
        >>> rate(150)
        <tf.Tensor: shape=(), dtype=float32, numpy=0.0>
    """
