"""Ways to damage a file, by accident or on purpose; each takes a source of random numbers."""

import io
import json
import os
import random
import shutil
import stat
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from damage import damage_bytes
from descriptions import change_description, mutate_json, mutate_yaml, write_json

Random = random.Random


def _damage_hdf5(r: Random, data: bytes) -> bytes:
    import h5py

    if r.random() < 0.45:
        return damage_bytes(r, data)
    buffer = io.BytesIO(data)
    with h5py.File(buffer, "r+") as file:
        texts = [name for name in ("model_config", "training_config") if name in file.attrs]
        if texts and r.random() < 0.6:
            name = r.choice(texts)
            config = json.loads(file.attrs[name])
            text = write_json(change_description(r, config))
            file.attrs[name] = text if len(text) < 60_000 else "[" * 20_000
        else:
            r.choice(_IN_HDF5)(r, file)
    return buffer.getvalue()


def _list_items(file: Any, kind: Any) -> list[Any]:
    found: list[Any] = []
    file.visititems(lambda _, item: found.append(item) if isinstance(item, kind) else None)
    return found


def _change_attribute(r: Random, file: Any) -> None:
    import h5py
    import numpy as np

    holder = r.choice([file, *_list_items(file, h5py.Group)])
    names = list(holder.attrs) or ["layer_names"]
    name = r.choice(names)
    value = r.choice((None, 7, "x", "{", [b"a", b"b"], np.zeros((3, 3)), [b"../.."], "3.99", "2", [b"x"] * 1000))
    if value is None:
        holder.attrs.pop(name, None)
    else:
        holder.attrs[name] = value


def _change_array(r: Random, file: Any) -> None:
    import h5py
    import numpy as np

    datasets = _list_items(file, h5py.Dataset)
    if not datasets:
        return
    old = r.choice(datasets)
    parent, name = old.parent, old.name.rsplit("/", 1)[-1]
    shape, dtype = old.shape, old.dtype
    del parent[name]
    kind = r.randrange(10)
    if kind == 0:
        parent.create_dataset(name, (10**6, 10**6), "float32", chunks=(100, 100))
    elif kind == 1:
        parent.create_dataset(name, (3 * 10**8,), "float32", chunks=(10**6,), compression="gzip")
    elif kind == 2:
        parent[name] = h5py.SoftLink(r.choice(("/", "/absent", parent.name)))
    elif kind == 3:
        parent[name] = h5py.ExternalLink(r.choice(("/etc/passwd", "/dev/zero", "x.h5")), "/")
    elif kind == 4:
        parent.create_dataset(name, shape or (1,), dtype, external=[("/etc/passwd", 0, h5py.h5f.UNLIMITED)])
    elif kind == 5:
        layout = h5py.VirtualLayout(shape or (1,), dtype)
        parent.create_virtual_dataset(name, layout, fillvalue=1)
    elif kind == 6:
        parent[name] = r.choice((["a", "b"], 1 + 2j, np.zeros(shape, "complex64"), np.zeros(0), True))
    elif kind == 7:
        parent[name] = np.zeros((*shape, 2), dtype)
    elif kind == 8:
        parent.create_group(name)
    # else: it is missing


def _group(r: Random, file: Any) -> None:
    import h5py

    groups = _list_items(file, h5py.Group)
    if not groups:
        return
    group = r.choice(groups)
    parent, name = group.parent, group.name.rsplit("/", 1)[-1]
    kind = r.randrange(5)
    if kind == 0:
        parent.move(
            name, r.choice([new for new in ("x", "layers", "vars", name + "_1") if new not in parent] or [name + "_2"])
        )
    elif kind == 1:
        del parent[name]
    elif kind == 2:
        group["again"] = file["/"]  # a way without an end
    elif kind == 3:
        del parent[name]
        parent[name] = 3.0
    else:
        for _ in range(r.choice((50, 3000))):
            group = group.create_group("g")


_IN_HDF5 = (_change_attribute, _change_array, _change_array, _group)


# --- archives


