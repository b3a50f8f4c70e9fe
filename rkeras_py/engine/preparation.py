"""Functions to call as soon as Keras is loaded; the module is small, so that importing the package costs nothing."""

from collections.abc import Callable
from typing import Any

_steps: list[Callable[[Any], None]] = []


def call_when_loaded(prepare: Callable[[Any], None]) -> None:
    """Call a function with the `keras` module as soon as that is loaded.

    Args:
        prepare: The function.
    """
    _steps.append(prepare)


def run_preparations(keras: Any) -> None:
    """Call all functions that asked for it.

    Args:
        keras: The loaded `keras` module.
    """
    for prepare in _steps:
        prepare(keras)
