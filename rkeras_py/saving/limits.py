"""Limits for files, which may be untrusted; they are checked before memory is allocated or a class is created."""

import contextlib
import copy
import math
import mmap
import os
import stat
import sys
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from ..engine.loading import keras

_AT_LEAST = 256 << 20
"""Bytes that are allowed for any file."""
_WITHOUT_WEIGHTS = 2 << 30
"""Bytes that the weights may take if there is only a description, without a file of weights."""
_EXPANSION = 20
"""The largest ratio of loaded size to file size: Keras does not compress numbers."""
_BESIDE = 64 << 20
"""Bytes of variables that a model may have beyond those in its file, such as layer states."""
_DEEPEST = 150
"""Maximum nesting depth of a description; a model within a model takes five levels."""
_MOST = 3_000_000
"""Maximum number of values in a description, each counted where it is used."""
_HEAP = b"GCOL\1\0\0\0"
"""The start of an HDF5 heap of texts; 16 bytes later come its entries, each with its number and size."""
_SIZES = ("cropping", "dilation_rate", "kernel_size", "padding", "pool_size", "size", "strides")
_AT_MOST = {"num_thresholds": 100_000, "power_iterations": 1_000} | dict.fromkeys(_SIZES, 2**31 - 1)
"""Limits of numbers that constructors use before they make variables, and of sizes that would crash TensorFlow."""
_LONGEST = {"cells": 200}
"""Maximum length of lists whose members Keras each builds on all before."""
_PIECE = 1 << 20
"""Number of bytes to inflate at once."""


@dataclass
class _Bounds:
    """Bytes of a loaded object: its limit, the weights in its file, and the weights and states made."""

    allowed: int
    stored: int | None = None
    made: int = 0
    states: int = 0


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
        max_size: Bytes that it may take, where the user set them.
    """
    if max_size is None:
        max_size = _WITHOUT_WEIGHTS if size is None else max(_AT_LEAST, _EXPANSION * size)
    token = _BOUNDS.set(_Bounds(max_size))
    try:
        yield
    finally:
        _BOUNDS.reset(token)


def is_loading() -> bool:
    """Tell whether a function of this package loads something."""
    return _BOUNDS.get() is not None


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
        return  # Keras itself refuses anything else
    sizes = list(shape or ())
    bounds.made += math.prod(sizes) * _compute_itemsize(dtype or layer.variable_dtype)
    words = f"layer '{layer.name}' declares weights of the shape {tuple(sizes)}"
    if bounds.stored is not None and bounds.made > bounds.stored + _BESIDE:
        raise Refused(f"{words}, and the file has {format_bytes(bounds.stored)} of weights in all.")
    _check_size(bounds.made, f"{words}; with it the weights take")


def check_state(owner: Any, shape: Any, dtype: Any) -> None:
    """Refuse a variable of a metric or an optimizer, before there is memory for it, if it takes too much.

    Args:
        owner: The metric or optimizer that asks for a variable.
        shape: The shape of the variable.
        dtype: The type of its elements; None for the owner's.

    Raises:
        Refused: If it takes too much, with the weights and all other states.
    """
    bounds = _BOUNDS.get()
    sizes = [shape] if isinstance(shape, int) else list(shape or ())
    if bounds is None or not all(isinstance(length, int) for length in sizes):
        return
    bounds.states += math.prod(sizes) * _compute_itemsize(dtype or getattr(owner, "dtype", None))
    words = f"{type(owner).__name__} keeps a state of the shape {tuple(sizes)}; with it weights and states take"
    _check_size(bounds.made + bounds.states, words)


def _compute_itemsize(dtype: Any) -> int:
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
    """Refuse a heap of texts with free space of size 0, on which HDF5 1.14 would loop forever."""
    place = content.find(_HEAP)
    while place >= 0:
        end = min(place + int.from_bytes(content[place + 8 : place + 16], "little"), len(content))
        entry = place + 16
        while entry + 16 <= end:
            size = int.from_bytes(content[entry + 8 : entry + 16], "little")
            if content[entry : entry + 2] != b"\0\0":
                size = 16 + -(-size // 8) * 8
            if size == 0:
                raise Refused(f"its heap of strings is damaged, at byte {entry}.")
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
                    raise Refused(f"'{item.name}' refers to another file, which is not read.")
                size += math.prod(item.shape or ()) * item.dtype.itemsize
                _check_chunks(item)
    check_stored(size)


def _check_chunks(array: Any) -> None:
    """Check the chunks of an array: HDF5 reads each as a whole, whatever its inflated size."""
    import h5py

    if array.chunks is None:
        return
    chunk = math.prod(array.chunks) * array.dtype.itemsize
    _check_size(chunk, f"a piece of '{array.name}' takes")
    plan = array.id.get_create_plist()
    filters = [plan.get_filter(number) for number in range(plan.get_nfilters())]
    for code, _, _, name in filters:
        if not h5py.h5z.filter_avail(code):
            words = (
                f"'{array.name}' is packed by the filter {code} ({_decode_name(name)}), which this HDF5 does not have."
            )
            raise Refused(f"{words} Write the file again without it.")
    if any(code == h5py.h5z.FILTER_DEFLATE for code, *_ in filters):
        for number in range(array.id.get_num_chunks()):
            place = array.id.get_chunk_info(number).chunk_offset
            _check_inflated(array.name, array.id.read_direct_chunk(place)[1], chunk)


def _decode_name(name: bytes) -> str:
    return name.decode(errors="replace") or "without a name"


def _check_inflated(name: str, packed: bytes, size: int) -> None:
    """Inflate a chunk of an array up to its limit."""
    inflater, room = zlib.decompressobj(), size + _PIECE
    with contextlib.suppress(zlib.error):  # HDF5 itself reports damage
        while packed and room > 0:
            room -= len(inflater.decompress(packed, _PIECE))
            packed = inflater.unconsumed_tail
    if room <= 0:
        raise Refused(f"a piece of '{name}' declares {format_bytes(size)}, and unpacks to more.")


def check_file(path: str) -> None:
    """Refuse what is no file: a pipe would keep us waiting, a device has no end.

    Args:
        path: Name of what is in a folder or belongs to a checkpoint; it may be absent.

    Raises:
        Refused: If it is something else.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        raise Refused(f"'{path}' is not a file.")


