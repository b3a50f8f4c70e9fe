"""Whose code called: a user's script, or an installed package, whose code the user cannot mend."""

import contextlib
import functools
import os
import sys
import sysconfig
from collections.abc import Iterator
from contextvars import ContextVar

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


def find_package() -> str:
    """Return the name of the installed package whose code called this package; "" where that was a user's."""
    if _of_r.get():
        return _of_r.get()
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_FOLDER):
        frame = frame.f_back
    for folder in _list_folders():
        if frame.f_code.co_filename.startswith(folder):
            return frame.f_code.co_filename.removeprefix(folder).split(os.sep)[0].removesuffix(".py")
    return ""


@functools.cache
def _list_folders() -> list[str]:
    """Return the folders that packages of Python are installed into."""
    own = sysconfig.get_preferred_scheme("user")
    paths = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), sysconfig.get_path("purelib", own)]
    return sorted({os.path.join(path, "") for path in paths})
