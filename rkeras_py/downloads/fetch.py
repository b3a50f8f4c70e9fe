"""Download a file to a temporary path, which is renamed when complete; interrupted downloads are resumed."""

import contextlib
import glob
import hashlib
import http.client
import os
import string
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ..engine.loading import keras

try:
    import fcntl
except ImportError:  # Windows: there, two processes that fetch the same file may disturb each other
    fcntl = None  # type: ignore[assignment]

STALLED = 30.0
"""Seconds without a byte after which a server counts as stalled."""
_FORGOTTEN = 86400.0
"""Seconds after which a partial download of another state of a file is removed."""
_BLOCK = 1 << 18
_MOST_ATTEMPTS = 100
_WHOLE = (None, 200, 203)
"""The status of an answer with the whole file; None if the scheme has none, as `file:`."""


class Unfetched(Exception):
    """A file that did not come; the text says why."""


def fetch(origin: str, target: Path, file_hash: str | None = None, algorithm: str = "auto") -> None:
    """Fetch a file.

    Args:
        origin: Its URL.
        target: Where it is to be; a file there is replaced when all has come.
        file_hash: The hash that it must have.
        algorithm: "md5", "sha256", or "auto", which goes by the length of the hash.

    Raises:
        Unfetched: If it did not come, or not all of it.
        ValueError: If it has another hash: then nothing was changed.
        OSError: If it cannot be written.
    """
    part: _Part | None = None
    with contextlib.ExitStack() as held:
        for _ in range(_MOST_ATTEMPTS):
            before = -1 if part is None else part.size
            failure = None
            try:
                with _open(origin) as answer:
                    _refuse_other_answers(answer)
                    state = _describe_state(target, origin, answer)
                    if part is None or part.state != state:
                        if part is not None:
                            part.lasts = False  # the file on the server has changed since
                        part = held.enter_context(_open_part(target, state))
                    _receive(origin, answer, part)
                break
            except Unfetched as error:
                failure = error
            if part is None or part.size <= before:  # no progress; otherwise try again and continue the download
                break
        if failure is not None or part is None:
            raise failure or Unfetched("nothing came")
        if file_hash is not None and not has_hash(part.path, file_hash, algorithm):
            actual = hash_file(part.path, file_hash, algorithm)
            part.lasts = False
            raise ValueError(f"{origin} has the hash {actual} and not {file_hash}. Nothing was kept or replaced.")
        part.move(target)


def _open(origin: str, **headers: str) -> Any:
    address = urllib.parse.quote(origin, safe=string.punctuation)  # escapes spaces and non-ASCII letters
    try:
        request = urllib.request.Request(address, headers={"Accept-Encoding": "identity", **headers})
        return urllib.request.urlopen(request, timeout=STALLED)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        raise Unfetched(_explain(error)) from error


def _refuse_other_answers(answer: Any) -> None:
    """Refuse an answer without the whole file, such as 204 (no content) and 206 (a part)."""
    if answer.status not in _WHOLE:
        raise Unfetched(f"the server answered {answer.status} {answer.reason}, without the whole file")


def _read(answer: Any, size: int) -> bytes:
    try:
        return bytes(answer.read(size))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unfetched(_explain(error)) from error


@dataclass
class _Part:
    """The bytes received so far, in a hidden file beside the target; no other process writes to it.

    Attributes:
        path: The hidden file.
        file: The same, open.
        state: The state of the file at the server, which they are of.
        lasts: Whether it stays when the download fails, so that the next one goes on there.
    """

    path: Path
    file: BinaryIO
    state: str
    lasts: bool = False

    @property
    def size(self) -> int:
        """The number of bytes that have come."""
        return os.fstat(self.file.fileno()).st_size

    def move(self, target: Path) -> None:
        """Give the file its place. Other processes are kept from the hidden one until then."""
        if fcntl is None:  # Windows cannot move an open file
            self.file.close()
        os.replace(self.path, target)
        self.lasts = True


def _describe_state(target: Path, origin: str, answer: Any) -> str:
    values = [str(answer.headers.get(name)) for name in ("ETag", "Last-Modified", "Content-Length")]
    return hashlib.sha256("\n".join([origin, target.name, *values]).encode(errors="surrogateescape")).hexdigest()[:12]


