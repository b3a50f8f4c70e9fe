"""The message for a file that Keras wants and that cannot be downloaded."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType


@contextmanager
def explain_failed_downloads(function: str, instead: str = "") -> Iterator[None]:
    """Name the file that could not be downloaded, and the place to put it.

    Args:
        function: Name of the function the user called.
        instead: What to do without the file, to be read after "or".

    Raises:
        ConnectionError: If a download fails inside the context.
    """
    try:
        yield
    except Exception as error:
        failure = re.match(r"URL fetch failure on (\S+): (?:None -- )?(.*)", str(error))
        if failure is None:
            raise
        origin, reason = failure.groups()
        place = _download_target(error.__traceback__)
        put = f" and save it as {place}" if place else ""
        other = f", or {instead}" if instead else ""
        raise ConnectionError(
            f"{function}(): {origin} cannot be downloaded ({reason}). Fetch it where there is a network{put}{other}."
        ) from error


def _download_target(traceback: TracebackType | None) -> str:
    """Return the path at which Keras's `get_file()` looks for the file before it downloads."""
    while traceback is not None:
        frame = traceback.tb_frame
        if frame.f_code.co_name == "get_file" and "download_target" in frame.f_locals:
            return str(frame.f_locals["download_target"])
        traceback = traceback.tb_next
    return ""
