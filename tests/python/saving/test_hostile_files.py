"""Small files that ask for gigabytes: in a process of its own, each is refused within bounded memory."""

import json
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import keras
import memory
import pytest
from prepared import run_prepared

import rkeras_py as rk

ASKED = 250 << 20
"""Bytes that each file would take, or more."""

SUPPORT = Path(memory.__file__).parent

LOADING = """
import json, sys, time
import keras
import rkeras_py as rk
sys.path.insert(0, sys.argv[2])
import memory

model = keras.Sequential([keras.Input((1000,)), keras.layers.Dense(1000)])
model.compile("adam", "mse")
read = {
    "model": rk.load_model_hdf5,
    "weights": lambda path: rk.load_model_weights_hdf5(model, path),
    "json": lambda path: rk.model_from_json(open(path).read()),
    "yaml": lambda path: rk.model_from_yaml(open(path).read()),
}
for case, path in json.loads(sys.argv[1]):
    before, start, words = memory.begin_peak_anew(), time.monotonic(), "loaded"
    try:
        read[case.split()[0]](path)
    except ValueError as error:
        words = str(error)
    print(json.dumps([case, words, (memory.peak() - before) / 2**20, time.monotonic() - start]))
"""


def small(**compiled: Any) -> Any:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile("sgd", "mse", **compiled)
    return model


def members(model: Any) -> dict[str, bytes]:
    model.save("whole.keras")
    with zipfile.ZipFile("whole.keras") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_false_size(path: Path, name: str) -> None:
    """Write a .keras file of which one member unpacks to far more than it declares, with the sum of the declared."""
    parts = members(small())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for other in parts.keys() - {name}:
            archive.writestr(other, parts[other])
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        begin = parts.get(name, b"")
        with archive.open(info, "w") as stream:
            stream.write(begin)
            for _ in range(ASKED >> 20):
                stream.write(b" " * (1 << 20))
        info.file_size, info.CRC = len(begin) + 10, zlib.crc32(begin + b" " * 10)


def packed_otherwise(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in members(small()).items():
            archive.writestr(name, content)


def forged_metric(path: Path) -> None:
    model = small(metrics=[keras.metrics.MeanIoU(5)])
    if path.suffix == ".h5":
        rk.save_model_hdf5(model, str(path))
        with h5py.File(path, "r+") as file:
            file.attrs["training_config"] = file.attrs["training_config"].replace(*FORGED)
        return
    parts = members(model)
    parts["config.json"] = parts["config.json"].replace(*(text.encode() for text in FORGED))
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


FORGED = ('"num_classes": 5', '"num_classes": 20000')


def array(path: Path, spoil: Callable[[Any], None]) -> None:
    """Write weights of which one array is written in an unusual way."""
    rk.save_model_weights_hdf5(keras.Sequential([keras.Input((1000,)), keras.layers.Dense(1000)]), str(path))
    with h5py.File(path, "r+") as file:
        group = file.visititems(lambda name, item: item if name.endswith("kernel") else None).parent
        del group["kernel"]
        spoil(group)


def large_piece(group: Any) -> None:
    array = group.create_dataset(
        "kernel", (1000, 1000), "float32", maxshape=(None, None), chunks=(10000, 10000), compression="gzip"
    )
    array[:] = 0


def piece_unpacks(group: Any) -> None:
    array = group.create_dataset("kernel", (1000, 1000), "float32", chunks=(1000, 1000), compression="gzip")
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(ASKED >> 20)) + packer.flush()
    array.id.write_direct_chunk((0, 0), packed)


def foreign_filter(path: Path) -> None:
    array(path, lambda group: group.create_dataset("kernel", data=[[1.0] * 1000] * 1000, dtype="f4", compression=1))
    content = bytearray(path.read_bytes())
    place = content.index(b"deflate\0") - 8
    content[place : place + 2] = (32001).to_bytes(2, "little")
    path.write_bytes(content)


def aliases(last: str) -> str:
    lines = ["a0: &a0 [0, 0, 0, 0, 0, 0, 0, 0, 0]"]
    return "\n".join([*lines, *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)), last])