@contextlib.contextmanager
def _open_part(target: Path, state: str) -> Iterator[_Part]:
    """Open the partial download of a state of a file, or a new hidden file if another process uses it."""
    begin = f".{target.name[:50]}."
    for other in target.parent.glob(f"{glob.escape(begin)}*.part"):
        with contextlib.suppress(FileNotFoundError):  # another process may remove it at the same time
            if time.time() - other.stat().st_mtime > _FORGOTTEN:
                other.unlink()
    path = target.with_name(f"{begin}{state}.part")
    while not _lock(file := path.open("ab"), path):
        file.close()
        path = target.with_name(f"{begin}{state}.{uuid.uuid4().hex[:8]}.part")
    part = _Part(path, file, state)
    try:
        with file:
            yield part
    except OSError:  # delete the partial file, since the disk may be full
        part.lasts = False
        raise
    finally:
        if not part.lasts:
            path.unlink(missing_ok=True)


def _lock(file: BinaryIO, path: Path) -> bool:
    """Lock an open file; fails if another process holds it, or has just moved it to its place."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # this file system does not support locks
        return True
    return path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat())


def _receive(origin: str, answer: Any, part: _Part) -> None:
    """Append the received bytes to the existing ones, if the server sends only the rest."""
    total = _read_size(answer)
    validator = _name_state(answer)
    part.lasts = bool(validator) and answer.headers.get("Accept-Ranges") == "bytes" and total is not None
    there = part.size
    with contextlib.ExitStack() as opened:
        if 0 < there < (total or 0) and part.lasts:
            rest = _open_rest(origin, there, total, validator)
            if rest is None:
                there = 0
            else:
                answer = opened.enter_context(rest)
        elif there != total or not part.lasts:
            there = 0
        part.file.truncate(there)
        bar = keras().utils.Progbar(total)
        while there != total and (block := _read(answer, _BLOCK if total is None else min(_BLOCK, total - there))):
            part.file.write(block)
            part.file.flush()
            there += len(block)
            bar.update(there, finalize=there == total)
    if total is not None and there != total:
        raise Unfetched(f"it ended after {there:,} of {total:,} bytes")


def _open_rest(origin: str, there: int, total: int | None, validator: str) -> Any:
    """Request the missing bytes; return None if the server does not send exactly these, of the same state."""
    try:
        answer = _open(origin, **{"Range": f"bytes={there}-", "If-Range": validator})
    except Unfetched:
        return None
    exact = answer.headers.get("Content-Range") == f"bytes {there}-{(total or 0) - 1}/{total}"
    if answer.status == 206 and exact and _name_state(answer) in (None, validator):
        return answer
    answer.close()
    return None


def _name_state(answer: Any) -> Any:
    """Return the server's name for this state of the file; without one, a download cannot be continued."""
    return answer.headers.get("ETag") or answer.headers.get("Last-Modified")


def _read_size(answer: Any) -> int | None:
    size = answer.headers.get("Content-Length")
    return int(size) if size is not None and size.isdigit() else None


def _explain(error: BaseException) -> str:
    reason = getattr(error, "reason", None)
    if isinstance(error, urllib.error.HTTPError):
        return f"{error.code} {error.reason}"
    if isinstance(error, TimeoutError) or isinstance(reason, TimeoutError):
        return f"nothing came for {STALLED:g} seconds"
    return str(reason or error) or type(error).__name__


def hash_file(path: Path, file_hash: str, algorithm: str = "auto") -> str:
    """Return the hash of a file, of the kind that another is.

    Args:
        path: The file.
        file_hash: The other.
        algorithm: "md5", "sha256", or "auto", which goes by the length of the other.
    """
    kind = ("sha256" if len(file_hash) == 64 else "md5") if algorithm == "auto" else algorithm
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()


def has_hash(path: Path, file_hash: str, algorithm: str = "auto") -> bool:
    """Tell whether a file has a hash; the arguments are those of `hash_file()`."""
    return hash_file(path, file_hash, algorithm) == file_hash.lower()


@contextlib.contextmanager
def explain_fetching(function: str, origin: str, target: Path, instead: str = "") -> Iterator[None]:
    """Begin errors with the function, and name the place for a file that has to come in another way.

    Args:
        function: Name of the function that the user called.
        origin: The address.
        target: The place.
        instead: The advice without the file, to be read after "or".

    Raises:
        ConnectionError: If the file did not come.
        OSError: If it cannot be written.
        ValueError: If it has another hash.
    """
    try:
        yield
    except Unfetched as error:
        other = f", or {instead}" if instead else ""
        reason = " ".join(str(error).split())
        raise ConnectionError(
            f"{function}(): {origin} cannot be downloaded ({reason}). Download it on a machine with a network "
            f"connection and save it as "
            f"{target}{other}."
        ) from error
    except ValueError as error:
        raise ValueError(f"{function}(): {error}") from error
    except OSError as error:
        raise type(error)(f"{function}(): {target} cannot be written: {error.strerror or error}.") from error
