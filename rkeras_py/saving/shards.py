"""Weights in several files of limited size: an index, `*.weights.json`, and HDF5 files beside it."""

import json
import os
from typing import Any

from ..messages import errors
from .atomic_files import flush_to_disk, make_neighbor, refuse_existing

ENDING = ".weights.json"


def write_shards(model: Any, path: str, overwrite: bool, size: float, function: str) -> None:
    """Write the weights of a model; the list comes to its place when all files that it names are there.

    Args:
        model: The model.
        path: Name of the list.
        overwrite: Whether a list of that name is replaced.
        size: How many gigabytes a file has at most.
        function: Name of the function that the user called.

    Raises:
        FileExistsError: If the list exists and may not be replaced.
        ValueError: If the name has another ending, or a weight is larger than a file may be.
    """
    if not path.endswith(ENDING):
        hint = "It lists the files."
        raise errors.bad_argument(function, "filepath", f"a name that ends with {ENDING}", path, hint)
    refuse_existing(path, overwrite)
    with make_neighbor(path, function) as folder:
        try:
            model.save_weights(os.path.join(folder, os.path.basename(path)), max_shard_size=size)
        except ValueError as error:
            raise errors.rejected(function, error) from error
        parts = sorted(set(os.listdir(folder)) - {os.path.basename(path)})
        for name in (*parts, os.path.basename(path)):
            flush_to_disk(os.path.join(folder, name))
            os.replace(os.path.join(folder, name), os.path.join(os.path.dirname(os.path.realpath(path)), name))


def read_shards(model: Any, path: str, skip_mismatch: bool, function: str) -> None:
    """Load weights that `write_shards()` or Keras wrote; the model stays as it was where they do not fit.

    Args:
        model: The model.
        path: Name of the list.
        skip_mismatch: Whether layers whose weights do not fit keep theirs.
        function: Name of the function that the user called.

    Raises:
        FileNotFoundError: If a file of the list is missing.
        ValueError: If the list is none, or names files elsewhere.
    """
    for name in _list_parts(path, function):
        if os.path.basename(name) != name:
            raise ValueError(f"{function}(): '{path}' names '{name}', which is not beside it.")
        if not os.path.isfile(os.path.join(os.path.dirname(path), name)):
            raise FileNotFoundError(f"{function}(): '{path}' lists the file '{name}', which is not there.")
    before = model.get_weights()
    try:
        model.load_weights(path, skip_mismatch=skip_mismatch)
    except Exception:
        model.set_weights(before)
        raise


def _list_parts(path: str, function: str) -> set[str]:
    try:
        with open(path, encoding="utf-8") as stream:
            parts = json.load(stream)["weight_map"].values()
        return {name for one in parts for name in ([one] if isinstance(one, str) else one)}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{function}(): '{path}' is not a list of files with weights.") from error
