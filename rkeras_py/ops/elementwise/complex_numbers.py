"""Complex numbers, element by element."""

from typing import Any

from ...signatures.tensor_words import TensorArg
from ...signatures.words import MISSING
from ..family import keras_op


@keras_op("keras.ops.conjugate")
def op_conj(x: TensorArg = MISSING) -> Any:
    """Return conjugates of complex numbers.

    The conjugate of `a + bi` is `a - bi`. A number times its conjugate is its squared magnitude.

    Example:
        >>> op_conj(op_view_as_complex([3.0, 4.0]))
        <tf.Tensor: shape=(), dtype=complex64, numpy=(3-4j)>
    """


@keras_op("keras.ops.real")
def op_real(x: TensorArg = MISSING) -> Any:
    """Return the real part of complex numbers.

    The real part of `a + bi` is `a`. Real numbers are returned unchanged.

    Example:
        >>> op_real(op_view_as_complex([3.0, 4.0]))
        <tf.Tensor: shape=(), dtype=float32, numpy=3.0>
    """


@keras_op("keras.ops.imag")
def op_imag(x: TensorArg = MISSING) -> Any:
    """Return the imaginary part of complex numbers.

    The imaginary part of `a + bi` is `b`. It is 0 for real numbers.

    Example:
        >>> op_imag(op_view_as_complex([3.0, 4.0]))
        <tf.Tensor: shape=(), dtype=float32, numpy=4.0>
    """


@keras_op("keras.ops.angle")
def op_angle(x: TensorArg = MISSING) -> Any:
    """Return the angles of complex numbers, in radians.

    It is `atan2(b, a)` for `a + bi`. In a Fourier transform it is the phase of a frequency; op_abs() gives the
    strength.

    Example:
        >>> op_angle(op_view_as_complex([0.0, 4.0]))
        <tf.Tensor: shape=(), dtype=float32, numpy=1.5707963705062866>
    """


@keras_op("keras.ops.polar", joins=True)
def op_polar(abs_: TensorArg = MISSING, angle: TensorArg = MISSING) -> Any:
    """Create complex numbers from absolute values and angles.

    It computes `abs * (cos(angle) + i * sin(angle))`. Use it for rotations and rotary position embeddings.

    Args:
        abs_: The absolute values.
        angle: The angles, in radians.

    Example:
        >>> op_view_as_real(op_polar(2.0, 1.0))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.0806046, 1.6829419], dtype=float32)>
    """


@keras_op("keras.ops.view_as_complex")
def op_view_as_complex(x: TensorArg = MISSING) -> Any:
    """Convert pairs of real numbers to complex numbers.

    Use it to compute with real and imaginary parts that a model stores as two channels. The last axis, of size 2, is
    removed.

    Args:
        x: A tensor whose last axis has size 2: the real and the imaginary parts.

    Example:
        >>> op_view_as_complex([[3.0, 4.0], [0.0, 1.0]])
        <tf.Tensor: shape=(2,), dtype=complex64, numpy=array([3.+4.j, 0.+1.j], dtype=complex64)>
    """


@keras_op("keras.ops.view_as_real")
def op_view_as_real(x: TensorArg = MISSING) -> Any:
    """Convert complex numbers to pairs of real and imaginary parts.

    Layers accept only real numbers, so use it after a Fourier transform. A last axis of size 2 is added.

    Example:
        >>> op_view_as_real(op_view_as_complex([3.0, 4.0]))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([3., 4.], dtype=float32)>
    """
