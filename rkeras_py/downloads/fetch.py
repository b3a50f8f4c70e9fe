"""Fetching a file: into a neighbour, which takes the name when all has come; what breaks off goes on the next time."""

import contextlib
import hashlib
import http.client
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..engine.loading import keras

try:
    import fcntl
except ImportError:  # on Windows: two processes that fetch one file at once disturb each other there
    fcntl = None  # type: ignore[assignment]

STALLED = 30.0
"""Seconds without a byte after which a server is given up."""
_FORGOTTEN = 86400.0
"""Seconds after which what came of another state of a file is removed."""
_BLOCK = 1 << 18


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
    part = None
    there = -1
    while there < (there := _measure_part(part)):  # as long as more comes
        try:
            with _open(origin) as answer:
                part = part or _find_part(target, origin, answer)
                try:
                    _receive(origin, answer, part)
                except BaseException:
                    if _name_state(answer) is None:
                        part.unlink(missing_ok=True)
                    raise
            failure: Exception | None = None
            break
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError, Unfetched) as error:
            failure = error
            if isinstance(error, urllib.error.HTTPError):
                error.close()
    if failure is not None or part is None:
        raise Unfetched(_explain(failure or Unfetched("nothing came"))) from failure
    if file_hash is not None and not has_hash(part, file_hash, algorithm):
        actual = hash_file(part, file_hash, algorithm)
        part.unlink()
        raise ValueError(f"{origin} has the hash {actual} and not {file_hash}. Nothing of it was kept or replaced.")
    os.replace(part, target)


def _measure_part(part: Path | None) -> int:
    return part.stat().st_size if part is not None and part.exists() else 0


def _open(origin: str, **headers: str) -> Any:
    request = urllib.request.Request(origin, headers={"Accept-Encoding": "identity", **headers})
    return urllib.request.urlopen(request, timeout=STALLED)


def _find_part(target: Path, origin: str, answer: Any) -> Path:
    """Name what has come so far of this state of the file; forgotten parts of other states are removed."""
    names = ("ETag", "Last-Modified", "Content-Length")
    state = "\n".join([origin, *(str(answer.headers.get(name)) for name in names)])
    part = target.with_name(f".{target.name}.{hashlib.sha256(state.encode()).hexdigest()[:12]}.part")
    for other in target.parent.glob(f".{target.name}.*.part"):
        if other != part and time.time() - other.stat().st_mtime > _FORGOTTEN:
            other.unlink(missing_ok=True)
    if _is_locked(part):
        return part.with_name(f"{part.name.removesuffix('.part')}.{os.getpid()}.part")
    return part


def _is_locked(part: Path) -> bool:
    """Tell whether another process writes a part."""
    if fcntl is None or not part.exists():
        return False
    with part.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a disk that knows no locks
            return False
    return False


def _receive(origin: str, answer: Any, part: Path) -> None:
    """Write what comes behind what is there already, where the server gives the rest alone."""
    total = _read_size(answer)
    there = part.stat().st_size if part.exists() else 0
    validator = _name_state(answer)
    resumes = there and validator and answer.headers.get("Accept-Ranges") == "bytes" and total is not None
    with contextlib.ExitStack() as opened:
        if resumes and there < (total or 0):
            answer = opened.enter_context(_open(origin, **{"Range": f"bytes={there}-", "If-Range": validator}))
            resumes = answer.status == 206
        if not resumes:
            there = 0
        file = opened.enter_context(part.open("ab" if there else "wb"))
        if fcntl is not None:
            with contextlib.suppress(OSError):  # a disk that knows no locks
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        bar = keras().utils.Progbar(total)
        while there != total and (block := answer.read(_BLOCK)):
            file.write(block)
            there += len(block)
            bar.update(there, finalize=there == total)
    if total is not None and there != total:
        raise Unfetched(f"it ended after {there:,} of {total:,} bytes")


def _name_state(answer: Any) -> Any:
    """Return the name that the server gives this state of the file, without which nothing can go on; None without."""
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
        raise ConnectionError(
            f"{function}(): {origin} cannot be downloaded ({error}). Fetch it where there is a network and save it as "
            f"{target}{other}."
        ) from error
    except ValueError as error:
        raise ValueError(f"{function}(): {error}") from error
    except OSError as error:
        raise type(error)(f"{function}(): {target} cannot be written: {error.strerror or error}.") from error
