"""Calls from any thread, on the one thread that R runs on: `R.executor`, `R.run()`, `R.in_main()` and `R.serve()`.

R's thread runs pending calls whenever it waits itself: for a lock, a thread, an event loop, or in `R.serve()`. A signal
wakes it up; the handler is Python code on the main thread, which is R's thread. R also polls for pending calls while it
runs, and when a call into R ends.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import queue
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from types import FrameType
from typing import Any, ParamSpec, TypeVar

from rkeras_py.engine.tensors import is_computing
from rkeras_py.interrupts.loops import interrupt_r
from rkeras_py.r.threads import main_thread_runs_r

P = ParamSpec("P")
Result = TypeVar("Result")

MOST = 1000
"""Maximum number of waiting calls, unless `R.executor.most` sets another."""
MOMENT = 0.02
"""Seconds between two checks of R's thread while calls wait for it, and between two checks for R's events."""

PATIENCE = 60
"""Seconds that a thread waits for R's thread in order to pickle."""
STUCK = 10.0
"""Seconds that a layer may wait for another thread before waiting calls to R's thread are refused."""
_NEVER_IN = ("rkeras_py", "keras", "tensorflow", "rpy2", "numpy", "h5py", "optree", "importlib", "logging")
"""Packages whose code must not be re-entered in the middle of a call."""


