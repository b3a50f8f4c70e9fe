"""get_file() against Keras 2's, hdf5_matrix() against h5py."""

import contextlib
import hashlib
import io
import os
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import tf_keras

from rkeras_py import get_file, hdf5_matrix

pytestmark = pytest.mark.quick


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()):  # Keras's progress bar
        yield


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a file, a zip of it, and a tar of a folder with it."""
    folder = tmp_path / "source"
    (folder / "flowers").mkdir(parents=True)
    (folder / "data.csv").write_text("x,y\n1,2\n")
    (folder / "flowers" / "rose.txt").write_text("red")
    with zipfile.ZipFile(folder / "data.csv.zip", "w") as zipped:
        zipped.write(folder / "data.csv", "data.csv")
    with tarfile.open(folder / "flowers.tgz", "w:gz") as tar:
        tar.add(folder / "flowers", "flowers")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("fname", "file", "how"),
    [
        ("data.csv", "data.csv", {}),
        ("data.csv", "data.csv", {"cache_subdir": "mine/deep"}),
        ("data.csv.zip", "data.csv.zip", {"extract": True}),
        ("data.csv.zip", "data.csv.zip", {"extract": True, "archive_format": "zip"}),
        ("flowers.tgz", "flowers.tgz", {"extract": True}),
        ("flowers", "flowers.tgz", {"untar": True}),
    ],
)
def test_leaves_what_keras_2_leaves(fname: str, file: str, how: dict[str, Any], source: Path, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    theirs.mkdir()  # else Keras 2 goes to /tmp/.keras without a word
    origin = (source / file).as_uri()
    expected = tf_keras.utils.get_file(fname, origin, cache_dir=str(theirs), **how)
    path = get_file(fname, origin, cache_dir=str(ours), **how)
    assert Path(path).relative_to(ours) == Path(expected).relative_to(theirs)
    assert files(ours) == files(theirs) != {}
    (source / file).unlink()
    assert get_file(fname, origin, cache_dir=str(ours), **how) == path  # from the cache


def test_hash_is_checked_and_a_wrong_file_is_not_left(source: Path, tmp_path: Path) -> None:
    origin = (source / "data.csv").as_uri()
    right = hashlib.sha256((source / "data.csv").read_bytes()).hexdigest()
    cache = str(tmp_path / "cache")
    with pytest.raises(ValueError, match=r"get_file\(\): .*hash"):
        get_file("data.csv", origin, file_hash="0" * 64, cache_dir=cache)
    assert files(Path(cache)) == {}
    assert get_file("data.csv", origin, file_hash=right, cache_dir=cache) == f"{cache}/datasets/data.csv"


def test_says_what_to_do_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    with pytest.raises(OSError, match=r"get_file\(\): https://nowhere.invalid/x.csv cannot be downloaded") as raised:
        get_file("x.csv", "https://nowhere.invalid/x.csv")
    assert f"save it as {tmp_path / 'datasets' / 'x.csv'}" in str(raised.value)
    with pytest.raises(OSError, match="cannot be downloaded"):
        get_file("x.csv", (tmp_path / "none.csv").as_uri())
    assert files(tmp_path) == {}


def test_refuses_what_is_no_address_or_no_archive(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="`origin` should be a URL"):
        get_file("x.csv", "x.csv", cache_dir=str(tmp_path))
    with pytest.raises(ValueError, match="should be an archive"):
        get_file("data.csv", (source / "data.csv").as_uri(), extract=True, cache_dir=str(tmp_path))
    with pytest.raises(ValueError, match="`fname` should be a name without folders"):
        get_file("a/b.csv", (source / "data.csv").as_uri(), cache_dir=str(tmp_path))


def test_archives_cannot_write_outside(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "bad.tar", "w") as tar:
        tar.add(os.devnull, "../../outside", filter=lambda info: info)
    with pytest.raises(ValueError, match=r"get_file\(\): .*bad.tar is not unpacked: .*outside the destination"):
        get_file("bad.tar", (tmp_path / "bad.tar").as_uri(), extract=True, cache_dir=str(tmp_path / "cache"))


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "data.h5"
    with h5py.File(path, "w") as file:
        file["train/x"] = np.arange(24, dtype="float32").reshape(6, 2, 2)
        file["labels"] = ["a", "b", "c"]
        file["one"] = 1.0
    return path


@pytest.mark.parametrize(("start", "end"), [(0, None), (2, 5), (1.0, 3.0), (6, 6)])
def test_rows_are_those_of_h5py(start: Any, end: Any, stored: Path) -> None:
    with h5py.File(stored) as file:
        expected = file["train/x"][int(start) : None if end is None else int(end)]
    found = hdf5_matrix(str(stored), "train/x", start, end)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(hdf5_matrix(str(stored), "train/x", start, end, lambda x: x / 255), expected / 255)


def test_text_is_text(stored: Path) -> None:
    assert hdf5_matrix(str(stored), "labels").tolist() == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"dataset": "test/x"}, r'`dataset` should be one of "labels", "one", "train/x"'),
        ({"dataset": "train"}, "`dataset` should be one of"),
        ({"dataset": "one"}, "`dataset` should be one of"),
        ({"dataset": "train/x", "end": 7}, "from 0 to 6, the number of rows"),
        ({"dataset": "train/x", "start": 3, "end": 2}, "in this order"),
        ({"dataset": "train/x", "start": -1}, "`start` should be a whole number of at least 0"),
        ({"dataset": "train/x", "start": 1.5}, "`start` should be a whole number"),
    ],
)
def test_says_what_is_wrong(arguments: dict[str, Any], message: str, stored: Path) -> None:
    with pytest.raises(ValueError, match=message):
        hdf5_matrix(str(stored), **arguments)


def test_says_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="`datapath` should be an existing file"):
        hdf5_matrix(str(tmp_path / "none.h5"), "x")
    (tmp_path / "text.h5").write_text("no")
    with pytest.raises(OSError, match=r"hdf5_matrix\(\): "):
        hdf5_matrix(str(tmp_path / "text.h5"), "x")
