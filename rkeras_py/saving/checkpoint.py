"""Weights as a TensorFlow checkpoint, under Keras 2's names."""

import functools
import glob
import math
import os
from collections.abc import Callable, Iterator
from typing import Any

from ..compat.file_terms import VARIABLES
from ..engine.internals.graphs import is_describable
from ..engine.internals.layers import PARTS
from ..engine.loading import keras
from ..on_tensorflow import checkpoints
from . import limits
from .atomic_files import flush_to_disk
from .hdf5 import STATE, Misfit, assign_values

_VALUE, _GRAPH = "/.ATTRIBUTES/VARIABLE_VALUE", "_CHECKPOINTABLE_OBJECT_GRAPH"


def list_keys(layer: Any, seen: set[int] | None = None) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Name each variable of a model or layer by the way to it, as Keras 2 does.

    Args:
        layer: The model or layer.
        seen: Ids of what has a name already.

    Yields:
        The way to a variable, attribute by attribute, and the variable.
    """
    seen = set() if seen is None else seen
    seen.add(id(layer))
    for name, value in _list_parts(layer):
        if id(value) in seen:
            continue
        if isinstance(value, keras().layers.Layer):
            yield from (((name, *rest), variable) for rest, variable in list_keys(value, seen))
        elif isinstance(value, keras().Variable) and value.name != STATE and _is_weight(layer, value):
            seen.add(id(value))
            yield (name,), value
        elif isinstance(value, (list, tuple)):
            for number, item in enumerate(value):
                if isinstance(item, keras().layers.Layer) and id(item) not in seen:
                    yield from (((name, str(number), *rest), variable) for rest, variable in list_keys(item, seen))


def _list_parts(layer: Any) -> Iterator[tuple[str, Any]]:
    if is_describable(layer):
        with_weights = [one for one in layer.layers if one.weights]
        yield from ((f"layer_with_weights-{number}", one) for number, one in enumerate(with_weights))
    renamed = VARIABLES.get(type(layer).__name__, {})
    own = [value.name for value in vars(layer).values() if isinstance(value, keras().Variable)]
    for name, value in vars(layer).items():
        if isinstance(value, keras().Variable) and own.count(value.name) == 1:
            yield renamed.get(value.name, value.name), value
        elif name not in PARTS:
            yield name, value


def _is_weight(layer: Any, variable: Any) -> bool:
    return any(variable is weight for weight in layer.weights)


def write_checkpoint(prefix: str, folder: str, model: Any) -> None:
    """Write the weights of a model as a checkpoint.

    Args:
        prefix: How the names of its files begin.
        folder: A temporary folder on the same disk.
        model: The model.
    """
    tree: dict[str, Any] = {}
    for way, variable in list_keys(model):
        branch = tree
        for name in way[:-1]:
            branch = branch.setdefault(name, {})
        branch[way[-1]] = variable.value
    name = os.path.basename(prefix)
    checkpoints.make_trackable(tree).write(os.path.join(folder, name))
    old = _list_data_files(prefix)
    if f"{prefix}.data-00000-of-00001" in old:
        folder = checkpoints.divide_in_two(os.path.join(folder, name))
    with open(os.path.join(folder, "checkpoint"), "w", encoding="utf-8") as state:
        state.write(f'model_checkpoint_path: "{name}"\nall_model_checkpoint_paths: "{name}"\n')
    written = sorted(os.listdir(folder), key=lambda file: (file == "checkpoint", file.endswith(".index")))
    for file in written:  # the data first, and last the file that points to them
        flush_to_disk(os.path.join(folder, file))
        os.replace(os.path.join(folder, file), os.path.join(os.path.dirname(prefix), file))
    for file in old:
        if os.path.basename(file) not in written:
            os.remove(file)


def read_checkpoint(prefix: str, model: Any, skip_mismatch: bool, reshape: bool) -> None:
    """Read weights from a checkpoint by Keras 2 or by `write()`: all, or nothing and an error.

    Args:
        prefix: How the names of its files begin.
        model: The model; it must be built.
        skip_mismatch: Whether weights that do not fit stay as they are.
        reshape: Whether arrays that are as large, in another shape, are reshaped.

    Raises:
        Misfit: If the checkpoint is of another model.
    """
    reader = open_checkpoint(prefix)
    saved = reader.get_variable_to_shape_map()
    found = []
    lacking = []
    find_key = functools.cache(lambda: _make_finder(reader))
    for way, variable in list_keys(model):
        key = "/".join(way) + _VALUE
        key = key if key in saved else find_key()(way)
        if key in saved:
            found.append((f"'{key.removesuffix(_VALUE)}'", [variable], [reader.get_tensor(key)]))
        else:
            lacking.append("/".join(way))
    if lacking and not (found and skip_mismatch):
        raise Misfit(f"the checkpoint lacks {', '.join(lacking[:5])}. It belongs to another model.")
    if not found and any(key.startswith("layer_with_weights") for key in saved):
        raise Misfit("the checkpoint has weights, and the model has none. It belongs to another model.")
    assign_values(model, found, skip_mismatch, reshape)


def _make_finder(reader: Any) -> Callable[[tuple[str, ...]], str]:
    """Return the function that finds the key of a variable by the way to it, in the graph of objects of a checkpoint.

    Keras 2 writes what several models share once, under one of the ways to it, and a layer that is a pipeline of layers
    here under its own name.

    Args:
        reader: TensorFlow's reader.
    """
    nodes = checkpoints.parse_objects(reader.get_tensor(_GRAPH)).nodes if reader.has_tensor(_GRAPH) else []
    children = [{one.local_name: one.node_id for one in node.children} for node in nodes]

    def find(way: tuple[str, ...]) -> str:
        place: int | None = 0 if children else None
        for number, name in enumerate(way):
            if place is None:
                return ""
            is_within = "_pipeline_layers" in (name, *way[max(number - 1, 0) : number])
            place = children[place].get(name, place if is_within else None)
        values = () if place is None else nodes[place].attributes
        return next((one.checkpoint_key for one in values), "")

    return find


def open_checkpoint(prefix: str) -> Any:
    """Open a checkpoint whose tensors are as large as its files.

    Args:
        prefix: How the names of its files begin.

    Returns:
        TensorFlow's reader.

    Raises:
        Refused: If the index declares more than the files hold.
    """
    for file in (f"{prefix}.index", *_list_data_files(prefix)):
        limits.check_file(file)
    reader = checkpoints.open_reader(prefix)
    types = reader.get_variable_to_dtype_map()
    declared = sum(math.prod(shape) * types[key].size for key, shape in reader.get_variable_to_shape_map().items())
    stored = measure_size(prefix)
    if declared > stored:
        wanted, held = limits.format_bytes(declared), limits.format_bytes(stored)
        raise limits.Refused(f"its index declares {wanted} of weights, its files hold {held}.")
    limits.check_stored(stored)
    return reader


def measure_size(prefix: str) -> int:
    """Return the bytes of the files in which a checkpoint has its values."""
    return sum(os.path.getsize(file) for file in _list_data_files(prefix) if os.path.isfile(file))


def _list_data_files(prefix: str) -> list[str]:
    return glob.glob(f"{glob.escape(prefix)}.data-*-of-*")


def has_checkpoint(prefix: str) -> bool:
    """Tell whether there is a checkpoint of that name."""
    return os.path.exists(f"{prefix}.index")
