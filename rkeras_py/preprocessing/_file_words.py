"""Annotation words of the functions that read, change and serve pictures."""

import os
from typing import Annotated, Any

from .. import _args
from .._args import Word, choice


def _path(value: Any) -> str:
    value = _args._single(value)
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if not isinstance(value, str):
        raise _args._Wrong("")
    return os.path.expanduser(value)


def _length(value: Any) -> int:
    number = _args._whole(value)
    if number < 1:
        raise _args._Wrong("")
    return number


def _size(value: Any) -> tuple[int, int]:
    items = _args._items(value)
    if items is None or len(items) != 2:
        raise _args._Wrong("")
    return _length(items[0]), _length(items[1])


def _shift(value: Any) -> Any:
    return _args._number(value) if _args._items(value) is None else _args._numbers(value)


def _pair(value: Any) -> tuple[Any, Any]:
    numbers = _args._numbers(value)
    if len(numbers) != 2:
        raise _args._Wrong("")
    return numbers[0], numbers[1]


def _fraction(value: Any) -> Any:
    number = _args._number(value)
    if not 0 <= number < 1:
        raise _args._Wrong("")
    return number


def _names(value: Any) -> list[str]:
    items = _args._items(value)
    names = [value] if items is None else items
    if not names or not all(isinstance(name, str) for name in names):
        raise _args._Wrong("")
    return [str(name) for name in names]


def _generator(value: Any) -> Any:
    if not hasattr(value, "get_random_transform") or not hasattr(value, "standardize"):
        raise _args._Wrong("Make one by image_data_generator().")
    return value


def _labels(value: Any) -> Any:
    if isinstance(value, str):
        if value != "inferred":
            raise _args._Wrong("")
        return value
    return list(_args._whole_tuple(value))


Path = Annotated[str, Word("a string", _path)]
Length = Annotated[int | float, Word("a whole number of at least 1", _length)]
Size = Annotated[Any, Word("two whole numbers of at least 1, height and width", _size)]
Shift = Annotated[Any, Word("a number, or a vector of numbers to choose from", _shift)]
Pair = Annotated[Any, Word("two numbers, the lowest and the highest", _pair)]
Fraction = Annotated[float, Word("a number from 0 to below 1", _fraction)]
Names = Annotated[Any, Word("a vector of strings", _names)]
Generator = Annotated[Any, Word("an image data generator", _generator)]
Labels = Annotated[Any, Word('"inferred", or a vector of whole numbers', _labels, takes_none=True)]
LabelMode = Annotated[Any, choice("int", "categorical", "binary", takes_none=True)]
ColorMode = Annotated[str, choice("rgb", "rgba", "grayscale")]
Resampling = Annotated[str, choice("nearest", "bilinear", "bicubic", "hamming", "box", "lanczos")]
FillMode = Annotated[str, choice("nearest", "constant", "reflect", "wrap")]
Format = Annotated[Any, choice("channels_last", "channels_first")]
Subset = Annotated[Any, choice("training", "validation", takes_none=True)]
SubsetOrBoth = Annotated[Any, choice("training", "validation", "both", takes_none=True)]
DirectoryMode = Annotated[Any, choice("categorical", "binary", "sparse", "input", takes_none=True)]
FrameMode = Annotated[
    Any, choice("categorical", "binary", "sparse", "input", "raw", "multi_output", "other", takes_none=True)
]
