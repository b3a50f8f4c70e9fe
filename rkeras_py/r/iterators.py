"""Iterators from reticulate's `py_iterator()`, which draw from an R function."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any


class _Failed:
    """An error while drawing, in an iterator's queue.

    Args:
        error: The error.
    """

    def __init__(self, error: Exception) -> None:
        self.error = error


@functools.cache
def _extend(base: Any) -> Any:
    """Return the class of iterators that raise an error instead of returning what was not drawn.

    R draws on the main thread alone, also where another thread waits for the value: the error goes through the queue.

    Args:
        base: reticulate's class.
    """

    class Raising(base):  # type: ignore[misc]
        def begin(self) -> None:
            if self.prefetch:
                self._tend_queue()

        def _tend_queue(self, min_fetch: int = 0) -> None:
            try:
                super()._tend_queue(min_fetch)
            except Exception as error:
                self.completed = True
                self.values_queue.put(_Failed(error))

        def _get_or_raise(self) -> Any:
            value = super()._get_or_raise()
            if isinstance(value, _Failed):
                raise value.error
            return value

    Raising.__name__, Raising.__qualname__, Raising.__module__ = base.__name__, base.__qualname__, base.__module__
    return Raising


def raise_errors(iterator: Any, draw: Callable[[], Any], prefetch: int) -> Any:
    """Have an iterator draw from a function whose errors are errors of the iterator.

    Args:
        iterator: One of reticulate, which has not drawn yet.
        draw: The function of R; it raises StopIteration at its end.
        prefetch: Number of values to draw ahead.

    Returns:
        The iterator.
    """
    iterator.__class__ = _extend(iterator.__class__)
    iterator.r_function, iterator.prefetch = draw, prefetch
    iterator.begin()
    return iterator
