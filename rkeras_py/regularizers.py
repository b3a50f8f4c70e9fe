"""Regularizers: penalties on weights or outputs, added to the loss."""

from typing import Any

from .define import constructor
from .signatures.words import NotNegative, Str


@constructor("keras.regularizers.L1")
def regularizer_l1(l: NotNegative = 0.01, *, l1: NotNegative = 0.01) -> Any:  # noqa: E741, R keras's name
    """Penalize the sum of the absolute weights.

    The penalty `l * sum(abs(w))` is added to the loss. It drives unimportant weights to about 0, like the lasso.

    Args:
        l: Factor of the penalty.
        l1: Keras 3's name for `l`; give only one of the two.

    Example:
        >>> regularizer_l1(0.1)(k_constant([1.0, -2.0]))
        <tf.Tensor: shape=(), dtype=float32, numpy=0.3>
    """


@constructor("keras.regularizers.L1L2", send=("l1", "l2"))
def regularizer_l1_l2(l1: NotNegative = 0.01, l2: NotNegative = 0.01) -> Any:
    """Penalize the sum of the absolute weights and the sum of their squares.

    The penalty `l1 * sum(abs(w)) + l2 * sum(w^2)` is added to the loss, as in the elastic net (Zou and Hastie, 2005).
    The first part drives weights to 0, the second keeps the others small.

    Args:
        l1: Factor of the sum of the absolute values.
        l2: Factor of the sum of the squares.

    Example:
        >>> regularizer_l1_l2(l1=0.1, l2=0.01)(k_constant([1.0, -2.0]))
        <tf.Tensor: shape=(), dtype=float32, numpy=0.35>
    """


@constructor("keras.regularizers.L2")
def regularizer_l2(l: NotNegative = 0.01, *, l2: NotNegative = 0.01) -> Any:  # noqa: E741, R keras's name
    """Penalize the sum of the squared weights.

    The penalty `l * sum(w^2)` is added to the loss. It keeps weights small and limits overfitting, like ridge
    regression.

    Args:
        l: Factor of the penalty.
        l2: Keras 3's name for `l`; give only one of the two.

    Example:
        >>> regularizer_l2(0.1)(k_constant([1.0, -2.0]))
        <tf.Tensor: shape=(), dtype=float32, numpy=0.5>
    """


@constructor("keras.regularizers.OrthogonalRegularizer")
def regularizer_orthogonal(factor: NotNegative = 0.01, mode: Str = "rows", **options: Any) -> Any:
    """Penalize rows (or columns) that are not orthogonal to each other.

    The penalty is `factor * mean(abs(cosine))` over all pairs of rows, so that units learn different features. Only for
    weights that are matrices.

    Args:
        factor: Factor of the penalty.
        mode: "rows" or "columns".

    Example:
        >>> regularizer_orthogonal(0.1)(k_constant([[1.0, 0.0], [0.0, 1.0]]))
        <tf.Tensor: shape=(), dtype=float32, numpy=0.0>
        >>> regularizer_orthogonal(0.1)(k_constant([[1.0, 0.0], [1.0, 0.0]]))
        <tf.Tensor: shape=(), dtype=float32, numpy=0.1>
    """
