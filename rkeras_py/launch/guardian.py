"""A separate process that stops the workers if the launcher is killed and cannot do it itself.

It reads from a pipe that only the launcher has open: `+ 123` for a process group that started, `- 123` for one that has
ended. When the pipe closes, the launcher has ended.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time

GRACE = 5.0
"""Seconds between the signal that asks a process to end and the one that kills it."""


class Guardian:
    """The launcher's side; does nothing on Windows, which has no groups of processes."""

    def __init__(self) -> None:
        self._process = None
        if os.name != "nt":
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", __file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                bufsize=0,
            )

    def begin(self, group: int) -> None:
        """Have a group of processes watched."""
        self._say(f"+ {group}\n")

    def end(self, group: int) -> None:
        """Forget a group, whose number may be another's soon."""
        self._say(f"- {group}\n")

    def close(self) -> None:
        """End the guardian."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()

    def _say(self, line: str) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # the guardian was killed
                self._process.stdin.write(line.encode())


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _watch() -> None:
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        sign, group = line.split()
        (groups.add if sign == "+" else groups.discard)(int(group))
    deadline = time.monotonic() + GRACE
    for number in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, number)
        while any(map(_is_there, groups)) and time.monotonic() < deadline:
            time.sleep(0.05)


if __name__ == "__main__":
    _watch()
