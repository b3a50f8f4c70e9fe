"""Keras is being loaded: Ctrl-C waits until this is done, but a second press soon after does not."""

import _signal  # type: ignore[import-not-found]
import contextlib
from collections.abc import Iterator
from types import FrameType

from .handler import SIGINT, Region, handler
from .table import Where


class _Loading(Region):
    """The loading of Keras.

    Attributes:
        is_held: Whether a press waits for its end.
    """

    is_held = False

    def find(self, frame: FrameType | None) -> Where:
        """Return the place, which is the same everywhere."""
        return Where.LOADING

    def stop(self) -> None:
        """Note the press."""
        self.is_held = True


@contextlib.contextmanager
def hold_press() -> Iterator[None]:
    """Run a block that loads Keras; a press of Ctrl-C in it has its effect when the block is over."""
    region = _Loading()
    try:
        with handler.within(region):
            yield
    finally:
        if region.is_held:
            _signal.raise_signal(SIGINT)
