"""The handler of SIGINT: it asks the regions of the program, from the innermost outwards, and follows the table.

The handler is installed while there is a region. If R is the host, it stays installed: reticulate's handler in C
notifies R of the signal, and Python, whose handler could raise where that is fatal. A user's own handler keeps its
priority: it runs after the regions within it have passed the signal on, and a handler that is set inside a region runs
before that region.
"""

# Imports the functions of `signal` without its enums, which would cost 6 us in every call into R.
import _signal  # type: ignore[import-not-found]
import contextlib
import ctypes
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import BuiltinFunctionType, FrameType
from typing import Any

from ..r.evaluator import find_flag
from .places import find_fatal, is_left_to_r
from .table import AGAIN, PRESS, Does, Where

SIGINT = int(signal.SIGINT)
_get_handler, _set_handler = ctypes.pythonapi.PyOS_getsig, ctypes.pythonapi.PyOS_setsig
_get_handler.argtypes, _get_handler.restype = (ctypes.c_int,), ctypes.c_void_p
_set_handler.argtypes, _set_handler.restype = (ctypes.c_int, ctypes.c_void_p), ctypes.c_void_p


class Region:
    """A stretch of the program in which a press means something of its own.

    Attributes:
        replaced: The handler of SIGINT which ours took the place of when the region began; None if it was ours.
        raised: What was raised at a press and must not get lost.
        insisted: Whether a press has ended it at once.
    """

    def __init__(self) -> None:
        self.replaced: Any = None
        self.raised: BaseException | None = None
        self.insisted = False

    def find(self, frame: FrameType | None) -> Where:
        """Return the place within the region in which a press finds the program."""
        return Where.FILE

    def is_pressed(self) -> bool:
        """Tell whether a press is the second one."""
        return False

    def stop(self) -> None:
        """End what runs after its batch."""

    def tell_r(self, interrupted: bool) -> None:
        """Interrupt R, or keep it, which may hear of the press by itself, from an interrupt later."""

    def forget(self) -> None:
        """Forget what was raised."""
        self.raised = None


