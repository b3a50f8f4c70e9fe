"""Functions of one tensor that work element by element."""

from typing import Any

from ..engine.loading import keras
from ..signatures.tensor_words import Operand, TensorArg
from ..signatures.words import MISSING, Int, Number
from .family import keras_op, operation


@keras_op("keras.ops.absolute")
def op_abs(x: TensorArg = MISSING) -> Any:
    """Return absolute values.

    Example:
        op_abs([-1.5, 2.0])  # 1.5, 2.0
    """


@keras_op("keras.ops.negative")
def op_negative(x: TensorArg = MISSING) -> Any:
    """Return the values with the other sign."""


@keras_op("keras.ops.sign")
def op_sign(x: TensorArg = MISSING) -> Any:
    """Return signs: -1, 0 or 1."""


@keras_op("keras.ops.signbit")
def op_signbit(x: TensorArg = MISSING) -> Any:
    """Test whether the sign is negative, that of -0 and of negative NaN included."""


@keras_op("keras.ops.reciprocal")
def op_reciprocal(x: TensorArg = MISSING) -> Any:
    """Return 1 divided by the values."""


@keras_op("keras.ops.square")
def op_square(x: TensorArg = MISSING) -> Any:
    """Return squares."""


@keras_op("keras.ops.sqrt")
def op_sqrt(x: TensorArg = MISSING) -> Any:
    """Return square roots; those of negative numbers are NaN."""


@keras_op("keras.ops.rsqrt")
def op_rsqrt(x: TensorArg = MISSING) -> Any:
    """Return 1 divided by the square roots."""


@keras_op("keras.ops.cbrt")
def op_cbrt(x: TensorArg = MISSING) -> Any:
    """Return cube roots; those of negative numbers are negative."""


@keras_op("keras.ops.exp")
def op_exp(x: TensorArg = MISSING) -> Any:
    """Return the exponential function."""


@keras_op("keras.ops.exp2")
def op_exp2(x: TensorArg = MISSING) -> Any:
    """Return powers of 2."""


@keras_op("keras.ops.expm1")
def op_expm1(x: TensorArg = MISSING) -> Any:
    """Return `exp(x) - 1`, exact also near 0."""


@keras_op("keras.ops.log")
def op_log(x: TensorArg = MISSING) -> Any:
    """Return natural logarithms."""


@keras_op("keras.ops.log10")
def op_log10(x: TensorArg = MISSING) -> Any:
    """Return logarithms to the base 10."""


@keras_op("keras.ops.log1p")
def op_log1p(x: TensorArg = MISSING) -> Any:
    """Return `log(1 + x)`, exact also near 0."""


@keras_op("keras.ops.log2")
def op_log2(x: TensorArg = MISSING) -> Any:
    """Return logarithms to the base 2."""


@keras_op("keras.ops.floor")
def op_floor(x: TensorArg = MISSING) -> Any:
    """Return the largest whole numbers that are not larger."""


@keras_op("keras.ops.ceil")
def op_ceil(x: TensorArg = MISSING) -> Any:
    """Return the smallest whole numbers that are not smaller."""


@keras_op("keras.ops.trunc")
def op_trunc(x: TensorArg = MISSING) -> Any:
    """Cut off what comes after the decimal point."""


@keras_op("keras.ops.round")
def op_round(x: TensorArg = MISSING, decimals: Int = 0) -> Any:
    """Round to a number of decimals; halves go to the even digit.

    Args:
        decimals: How many decimals to keep; negative ones round to tens, hundreds, ...
    """


@operation
def op_clip(x: TensorArg = MISSING, x_min: Operand = MISSING, x_max: Operand = MISSING) -> Any:
    """Limit values to a range.

    Args:
        x_min: The smallest value: a number, or a tensor whose shape fits.
        x_max: The largest value, likewise.
    """
    ops = keras().ops
    if not (hasattr(x_min, "dtype") or hasattr(x_max, "dtype")):
        return ops.clip(x, x_min, x_max)
    return ops.minimum(ops.maximum(x, _bound_of(x, x_min)), _bound_of(x, x_max))  # files do not hold clip() by tensors


def _bound_of(x: Any, bound: Any) -> Any:
    """Return a bound of floats as floats; a number takes the type of `x` by itself."""
    is_float = "float" in keras().backend.standardize_dtype(x.dtype)
    return keras().ops.cast(bound, x.dtype) if is_float and hasattr(bound, "dtype") else bound


@keras_op("keras.ops.nan_to_num")
def op_nan_to_num(
    x: TensorArg = MISSING, nan: Number = 0.0, posinf: Number | None = None, neginf: Number | None = None
) -> Any:
    """Replace what is not a finite number.

    Args:
        nan: What stands for NaN.
        posinf: What stands for Inf; NULL takes the largest number of the data type.
        neginf: What stands for -Inf; NULL takes the smallest one.
    """


@keras_op("keras.ops.erf")
def op_erf(x: TensorArg = MISSING) -> Any:
    """Return the error function."""


@keras_op("keras.ops.erfinv")
def op_erfinv(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the error function, of values from -1 to 1."""


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


@keras_op("keras.ops.deg2rad")
def op_deg2rad(x: TensorArg = MISSING) -> Any:
    """Turn degrees into radians."""


@keras_op("keras.ops.sin")
def op_sin(x: TensorArg = MISSING) -> Any:
    """Return sines."""


@keras_op("keras.ops.cos")
def op_cos(x: TensorArg = MISSING) -> Any:
    """Return cosines."""


@keras_op("keras.ops.tan")
def op_tan(x: TensorArg = MISSING) -> Any:
    """Return tangents."""


@keras_op("keras.ops.sinh")
def op_sinh(x: TensorArg = MISSING) -> Any:
    """Return hyperbolic sines."""


@keras_op("keras.ops.cosh")
def op_cosh(x: TensorArg = MISSING) -> Any:
    """Return hyperbolic cosines."""


@keras_op("keras.ops.arcsin")
def op_arcsin(x: TensorArg = MISSING) -> Any:
    """Return the angles whose sines are given, in radians."""


@keras_op("keras.ops.arccos")
def op_arccos(x: TensorArg = MISSING) -> Any:
    """Return the angles whose cosines are given, in radians."""


@keras_op("keras.ops.arctan")
def op_arctan(x: TensorArg = MISSING) -> Any:
    """Return the angles whose tangents are given, in radians."""


@keras_op("keras.ops.arcsinh")
def op_arcsinh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic sine."""


@keras_op("keras.ops.arccosh")
def op_arccosh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic cosine."""


@keras_op("keras.ops.arctanh")
def op_arctanh(x: TensorArg = MISSING) -> Any:
    """Return the inverse of the hyperbolic tangent."""


@keras_op("keras.ops.stop_gradient")
def op_stop_gradient(variable: TensorArg = MISSING) -> Any:
    """Return the values, as constants to all gradients.

    Args:
        variable: A tensor.
    """


@keras_op("keras.ops.copy")
def op_copy(x: TensorArg = MISSING) -> Any:
    """Return a copy."""
