"""The calling code: a user's script, or an installed package, whose code the user cannot change."""

import contextlib
import functools
import os
import sys
import sysconfig
from collections.abc import Iterator
from contextvars import ContextVar
from types import CodeType, FrameType

_FOLDER = os.path.dirname(os.path.dirname(__file__)) + os.sep
_of_r: ContextVar[str] = ContextVar("package_of_r", default="")


@contextlib.contextmanager
def called_from_package_of_r(package: str) -> Iterator[None]:
    """Note that a package of R calls, while it does.

    Args:
        package: Its name.
    """
    token = _of_r.set(package)
    try:
        yield
    finally:
        _of_r.reset(token)


def find_package(argument: str) -> str:
    """Return the name of the installed package whose code gave an argument by its name; "" where a user's did.

    Args:
        argument: Its name, which stands in the code that wrote it; others may have handed it on by `**`.
    """
    if _of_r.get():
        return _of_r.get()
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and (frame.f_code.co_filename.startswith(_FOLDER) or not _holds(frame.f_code, argument)):
        frame = frame.f_back
    for folder in _list_folders():
        if frame is not None and frame.f_code.co_filename.startswith(folder):
            return frame.f_code.co_filename.removeprefix(folder).split(os.sep)[0].removesuffix(".py")
    return ""


def _holds(code: CodeType, argument: str) -> bool:
    return any(argument == one or (isinstance(one, tuple) and argument in one) for one in code.co_consts)


@functools.cache
def _list_folders() -> list[str]:
    """Return the folders where Python packages are installed."""
    own = sysconfig.get_preferred_scheme("user")
    paths = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), sysconfig.get_path("purelib", own)]
    return sorted({os.path.join(path, "") for path in paths})