class Handler:
    """The handler of SIGINT; there is one, `handler`.

    Attributes:
        regions: Those that the program is in, the innermost last.
        kept: Presses that nobody has heard: each tells whether that still holds, and forgets it. Mostly empty.
        r_flag: Where R hosts, its flag of an interrupt that it has not seen yet.
        r_suspended: Where R hosts, its flag of `suspendInterrupts()`.
    """

    def __init__(self) -> None:
        self.regions: list[Region] = []
        self.kept: list[Callable[[], bool]] = []
        self.r_flag: ctypes.c_int | None = None
        self.r_suspended = ctypes.c_int()
        self._before: Any = None
        self._beyond: int | None = None
        self._answered = -AGAIN

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Hear of SIGINT."""
        try:
            self._hear(len(self.regions) if self._beyond is None else self._beyond, number, frame)
        except BaseException as error:
            if PRESS[find_fatal(frame)][0] is not Does.KEEP:
                raise
            self.stop_loops()
            if not any(region.raised is error for region in self.regions):
                self.kept.append(lambda: True)

    def _hear(self, place: int, number: int, frame: FrameType | None) -> None:
        """Follow the table for a press in the regions outside of a place in the stack."""
        if place == 0:
            if self.r_flag is None or not self.r_suspended.value or not isinstance(self._before, BuiltinFunctionType):
                self._run_replaced(0, self._before, number, frame)
            elif not is_left_to_r(frame):  # otherwise reticulate's handler would call ours again and again
                self.r_flag.value = 0
                raise KeyboardInterrupt
            return
        region = self.regions[place - 1]
        does = PRESS[region.find(frame)][region.is_pressed() or time.monotonic() - self._answered < AGAIN]
        if does is Does.TELL_R:
            self._tell_r_or_user(place, region, number, frame)
        elif does is Does.RAISE_OR_AT_END:
            try:
                self._pass_on(place, region, number, frame)
            except BaseException as error:
                region.raised = error
                raise
        elif does in (Does.RAISE, Does.END):
            region.insisted = True
            region.tell_r(False)
            self._pass_on(place, region, number, frame)
            if does is Does.END:  # reticulate's handler raises nothing while R may not be interrupted
                raise KeyboardInterrupt
        elif does is not Does.NOTHING:
            region.tell_r(does is Does.STOP_AND_TELL_R)
            self.stop_loops()

    def _pass_on(self, place: int, region: Region, number: int, frame: FrameType | None) -> None:
        if region.replaced is None:
            self._hear(place - 1, number, frame)
        else:
            self._run_replaced(place - 1, region.replaced, number, frame)

    def _run_replaced(self, place: int, replaced: Any, number: int, frame: FrameType | None) -> None:
        """Run the handler that ours replaced; it may call ours, which then continues from there."""
        if not callable(replaced):
            return
        before, self._beyond = self._beyond, place
        try:
            replaced(number, frame)
        finally:
            self._beyond = before

    def _tell_r_or_user(self, place: int, region: Region, number: int, frame: FrameType | None) -> None:
        """Interrupt R code and end the loops that called it; the user's own handler, if any, runs instead."""
        if self.only_raises(place):
            self.stop_loops()
            region.tell_r(True)
            return
        try:
            self._pass_on(place, region, number, frame)
        except BaseException as error:  # raised again after the call into R
            region.raised = error
            region.tell_r(True)
        else:
            region.tell_r(False)

    def stop_loops(self) -> None:
        """End all loops that run, one within the other, each after its batch."""
        for region in self.regions:
            region.stop()

    def only_raises(self, place: int | None = None) -> bool:
        """Tell whether the handler around the regions only raises KeyboardInterrupt: it is no user's own.

        Python's and reticulate's, which do no more, are written in C.

        Args:
            place: The number of regions to look at, from the outermost; None takes the handler that is in force.
        """
        current = None if place is not None else _signal.getsignal(SIGINT)
        if place is None and current is not self:
            return isinstance(current, BuiltinFunctionType)
        replaced = [region.replaced for region in self.regions[:place] if region.replaced is not None]
        return isinstance(replaced[-1] if replaced else self._before, BuiltinFunctionType)

    def enter(self, region: Region) -> bool:
        """Begin a region, on the main thread.

        Args:
            region: The region.

        Returns:
            Whether it hears of presses: not where the process ignores them.
        """
        current = _signal.getsignal(SIGINT)
        if current is not self:
            if not callable(current):
                return False
            region.replaced = current
        self.regions.append(region)
        if current is not self:
            try:
                self._install(region)
            except BaseException:
                self.regions.remove(region)
                raise
        return True

    def _install(self, region: Region) -> None:
        """Take over in Python; a handler in C that is not Python's stays: R hosts, and that handler tells it too."""
        if self.r_flag is not None:
            _signal.signal(SIGINT, self)
            return
        in_c = _get_handler(SIGINT)
        _signal.signal(SIGINT, self)
        if in_c != _get_handler(SIGINT):
            _set_handler(SIGINT, in_c)
            self._before, region.replaced = region.replaced, None
            with contextlib.suppress(ValueError):  # the handler is not R's
                self.r_flag = ctypes.c_int.in_dll(ctypes.pythonapi, "R_interrupts_pending")
                self.r_suspended = find_flag("R_interrupts_suspended")

    def leave(self, region: Region) -> None:
        """End a region, and give SIGINT back."""
        try:
            if region.replaced is not None:
                try:
                    _signal.signal(SIGINT, region.replaced)  # first delivers a signal that has just arrived
                except KeyboardInterrupt:
                    _signal.signal(SIGINT, region.replaced)
                    raise
        finally:
            self.regions.remove(region)

    @contextlib.contextmanager
    def within(self, region: Region) -> Iterator[bool]:
        """Run a block as a region; on other threads than the main one, as it is.

        Args:
            region: The region.

        Yields:
            Whether the region hears of presses.
        """
        hears = threading.current_thread() is threading.main_thread() and self.enter(region)
        try:
            yield hears
        finally:
            if hears:
                self.leave(region)

    def stay(self) -> None:
        """Stay in force where R hosts, and keep what Python drops: KeyboardInterrupt in places such as `__del__`."""
        before = sys.unraisablehook

        def hook(dropped: Any) -> None:
            if dropped.exc_type is KeyboardInterrupt:
                self.kept.append(lambda: True)
            else:
                before(dropped)

        sys.unraisablehook = hook
        with self.within(Region()):
            pass

    def take_kept(self) -> bool:
        """Tell whether there was a press that nobody has heard, and forget it."""
        asked = self.kept.copy()
        self.kept.clear()
        return any([still() for still in asked])

    def forget(self) -> None:
        """Forget the presses that R learns of now."""
        self.take_kept()
        for region in self.regions:
            region.forget()

    def note_answer(self) -> None:
        """Note that fit() returned its history after a press: the next one, soon after, ends what runs then."""
        self._answered = time.monotonic()


handler = Handler()