class RExecutor(Executor):
    """Runs calls on R's thread, in the order in which they arrive; `R.executor` is the only instance.

    Args:
        events: Runs R's pending events, such as the callbacks of the package later.
        is_loading: Returns whether R is currently loading a package.
        thread: R's thread.
        wakes: The signal that wakes it, or None.
        most: Maximum number of waiting calls.
    """

    def __init__(
        self,
        events: Callable[[], Any],
        is_loading: Callable[[], bool],
        thread: int,
        wakes: int | None,
        most: int = MOST,
    ) -> None:
        self.most = most
        self.wakes = wakes
        self._events = events
        self._is_loading = is_loading
        self._calls: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._wanted = threading.Event()
        self._came = threading.Condition()
        self.thread = thread
        self._closed = self._watched = False
        self._place: tuple[int, int] | None = None
        self._stuck: tuple[tuple[int, int], float] | None = None

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Call a function on R's thread.

        Args:
            fn: The function; it may use R, and models with R functions.
            *args: Its arguments.
            **kwargs: Its named arguments.

        Returns:
            A future for the result. `cancel()` withdraws the call until it begins. On R's own thread, the call is made
            at once.

        Raises:
            RuntimeError: If the executor is shut down.
            queue.Full: If `most` calls are already waiting.
            TypeError: If it is not a function.
        """
        if not callable(fn):
            raise TypeError(f'R.run() and R.executor.submit() call a function: R.run(R, "1 + 1"). Received: {fn!r}')
        future: Future[Result] = Future()
        work = functools.partial(fn, *args, **kwargs)
        if threading.get_ident() == self.thread:
            _make(future, work)
            return future
        with self._came:
            if self._closed:
                raise RuntimeError("R.executor.submit(): the executor is shut down; R.executor is a new one.")
            if len(self._calls) >= self.most:
                raise queue.Full(
                    f"R.executor.submit(): {len(self._calls)} calls are already waiting for R's thread, which is "
                    "the maximum. Try again later, or raise R.executor.most."
                )
            self._calls.append((future, work))
            self._came.notify()
            if not self._watched:
                self._watched = True
                threading.Thread(target=self._watch, name="rkeras_py-executor", daemon=True).start()
        self._wanted.set()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Accept no further calls.

        Args:
            wait: Whether to wait for the calls that were submitted.
            cancel_futures: Whether to withdraw the calls that have not begun.
        """
        with self._came:
            self._closed = True
            left = [future for future, _ in self._calls]
        if cancel_futures:
            for future in left:
                future.cancel()
        if wait:
            if threading.get_ident() == self.thread:
                _refuse_in_layers("R.executor.shutdown", left)
                self.make_calls()
            for future in left:
                if not future.cancelled():
                    future.exception()
        self._wanted.set()

    @property
    def is_shut_down(self) -> bool:
        """True if it accepts no further calls."""
        return self._closed

    def make_calls(self) -> None:
        """Run the waiting calls on R's thread, unless it is calling or tracing a layer."""
        while self._calls and not is_computing():
            _make(*self._calls.popleft())

    def _make_calls_in_r(self, nothing: None = None) -> None:
        """Run the waiting calls in the middle of an R call, unless R is loading a package."""
        if self._calls and not self._is_loading():
            try:
                self.make_calls()
            except KeyboardInterrupt:  # rpy2 would drop this exception
                interrupt_r()

    def serve(self, until: Callable[[], Any], timeout: float | None) -> bool:
        """Run calls on R's thread as they arrive.

        Args:
            until: Returns whether to stop.
            timeout: Seconds after which to stop in any case.

        Returns:
            Whether `until` stopped it.

        Raises:
            RuntimeError: If a layer calls it: no call can be made during that time.
        """
        _refuse_in_layers("R.serve", True)
        end = None if timeout is None else time.monotonic() + timeout
        while not until():
            if end is not None and time.monotonic() >= end:
                return False
            self.make_calls()
            self._events()
            with self._came:
                if not self._calls:
                    self._came.wait(MOMENT)
        return True

    # Waking R's thread ------------------------------------------------------------------------------------------------

    def hear(self, frame: FrameType | None) -> None:
        """Run the waiting calls, if R's thread is still at the line where it was woken.

        Args:
            frame: Its current frame.
        """
        if frame is None or self._place != (id(frame), frame.f_lasti):
            return
        self.make_calls()
        if self._calls and frame.f_code.co_filename == threading.__file__:
            self._end_deadlock(self._place)
        else:
            self._stuck = None

    def _end_deadlock(self, place: tuple[int, int]) -> None:
        """Refuse the waiting calls if R's thread is stuck in a layer, which may itself wait for a calling thread."""
        if self._stuck is None or self._stuck[0] != place:
            self._stuck = (place, time.monotonic())
        if time.monotonic() - self._stuck[1] < STUCK:
            return
        while self._calls:
            _make(self._calls.popleft()[0], _refuse_call)

    def _watch(self) -> None:
        while not (self._closed and not self._calls):
            self._wanted.wait()
            self._wanted.clear()
            before = None
            while self._calls:
                if main_thread_runs_r():
                    rpycall: Any = importlib.import_module("rpycall")
                    rpycall.schedule_python_function_on_main_thread(self._make_calls_in_r, None)
                elif self.wakes is not None:
                    before = self._wake(before)
                time.sleep(MOMENT)

    def _wake(self, before: tuple[int, int] | None) -> tuple[int, int] | None:
        """Wake R's thread if it has not moved, and if it is not in a package that must not be re-entered."""
        frame = sys._current_frames().get(self.thread)
        if frame is None or _is_closed_code(frame):
            return None
        place = id(frame), frame.f_lasti
        if place == before:
            self._place = place
            assert self.wakes is not None
            signal.pthread_kill(self.thread, self.wakes)
        return place


