"""Keras's own functions that fetch files, data sets and weights: they fetch and unpack as get_file() does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..engine.internals.modules import replace_fetching
from .fetch import explain_fetching, fetch
from .unpack import Unpackable, unpack


class _Left(BaseException):
    """Leaves Keras's get_file(), which at other exceptions removes the file that is there."""


@contextmanager
def fetch_safely(function: str, instead: str = "") -> Iterator[None]:
    """Have Keras's get_file() fetch and unpack as ours does, with errors that name the file and the place to put it.

    Args:
        function: Name of the function the user called.
        instead: The advice without the file, to be read after "or".

    Raises:
        ConnectionError: If a download fails inside the context.
        ValueError: If an archive cannot be unpacked.
    """

    def fetch_file(origin: str, target: str, *_: Any) -> None:
        try:
            with explain_fetching(function, origin, Path(target), instead):
                fetch(origin, Path(target))
        except Exception as error:
            raise _Left from error

    def unpack_file(archive: str, into: str = ".", archive_format: Any = "auto") -> bool:
        formats = ["tar", "zip"] if archive_format == "auto" else [archive_format]
        unpack(Path(archive), formats, Path(into))
        return True

    try:
        with replace_fetching(fetch_file, unpack_file):
            yield
    except _Left as left:
        error = left.__cause__
        assert error is not None
        raise error from error.__cause__
    except Unpackable as error:
        raise ValueError(f"{function}(): {error}") from error
