"""The R of this process, if there is one: its output, its environment variables and its viewer.

The R package registers itself when it first needs Python. Without R, Python's own are used.
"""

import contextlib
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RSide:
    """Functions of R.

    Attributes:
        write: Writes a text as `cat()` does.
        captures: Whether R's output goes to a `sink()` at the moment.
        redraws: Whether a line that was written can be overwritten, where R hosts.
        writes_document: Whether knitr runs a document, whose Python chunks print to it, too.
        width: Columns of the console.
        getenv: Value of an environment variable; "" without one.
        has_viewer: Whether there is a pane for pages beside the console, as in RStudio.
        view: Shows the page at an address where R shows pages, and tells whether it has such a place.
        active_run: Folder of the run that the R package tfruns records; "" without one.
        record_run: Writes "properties", "metrics" or an "evaluation" into that run.
        view_run: Shows curves by tfruns, first or again, and tells whether R has that package.
        write_parts: Writes classes and functions of R, by name, as bytes.
        translate_parts: Writes classes and functions of R, by name, in Python; None where one has no such form.
        show_parts: Gives their code in R ("R") or in a style of Python, by name; None for one whose code is not known.
        read_parts: Makes them anew.
        same_code: Tells whether two functions or classes of Python have the same code of R.
    """

    write: Callable[[str], Any]
    captures: Callable[[], bool]
    redraws: Callable[[], bool]
    writes_document: Callable[[], bool]
    width: Callable[[], int]
    getenv: Callable[[str], str]
    has_viewer: Callable[[], bool]
    view: Callable[[str], bool]
    active_run: Callable[[], str]
    record_run: Callable[[str, dict[str, Any]], Any]
    view_run: Callable[[dict[str, list[float]], int, bool], bool]
    write_parts: Callable[[dict[str, Any], bool], Any]
    translate_parts: Callable[[dict[str, Any]], dict[str, dict[str, Any]] | None]
    show_parts: Callable[[dict[str, Any], str], dict[str, str | None]]
    read_parts: Callable[[bytearray], dict[str, Any]]
    same_code: Callable[[Any, Any], bool]


_introduced: list[RSide] = []


def introduce(**functions: Callable[..., Any]) -> None:
    """Remember the functions of the R in this process.

    Args:
        functions: Those of RSide by name.
    """
    _introduced[:] = [RSide(**functions)]


def get_r_side() -> RSide | None:
    """Return the R in this process; None without one, and in other threads than the main one, which would hang."""
    return _introduced[0] if _introduced and is_main_thread() else None


def has_r() -> bool:
    """Tell whether R runs in this process, and may have sent its values."""
    return bool(_introduced)


def is_main_thread() -> bool:
    """Tell whether R may be called: from the main thread only."""
    return threading.current_thread() is threading.main_thread()


def is_guest() -> bool:
    """Tell whether Python hosts R, through rpy2; R's console is then Python's standard output."""
    embedded = sys.modules.get("rpy2.rinterface_lib.embedded")
    return embedded is not None and bool(embedded.isinitialized())


def getenv(name: str) -> str:
    """Return an environment variable as R has it: `Sys.setenv()` does not reach `os.environ`.

    Args:
        name: Its name.

    Returns:
        Its value; "" without one.
    """
    side = get_r_side()
    return side.getenv(name) if side else os.environ.get(name, "")


def expand_home(path: str) -> str:
    """Return a path with the home directory in place of a leading `~`, the one that R means.

    On Windows these differ: R's is the folder of documents, which it names by R_USER, Python's the folder of the user.

    Args:
        path: The path.
    """
    home = getenv("R_USER") if os.name == "nt" and get_r_side() else ""
    if home and (path == "~" or path.startswith(("~/", "~\\"))):
        return home + path[1:]
    return os.path.expanduser(path)


def run_dir() -> str:
    """Return the folder of the run that tfruns records, or that the environment names; "" without any."""
    side = get_r_side()
    active = side.active_run() if side else ""
    return active or getenv("RUN_DIR") or getenv("TENSORFLOW_RUN_DIR")


def record_run(kind: str, data: dict[str, Any]) -> None:
    """Write into the run that the R package tfruns records, if it records one.

    Args:
        kind: "properties", "metrics" or "evaluation".
        data: Values by name; for metrics one list of numbers each.
    """
    side = get_r_side()
    if side is not None and side.active_run():
        side.record_run(kind, data)


def copies_in_run(path: str) -> list[str]:
    """Return where a file of the working directory belongs: in the run that tfruns records.

    Args:
        path: Path of the file.
    """
    side = get_r_side()
    active = side.active_run() if side else ""
    from_here, from_run = (os.path.relpath(path, start) for start in (os.curdir, active or os.curdir))
    is_outside = from_here.startswith(os.pardir) or not from_run.startswith(os.pardir)
    return [] if not active or is_outside else [os.path.join(active, from_here)]


class ROutput:
    """A standard output that leads to where R prints: in order with R's own, seen by `sink()` and `capture.output()`.

    Other threads than the main one, where R cannot be called, write to Python's own.

    Args:
        side: The R in this process.
        behind: Python's standard output.
    """

    def __init__(self, side: RSide, behind: Any) -> None:
        self._side, self._behind = side, behind

    def _leads_to_r(self) -> bool:
        return is_main_thread() and (not is_guest() or self._side.captures())

    def write(self, text: str) -> int:
        """Write a text."""
        if self._leads_to_r():
            self._side.write(text)
        elif self._behind is not None:
            self._behind.write(text)
        return len(text)

    def redraws(self) -> bool:
        """Tell whether a line that was written can be overwritten."""
        if self._leads_to_r():
            return self._side.redraws()
        return can_redraw(self._behind)

    def isatty(self) -> bool:
        """Tell whether a line can be overwritten, in the words of streams."""
        return self.redraws()

    def width(self) -> int:
        """Return the number of columns of the console."""
        return int(self._side.width()) if is_main_thread() else shutil.get_terminal_size().columns

    def flush(self) -> None:
        """Write at once what Python holds back; R holds nothing back."""
        if self._behind is not None:
            self._behind.flush()

    def __getattr__(self, name: str) -> Any:
        """Return a member of Python's stream."""
        return getattr(self._behind, name)


def can_redraw(stream: Any) -> bool:
    """Tell whether a line that was written to a stream can be overwritten: on a terminal and in a notebook.

    Args:
        stream: A standard output, or None.
    """
    if isinstance(stream, ROutput):
        return stream.redraws()
    if type(stream).__module__.startswith("ipykernel."):
        return True
    if stream is sys.__stdout__ and "PYCHARM_HOSTED" in os.environ:
        return True
    return bool(getattr(stream, "isatty", bool)())


_cells: list[None] = []


@contextlib.contextmanager
def print_in_cell() -> Iterator[None]:
    """Say that a cell of R in a notebook runs, whose output is a page."""
    _cells.append(None)
    try:
        yield
    finally:
        _cells.pop()


def writes_page() -> bool:
    """Tell whether what is printed becomes a page: of a document of knitr, or the output of a cell of R."""
    side = get_r_side()
    return bool(_cells) or (side is not None and side.writes_document())


class print_in_r:
    """Print what Python prints where R prints."""

    def __enter__(self) -> None:
        """Begin to."""
        side = get_r_side()
        self._before = sys.stdout
        if side is not None and not isinstance(self._before, ROutput):
            sys.stdout = ROutput(side, self._before)

    def __exit__(self, *error: object) -> None:
        """Print where it went before."""
        sys.stdout = self._before
