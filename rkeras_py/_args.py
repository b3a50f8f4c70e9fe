"""Annotation words: what an argument means, and how a value from either language becomes what Keras wants.

`units: Int` in a signature says all there is: whole doubles become ints, anything else is an error that
names the function and the argument. A word is used as an annotation; the registry reads it from there.
"""

import numbers
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from . import errors


class _Sentinel:
    """A value that stands for the absence of one."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return False


MISSING: Any = _Sentinel("MISSING")
"""The default of an argument that has none."""

NA: Any = _Sentinel("NA")
"""R's missing value, as it arrives from R."""


@dataclass(frozen=True)
class Word:
    """One meaning of an argument.

    Attributes:
        expected: What a right value is, to be read after "should be".
        convert: Turns a value into what Keras wants; raises ValueError or TypeError for a wrong one.
        takes_none: Whether None is a value of its own even where it is not the default.
        takes_na: Whether R's NA has a meaning here.
        choices: The strings allowed, where these are all.
        r: Name of the R function that takes the value to Python, where `to_python()` would lose what matters.
        optional: Whether the argument may be missing although it has no default.
    """

    expected: str
    convert: Callable[[Any], Any]
    takes_none: bool = False
    takes_na: bool = False
    choices: tuple[str, ...] = ()
    r: str = ""
    optional: bool = False


class _Wrong(ValueError):
    """A value that a word cannot convert; the message is a hint for the user."""


def _unnamed(value: Any) -> Any:
    """The numbers of a named vector of R, which arrives as a dict."""
    if isinstance(value, dict) and all(isinstance(item, numbers.Real) or item is NA for item in value.values()):
        return list(value.values())
    return value


def _single(value: Any) -> Any:
    """Unpack R's vector of length one."""
    value = _unnamed(value)
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return value[0]
    if getattr(value, "shape", None) in ((), (1,)) and hasattr(value, "item"):
        return value.item()
    return value


def _whole(value: Any) -> int:
    value = _single(value)
    if isinstance(value, bool) or value is NA or value is None:
        raise _Wrong("")
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise _Wrong("") from None
    if not isinstance(value, numbers.Real):
        raise _Wrong("")
    if value != value // 1:
        raise _Wrong("A fraction is not rounded for you.")
    return int(float(value)) if isinstance(value, float) else int(value)  # type: ignore[call-overload, no-any-return]


def _items(value: Any) -> list[Any] | None:
    """The elements of anything like a vector, or None for a scalar."""
    value = _unnamed(value)
    if isinstance(value, (list, tuple)):
        return list(value)
    if getattr(value, "ndim", 0) == 1:
        return list(value.tolist()) if hasattr(value, "tolist") else [value[i] for i in range(value.shape[0])]
    if type(value).__name__ == "TensorShape":
        return list(value.as_list())
    return None


def _wholes(value: Any) -> int | tuple[Any, ...]:
    items = _items(value)
    if items is None:
        return _whole(value)
    if len(items) == 1 and not isinstance(items[0], (list, tuple)):
        return _whole(items[0])
    return tuple(_wholes(item) for item in items)


def _multiples(value: Any) -> Any:
    items = _items(value)
    return tuple(_dimension(item) for item in ([value] if items is None else items))


def _axis_from_one(value: Any) -> int | list[int]:
    items = _items(value)
    if items is not None and len(items) > 1:
        return [_one_axis(item) for item in items]
    return _one_axis(value)


def _one_axis(value: Any) -> int:
    axis = _whole(value)
    if axis == 0:
        raise _Wrong("Axes count from 1, the batch axis; negative ones count from the end.")
    return axis - 1 if axis > 0 else axis


def _from_one(value: Any) -> int:
    index = _whole(value)
    if index == 0:
        raise _Wrong("The first is 1.")
    return index - 1 if index > 0 else index


def _at_least(least: int) -> Callable[[Any], int]:
    def convert(value: Any) -> int:
        number = _whole(value)
        if number < least:
            raise _Wrong("")
        return number

    return convert


def _part_of_one(value: Any) -> Any:
    number = _number(value)
    if not 0 <= number < 1:
        raise _Wrong("")
    return number


