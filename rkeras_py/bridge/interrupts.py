"""Ctrl-C while R runs: exactly one KeyboardInterrupt, wherever the signal finds the process.

- In R code, no Python code runs that could notice the signal. Python's C handler writes a byte to a socket; a thread
  that waits there tells R, which then unwinds, and the session raises KeyboardInterrupt; or R code handles it, by
  `tryCatch(interrupt = )`, and nobody else hears of it.
- In a Python function that R called, the user's own handler raises right there, as it does without R.
- In the bridge itself, an exception at any line could leave R's protection stack unbalanced: the signal is noted and
  raised when the call into R is over, or when R calls a function of ours. A handler of the user's own runs at once;
  what it raises is kept until then.
- In `Sys.sleep` and the like, R takes the signal itself; the session sees R unwind.

R must not unwind through reticulate's C++ code: that would keep the GIL for ever. So R is told only for short moments
in which the thread itself holds the GIL, and R therefore can be nowhere but in R code; see `_offer`.
"""

from __future__ import annotations

# The functions of `signal` without its enums, which would cost every call into R 6 us.
import _signal  # type: ignore[import-not-found]
import contextlib
import ctypes
import functools
import operator
import os
import select
import signal
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from rkeras_py.bridge.capi import RUNS_R, RApi
from rkeras_py.bridge.console import READS_LINE
from rkeras_py.bridge.errors import BRIDGE_DIR
from rkeras_py.r.evaluator import CALL_R_BACK
from rkeras_py.r.interrupts import INSPECT_FILE, must_not_raise, unheard

SIGINT = int(signal.SIGINT)
STOP = b"\0"  # no signal has number 0
MOMENT = 0.002  # in seconds: R looks for interrupts far more often
GRACE = 0.2  # in seconds: a Python function that R calls often hears first, and so does the handler of the user


