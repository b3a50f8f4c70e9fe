"""Functions that the pipe calls: `x >> layer_flatten` is `layer_flatten(x)`, as in R."""

import functools
from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any, NoReturn


class Piped:
    """A function, in all but `>>`: what is left of that is its first argument.

    Python looks for the operator in the class, and that of functions cannot be extended; so this says of itself that it
    is a function, and has what a function has.

    Args:
        function: The function.
        first: Name of its first argument, where a value alone might be taken for the second one.
    """

    __array_ufunc__ = None  # otherwise NumPy would apply operators to each element

    def __init__(self, function: Callable[..., Any], first: str = "") -> None:
        functools.update_wrapper(self, function)
        self._function = function
        self._first = first

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """The class of functions."""
        return FunctionType

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function."""
        return self._function(*args, **kwargs)

    def __rrshift__(self, left: Any) -> Any:
        """Call it on what is left of `>>`."""
        return self._function(**{self._first: left}) if self._first else self._function(left)

    def __ror__(self, left: Any) -> NoReturn:
        """Refuse `|`, which is no pipe.

        Raises:
            TypeError: Always.
        """
        raise refuse_bar(self.__name__)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """Be a method, where the function is an attribute of a class."""
        return self if instance is None else MethodType(self, instance)

    def __getattr__(self, name: str) -> Any:
        """Return what the function has."""
        if name == "_function":  # not initialized yet, as during a copy
            raise AttributeError(name)
        return getattr(self._function, name)

    def __reduce_ex__(self, protocol: Any) -> str:
        """Be copied and pickled by name, as functions are."""
        return str(self.__qualname__)

    def __repr__(self) -> str:
        """Show it as a function."""
        return repr(self._function)


def refuse_bar(name: str) -> TypeError:
    """Return the error for `x | f`.

    Args:
        name: What stands on the right.
    """
    return TypeError(f"`|` is not a pipe here: use >>. On its right is {name}.")
