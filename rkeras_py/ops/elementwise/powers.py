"""Powers, exponential functions and logarithms, element by element."""

from typing import Any

from ...signatures.tensor_words import RealTensor, TensorArg
from ...signatures.words import MISSING
from ..family import keras_op


@keras_op("keras.ops.reciprocal")
def op_reciprocal(x: TensorArg = MISSING) -> Any:
    """Return 1 divided by the values.

    It computes `1 / x`. The result for 0 is infinite.

    Example:
        >>> op_reciprocal([2.0, 4.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.5 , 0.25], dtype=float32)>
    """


@keras_op("keras.ops.square")
def op_square(x: TensorArg = MISSING) -> Any:
    """Return squares.

    It computes `x * x`. The mean of squared errors is the loss "mse".

    Example:
        >>> op_square([3.0, -4.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 9., 16.], dtype=float32)>
    """


@keras_op("keras.ops.sqrt")
def op_sqrt(x: TensorArg = MISSING) -> Any:
    """Return square roots; those of negative numbers are NaN.

    Add a small number first if gradients at 0 matter: they are infinite there.

    Example:
        >>> op_sqrt([9.0, 2.0, -1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([3.       , 1.4142135,       nan], dtype=float32)>
    """


@keras_op("keras.ops.rsqrt")
def op_rsqrt(x: TensorArg = MISSING) -> Any:
    """Return 1 divided by the square roots.

    It computes `1 / sqrt(x)`, in one step. Normalization layers multiply by it.

    Example:
        >>> op_rsqrt([4.0, 16.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.5 , 0.25], dtype=float32)>
    """


@keras_op("keras.ops.cbrt")
def op_cbrt(x: RealTensor = MISSING) -> Any:
    """Return cube roots; those of negative numbers are negative.

    It computes `x ^ (1 / 3)`, for negative values, too. `^` itself gives NaN there.

    Example:
        >>> op_cbrt([8.0, -27.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 2., -3.], dtype=float32)>
    """


@keras_op("keras.ops.exp")
def op_exp(x: TensorArg = MISSING) -> Any:
    """Return the exponential function.

    It computes `e^x`, the inverse of op_log(). From about 89 on the result is infinite in float32.

    Example:
        >>> op_exp([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.       , 2.7182817], dtype=float32)>
    """


@keras_op("keras.ops.exp2")
def op_exp2(x: TensorArg = MISSING) -> Any:
    """Return powers of 2.

    It computes `2^x`, the inverse of op_log2(). Use it if a quantity doubles with each step.

    Example:
        >>> op_exp2([3.0, -1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([8. , 0.5], dtype=float32)>
    """


@keras_op("keras.ops.expm1")
def op_expm1(x: TensorArg = MISSING) -> Any:
    """Return the exponential function minus 1.

    It computes `exp(x) - 1`, accurate also near 0. It is the inverse of op_log1p().

    Example:
        >>> op_expm1([1.0, 1e-9])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.7182819e+00, 9.9999997e-10], dtype=float32)>
    """


@keras_op("keras.ops.log")
def op_log(x: TensorArg = MISSING) -> Any:
    """Return natural logarithms.

    Clip values away from 0 first: the logarithm of 0 is minus infinity.

    Example:
        >>> op_log([1.0, 10.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 2.3025851], dtype=float32)>
    """


@keras_op("keras.ops.log10")
def op_log10(x: TensorArg = MISSING) -> Any:
    """Return logarithms to the base 10.

    It is the inverse of `10^x`. Use it for decibels and orders of magnitude.

    Example:
        >>> op_log10([1.0, 1000.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0., 3.], dtype=float32)>
    """


@keras_op("keras.ops.log1p")
def op_log1p(x: TensorArg = MISSING) -> Any:
    """Return the logarithm of 1 + x.

    It computes `log(1 + x)`, accurate also near 0. Use it to transform skewed targets, such as counts and prices.

    Example:
        >>> op_log1p([1.0, 1e-9])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([6.931472e-01, 1.000000e-09], dtype=float32)>
    """


@keras_op("keras.ops.log2")
def op_log2(x: TensorArg = MISSING) -> Any:
    """Return logarithms to the base 2.

    It is the inverse of op_exp2(). Use it to measure information in bits.

    Example:
        >>> op_log2([1.0, 8.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0., 3.], dtype=float32)>
    """


@keras_op("keras.ops.erf")
def op_erf(x: TensorArg = MISSING) -> Any:
    """Return the error function.

    It is `2 * pnorm(x * sqrt(2)) - 1`, from -1 to 1. Use it for probabilities of the normal distribution; it is the
    core of GELU.

    Example:
        >>> op_erf([-1.0, 0.0, 1.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([-0.84270084,  0.        ,  0.84270084], dtype=float32)>
    """


@keras_op("keras.ops.erfinv")
def op_erfinv(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the error function, of values from -1 to 1.

    It is `qnorm((x + 1) / 2) / sqrt(2)`. Use it to compute quantiles of the normal distribution.

    Example:
        >>> op_erfinv([0.0, 0.5])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 0.4769363], dtype=float32)>
        >>> op_erfinv(op_erf([0.25]))
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.25], dtype=float32)>
    """
