"""User-written functions and classes in a model, and the unique names for them in files and configurations."""

import inspect
import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import CellType, FunctionType
from typing import Any

from ..engine.internals.layers import PARTS, flat_layers
from ..engine.internals.modules import OWN_CODE
from ..engine.loading import keras
from ..r.functions import RHook, is_of_keras, is_r_function
from ..r.origins import MODULE_OF_CLASSES
from ..r.process import get_r_side
from ..signatures.named_objects import WITHOUT_NAME

_PACKAGE = __name__.partition(".")[0]
_NAMES = ("__name__", "__qualname__")
_renamed: dict[int, tuple[Any, dict[str, str], int]] = {}
"""Functions and classes that are renamed for now, by `id()`: their own names, and the number of writers."""
_LOCK = threading.Lock()


def is_of_r(x: Any) -> bool:
    """Tell whether a class or a function is written in R."""
    if isinstance(x, type):
        return x.__module__ == MODULE_OF_CLASSES
    return isinstance(x, RHook) or is_r_function(x) or is_capsule(x)


def is_capsule(x: Any) -> bool:
    """Tell whether an object is one of R that Python holds for R alone."""
    return type(x).__name__ == "PyCapsule"


def find_parts_of_r(x: Any) -> list[Any]:
    """List the classes and functions of R in a model, a layer or another object of Keras."""
    return _find_parts(x, is_of_r)


def _is_users_class(x: Any) -> bool:
    return isinstance(x, type) and hasattr(x, "from_config") and not _is_of_libraries(x)


def _is_of_libraries(x: Any) -> bool:
    return str(x.__module__).startswith((OWN_CODE.partition(".")[0], _PACKAGE, "tensorflow"))


def _find_parts(x: Any, is_wanted: Callable[[Any], bool]) -> list[Any]:
    found: list[Any] = []
    seen: set[int] = set()
    waiting = [(layer, 0) for layer in (flat_layers(x) if isinstance(x, keras().Layer) else [x])]
    while waiting:
        one, depth = waiting.pop()
        if id(one) in seen or depth > 6:
            continue
        seen.add(id(one))
        for part in (one, type(one)):
            if is_wanted(inspect.unwrap(part)) and not any(part is known for known in found):
                found.append(part)
        waiting += [(part, depth + 1) for part in _list_attributes(one)]
    return found


def _list_attributes(x: Any) -> list[Any]:
    if isinstance(x, dict):
        return list(x.values())
    if isinstance(x, (list, tuple, set)):
        return list(x)
    if isinstance(x, keras().Variable) or not (
        type(x).__module__.startswith((f"{OWN_CODE}.", _PACKAGE))
        or is_of_r(type(x))
        or isinstance(x, (keras().Layer, keras().Loss, keras().Metric))
    ):
        return []
    return [value for name, value in getattr(x, "__dict__", {}).items() if name not in PARTS]


@contextmanager
def known_apart(x: Any) -> Iterator[dict[str, Any]]:
    """Give functions and classes of a user names that no other has, while a file, a configuration or a copy is made.

    Keras writes them by their names alone, and takes its own function of that name when it reads it. A class that is
    made again by each call of a function is one class as long as its code and the variables that it uses are the same.

    Args:
        x: A model, a layer or another object of Keras.

    Yields:
        The functions, and the classes that are not registered, by their names.
    """
    named: dict[str, Any] = {}
    renamed: list[Any] = []
    try:
        for part in reversed(_find_parts(x, _is_named_by_user)):  # so that names follow the order of the layers
            wanted = _find_free_name(part, part.__name__, named)
            named.setdefault(wanted, part)
            for one in (part, inspect.unwrap(part)):
                if one.__name__ != wanted or id(one) in _renamed:
                    renamed.append(one)
                    _rename(one, wanted)
        yield named
    finally:
        for one in renamed:
            _give_back(one)


