"""R's output and prompts on Python's own streams."""

from __future__ import annotations

import sys
from types import CodeType
from typing import Any


class Console:
    """Writes R's output to `sys.stdout` and `sys.stderr` as they are at that moment, and answers R's prompts.

    R cannot take a Python exception while it prints, so one raised by a stream is kept in `error` until R returns.
    """

    def __init__(self, rlib: Any) -> None:
        # R's library is needed to interrupt R at a prompt.
        self._rlib = rlib
        self.error: BaseException | None = None

    def install(self) -> None:
        """Take the place of rpy2's own functions; a user's replacements stay."""
        from rpy2.rinterface_lib import callbacks

        for name, ours in (
            ("consolewrite_print", self.write_output),
            ("consolewrite_warnerror", self.write_error),
            ("consoleread", self.read),
            ("showmessage", self.write_error),
        ):
            if getattr(callbacks, name).__module__ == callbacks.__name__:
                setattr(callbacks, name, ours)

    def write_output(self, text: str) -> None:
        """Write what R prints."""
        self._write(sys.stdout, sys.__stdout__, text)

    def write_error(self, text: str) -> None:
        """Write R's messages."""
        self._write(sys.stderr, sys.__stderr__, text)

    def _write(self, stream: Any, real: Any, text: str) -> None:
        if stream is None:
            return  # this Python has no console
        try:
            stream.write(text)
            if stream is real:
                stream.flush()  # R's progress bars lack line ends, and R's child processes bypass our buffer
        except Exception as error:
            self.error = self.error or error

    def read(self, prompt: str) -> str:
        """Ask the user for a line, as R's `readline()` does; Ctrl-C interrupts R."""
        try:
            return input(prompt)
        except EOFError:
            return ""
        except KeyboardInterrupt:
            self._rlib.R_interrupts_pending = 1
            return ""

    def raise_error(self) -> None:
        """Raise what a stream raised while R was printing, if anything."""
        error, self.error = self.error, None
        if error is not None:
            raise error


READS_LINE: CodeType = Console.read.__code__
