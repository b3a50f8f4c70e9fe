"""Functions to call as soon as Keras is loaded; a small module, so that importing the package is cheap."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

_steps: list[Callable[[Any], None]] = []
_guards: list[Callable[[], AbstractContextManager[None]]] = []


def load_within(guard: Callable[[], AbstractContextManager[None]]) -> None:
    """Have Keras loaded, and prepared, within a context.

    Args:
        guard: Makes the context.
    """
    _guards.append(guard)


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Run a block within all contexts of `load_within()`."""
    with contextlib.ExitStack() as stack:
        for guard in _guards:
            stack.enter_context(guard())
        yield


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
