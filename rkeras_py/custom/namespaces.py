"""The methods of a custom class, before the class is created."""

import functools
from collections.abc import Callable
from typing import Any


def change_result(namespace: dict[str, Any], name: str, change: Callable[[Any], Any]) -> None:
    """Have a function change the result of a method.

    Args:
        namespace: The members of the class.
        name: Name of the method.
        change: Gets what the method returns, and returns what it is to return.
    """
    method = namespace[name]

    @functools.wraps(method)
    def changed(self: Any, *args: Any, **kwargs: Any) -> Any:
        return change(method(self, *args, **kwargs))

    namespace[name] = changed


def as_named_list(value: Any) -> Any:
    """Return a dict for an empty list: R has no empty named list, and `list()` arrives as []."""
    return {} if isinstance(value, list) and not value else value
