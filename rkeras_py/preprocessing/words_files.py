"""Annotation words of the functions that read, augment and batch image and text files."""

import os
from typing import Annotated, Any

from ..r.process import expand_home
from ..signatures import conversions, ranges
from ..signatures.words import Word, choice


def _convert_path(value: Any) -> str:
    value = conversions.as_single(value)
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if not isinstance(value, str):
        raise conversions.Wrong("")
    return expand_home(value)


_side = conversions.whole_in(ranges.FROM_ONE)


def _convert_size(value: Any) -> tuple[int, int]:
    items = conversions.as_items(value)
    if items is None or len(items) != 2:
        raise conversions.Wrong("")
    return _side(items[0]), _side(items[1])


def _shift(value: Any) -> Any:
    return conversions.as_number(value) if conversions.as_items(value) is None else conversions.as_numbers(value)


def _convert_names(value: Any) -> list[str]:
    items = conversions.as_items(value)
    names = [value] if items is None else items
    if not names or not all(isinstance(name, str) for name in names):
        raise conversions.Wrong("")
    return [str(name) for name in names]


def _check_generator(value: Any) -> Any:
    if not hasattr(value, "get_random_transform") or not hasattr(value, "standardize"):
        raise conversions.Wrong("Create one with image_data_generator().")
    return value


def _convert_labels(value: Any) -> Any:
    if isinstance(value, str):
        if value != "inferred":
            raise conversions.Wrong("")
        return value
    return list(conversions.as_whole_tuple(value))


Path = Annotated[str, Word("a string", _convert_path, hint="Path")]
Size = Annotated[
    Any, Word("two whole numbers of at least 1, the height and the width", _convert_size, hint="IntVector")
]
Shift = Annotated[Any, Word("a number, or a vector of numbers to choose from", _shift, hint="Numbers")]
Names = Annotated[Any, Word("a vector of strings", _convert_names, hint="Strings")]
Generator = Annotated[Any, Word("an image data generator", _check_generator)]
Labels = Annotated[
    Any,
    Word(
        '"inferred", or a vector of whole numbers', _convert_labels, takes_none=True, hint="str | Sequence[Int] | Array"
    ),
]
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
