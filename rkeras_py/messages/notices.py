"""Warnings to the user: in Python they are Python's own, in a call that came from R they become R's."""

import contextlib
import os
import sys
import warnings
from collections.abc import Iterator
from contextvars import ContextVar

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
        The warnings so far. Where the call fails, they are given as Python's.
    """
    waiting: list[str] = []
    token = _for_r.set(waiting)
    try:
        yield waiting
    except BaseException:
        _for_r.reset(token)
        for message in waiting:
            warn(message)
        raise
    _for_r.reset(token)


def _level_of_user() -> int:
    """Count the frames from warn() up to the user's own code."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_FOLDER):
        level, frame = level + 1, frame.f_back
    return level
