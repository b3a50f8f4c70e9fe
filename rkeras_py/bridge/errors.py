"""Errors and warnings of R as Python exceptions and warnings, and the messages if R cannot be used."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from rkeras_py.interrupts.r_runs import RRuns
from rkeras_py.messages.errors import GET_R
from rkeras_py.r.errors import RError as RError
from rkeras_py.r.recursion import MARKS, has_room_in_python, make_recursion_error

BRIDGE_DIR = str(Path(__file__).parent)

NO_WINDOWS = (
    "r_session(): R does not run inside Python on Windows: it cannot be interrupted there. Let R be the host "
    "(library(rkeras) in R runs this Python), or use the Windows Subsystem for Linux."
)
INSTALL_R = f"r_session() needs R, and none was found: {GET_R}"
INSTALL_RPY2 = "r_session() needs the Python package rpy2. Run: {command}"
WRONG_THREAD = (
    "{what}: R runs only on the main thread, which started it, and this call came from thread {name!r}. "
    "Send the work to that thread: R.in_main(function)(...), R.executor.submit(function, ...) or, in a coroutine, "
    "await R.run(function, ...)."
)
ENDED = "{what}: R has ended with the Python process; use it before the interpreter shuts down."
JUMPED = "R left the code by a jump to its top level (an 'abort' restart, or Q in the browser)."


def check_room(what: str, depth: int, has_room_in_r: Callable[[], bool]) -> None:
    """Check that another call has room. Errors beyond it would be slow, as each level handles them again.

    Args:
        what: The call, for messages.
        depth: How many there are.
        has_room_in_r: Tells whether R has room.

    Raises:
        RecursionError: If Python or R has no room.
    """
    if not has_room_in_python(0.7):
        raise make_recursion_error(what, depth, "Python")
    if not has_room_in_r():
        raise make_recursion_error(what, depth, "R")


class RWarning(UserWarning):
    """A warning given by R code."""


def issue_warnings(messages: Sequence[str]) -> None:
    """Give R's warnings as Python warnings that point at the line which called the bridge."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename.startswith(BRIDGE_DIR):
        level, frame = level + 1, frame.f_back
    for message in messages:
        warnings.warn(message, RWarning, stacklevel=level)


def raise_failure(failure: dict[str, Any], nested: bool = False) -> NoReturn:
    """Raise what `bridge_failure()` in R/bridge-errors.R describes.

    Args:
        failure: The parts of the R condition; `exception` is the Python exception behind it, or None.
        nested: Whether R waits for the Python code to which it is raised.

    Raises:
        BaseException: The very Python exception that was raised under R, if it was one.
        RError: If it was an error of R; a Python exception that R wrapped is its `__cause__`.
    """
    exception = failure["exception"]
    if isinstance(exception, BaseException):
        _forget_r_frames(exception, nested)
        if not failure["from_r"]:
            raise exception
    error = RError(failure["message"], failure["call"], failure["classes"], failure["traceback"])
    if failure["condition"] is not None:
        error.condition = failure["condition"]
    raise error from exception


def _forget_r_frames(exception: BaseException, nested: bool) -> None:
    # reticulate attaches R's frames to the exception, which keeps all R objects of those calls alive. Unless an
    # attribute is set, it collects them again at each level of R that the exception leaves, each time more slowly.
    for name, value in list(vars(exception).items()):
        if type(value).__name__ == "PyCapsule" or (value is None and name in MARKS):
            delattr(exception, name)
            if nested:
                setattr(exception, name, None)


def show_frames_of_users() -> None:
    """Have Python show of an error of R the frames that its traceback has, also where C code shows it, before 3.12."""
    own = sys.excepthook
    if sys.version_info >= (3, 12) or own is not sys.__excepthook__:
        return

    def show(kind: type[BaseException], error: BaseException, frames: TracebackType | None) -> None:
        found: BaseException | None = error
        while found is not None:
            if isinstance(found, RError):
                found.with_traceback(found.__traceback__)
            found = found.__cause__ or found.__context__
        own(kind, error, frames)

    sys.excepthook = show


def make_interrupt(interrupts: RRuns | None, failure: dict[str, Any]) -> BaseException:
    """Return what to raise where Ctrl-C ended a call of R.

    Args:
        interrupts: What heard of it; None where R hosts.
        failure: What R tells of it.
    """
    error = KeyboardInterrupt() if interrupts is None else interrupts.make_exception()
    if failure["history"] is not None and type(error) is KeyboardInterrupt:
        error.args, error.history = (failure["message"],), failure["history"]  # type: ignore[attr-defined]
    return error
