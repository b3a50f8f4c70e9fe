"""Complex numbers, element by element."""

from typing import Any

from ...signatures.tensor_words import TensorArg
from ...signatures.words import MISSING
from ..family import keras_op


@keras_op("keras.ops.conjugate")
def op_conj(x: TensorArg = MISSING) -> Any:
    """Return conjugates of complex numbers."""


@keras_op("keras.ops.real")
def op_real(x: TensorArg = MISSING) -> Any:
    """Return the real part of complex numbers."""


@keras_op("keras.ops.imag")
def op_imag(x: TensorArg = MISSING) -> Any:
    """Return the imaginary part of complex numbers."""


@keras_op("keras.ops.angle")
def op_angle(x: TensorArg = MISSING) -> Any:
    """Return the angles of complex numbers, in radians."""


@keras_op("keras.ops.polar")
def op_polar(abs_: TensorArg = MISSING, angle: TensorArg = MISSING) -> Any:
    """Make complex numbers of their absolute values and angles.

    Args:
        abs_: The absolute values.
        angle: The angles, in radians.
    """


@keras_op("keras.ops.view_as_complex")
def op_view_as_complex(x: TensorArg = MISSING) -> Any:
    """Make complex numbers of pairs.

    Args:
        x: A tensor whose last axis has size 2: the real and the imaginary parts.
    """


@keras_op("keras.ops.view_as_real")
def op_view_as_real(x: TensorArg = MISSING) -> Any:
    """Make pairs of complex numbers: the real and the imaginary parts, along a new last axis."""
