"""User functions that Keras calls, and lists of callbacks."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from ..engine.loading import keras
from ..messages import errors

_PLACES = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


def adapt_hook(hook: Callable[..., Any], offered: Sequence[str]) -> Callable[..., Any]:
    """Make a function that takes all that is offered, and calls a hook with what it takes of it.

    The last of several goes to the argument of its name, wherever that stands; the others are filled in order. A hook
    that needs more than is offered is called all the same: R's may never read what is missing, Python's says so.

    Args:
        hook: The user's function.
        offered: Names of the arguments that there are.

    Returns:
        A function of as many positional arguments as are offered.
    """
    try:
        signature = inspect.signature(hook)
    except ValueError:  # some functions written in C have no signature
        return hook
    parameters = signature.parameters.values()
    last = offered[-1]
    by_name = len(offered) > 1 and any(p.name == last and p.kind in _NAMED for p in parameters)
    in_order = len(offered) - by_name
    if not any(p.kind is p.VAR_POSITIONAL for p in parameters):
        in_order = min(in_order, sum(p.kind in _PLACES and not (by_name and p.name == last) for p in parameters))
    if by_name:
        return lambda *arguments: hook(*arguments[:in_order], **{last: arguments[-1]})
    return lambda *arguments: hook(*arguments[:in_order])


def as_callbacks(value: Any, function: str) -> list[Any]:
    """Return callbacks as a list, without the NULLs that a condition left in one.

    Args:
        value: A callback, a list of them, a named list, or None.
        function: Name of the function that the user called.

    Raises:
        ValueError: If there is something else among them.
    """
    if isinstance(value, dict):
        value = list(value.values())
    items = value if isinstance(value, (list, tuple)) else [value]
    callbacks = [item for item in items if item is not None]
    for callback in callbacks:
        if not isinstance(callback, keras().callbacks.Callback):
            is_maker = callable(callback) and not isinstance(callback, keras().layers.Layer)
            hint = "Call the function that creates it, with parentheses."
            hint = f"{hint} callback_lambda() creates one from another function." if is_maker else ""
            raise errors.bad_argument(function, "callbacks", "a callback, or a list of callbacks", callback, hint)
    return callbacks
