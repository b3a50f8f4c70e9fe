"""Errors and warnings of R cells in notebooks: the message and the R lines, without those of the bridge."""

from __future__ import annotations

import contextlib
import linecache
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any, TextIO

from rkeras_py.bridge.errors import BRIDGE_DIR, RWarning
from rkeras_py.bridge.protocols import Session
from rkeras_py.r.errors import RError, list_places
from rkeras_py.r.process import is_main_thread

_RENDER = "_render_traceback_"
"""The method that IPython asks for the lines to show."""


def shorten_traceback(error: BaseException, places: list[dict[str, Any]], in_cell: bool) -> None:
    """See to it that IPython shows an error in a few lines.

    Args:
        error: What running the R code raised.
        places: Lines of R that were running, `line` and `text`, the innermost first.
        in_cell: Whether these are lines of a cell; else of a single line.
    """
    lines = "".join(traceback.format_exception_only(error)).splitlines()
    if isinstance(error, RError):  # the lines of the cell already show R's calls
        lines = lines[: len(lines) - len(error.note.splitlines())]
    lines[0] = lines[0].removeprefix(f"{type(error).__module__}.")
    lines += [f"  Python, {place}" for place in list_places(error)]
    lines += [f"  line {place['line']} of the cell: {place['text']}" for place in places if in_cell]
    setattr(error, _RENDER, lambda: lines)


class CellPlace:
    """The place of a cell of R, or of a line with a magic, to which warnings of R and of Python under it point.

    Args:
        session: The session that runs the code.
        code: The code, which begins with the line of the magic.
        in_cell: Whether it is that of a cell; else of a single line.
    """

    def __init__(self, session: Session, code: str, in_cell: bool) -> None:
        self._session, self._code, self._in_cell = session, code, in_cell
        frame = sys._getframe()
        while frame.f_back is not None and _is_between(frame.f_code.co_filename):
            frame = frame.f_back
        self._frame = frame

    def __enter__(self) -> CellPlace:
        """Begin to run the code."""
        file = self._frame.f_code.co_filename
        if self._in_cell:  # Python compiled the whole cell as one line
            lines = self._code.splitlines(keepends=True)
            linecache.cache[file] = (len(self._code), None, lines, file)
        self._before = warnings.showwarning
        warnings.showwarning = self._show
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        """Give the warnings of R; an error counts for more than one that a filter has made an error."""
        if warnings.showwarning == self._show:
            warnings.showwarning = self._before
        with contextlib.nullcontext() if kind is None else contextlib.suppress(RWarning):
            for message, line in self._session.inspect("bridge_cell_warnings"):
                self._warn(message, line)

    def _warn(self, message: str, line: int) -> None:
        frame = self._frame
        number = line if self._in_cell else frame.f_lineno
        file, module = frame.f_code.co_filename, frame.f_globals.get("__name__")
        warnings.warn_explicit(message, RWarning, file, number, module)

    def _show(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        """Show a warning that Python code raises while R runs it; it may point at the code in between."""
        if _is_between(filename) and is_main_thread():
            filename = self._frame.f_code.co_filename
            lineno = self._session.inspect("bridge_cell_line") if self._in_cell else self._frame.f_lineno
        self._before(message, category, filename, lineno, file, line)


def _is_between(file: str) -> bool:
    """Tell whether code belongs to the bridge, or to IPython, which calls it."""
    ipython = str(Path(sys.modules["IPython"].__file__ or "").parent)
    return file.startswith((BRIDGE_DIR, ipython, "<decorator-gen-"))
