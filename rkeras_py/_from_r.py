"""Where calls from R arrive."""

from typing import Any

import rkeras_py

from . import errors
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
    with errors.spelled_as_r():
        return called(*positional, **named)


def load_keras() -> Any:
    """Return the `keras` module, loaded as every function here loads it."""
    return keras()
