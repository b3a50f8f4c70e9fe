"""Keras's own functions that fetch files, datasets and weights: they download and unpack as get_file() does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..engine.internals.modules import replace_fetching
from .fetch import explain_fetching, fetch, has_hash, hash_file
from .unpack import Unpackable, unpack


class _Left(BaseException):
    """Leaves Keras's get_file(), which removes the existing file on other exceptions."""


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
    expected: dict[str, tuple[str, str]] = {}  # the hashes that Keras expects, by path
    fetched: dict[str, str] = {}

    def fetch_file(origin: str, target: str, *_: Any) -> None:
        try:
            with explain_fetching(function, origin, Path(target), instead):
                fetch(origin, Path(target), *expected.get(target, ()))
        except BaseException as error:
            raise _Left from error
        fetched[target] = origin

    def validate_file(target: str, file_hash: str, algorithm: str = "auto", chunk_size: int = 0) -> bool:
        if has_hash(Path(target), file_hash, algorithm):
            return True
        expected[target] = (file_hash, algorithm)
        if target in fetched:
            actual = hash_file(Path(target), file_hash, algorithm)
            Path(target).unlink()
            said = f"{fetched[target]} has the hash {actual} and not {file_hash}. Nothing of it was kept."
            raise _Left from ValueError(f"{function}(): {said}")
        return False

    def unpack_file(archive: str, into: str = ".", archive_format: Any = "auto") -> bool:
        formats = ["tar", "zip"] if archive_format == "auto" else [archive_format]
        unpack(Path(archive), formats, Path(into))
        return True

    try:
        with replace_fetching(fetch_file, unpack_file, validate_file):
            yield
    except _Left as left:
        error = left.__cause__
        assert error is not None
        raise error from error.__cause__
    except Unpackable as error:
        raise ValueError(f"{function}(): {error}") from error
