"""Configurations of Keras that leave out an argument: what is made of them has the default, without a word."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from ..engine.internals.compiled import wrapped_options

_PLAIN = (bool, int, float)


def tell_all(own: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Return a `get_config()` that also tells arguments which are not the defaults and which Keras's own forgets.

    Args:
        own: Keras's method.
    """

    @functools.wraps(own)
    def get_config(self: Any) -> dict[str, Any]:
        config = own(self)
        held = vars(self) | wrapped_options(self)
        for name, parameter in inspect.signature(type(self)).parameters.items():
            is_plain = isinstance(parameter.default, _PLAIN)
            if is_plain and name not in config and name in held and held[name] != parameter.default:
                config[name] = held[name]
        return config

    return get_config