def _make(future: Future[Any], work: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
        if not isinstance(error, Exception):
            raise


def _refuse_call() -> None:
    raise RuntimeError(
        f"R.in_main(): R's thread has waited for another thread for {STUCK:g} seconds within a layer, during which it "
        "runs no other calls. Layers must not wait for threads that use R."
    )


def _refuse_in_layers(function: str, waits: object) -> None:
    if waits and is_computing():
        raise RuntimeError(f"{function}(): it waits for calls, and none can be made while a layer is called or traced.")


def _is_closed_code(frame: FrameType) -> bool:
    if str(frame.f_globals.get("__name__")).partition(".")[0] in _NEVER_IN:
        return True
    return Path(frame.f_code.co_filename).parent.name == "rpytools"


class Threads:
    """Methods of a session for threads other than R's, and for R's thread while it waits for them."""

    _executor: RExecutor
    _depth: int

    def start_executor(self, thread: int) -> None:
        """Prepare for calls from other threads.

        Args:
            thread: R's thread, which is the current one.
        """
        wakes: int | None = getattr(signal, "SIGURG", None)  # rarely used, and ignored by default
        if wakes is not None and signal.getsignal(wakes) in (signal.SIG_DFL, signal.SIG_IGN):
            signal.signal(wakes, lambda number, frame: self._executor.hear(frame))
        else:
            wakes = None
        self._executor = RExecutor(self.run_events, self._is_loading, thread, wakes)

    @property
    def executor(self) -> RExecutor:
        """The executor that makes calls on R's thread: a `concurrent.futures.Executor`.

        R's thread runs them while it waits (for a lock or another thread, in an event loop, in `R.serve()`), while it
        runs R, and when a call into R ends.
        """
        if self._executor.is_shut_down:
            self._executor = RExecutor(self.run_events, self._is_loading, self._executor.thread, self._executor.wakes)
        return self._executor

    def in_main(self, function: Callable[P, Result], *, timeout: float | None = None) -> Callable[P, Result]:
        """Return a version of a function that any thread can call; it runs on R's thread.

        Args:
            function: The function, such as `model.predict` or an R function.
            timeout: Seconds after which the caller stops waiting; a call that has not begun is withdrawn.
        """
        executor = self.executor

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> Result:
            future = executor.submit(function, *args, **kwargs)
            try:
                return future.result(timeout)
            except TimeoutError:
                if future.done():
                    raise
                done = "begun" if future.cancel() else "ended"
                raise TimeoutError(
                    f"R.in_main(): R's thread has not {done} this call in {timeout} seconds. It makes calls while it "
                    "waits, for example in R.serve()."
                ) from None

        return call

    async def run(self, function: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Result:
        """Call a function on R's thread, from a coroutine: `await R.run(model.predict, x)`.

        Args:
            function: The function.
            *args: Its arguments.
            **kwargs: Its named arguments.
        """
        await asyncio.sleep(0)
        return await asyncio.wrap_future(self.executor.submit(function, *args, **kwargs))

    def serve(self, until: Any = None, timeout: float | None = None) -> bool:
        """Run the calls of other threads, and the callbacks of the R packages later, httpuv and shiny.

        Args:
            until: A future, a `threading.Event` or a thread to wait for, or a function that returns whether to stop.
                With None, it runs until Ctrl-C.
            timeout: Seconds after which it stops in any case.

        Returns:
            Whether `until` stopped it.
        """
        return self.executor.serve(_as_condition(until), timeout)

    def serve_in(self, loop: asyncio.AbstractEventLoop) -> None:
        """Run the callbacks of the R packages later, httpuv and shiny when an event loop of R's thread is idle.

        Args:
            loop: The loop.
        """

        def look() -> None:
            self.run_events()
            loop.call_later(5 * MOMENT, look)

        loop.call_later(5 * MOMENT, look)

    def find_out(self: Any, what: str) -> bool:
        """Return what a function of R/bridge-*.R without arguments tells of R, which may be in the middle of a call."""
        with self.api.scope() as scope:
            call = scope.keep(self.api.rlib.Rf_lang1(self.internal(what)))
            return bool(self.api.rlib.LOGICAL_ELT(self.api.try_eval(call), 0))

    def _is_loading(self: Any) -> bool:
        return bool(self.find_out("bridge_is_loading"))

    def run_events(self: Any) -> None:
        """Run the callbacks of R's package later, on which httpuv and shiny stand, unless R runs already."""
        if not self._depth:
            self.inspect("bridge_events")


def _as_condition(until: Any) -> Callable[[], Any]:
    if until is None:
        return lambda: False
    if isinstance(until, threading.Thread):
        return lambda: not until.is_alive()
    for name in ("done", "is_set"):
        if hasattr(until, name):
            return getattr(until, name)  # type: ignore[no-any-return]
    if not callable(until):
        raise TypeError(f"R.serve(): until must be a future, an event, a thread or a function, not {until!r}")
    return until  # type: ignore[no-any-return]
