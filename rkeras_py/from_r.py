"""Where calls from R arrive, and what large results are on their way back."""

import ctypes
import functools
import importlib
import inspect
import keyword
import re
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from .engine.loading import resolve
from .messages import errors
from .names import MODULES
from .patches.keras_module import keras_for_r
from .r import process
from .r.evaluator import QuickCalls


def call_from_r(function: str, names: list[str], values: list[Any]) -> Any:
    """Call a public function with R's arguments.

    Names travel beside the values, since R's calling functions have argument names of their own.

    Args:
        function: Name of the function.
        names: The name of each value; "" for one without.
        values: The values.

    Returns:
        What the function returns, or that it was interrupted.
    """
    named = {name: value for name, value in zip(names, values, strict=True) if name}
    positional = [value for name, value in zip(names, values, strict=True) if not name]
    called = _public(function)
    spec = getattr(called, "__rkeras__", None)
    if positional and spec is not None and spec.takes_positional:
        before_dots = [name for name in spec.formals()[: spec.dots] if name in named]
        positional = [named.pop(name) for name in before_dots] + positional
    try:
        with errors.spelled_as_r(), process.printing_in_r():
            return _for_r(called(*positional, **named))
    except KeyboardInterrupt:
        return Interrupted()


@functools.cache
def _public(name: str) -> Any:
    return getattr(importlib.import_module(f"rkeras_py.{MODULES[name]}"), name)


class Interrupted:
    """Stands for KeyboardInterrupt, which R raises itself when it has Python behind it."""


_LARGE = 2**16  # numbers; reticulate brings fewer as quickly
_BLOCK = 50_000  # numbers that the processor's cache holds, in both orders
_LINE = 8  # doubles that it fetches at once


class LargeArray:
    """An array of floats on its way to R, which owns the memory that it is written to, once.

    Args:
        values: The array.
    """

    def __init__(self, values: Any) -> None:
        """Keep the array."""
        self._values = values
        self.shape = list(values.shape)

    def write(self, target: Any) -> None:
        """Write the numbers into the memory of an R array that was made for them.

        Args:
            target: reticulate's view of the R array, which is for reading only.
        """
        memory = (ctypes.c_double * target.size).from_address(target.ctypes.data)
        result = np.frombuffer(memory).reshape(target.shape, order="F")
        rows = len(self._values)
        if (result.ndim == 2 and rows > result.shape[1]) or result.ndim > 2:
            rows = max(_LINE, _BLOCK * rows // result.size)
        for first in range(0, len(self._values), rows):
            result[first : first + rows] = self._values[first : first + rows]


def _for_r(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size >= _LARGE:
        return LargeArray(value)
    return [_for_r(item) for item in value] if type(value) is list else value


_OF_TENSORFLOW_1 = {  # with the modules that tensorflow.compat.v1, which tf_keras loads anew, has them from
    "disable_eager_execution": "tensorflow.python.framework.ops",
    "disable_v2_behavior": "tensorflow.python.compat.v2_compat",
}


def load_keras() -> Any:
    """Return the `keras` module, loaded as every function here loads it, with the names that Keras 2's has beside.

    Scripts of R keras 2 begin with `tf$compat$v1$disable_eager_execution()` where they need symbolic tensors, as in
    losses. Keras 3 has them at all times, and does not run without eager execution.
    """
    loaded = keras_for_r()
    for name, source in _OF_TENSORFLOW_1.items():
        for module in (resolve("tensorflow.compat.v1"), importlib.import_module(source)):
            setattr(module, name, functools.partial(_stay_eager, name))
    return loaded


def _stay_eager(name: str) -> None:
    warnings.warn(
        f"tf$compat$v1${name}() did nothing: Keras 3 needs eager execution, and has symbolic tensors without it.",
        stacklevel=2,
    )


class RHook:
    """A function of R that Keras calls back.

    It shows Python what it takes. Logs are a copy in R: what the function set in them goes into Python's.

    Args:
        function: The function; one that takes `logs` returns what it set in them.
        name: Its name in messages.
        takes: Its arguments, and whether each has a default.
        prepare: Readies quick calls of it, where it is called batch by batch and returns nothing.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        name: str,
        takes: dict[str, bool],
        prepare: Callable[..., dict[str, Any]] | None = None,
    ) -> None:
        """Keep the function, and what it takes."""
        self.function, self.__name__ = function, name
        self.__signature__ = signature(takes)
        self._quick = QuickCalls(prepare) if prepare else None

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Call the function."""
        if self._quick and self._quick.run(args, named):
            return None
        result = self.function(*args, **named)
        logs = named.get("logs")
        if isinstance(logs, dict) and isinstance(result, dict):
            logs.update(result)
        return result

    def __repr__(self) -> str:
        """Show the function as R would."""
        names = (str(parameter).removeprefix("*") for parameter in self.__signature__.parameters.values())
        return f"function({', '.join(names)})"


def signature(takes: dict[str, bool]) -> inspect.Signature:
    """What a function of R takes, in Python's terms.

    Args:
        takes: Its arguments, and whether each has a default.
    """
    kinds = inspect.Parameter
    parameters = []
    kind: Any = kinds.POSITIONAL_OR_KEYWORD
    optional = False
    for name, has_default in takes.items():
        if name == "...":
            parameters.append(kinds("dots", kinds.VAR_POSITIONAL))
            kind = kinds.KEYWORD_ONLY
            continue
        optional = has_default or (optional and kind is kinds.POSITIONAL_OR_KEYWORD)
        parameters.append(kinds(_identifier(name), kind, default=None if optional else kinds.empty))
    return inspect.Signature(parameters)


def _identifier(name: str) -> str:
    """The name of an argument of R, as Python can have it."""
    name = re.sub(r"\W", "_", name)
    return f"{name}_" if keyword.iskeyword(name) else name
