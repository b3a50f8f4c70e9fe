"""Calls of R that other threads ask of the main thread, which makes them wherever it waits in Python.

Pools of processes write what they send on threads of their own. A signal wakes the main thread, as Ctrl-C does; where
it runs R, it makes the calls when that is done.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Any

from rkeras_py.bridge.errors import WRONG_THREAD

SIGNAL: signal.Signals | None = getattr(signal, "SIGURG", None)
"""The signal, which Python and R leave alone, and which does nothing by itself; Windows has none."""
PATIENCE = 60.0
"""Seconds after which a thread no longer waits for the main thread to begin."""
MOMENT = 0.05
"""Seconds after which it sends the signal again, which is lost on a main thread that is about to wait."""


class MainCalls:
    """The calls that wait for the main thread.

    Args:
        is_idle: Tells whether the main thread is outside of R.
    """

    def __init__(self, is_idle: Callable[[], bool]) -> None:
        self._is_idle = is_idle
        self._waiting: deque[_Call] = deque()
        self._main = threading.get_ident()
        self._listens = False

    def listen(self) -> None:
        """Answer from now on; on the main thread. A program that uses the signal keeps it."""
        if SIGNAL is not None and signal.getsignal(SIGNAL) is signal.SIG_DFL:
            signal.signal(SIGNAL, self._wake)
            self._listens = True

    def _wake(self, number: int, frame: FrameType | None) -> None:
        self.answer()

    def answer(self) -> None:
        """Make the calls that wait, unless R runs."""
        while self._waiting and self._is_idle():
            with contextlib.suppress(IndexError):  # a signal between the two lines has made it
                self._waiting.popleft().make()

    def run(self, function: Callable[[], Any], what: str) -> Any:
        """Call a function that calls R on the main thread, and return what it returns.

        Args:
            function: The function.
            what: Its name in messages.

        Raises:
            RuntimeError: If the main thread does something else for a minute.
            BaseException: What the function raises.
        """
        if threading.get_ident() == self._main:
            return function()
        call = _Call(function)
        until = time.monotonic() + PATIENCE if self._listens else 0
        self._waiting.append(call)
        while not call.begun.is_set():
            if time.monotonic() > until and call.withdraw():
                raise RuntimeError(WRONG_THREAD.format(what=what, name=threading.current_thread().name))
            signal.pthread_kill(self._main, SIGNAL)  # type: ignore[arg-type]
            call.begun.wait(MOMENT)
        call.done.wait()
        if call.error is not None:
            raise call.error
        return call.value


class _Call:
    """A call that one thread waits for and another makes."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function = function
        self._taken = threading.Lock()
        self.begun, self.done = threading.Event(), threading.Event()
        self.value: Any = None
        self.error: BaseException | None = None

    def withdraw(self) -> bool:
        """Take the call back, unless it is made already; tell whether it was taken back."""
        return self._taken.acquire(blocking=False)

    def make(self) -> None:
        """Make the call, unless nobody waits for it any more."""
        if not self._taken.acquire(blocking=False):
            return
        self.begun.set()
        try:
            self.value = self._function()
        except BaseException as error:
            self.error = error
            if not isinstance(error, Exception):
                raise
        finally:
            self.done.set()
