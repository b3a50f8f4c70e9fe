"""Ctrl-C: who listens for it while a model trains, whether it was pressed, and that it is heard wherever it comes.

Python's handler raises KeyboardInterrupt wherever it finds the program. In the callback of a weak reference, in
`__del__` and in what the garbage collector calls, Python itself drops whatever is raised; Keras has some thirty bare
`except:`; and TensorFlow's C++ code, which asks Python code for the context whenever it makes a tensor, crashes. So
`heard()` sees to it that the block which it guards ends by KeyboardInterrupt, and `unheard` keeps what was dropped
elsewhere until the next call from R begins or ends.
"""

import contextlib
import ctypes
import inspect
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Protocol

_get_handler, _set_handler = ctypes.pythonapi.PyOS_getsig, ctypes.pythonapi.PyOS_setsig
_get_handler.argtypes, _get_handler.restype = (ctypes.c_int,), ctypes.c_void_p
_set_handler.argtypes, _set_handler.restype = (ctypes.c_int, ctypes.c_void_p), ctypes.c_void_p


class Listener(Protocol):
    """A listener, which hears of Ctrl-C while a model trains, evaluates or predicts."""

    happened: bool
    insisted: bool

    def hear(self) -> None:
        """End what runs, in order."""


listening: list[Listener] = []
"""What listens now, the innermost last."""

unheard: list[Callable[[], bool]] = []
"""Of Ctrl-C that nobody has heard: each tells whether that still holds, and forgets it. Mostly empty."""

_guards: list["_Guard"] = []

_MAKES_TENSOR = "convert_to_eager_tensor"
"""The function of TensorFlow from which its C++ code makes a tensor."""

INSPECT_FILE = inspect.signature.__code__.co_filename
"""Where Python code is that reticulate asks for signatures by itself, dropping whatever is raised there."""

_OF_RETICULATE = "python_interrupt_handler"
"""The name of reticulate's handler, by which KeyboardInterrupt is raised where R hosts."""


def is_first() -> bool:
    """Tell whether a KeyboardInterrupt out of R is the first Ctrl-C in what runs, which then ends in order."""
    if not listening or listening[-1].insisted:
        return False
    listening[-1].hear()
    return True


def has_happened() -> bool:
    """Tell whether what runs was interrupted."""
    return bool(listening) and listening[-1].happened


def take_unheard() -> bool:
    """Tell whether there was a Ctrl-C that nobody has heard, and forget it."""
    asked = unheard.copy()
    unheard.clear()
    return any([still() for still in asked])


def forget_heard() -> None:
    """Forget Ctrl-C, of which R is told now."""
    take_unheard()
    for guard in _guards:
        guard.raised = None


def keep_dropped() -> None:
    """Have Python keep a KeyboardInterrupt where its own code would drop it and TensorFlow's would crash."""
    before = sys.unraisablehook

    def hook(dropped: Any) -> None:
        if dropped.exc_type is KeyboardInterrupt:
            unheard.append(lambda: True)
        else:
            before(dropped)

    sys.unraisablehook = hook
    handler = signal.getsignal(signal.SIGINT)
    if getattr(handler, "__name__", "") == _OF_RETICULATE and threading.current_thread() is threading.main_thread():
        in_c = _get_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, _Careful(handler))
        _set_handler(signal.SIGINT, in_c)


def must_not_raise(frame: FrameType | None) -> bool:
    """Tell whether a signal found Python code where an exception is fatal, or lost.

    TensorFlow's C++ code crashes, which calls Python to make a tensor. reticulate drops what `inspect` raises.
    """
    outermost = frame
    while outermost is not None and outermost.f_back is not None:
        outermost = outermost.f_back
        if outermost.f_code.co_name == _MAKES_TENSOR:
            return True
    return outermost is not None and outermost.f_code.co_filename == INSPECT_FILE


def current_handler() -> Any:
    """Return the handler of SIGINT that is in force in Python."""
    handler = signal.getsignal(signal.SIGINT)
    return handler.guarded if isinstance(handler, _Careful) else handler


def only_raises(handler: Any) -> bool:
    """Tell whether a handler of SIGINT only raises KeyboardInterrupt, as Python's, reticulate's and the bridge's do."""
    while isinstance(handler, _Guard):
        handler = handler.guarded
    handler = getattr(getattr(handler, "__self__", None), "replaced_handler", handler)
    return (
        handler is signal.default_int_handler
        or any(handler is listener for listener in listening)
        or getattr(handler, "__name__", "") == _OF_RETICULATE
    )


@contextlib.contextmanager
def handling(handler: Callable[[int, FrameType | None], None]) -> Iterator[bool]:
    """Have a handler of SIGINT in Python; that in C stays, which is reticulate's where R hosts, and tells R too.

    Args:
        handler: The handler.

    Yields:
        Whether the handler in C is somebody else's than Python's.
    """
    installed, in_c = signal.getsignal(signal.SIGINT), _get_handler(signal.SIGINT)
    if isinstance(installed, _Careful):  # stays, and so does reticulate's in C: not one Ctrl-C finds another
        previous, installed.guarded = installed.guarded, handler
        try:
            yield True
        finally:
            installed.guarded = previous
        return
    signal.signal(signal.SIGINT, handler)
    foreign = in_c != _get_handler(signal.SIGINT)
    _set_handler(signal.SIGINT, in_c)
    try:
        yield foreign
    finally:
        try:
            signal.signal(signal.SIGINT, installed)
        except KeyboardInterrupt:  # what has just arrived is delivered first
            signal.signal(signal.SIGINT, installed)
            raise
        finally:
            _set_handler(signal.SIGINT, in_c)


@contextlib.contextmanager
def heard() -> Iterator[None]:
    """Run a block that Ctrl-C ends for certain: at once, or at its end where something in it has dropped the exception.

    Raises:
        KeyboardInterrupt: If Ctrl-C was pressed meanwhile; or what a handler of the user's own raised.
    """
    previous = current_handler()
    if threading.current_thread() is not threading.main_thread() or not callable(previous):
        yield
        return
    guard = _Guard(previous)
    with handling(guard):
        _guards.append(guard)
        try:
            yield
        except Exception as error:
            guard.raise_dropped(error)
            raise
        except BaseException:
            take_unheard()
            raise
        finally:
            _guards.remove(guard)
        guard.raise_dropped()


class _Careful:
    """The handler of SIGINT where R hosts: keeps the KeyboardInterrupt of another one where it must not be raised."""

    def __init__(self, handler: Any) -> None:
        self.guarded = handler

    def __call__(self, number: int, frame: FrameType | None) -> None:
        try:
            self.guarded(number, frame)
        except KeyboardInterrupt:
            if not must_not_raise(frame):
                raise
            unheard.append(lambda: True)


class _Guard:
    """A handler of SIGINT that notes what another one raises."""

    def __init__(self, handler: Any) -> None:
        self.raised: BaseException | None = None
        self.guarded = handler

    def __call__(self, number: int, frame: FrameType | None) -> None:
        try:
            self.guarded(number, frame)
        except BaseException as error:
            self.raised = error
            if not must_not_raise(frame):
                raise

    def raise_dropped(self, instead_of: Exception | None = None) -> None:
        """Raise what was dropped, if something was."""
        dropped = take_unheard()
        raised = KeyboardInterrupt() if dropped and self.raised is None else self.raised
        if raised is not None and raised is not instead_of:
            raise raised from instead_of
