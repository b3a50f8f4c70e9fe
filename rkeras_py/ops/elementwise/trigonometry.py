"""Trigonometric and hyperbolic functions, element by element."""

from typing import Any

from ...signatures.tensor_words import TensorArg
from ...signatures.words import MISSING
from ..family import keras_op


@keras_op("keras.ops.deg2rad")
def op_deg2rad(x: TensorArg = MISSING) -> Any:
    """Turn degrees into radians.

    Example:
        >>> op_deg2rad([90.0, 180.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.5707964, 3.1415927], dtype=float32)>
    """


@keras_op("keras.ops.sin")
def op_sin(x: TensorArg = MISSING) -> Any:
    """Return sines.

    Example:
        >>> op_sin([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.        , 0.84147096], dtype=float32)>
        >>> op_sin(np.pi / 2)
        <tf.Tensor: shape=(), dtype=float32, numpy=1.0>
    """


@keras_op("keras.ops.cos")
def op_cos(x: TensorArg = MISSING) -> Any:
    """Return cosines.

    Example:
        >>> op_cos([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.       , 0.5403023], dtype=float32)>
        >>> op_cos(np.pi)
        <tf.Tensor: shape=(), dtype=float32, numpy=-1.0>
    """


@keras_op("keras.ops.tan")
def op_tan(x: TensorArg = MISSING) -> Any:
    """Return tangents.

    Example:
        >>> op_tan([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 1.5574077], dtype=float32)>
    """


@keras_op("keras.ops.sinh")
def op_sinh(x: TensorArg = MISSING) -> Any:
    """Return hyperbolic sines.

    Example:
        >>> op_sinh([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 1.1752012], dtype=float32)>
    """


@keras_op("keras.ops.cosh")
def op_cosh(x: TensorArg = MISSING) -> Any:
    """Return hyperbolic cosines.

    Example:
        >>> op_cosh([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.       , 1.5430807], dtype=float32)>
    """


@keras_op("keras.ops.arcsin")
def op_arcsin(x: TensorArg = MISSING) -> Any:
    """Return the angles whose sines are given, in radians.

    Example:
        >>> op_arcsin([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 1.5707964], dtype=float32)>
    """


@keras_op("keras.ops.arccos")
def op_arccos(x: TensorArg = MISSING) -> Any:
    """Return the angles whose cosines are given, in radians.

    Example:
        >>> op_arccos([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.5707964, 0.       ], dtype=float32)>
    """


@keras_op("keras.ops.arctan")
def op_arctan(x: TensorArg = MISSING) -> Any:
    """Return the angles whose tangents are given, in radians.

    Example:
        >>> op_arctan([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 0.7853982], dtype=float32)>
    """


@keras_op("keras.ops.arcsinh")
def op_arcsinh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic sine.

    Example:
        >>> op_arcsinh([0.0, 1.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.       , 0.8813736], dtype=float32)>
    """


@keras_op("keras.ops.arccosh")
def op_arccosh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic cosine.

    Example:
        >>> op_arccosh([1.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.      , 1.316958], dtype=float32)>
    """


@keras_op("keras.ops.arctanh")
def op_arctanh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic tangent.

    Example:
        >>> op_arctanh([0.0, 0.5])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.        , 0.54930615], dtype=float32)>
    """
