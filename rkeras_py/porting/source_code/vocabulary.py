"""The function of this package that creates a Keras object, and the spelling of its arguments, from the registry."""

import functools
import importlib
import numbers
from collections.abc import Iterator
from typing import Any

import numpy as np

from ...compat import keras2_arguments
from ...data.sentinels import NA
from ...engine.loading import resolve
from ...names import MODULES
from ...signatures import dialects, words
from ...signatures.calls import as_keras_number
from ...signatures.registry import REGISTRY, Param, Spec
from . import objects
from .expressions import Exactly, Name


@functools.cache
def _load_room(room: str) -> None:
    for module in sorted({place for place in MODULES.values() if place.split(".")[0] == room}):
        importlib.import_module(f"{__package__.partition('.')[0]}.{module}")


@functools.cache
def find_constructor(cls: Any, dialect: str = "") -> tuple[Spec, dict[str, Any]] | None:
    """Return the function that makes objects of a class, of several that with the shortest name.

    Args:
        cls: The class.
        dialect: The package that should have it; "" for this one.

    Returns:
        The function, and the arguments that ask for this class where it makes others too; None where there is none.
    """
    path = objects.get_path(cls)
    room = path.split(".")[1] if path.startswith("keras.") else "layers"
    _load_room(room if any(place.split(".")[0] == room for place in MODULES.values()) else "layers")
    made = [spec for spec in REGISTRY.values() if spec.kind in ("layer", "class", "measure")]
    known = [spec for spec in made if not dialect or dialects.find_name(spec.name, dialect)]
    found = [(spec, asked) for spec in known for asked in _list_asked_for(spec, cls)]
    return min(found, key=lambda one: (bool(one[0].fixed), len(one[0].name), one[0].name), default=None)


def _list_asked_for(spec: Spec, cls: Any) -> Iterator[dict[str, Any]]:
    """Give the arguments by which a function makes objects of a class; nothing where it makes none."""
    if _is_path_of(spec.target, cls):
        yield {}
    for variant in spec.variants:
        at_call = keras2_arguments.AT_CALL.get(spec.name, {})
        if variant.taken and variant.argument not in at_call and _is_path_of(variant.target, cls):
            yield {variant.argument: True}


def _is_path_of(target: str, cls: Any) -> bool:
    return target.rpartition(".")[2] == cls.__name__ and resolve(target) is cls


def find_operation(path: str) -> Spec | None:
    """Return the function of this package that is an operation of Keras.

    Args:
        path: The path of Keras's function, `keras.ops.sum`.
    """
    _load_room("ops")
    name = f"op_{path.rpartition('.')[2]}"
    spec = REGISTRY.get(name)
    if spec is not None:
        return spec
    return next((one for one in REGISTRY.values() if one.target == path and one.name.startswith("op_")), None)


def spell_argument(spec: Spec, key: str, value: Any) -> tuple[str, Any] | None:
    """Return an argument of Keras as an argument of a function of this package: its name and the value.

    The value is that of which the function makes Keras's: a position counts from 1 where the function counts so.

    Args:
        spec: The function.
        key: Keras's name of the argument.
        value: Keras's value; a `Name` stands for one that is no plain value.

    Returns:
        The two, or None where the function has no such argument or makes this value of none.
    """
    renamed = keras2_arguments.RENAMED.get(spec.name, {})
    names = [ours for ours, theirs in renamed.items() if theirs == key]
    name = next((one for one in [*names, key] if one in spec.params), key if spec.takes_options else "")
    if not name:
        return None
    if isinstance(value, Name):
        return name, value
    for candidate, received in _list_candidates(value):
        made = _convert(spec, name, received)
        if key in made and objects.same(made[key], value):
            is_same = isinstance(received, (list, tuple, float)) and objects.same(candidate, made[key])
            return name, made[key] if is_same else candidate
    if isinstance(value, (list, tuple)) and len(value) == 1:
        return spell_argument(spec, key, value[0])
    return None


def _convert(spec: Spec, name: str, received: Any) -> dict[str, Any]:
    """Return what Keras gets for an argument; nothing where the function refuses it."""
    param = spec.params.get(name) or _find_option(name)
    try:
        if param is None:
            converted = as_keras_number(received, None)
        else:
            converted = words.convert_value(spec.name, name, param.word, received, param.default)
        return keras2_arguments.translate(spec.name, {name: converted})
    except (ValueError, TypeError):
        return {}


def _find_option(name: str) -> Param | None:
    if name not in words.LAYER_OPTIONS:
        return None
    word, default = words.LAYER_OPTIONS[name]
    return Param(name, default, word)


def _list_candidates(value: Any) -> list[tuple[Any, Any]]:
    """Return what may be written for a value, each with what then arrives from R."""
    shifted = _shift(value)
    free = [value] if shifted is None or shifted == value else [value, shifted]
    found = [(one, _convert_as_r(one)) for one in free]
    exact = [(Exactly(one), one) for one in free]
    return [*found, *exact]


def _shift(value: Any) -> Any:
    """Return positions that count from 0 as they count from 1; None for what is no position."""
    if isinstance(value, (list, tuple)):
        items = [_shift(item) for item in value]
        return None if None in items else type(value)(items)
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        return None
    whole = int(value)
    return whole + 1 if whole >= 0 else whole


def _convert_as_r(value: Any) -> Any:
    """Return what arrives of a vector or number of R: doubles, and NA for a size that is open."""
    if isinstance(value, (list, tuple)):
        items = [NA if item is None else _convert_as_r(item) for item in value]
        return items[0] if len(items) == 1 else items
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        return value
    return float(value)


def is_constant(value: Any) -> bool:
    """Tell whether a value is an array or a tensor with values."""
    return isinstance(value, np.ndarray) or (hasattr(value, "numpy") and hasattr(value, "shape"))
