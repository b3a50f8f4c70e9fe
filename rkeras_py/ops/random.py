"""Functions that draw random numbers."""

from typing import Any

from ..define import constructor
from ..engine.loading import keras
from ..graph.lambda_layers import call_in_layer
from ..signatures.tensor_docs import RANDOM
from ..signatures.tensor_words import Operand, Seed, Spread, TensorArg
from ..signatures.words import MISSING, Bool, Count, Dtype, Fraction, Int, IntOrNone, OneAxis, Shape, Str
from .counting import to_one
from .family import FIRST, random_function, random_operation


@random_function("keras.random.normal")
def random_normal(
    shape: Shape = MISSING, mean: Operand = 0.0, stddev: Spread = 1.0, dtype: Dtype | None = None, seed: Seed = None
) -> Any:
    """Draw from a normal distribution.

    Use it for noise, for example in the sampling step of a variational autoencoder. The same `seed` draws the same
    numbers.

    Args:
        mean: The mean.
        stddev: The standard deviation.

    Example:
        >>> random_normal((2, 3), seed=1)
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[ 0.1266503 , -0.49301657,  0.6311907 ],
               [-0.78884655,  0.5683089 , -1.5569937 ]], dtype=float32)>
    """


@random_function("keras.random.truncated_normal")
def random_truncated_normal(
    shape: Shape = MISSING, mean: Operand = 0.0, stddev: Spread = 1.0, dtype: Dtype | None = None, seed: Seed = None
) -> Any:
    """Draw from a normal distribution, truncated at two standard deviations.

    Numbers further from the mean are drawn again. Use it for initial weights, which then have no outliers.

    Args:
        mean: The mean.
        stddev: The standard deviation.

    Example:
        >>> random_truncated_normal((2, 3), seed=1)
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[ 0.1266503 , -0.49301657,  0.6311907 ],
               [-0.78884655, -0.9098563 , -0.39916497]], dtype=float32)>
    """


@random_function("keras.random.uniform")
def random_uniform(
    shape: Shape = MISSING, minval: Operand = 0.0, maxval: Operand = 1.0, dtype: Dtype | None = None, seed: Seed = None
) -> Any:
    """Draw from a uniform distribution.

    Use it for noise and random choices in custom layers. The same `seed` draws the same numbers.

    Args:
        minval: The smallest number.
        maxval: Upper bound of the numbers, which is excluded.

    Example:
        >>> random_uniform((2, 3), seed=1)
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[0.8784882 , 0.45998025, 0.60029125],
               [0.39259768, 0.25319326, 0.44429922]], dtype=float32)>
    """


@random_function("keras.random.randint")
def random_integer(
    shape: Shape = MISSING, minval: Int = MISSING, maxval: Int = MISSING, dtype: Dtype = "int32", seed: Seed = None
) -> Any:
    """Draw whole numbers, each with the same probability.

    Use it for random indices or labels. The same `seed` draws the same numbers.

    Args:
        minval: The smallest number.
        maxval: Upper bound of the numbers, which is excluded.
        dtype: Name of the data type.

    Example:
        >>> random_integer((2, 3), minval=1, maxval=7, seed=1)
        <tf.Tensor: shape=(2, 3), dtype=int32, numpy=
        array([[4, 5, 5],
               [3, 2, 5]], dtype=int32)>
    """


@random_function("keras.random.beta")
def random_beta(
    shape: Shape = MISSING,
    alpha: Spread = MISSING,
    beta: Spread = MISSING,
    dtype: Dtype | None = None,
    seed: Seed = None,
) -> Any:
    """Draw from a beta distribution.

    Its values lie between 0 and 1. Use it for mixing weights, as in mixup.

    Args:
        alpha: The first parameter.
        beta: The second parameter.

    Example:
        >>> random_beta((3,), alpha=2.0, beta=5.0, seed=1)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([0.31781265, 0.32254994, 0.17737862], dtype=float32)>
    """


@random_function("keras.random.binomial")
def random_binomial(
    shape: Shape = MISSING,
    counts: Spread = MISSING,
    probabilities: Operand = MISSING,
    dtype: Dtype | None = None,
    seed: Seed = None,
) -> Any:
    """Draw from a binomial distribution.

    A draw is the number of successes in `counts` trials. Use it to simulate counts, or with `counts = 1` for random
    decisions.

    Args:
        counts: Number of trials.
        probabilities: The probability of success in each trial.

    Example:
        >>> random_binomial((5,), counts=10, probabilities=0.5, seed=1)
        <tf.Tensor: shape=(5,), dtype=float32, numpy=array([3., 4., 4., 6., 6.], dtype=float32)>
    """


