"""The description that recreates a Keras object: its class, and the arguments that differ from the defaults."""

import copy
import functools
import inspect
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...engine.internals.modules import documented_class, public_path, snake_case, unnoticed
from ...engine.loading import keras, resolve
from ...saving.hdf5_models import read_vocabulary
from ...signatures.calls import get_keras_arguments

_REQUIRED = inspect.Parameter.empty

_FAMILIES = ("initializers", "regularizers", "constraints", "losses", "metrics", "optimizers")
"""Modules of Keras whose function `get` makes an object of a name."""

_MOST_KNOWN = 1000

_OLD_NAMES = {"InputLayer": "input", "Functional": "model"}
"""Names that Keras 2 gave by itself and Keras 3 does not."""


@dataclass
class Made:
    """How an object is made.

    Attributes:
        cls: Its class.
        path: The path of the class: that in Keras's documentation, or the module and the name.
        arguments: What its class has to be told, as `get_config()` spells it.
        config: All that `get_config()` tells.
        live: The object.
    """

    cls: Any
    path: str
    arguments: dict[str, Any]
    config: dict[str, Any]
    live: Any = None


def is_serialized(value: Any) -> bool:
    """Tell whether a value of a configuration stands for an object."""
    return isinstance(value, dict) and "class_name" in value and "config" in value


def is_automatic(name: Any, cls: Any) -> bool:
    """Tell whether a name is one that Keras gives by itself to objects of a class.

    Args:
        name: The name.
        cls: The class.
    """
    if not isinstance(name, str):
        return name is None
    stems = {snake_case(cls.__name__), cls.__name__.lower(), _OLD_NAMES.get(cls.__name__, "")} - {""}
    return re.fullmatch(rf"(?:{'|'.join(map(re.escape, stems))})(?:_\d+)?", name.lower()) is not None


def same(first: Any, second: Any) -> bool:
    """Tell whether two values of configurations say the same; lists and tuples are equal, and names do not count.

    Args:
        first: One value.
        second: The other.
    """
    first, second = _convert_plain(first), _convert_plain(second)
    if isinstance(first, dict) and isinstance(second, dict):
        keys = first.keys() | second.keys()
        return all(key in first and key in second and same(first[key], second[key]) for key in keys)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, bool) != isinstance(second, bool):
        return False
    return type(first) in (type(second), int, float) and bool(first == second or (first != first and second != second))


def _convert_plain(value: Any) -> Any:
    if isinstance(value, np.ndarray) or (hasattr(value, "numpy") and hasattr(value, "shape")):
        return np.asarray(value).tolist()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, tuple):
        return list(value)
    if not isinstance(value, (dict, list, str, int, float, bytes, type(None))):
        value = keras().saving.serialize_keras_object(value)
    if is_serialized(value) and isinstance(value["config"], dict):
        kept = {key: part for key, part in value["config"].items() if key != "name" or "Policy" in value["class_name"]}
        return {"class_name": value["class_name"], "config": kept}
    return value


def get_path(symbol: Any) -> str:
    """Return where a class or function is: its place in Keras's documentation, or the module that defines it.

    Args:
        symbol: The class or function.
    """
    path = public_path(symbol)
    return path if path and "._" not in path else f"{symbol.__module__}.{symbol.__qualname__}"


def describe(obj: Any, among: Collection[str] | None = None) -> Made:
    """Tell how an object is made: a layer, an initializer, an optimizer, ...

    Args:
        obj: The object.
        among: The arguments that may be needed; None for all.
    """
    config = _read_config(obj)
    cls = documented_class(type(obj))
    built = obj.get_build_config() if isinstance(obj, keras().layers.Layer) and obj.built else None
    needed = dict(_remember_needed(cls, config, built))
    if issubclass(cls, keras().layers.Discretization) and {"bin_boundaries", "num_bins"} <= needed.keys():
        del needed["num_bins" if needed["bin_boundaries"] else "bin_boundaries"]  # keep the one that was learned
    if hasattr(obj, "get_vocabulary") and "vocabulary" in config and config["vocabulary"] is None:
        needed |= read_vocabulary(obj)  # the vocabulary that it learned
    if issubclass(cls, keras().layers.Normalization) and config.get("mean") is None:
        needed |= _read_moments(obj)
    if issubclass(cls, keras().layers.RandomShear):  # Keras keeps one number as two limits, which it would reject
        needed = {key: _join_limits(value) if key.endswith("_factor") else value for key, value in needed.items()}
    if among is not None:
        needed = {key: value for key, value in needed.items() if key in among}
    return Made(cls, get_path(cls), needed, config, obj)


