"""Conversions of arrays, tensors and data types; `words.py` makes annotation words of them."""

import decimal
import difflib
import fractions
import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..data.arrays import holds_tensors, is_factor, refuse_complex
from ..data.sentinels import NAType
from ..data.streams import read_stream
from ..engine.loading import keras
from .conversions import Wrong, as_scalar, as_single, is_foreign, is_tensor
from .keras_objects import object_of, refuse_other_kinds

_MOST_AXES = 32  # the limit of NumPy 1


def as_initializer(value: Any) -> Any:
    """Return a name or an object; an array or tensor is its own initial value."""
    return value if is_array(value) else _initializer(value)


_initializer = object_of("initializer")


def is_array(value: Any) -> bool:
    """Tell whether a value is an array or a tensor of some axes."""
    return is_tensor(value) and value.shape != () and 0 not in tuple(value.shape)


def as_dtype(value: Any) -> Any:
    """Return the name of a data type, or what Keras takes in place of one."""
    value = as_single(value)
    if isinstance(value, str):
        if value not in _DTYPES:
            near = difflib.get_close_matches(value, _DTYPES, n=1)
            raise Wrong(f'Did you mean "{near[0]}"?' if near else 'The usual ones are "float32", "int32" and "bool".')
        return value
    if is_array(value):
        raise Wrong("")
    is_type = isinstance(value, type) and (value in (bool, float, int) or hasattr(value, "dtype"))  # a NumPy type
    if (
        is_type
        or (isinstance(value, dict) and "class_name" in value)
        or any(hasattr(value, name) for name in ("as_numpy_dtype", "itemsize"))
    ):
        return value
    refuse_other_kinds(value)
    if hasattr(value, "compute_dtype") and hasattr(value, "get_config"):  # a dtype policy
        return value
    raise Wrong("")


_DTYPES = (
    *("float16", "float32", "float64", "bfloat16", "float8_e4m3fn", "float8_e5m2", "mixed_float16", "mixed_bfloat16"),
    *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)),
    *("bool", "string", "str", "complex64", "complex128", "float", "double", "half", "int", "bytes"),
)


def as_filling(value: Any) -> Any:
    """Return the number, or the array of numbers, that something is filled with."""
    single = as_scalar(value)
    try:
        array = np.asarray(as_tensor_like(single))
        known = array.dtype.kind not in "USOc" and bool(array.size) and not np.isnan(array.astype("float64")).any()
    except (TypeError, ValueError):
        raise Wrong("") from None
    if not known:
        raise Wrong("NA and NaN are not numbers." if array.dtype.kind in "fO" else "")
    return value if isinstance(value, (list, tuple)) else single


def as_shallow(value: Any) -> Any:
    """Return a value as it is, but no lists in lists without end."""
    inner, depth = value, 0
    while isinstance(inner, (list, tuple)) and inner:
        inner, depth = inner[0], depth + 1
        if depth > _MOST_AXES:
            raise Wrong("")
    return value


def refuse_factors(value: Any, depth: int = 0) -> None:
    """Refuse a factor, or a list with one: its codes would count from 0 where positions and classes count from 1."""
    if is_factor(value):
        raise Wrong("A factor is not a tensor: as.integer(x) returns its codes, from 1; in Python x.codes + 1.")
    if isinstance(value, (list, tuple)) and depth < _MOST_AXES:
        for item in value:
            refuse_factors(item, depth + 1)


def as_tensor_like(value: Any) -> Any:
    """Return what numbers or texts can be made of, as it is, but no factor."""
    value = read_stream(value)
    refuse_factors(value)
    return as_labels(value)


def as_weights(value: Any) -> Any:
    """Return weights of samples, or a list of those of each output, where some have none, as they are."""
    given = [one for one in value if one is not None] if isinstance(value, (list, tuple)) else []
    if not given or len(given) == len(value):
        return as_tensor_like(value)
    for one in given:
        as_tensor_like(one)
    return value


def as_labels(value: Any) -> Any:
    """Return what numbers or texts can be made of, as it is; a factor stands for its codes, from 0."""
    value = read_stream(value)
    if not _holds_values(value):
        raise Wrong("")
    return value


_OF_ARRAYS = ("shape", "__array__", "__jax_array__", "to_numpy")


def _holds_values(value: Any, depth: int = 0) -> bool:
    if isinstance(value, (list, tuple)):
        lengths = {len(item) if isinstance(item, (list, tuple)) else -1 for item in value}
        return len(lengths) < 2 and depth < _MOST_AXES and all(_holds_values(item, depth + 1) for item in value)
    if isinstance(value, NAType) or value is None or isinstance(value, (str, bytes, numbers.Number)):
        return not isinstance(value, (fractions.Fraction, decimal.Decimal)) and (depth > 0 or value is not None)
    return isinstance(value, dict) or (any(hasattr(value, name) for name in _OF_ARRAYS) and not is_foreign(value))


_OF_DATA = ("shape", "__array__", "to_numpy", "__next__", "__iter__", "__getitem__", "element_spec")


def is_data(value: Any) -> bool:
    """Tell whether a value holds several numbers or strings, or gives some: an array, a frame, a source of batches."""
    if isinstance(value, (str, bytes, type)) or hasattr(value, "get_config"):
        return False
    return callable(value) or any(hasattr(value, name) for name in _OF_DATA)


def as_data(value: Any) -> Any:
    """Return data as they are; a single number or string is a vector of R."""
    is_one = isinstance(value, (NAType, numbers.Number, str))
    if not (is_one or is_data(value) or type(value).__name__ == "PyCapsule"):
        raise Wrong("")
    return value


def apply_dtype(
    function: str, formals: Mapping[str, Any], values: dict[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return arguments as `dtype` asks: numbers beside float64 are not rounded to Keras's float type on the way.

    Args:
        function: The function, to name in errors.
        formals: Its arguments.
        values: Those of the call, converted.
        given: The same as they were given.

    Raises:
        ValueError: If a parameter of random numbers is complex.
    """
    if values.get("dtype") == "float64":
        values = {name: _keep_precision(value, given[name]) for name, value in values.items()}
    return cast_parameters(function, values) if formals.keys() >= _OF_RANDOM_NUMBERS else values


def _keep_precision(value: Any, given: Any) -> Any:
    is_made = is_tensor(value) and not holds_tensors([given])
    if not is_made or "float" not in keras().backend.standardize_dtype(value.dtype):
        return value
    return keras().ops.convert_to_tensor(np.asarray(given, "float64"))


_OF_RANDOM_NUMBERS = {"shape", "dtype", "seed"}
"""The arguments of functions that draw random numbers."""


def cast_parameters(function: str, values: dict[str, Any]) -> dict[str, Any]:
    """Give tensors that describe a distribution the type of the numbers to draw; TensorFlow takes no other.

    Args:
        function: The function, to name in errors.
        values: Its arguments, converted.

    Raises:
        ValueError: If one is complex.
    """
    floats = keras().config.floatx()
    wanted = str(values.get("dtype") or floats)
    cast = {}
    for name, value in values.items():
        if name == "shape" or not is_tensor(value):
            continue
        refuse_complex(value, wanted, function, name)
        own = keras().backend.standardize_dtype(value.dtype)
        if own != wanted and ("float" in wanted or "float" in own):
            cast[name] = keras().ops.cast(value, wanted if "float" in wanted else floats)
    return {**values, **cast}
