"""Hostile files: bounded memory and time, no code, and an error that says which file it was."""

import json
import os
import stat
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import keras
import memory
import numpy as np
import pytest
import tensorflow as tf
from support import ALL_CASES, ROOT, project_env

import rkeras_py as rk
from rkeras_py.saving import limits


def small(units: int = 2) -> Any:
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(units)])


MUTATIONS = 124 if ALL_CASES else 16


def test_damaged_and_hostile_files_do_no_harm() -> None:
    """A fixed share of what `python tools/fuzz --mutations 2000` tries."""
    tried = ["--mutations", str(MUTATIONS), "--seed", "7", "--seconds", "60"]
    command = [sys.executable, str(ROOT / "tools" / "fuzz"), *tried]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=280, env={**os.environ, **project_env()}, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr[-2000:]
    assert f"{MUTATIONS} files" in ended.stdout


def enlarged(value: Any) -> Any:
    """The same description with a layer of 10^9 units."""
    if isinstance(value, dict):
        return {key: 10**9 if key == "units" else enlarged(item) for key, item in value.items()}
    return [enlarged(item) for item in value] if isinstance(value, list) else value


def test_huge_layers_are_refused_before_there_is_memory(tmp_path: Path) -> None:
    model, before = small(), memory.begin_peak_anew()
    file, archive, folder = (str(tmp_path / name) for name in ("m.h5", "m.keras", "m"))
    rk.save_model_hdf5(model, file)
    with h5py.File(file, "r+") as opened:
        opened.attrs["model_config"] = json.dumps(enlarged(json.loads(opened.attrs["model_config"])))
    model.save(tmp_path / "old.keras")
    rk.save_model_tf(model, folder)
    rewritten(tmp_path / "old.keras", Path(archive))
    rewritten(Path(folder, "assets.extra", "model.keras"), Path(folder, "assets.extra", "model.keras"))
    words = r"layer 'dense\w*' declares weights of the shape \(3, 1000000000\)"
    for load, source in (
        (rk.load_model_hdf5, file),
        (rk.load_model_hdf5, archive),
        (rk.load_model_tf, folder),
        (rk.unserialize_model, Path(file).read_bytes()),
    ):
        with pytest.raises(
            ValueError, match=rf"{load.__name__}\(\): .* is not loaded: {words}, and the file has 32 bytes"
        ):
            load(source)
    with pytest.raises(
        ValueError, match=rf"the model in `json` is not loaded: {words}; .* 12 GB.*max_size = 12000000000"
    ):
        rk.model_from_json(json.dumps(enlarged(json.loads(model.to_json()))))
    assert memory.peak() - before < 2**28


def rewritten(old: Path, new: Path, change: Callable[[Any], Any] = enlarged, **more: bytes) -> None:
    """Write an archive again, with another description and further members."""
    with zipfile.ZipFile(old) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["config.json"] = json.dumps(change(json.loads(members["config.json"]))).encode()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **more}.items():
            archive.writestr(name, content)


def test_the_bounds_can_be_raised_and_lowered(tmp_path: Path) -> None:
    text = small(1000).to_json()
    with pytest.raises(ValueError, match=r"the weights take 12 kB\. If you trust the author: max_size = 12000"):
        rk.model_from_json(text, max_size=10_000)
    assert rk.model_from_json(text, max_size=16_000).count_params() == 4000
    path = str(tmp_path / "m.h5")
    rk.save_model_hdf5(small(1000), path)
    with pytest.raises(ValueError, match=r"its weights take 16 kB\. .*max_size = 16000"):
        rk.load_model_hdf5(path, max_size=10_000)
    with pytest.raises(ValueError, match=r"`max_size` should be a number of bytes"):
        rk.load_model_hdf5(path, max_size=-1)
    assert rk.load_model_hdf5(path, max_size=16_000).count_params() == 4000
    assert keras.layers.Dense(10, name="free").add_weight(shape=(2,)).shape == (2,)