def check_archive(archive: zipfile.ZipFile) -> None:
    """Look at the names and sizes in an archive.

    Args:
        archive: An open archive.

    Raises:
        Refused: If a name leads out of it or comes twice, if it unpacks to too much, or to more than it says.
    """
    members = archive.infolist()
    names = [member.filename for member in members]
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
            raise Refused(f"its member '{member.filename}' leads outside the archive.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Refused(f"its member '{member.filename}' is a link to another place.")
    twice = next((name for name in names if names.count(name) > 1), None) if len(set(names)) < len(names) else None
    if twice is not None:
        raise Refused(f"it has two members '{twice}'.")
    _check_size(sum(member.file_size for member in members), "it unpacks to")
    for member in members:
        _check_member(archive, member)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Inflate a member in pieces, also beyond its declared size, since zipfile inflates before it cuts."""
    if member.compress_type == zipfile.ZIP_STORED:
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise Refused(f"its member '{member.filename}' has a compression that Keras does not use. Pack it again.")
    whole = copy.copy(member)
    whole.file_size = sys.maxsize
    with archive.open(whole) as stream:
        size = 0
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > member.file_size:
                words = (
                    f"its member '{member.filename}' declares {format_bytes(member.file_size)}, and unpacks to more."
                )
                raise Refused(words)


def check_description(config: Any) -> None:
    """Look at the description of a model, before classes are looked up.

    Args:
        config: What JSON or YAML gave.

    Raises:
        Refused: If it is nested too deeply, too large, or has numbers by which Keras would compute for hours.
    """
    check_tree(config, _list_parts_of_value)


def _list_parts_of_value(value: Any) -> Collection[Any]:
    if not isinstance(value, Mapping):
        return value if isinstance(value, (list, tuple)) else ()
    _check_numbers(value)
    return value.values()


def check_tree(root: Any, parts_of: Callable[[Any], Collection[Any]]) -> None:
    """Look at how deep and how large a tree is, in which one part may stand at many places, or in itself.

    Args:
        root: Its root.
        parts_of: Gives the parts of a part.

    Raises:
        Refused: If it is too deep, or has too many parts, each counted where it is used.
    """
    known: dict[int, tuple[int, int]] = {}  # for each finished part, its number of parts and of levels
    ways = [_Way(root, parts_of(root), 0)]
    while ways:
        way = ways[-1]
        for part in way.parts:
            if id(part) in known:
                way.add(*known[id(part)])
            elif parts := parts_of(part):
                ways.append(_Way(part, parts, len(ways)))
                break
        else:
            known[id(way.root)] = way.count, way.levels
            ways.pop()
            if ways:
                ways[-1].add(way.count, way.levels)
        if way.depth + way.levels > _DEEPEST + 1:
            raise Refused(f"its description is nested more than {_DEEPEST} levels deep.")
        if way.count > _MOST:
            raise Refused(f"its description has more than {_MOST} values.")


class _Way:
    """Walks through the parts of a part, and counts them and their own parts."""

    def __init__(self, root: Any, parts: Collection[Any], depth: int) -> None:
        self.root, self.parts, self.depth, self.count, self.levels = root, iter(parts), depth, len(parts), 1

    def add(self, count: int, levels: int) -> None:
        self.count, self.levels = self.count + count, max(self.levels, levels + 1)


def _check_numbers(config: Mapping[str, Any]) -> None:
    for name, most in _LONGEST.items():
        members = config.get(name)
        if isinstance(members, (list, tuple)) and len(members) > most:
            raise Refused(f"it has {len(members)} {name} in one layer, and at most {most} make sense.")
    for name, most in _AT_MOST.items():
        given = config.get(name)
        for number in given if isinstance(given, (list, tuple)) else (given,):
            if isinstance(number, (int, float)) and number > most:
                raise Refused(f"it asks for {name} = {number}, and at most {most} make sense.")