def merges() -> str:
    lines = ["a0: &a0 {x: 1}"]
    return "\n".join([*lines, *(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 30))])


def many_cells() -> str:
    cells = [keras.layers.LSTMCell(1), keras.layers.LSTMCell(1)]
    described = json.loads(keras.Sequential([keras.Input((2, 1)), keras.layers.RNN(cells)]).to_json())
    config = described["config"]["layers"][1]["config"]["cell"]["config"]
    config["cells"] = config["cells"][:1] * 20_000
    return json.dumps(described)


def layer(**described: Any) -> str:
    config = json.loads(small().to_json())
    config["config"]["layers"][1] = {"registered_name": None, **described}
    return json.dumps(config)


GRAPH = layer(module="keras.layers", class_name="TFSMLayer", config={"filepath": "x", "call_endpoint": "serve"})
UNKNOWN = layer(module="keras_hub.layers", class_name="Own", config={"name": "own"})
MAKERS: dict[str, tuple[Callable[[Path], Any], str]] = {
    **{
        f"model {name}.keras": (lambda path, name=name: with_false_size(path, name), f"'{name}' declares .* to more")
        for name in ("config.json", "metadata.json", "model.weights.h5", "assets/words.txt")
    },
    "model bzip2.keras": (packed_otherwise, "has a compression that Keras does not use"),
    "model metric.keras": (forged_metric, r"MeanIoU keeps a state of the shape \(20000, 20000\); .* 3.2 GB"),
    "model metric.h5": (forged_metric, r"MeanIoU keeps a state of the shape \(20000, 20000\); .* 3.2 GB"),
    "weights piece.h5": (lambda path: array(path, large_piece), "a piece of '/dense.*/kernel' takes 400 MB"),
    "weights bomb.h5": (lambda path: array(path, piece_unpacks), "a piece of '.*' declares 4 MB, and unpacks to more"),
    "weights filter.h5": (foreign_filter, r"not loaded: '.*/kernel' is packed by the filter 32001"),
    "yaml aliases": (lambda path: path.write_text(aliases("")), "description has more than 3000000 values"),
    "yaml model": (
        lambda path: path.write_text(aliases("class_name: Sequential\nconfig: {}")),
        "description has more than 3000000 values",
    ),
    "yaml merges": (lambda path: path.write_text(merges()), "description has more than 3000000 values"),
    "json cells": (lambda path: path.write_text(many_cells()), "it has 20000 cells in one layer, and at most 200"),
    "json graph": (lambda path: path.write_text(GRAPH), "has a TFSMLayer, which would run the graph of another folder"),
    "json unknown": (lambda path: path.write_text(UNKNOWN), "names the class 'Own', which is not part of Keras 3"),
}


def test_hostile_files_are_refused_within_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cases = []
    for number, (case, (make, _)) in enumerate(MAKERS.items()):
        path = tmp_path / f"{number}{Path(case).suffix}"
        make(path)
        cases.append((case, str(path)))
    ended = run_prepared(LOADING, json.dumps(cases), str(SUPPORT), timeout=240)
    found = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("[")]
    assert [case for case, *_ in found] == list(MAKERS), ended.stderr[-2000:]
    for case, words, megabytes, _ in found:
        assert re.search(MAKERS[case][1], words), (case, words)
        assert megabytes < 150, case


def test_what_is_packed_honestly_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    model = small(metrics=[keras.metrics.MeanIoU(5)])
    with zipfile.ZipFile("packed.keras", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members(model).items():
            archive.writestr(name, content)
    assert (rk.load_model_hdf5("packed.keras").get_weights()[0] == model.get_weights()[0]).all()
    other = keras.Sequential([keras.Input((1000,)), keras.layers.Dense(1000)])
    kernel = other.get_weights()[0]
    array(tmp_path / "w.h5", lambda group: group.create_dataset("kernel", data=kernel, chunks=True, compression="gzip"))
    rk.load_model_weights_hdf5(other, "w.h5")
    assert (other.get_weights()[0] == kernel).all()
