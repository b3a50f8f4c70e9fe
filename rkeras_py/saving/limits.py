"""Bounds for what a file may ask for, since files come from strangers; they hold before memory or a class is made."""

import contextlib
import math
import mmap
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from ..engine.loading import keras

_AT_LEAST = 256 << 20
"""Bytes that any file may take."""
_WITHOUT_WEIGHTS = 2 << 30
"""Bytes that the weights of a description may take, which has none to compare with."""
_EXPANSION = 20
"""How many times its own size a larger file may take: Keras writes numbers as they are."""
_BESIDE = 64 << 20
"""Bytes of variables that a model may have beside those in its file, such as the states of its layers."""
_DEEPEST = 150
"""How deeply a description may be nested; a model within a model takes five levels."""
_MOST = 3_000_000
"""How many values a description may have, each counted where it is used."""

_HEAP = b"GCOL\1\0\0\0"
"""How a heap of texts begins in HDF5; its entries follow 16 bytes later, each with its number and size."""

_AT_MOST = {
    "num_thresholds": 100_000,
    "power_iterations": 1_000,
}
"""Numbers by which constructors of Keras compute, before any variable is made."""


@dataclass
class _Bounds:
    """The bounds of a load: bytes that it may take, that its file has for weights, that weights were made of."""

    allowed: int
    stored: int | None = None
    made: int = 0


_BOUNDS: ContextVar[_Bounds | None] = ContextVar("_BOUNDS", default=None)


class Refused(ValueError):
    """A file asks for more than the bounds allow.

    Args:
        words: Why.
        size: The bound that would do, where it is one of bytes.
    """

    def __init__(self, words: str, size: int | None = None) -> None:
        super().__init__(words)
        self.size = size


@contextlib.contextmanager
def limit_loading(size: int | None, max_size: int | None = None) -> Iterator[None]:
    """Bound what is loaded within.

    Args:
        size: Bytes of the file; None for a description without weights.
        max_size: Bytes that it may take, where the user said so.
    """
    if max_size is None:
        max_size = _WITHOUT_WEIGHTS if size is None else max(_AT_LEAST, _EXPANSION * size)
    token = _BOUNDS.set(_Bounds(max_size))
    try:
        yield
    finally:
        _BOUNDS.reset(token)


def _check_size(size: int, what: str) -> None:
    bounds = _BOUNDS.get()
    if bounds is not None and size > bounds.allowed:
        raise Refused(f"{what} {format_bytes(size)}.", size)


def format_bytes(size: float) -> str:
    """Return a number of bytes as text, to be read by people."""
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} PB"


def check_stored(size: int) -> None:
    """Note how many bytes of weights a file has: no model of it has many more.

    Args:
        size: What the file declares.

    Raises:
        Refused: If that is too much.
    """
    _check_size(size, "its weights take")
    bounds = _BOUNDS.get()
    if bounds is not None:
        bounds.stored = size


def check_weight(layer: Any, shape: Any, dtype: Any) -> None:
    """Refuse a weight of a layer, before there is memory for it, if the file cannot hold it.

    Args:
        layer: The layer that asks for a weight.
        shape: The shape of the weight; None for a scalar.
        dtype: The type of its elements; None for the layer's.

    Raises:
        Refused: If there is no such weight in the file, or if all weights take too much.
    """
    bounds = _BOUNDS.get()
    if bounds is None or not all(isinstance(length, int) for length in shape or ()):
        return  # what else comes, Keras refuses
    sizes = list(shape or ())
    bounds.made += math.prod(sizes) * _itemsize(dtype or layer.variable_dtype)
    words = f"layer '{layer.name}' declares weights of the shape {tuple(sizes)}"
    if bounds.stored is not None and bounds.made > bounds.stored + _BESIDE:
        raise Refused(f"{words}, and the file has {format_bytes(bounds.stored)} of weights in all.")
    _check_size(bounds.made, f"{words}; with it the weights take")