@random_function("keras.random.gamma")
def random_gamma(shape: Shape = MISSING, alpha: Spread = MISSING, dtype: Dtype | None = None, seed: Seed = None) -> Any:
    """Draw from a gamma distribution with scale 1.

    Its values are positive. Use it for waiting times and variances.

    Args:
        alpha: The shape parameter.

    Example:
        >>> random_gamma((3,), alpha=2.0, seed=1)
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([3.0492713, 1.9660243, 1.6230073], dtype=float32)>
    """


@random_operation
def random_categorical(
    logits: TensorArg = MISSING,
    num_samples: Count = MISSING,
    dtype: Dtype = "int32",
    seed: Seed = None,
    zero_indexed: Bool = False,
) -> Any:
    """Draw class indices from log-probabilities.

    Use it to sample the next token of a text model. Divide the logits by a temperature first to control the variety.

    Args:
        logits: Logarithms of the probabilities, up to a constant: (batch, classes).
        num_samples: Number of draws for each row.
        dtype: Name of the data type.
        zero_indexed: Whether classes are counted from 0 instead of 1.

    Returns:
        A tensor of classes, counted from 1: (batch, num_samples).

    Example:
        >>> random_categorical(op_log([[0.0, 0.5, 0.5]]), num_samples=6, seed=1)
        <tf.Tensor: shape=(1, 6), dtype=int32, numpy=array([[2, 3, 2, 3, 2, 2]], dtype=int32)>
    """
    classes = _draw("random_categorical", "categorical", logits, num_samples, dtype=dtype, seed=seed)
    return to_one(classes, zero_indexed)


@random_operation
def random_dropout(
    inputs: TensorArg = MISSING, rate: Fraction = MISSING, noise_shape: Shape | None = None, seed: Seed = None
) -> Any:
    """Set a random fraction of the values to 0 and scale up the others.

    Kept values are divided by `1 - rate`, so that the mean stays about the same. Use it in custom layers;
    layer_dropout() is active only during training.

    Args:
        rate: Fraction (0 to 1) of the values to set to 0.
        noise_shape: Shape of the mask; along axes of size 1 all values are dropped or kept together. NULL: the shape of
            `inputs`.

    Example:
        >>> random_dropout(op_ones(6), rate=0.5, seed=1)
        <tf.Tensor: shape=(6,), dtype=float32, numpy=array([2., 0., 2., 0., 0., 0.], dtype=float32)>
    """
    return _draw("random_dropout", "dropout", inputs, rate, noise_shape=noise_shape, seed=seed)


@random_operation
def random_shuffle(x: TensorArg = MISSING, axis: OneAxis = FIRST, seed: Seed = None) -> Any:
    """Shuffle the slices of a tensor.

    Use it to permute samples. To shuffle inputs and labels together, shuffle indices and use op_take().

    Args:
        axis: Axis along which to shuffle, counted from 1.

    Example:
        >>> random_shuffle([1, 2, 3, 4, 5], seed=1)
        <tf.Tensor: shape=(5,), dtype=int32, numpy=array([5, 4, 2, 3, 1], dtype=int32)>
    """
    return _draw("random_shuffle", "shuffle", x, axis, seed=seed)


def _draw(name: str, function: str, *args: Any, **options: Any) -> Any:
    """Call one of Keras's functions that take no symbolic tensors; with these, the call becomes a layer."""
    return call_in_layer(getattr(keras().random, function), args, options, name, name)


@constructor("keras.random.SeedGenerator", family=RANDOM)
def random_seed_generator(seed: IntOrNone = None, name: Str | None = None, **options: Any) -> Any:
    """Create a seed generator.

    A random function that gets it as `seed` draws new numbers at each call, and the whole series is reproducible.
    Create one in custom layers that draw random numbers.

    Args:
        seed: Whole number, the seed of the generator; NULL uses a random one.

    Example:
        >>> seeds = random_seed_generator(1)
        >>> random_uniform((2,), seed=seeds)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.8784882 , 0.45998025], dtype=float32)>
        >>> random_uniform((2,), seed=seeds)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.09827709, 0.14063823], dtype=float32)>
    """
