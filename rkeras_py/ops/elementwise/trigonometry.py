"""Trigonometric and hyperbolic functions, element by element."""

from typing import Any

from ...signatures.tensor_words import TensorArg
from ...signatures.words import MISSING
from ..family import keras_op


@keras_op("keras.ops.deg2rad")
def op_deg2rad(x: TensorArg = MISSING) -> Any:
    """Convert degrees to radians.

    It computes `x * pi / 180`. op_sin() and related functions take radians.

    Example:
        >>> op_deg2rad([90.0, 180.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.5707964, 3.1415927], dtype=float32)>
    """


@keras_op("keras.ops.sin")
def op_sin(x: TensorArg = MISSING) -> Any:
    """Return sines.

    Angles are in radians. Use it with op_cos() to encode periodic features, such as the hour of a day.

    Example:
        >>> op_sin([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.        , 0.84147096], dtype=float32)>
        >>> op_sin(np.pi / 2)
        <tf.Tensor: shape=(), dtype=float32, numpy=1.0>
    """


@keras_op("keras.ops.cos")
def op_cos(x: TensorArg = MISSING) -> Any:
    """Return cosines.

    Angles are in radians. Use it with op_sin() to encode periodic features, such as the hour of a day.

    Example:
        >>> op_cos([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.       , 0.5403023], dtype=float32)>
        >>> op_cos(np.pi)
        <tf.Tensor: shape=(), dtype=float32, numpy=-1.0>
    """


@keras_op("keras.ops.tan")
def op_tan(x: TensorArg = MISSING) -> Any:
    """Return tangents.

    Angles are in radians. It is `sin(x) / cos(x)`.

    Example:
        >>> op_tan([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 1.5574077], dtype=float32)>
    """


@keras_op("keras.ops.sinh")
def op_sinh(x: TensorArg = MISSING) -> Any:
    """Return hyperbolic sines.

    It computes `(exp(x) - exp(-x)) / 2`. For large x it grows as `exp(x) / 2`.

    Example:
        >>> op_sinh([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 1.1752012], dtype=float32)>
    """


@keras_op("keras.ops.cosh")
def op_cosh(x: TensorArg = MISSING) -> Any:
    """Return hyperbolic cosines.

    It computes `(exp(x) + exp(-x)) / 2`. Its logarithm is the loss of loss_logcosh().

    Example:
        >>> op_cosh([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.       , 1.5430807], dtype=float32)>
    """


@keras_op("keras.ops.arcsin")
def op_arcsin(x: TensorArg = MISSING) -> Any:
    """Return the angles whose sines are given, in radians.

    It is the inverse of op_sin(), for values from -1 to 1; others give NaN. The result lies between `-pi / 2` and `pi /
    2`.

    Example:
        >>> op_arcsin([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 1.5707964], dtype=float32)>
    """


@keras_op("keras.ops.arccos")
def op_arccos(x: TensorArg = MISSING) -> Any:
    """Return the angles whose cosines are given, in radians.

    It is the inverse of op_cos(), for values from -1 to 1; others give NaN. Use it for the angle between unit vectors.

    Example:
        >>> op_arccos([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.5707964, 0.       ], dtype=float32)>
    """


@keras_op("keras.ops.arctan")
def op_arctan(x: TensorArg = MISSING) -> Any:
    """Return the angles whose tangents are given, in radians.

    It is the inverse of op_tan(). For the angle of a point use op_arctan2().

    Example:
        >>> op_arctan([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 0.7853982], dtype=float32)>
    """


@keras_op("keras.ops.arcsinh")
def op_arcsinh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic sine.

    It computes `log(x + sqrt(x^2 + 1))`. Use it instead of a logarithm for skewed data with zeros or negative values.

    Example:
        >>> op_arcsinh([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 0.8813736], dtype=float32)>
    """


@keras_op("keras.ops.arccosh")
def op_arccosh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic cosine.

    It computes `log(x + sqrt(x^2 - 1))` for values of at least 1; others give NaN. It is used for distances in
    hyperbolic embeddings.

    Example:
        >>> op_arccosh([1.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.      , 1.316958], dtype=float32)>
    """


@keras_op("keras.ops.arctanh")
def op_arctanh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic tangent.

    It computes `log((1 + x) / (1 - x)) / 2` for values between -1 and 1. For a correlation it is Fisher's z.

    Example:
        >>> op_arctanh([0.0, 0.5])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.        , 0.54930615], dtype=float32)>
    """
