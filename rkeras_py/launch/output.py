"""The output of workers, on its way to the terminal and to files.

Each destination has a writer thread and a queue of limited length. A destination that blocks, such as a pager or a file
system that hangs, loses lines but never blocks a worker, whose pipe would otherwise be full.
"""

import codecs
import collections
import io
import os
import select
import shutil
import threading
from collections.abc import Callable
from typing import TextIO

_MOST_WAITING = 10_000
_LONGEST = 1 << 16
"""Characters after which a line counts as complete."""
_REDRAW, _REPEAT = 0.2, 10.0
"""Seconds between two updates of the progress: on a terminal, and elsewhere."""


class Place:
    """Where lines go.

    Args:
        name: What it is, in messages.
        write: Writes text there; raises OSError where that fails.
        tell: Gets what goes wrong, each kind once.

    Attributes:
        broken: Whether nobody reads there any more.
    """

    def __init__(self, name: str, write: Callable[[str], None], tell: Callable[[str], None]) -> None:
        self.broken = False
        self._name, self._write, self._tell = name, write, tell
        self._lines: collections.deque[str] = collections.deque()
        self._dropped = 0
        self._failed = self._ended = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def put(self, line: str) -> None:
        """Have a line written, unless too many wait already."""
        with self._changed:
            if self.broken or len(self._lines) >= _MOST_WAITING:
                self._dropped += 1
            else:
                self._lines.append(line)
                self._changed.notify()

    def close(self, seconds: float) -> None:
        """Wait until all is written, but no longer than some seconds."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._lines or self._ended)
                lines = [*self._lines]
                self._lines.clear()
                dropped, self._dropped = self._dropped, 0
            if dropped:
                lines.append(f"[rkeras launch] {dropped} lines are omitted here: they came faster than they were read.")
            if not lines:
                return
            try:
                self._write("".join(f"{line}\n" for line in lines))
            except BrokenPipeError:
                self.broken = True
                return
            except OSError as error:
                if not self._failed:
                    self._tell(f"{self._name} cannot be written: {error.strerror}. The workers continue without it.")
                self._failed = True


class Board:
    """The last line of each worker, drawn again and again: one view of the progress of all.

    Args:
        count: The number of workers.
        place: Where it is drawn.
        redraws: Whether lines there can be overwritten; else they are repeated from time to time.
    """

    def __init__(self, count: int, place: Place, redraws: bool) -> None:
        self._last = [""] * count
        self._place, self._redraws = place, redraws
        self._drawn: list[str] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def put(self, index: int, line: str) -> None:
        """Take a line of a worker."""
        if line.strip():
            self._last[index] = line.strip()

    def close(self) -> None:
        """Draw a last time."""
        self._ended.set()
        self._thread.join()
        self._draw()

    def _run(self) -> None:
        while not self._ended.wait(_REDRAW if self._redraws else _REPEAT):
            self._draw()

    def _draw(self) -> None:
        width = shutil.get_terminal_size().columns - 1
        lines = [f"[worker {index}] {line}" for index, line in enumerate(self._last)]
        if lines == self._drawn:
            return
        up = f"\x1b[{len(lines)}A" if self._redraws and self._drawn else ""
        shown = [f"\x1b[2K{line[:width]}" for line in lines] if self._redraws else lines
        self._drawn = lines
        self._place.put(up + "\n".join(shown))


def open_stream(stream: TextIO | None, tell: Callable[[str], None]) -> Place:
    """Return the standard output, or the standard error, as a place.

    It is written past Python's buffer, which blocks the end of the process.

    Args:
        stream: The stream; None if it is closed, and then nothing is written.
        tell: Gets what goes wrong.
    """
    if stream is None:
        return Place("", lambda text: None, tell)
    stream.flush()
    number, encoding = stream.fileno(), stream.encoding or "utf-8"
    return Place("the output", lambda text: write_all(number, text.encode(encoding, "replace")), tell)


def write_all(number: int, data: bytes) -> None:
    """Write to an open file; one that does not block is waited for, as others wait by themselves.

    Args:
        number: Number of the file.
        data: The content.
    """
    left = memoryview(data)
    while left:
        try:
            left = left[os.write(number, left) :]
        except BlockingIOError:
            select.select([], [number], [])


def read_lines(number: int, take: Callable[[str], None]) -> None:
    """Read lines until the end, also such as a progress bar ends by a carriage return.

    Args:
        number: Number of the open file.
        take: Gets each line.
    """
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8")("replace"), translate=True)
    rest = ""
    while data := os.read(number, 1 << 16):
        *lines, rest = (rest + decoder.decode(data)).split("\n")
        if len(rest) > _LONGEST:
            lines, rest = [*lines, rest], ""
        for line in lines:
            take(line)
    if rest:
        take(rest)
