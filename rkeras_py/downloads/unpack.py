"""Unpack an archive, within limits, into a temporary folder, and move its files when all are there."""

import bz2
import contextlib
import gzip
import lzma
import os
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

MOST_FILES = 2_000_000
RATIO, ALWAYS = 300, 1 << 28
"""The largest ratio of unpacked to packed size; 256 MB are always allowed."""
_LONGEST_READ = 1 << 20
"""In bytes. Contents are read in small pieces, but a tar's header of a file at once."""
_PIECE = 1 << 16
_DAMAGES = (
    *(tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(RuntimeError, NotImplementedError, UnicodeError, ValueError, KeyError),
)


class Unpackable(ValueError):
    """An archive that is not unpacked; the text says why."""


def unpack(archive: Path, formats: Sequence[str], into: Path, expected: str | None = None) -> None:
    """Unpack an archive; a folder that is there keeps what else it has.

    Args:
        archive: The archive.
        formats: "tar", "zip", or both.
        into: The folder.
        expected: What there must be in it.

    Raises:
        Unpackable: If it is no archive, is damaged, too large, or has what must not be written.
    """
    kind = next((kind for kind in formats if _is_archive(archive, kind)), None)
    if kind is None:
        raise Unpackable(f"{archive} should be an archive ({' or '.join(formats)}) to be unpacked.")
    into.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{archive.name[:50]}.", suffix=".unfinished", dir=into.parent))
    try:
        new = folder / "new"
        new.mkdir()
        try:
            (_unpack_tar if kind == "tar" else _unpack_zip)(archive, new)
        except Unpackable:
            raise
        except tarfile.FilterError as error:
            raise Unpackable(f"{archive} is not unpacked: {error}.") from error
        except _DAMAGES as error:
            raise Unpackable(f"{archive} cannot be unpacked; nothing was kept: {_explain(error)}.") from error
        if expected is not None and not (new / expected).exists():
            raise Unpackable(
                f"{archive} should contain a folder {expected!r}. It holds: {sorted(os.listdir(new))[:10]}."
            )
        _check_places(new, into, archive)
        _move(new, into)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_archive(archive: Path, kind: str) -> bool:
    try:
        if kind == "zip":
            return zipfile.is_zipfile(archive)
        with _open_tar(archive):
            return True
    except tarfile.ReadError:
        return False
    except Unpackable:
        raise
    except _DAMAGES:  # a truncated compressed tar
        return True


def _explain(error: BaseException) -> str:
    if isinstance(error, RuntimeError) and "password" in str(error):
        return "it is encrypted"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"it is cut or damaged ({str(error).strip('.') or type(error).__name__})"


def _find_bound(archive: Path) -> int:
    return max(ALWAYS, RATIO * archive.stat().st_size)


class _Bounded:
    """An unpacked tar with a limit on its size: headers, such as long names, count too.

    Args:
        stream: The tar.
        bound: After how many bytes reading is refused.
        archive: The archive, for messages.
    """

    def __init__(self, stream: IO[bytes], bound: int, archive: Path) -> None:
        self._stream, self._bound, self._archive = stream, bound, archive
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes."""
        if not 0 <= size <= min(_LONGEST_READ, self._bound - self.tell()):
            raise Unpackable(f"{self._archive} was not unpacked: it contains names or properties that are too long.")
        return self._stream.read(size)


@contextlib.contextmanager
def _open_tar(archive: Path) -> Iterator[tarfile.TarFile]:
    """Open a tar, compressed or not."""
    openers: dict[bytes, Callable[[Path], Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
    with archive.open("rb") as file:
        begin = file.read(6)
    if begin.startswith(b"PK\3\4"):  # tarfile may take a zip for a tar, since it checks only a sum
        raise tarfile.ReadError("a zip archive")
    opener = next(
        (opener for magic, opener in openers.items() if begin.startswith(magic)), lambda path: path.open("rb")
    )
    headers = MOST_FILES * 4 * tarfile.BLOCKSIZE  # a file has one or two header blocks, and padding
    with opener(archive) as stream:
        bounded: Any = _Bounded(stream, _find_bound(archive) + headers, archive)
        with tarfile.open(fileobj=bounded, mode="r:") as tar:
            yield tar


def _count_within_bounds(archive: Path) -> Generator[None, int, None]:
    """Count files and bytes, which are sent in, and refuse those beyond the limits."""
    size = _find_bound(archive)
    free = shutil.disk_usage(archive.parent).free
    count = total = 0
    while True:
        total += yield
        count += 1
        if count > MOST_FILES:
            raise Unpackable(f"{archive} has more than {MOST_FILES:,} files.")
        if total > size:
            raise Unpackable(f"{archive} would unpack to more than {size:,} bytes, {RATIO} times its size.")
        if total > free:
            raise Unpackable(f"{archive} would unpack to more than the {free:,} bytes that are free.")


def _unpack_tar(archive: Path, new: Path) -> None:
    count = _count_within_bounds(archive)
    next(count)
    with _open_tar(archive) as tar:
        for member in tar:
            count.send(member.size)
            # In older versions of Python, long chains of links can lead outside the folder.
            if _leads_through_link(new, member.name) or (
                member.islnk() and _leads_through_link(new, member.linkname, 0)
            ):
                raise Unpackable(f"{archive} is not unpacked: {member.name!r} leads through a link.")
            tar.extract(member, new, filter="data")
        while tar.fileobj.read(_PIECE):  # the checksum is at the end of a compressed archive
            pass


def _leads_through_link(new: Path, name: str, last: int = 1) -> bool:
    """Tell whether a folder in a path is a link; the last `last` parts may be links."""
    parts = Path(name.lstrip("/")).parts
    return any(new.joinpath(*parts[:count]).is_symlink() for count in range(1, len(parts) + 1 - last))


def _leads_outside(link: Path, new: Path) -> bool:
    """Tell whether a link leads outside of a folder, or through another link, which is hard to check."""
    place = link.parent
    *folders, last = Path(os.readlink(link)).parts or (".",)
    for part in folders:
        place = place.parent if part == ".." else place / part
        if place.is_symlink() or not place.is_relative_to(new):
            return True
    return not (place.parent if last == ".." else place / last).is_relative_to(new)


def _unpack_zip(archive: Path, new: Path) -> None:
    count = _count_within_bounds(archive)
    next(count)
    with zipfile.ZipFile(archive) as zipped:
        for member in zipped.infolist():
            count.send(member.file_size)
            parts = Path(member.filename.replace("\\", "/")).parts
            if ".." in parts or Path(member.filename).is_absolute():
                raise Unpackable(f"{archive} is not unpacked: {member.filename!r} would be outside its folder.")
            zipped.extract(member, new)


def _check_places(new: Path, into: Path, archive: Path) -> None:
    """Refuse files that would replace the archive or a folder, before anything is moved."""
    for place, folders, files in os.walk(new):
        there = into / Path(place).relative_to(new)
        for name in (*folders, *files):
            if there / name == archive:
                raise Unpackable(f"{archive} is not unpacked: {name!r} in it would replace the archive.")
            is_link = (Path(place) / name).is_symlink()
            if is_link and _leads_outside(Path(place) / name, new):
                raise Unpackable(
                    f"{archive} was not unpacked: the link {name!r} in it leads outside, or through a link."
                )
            is_folder = (Path(place) / name).is_dir() and not is_link
            if os.path.lexists(there / name) and (there / name).is_dir() != is_folder:
                raise Unpackable(f"{archive} is not unpacked: {there / name} is a {'file' if is_folder else 'folder'}.")


def _move(new: Path, there: Path) -> None:
    """Move files to their places, in one step if nothing is there yet."""
    if not os.path.lexists(there):
        try:
            os.rename(new, there)
            return
        except OSError:
            if not there.is_dir():  # otherwise another process has just created it
                raise
    if new.is_dir() and not new.is_symlink():
        for name in os.listdir(new):
            _move(new / name, there / name)
    else:
        os.replace(new, there)
