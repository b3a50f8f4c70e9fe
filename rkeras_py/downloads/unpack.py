"""Unpacking an archive: within bounds, into a neighbour, whose files take their places when all are there."""

import lzma
import os
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Generator, Sequence
from pathlib import Path

MOST_FILES = 2_000_000
RATIO, ALWAYS = 300, 1 << 28
"""An archive may unpack to so many times its size, and to 256 MB in any case."""
_DAMAGES = (
    *(tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(RuntimeError, NotImplementedError, UnicodeError, ValueError),
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
    folder = Path(tempfile.mkdtemp(prefix=f".{archive.name}.", suffix=".unfinished", dir=into.parent))
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
            raise Unpackable(f"{archive} cannot be unpacked, and nothing of it was kept: {_explain(error)}.") from error
        if expected is not None and not (new / expected).exists():
            raise Unpackable(f"{archive} should hold a folder {expected!r}. It holds: {sorted(os.listdir(new))[:10]}.")
        _check_places(new, into, archive)
        _move(new, into)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_archive(archive: Path, kind: str) -> bool:
    try:
        return tarfile.is_tarfile(archive) if kind == "tar" else zipfile.is_zipfile(archive)
    except _DAMAGES:  # a compressed tar that is cut
        return True


def _explain(error: BaseException) -> str:
    if isinstance(error, RuntimeError) and "password" in str(error):
        return "it is encrypted"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"it is cut or damaged ({str(error).strip('.') or type(error).__name__})"


def _count_within_bounds(archive: Path) -> Generator[None, int, None]:
    """Count files and bytes, which are sent in, and refuse those beyond the bounds."""
    size = max(ALWAYS, RATIO * archive.stat().st_size)
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
    with tarfile.open(archive) as tar:
        for member in tar:
            count.send(member.size)
            tar.extract(member, new, filter="data")


def _unpack_zip(archive: Path, new: Path) -> None:
    count = _count_within_bounds(archive)
    next(count)
    with zipfile.ZipFile(archive) as zipped:
        for member in zipped.infolist():
            count.send(member.file_size)
            parts = Path(member.filename.replace("\\", "/")).parts
            if ".." in parts or Path(member.filename).is_absolute():
                raise Unpackable(f"{archive} is not unpacked: {member.filename!r} would be outside of its folder.")
            zipped.extract(member, new)


def _check_places(new: Path, into: Path, archive: Path) -> None:
    """Refuse, before anything is moved, what would replace the archive, or a folder by a file."""
    for place, folders, files in os.walk(new):
        there = into / Path(place).relative_to(new)
        for name in (*folders, *files):
            if there / name == archive:
                raise Unpackable(f"{archive} is not unpacked: {name!r} in it would replace the archive.")
            is_folder = (Path(place) / name).is_dir()
            if os.path.lexists(there / name) and (there / name).is_dir() != is_folder:
                raise Unpackable(f"{archive} is not unpacked: {there / name} is a {'file' if is_folder else 'folder'}.")


def _move(new: Path, there: Path) -> None:
    """Give files their places: in one step where nothing is."""
    if not os.path.lexists(there):
        os.rename(new, there)
    elif new.is_dir() and not new.is_symlink():
        for name in os.listdir(new):
            _move(new / name, there / name)
    else:
        os.replace(new, there)
