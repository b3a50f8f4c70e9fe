"""Calls of R functions from other threads than the main one, the only thread on which R runs.

The main thread answers them while it runs R, which looks for them now and then. If it stays in Python, it waits or
would take too long, so they raise an error after a moment. So do calls that compute with tensors: graphs and gradients
do not see the computations of another thread.
"""

import importlib
import os
import sys
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from ..on_tensorflow import computing
from .evaluator import CALL_R_BACK
from .process import is_main_thread

Outcome = tuple[Any, BaseException | None]
"""The result of a call, or its error."""

_RUNS_R = (*CALL_R_BACK, os.path.join("rkeras_py", "bridge", "capi.py"))
_PATIENCE = 0.3
"""Seconds that the main thread may stay in Python before a call is refused."""
_GLANCE, _MOMENT = 0.005, 0.1
"""Seconds between two looks at the main thread: until it runs R, which learns of the call then, and later."""

REFUSED = (
    "An R function was called from thread {name!r}, but R runs only on the main thread, {why}. Use the model on the "
    "main thread, or send the work to it: create R = r_session() there, and call R.in_main(model.predict)(x) on any "
    "thread."
)
NEVER_ANSWERS = "which waits or runs Python and would never answer"
COMPUTES_ELSEWHERE = "where the tensors of another thread are of no use"


def take_over_calls() -> None:
    """Take the calls of other threads over from reticulate, which waits for the main thread whatever that does.

    A reticulate that has them elsewhere keeps them: tests/testthat/test-reticulate-internals.R tells of it.
    """
    if find_spec("rpytools.thread"):
        thread: Any = importlib.import_module("rpytools.thread")
        thread.safe_call_r_function_on_main_thread = call_on_main_thread
    if find_spec("rpytools.generator"):
        iterator: Any = importlib.import_module("rpytools.generator").RGenerator
        if iterator.__next__.__module__ != __name__:
            iterator.__next__ = _draw_on_main_thread(iterator.__next__)


def call_on_main_thread(function: Any, *args: Any, **named: Any) -> Outcome:
    """Call a function of R on the main thread, from another, if the main thread runs R.

    Args:
        function: The function, as reticulate has it.
        args: Its arguments in order.
        named: Those by name.

    Returns:
        What it returned, and the exception that it raised, or that tells why it was not called.
    """
    if _is_part_of_model((args, named)):
        return None, _describe_refusal(COMPUTES_ELSEWHERE)
    here: Any = importlib.import_module("rpytools.call")  # where it has its guards on the main thread: see `wide`
    return _ask_main_thread(lambda: here.call_r_function(function, *args, **named))


def _draw_on_main_thread(draw: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wrap the `__next__` of R's iterators for all threads."""

    def draw_next(iterator: Any) -> Any:
        if is_main_thread():
            return draw(iterator)
        value, error = _ask_main_thread(lambda: draw(iterator))
        if error is not None:
            raise error
        return value

    return draw_next


def _ask_main_thread(function: Callable[[], Any]) -> Outcome:
    call = _Call(function)
    return call.outcome if call.wait() else (None, _describe_refusal(NEVER_ANSWERS))


def _describe_refusal(why: str) -> RuntimeError:
    return RuntimeError(REFUSED.format(name=threading.current_thread().name, why=why))


def _is_part_of_model(given: Any) -> bool:
    """Tell whether a call is part of a model's computation, by its arguments, or by this thread building a graph."""
    return computing.records() or _holds_tensors(given)


def _holds_tensors(value: Any) -> bool:
    if isinstance(value, (list, tuple, dict)):
        return any(map(_holds_tensors, value.values() if isinstance(value, dict) else value))
    return any(base.__module__.partition(".")[0] in ("keras", "tensorflow") for base in type(value).__mro__)


def main_thread_runs_r() -> bool:
    """Tell whether the main thread runs R: from Python, or, where R hosts, without any Python."""
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    return frame is None or frame.f_code.co_filename.endswith(_RUNS_R)


class _Call:
    """A call that waits for the main thread."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function = function
        self._taken = threading.Lock()
        self._done = threading.Event()
        self.outcome: Outcome = None, None

    def answer(self, nothing: None = None) -> None:
        """Make the call, unless nobody waits for it any more; on the main thread."""
        if not self._taken.acquire(blocking=False):
            return
        try:
            self.outcome = self._function(), None
        except BaseException as error:
            self.outcome = None, error
            if not isinstance(error, Exception):
                raise
        finally:
            self._done.set()

    def wait(self) -> bool:
        """Wait for the answer, as long as the main thread may give one, and tell whether it did."""
        rpycall: Any = importlib.import_module("rpycall")
        pause, end = _GLANCE, time.monotonic() + _PATIENCE
        while True:
            if not threading.main_thread().is_alive():  # Python ends, and must find no thread in reticulate's C code
                end = 0.0
            elif main_thread_runs_r():
                end = time.monotonic() + _PATIENCE
                if pause == _GLANCE:
                    rpycall.schedule_python_function_on_main_thread(self.answer, None)
                    pause = _MOMENT
            if time.monotonic() > end and self._taken.acquire(blocking=False):
                return False
            if self._done.wait(pause):
                return True