def _number(value: Any) -> Any:
    value = _single(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise _Wrong("") from None
    if value is NA or isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise _Wrong("")
    return value if isinstance(value, (int, float)) else value.item()  # type: ignore[attr-defined]


def _not_negative(value: Any) -> Any:
    number = _number(value)
    if number < 0:
        raise _Wrong("")
    return number


def _numbers(value: Any) -> list[Any]:
    items = _items(value)
    return [_number(item) for item in ([value] if items is None else items)]


def _bounds(value: Any) -> Any:
    found = _numbers(value)
    if len(found) > 2:
        raise _Wrong("")
    return found[0] if len(found) == 1 else tuple(found)


def _rate(value: Any) -> Any:
    value = _single(value)
    if callable(value) or hasattr(value, "get_config") or hasattr(value, "dtype"):
        return value
    return float(_number(value))  # Keras 3 takes no int


def truth(value: Any) -> bool:
    """Return what a value that should be TRUE or FALSE says."""
    value = _single(value)
    if isinstance(value, bool):
        return value
    if type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    if isinstance(value, numbers.Real) and value in (0, 1):
        return bool(value)
    raise _Wrong("")


def _text(value: Any) -> str:
    value = _single(value)
    if not isinstance(value, str):
        raise _Wrong("")
    return str(value)


def _path(value: Any) -> str:
    """An absolute path; `~` is the home directory, as R has it."""
    value = _single(value)
    if not isinstance(value, (str, os.PathLike)) or not str(value):
        raise _Wrong("")
    return os.path.abspath(os.path.expanduser(value))


def _shape(value: Any) -> tuple[int | None, ...]:
    items = _items(value)
    dims = [value] if items is None else items
    return tuple(None if dim is None or dim is NA else _dimension(dim) for dim in dims)


def _dimension(value: Any) -> Any:
    if type(value).__name__ == "KerasTensor":
        raise _Wrong("A size that is known only when the model runs can be used inside layer_lambda().")
    return value if hasattr(value, "dtype") and not hasattr(value, "item") else _whole(value)


def _named(value: Any) -> Any:
    """A function of this package, passed by itself, stands for the Keras object of that name."""
    value = _single(value)
    spec = getattr(value, "__rkeras__", None)
    return spec.stand_in() if spec is not None else value


def _text_or_object(value: Any) -> Any:
    value = _named(value)
    if value is NA or isinstance(value, (bool, numbers.Real)):
        raise _Wrong("")
    return value


def _anything(value: Any) -> Any:
    return value


def _callable(value: Any) -> Any:
    value = _named(value)
    if not callable(value):
        raise _Wrong("")
    return value


def _layer(value: Any) -> Any:
    from ._keras import keras

    value = _single(value)
    if not isinstance(value, keras().layers.Layer):
        raise _Wrong("Make one by a layer function without `object`, e.g. layer_dense(units = 10).")
    return value


def _whole_tuple(value: Any) -> tuple[int, ...]:
    items = _items(value)
    return tuple(_whole(item) for item in ([value] if items is None else items))


def _cells(value: Any) -> Any:
    items = _items(value)
    if items is None or len(items) == 1:
        return _cell(_single(value))
    return _cell_list(items)


def _cell_list(value: Any) -> list[Any]:
    items = _items(value)
    return [_cell(item) for item in ([value] if items is None else items)]


def _cell(value: Any) -> Any:
    if not hasattr(value, "state_size") or not callable(value) or isinstance(value, type):
        raise _Wrong("Make one by layer_lstm_cell(units = 10), layer_gru_cell() or layer_simple_rnn_cell().")
    return value


def _function_or_shape(value: Any) -> Any:
    return _named(value) if callable(value) else _shape(value)


def choice(*options: str, takes_none: bool = False) -> Word:
    """One of a few strings, as R's match.arg takes them (the first is the default); Keras also ignores their case."""

    def convert(value: Any) -> str:
        items = _items(value)
        if items == list(options):
            return options[0]
        text = _text(value)
        text = text if text in options else text.lower()
        if text not in options:
            raise _Wrong("")
        return text

    expected = "one of " + ", ".join(f'"{option}"' for option in options)
    return Word(expected, convert, takes_none=takes_none, choices=options)


def convert(function: str, argument: str, word: Word, value: Any, default: Any) -> Any:
    """Convert one supplied value.

    Args:
        function: Name of the function the user called.
        argument: Name of the argument.
        word: What the argument means.
        value: What came.
        default: The default of the argument; None is accepted where this is None.

    Returns:
        The converted value.

    Raises:
        ValueError: If the value cannot be what the word says.
    """
    if value is None:
        if default is None or word.takes_none:
            return None
        raise errors.bad_argument(function, argument, word.expected, value)
    if value is NA and not word.takes_na:
        raise errors.bad_argument(function, argument, word.expected, value, "NA has no meaning here.")
    try:
        return word.convert(value)
    except _Wrong as hint:
        raise errors.bad_argument(function, argument, word.expected, value, str(hint)) from None


INT = Word("a whole number", _whole)
INTS = Word("a whole number or a vector of whole numbers", _wholes)
ANY = Word("any value", _anything, takes_none=True, takes_na=True)

Int = Annotated[int | float, INT]
Count = Annotated[int | float, Word("a whole number of at least 1", _at_least(1))]
CountFromZero = Annotated[int | float, Word("a whole number of at least 0", _at_least(0))]
Fraction = Annotated[float, Word("a number from 0 to below 1", _part_of_one)]
IntOrNone = Annotated[Any, Word("a whole number, or NULL", _whole, takes_none=True)]
Ints = Annotated[Any, INTS]
Multiples = Annotated[Any, Word("a whole number or a vector of whole numbers", _multiples)]
Axis = Annotated[Any, Word("a whole number other than 0 (or several)", _axis_from_one)]
ZeroAxis = Annotated[Any, INTS]
OneAxis = Annotated[Any, Word("a whole number other than 0", _one_axis)]
Index = Annotated[Any, Word("a whole number other than 0", _from_one)]
NodeIndex = Annotated[Any, Word("a whole number of at least 1", _whole)]
Number = Annotated[float, Word("a number", _number)]
NotNegative = Annotated[float, Word("a number of at least 0", _not_negative)]
Numbers = Annotated[Any, Word("a vector of numbers", _numbers)]
Bounds = Annotated[Any, Word("a number, or a lower and an upper bound", _bounds)]
Rate = Annotated[Any, Word("a number or a learning rate schedule", _rate)]
Bool = Annotated[bool, Word("TRUE or FALSE", truth)]
Str = Annotated[str, Word("a string", _text)]
Path = Annotated[str, Word("the name of a file or folder", _path)]
Shape = Annotated[Any, Word("a whole number or a vector of whole numbers (NA: any size)", _shape, takes_na=True)]
Dims = Annotated[Any, Word("a vector of whole numbers", _whole_tuple)]
FunctionOrShape = Annotated[
    Any, Word("a function, or a vector of whole numbers (NA: any size)", _function_or_shape, takes_na=True)
]
Activation = Annotated[Any, Word("the name of an activation, or a function", _text_or_object, takes_none=True)]
Initializer = Annotated[Any, Word("the name of an initializer, or an initializer", _text_or_object)]
Regularizer = Annotated[Any, Word("a regularizer, or the name of one", _text_or_object)]
Constraint = Annotated[Any, Word("a constraint, or the name of one", _text_or_object)]
Function = Annotated[Any, Word("a function", _callable)]
HOOK = Word("a function to call back", _callable)  # gets what it takes; R's are left by no jump
Hook = Annotated[Any, HOOK]
LayerArg = Annotated[Any, Word("a layer", _layer)]
Cells = Annotated[Any, Word("a cell, or a list of cells", _cells)]
CellList = Annotated[Any, Word("a list of cells", _cell_list)]
Dtype = Annotated[Any, Word("the name of a data type", _text_or_object)]
Composable = Annotated[Any, ANY]
ArrayLike = Annotated[Any, ANY]
Value = Annotated[Any, ANY]
Padding = Annotated[str, choice("valid", "same")]
CausalPadding = Annotated[str, choice("valid", "same", "causal")]
DataFormat = Annotated[Any, choice("channels_last", "channels_first", takes_none=True)]
Interpolation = Annotated[str, choice("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")]
ResizeMethod = Annotated[
    str, choice("bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic")
]
MergeMode = Annotated[Any, choice("concat", "sum", "mul", "ave", takes_none=True)]
Pooling = Annotated[Any, choice("avg", "max", takes_none=True)]
ScoreMode = Annotated[str, choice("dot", "concat")]


def word_of(annotation: Any) -> Word:
    """Return the word that an annotation carries, also one such as `Int | None`."""
    for part in (annotation, *get_args(annotation)):
        for extra in getattr(part, "__metadata__", ()):
            if isinstance(extra, Word):
                return extra
    return ANY


LAYER_OPTIONS: Mapping[str, tuple[Word, Any]] = {
    "input_shape": (word_of(Shape), None),
    "batch_input_shape": (word_of(Shape), None),
    "batch_size": (INT, None),
    "dtype": (word_of(Dtype), None),
    "name": (word_of(Str), None),
    "trainable": (word_of(Bool), None),
    "weights": (ANY, None),
    "seed": (INT, None),
    "input_length": (INTS, None),
    "input_dim": (INT, None),
}
"""What the arguments that every layer takes mean, also where they come through `...`."""
