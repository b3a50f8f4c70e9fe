"""Annotation words for objects: names, lists of arrays, layers, user-written classes and functions."""

import os
from typing import Annotated, Any

import numpy as np

from ..compat.hosted import is_keras2_layer
from ..engine.loading import keras
from . import array_conversions, conversions, keras_objects
from .conversions import Wrong
from .words import NAType, Word


def _convert_name(value: Any) -> str:
    text = conversions.as_text(value)
    if "\0" in text:
        raise Wrong("A name cannot contain a null character.")
    return text


def _convert_layer_name(value: Any) -> str:
    single = conversions.as_single(value)
    if isinstance(single, (int, float)) and not isinstance(single, bool):
        raise Wrong(f"A position is given by `index`: index = {single:g}.")
    return _convert_name(value)


def _convert_arrays(value: Any) -> Any:
    items = value if isinstance(value, (list, tuple)) else [value]
    for item in items:
        if isinstance(item, (str, bytes, dict)):
            raise Wrong("")
        array_conversions.as_tensor_like(item)
    return value


def _convert_strings(value: Any) -> list[str]:
    items = conversions.as_items(value)
    return [conversions.as_text(item) for item in ([value] if items is None else items)]


def _check_named_list(value: Any) -> Any:
    if not isinstance(value, dict) and not (isinstance(value, (list, tuple)) and not value):
        raise Wrong("")
    return value


def _convert_truth_or_na(value: Any) -> Any:
    return value if isinstance(value, NAType) else conversions.as_truth(value)


def _convert_truth_or_auto(value: Any) -> Any:
    value = conversions.as_single(value)
    return value if isinstance(value, str) and value == "auto" else conversions.as_truth(value)


def _convert_phase(value: Any) -> Any:
    return value if conversions.is_tensor(value) else conversions.as_truth(value)


def _convert_texts_or_list(value: Any) -> Any:
    return value if isinstance(value, dict) else _convert_strings(value)


def _check_layers(value: Any) -> list[Any]:
    items = list(value) if isinstance(value, (list, tuple)) else [value]
    for item in items:
        if not isinstance(item, (keras().layers.Layer, keras().KerasTensor)) and not is_keras2_layer(item):
            raise Wrong("Create them with layer functions without `object`, e.g. layer_dense(units = 10).")
    return items


def _check_custom_objects(value: Any) -> Any:
    items = list(value.values()) if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else [value]
    if isinstance(value, dict) and not all(isinstance(name, str) for name in value):
        raise Wrong("Names are strings.")
    if not all(callable(item) or hasattr(item, "get_config") for item in items):
        raise Wrong("")
    return value


def _check_headers(value: Any) -> Any:
    if not isinstance(value, dict) or not all(isinstance(part, str) for pair in value.items() for part in pair):
        raise Wrong("")
    return value


def _check_numpy_type(value: Any) -> Any:
    value = conversions.as_single(value)
    keras_objects.refuse_other_kinds(value)
    try:
        np.dtype(value)
    except TypeError:
        raise Wrong("") from None
    return value


def _name_or_path(value: Any) -> str:
    value = conversions.as_single(value)
    return conversions.as_path(value) if isinstance(value, os.PathLike) else conversions.as_text(value)


def _convert_plain_value(value: Any) -> Any:
    value = conversions.as_single(value)
    return value if isinstance(value, str) else conversions.as_number(value)


def _refuse_table(value: Any) -> Any:
    if len(getattr(value, "shape", None) or ()) > 1:
        raise Wrong("")
    return value


Name = Annotated[str, Word("a string", _convert_name, hint="str")]
LayerName = Annotated[str, Word("a string", _convert_layer_name, hint="str")]
Weights = Annotated[Any, Word("a list of arrays", _convert_arrays, hint="Any | AnyTensor")]
Strings = Annotated[Any, Word("a vector of strings", _convert_strings, hint="Strings")]
StringsOrList = Annotated[Any, Word("strings, or a named list of them", _convert_texts_or_list, hint="Any | Strings")]
NamedList = Annotated[Any, Word("a named list", _check_named_list, hint="Any | dict[str, Any]")]
BoolOrNA = Annotated[
    Any, Word("TRUE, FALSE or NA", _convert_truth_or_na, takes_none=True, takes_na=True, hint="bool | None")
]
BoolOrAuto = Annotated[Any, Word('TRUE, FALSE or "auto"', _convert_truth_or_auto, hint='bool | Literal["auto"]')]
Phase = Annotated[Any, Word("TRUE or FALSE", _convert_phase, hint="bool | AnyTensor")]
Layers = Annotated[Any, Word("a layer, or a list of layers", _check_layers, hint="Any")]
CustomObjects = Annotated[
    Any,
    Word("a function or class, or a named list of them", _check_custom_objects, hint="Any | Function | dict[str, Any]"),
]
Trained = Annotated[
    Any,
    Word('"imagenet", the path of a file, or NULL', _name_or_path, takes_none=True, hint="Path | None"),
]
Headers = Annotated[Any, Word("a named list of strings", _check_headers, hint="Any")]
NumpyType = Annotated[Any, Word("the name of a data type", _check_numpy_type)]
OtherName = Annotated[
    Any,
    Word("what the argument of the other name is", conversions.as_it_is, takes_none=True, takes_na=True, optional=True),
]
NumberOrText = Annotated[Any, Word("a number or a string", _convert_plain_value, hint="Any | Number | str")]
Optimizer = Annotated[
    Any, Word("the name of an optimizer, or an optimizer", _refuse_table, takes_none=True, takes_na=True)
]
Selected = Annotated[Any, Word("a name, a position or a layer", _refuse_table, takes_none=True, takes_na=True)]
