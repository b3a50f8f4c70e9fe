"""Conversions of R or Python values for Keras: 2.0 to 2, a vector of one element to that element.

Each function returns the value in its new form, or raises `Wrong`; the annotation words in `words.py` are made of them.
"""

import itertools
import math
import numbers
import os
import types
from collections.abc import Callable
from typing import Any

from ..data.array_values import as_unnamed
from ..data.sentinels import NAType
from ..engine.tensors import has_values, is_open_size, read_values
from ..r.process import expand_home
from . import ranges
from .ranges import Range

_DEEPEST = 3  # levels of nested lists
_MOST_AXES = 32  # the limit of NumPy 1
_MOST_ITEMS = 2**24  # in a range
_LONGEST_PATH, _LONGEST_NAME = 4095, 255  # bytes; the limits of Linux


class Wrong(ValueError):
    """A value that a word cannot convert; the message is a hint for the user."""


def as_single(value: Any) -> Any:
    """Unpack R's vector of length one."""
    value = as_unnamed(value)
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return value[0]
    if getattr(value, "shape", None) in ((), (1,)) and hasattr(value, "item"):
        return value.item()
    return value


def as_scalar(value: Any) -> Any:
    """Unpack R's vector or matrix of one number, or a tensor or variable of one; a symbolic one stays as it is."""
    value = as_single(value)
    if getattr(value, "ndim", 0) > 1 and getattr(value, "size", 0) == 1 and hasattr(value, "item"):
        return value.item()
    if not hasattr(value, "shape") or not has_values(value) or is_foreign(value):
        return value
    try:
        array = read_values(value)
    except (AttributeError, NotImplementedError):  # TensorFlow is tracing a function
        return value
    return array.item() if getattr(array, "shape", None) in ((), (1,)) and array.dtype.kind in "fiub" else value


def as_whole(value: Any, allowed: Range = ranges.WIDE) -> int:
    """Return a whole number of a range as an int: 2.0 and "2" are 2; a logical is 0 or 1, as R's as.integer() says."""
    single = as_scalar(value)
    if is_open_size(single):
        return single  # type: ignore[no-any-return]
    number = int(single) if isinstance(single, bool) else as_real(single)
    if math.isfinite(number) and number != math.floor(number):
        raise Wrong("A fraction is not rounded for you.")
    return int(_check_range(number, allowed))


def whole_in(allowed: Range) -> Callable[[Any], int]:
    """Return a conversion that takes the whole numbers of a range."""

    def convert(value: Any) -> int:
        return as_whole(value, allowed)

    return convert


def real_in(allowed: Range) -> Callable[[Any], Any]:
    """Return a conversion that takes the numbers of a range."""

    def convert(value: Any) -> Any:
        return _check_range(as_real(value), allowed)

    return convert


def _check_range(number: Any, allowed: Range) -> Any:
    if not allowed.holds(number):
        raise Wrong(allowed.explain(number))
    return number


def as_groups(value: Any) -> int:
    """Return a number of groups; -1 makes one of each channel."""
    groups = whole_in(ranges.FROM_MINUS_ONE)(value)
    if groups == 0:
        raise Wrong("")
    return groups


def each(convert: Callable[[Any], Any], deepest: int = _DEEPEST) -> Callable[[Any], Any]:
    """Return a conversion of one value, or of several to a tuple, nested as they came, but not deeper."""

    def convert_all(value: Any, depth: int = 0) -> Any:
        items = as_items(value)
        if items is None or depth > deepest:
            return convert(value)
        if len(items) == 1 and not isinstance(items[0], (list, tuple)):
            return convert(items[0])
        if not items:
            raise Wrong("")
        return tuple(convert_all(item, depth + 1) for item in items)

    return convert_all


