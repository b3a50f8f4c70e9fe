"""get_file() and data sets against servers that cut, stall and change, and against damaged and hostile archives."""

import contextlib
import gzip
import hashlib
import io
import os
import resource
import socket
import tarfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras.src.utils import file_utils

from rkeras_py import dataset_mnist, get_file
from rkeras_py.downloads import door
from rkeras_py.downloads import fetch as fetching
from rkeras_py.downloads import unpack as unpacking

pytestmark = pytest.mark.quick

CONTENT = bytes(range(256)) * 4000  # more than a socket holds
HASH = hashlib.sha256(CONTENT).hexdigest()


class Server(ThreadingHTTPServer):
    """Serves CONTENT in the way that the path names; notes which ranges were asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str | None] = []
        self.content, self.tag, self.cuts = CONTENT, '"1"', 0
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        how, content = self.path.rpartition("/")[2], self.server.content
        asked = self.headers.get("Range")
        self.server.asked.append(asked)
        if how in ("404", "500", "403"):
            return self.send_error(int(how))
        if how in ("moved", "loop", "file"):
            self.send_response(302)
            self.send_header("Location", {"moved": "well", "loop": "loop", "file": "file:///etc/passwd"}[how])
            return self.end_headers()
        first = 0
        if asked and how.startswith("resume") and self.headers.get("If-Range") == self.server.tag:
            first = int(asked.removeprefix("bytes=").removesuffix("-"))
        self.send_response(206 if first else 200)
        if first:
            answered = 0 if how == "resume-from-0" else first
            self.send_header("Content-Range", f"bytes {answered}-{len(content) - 1}/{len(content)}")
        if how != "unknown":
            self.send_header("Content-Length", str(len(content) - (0 if how == "resume-from-0" else first)))
        if how.startswith("resume"):
            self.send_header("ETag", f'"{len(self.server.asked)}"' if how == "resume-anew" else self.server.tag)
            self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        part = content[0 if how == "resume-from-0" else first :]
        if how.startswith(("cut", "stall", "resume")) and self.server.cuts:
            self.server.cuts -= 1
            part = part[: len(content) // 4]
        with contextlib.suppress(OSError):  # the other side has left
            self.wfile.write(part)
            self.wfile.flush()
            if how == "stall":
                time.sleep(1.5)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server
        server.shutdown()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(fetching, "STALLED", 0.5)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "cache"))
    with contextlib.redirect_stdout(io.StringIO()):  # the progress bar
        yield tmp_path / "cache" / "datasets"


def left(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("how", ["well", "unknown", "moved", "resume"])
def test_a_file_that_comes(how: str, server: Server, cache: Path) -> None:
    path = get_file("x.bin", server.address(how), file_hash=HASH)
    assert Path(path).read_bytes() == CONTENT and left(cache) == ["x.bin"]
    asked = len(server.asked)
    assert get_file("x.bin", server.address(how), file_hash=HASH) == path
    assert len(server.asked) == asked  # from the cache


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("404", "404 Not Found"),
        ("403", "403 Forbidden"),
        ("500", "500 Internal Server Error"),
        ("loop", "302"),
        ("file", "302"),
        ("cut", "it ended after 256,000 of 1,024,000 bytes"),
        ("stall", "nothing came for 0.5 seconds"),
    ],
)
def test_a_file_that_does_not_come(how: str, said: str, server: Server, cache: Path) -> None:
    server.cuts = 99
    for present in (False, True):
        if present:
            (cache / "x.bin").write_text("what was there")
        with pytest.raises(
            ConnectionError, match=rf"^get_file\(\): {server.address(how)} cannot be downloaded"
        ) as raised:
            get_file("x.bin", server.address(how), force_download=present)
        assert left(cache) == ["x.bin"] * present
        assert "\n" not in str(raised.value)
        assert said in str(raised.value) and f"save it as {cache / 'x.bin'}" in str(raised.value)
    assert (cache / "x.bin").read_text() == "what was there"


def test_a_port_where_nobody_listens(cache: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(ConnectionError, match=r"^get_file\(\): .*refused"):
        get_file("x.bin", f"http://127.0.0.1:{port}/x")
    assert left(cache) == []


@pytest.mark.parametrize("cuts", [1, 3])
def test_a_cut_file_goes_on_where_it_was(cuts: int, server: Server, cache: Path) -> None:
    server.cuts = cuts
    get_file("x.bin", server.address("resume"), file_hash=HASH)
    assert f"bytes={len(CONTENT) // 4}-" in server.asked and left(cache) == ["x.bin"]


@pytest.mark.parametrize("how", ["resume-from-0", "resume-anew"])
def test_a_server_that_gives_another_part_or_state(how: str, server: Server, cache: Path) -> None:
    server.cuts = 1
    path = get_file("x.bin", server.address(how), file_hash=HASH)
    assert Path(path).read_bytes() == CONTENT and left(cache) == ["x.bin"]


def test_threads_that_fetch_one_file_at_once(server: Server, cache: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        paths = pool.map(lambda _: get_file("x.bin", server.address("resume")), range(6))
        assert [Path(path).read_bytes() == CONTENT for path in paths] == [True] * 6
    assert left(cache) == ["x.bin"]


def test_a_full_disk_is_left_as_it_was(server: Server, cache: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(OSError, match=rf"^get_file\(\): {cache / 'x.bin'} cannot be written: File too large\.$"):
            get_file("x.bin", server.address("resume"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert left(cache) == []


def test_the_next_call_goes_on_and_a_changed_file_begins_again(server: Server, cache: Path) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(keras.utils.Progbar, "update", stop)
        get_file("x.bin", server.address("resume"))
    (part,) = left(cache)
    assert part.endswith(".part")
    assert Path(get_file("x.bin", server.address("resume"))).read_bytes() == CONTENT
    assert server.asked[-1] == f"bytes={fetching._BLOCK}-"
    (cache / part).write_bytes(b"of another state")
    server.content, server.tag = CONTENT[::-1], '"2"'
    assert Path(get_file("x.bin", server.address("resume"), force_download=True)).read_bytes() == CONTENT[::-1]


def test_a_part_that_another_process_writes_is_left_alone(server: Server, cache: Path) -> None:
    import fcntl

    with pytest.MonkeyPatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(keras.utils.Progbar, "update", lambda *_, **__: 1 / 0)
        get_file("x.bin", server.address("resume"))
    (part,) = left(cache)
    with (cache / part).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert Path(get_file("x.bin", server.address("resume"))).read_bytes() == CONTENT
    assert left(cache) == [part, "x.bin"]


@pytest.mark.parametrize("algorithm", ["auto", "md5", "sha256"])
def test_a_file_with_another_hash(algorithm: str, server: Server, cache: Path) -> None:
    wrong = "0" * (32 if algorithm == "md5" else 64)
    cache.mkdir(parents=True)
    (cache / "x.bin").write_text("mine")
    message = r"^get_file\(\): .* has the hash [0-9a-f]+ and not 0+. Nothing was kept or replaced.$"
    with pytest.raises(ValueError, match=message):
        get_file("x.bin", server.address("well"), file_hash=wrong, hash_algorithm=algorithm)
    assert (cache / "x.bin").read_text() == "mine" and left(cache) == ["x.bin"]
    right = hashlib.new("md5" if algorithm == "md5" else "sha256", CONTENT).hexdigest().upper()
    get_file("x.bin", server.address("well"), file_hash=right, hash_algorithm=algorithm)
    assert (cache / "x.bin").read_bytes() == CONTENT


@pytest.mark.parametrize("fname", ["", ".", "..", "a/b", "/etc/x", "a\\b", "folder"])
def test_names_that_are_refused(fname: str, server: Server, cache: Path) -> None:
    (cache / "folder").mkdir(parents=True)
    with pytest.raises(ValueError, match=r"^get_file\(\): `fname` should be"):
        get_file(fname, server.address("well"))
    assert server.asked == []


def tar_of(members: dict[str, bytes | tarfile.TarInfo], mode: str = "w:gz") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as tar:  # type: ignore[call-overload]
        for name, content in members.items():
            info = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.name = name
            info.size = 0 if isinstance(content, tarfile.TarInfo) else len(content)
            tar.addfile(info, None if isinstance(content, tarfile.TarInfo) else io.BytesIO(content))
    return stream.getvalue()


def zip_of(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return stream.getvalue()


def special(kind: bytes, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo()
    info.type, info.linkname = kind, link
    return info


PLAIN = {"d/a.txt": os.urandom(3000), "d/b.txt": b"b"}
LARGE = {"zeros": bytes(1_000_000)}
BAD: dict[str, tuple[bytes, str]] = {
    "a cut tar.gz": (tar_of(PLAIN)[:-900], "cut or damaged"),
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


@pytest.mark.parametrize("file_hash", ["", "0" * 40, "g" * 64])
def test_a_hash_of_another_kind_is_refused_before_anything_is_fetched(
    file_hash: str, server: Server, cache: Path
) -> None:
    with pytest.raises(ValueError, match=r"^get_file\(\): `file_hash` should be the 32 digits of an MD5"):
        get_file("x.bin", server.address("well"), file_hash)
    assert server.asked == []


@pytest.mark.parametrize("present", [False, True])
def test_data_sets_of_keras_with_another_hash(
    present: bool, server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = fetching._open
    cache.mkdir(parents=True)
    if present:
        (cache / "mnist.npz").write_text("mine")
    monkeypatch.setattr(file_utils.config, "keras_home", lambda: str(cache.parent))
    monkeypatch.setattr(fetching, "_open", lambda origin, **headers: own(server.address("well"), **headers))
    with pytest.raises(ValueError, match=rf"^dataset_mnist\(\): https.* has the hash {HASH} and not 731c"):
        dataset_mnist()
    assert left(cache) == ["mnist.npz"] * present
    assert not present or (cache / "mnist.npz").read_text() == "mine"


@pytest.mark.parametrize(("how", "said"), [("cut", "it ended after"), ("stall", "nothing came"), ("404", "404")])
def test_data_sets_of_keras_come_whole_or_not(
    how: str, said: str, server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.BytesIO()
    np.savez(stream, x_train=np.zeros((40, 99, 99)), y_train=np.zeros(40), x_test=np.zeros((1, 2)), y_test=np.zeros(1))
    server.content, server.cuts = stream.getvalue(), 99
    own = fetching._open
    cache.mkdir(parents=True)  # else Keras goes to /tmp/.keras without a word
    monkeypatch.setattr(file_utils.config, "keras_home", lambda: str(cache.parent))
    monkeypatch.setattr(door, "has_hash", lambda *_: True)
    monkeypatch.setattr(fetching, "_open", lambda origin, **headers: own(server.address(how), **headers))
    with pytest.raises(ConnectionError, match=rf"^dataset_mnist\(\): .*{said}.* save it as {cache / 'mnist.npz'}"):
        dataset_mnist()
    assert not (cache / "mnist.npz").exists()
    how = "well"
    assert dataset_mnist().train.x.shape == (40, 99, 99)


def test_plain_keras_fetches_as_before(server: Server, cache: Path) -> None:
    cache.mkdir(parents=True)
    path = keras.utils.get_file("y.bin", server.address("well"), cache_dir=str(cache.parent))
    assert Path(path).read_bytes() == CONTENT
    with pytest.raises(Exception, match=r"^URL fetch failure"):
        keras.utils.get_file("z.bin", server.address("404"), cache_dir=str(cache.parent))
