"""Custom classes and functions by their names in files and configurations."""

import functools
from typing import Any

from ..engine.loading import keras
from ..messages import errors
from ..r.functions import NAMELESS, is_r_function
from ..syntax.piped import Piped
from .conversions import stand_in_for

WITHOUT_NAME = ("python_function", NAMELESS, "<lambda>")
"""Names that reticulate and the bridge give an R function without a name, and Python a lambda."""


def list_custom_object_names(value: Any, function: str, argument: str = "custom_objects") -> dict[str, Any]:
    """Give custom objects the names by which files know them.

    Args:
        value: None, one function, class or object of a class, a list of them, or a named list (a dict) where blank
            names do not count.
        function: Name of the function that the user called.
        argument: Name of its argument.

    Returns:
        The objects by name.

    Raises:
        ValueError: If the name of an object cannot be told.
    """
    if value is None:
        return {}
    if isinstance(value, dict):
        value = {name if name.strip() else _find_name(item, function, argument): item for name, item in value.items()}
        return {name: _find_meant(name_function(item, name)) for name, item in value.items()}
    items = value if isinstance(value, (list, tuple)) else [value]
    return {_find_name(item, function, argument): _find_meant(item) for item in items}


def name_function(value: Any, name: str) -> Any:
    """Return a function without a name of its own under a name, by which a file knows it; all else as it is.

    Args:
        value: A function; one of R is renamed in place.
        name: The name.
    """
    if is_r_function(value):
        value.__name__ = name
    if getattr(value, "__name__", None) not in WITHOUT_NAME:
        return value

    @functools.wraps(value)
    def named(*args: Any, **options: Any) -> Any:
        return value(*args, **options)

    named.__name__ = named.__qualname__ = name
    return named


def _find_meant(value: Any) -> Any:
    value = stand_in_for(getattr(value, "Layer", value) if isinstance(value, Piped) else value)
    return type(value) if isinstance(value, (keras().Metric, keras().Loss, keras().Layer)) else value


def _find_name(value: Any, function: str, argument: str) -> str:
    name = getattr(_find_meant(value), "__name__", None)
    if name is None or name in WITHOUT_NAME:
        hint = "The name of this function is not known: list(name = fn) in R, {'name': fn} in Python."
        raise errors.bad_argument(function, argument, "a named list of functions and classes", value, hint)
    return str(name)