def test_archives_hold_what_belongs_to_them(tmp_path: Path) -> None:
    old, new = tmp_path / "old.keras", tmp_path / "new.keras"
    small().save(old)
    link = zipfile.ZipInfo("assets/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    cases: dict[str, tuple[Any, bytes]] = {
        "leads outside the archive": ("../evil", b"x"),
        "'/tmp/evil' leads out": ("/tmp/evil", b"x"),
        "'c:/evil' leads out": ("c:/evil", b"x"),
        "is a link to another place": (link, b"/etc/passwd"),
        "has two members 'config.json'": ("config.json", b"{}"),
    }
    for words, (name, content) in cases.items():
        new.write_bytes(old.read_bytes())
        with warnings.catch_warnings(), zipfile.ZipFile(new, "a") as archive:
            warnings.simplefilter("ignore")
            archive.writestr(name, content)
        with pytest.raises(
            ValueError, match=rf"load_model_hdf5\(\): '.*new\.keras' is not loaded: its? .*{words[-20:]}"
        ):
            rk.load_model_hdf5(str(new))
    rewritten(old, new, lambda config: config, **{"assets/zeros": bytes(10**7)})
    with pytest.raises(ValueError, match=r"it unpacks to 10 MB\. .*max_size = 10"):
        rk.load_model_hdf5(str(new), max_size=10**6)


def spoilt(path: Path, spoil: Callable[[Any], None]) -> str:
    rk.save_model_weights_hdf5(small(), str(path))
    with h5py.File(path, "r+") as file:
        inner = file.visititems(lambda name, item: item if name.endswith("kernel") else None).parent
        del inner["kernel"]
        spoil(inner)
    return str(path)


def test_arrays_come_from_the_file_itself(tmp_path: Path) -> None:
    def linked(group: Any) -> None:
        group["kernel"] = h5py.ExternalLink("/etc/passwd", "/")

    def soft(group: Any) -> None:
        group["kernel"] = h5py.SoftLink("/")

    def external(group: Any) -> None:
        group.create_dataset("kernel", (3, 2), "float32", external=[("/etc/passwd", 0, 24)])

    def virtual(group: Any) -> None:
        group.create_virtual_dataset("kernel", h5py.VirtualLayout((3, 2), "float32"))

    def huge(group: Any) -> None:
        group.create_dataset("kernel", (10**6, 10**6), "float32", chunks=(100, 100))

    for spoil, words in (
        (linked, "is a link to another place, which is not followed"),
        (soft, "is a link to another place, which is not followed"),
        (external, "refers to another file, which is not read"),
        (virtual, "refers to another file, which is not read"),
        (huge, r"its weights take 4 TB\.$"),
    ):
        model = small()
        before = model.get_weights()
        path = spoilt(tmp_path / "w.h5", spoil)
        with pytest.raises(ValueError, match=rf"load_model_weights_hdf5\(\): '.*w\.h5' is not loaded: .*{words}"):
            rk.load_model_weights_hdf5(model, path)
        for one, other in zip(model.get_weights(), before, strict=True):
            np.testing.assert_array_equal(one, other)


def test_a_heap_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    """HDF5 1.14.6 goes round in it for ever."""
    path = tmp_path / "w.h5"
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = ["dense"]  # of no fixed length, as Keras 2 writes it
    content = bytearray(path.read_bytes())
    place = content.index(b"GCOL") + 16
    content[place : place + 16] = bytes(16)
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"w\.h5' is not loaded: its heap of strings is damaged, at byte \d+"):
        rk.load_model_weights_hdf5(small(), str(path))
    path.write_bytes(b"")
    with pytest.raises(ValueError, match=r"load_model_weights_hdf5\(\): '.*w\.h5' is incomplete or damaged"):
        rk.load_model_weights_hdf5(small(), str(path))


