"""R runs inside Python: exactly one KeyboardInterrupt, wherever the signal finds the process.

- In R code, no Python code runs that could notice the signal. Python's C handler writes a byte to a socket; a thread
  that waits there interrupts R. R unwinds, and the session raises KeyboardInterrupt, unless R code handles the
  interrupt with `tryCatch(interrupt = )`.
- In a Python function that R called, also in Python's C code such as `time.sleep`, the user's own handler raises at
  once, as it does without R.
- In the bridge itself, an exception at any line could leave R's protection stack unbalanced. So the signal is recorded
  and raised when the call into R is over, or when R calls one of our functions. A custom handler runs at once; its
  exception is kept until then.
- In `Sys.sleep` and similar functions, R handles the signal itself; the session sees R unwind. A sleep that begins
  after the signal would go on, so R looks up often until it has heard.

R must not unwind through reticulate's C++ code, which would then never release the GIL. So R's flag is set only for
short moments in which the thread itself holds the GIL: then R must be in R code; see `_offer`.
"""

import _signal  # type: ignore[import-not-found]
import contextlib
import ctypes
import functools
import operator
import os
import select
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from types import CodeType, FrameType
from typing import Any

from ..r.evaluator import find_flag
from .handler import SIGINT, Region, handler
from .places import find_fatal, is_calling_r, is_inspecting, is_left_to_r
from .table import Where

STOP = b"\0"  # no signal has the number 0
MOMENT = 0.002  # in seconds; R checks for interrupts far more often
WAKES = 10_000  # in microseconds: how often R looks up while it sleeps, until it has heard
GRACE = 0.2  # in seconds; often a Python function called by R, or the user's handler, gets the signal first


