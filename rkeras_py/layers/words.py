"""Annotation words of the layers that prepare data: vocabularies, factors, modes."""

import os
from dataclasses import replace
from typing import Annotated, Any

import numpy as np

from ..data.arrays import is_tensor
from ..messages import errors
from ..r.process import expand_home
from ..signatures import conversions, keras_objects, ranges
from ..signatures.words import Bounds, Limits, Word, choice, get_word, wholes


def _take_number_or_numbers(value: Any) -> Any:
    items = conversions.as_items(value)
    return conversions.as_number(value) if items is None or len(items) == 1 else conversions.as_numbers(items)


def _take_statistics(value: Any) -> Any:
    return value if is_tensor(value) or getattr(value, "ndim", 0) > 1 else _take_number_or_numbers(value)


def _take_variance(value: Any) -> Any:
    value = _take_statistics(value)
    if not is_tensor(value) and np.any(np.asarray(value) < 0):
        raise conversions.Wrong("A variance is at least 0.")
    return value


def _take_path(value: str) -> str:
    path = expand_home(value)
    if "://" not in path and not os.path.exists(path):
        single = errors.for_reader('list("{}")', "['{}']").format(value[:40])
        raise conversions.Wrong(f"There is no such file; a vocabulary of a single word is {single}.")
    return path


def _take_texts(value: Any) -> Any:
    if isinstance(value, str):
        return _take_path(value)
    items = conversions.as_items(value) if not is_tensor(value) else None
    if items is None:
        if is_tensor(value):
            return value
        raise conversions.Wrong("")
    if not all(isinstance(item, str) for item in items):
        raise conversions.Wrong("")
    return [str(item) for item in items]


def _take_whole_numbers(value: Any) -> Any:
    if isinstance(value, str):
        return _take_path(value)
    return value if is_tensor(value) else list(conversions.as_whole_tuple(value))


def _take_text_or_whole(value: Any) -> Any:
    value = conversions.as_single(value)
    return value if isinstance(value, str) else conversions.as_whole(value)


def _take_ngrams(value: Any) -> Any:
    convert = conversions.whole_in(ranges.TO_A_MILLION)
    items = conversions.as_items(value)
    return convert(value) if items is None else tuple(conversions.list_of(convert)(items))


def _allow_function(word: Word) -> Word:
    def convert(value: Any) -> Any:
        return keras_objects.as_function(value) if callable(value) else word.convert(value)

    return replace(word, expected=f"{word.expected}, or a function", convert=convert, hint=f"{word.hint} | Function")


TEXT_VOCABULARY = Word("a vector of strings, or the path of a file", _take_texts, hint="Strings")
WHOLE_VOCABULARY = Word("a vector of whole numbers, or the path of a file", _take_whole_numbers, hint="str | Shape")

Factor = Annotated[Any, replace(get_word(Bounds), convert=conversions.as_one_or_two)]  # Keras 3 sorts the two numbers
Scale = Annotated[Any, Word("a number or a vector of numbers", _take_number_or_numbers, hint="Numbers")]
Statistics = Annotated[
    Any, Word("a number, or a vector or array of numbers", _take_statistics, hint="Numbers | Sequence[Any] | AnyTensor")
]
Boundaries = Annotated[
    Any, replace(get_word(Limits), expected="a vector of increasing numbers", convert=conversions.as_rising)
]
Variances = Annotated[Any, replace(get_word(Statistics), convert=_take_variance)]
Texts = Annotated[Any, TEXT_VOCABULARY]
WholeNumbers = Annotated[Any, WHOLE_VOCABULARY]
TextOrInt = Annotated[Any, Word("a string or a whole number", _take_text_or_whole, hint="str | Int")]
NGrams = Annotated[Any, replace(wholes(ranges.TO_A_MILLION), convert=_take_ngrams, hint="IntVector")]
AxisOrNone = Annotated[
    Any, Word("a whole number other than 0 (or several), or NULL", conversions.as_axes, True, hint="IntVector", base=1)
]
Standardize = Annotated[
    Any,
    _allow_function(choice("lower_and_strip_punctuation", "lower", "strip_punctuation", takes_none=True)),
]
Split = Annotated[Any, _allow_function(choice("whitespace", "character", takes_none=True))]
CategoryMode = Annotated[str, choice("multi_hot", "one_hot", "count", "binary")]
CrossingMode = Annotated[str, choice("int", "one_hot")]
BinMode = Annotated[str, choice("int", "one_hot", "multi_hot", "count")]
TokenMode = Annotated[str, choice("int", "one_hot", "multi_hot", "count", "tf_idf", "binary", "tf-idf")]
FillMode = Annotated[str, choice("reflect", "wrap", "constant", "nearest")]
FlipMode = Annotated[str, choice("horizontal_and_vertical", "horizontal", "vertical")]
WarpInterpolation = Annotated[str, choice("bilinear", "nearest")]
ResizeInterpolation = Annotated[str, choice("bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5")]
PadMode = Annotated[str, choice("constant")]
StringType = Annotated[str, choice("string")]