def test_descriptions_have_an_end() -> None:
    deep: Any = []
    for _ in range(400):
        deep = [deep]
    described = json.loads(small().to_json())
    with pytest.raises(ValueError, match="nested more than 150 levels deep"):
        rk.model_from_json(json.dumps({**described, "more": deep}))
    for text in ("[" * 100_000, '{"a":' * 100_000):
        with pytest.raises(ValueError, match=r"model_from_json\(\): `json` should be .*cannot be read as plain data"):
            rk.model_from_json(text)
    lines = ["a0: &a0 [0, 0, 0, 0, 0, 0, 0, 0, 0]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    with pytest.raises(ValueError, match="description has more than 3000000 values"):
        rk.model_from_yaml("\n".join([*lines, "class_name: Sequential", "config: {}"]))
    with pytest.raises(ValueError, match="nested more than 150 levels deep"):
        rk.model_from_yaml("config: &c\n  layers: [*c]\nclass_name: Sequential")


def test_a_checkpoint_is_as_large_as_its_index_says(tmp_path: Path) -> None:
    path = str(tmp_path / "w")
    rk.save_model_weights_tf(small(), path)
    data = tmp_path / "w.data-00000-of-00001"
    data.write_bytes(data.read_bytes()[:20])
    with pytest.raises(
        ValueError, match=r"load_model_weights_tf\(\): '.*w' is not loaded: its index declares .* hold 20"
    ):
        rk.load_model_weights_tf(small(), path)
    assert tf.train.load_checkpoint(path)  # TensorFlow looks only when it reads


def test_words_are_read_from_the_archive_alone(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a\nb")
    lookup = keras.layers.StringLookup(vocabulary=["a"])
    described = json.loads(keras.Sequential([keras.Input((1,), dtype="string"), lookup]).to_json())
    described["config"]["layers"][1]["config"]["vocabulary"] = str(tmp_path / "secret")
    with pytest.raises(ValueError, match=r"model_from_json\(\): .* reads another file on this computer"):
        rk.model_from_json(json.dumps(described))


def test_pipes_and_devices_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (str(tmp_path / "pipe"), "/dev/zero"):
        with pytest.raises(ValueError, match="is not a model file"):
            rk.load_model_hdf5(path)


def test_large_numbers_of_bytes_are_readable() -> None:
    assert [limits.format_bytes(size) for size in (7, 1500, 4e12, 3e15)] == ["7 bytes", "1.5 kB", "4 TB", "3 PB"]


def test_sizes_at_which_tensorflow_ends_the_process_are_refused() -> None:
    pool = keras.Sequential([keras.Input((6, 6, 1)), keras.layers.MaxPooling2D(2, strides=2)])
    described = rk.model_to_json(pool)
    assert rk.count_params(rk.model_from_json(described)) == 0
    with pytest.raises(ValueError, match=r"it asks for strides = 2147483648, and at most 2147483647 make sense"):
        rk.model_from_json(described.replace('"strides": [2, 2]', f'"strides": [2, {2**31}]'))


def count_parts(value: Any) -> tuple[int, int]:
    """The parts of a list, each counted where it is used, and its levels."""
    if not isinstance(value, list):
        return 0, 0
    inner = [count_parts(part) for part in value]
    return len(value) + sum(count for count, _ in inner), 1 + max((levels for _, levels in inner), default=0)


def test_trees_are_counted_as_they_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    r = np.random.default_rng(3)
    made: list[Any] = [1]
    for _ in range(60):  # many lists, of which some hold the same ones
        made.append([made[place] for place in r.integers(0, len(made), r.integers(1, 4))])
    for tree in made[1:]:
        count, levels = count_parts(tree)
        for most, deepest, refused in ((count, levels, ""), (count - 1, levels, "values"), (count, levels - 1, "deep")):
            monkeypatch.setattr(limits, "_MOST", most)
            monkeypatch.setattr(limits, "_DEEPEST", deepest - 1)
            if refused:
                with pytest.raises(limits.Refused, match=refused):
                    limits.check_description(tree)
            else:
                limits.check_description(tree)


@pytest.mark.parametrize("values", [[b"a", b"b"], [1 + 2j, 3 + 0j]])
def test_weights_that_are_no_numbers_change_none(values: list[Any], tmp_path: Path) -> None:
    path = str(tmp_path / "w.h5")
    rk.save_model_weights_hdf5(small(), path)
    with h5py.File(path, "r+") as file:
        places: list[str] = []
        file.visititems(lambda name, item: places.append(name) if name.endswith("bias") else None)
        del file[places[0]]
        file[places[0]] = values
    model = small()
    before = model.get_weights()
    with pytest.raises(ValueError, match=r"^load_model_weights_hdf5\(\): .*and does not contain real numbers"):
        rk.load_model_weights_hdf5(model, path)
    assert all(np.array_equal(one, other) for one, other in zip(before, model.get_weights(), strict=True))