def list_of(convert: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    """Return a conversion to a list of what one value is converted to, also for a single one."""

    def convert_all(value: Any) -> list[Any]:
        items = as_items(value)
        if items == []:
            raise Wrong("")
        return [convert(item) for item in ([value] if items is None else items)]

    return convert_all


def as_real(value: Any) -> Any:
    """Return a number of Python; a text that spells one will do."""
    value = as_scalar(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise Wrong("") from None
    if isinstance(value, numbers.Real) and hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Wrong("")
    return value


def as_items(value: Any) -> list[Any] | None:
    """Return the elements of anything like a vector, or None for a scalar."""
    value = as_unnamed(value)
    if isinstance(value, (list, tuple, range)):
        if isinstance(value, range) and value[_MOST_ITEMS:]:
            raise Wrong("")  # a range takes no memory, but its list would
        return list(value)
    if hasattr(value, "read_value") and not hasattr(value, "ndim"):  # a TensorFlow variable
        value = value.read_value()
    if getattr(value, "ndim", 0) == 1:
        return list(value.tolist()) if hasattr(value, "tolist") else [value[i] for i in range(value.shape[0])]
    if type(value).__name__ == "TensorShape":
        return list(value.as_list())
    return None


def as_multiples(value: Any) -> Any:
    """Return a tuple of whole numbers, or of sizes that are known only when the model runs."""
    items = as_items(value)
    return tuple(as_dimension(item) for item in ([value] if items is None else items))


def as_axes(value: Any) -> int | list[int]:
    """Return one of R's axes, or a list of them, as Python counts."""
    items = as_items(value)
    if items is not None and len(items) > 1:
        return [as_axis(item) for item in items]
    return as_axis(value)


def as_axis(value: Any) -> int:
    """Return one of R's axes, which count from 1, as Python counts."""
    axis = whole_in(ranges.AXES)(value)
    if axis == 0:
        raise Wrong("Axes count from 1 (the batch axis); negative ones count from the end.")
    return axis - 1 if axis > 0 else axis


def as_index(value: Any) -> int:
    """Return one of R's positions, which count from 1, as Python counts."""
    index = as_whole(value)
    if index == 0:
        raise Wrong("The first is 1.")
    return index - 1 if index > 0 else index


def as_increasing(value: Any) -> list[Any]:
    """Return a list of numbers, each above the one before."""
    found = as_numbers(value)
    if any(first >= second for first, second in itertools.pairwise(found)):
        raise Wrong("")
    return found


as_number = real_in(ranges.NUMBER)
as_numbers = list_of(as_number)


def as_rising(value: Any) -> list[Any]:
    """Return a list of numbers, -Inf and Inf among them, none of them below the one before."""
    found = list_of(real_in(ranges.BOUND))(value)
    if any(first > second for first, second in itertools.pairwise(found)):
        raise Wrong("")
    return found


def as_bounds(value: Any) -> Any:
    """Return a number, or a tuple of a lower and an upper one."""
    found = as_one_or_two(value)
    if isinstance(found, tuple) and found[0] > found[1]:
        raise Wrong("The lower one comes first.")
    return found


def as_one_or_two(value: Any) -> Any:
    """Return a number, or a tuple of two in any order."""
    found = list_of(real_in(ranges.NUMBER))(value)
    if not 1 <= len(found) <= 2:
        raise Wrong("")
    return found[0] if len(found) == 1 else tuple(found)


def as_value_range(value: Any) -> Any:
    """Return a tuple of a lower and an upper number."""
    found = as_bounds(value)
    if not isinstance(found, tuple):
        raise Wrong("")
    return found


def as_truth(value: Any) -> bool:
    """Return what a value that should be TRUE or FALSE says."""
    value = as_scalar(value)
    if isinstance(value, bool):
        return value
    if type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    if isinstance(value, numbers.Real) and value in (0, 1):
        return bool(value)
    raise Wrong("")


def as_text(value: Any) -> str:
    """Return a text."""
    value = as_single(value)
    if not isinstance(value, str):
        raise Wrong("")
    if not value.isascii():
        _check_unicode(value)
    return str(value)


def as_character(value: Any) -> str:
    """Return a text of one character."""
    text = as_text(value)
    if len(text) != 1:
        raise Wrong("")
    return text


def as_encoding(value: Any) -> str:
    """Return the name of an encoding of texts that Python knows."""
    name = as_text(value)
    try:
        "a".encode(name)
    except LookupError:
        raise Wrong("") from None
    return name


def _check_unicode(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Wrong("These are not Unicode characters: the text was read with the wrong encoding.") from None


def as_path(value: Any) -> str:
    """Return an absolute path; `~` is the home directory, as R has it."""
    value = as_single(value)
    if not isinstance(value, (str, os.PathLike)) or not str(value) or isinstance(os.fspath(value), bytes):
        raise Wrong("")
    if "\0" in os.fspath(value):
        raise Wrong("File names cannot contain a null character.")
    names = os.fspath(value).split("/")
    if len(os.fspath(value)) > _LONGEST_PATH or max(len(os.fsencode(name)) for name in names) > _LONGEST_NAME:
        raise Wrong("It is too long.")
    return os.path.abspath(expand_home(os.fspath(value)))


def as_shape(value: Any) -> tuple[int | None, ...]:
    """Return a tuple of sizes; None and NA stand for sizes that are not fixed."""
    items = as_items(value)
    dims = [value] if items is None else items
    return tuple(None if dim is None or isinstance(dim, NAType) else as_dimension(dim) for dim in dims)


def as_target_shape(value: Any) -> tuple[int | None, ...]:
    """Return a tuple of sizes, of which one may be -1; None and NA stand for sizes that are not fixed."""
    items = as_items(value)
    dims = [value] if items is None else items
    return tuple(None if dim is None or isinstance(dim, NAType) else whole_in(ranges.WHOLE)(dim) for dim in dims)


def as_batch_shape(value: Any) -> tuple[int | None, ...]:
    """Return a tuple of sizes, of which the first is that of the batch."""
    shape = as_shape(value)
    if not shape:
        raise Wrong("The first is the number of samples.")
    return shape


def as_dimension(value: Any) -> Any:
    """Return a size; a tensor whose value is known only when the model runs stays as it is."""
    if type(value).__name__ == "KerasTensor":
        raise Wrong("A size that is known only when the model runs can be used inside layer_lambda().")
    value = as_scalar(value)
    if is_tensor(value) and not hasattr(value, "item"):
        return value
    size = whole_in(ranges.WHOLE)(value)
    if size < 0:
        raise Wrong("A size cannot be negative.")
    return size


def as_new_shape(value: Any) -> tuple[int, ...]:
    """Return a tuple of sizes for as many values as there are; -1 is the size that is left."""
    items = as_items(value)
    sizes = tuple(-1 if _is_left(size) else as_dimension(size) for size in ([value] if items is None else items))
    if sum(map(_is_left, sizes)) > 1:
        raise Wrong("Only one of them may be -1.")
    return sizes


def _is_left(size: Any) -> bool:
    return isinstance(size, numbers.Real) and size == -1


def is_foreign(value: Any) -> bool:
    """Tell whether a value is of a kind that means nothing to Keras, whatever attributes it has."""
    return isinstance(value, (types.ModuleType, type))


def is_tensor(value: Any) -> bool:
    """Tell whether a value is an array, a tensor or a variable; layers and metrics have a dtype, too, and no shape."""
    return hasattr(value, "dtype") and hasattr(value, "shape") and not is_foreign(value)


def stand_in_for(value: Any) -> Any:
    """Return the Keras object for which a function of this package stands when it is passed by itself.

    Args:
        value: Anything; what is no such function is returned as it is.
    """
    spec = getattr(value, "__rkeras__", None)
    return spec.stand_in() if spec is not None else value


def as_named(value: Any) -> Any:
    """Return a single value, or the Keras object for which a function of this package stands."""
    return stand_in_for(as_single(value))


def as_it_is(value: Any) -> Any:
    """Return the value as it is."""
    return value


def as_function(value: Any) -> Any:
    """Return a function; one of this package stands for that of Keras."""
    value = as_named(value)
    if not callable(value):
        raise Wrong("")
    return value


def as_whole_tuple(value: Any) -> tuple[int, ...]:
    """Return a tuple of whole numbers, also for a single one."""
    items = as_items(value)
    return tuple(whole_in(ranges.WHOLE)(item) for item in ([value] if items is None else items))


def as_function_or_shape(value: Any) -> Any:
    """Return a function or a shape."""
    return as_named(value) if callable(value) else as_shape(value)