def _itemsize(dtype: Any) -> int:
    name = str(keras().backend.standardize_dtype(dtype))
    digits = "".join(letter for letter in name if letter.isdigit())
    return max(1, int(digits) // 8) if digits else 1


@contextlib.contextmanager
def open_hdf5(source: str | bytes) -> Iterator[Any]:
    """Open an HDF5 file that was looked at: arrays of its own, of a size that fits.

    Args:
        source: Its name, or its content.

    Yields:
        The file.

    Raises:
        Refused: If it takes data from elsewhere, or declares too much.
    """
    import h5py

    if isinstance(source, bytes):
        _check_heaps(source)
        opened = h5py.File(h5py.h5f.open_file_image(source))
    else:
        if not os.path.getsize(source):
            raise OSError("it is empty")
        with open(source, "rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            _check_heaps(content)
        opened = h5py.File(source, "r")
    with opened as file:
        _check_arrays(file)
        yield file


def _check_heaps(content: bytes | mmap.mmap) -> None:
    """Refuse a heap of texts in which HDF5 1.14 would go round for ever: free room that takes none."""
    place = content.find(_HEAP)
    while place >= 0:
        end = min(place + int.from_bytes(content[place + 8 : place + 16], "little"), len(content))
        entry = place + 16
        while entry + 16 <= end:
            size = int.from_bytes(content[entry + 8 : entry + 16], "little")
            if content[entry : entry + 2] != b"\0\0":
                size = 16 + -(-size // 8) * 8
            if size == 0:
                raise Refused(f"its heap of texts is damaged, at byte {entry}.")
            entry += size
        place = content.find(_HEAP, place + 4)


def _check_arrays(file: Any) -> None:
    import h5py

    todo, seen, size = [file], {h5py.h5o.get_info(file.id).addr}, 0
    while todo:
        group = todo.pop()
        for name in group:
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise Refused(f"'{group.name}/{name}' is a link to another place, which is not followed.")
            item = group[name]
            address = h5py.h5o.get_info(item.id).addr
            if address in seen:
                continue
            seen.add(address)
            if isinstance(item, h5py.Group):
                todo.append(item)
            elif isinstance(item, h5py.Dataset):
                if item.external or item.is_virtual:
                    raise Refused(f"'{item.name}' takes its numbers from another file, which is not read.")
                size += math.prod(item.shape or ()) * item.dtype.itemsize
    check_stored(size)


def check_file(path: str) -> None:
    """Refuse what is no file: a pipe would keep us waiting, a device has no end.

    Args:
        path: Name of what is in a folder or belongs to a checkpoint; it may be absent.

    Raises:
        Refused: If it is something else.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        raise Refused(f"'{path}' is no file.")


def check_archive(archive: zipfile.ZipFile) -> None:
    """Look at the names and sizes in an archive.

    Args:
        archive: An open archive.

    Raises:
        Refused: If a name leads out of it or comes twice, or if it unpacks to too much.
    """
    members = archive.infolist()
    names = [member.filename for member in members]
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
            raise Refused(f"its member '{member.filename}' leads out of the archive.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Refused(f"its member '{member.filename}' is a link to another place.")
    twice = next((name for name in names if names.count(name) > 1), None) if len(set(names)) < len(names) else None
    if twice is not None:
        raise Refused(f"it has two members '{twice}'.")
    _check_size(sum(member.file_size for member in members), "it unpacks to")


def check_description(config: Any) -> None:
    """Look at the description of a model, before classes are looked up.

    Args:
        config: What JSON or YAML gave.

    Raises:
        Refused: If it is nested too deeply, too large, or has numbers by which Keras would compute for hours.
    """
    todo, count = [(config, 0)], 0
    while todo:
        value, depth = todo.pop()
        parts = list(value.values()) if isinstance(value, Mapping) else value
        count += len(parts)
        if depth > _DEEPEST:
            raise Refused(f"its description is nested more than {_DEEPEST} levels deep.")
        if count > _MOST:
            raise Refused(f"its description has more than {_MOST} values.")
        if isinstance(value, Mapping):
            _check_numbers(value)
        todo += [(part, depth + 1) for part in parts if isinstance(part, (Mapping, list, tuple))]


def _check_numbers(config: Mapping[str, Any]) -> None:
    for name, most in _AT_MOST.items():
        number = config.get(name)
        if isinstance(number, (int, float)) and number > most:
            raise Refused(f"it asks for {name} = {number}, and at most {most} make sense.")
