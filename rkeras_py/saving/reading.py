"""Opening whatever holds a model: HDF5 by Keras 1 to 3, `.keras`, SavedModel."""

import json
import os
import re
import zipfile
from typing import Any

from .. import errors, keras2
from .._keras import keras
from .._registry import REGISTRY
from . import hdf5, hdf5_models, keras2_archive, keras2_saved_model
from .keras2_table import NotUpgradable
from .objects import custom_object_names

LIVING = os.path.join("assets.extra", "model.keras")
"""Where a SavedModel by save_model_tf() keeps the model itself, beside the graph; TensorFlow does not look there."""

HDF5 = b"\x89HDF\r\n\x1a\n"
"""How an HDF5 file begins."""

_ZIP = b"PK\x03\x04"


def load_model(path: str, custom_objects: Any, compile: bool, options: dict[str, Any], function: str) -> Any:
    """Load a model from a file or folder; what it is, its content says.

    Args:
        path: Name of the file or folder.
        custom_objects: What the user gave for what the file names.
        compile: Whether to compile the model as it was.
        options: `safe_mode`.
        function: Name of the function that the user called.

    Returns:
        The model.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: If it holds no model that can be made.
    """
    objects = custom_object_names(custom_objects, function)
    safe_mode = safe_mode_of(options, function)
    if not os.path.exists(path):
        raise FileNotFoundError(f"{function}(): there is no file '{path}'.")
    try:
        if os.path.isdir(path):
            return _measuring(_from_folder(path, objects, compile, safe_mode))
        with open(path, "rb") as stream:
            magic = stream.read(len(HDF5))
        if magic == HDF5:
            return _measuring(_from_hdf5(path, objects, compile, safe_mode))
        if magic[: len(_ZIP)] == _ZIP:
            return _measuring(_from_archive(path, objects, compile, safe_mode))
    except Exception as error:
        raise reworded(error, function, f"'{path}'") from error
    raise ValueError(
        f"{function}(): '{path}' is no model file: it is neither HDF5, nor .keras, nor the folder of a SavedModel."
    )


def _measuring(model: Any) -> Any:
    """Let metric functions that came from the file measure as compile() lets them."""
    metrics = getattr(model, "_compile_metrics", None)
    for name in ("_user_metrics", "_user_weighted_metrics"):
        given = getattr(metrics, name, None)
        if given is not None:
            setattr(metrics, name, keras().tree.map_structure(keras2.with_label_rank, given))
    return model


def safe_mode_of(options: dict[str, Any], function: str) -> bool:
    """Whether code in the file is refused; other options are unknown arguments."""
    for option in options:
        if option != "safe_mode":
            raise errors.unknown_argument(function, option, [*REGISTRY[function].params, "safe_mode"])
    return bool(options.get("safe_mode", True))


def reworded(error: Exception, function: str, source: str) -> Exception:
    """Say which file it was, and what to do.

    Args:
        error: What Keras or h5py raised.
        function: Name of the function that the user called.
        source: The file, as a message calls it.
    """
    words = _cause(str(error))
    if "unsafe_deserialization" in words or "safe_mode" in words:
        return ValueError(
            f"{function}(): {source} holds code (a lambda), which would run on your machine. "
            f"If you trust who made it: {function}(..., safe_mode = FALSE)."
        )
    if isinstance(error, (NotUpgradable, hdf5.Misfit)):
        return ValueError(f"{function}(): {source} cannot be loaded: {words}")
    unknown = re.search(r"^(?:Could not locate|Unknown) (class|function|loss|metric|optimizer) '([^']*)'", words)
    if unknown:
        kind, name = unknown.groups()
        without = "" if kind in ("class", "function") else ", or load without it: compile = FALSE"
        return ValueError(
            f"{function}(): {source} names the {kind} '{name}', which is not part of Keras 3. Give it in "
            f"`custom_objects`, a named list{without}."
        )
    if isinstance(error, OSError):
        return ValueError(f"{function}(): {source} is incomplete or damaged: {words}")
    return ValueError(f"{function}(): {source} cannot be loaded: {words or type(error).__name__}")


def _cause(words: str) -> str:
    """Keras wraps one error into another, each with the whole description of the model."""
    innermost = words.split("Exception encountered: ")[-1]
    return innermost.split("\n\nconfig=")[0].strip()


def _from_hdf5(path: str, objects: dict[str, Any], compile: bool, safe_mode: bool) -> Any:
    import h5py

    with h5py.File(path, "r") as file:
        return hdf5_models.read_model(file, objects, compile, safe_mode)


def _from_archive(path: str, objects: dict[str, Any], compile: bool, safe_mode: bool) -> Any:
    with zipfile.ZipFile(path) as archive:
        metadata = json.loads(archive.read("metadata.json"))
    if hdf5_models.wrote_keras2(metadata):
        return keras2_archive.read_model(path, objects, compile, safe_mode)
    model = keras().saving.load_model(_as_keras(path), objects, compile, safe_mode)
    hdf5_models.mark(model)
    return model


def _as_keras(path: str) -> Any:
    if path.endswith(".keras"):
        return path
    raise NotUpgradable("the name of a .keras file has to end in .keras.")


def _from_folder(path: str, objects: dict[str, Any], compile: bool, safe_mode: bool) -> Any:
    """The model in a SavedModel; one that others wrote can be run only."""
    living = os.path.join(path, LIVING)
    if os.path.isfile(living):
        return _from_archive(living, objects, compile, safe_mode)
    if keras2_saved_model.metadata(path) is not None:
        return keras2_saved_model.read_model(path, objects, compile, safe_mode)
    if os.path.isfile(os.path.join(path, "saved_model.pb")):
        raise NotUpgradable(
            "it is a SavedModel that holds a graph and no Keras model. It can be run, not trained: "
            f"keras$layers$TFSMLayer('{path}', call_endpoint = 'serving_default')."
        )
    raise NotUpgradable("it is a folder without a model.")