class RRuns(Region):
    """The stretch in which R runs inside Python, from the outermost call into R to its end.

    Args:
        flag: The address of R's `R_interrupts_pending`.
        suspended: R's `R_interrupts_suspended`.
        own: Folders of the code around R: the bridge's and rpy2's.
        runs_r: The function of the bridge that calls R.
        reads_line: Its function that asks the user for a line.
    """

    def __init__(
        self, flag: int, suspended: ctypes.c_int, own: Sequence[str], runs_r: CodeType, reads_line: CodeType
    ) -> None:
        super().__init__()
        self._suspended = suspended
        self._wait = find_flag("R_wait_usec")
        self._usual_wait: int | None = None  # while R looks up more often
        self._flag = ctypes.c_int.from_address(flag)
        self._prepare_offer(flag)
        self._own, self._runs_r, self._reads_line = tuple(own), runs_r, reads_line
        self._main = threading.get_ident()
        self._lock = threading.RLock()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._depth = 0
        self._hears = False
        self._pending = False
        self._taken = False  # R took the interrupt before Python got the signal
        self._seen = False
        self._wanted = False
        self._due = 0.0
        self._previous_fd = -1
        self._thread = threading.Thread(target=self._watch, name="rkeras_py-interrupts", daemon=True)
        self._thread.start()

    def begin(self) -> None:
        """Take over SIGINT if R is not running yet."""
        if self._depth == 0:
            self._pending = self._taken = self._seen = False
            self.raised = self.replaced = None
            self._hears = handler.enter(self)
            if self._hears:
                self._previous_fd = _signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._depth += 1

    def end(self) -> None:
        """Give SIGINT back once R has returned to the outermost caller.

        Raises:
            KeyboardInterrupt: If a signal arrived that nobody has heard of yet; or what the user's handler raised.
        """
        self._depth -= 1
        if self._depth == 0 and self._hears:
            _signal.set_wakeup_fd(self._previous_fd)
            self._hears = False
            handler.leave(self)
            if self._seen:
                self._clear()
        if self._depth == 0 and self._flag.value:  # R ended before it checked, as after a prompt
            self._flag.value, self._pending = 0, True
        if self._pending:
            self.absorb()
            raise self.make_exception()

    def make_exception(self) -> BaseException:
        """Return what to raise for a signal: what the user's own handler raised, else a KeyboardInterrupt."""
        raised, self.raised = self.raised, None
        return KeyboardInterrupt() if raised is None else raised

    def absorb(self) -> None:
        """Forget a signal which R, or the exception about to be raised, has dealt with."""
        if self._hears:
            _signal.signal(SIGINT, _signal.getsignal(SIGINT))  # delivers a signal that is still pending
        self._clear()
        self._pending = self._taken = False

    def set_flag(self, interrupted: bool) -> None:
        """Interrupt R at once, or leave it alone."""
        self._clear()
        self._flag.value = interrupted

    def offer_in_turn(self) -> None:
        """Interrupt R, which has just asked for events and looks for an interrupt next.

        While R waits, as in `later::run_now()`, it checks so rarely that it would miss the thread's short offers.
        """
        caller = sys._getframe().f_back  # a frame of rpy2
        if not self._wanted or caller is None or caller.f_back is None or caller.f_back.f_code is not self._runs_r:
            return
        with self._lock:
            if self._wanted and time.monotonic() > self._due:
                self._wanted = False
                self._taken, self._pending = not self._pending, False
                self._flag.value = 1

    def stop_watching(self) -> None:
        """End the watching thread."""
        self._writer.send(STOP)
        self._thread.join(1.0)

    def find(self, frame: FrameType | None) -> Where:
        """Tell R from the Python functions that it called."""
        self._seen = True
        with self._lock:
            taken, self._taken = self._taken, False
        if taken:
            return Where.TOLD
        if self._suspended.value and is_left_to_r(frame):
            return Where.R
        in_python = self._is_in_user_code(frame) and find_fatal(frame) is Where.ELSEWHERE
        return Where.PYTHON_IN_R if in_python else Where.R

    def tell_r(self, interrupted: bool) -> None:
        """Have R interrupted by the thread that watches, or leave it alone."""
        self._pending = interrupted
        if not interrupted:
            self._clear()
            return
        if self._usual_wait is None:
            self._usual_wait, self._wait.value = self._wait.value, WAKES
        if self._hear not in handler.kept:
            handler.kept.append(self._hear)

    def forget(self) -> None:
        """Forget nothing: what the user's handler raised goes on when R has unwound."""

    def _hear(self) -> bool:
        pending, self._pending = self._pending, False
        if pending:
            self._clear()
        return pending

    def _is_in_user_code(self, frame: FrameType | None) -> bool:
        # The frame of ours nearest to the signal decides. R called the frames above the one that runs R; among these,
        # reticulate itself only asks `inspect` for signatures, and drops errors there. If there is none, R has called
        # C code of Python, or has just returned; the call then ends as after an R error.
        called: FrameType | None = None
        while frame is not None:
            code = frame.f_code
            if code is self._reads_line:
                return True
            if code.co_filename.startswith(self._own):
                return code is self._runs_r and (called is None or not is_inspecting(called))
            called, frame = frame, frame.f_back
        return True

    def _clear(self) -> None:
        with self._lock:
            self._receive()
            self._wanted = False
        if self._usual_wait is not None:
            self._wait.value, self._usual_wait = self._usual_wait, None

    def _receive(self) -> bytes:
        data = b""
        with contextlib.suppress(BlockingIOError):  # the pipe is empty
            data = self._reader.recv(4096)
        if data and self._previous_fd != -1:
            with contextlib.suppress(BlockingIOError):  # the pipe is full, so its owner is already awake
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
            self._due = time.monotonic() + GRACE
            while self._wanted:
                with self._lock:
                    if self._wanted and time.monotonic() > self._due and self._is_r_running() and self._offer():
                        self._wanted = False
                        self._taken, self._pending = not self._pending, False
                time.sleep(MOMENT)

    def _is_r_running(self) -> bool:
        return is_calling_r(sys._current_frames().get(self._main), self._runs_r)

    def _prepare_offer(self, flag: int) -> None:
        c = ctypes.PyDLL(None)  # PyDLL calls keep the GIL
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
        """Set R's flag for a moment, and tell whether R has taken the interrupt, since it then resets the flag.

        All steps are one call of C code, because the GIL may change hands between two steps of Python code.
        """
        deque(map(operator.call, self._steps), maxlen=0)
        return self._left.value == 0
