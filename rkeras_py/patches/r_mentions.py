"""The search for calls of R in user code: the objects that it names, and the objects that these name in turn."""

import functools
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, GeneratorType, MethodType, ModuleType
from typing import Any

from ..bridge.handles import RFunction, RObject
from ..bridge.session import RSession, r_session
from ..r.evaluator import CALL_R_BACK

_MOST = 1000
"""Maximum number of values to check."""
_LIBRARIES = frozenset({"builtins", "functools", "jax", "keras", "numpy", "pandas", "rkeras_py", "tensorflow", "torch"})
"""Packages whose objects never call the user's R code."""


def mentions_r(value: Any) -> bool:
    """Tell whether a generator, a PyDataset or a function names R: a session, an R object or function, or rpy2.

    Args:
        value: What gives batches.
    """
    waiting, seen = [value], set[int]()
    while waiting and len(seen) < _MOST:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if _is_r(found):
            return True
        waiting += _list_parts(found)
    return False


def _is_r(value: Any) -> bool:
    kind = type(value)
    if kind is FunctionType:
        return value is r_session or value.__code__.co_filename.endswith(CALL_R_BACK)
    place = value.__name__ if kind is ModuleType else kind.__module__
    return kind in (RSession, RObject, RFunction) or f"{place}.".startswith("rpy2.")


def _list_parts(value: Any) -> Iterator[Any]:
    """Return the parts of a value that may be called."""
    kind = type(value)
    parts = _PARTS.get(kind)
    if parts is not None:
        yield from parts(value)
    elif kind.__module__.partition(".")[0] not in _LIBRARIES and kind is not ModuleType and not isinstance(value, type):
        yield from vars(value).values() if hasattr(value, "__dict__") else ()
        yield from (member for base in kind.__mro__ for member in vars(base).values() if type(member) is FunctionType)


def _list_of_generator(value: Any) -> Iterator[Any]:
    frame = value.gi_frame
    if frame is not None:
        yield from frame.f_locals.values()
        yield from _list_named(value.gi_code, frame.f_globals)


def _list_of_function(value: Any) -> Iterator[Any]:
    if value.__module__ is not None and value.__module__.partition(".")[0] in _LIBRARIES:
        return
    yield from value.__defaults__ or ()
    yield from (value.__kwdefaults__ or {}).values()
    for cell in value.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # the variable has no value yet
            continue
    yield from _list_named(value.__code__, value.__globals__)


def _list_named(code: CodeType, names: dict[str, Any]) -> Iterator[Any]:
    yield from (names[name] for name in code.co_names if name in names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _list_named(constant, names)


_PARTS: dict[type, Callable[[Any], Any]] = {
    GeneratorType: _list_of_generator,
    FunctionType: _list_of_function,
    MethodType: lambda value: (value.__func__, value.__self__),
    functools.partial: lambda value: (value.func, *value.args, *value.keywords.values()),
    list: iter,
    tuple: iter,
    dict: lambda value: list(value.values()),
}
