"""The R object that a Python object was made from, so that R gets the same object back.

Only objects that exist once in both languages are recorded: a class written in R, and an R6 object that Keras calls.
Other conversions make copies.
"""

import sys
import weakref
from typing import Any

MODULE_OF_CLASSES = "R6type"
"""The `__module__` of classes that R defined; files store it."""

_origins: dict[int, Any] = {}
_recipes: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
_made: weakref.WeakValueDictionary[str, Any] = weakref.WeakValueDictionary()


def keep_origin(made: Any, origin: Any, address: str | None = None) -> None:
    """Keep what an object of Python was made of, as long as that lives.

    Args:
        made: The object of Python.
        origin: An environment of R that holds the object of R, as `object`.
        address: Where R has the object, to find by it what was made; R moves no object, and keeps this one for Python.
    """
    if id(made) not in _origins:
        weakref.finalize(made, _origins.pop, id(made), None)
    _origins[id(made)] = origin
    if address is not None:
        _made[address] = made


def get_origin(made: Any) -> Any:
    """Return the environment that holds what an object of Python was made of, or None."""
    return _origins.get(id(made))


def find_made(address: str) -> Any:
    """Return the living object of Python that was made of the object of R at an address, or None."""
    return _made.get(address)


def keep_recipe(made: Any, recipe: Any) -> None:
    """Keep how R makes a class or a function again, as long as that lives.

    Args:
        made: The class or function.
        recipe: An environment of R.
    """
    _recipes[made] = recipe


def find_recipe(made: Any) -> Any:
    """Return the environment of R that `keep_recipe()` got, or None."""
    return _recipes.get(made)


def is_in_a_module(cls: type) -> bool:
    """Tell whether a class is found by its name in a module other than that of the session.

    Args:
        cls: The class.
    """
    module = sys.modules.get(cls.__module__)
    return cls.__module__ != "__main__" and getattr(module, cls.__name__, None) is cls
