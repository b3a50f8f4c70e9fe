"""R errors as Python exceptions, from all sources."""

from __future__ import annotations

import sysconfig
import traceback
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

from rkeras_py.r.limits import escape, fits_text

_LIBRARIES = tuple({*map(sysconfig.get_path, ("stdlib", "platstdlib", "purelib", "platlib"))})
_OURS = str(Path(__file__).parents[1])
_OWN_TRACEBACK: Any = BaseException.__dict__["__traceback__"]


class RError(RuntimeError):
    """An error raised by R code.

    R's own frames stand below the traceback of Python, as a note. The traceback has no frames of this package.

    Attributes:
        message: R's own message, as `conditionMessage()` gives it.
        call: The R call that failed, as text, or None where R names none.
        classes: The R classes of the condition, most specific first.
        traceback: The R calls that were active, outermost first, as text.
        note: The same as the note.
    """

    trace: ClassVar[tuple[()]] = ()
    """In an attribute of this name reticulate would keep R's frames, with all that they hold, at each level that the
    error passes."""

    call: str | None = None

    def __init__(
        self, message: str, call: str | None = None, classes: Sequence[str] = (), traceback: Sequence[str] = ()
    ) -> None:
        super().__init__(message, call, tuple(classes), list(traceback))
        self.message = message
        self.call = call
        self.classes = tuple(classes)
        self.traceback = list(traceback)
        self.note = "\n  ".join(["R calls, the last one failed:", *self.traceback]) if self.traceback else ""
        if self.note:
            self.add_note(self.note)
        self._condition: Any = None
        self._holder: Any = None

    @classmethod
    def of_condition(
        cls,
        message: str,
        call: str | None,
        classes: Sequence[str],
        traceback: Sequence[str],
        holder: Any,
        take: Callable[[str], Any] | None,
    ) -> Self:
        """Return the error for a condition that a function of R raised when Python called it.

        Args:
            message: As for the class.
            call: Likewise.
            classes: Likewise.
            traceback: Likewise.
            holder: The environment of R that holds the condition, as `object`.
            take: Returns a field of the condition by its name; None where all its classes are R's own.
        """
        error = cls(message, call, classes, traceback)
        error._holder = holder
        error._condition = take and RCondition(list(classes), take)
        return error

    @property
    def condition(self) -> Any:
        """The condition itself, `error.condition["field"]`.

        None where it is of R's own classes alone, or came from another process.
        """
        if type(self._condition) is RCondition and openers:
            self._condition = openers[0](self._holder)
        return self._condition

    @condition.setter
    def condition(self, condition: Any) -> None:
        self._condition = condition

    @property
    def r_condition(self) -> Any:
        """The environment of R that holds the condition, as `object`, for R to take it back; or None."""
        return self._holder

    @property
    def r_class(self) -> tuple[str, ...]:
        """The R classes, by the name under which reticulate's exceptions have them."""
        return self.classes

    @property
    def __traceback__(self) -> types.TracebackType | None:
        """The frames that the error has passed, without those between Python and R."""
        return _drop_own_frames(_OWN_TRACEBACK.__get__(self))

    @__traceback__.setter
    def __traceback__(self, frames: types.TracebackType | None) -> None:
        _OWN_TRACEBACK.__set__(self, frames)

    def __reduce__(self) -> tuple[Any, ...]:
        """Be pickled without the condition, which is of the R in this process."""
        return type(self), self.args

    def __str__(self) -> str:
        """Return the message and, where there is one, the R call."""
        return self.message if self.call is None else f"{self.message}\n  in the R call: {self.call}"


def _drop_own_frames(frames: types.TracebackType | None) -> types.TracebackType | None:
    """Drop the frames of this package and of reticulate from a traceback, unless it has no others."""
    kept: list[types.TracebackType] = []
    rest = frames
    while rest is not None:
        if not _is_own(rest.tb_frame.f_code.co_filename):
            kept.append(rest)
        rest = rest.tb_next
    result = None
    for one in reversed(kept):
        result = types.TracebackType(result, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return result or frames


def _is_own(file: str) -> bool:
    return file.startswith(_OURS) or "rpytools" in file


class RCondition:
    """A condition of the R that hosts Python.

    Args:
        classes: Its classes.
        take: Returns a field by its name, None for one that it has not.
    """

    def __init__(self, classes: list[str], take: Callable[[str], Any]) -> None:
        self.classes = classes
        self._take = take

    def __getitem__(self, name: str) -> Any:
        """Return a field.

        Raises:
            KeyError: If the condition has none of that name.
        """
        if name not in self.keys():
            raise KeyError(f"{name!r} is not a field of this R condition of class {self.classes}; it has {self.keys()}")
        return self._take(name)

    def keys(self) -> list[str]:
        """Return the names of the fields."""
        return list(self._take(""))

    def __repr__(self) -> str:
        """Say what this is."""
        return f"<R condition of class {self.classes}>"


openers: list[Callable[[Any], Any]] = []
"""The function that converts an R object in an environment to one of the bridge, if the bridge runs."""


def find_unfit_message(error: BaseException) -> str | None:
    """Return the type and text of an exception, with escapes, if R strings cannot hold them; reticulate cuts these.

    Args:
        error: The exception.
    """
    texts = [text for text in (*error.args, *getattr(error, "__notes__", ())) if isinstance(text, str)]
    if all(map(fits_text, texts)):
        return None
    return escape("".join(traceback.format_exception_only(error)).rstrip("\n"))


def list_places(error: BaseException) -> list[str]:
    """Return the lines of Python of the user's own that an error passed, the innermost first.

    Args:
        error: The error.
    """
    return [
        f"{Path(frame.filename).name}:{frame.lineno}, in {frame.name}: {frame.line}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
        if not _is_own(frame.filename) and not frame.filename.startswith((*_LIBRARIES, "<frozen"))
    ]