@contextmanager
def named_as_known(objects: Mapping[str, Any]) -> Iterator[None]:
    """Give classes of a user the names that a file has for them, while it is read: it names their weights by these.

    Args:
        objects: Functions and classes by their names in the file.
    """
    renamed: list[Any] = []
    try:
        for name, part in objects.items():
            is_apart = _is_users_class(part) and ">" not in name and part.__name__ != name
            if is_apart and part not in renamed:
                renamed.append(part)
                _rename(part, name)
        yield
    finally:
        for part in renamed:
            _give_back(part)


def get_own_name(function: Any) -> str:
    """Return the name that a function or a class has while nothing is written."""
    known = _renamed.get(id(function))
    return str(known[1]["__name__"] if known else function.__name__)


def _rename(function: Any, name: str) -> None:
    with _LOCK:
        own = {key: getattr(function, key) for key in _NAMES if hasattr(function, key)}
        _, own, writers = _renamed.get(id(function), (function, own, 0))
        _renamed[id(function)] = (function, own, writers + 1)
        for key in own:
            setattr(function, key, name)


def _give_back(function: Any) -> None:
    """Restore a function's own names, unless another thread is still saving it."""
    with _LOCK:
        _, own, writers = _renamed.pop(id(function), (function, {}, 0))  # Ctrl-C may come before _rename()
        if writers > 1:
            _renamed[id(function)] = (function, own, writers - 1)
            return
        for key, name in own.items():
            setattr(function, key, name)


def _is_named_by_user(x: Any) -> bool:
    if isinstance(x, type):
        return _is_users_class(x) and keras().saving.get_registered_name(x) == x.__name__
    if is_of_r(x):
        return hasattr(x, "__name__")
    if not isinstance(x, FunctionType) or _is_of_libraries(x):
        return False
    return x.__name__ != "<lambda>" and keras().saving.get_registered_name(x) == x.__name__


def _find_free_name(part: Any, name: str, named: dict[str, Any]) -> str:
    hides = is_of_keras(name) and not isinstance(part, type)
    stem = "r_function" if name in WITHOUT_NAME else f"own_{name}" if hides else name
    for number in itertools.count(1):
        wanted = f"{stem}_{number}" if number > 1 or name in WITHOUT_NAME else stem
        if wanted not in named or _is_same(part, named[wanted]):
            return wanted
    raise AssertionError("numbers do not end")


def _is_same(part: Any, other: Any) -> bool:
    """Tell whether two parts are the same: each use of an R function in a model creates a Python function."""
    part, other = inspect.unwrap(part), inspect.unwrap(other)
    if part is other:
        return True
    if isinstance(part, type) != isinstance(other, type) or is_of_r(part) != is_of_r(other):
        return False
    if not is_of_r(part):
        return isinstance(part, type) and _list_code(part) == _list_code(other)
    side = get_r_side()
    sleep = any(hasattr(one, "rkeras_written") for one in (part, other))
    return side is not None and not sleep and bool(side.same_code(part, other))


def _list_code(cls: type) -> list[Any]:
    """Return the parts that distinguish Python classes: the bases, and the code and variables of each member."""
    own = {name: member for name, member in vars(cls).items() if not name.startswith("__") or callable(member)}
    return [cls.__bases__, *((name, _describe(member, (cls,))) for name, member in own.items())]


def _describe(value: Any, around: tuple[Any, ...]) -> Any:
    """Return a description that is equal for equal values; `around` are the values that contain this one."""
    for place, one in enumerate(around):
        if value is one:
            return place
    if isinstance(value, (bool, int, float, str, type(None))):
        return type(value), value
    around = (*around, value)
    if isinstance(value, (tuple, list)):
        return [type(value), *(_describe(one, around) for one in value)]
    if isinstance(value, property):
        return [_describe(one, around) for one in (value.fget, value.fset, value.fdel)]
    function = inspect.unwrap(getattr(value, "__func__", value))
    if isinstance(function, FunctionType):
        used = [_describe(cell, around) for cell in function.__closure__ or ()]
        defaults = (function.__defaults__, *(function.__kwdefaults__ or {}).items())
        return type(value), function.__code__, _describe(defaults, around), used
    if isinstance(value, CellType):
        try:
            return _describe(value.cell_contents, around)
        except ValueError:  # the variable is not assigned yet
            return None
    return id(value)