class Interrupts:
    """Routes SIGINT while R runs; does nothing where Python code handles no SIGINT."""

    def __init__(self, api: RApi) -> None:
        # The watching thread sleeps until a signal arrives.
        import rpy2

        flag = int(api.ffi.cast("uintptr_t", api.ffi.addressof(api.rlib, "R_interrupts_pending")))
        self._flag = ctypes.c_int.from_address(flag)
        self._prepare_offer(flag)
        self._own = (BRIDGE_DIR, *(str(Path(path)) for path in rpy2.__path__))
        self._main = threading.get_ident()
        self._lock = threading.RLock()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._depth = 0
        self._pending = False
        self._raised: BaseException | None = None  # by a handler of the user's own, in the bridge itself
        self._taken = False  # by R, before Python heard of it
        self._seen = False
        self._wanted = False
        self._previous: Callable[[int, FrameType | None], Any] | None = None
        self._previous_fd = -1
        self._thread = threading.Thread(target=self._watch, name="rkeras_py-interrupts", daemon=True)
        self._thread.start()

    def enter(self) -> None:
        """Take over SIGINT if R is not running yet."""
        if self._depth == 0:
            self._pending = self._taken = self._seen = False
            self._raised = None
            handler = _signal.getsignal(SIGINT)
            if callable(handler):
                _signal.signal(SIGINT, self._on_signal)
                self._previous = handler
                self._previous_fd = _signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._depth += 1

    def leave(self) -> None:
        """Give SIGINT back once R has returned to the outermost caller.

        Raises:
            KeyboardInterrupt: If a signal arrived that nobody has heard of yet; or what the user's handler raised.
        """
        self._depth -= 1
        if self._depth == 0 and self._previous is not None:
            _signal.set_wakeup_fd(self._previous_fd)
            previous, self._previous = self._previous, None
            _signal.signal(SIGINT, previous)  # delivers a signal that has just arrived first, to _on_signal
            if self._seen:
                self._clear()
        if self._pending:
            self.absorb()
            raise self.exception()

    def exception(self) -> BaseException:
        """Return what to raise for a signal: what the user's own handler raised, else a KeyboardInterrupt."""
        raised, self._raised = self._raised, None
        return KeyboardInterrupt() if raised is None else raised

    def absorb(self) -> None:
        """Forget a signal which R, or the exception about to be raised, has dealt with."""
        if self._previous is not None:
            _signal.signal(SIGINT, self._on_signal)  # delivers what is still under way
        self._clear()
        self._pending = self._taken = False

    @property
    def replaced_handler(self) -> Any:
        """The handler of SIGINT for which this one stands in while R runs."""
        return self._previous

    def tell_r(self, interrupted: bool) -> None:
        """Interrupt R, or leave it alone: the handler of the user has dealt with the signal."""
        self._clear()
        self._flag.value = interrupted

    def stop(self) -> None:
        """End the watching thread."""
        self._writer.send(STOP)
        self._thread.join(1.0)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._seen = True
        waits = getattr(self._previous, "happened", True) is False  # a fit() around, which has not been told yet
        with self._lock:
            taken, self._taken = self._taken, False
        at_once = not taken and self._in_user_code(frame) and not must_not_raise(frame)
        if self._previous is not None and (waits or at_once):
            self._clear()
            self._pending = False
            self._previous(number, frame)
            return
        if self._previous is not None and not taken and self._is_the_users_own():
            try:
                self._previous(number, frame)
            except BaseException as error:  # raised when the call into R is over
                self._raised = error
            else:
                self._clear()
                return
        self._pending = self._pending or not taken
        if self._pending and self._hear not in unheard:
            unheard.append(self._hear)

    def _hear(self) -> bool:
        pending, self._pending = self._pending, False
        if pending:
            self._clear()
        return pending

    def _is_the_users_own(self) -> bool:
        return self._previous is not signal.default_int_handler and not hasattr(self._previous, "happened")

    def _in_user_code(self, frame: FrameType | None) -> bool:
        # The frame nearest to the signal that is ours decides. Frames above the one that runs R were called by R; of
        # these, reticulate asks only `inspect` for signatures by itself, and drops whatever is raised there.
        called: FrameType | None = None
        while frame is not None:
            code = frame.f_code
            if code is READS_LINE:
                return True
            if code.co_filename.startswith(self._own):
                return code is RUNS_R and called is not None and called.f_code.co_filename != INSPECT_FILE
            called, frame = frame, frame.f_back
        return True

    def _clear(self) -> None:
        with self._lock:
            self._receive()
            self._wanted = False

    def _receive(self) -> bytes:
        data = b""
        with contextlib.suppress(BlockingIOError):  # nothing there
            data = self._reader.recv(4096)
        if data and self._previous_fd != -1:
            with contextlib.suppress(BlockingIOError):  # full: its owner is awake already
                os.write(self._previous_fd, data)
        return data

    def _watch(self) -> None:
        while True:
            select.select([self._reader], [], [])
            with self._lock:
                data = self._receive()
                self._wanted = SIGINT in data and self._depth > 0
            if STOP in data:
                return
            due = time.monotonic() + GRACE
            while self._wanted:
                with self._lock:
                    if self._wanted and time.monotonic() > due and self._r_is_running() and self._offer():
                        self._wanted = False
                        self._taken, self._pending = not self._pending, False
                time.sleep(MOMENT)

    def _r_is_running(self) -> bool:
        frame = sys._current_frames().get(self._main)
        return frame is not None and (frame.f_code is RUNS_R or frame.f_code.co_filename.endswith(CALL_R_BACK))

    def _prepare_offer(self, flag: int) -> None:
        c = ctypes.PyDLL(None)  # calls that keep the GIL
        taken = self._left = ctypes.c_int()
        size = ctypes.sizeof(taken)
        memset, memmove = c.memset, c.memmove
        memset.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t)
        memmove.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
        self._steps: list[Callable[[], Any]] = [
            functools.partial(memset, flag, 1, 1),  # R_interrupts_pending = TRUE
            functools.partial(c.usleep, int(MOMENT * 1e6)),
            functools.partial(memmove, ctypes.addressof(taken), flag, size),
            functools.partial(memset, flag, 0, size),
        ]

    def _offer(self) -> bool:
        """Set R's flag for a moment, and say whether R has taken the interrupt, by which it resets the flag.

        All steps happen in one call of C code: between two steps of Python's, the GIL may change hands.
        """
        deque(map(operator.call, self._steps), maxlen=0)
        return self._left.value == 0
