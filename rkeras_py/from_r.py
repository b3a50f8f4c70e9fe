"""The entry point for calls from R."""

import contextlib
import functools
import importlib
import inspect
from typing import Any

import numpy as np

from .engine.loading import keep_what_loads
from .engine.tensors import runs_on_tensorflow
from .interrupts.handler import handler
from .messages import callers, errors, notices
from .models.levels import name_columns
from .names import MODULES
from .on_tensorflow.functions import load_module
from .ops.eager import eager_call
from .patches.install import attach_for_r
from .patches.old_modules import keras_for_r
from .r import process
from .r.results import LARGE, Interrupted, Warned, convert_for_r
from .syntax.pipe import Waiting

handler.stay()


_PACKAGE = ".package"
"""The last of the names if R passes the name of the calling package."""

_PREDICTING = ("predict", "predict_on_batch", "predict_proba", "predict_generator")


def call_from_r(function: str, names: list[str], values: list[Any]) -> Any:
    """Call a public function with R's arguments.

    Names travel beside the values, since R's calling functions have argument names of their own.

    Args:
        function: Name of the function.
        names: The name of each value; "" for one without.
        values: The values.

    Returns:
        What the function returns, beside the warnings where there are any, or that it was interrupted.
    """
    if handler.kept and handler.take_kept():
        return Interrupted()
    eager = eager_call(function, names, values)
    if eager is not None:
        return eager
    named: dict[str, Any] = {}
    positional: list[Any] = []
    package = ""
    if names and names[-1] == _PACKAGE:
        package, names, values = values[-1], names[:-1], values[:-1]
    for name, value in zip(names, values, strict=True):
        if name:
            named[name] = value
        else:
            positional.append(value)
    called = _get_public(function)
    spec = getattr(called, "__rkeras__", None)
    if positional and spec is not None:
        if not spec.takes_positional:
            raise errors.too_many_arguments(function, len(spec.by_place), len(spec.by_place) + len(positional))
        before_dots = [name for name in spec.formals()[: spec.dots] if name in named]
        positional = [named.pop(name) for name in before_dots] + positional
    result: Any
    with (
        errors.spell_as_r(),
        process.print_in_r(),
        callers.called_from_package_of_r(package),
        notices.collect_for_r() as waiting,
    ):
        try:
            result = called(*positional, **named)
            if isinstance(result, Waiting):
                _refuse_waiting(result, spec)
            if function in _PREDICTING:
                result = name_columns(named.get("object", positional[0] if positional else None), result)
            result = convert_for_r(result)
        except KeyboardInterrupt as pressed:
            handler.forget()
            result = Interrupted(str(pressed), getattr(pressed, "history", None))
    if handler.kept and handler.take_kept():
        result = Interrupted()
    return Warned(result, waiting) if waiting else result


def first_call_from_r(function: str, names: list[str], values: list[Any]) -> Any:
    """Do the same for the call that started Python, which has nothing of the user's yet but these arguments.

    Where Python hosts R, it started before.

    Args:
        function: As for `call_from_r()`.
        names: Likewise.
        values: Likewise.
    """
    with contextlib.nullcontext() if process.is_guest() else keep_what_loads():
        return call_from_r(function, names, values)


_kept: list[tuple[Any, BaseException | None]] = []

_tensor_types: set[type] = set()


def get_quick_entry() -> tuple[Any, set[type], Any]:
    """Return what src/calls.c needs: its entry, the set to which it adds types of tensors, and the maker of arrays."""
    _tensor_types.clear()
    return _call_quickly, _tensor_types, _make_array


def _make_array(numbers: bytes, sizes: list[int], dtype: str) -> Any:
    return np.ndarray(sizes, dtype, numbers, order="F")


def take_kept() -> Any:
    """Return by reticulate what the last quick call returned, or raise what it raised."""
    if not _kept:
        raise KeyboardInterrupt  # only an interrupt leaves a quick call before it has kept its error
    result, error = _kept.pop()
    try:
        if error is not None:
            raise error
    finally:
        del error
    return result


def _call_quickly(function: str, names: list[str], values: list[Any]) -> Any:
    result, error = None, None
    try:
        result = call_from_r(function, names or [""] * len(values), values)
        packed = _pack(result)
    except BaseException as raised:  # take_kept() raises it again
        packed, error = ..., raised
    if packed is ...:
        _kept.append((result, error))
    return packed


def _pack(result: Any) -> Any:
    """Return a result in the form that src/calls.c takes, or `...`."""
    kind = type(result)
    if result is None or kind is float or kind in _tensor_types:
        return result
    if kind is np.ndarray:
        is_small = result.dtype.char in "fd" and result.ndim > 0 and result.size < LARGE
        return np.concatenate(([result.ndim], result.shape, result.ravel("F"))).tobytes() if is_small else ...
    if kind is not list or not result:
        return ...
    if all(type(item) is float for item in result):
        return np.array([0.0, *result]).tobytes()
    items = [_pack(item) for item in result]
    return ... if any(item is ... for item in items) else items


def call_method(owner: Any, method: str, /, *args: Any, **named: Any) -> Any:
    """Call a method, of which R needs no function of its own; errors of Python about its arguments name it.

    Args:
        owner: Its object.
        method: Its name.
        args: Its arguments.
        named: Those by name.

    Returns:
        What it returns; None for the object itself.
    """
    called = getattr(owner, method)
    try:
        result = called(*args, **named)
    except (AttributeError, TypeError, ValueError) as error:
        if method.startswith("__"):  # a special method; the user did not type its name
            raise
        try:
            arguments = inspect.signature(called).bind(*args, **named).arguments
        except TypeError as unbound:
            raise errors.rejected(method, unbound) from None
        raise errors.rejected(method, error, arguments) from error
    return None if result is owner else result


def _refuse_waiting(waiting: Waiting, spec: Any) -> None:
    """Refuse a call that waits for Python's pipe: R's pipe passes the model as the first argument."""
    waiting.excuse()
    raise errors.missing_argument(spec.name, next(iter(spec.params)))


@functools.cache
def _get_public(name: str) -> Any:
    return getattr(importlib.import_module(f"rkeras_py.{MODULES[name]}"), name)


def is_member(module: Any, name: str, value: Any) -> bool:
    """Tell whether a member of a module still is what R has made a function of.

    Args:
        module: The module.
        name: Name of the member.
        value: What it was.
    """
    return getattr(module, name, None) is value


def load_tensorflow() -> Any:
    """Return the `tensorflow` module, whose devices may still be set up if Keras is not loaded yet."""
    return load_module()


def load_keras() -> Any:
    """Return the `keras` module, loaded as every function here loads it, with the names that Keras 2's has beside.

    Scripts of R keras 2 begin with `tf$compat$v1$disable_eager_execution()` where they need symbolic tensors, as in
    losses. Keras 3 has them at all times, and does not run without eager execution.
    """
    loaded = keras_for_r()
    if runs_on_tensorflow():
        attach_for_r("tensorflow")
    return loaded
