"""Warnings to the user: in Python they are Python's own, in a call that came from R they become R's.

So do those of Keras, TensorFlow and all others that warn by Python's own module.
"""

import contextlib
import os
import sys
import warnings
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

_FOLDER = os.path.dirname(__file__)
_for_r: ContextVar[list[str] | None] = ContextVar("_for_r", default=None)
_said: set[str] = set()


def warn(message: str) -> None:
    """Warn the user.

    Args:
        message: What to say.
    """
    waiting = _for_r.get()
    if waiting is None:
        warnings.warn(message, stacklevel=_level_of_user())
    else:
        waiting.append(message)


def say_once(message: str) -> None:
    """Warn the user, unless this process has said the same before.

    Args:
        message: What to say.
    """
    if message not in _said:
        _said.add(message)
        warn(message)


@contextlib.contextmanager
def collect_for_r() -> Iterator[list[str]]:
    """Collect warnings for R, which gives them itself when the call has returned.

    Yields:
        The warnings so far. Where the call fails, the error has them.
    """
    waiting: list[str] = []
    token = _for_r.set(waiting)

    def collect(message: Warning | str, *place: Any, **more: Any) -> None:
        waiting.append(str(message))

    try:
        with warnings.catch_warnings():
            warnings.showwarning = collect
            yield waiting
    except Exception as error:
        if waiting:
            error.warnings_for_r = waiting  # type: ignore[attr-defined]
        raise
    finally:
        _for_r.reset(token)


def _level_of_user() -> int:
    """Count the frames from warn() up to the user's own code."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_FOLDER):
        level, frame = level + 1, frame.f_back
    return level
