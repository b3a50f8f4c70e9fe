"""Data sets are read as Keras reads them, from small files in the true formats that the tests make."""

import io
import json
import pickle
import tarfile
from pathlib import Path

import keras
import numpy as np
import pytest
from keras.src.utils import file_utils

import rkeras_py as rk
from rkeras_py.downloads import door, fetch

RNG = np.random.default_rng(5)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ~/.keras, where files are taken for what they should be, and nothing can be downloaded."""

    def no_network(*args: object, **headers: object) -> None:
        raise file_utils.urllib.error.URLError(OSError(-2, "Name or service not known"))

    monkeypatch.setattr(file_utils.config, "keras_home", lambda: str(tmp_path))
    with door.fetch_safely("dataset_mnist"):
        pass  # from now on Keras asks each time by which functions it fetches
    monkeypatch.setattr(door, "has_hash", lambda *args: True)
    monkeypatch.setattr(file_utils, "validate_file", lambda *args, **kwargs: True)
    monkeypatch.setattr(fetch.urllib.request, "urlopen", no_network)
    folder = tmp_path / "datasets"
    folder.mkdir()
    return folder


def test_mnist(home: Path) -> None:
    images, digits = RNG.integers(0, 256, (6, 28, 28), "uint8"), RNG.integers(0, 10, 6, "uint8")
    np.savez(home / "mnist.npz", x_train=images[:4], y_train=digits[:4], x_test=images[4:], y_test=digits[4:])
    found = rk.dataset_mnist()
    np.testing.assert_array_equal(found.train.x, images[:4])
    np.testing.assert_array_equal(found.test.y, digits[4:])
    (x_train, _), (_, y_test) = found
    assert x_train is found.train.x and y_test is found.test.y


def idx(array: np.ndarray, header: int) -> bytes:
    return bytes(header) + array.tobytes()


def test_fashion_mnist(home: Path) -> None:
    import gzip

    folder = home / "fashion-mnist"
    folder.mkdir()
    images, classes = RNG.integers(0, 256, (5, 28, 28), "uint8"), RNG.integers(0, 10, 5, "uint8")
    for name, part in (("train", slice(3)), ("t10k", slice(3, None))):
        (folder / f"{name}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(images[part], 16)))
        (folder / f"{name}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(classes[part], 8)))
    found = rk.dataset_fashion_mnist()
    np.testing.assert_array_equal(found.train.x, images[:3])
    np.testing.assert_array_equal(found.test.y, classes[3:])


def cifar_archive(target: Path, folder: str, batches: dict[str, dict[bytes, object]]) -> None:
    with tarfile.open(target, "w:gz", compresslevel=1) as archive:
        for name, batch in batches.items():
            content = pickle.dumps(batch)
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def test_cifar(home: Path) -> None:
    def batch(rows: int, **labels: int) -> dict[bytes, object]:
        pixels = np.zeros((rows, 3072), "uint8")
        pixels[0, :3] = pixels[0, 1024] = 7
        return {b"data": pixels} | {key.encode(): [value] * rows for key, value in labels.items()}

    batches = {f"data_batch_{number}": batch(10_000, labels=number) for number in range(1, 6)}
    cifar_archive(
        home / "cifar-10-batches-py-target_archive", "cifar-10-batches-py", batches | {"test_batch": batch(3, labels=9)}
    )
    found = rk.dataset_cifar10()
    assert found.train.x.shape == (50_000, 32, 32, 3)
    np.testing.assert_array_equal(found.train.x[20_000, 0, :4], [[7, 7, 0], [7, 0, 0], [7, 0, 0], [0, 0, 0]])
    np.testing.assert_array_equal(found.train.y[::10_000, 0], [1, 2, 3, 4, 5])
    np.testing.assert_array_equal(found.test.y, [[9]] * 3)

    hundred = {name: batch(rows, fine_labels=70, coarse_labels=13) for name, rows in (("train", 4), ("test", 2))}
    cifar_archive(home / "cifar-100-python-target_archive", "cifar-100-python", hundred)
    for arguments, label in (({}, 70), ({"label_mode": "coarse"}, 13), ({"label_mode": ["fine", "coarse"]}, 70)):
        found = rk.dataset_cifar100(**arguments)
        assert found.test.x.shape == (2, 32, 32, 3)
        np.testing.assert_array_equal(found.train.y, [[label]] * 4)
    with pytest.raises(ValueError, match=r'dataset_cifar100\(\): `label_mode` should be one of "fine", "coarse"'):
        rk.dataset_cifar100("rough")


def test_boston_housing(home: Path) -> None:
    x, y = RNG.normal(size=(10, 13)), RNG.normal(size=10)
    np.savez(home / "boston_housing.npz", x=x, y=y)
    found = rk.dataset_boston_housing(test_split=0.3, seed=7)
    expected = keras.datasets.boston_housing.load_data(test_split=0.3, seed=7)
    assert found.train.x.shape == (7, 13)
    order = np.arange(10)
    np.random.RandomState(7).shuffle(order)
    np.testing.assert_array_equal(found.train.y, y[order][:7])
    np.testing.assert_array_equal(found.test.x, expected[1][0])
    with pytest.raises(ValueError, match=r"dataset_boston_housing\(\).*test_split"):
        rk.dataset_boston_housing(test_split=1)


def sequences(*lists: list[int]) -> np.ndarray:
    array = np.empty(len(lists), object)
    array[:] = lists
    return array


def test_imdb_and_reuters(home: Path) -> None:
    train, test = sequences([1, 2, 3], [4, 5], [6]), sequences([2, 9])
    np.savez(home / "imdb.npz", x_train=train, y_train=[0, 1, 1], x_test=test, y_test=[1])
    found = rk.dataset_imdb(num_words=8)
    np.testing.assert_array_equal(found.test.x[0], [1, 5, 2])  # start, 2 + 3, and out of vocabulary for 9 + 3
    assert sorted(map(list, found.train.x)) == [[1, 2], [1, 4, 5, 6], [1, 7, 2]]
    assert sorted(found.train.y) == [0, 1, 1]
    plain = rk.dataset_imdb(start_char=None, index_from=0)
    assert sorted(map(list, plain.train.x)) == [[1, 2, 3], [4, 5], [6]]
    with pytest.raises(ValueError, match=r"dataset_imdb\(\).*maxlen"):
        rk.dataset_imdb(maxlen=1)
    np.savez(home / "reuters.npz", x=sequences([1], [2], [3], [4], [5]), y=np.arange(1, 6))
    found = rk.dataset_reuters(test_split=0.4, num_words=99)
    assert len(found.train.x) == 3 and len(found.test.y) == 2
    for part in found:
        for words, topic in zip(part.x, part.y, strict=True):
            assert list(words) == [1, topic + 3]


def test_word_indices(home: Path) -> None:
    for file, load in (
        ("imdb_word_index.json", rk.dataset_imdb_word_index),
        ("reuters_word_index.pkl", rk.dataset_reuters_word_index),
    ):
        (home / file).write_text(json.dumps({"the": 1, "straße": 2}))
        assert load() == {"the": 1, "straße": 2}


@pytest.mark.parametrize(
    ("load", "file"),
    [
        (rk.dataset_mnist, "datasets/mnist.npz"),
        (rk.dataset_cifar10, "datasets/cifar-10-batches-py-target_archive"),
        (rk.dataset_imdb_word_index, "datasets/imdb_word_index.json"),
        (lambda: rk.application_resnet50(), "models/resnet50_weights_tf_dim_ordering_tf_kernels.h5"),
    ],
)
def test_without_a_network_the_error_says_what_to_fetch_and_where_to_put_it(home: Path, load, file: str) -> None:
    with pytest.raises(ConnectionError) as caught:
        load()
    message = str(caught.value)
    assert message.startswith(("dataset_", "application_resnet50(): https://"))
    assert "cannot be downloaded" in message
    assert f"save it as {home.parent / file}" in message
    assert not [path for path in home.parent.rglob("*") if path.is_file()]