def _read_config(obj: Any) -> dict[str, Any]:
    """Return a configuration; those of some layers have one type of a policy that has two."""
    config = dict(obj.get_config())
    if isinstance(obj, keras().layers.Layer) and isinstance(config.get("dtype"), str):
        config["dtype"] = obj.dtype_policy.name
    return config


def _read_moments(layer: Any) -> dict[str, Any]:
    """Return the mean and the variance that a layer learned; nothing of one that saw no data."""
    mean, variance = (getattr(layer, f"adapt_{name}", None) for name in ("mean", "variance"))
    if mean is None or (not np.any(mean) and np.all(np.asarray(variance) == 1)):
        return {}
    moments = {"mean": mean, "variance": variance}
    return {name: np.vectorize(lambda one: float(str(one)))(np.asarray(one)).tolist() for name, one in moments.items()}


def _join_limits(limits: Any) -> Any:
    return limits[1] if isinstance(limits, (list, tuple)) and limits[0] == -limits[1] else limits


def revive(value: dict[str, Any]) -> Any:
    """Return the object that a value of a configuration stands for."""
    with unnoticed():
        return keras().saving.deserialize_keras_object(copy.deepcopy(value), safe_mode=False)


def shorten(value: dict[str, Any]) -> str | None:
    """Return the name by which Keras knows an object whose arguments are all defaults, such as "he_normal".

    Args:
        value: What a configuration has of it.
    """
    family = str(value.get("module") or "").removeprefix("keras.")
    if family not in _FAMILIES:
        return None
    class_name = value["class_name"]
    for name in (snake_case(class_name), class_name.lower()):
        made = _make_of_name(family, name)
        if made is not None and same(made, _round_numbers(value)):
            return name
    return None


@functools.cache
def _make_of_name(family: str, name: str) -> Any:
    try:
        with unnoticed():
            made = resolve(f"keras.{family}.get")(name)
            return _round_numbers(keras().saving.serialize_keras_object(made))
    except (ValueError, TypeError, LookupError):  # no such name, or it needs arguments
        return None


def _round_numbers(value: Any) -> Any:
    """Return a configuration with the shortest numbers that are the same in 32 bits, as learning rates are kept."""
    if isinstance(value, float):
        return round_single(value)
    if isinstance(value, dict):
        return {key: _round_numbers(part) for key, part in value.items()}
    return value


def round_single(value: float) -> float:
    """Return the shortest number that is the same in 32 bits as a number that has no more of them."""
    single = np.float32(value)
    return float(str(single)) if float(single) == value else value


_known: dict[tuple[Any, str], dict[str, Any]] = {}


def _remember_needed(cls: Any, config: dict[str, Any], built: Any) -> dict[str, Any]:
    """Return the needed arguments, which large models ask for again and again."""
    told = {key: value for key, value in config.items() if key != "name"}
    spelled = json.dumps([told, built, is_automatic(config.get("name"), cls)], default=_convert_plain, sort_keys=True)
    name = {} if "name" not in config else {"name": config["name"]}
    if (cls, spelled) not in _known:
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known[cls, spelled] = _drop_places(cls, config, _find_needed_arguments(cls, config), built)
    found = _known[cls, spelled]
    return {**found, **name} if "name" in found else found


def _find_needed_arguments(cls: Any, config: dict[str, Any]) -> dict[str, Any]:
    known = get_keras_arguments(cls)
    if issubclass(cls, keras().metrics.IoU):
        known = {**known, "dtype": "int64"}  # None means this type
    needed = {
        key: value
        for key, value in config.items()
        if key in known and not (key == "name" and is_automatic(value, cls)) and not _is_default(value, known[key], key)
    }
    return _drop_defaults(cls, config, needed, [key for key in needed if known[key] is not _REQUIRED])