def _zip(r: Random, data: bytes) -> bytes:
    if r.random() < 0.25:
        return damage_bytes(r, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    added: list[tuple[Any, bytes]] = []
    kind = r.randrange(10)
    packed = zipfile.ZIP_STORED
    if kind < 3:
        members["config.json"] = mutate_json(r, members["config.json"])
    elif kind < 6:
        members["model.weights.h5"] = _damage_hdf5(r, members["model.weights.h5"])
    elif kind == 6:
        name = r.choice(list(members))
        members[name] = damage_bytes(r, members[name])
    elif kind == 7:
        added, packed = _add_stranger(r, members), r.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    elif kind == 8:
        del members[r.choice(list(members))]
    else:
        return _change_size(r, data)
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", packed) as archive:
        warnings.simplefilter("ignore")
        for name, content in [*members.items(), *added]:
            archive.writestr(name, content)
    return buffer.getvalue()


def _add_stranger(r: Random, members: dict[str, bytes]) -> list[tuple[Any, bytes]]:
    """Add members that no such archive has."""
    link = zipfile.ZipInfo("assets/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    zeros = bytes(1 << 24)
    name = r.choice(list(members))
    choices: tuple[list[tuple[Any, bytes]], ...] = (
        [("../../evil.txt", b"x")],
        [("/tmp/fuzz_evil.txt", b"x")],
        [("assets/..\\..\\evil.txt", b"x")],
        [(link, b"/etc/passwd")],
        [(name, members[name])],
        [("config.json", b'{"class_name": "Sequential"}')],
        [(f"assets/{number}", zeros) for number in range(160)],
        [("metadata.json", b'{"keras_version": "2.15.0"}')],
        [(f"assets/{number}", b"") for number in range(20_000)],
    )
    return r.choice(choices)


def _change_size(r: Random, data: bytes) -> bytes:
    """Write a wrong size into the directory of the archive."""
    changed = bytearray(data)
    places = [place for place in range(len(data) - 46) if data[place : place + 4] == b"PK\x01\x02"]
    place = r.choice(places) + r.choice((8, 10, 20, 24, 42))
    changed[place : place + 4] = r.choice((0, 5, 99, 2**31 - 1, 2**32 - 2)).to_bytes(4, "little")
    return bytes(changed)


# --- folders


def _damage_folder(r: Random, place: Path) -> None:
    """Damage one of the files below a place."""
    files = sorted(file for file in place.rglob("*") if file.is_file())
    file = r.choice(files)
    kind = r.randrange(8)
    if kind == 0:
        file.unlink()
    elif kind == 1:
        file.unlink()
        file.symlink_to(r.choice(("/dev/zero", "/etc/passwd", "/absent", str(place))))
    elif kind == 2:
        file.unlink()
        os.mkfifo(file)
    elif kind in (3, 4) and (notes := place / "keras_metadata.pb").is_file():
        notes.write_bytes(_damage_notes(r, notes.read_bytes()))
    elif file.suffix == ".keras":
        file.write_bytes(_zip(r, file.read_bytes()))
    else:
        file.write_bytes(damage_bytes(r, file.read_bytes()))


def _damage_notes(r: Random, data: bytes) -> bytes:
    from rkeras_py.saving.keras2 import saved_model

    notes = saved_model._make_notes_class()()
    notes.ParseFromString(data)
    node = next(node for node in notes.nodes if node.node_path == "root")
    node.metadata = write_json(change_description(r, json.loads(node.metadata)))
    return bytes(notes.SerializeToString())


_FORMS: dict[str, Callable[[Random, bytes], bytes]] = {
    "bytes": damage_bytes,
    "hdf5": _damage_hdf5,
    "zip": _zip,
    "json": mutate_json,
    "yaml": mutate_yaml,
}


def mutate(r: Random, form: str, place: Path, folder: Path) -> Path:
    """Make a damaged copy.

    Args:
        r: The source of random numbers; the same makes the same copy.
        form: What is copied, as `Seed.form` says.
        place: Where it is.
        folder: An empty folder for the copy.

    Returns:
        Where the copy is.
    """
    copy = folder / place.name
    if form == "folder":
        shutil.copytree(place, copy)
        _damage_folder(r, copy)
    elif form == "checkpoint":
        inner = folder / "inner"
        inner.mkdir()
        for file in place.parent.glob(f"{place.name}.*"):
            shutil.copy(file, inner)
        _damage_folder(r, inner)
        return inner / place.name
    else:
        copy.write_bytes(_FORMS[form](r, place.read_bytes()))
    return copy
