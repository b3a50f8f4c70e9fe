"""get_file() and data sets against servers that cut, stall and change."""

import hashlib
import io
import resource
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from file_server import CONTENT, HASH, Server, left
from keras.src.utils import file_utils

from rkeras_py import dataset_mnist, get_file
from rkeras_py.downloads import door
from rkeras_py.downloads import fetch as fetching

pytestmark = pytest.mark.quick


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
        ("204", "the server answered 204 No Content, without the whole file"),
        ("206", "the server answered 206 Partial Content, without the whole file"),
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
