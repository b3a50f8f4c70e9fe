"""Warnings to the user: Python warnings, or R warnings in a call from R.

This also holds for warnings of Keras, TensorFlow and other packages that use Python's module warnings.
"""

import difflib
import os
import sys
import warnings
from collections.abc import Iterable
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
        warnings.warn(message, stacklevel=_count_level_of_user())
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


def missing_in_logs(function: str, monitor: str, logs: Iterable[str]) -> str:
    """Return what to say of a value that a callback should look at, and that no epoch logs.

    Args:
        function: Name of the function that made the callback.
        monitor: Name of the value.
        logs: Names of the values that there are.
    """
    names = list(logs)
    advice = ""
    if monitor.removeprefix("val_") in names:
        advice = " It needs `validation_data` or `validation_split`."
    elif near := difflib.get_close_matches(monitor, names, n=1, cutoff=0.6):
        advice = f' Did you mean "{near[0]}"?'
    return f'{function}(): `monitor` = "{monitor}" is not among the logs ({", ".join(names)}).{advice}'


class collect_for_r:
    """Collect warnings for R, which gives them itself when the call has returned.

    Where the call fails, the error has them.
    """

    def __enter__(self) -> list[str]:
        """Begin to.

        Returns:
            The warnings so far.
        """
        self._waiting: list[str] = []
        self._token = _for_r.set(self._waiting)
        self._filters = warnings.catch_warnings()
        self._filters.__enter__()
        warnings.showwarning = self._collect
        return self._waiting

    def _collect(self, message: Warning | str, *place: Any, **more: Any) -> None:
        self._waiting.append(str(message))

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Leave warnings to Python again."""
        self._filters.__exit__(None, None, None)
        _for_r.reset(self._token)
        if self._waiting and isinstance(error, Exception):
            error.warnings_for_r = self._waiting  # type: ignore[attr-defined]


def _count_level_of_user() -> int:
    """Count the frames from warn() to the user's code."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_FOLDER):
        level, frame = level + 1, frame.f_back
    return level