def _is_default(value: Any, default: Any, key: str) -> bool:
    if default is _REQUIRED:
        return False
    if key == "trainable":
        return value is True
    if key == "dtype" and default is None:
        current = keras().saving.serialize_keras_object(keras().config.dtype_policy())
        return value is None or _convert_plain(value) == _convert_plain(current) or value == keras().config.floatx()
    if is_serialized(value) and isinstance(default, str):
        return shorten(value) == default
    plain = (str, int, float, bool, list, tuple, type(None))
    return isinstance(default, plain) and type(value) is not dict and same(value, default)


def _drop_defaults(cls: Any, config: dict[str, Any], needed: dict[str, Any], optional: list[str]) -> dict[str, Any]:
    """Drop arguments that have the effect of the default, such as strides equal to the pool size."""
    with unnoticed():
        if not _gives(cls, needed, config):
            return needed
        for key in sorted(needed, key=optional.__contains__):
            fewer = {other: value for other, value in needed.items() if other != key}
            if key in optional and key != "name" and _gives(cls, fewer, config):
                needed = fewer
                continue
            value = needed[key]
            simpler = {**needed, key: value[0]} if isinstance(value, (list, tuple)) and len(value) == 1 else needed
            if simpler is not needed and not is_serialized(value[0]) and _gives(cls, simpler, config):
                needed = simpler
            if is_serialized(value) and "name" in value["config"] and "layers" not in value["config"]:
                needed = _drop_given(cls, config, needed, key)
    return needed


def _drop_places(cls: Any, config: dict[str, Any], needed: dict[str, Any], built: Any) -> dict[str, Any]:
    """Leave out axes that are the default, whose places a layer keeps once it knows its input."""
    known = get_keras_arguments(cls)
    for key in needed:
        if built and isinstance(config[key], (list, tuple)) and isinstance(known[key], (int, type(None))):
            fewer = {other: kept for other, kept in needed.items() if other != key}
            with unnoticed():
                needed = fewer if _gives(cls, fewer, config, built) else needed
    return needed


def _drop_given(cls: Any, config: dict[str, Any], needed: dict[str, Any], key: str) -> dict[str, Any]:
    """Drop arguments that the outer object sets in an inner one, such as the name in a bidirectional layer."""
    inner = needed[key]
    for part, value in describe(revive(inner)).arguments.items():
        if part not in inner["config"]:
            continue
        tries = [{other: kept for other, kept in inner["config"].items() if other != part}]
        if part == "name":
            tries.append({**inner["config"], "name": str(value).partition("_")[2]})
        for tried in ({**needed, key: {**inner, "config": one}} for one in tries):
            if _gives(cls, tried, config):
                inner, needed = tried[key], tried
                break
    return needed


def _gives(cls: Any, arguments: dict[str, Any], config: dict[str, Any], built: Any = None) -> bool:
    """Tell whether arguments result in a configuration; numbers in names of parts do not matter."""
    named = {"name": config["name"], **arguments} if "name" in config else arguments
    try:
        made = cls.from_config(copy.deepcopy(named))
        if built is not None:
            made.build_from_config(built)
        given = _read_config(made)
    except Exception:  # a user's class may raise any error
        return False
    return same(_round_numbers(given), _round_numbers(config)) and _list_names_of_parts(given) == _list_names_of_parts(
        config
    )


def _list_names_of_parts(config: Any) -> list[str]:
    if isinstance(config, (list, tuple)):
        return [name for part in config for name in _list_names_of_parts(part)]
    if not isinstance(config, dict):
        return []
    own = [re.sub(r"_\d+$", "", str(config["config"].get("name")))] if _is_part(config) else []
    return [*own, *(name for key in sorted(config, key=str) for name in _list_names_of_parts(config[key]))]


def _is_part(config: dict[str, Any]) -> bool:
    return is_serialized(config) and isinstance(config["config"], dict)
