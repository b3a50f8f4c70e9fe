"""Where calls from R arrive."""

import inspect
from collections.abc import Callable
from typing import Any

import rkeras_py

from . import _r_side, errors
from ._keras import keras


def call_from_r(function: str, names: list[str], values: list[Any]) -> Any:
    """Call a public function with R's arguments.

    Names travel beside the values, since R's calling functions have argument names of their own.

    Args:
        function: Name of the function.
        names: The name of each value; "" for one without.
        values: The values.

    Returns:
        What the function returns.
    """
    named = {name: value for name, value in zip(names, values, strict=True) if name}
    positional = [value for name, value in zip(names, values, strict=True) if not name]
    called = getattr(rkeras_py, function)
    spec = getattr(called, "__rkeras__", None)
    if positional and spec is not None and spec.takes_positional:
        before_dots = [name for name in spec.formals()[: spec.dots] if name in named]
        positional = [named.pop(name) for name in before_dots] + positional
    with errors.spelled_as_r(), _r_side.printing_in_r():
        return called(*positional, **named)


def load_keras() -> Any:
    """Return the `keras` module, loaded as every function here loads it."""
    return keras()


class RHook:
    """A function of R that Keras calls back.

    It shows Python what it takes. Logs are a copy in R: what the function set in them goes into Python's.

    Args:
        function: The function; one that takes `logs` returns what it set in them.
        name: Its name in messages.
        takes: Its arguments, and whether each has a default.
    """

    def __init__(self, function: Callable[..., Any], name: str, takes: dict[str, bool]) -> None:
        """Keep the function, and what it takes."""
        self.function, self.__name__ = function, name
        self.__signature__ = signature(takes)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Call the function."""
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
    return inspect.Signature([_parameter(*taken) for taken in takes.items()])


def _parameter(name: str, has_default: bool) -> inspect.Parameter:
    kinds = inspect.Parameter
    if name == "...":
        return inspect.Parameter("dots", kinds.VAR_POSITIONAL)
    return inspect.Parameter(name, kinds.POSITIONAL_OR_KEYWORD, default=None if has_default else kinds.empty)
