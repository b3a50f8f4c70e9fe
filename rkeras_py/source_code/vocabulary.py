"""Which function of this package makes an object of Keras, and how its arguments are spelled: from the registry."""

import functools
import importlib
import numbers
from typing import Any

import numpy as np

from ..compat import keras2_arguments
from ..data.sentinels import NA
from ..engine.internals.modules import public_path
from ..engine.loading import resolve
from ..names import MODULES
from ..signatures import words
from ..signatures.calls import as_keras_number
from ..signatures.registry import REGISTRY, Param, Spec
from . import objects
from .expressions import Exactly, Name


@functools.cache
def _load_room(room: str) -> None:
    for module in sorted({place for place in MODULES.values() if place.split(".")[0] == room}):
        importlib.import_module(f"{__package__.partition('.')[0]}.{module}")


@functools.cache
def find_constructor(cls: Any) -> Spec | None:
    """Return the function that makes objects of a class; of several, that with the shortest name.

    Args:
        cls: The class.
    """
    path = public_path(cls)
    rooms = [path.split(".")[1]] if path else ["layers", "metrics"]
    for room in rooms:
        if any(place.split(".")[0] == room for place in MODULES.values()):
            _load_room(room)
    found = [
        spec for spec in REGISTRY.values() if spec.kind in ("layer", "class", "measure") and _makes(spec, cls, path)
    ]
    return min(found, key=lambda spec: (bool(spec.fixed), len(spec.name), spec.name), default=None)


def _makes(spec: Spec, cls: Any, path: str | None) -> bool:
    own = "" if path else f"{cls.__module__}.{cls.__qualname__}"
    targets = [spec.target, *(variant.target for variant in spec.variants if own)]
    return (path or own) in targets and resolve(path or own) is cls


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
    for candidate, received in _candidates(value):
        made = _convert(spec, name, received)
        if key in made and objects.same(made[key], value):
            return name, candidate
    return None


def _convert(spec: Spec, name: str, received: Any) -> dict[str, Any]:
    """Return what Keras gets for an argument; nothing where the function refuses it."""
    param = spec.params.get(name) or _option(name)
    try:
        if param is None:
            converted = as_keras_number(received, None)
        else:
            converted = words.convert_value(spec.name, name, param.word, received, param.default)
        return keras2_arguments.translate(spec.name, {name: converted})
    except (ValueError, TypeError):
        return {}


def _option(name: str) -> Param | None:
    if name not in words.LAYER_OPTIONS:
        return None
    word, default = words.LAYER_OPTIONS[name]
    return Param(name, default, word)


def _candidates(value: Any) -> list[tuple[Any, Any]]:
    """Return what may be written for a value, each with what then arrives from R."""
    shifted = _shift(value)
    free = [value] if shifted is None or shifted == value else [value, shifted]
    found = [(one, _sent_by_r(one)) for one in free]
    exact = [(Exactly(one), one) for one in free]
    return [*found, *exact]


def _shift(value: Any) -> Any:
    """Return positions that count from 0 as they count from 1; None for what is no position."""
    if isinstance(value, (list, tuple)):
        items = [_shift(item) for item in value]
        return None if None in items else type(value)(items)
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        return None
    return value + 1 if value >= 0 else value


def _sent_by_r(value: Any) -> Any:
    """Return what arrives of a vector or number of R: doubles, and NA for a size that is open."""
    if isinstance(value, (list, tuple)):
        items = [NA if item is None else _sent_by_r(item) for item in value]
        return items[0] if len(items) == 1 else items
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        return value
    return float(value)


def is_constant(value: Any) -> bool:
    """Tell whether a value is an array or a tensor with values."""
    return isinstance(value, np.ndarray) or (hasattr(value, "numpy") and hasattr(value, "shape"))
