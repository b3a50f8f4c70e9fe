"""Keras's loop: a first press stops it after the current batch, a second one immediately.

Python's handler would raise KeyboardInterrupt wherever it finds the program, be it in the middle of writing a
checkpoint, and the history would be lost. R code, which runs in generators and callbacks, is interrupted immediately,
since it may run forever: it raises KeyboardInterrupt, and `hear_of_r()` ends the loop.
"""

import contextlib
from collections.abc import Callable, Iterator
from types import CodeType, FrameType

from .handler import Region, handler
from .places import called_by_r
from .r_runs import RRuns
from .table import Where


class Loop(Region):
    """A loop of Keras that runs.

    Args:
        stop: Asks the loop to end after the batch that runs.
        began: The function in which the loop runs.

    Attributes:
        stops: Whether it was asked to.
    """

    def __init__(self, stop: Callable[[], None], began: CodeType) -> None:
        super().__init__()
        self.stops = False
        self._stop, self._began = stop, began
        self._pressed = self._left_to_r = False

    def find(self, frame: FrameType | None) -> Where:
        """Tell R code that the loop called from the loop itself; it repeats until R has looked."""
        in_r = called_by_r(frame, self._began)
        if not in_r and handler.r_flag is not None and not handler.r_flag.value:
            return Where.TOLD  # reticulate also tells Python, sometimes twice
        self._pressed = self.stops and not self._left_to_r
        self._left_to_r = in_r
        return Where.R_IN_LOOP if in_r else Where.LOOP

    def is_pressed(self) -> bool:
        """Tell whether a press is the second one; one that was left to R is passed on again."""
        return self._pressed

    def stop(self) -> None:
        """End after the batch that runs."""
        if not self.stops:
            self.stops = True
            self._stop()

    def tell_r(self, interrupted: bool) -> None:
        """Interrupt R, or keep it from an interrupt later."""
        interrupt_r(interrupted)

    @contextlib.contextmanager
    def run(self) -> Iterator[None]:
        """Run a block as the loop; as it is where the user has a handler, or on another thread than the main one."""
        if not handler.only_raises():
            yield
            return
        with handler.within(self):
            try:
                yield
            finally:
                if self.stops:
                    self.tell_r(False)


def interrupt_r(interrupted: bool = True) -> None:
    """Have R interrupted the next time it looks, or leave it alone.

    Args:
        interrupted: Which of the two.
    """
    inside = next((region for region in handler.regions if isinstance(region, RRuns)), None)
    if inside is not None:
        inside.set_flag(interrupted)
    elif handler.r_flag is not None:
        handler.r_flag.value = interrupted


def _find_innermost() -> Loop | None:
    return next((region for region in reversed(handler.regions) if isinstance(region, Loop)), None)


def is_stopping() -> bool:
    """Tell whether the innermost loop was asked to end."""
    loop = _find_innermost()
    return loop is not None and loop.stops


def hear_of_r() -> bool:
    """Have all loops end for a KeyboardInterrupt that came out of R code.

    Returns:
        Whether the innermost does so in order: then the exception has done its work. False where there is no loop, or
        where it was to end at once.
    """
    loop = _find_innermost()
    if loop is None or loop.insisted:
        return False
    handler.stop_loops()
    return True
