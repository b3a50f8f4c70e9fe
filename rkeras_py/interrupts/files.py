"""A file is being written or read: Ctrl-C reliably stops it.

Python's handler raises KeyboardInterrupt wherever it finds the program. In the callback of a weak reference, in
`__del__` and in functions called by the garbage collector, Python discards exceptions; Keras has about thirty bare
`except:`; and TensorFlow's C++ code, which calls Python code whenever it creates a tensor, crashes.
"""

import contextlib
from collections.abc import Iterator

from .handler import Region, handler


@contextlib.contextmanager
def guard_file() -> Iterator[None]:
    """Run a block that Ctrl-C ends for certain: at once, or at its end where something in it has dropped the exception.

    Raises:
        KeyboardInterrupt: If Ctrl-C was pressed meanwhile; or what a handler of the user's own raised.
    """
    region = Region()
    with handler.within(region) as hears:
        try:
            yield
        except Exception as error:
            _raise_dropped(region, hears, error)
            raise
        except BaseException:
            if hears:
                handler.take_kept()
            raise
        _raise_dropped(region, hears)


def _raise_dropped(region: Region, hears: bool, instead_of: Exception | None = None) -> None:
    """Raise the exception that was dropped in the block, if any."""
    raised = region.raised
    if hears and handler.take_kept() and raised is None:
        raised = KeyboardInterrupt()
    if raised is not None and raised is not instead_of:
        raise raised from instead_of
