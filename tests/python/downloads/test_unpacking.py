"""get_file() and damaged and hostile archives."""

import gzip
import hashlib
import io
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from file_server import Server, left

from rkeras_py import get_file
from rkeras_py.downloads import unpack as unpacking

pytestmark = pytest.mark.quick


def tar_of(members: dict[str, bytes | tarfile.TarInfo], mode: str = "w:gz") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as tar:  # type: ignore[call-overload]
        for name, content in members.items():
            info = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.name = name
            info.size = 0 if isinstance(content, tarfile.TarInfo) else len(content)
            tar.addfile(info, None if isinstance(content, tarfile.TarInfo) else io.BytesIO(content))
    return stream.getvalue()


def zip_of(members: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return stream.getvalue()


def special(kind: bytes, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo()
    info.type, info.linkname = kind, link
    return info


def zip_like_tar() -> bytes:
    """Return a zip with the check sum of a tar's header."""
    for number in range(100_000):
        zipped = zip_of({"d/a.txt": number.to_bytes(4) + bytes([128] * 9) + bytes(999)}, zipfile.ZIP_STORED)
        if sum(struct.unpack_from("148b8x356b", zipped)) == -256:
            return zipped
    raise AssertionError("no number makes the sum")


PLAIN = {"d/a.txt": os.urandom(3000), "d/b.txt": b"b"}
LARGE = {"zeros": bytes(1_000_000)}
BAD: dict[str, tuple[bytes, str]] = {
    "a cut tar.gz": (tar_of(PLAIN)[:-900], "cut or damaged"),
    "a tar.gz without its last bytes": (tar_of(PLAIN)[:-5], "cut or damaged"),
    "a tar.gz with another check sum": (tar_of(PLAIN)[:-8] + bytes(8), "CRC check failed"),
    "a cut tar.xz": (tar_of(PLAIN, "w:xz")[:-900], "cut or damaged"),
    "a cut tar.bz2": (tar_of(PLAIN, "w:bz2")[:-900], "cut or damaged"),
    "a cut tar": (tar_of(PLAIN, "w")[:2000], "cut or damaged"),
    "a cut zip": (zip_of(PLAIN)[:-60], "should be an archive"),
    "a zip with changed bytes": (zip_of(PLAIN).replace(PLAIN["d/a.txt"][100:200], bytes(100)), "cut or damaged"),
    "a gzip of text": (gzip.compress(b"text" * 100), "should be an archive"),
    "text": (b"<html>404</html>", "should be an archive"),
    "nothing": (b"", "should be an archive"),
    "a tar that leads outside": (tar_of({"d/a": b"a", "../../x": b"x"}), "outside"),
    "a tar with a full path": (tar_of({"d/a": b"a", "/../x": b"x"}), "outside"),
    "a tar with a link outside": (tar_of({"d": special(tarfile.SYMTYPE, "../../..")}), "outside"),
    "a tar with a hard link outside": (tar_of({"d": special(tarfile.LNKTYPE, "../../x")}), "outside"),
    "a tar with a file behind a link": (
        tar_of({"d/a": b"a", "l": special(tarfile.SYMTYPE, "d"), "l/x": b"x"}),
        "'l/x' leads through a link",
    ),
    "a tar with a hard link through a link": (
        tar_of({"d/a": b"a", "l": special(tarfile.SYMTYPE, "d"), "h": special(tarfile.LNKTYPE, "l/a")}),
        "'h' leads through a link",
    ),
    "a tar with a link through a later one": (
        tar_of({"e": special(tarfile.SYMTYPE, "a/b/l/../.."), "a/b/l": special(tarfile.SYMTYPE, "../../.")}),
        "the link 'e' in it leads outside, or through a link",
    ),
    "a tar with a hard link to nothing": (tar_of({"h": special(tarfile.LNKTYPE, "nothing")}), "cut or damaged"),
    "a tar with a device": (tar_of({"d": special(tarfile.CHRTYPE)}), "special file"),
    "a tar with a pipe": (tar_of({"d": special(tarfile.FIFOTYPE)}), "special file"),
    "a zip that leads outside": (zip_of({"d/a": b"a", "../../x": b"x"}), "outside"),
    "a zip with a full path": (zip_of({"d/a": b"a", "/tmp/x": b"x"}), "outside"),
    "a tar that is too large": (tar_of(LARGE), "would unpack to more than"),
    "a zip that is too large": (zip_of(LARGE), "would unpack to more than"),
    "a tar of too many files": (tar_of({f"d/{i}": b"" for i in range(30)}), "more than 20 files"),
    "a zip of too many files": (zip_of({f"d/{i}": b"" for i in range(30)}), "more than 20 files"),
    "a tar with a name of 2 MB": (tar_of({"d/" + "x" * 2_000_000: b"x"}), "names or properties that are too long"),
    "a tar with a link for a folder": (tar_of({"a": b"", "kept": special(tarfile.SYMTYPE, "a")}), "is a folder"),
    "a tar with its own name": (tar_of({"d/a": b"a", "data.bin": b"x"}), "would replace the archive"),
    "a zip with its own name": (zip_of({"d/a": b"a", "data.bin": b"x"}), "would replace the archive"),
    "a file in place of a folder": (tar_of({"kept": b"x"}), "is a folder"),
    "a folder in place of a file": (tar_of({"kept/file.txt/x": b"x"}), "is a file"),
}


@pytest.mark.parametrize("name", BAD)
def test_archives_that_are_refused_leave_nothing(
    name: str, server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_FILES", 20)
    monkeypatch.setattr(unpacking, "ALWAYS", 100_000)
    server.content, said = BAD[name]
    (cache / "kept").mkdir(parents=True)
    (cache / "kept" / "file.txt").write_text("mine")
    for _ in range(2):  # the second call serves nothing that the first one left
        with pytest.raises(ValueError, match=r"^get_file\(\): ") as raised:
            get_file("data.bin", server.address("well"), extract=True)
        assert said in str(raised.value)
    assert left(cache) == ["data.bin", "kept/file.txt"]
    assert (cache / "data.bin").read_bytes() == server.content


@pytest.mark.parametrize("make", [tar_of, lambda of: tar_of(of, "w:xz"), lambda of: tar_of(of, "w"), zip_of])
def test_an_archive_joins_a_folder(make: Callable[[Any], bytes], server: Server, cache: Path) -> None:
    server.content = make(PLAIN)
    (cache / "d").mkdir(parents=True)
    (cache / "d" / "mine.txt").write_text("mine")
    (cache / "d" / "b.txt").write_text("old")
    get_file("data.bin", server.address("well"), extract=True)
    assert left(cache) == ["d/a.txt", "d/b.txt", "d/mine.txt", "data.bin"]
    assert (cache / "d" / "b.txt").read_bytes() == b"b"


def test_a_zip_is_no_tar_by_chance(server: Server, cache: Path) -> None:
    server.content = zip_like_tar()
    tarfile.open(fileobj=io.BytesIO(server.content), mode="r:").close()
    get_file("data.bin", server.address("well"), extract=True)
    assert left(cache) == ["d/a.txt", "data.bin"]


def test_untar_gives_the_folder_or_says_what_there_is(server: Server, cache: Path) -> None:
    server.content = tar_of(PLAIN)
    assert get_file("d", server.address("well"), untar=True) == str(cache / "d")
    with pytest.raises(ValueError, match=r"^get_file\(\): .* should contain a folder 'e'\. It holds: \['d'\]\.$"):
        get_file("e", server.address("well"), untar=True)


def test_untar_unpacks_what_it_has_fetched(server: Server, cache: Path) -> None:
    for content in (b"old", b"new"):
        server.content = tar_of({"d/a.txt": content})
        get_file("d", server.address("well"), hashlib.md5(server.content).hexdigest(), untar=True)
        assert (cache / "d" / "a.txt").read_bytes() == content
