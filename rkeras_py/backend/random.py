"""Random numbers, as tensors and as initial values of variables."""

from typing import Any

from ..define import operation
from ..engine.loading import keras
from ..signatures.object_words import Name
from ..signatures.results import Variable
from ..signatures.tensor_words import Operand, Probabilities, Spread
from ..signatures.words import (
    MISSING,
    Dtype,
    Seed,
    Shape,
)
from .creation import k_variable


@operation
def k_random_normal(
    shape: Shape = MISSING,
    mean: Operand = 0.0,
    stddev: Spread = 1.0,
    dtype: Dtype | None = None,
    seed: Seed | None = None,
) -> Any:
    """Draw from a normal distribution.

    Use it for noise, for example in the sampling step of a variational autoencoder. Keras 3 calls it random_normal().

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        mean: Mean of the distribution.
        stddev: Standard deviation.
        dtype: Name of the data type; NULL uses Keras's float type.
        seed: Whole number: the same seed gives the same numbers at each call. NULL gives different numbers each time.

    Example:
        >>> k_random_normal(3, mean=10.0, seed=1)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([10.12665 ,  9.506984, 10.63119 ], dtype=float32)>
    """
    return keras().random.normal(shape, mean, stddev, dtype=dtype, seed=seed)


@operation
def k_truncated_normal(
    shape: Shape = MISSING,
    mean: Operand = 0.0,
    stddev: Spread = 1.0,
    dtype: Dtype | None = None,
    seed: Seed | None = None,
) -> Any:
    """Draw from a normal distribution without its tails.

    Values further than two standard deviations from the mean are drawn again. Use it for initial weights, which then
    have no extreme values.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        mean: Mean of the distribution.
        stddev: Standard deviation before it is truncated.
        dtype: Name of the data type; NULL uses Keras's float type.
        seed: Whole number: the same seed gives the same numbers at each call. NULL gives different numbers each time.

    Example:
        >>> k_truncated_normal(3, seed=1)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([ 0.1266503 , -0.49301657,  0.6311907 ], dtype=float32)>
        >>> k_max(k_abs(k_truncated_normal(1000, seed=1))) <= 2.0
        <tf.Tensor: shape=(), dtype=bool, numpy=True>
    """
    return keras().random.truncated_normal(shape, mean, stddev, dtype=dtype, seed=seed)


@operation
def k_random_uniform(
    shape: Shape = MISSING,
    minval: Operand = 0.0,
    maxval: Operand = 1.0,
    dtype: Dtype | None = None,
    seed: Seed | None = None,
) -> Any:
    """Draw from a uniform distribution.

    Use it for noise and random choices in custom layers. Keras 3 calls it random_uniform().

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        minval: Lower limit.
        maxval: Upper limit, which is excluded.
        dtype: Name of the data type; NULL uses Keras's float type.
        seed: Whole number: the same seed gives the same numbers at each call. NULL gives different numbers each time.

    Example:
        >>> k_random_uniform(3, minval=5.0, maxval=6.0, seed=1)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([5.878488 , 5.45998  , 5.6002913], dtype=float32)>
        >>> k_random_uniform(3, minval=1, maxval=7, dtype="int32", seed=1)
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([4, 5, 5], dtype=int32)>
    """
    if "int" in str(dtype):
        low, high = (limit if hasattr(limit, "shape") else int(limit) for limit in (minval, maxval))
        return keras().random.randint(shape, low, high, dtype=dtype, seed=seed)
    return keras().random.uniform(shape, minval, maxval, dtype=dtype, seed=seed)


@operation
def k_random_binomial(
    shape: Shape = MISSING, p: Probabilities = 0.0, dtype: Dtype | None = None, seed: Seed | None = None
) -> Any:
    """Draw ones with a given probability, and zeros otherwise.

    Use it for random masks. k_random_bernoulli() is the same; Keras 3 calls it random_binomial().

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        p: Probability (0 to 1) of a one.
        dtype: Name of the data type; NULL uses Keras's float type.
        seed: Whole number: the same seed gives the same numbers at each call. NULL gives different numbers each time.

    Example:
        >>> k_random_binomial(6, p=0.5, seed=1)
        <tf.Tensor: shape=(6,), dtype=float32, numpy=array([0., 1., 0., 1., 1., 1.], dtype=float32)>
    """
    draw = keras().random.uniform(shape, seed=seed)
    return keras().ops.cast(keras().ops.less(draw, p), dtype or keras().config.floatx())


@operation
def k_random_bernoulli(
    shape: Shape = MISSING, p: Probabilities = 0.0, dtype: Dtype | None = None, seed: Seed | None = None
) -> Any:
    """Draw ones with a given probability, and zeros otherwise.

    Use it for random masks, as in dropout. It is the newer name of k_random_binomial().

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        p: Probability (0 to 1) of a one.
        dtype: Name of the data type; NULL uses Keras's float type.
        seed: Whole number: the same seed gives the same numbers at each call. NULL gives different numbers each time.

    Example:
        >>> k_random_bernoulli(6, p=0.5, seed=1)
        <tf.Tensor: shape=(6,), dtype=float32, numpy=array([0., 1., 0., 1., 1., 1.], dtype=float32)>
    """
    draw = keras().random.uniform(shape, seed=seed)
    return keras().ops.cast(keras().ops.less(draw, p), dtype or keras().config.floatx())


@operation
def k_random_normal_variable(
    shape: Shape = MISSING,
    mean: Operand = MISSING,
    scale: Spread = MISSING,
    dtype: Dtype | None = None,
    name: Name | None = None,
    seed: Seed | None = None,
) -> Variable:
    """Create a variable with values from a normal distribution.

    Use it for initial weights in a custom training loop. `scale` is the standard deviation.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        mean: Mean of the distribution.
        scale: Its standard deviation.
        dtype: Name of the data type; NULL uses Keras's float type.
        name: Name of the variable.
        seed: Whole number: the same seed gives the same numbers at each call. NULL gives different numbers each time.

    Example:
        >>> k_random_normal_variable(2, mean=0.0, scale=1.0, seed=1)
        <Variable path=variable, shape=(2,), dtype=float32, value=[ 0.1266503  -0.49301657]>
    """
    return k_variable(k_random_normal(shape, mean, scale, dtype, seed), dtype, name)


@operation
def k_random_uniform_variable(
    shape: Shape = MISSING,
    low: Operand = MISSING,
    high: Operand = MISSING,
    dtype: Dtype | None = None,
    name: Name | None = None,
    seed: Seed | None = None,
) -> Variable:
    """Create a variable with values from a uniform distribution.

    Use it for initial weights in a custom training loop. Values lie between `low` and `high`.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        low: Lower limit.
        high: Upper limit.
        dtype: Name of the data type; NULL uses Keras's float type.
        name: Name of the variable.
        seed: Whole number: the same seed gives the same numbers at each call. NULL gives different numbers each time.

    Example:
        >>> k_random_uniform_variable(2, low=5.0, high=6.0, seed=1)
        <Variable path=variable, shape=(2,), dtype=float32, value=[5.878488 5.45998 ]>
    """
    return k_variable(k_random_uniform(shape, low, high, dtype, seed), dtype, name)
