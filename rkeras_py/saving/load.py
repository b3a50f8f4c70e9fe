"""Loading models from HDF5 files of Keras 1 to 3, `.keras` files and SavedModel folders."""

import contextlib
import json
import os
import re
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from ..compat import learning_rates, steps
from ..compat.file_terms import NotUpgradable
from ..engine.internals.modules import allows_code
from ..engine.loading import keras
from ..graph.function_names import named_as_known
from ..interrupts.files import guard_file
from ..messages import errors
from ..models import freezing, levels
from ..models.outputs import log_lone_loss
from ..signatures.named_objects import list_custom_object_names
from ..signatures.registry import REGISTRY
from . import checkpoint, hdf5, hdf5_models, limits, parts_in_files
from .keras2 import archive as keras2_archive
from .keras2 import saved_model

LIVING = os.path.join("assets.extra", "model.keras")
"""Where save_model_tf() stores the model itself in a SavedModel, beside the graph; TensorFlow ignores it."""

HDF5 = b"\x89HDF\r\n\x1a\n"
"""The start of an HDF5 file."""

ZIP = b"PK\x03\x04"
"""The start of a `.keras` file."""

_OF_BYTES = (json.JSONDecodeError, UnicodeError)
"""Errors that mean that a file is damaged."""

_UNKNOWN = re.compile(
    r"^(?:TypeError: )?(?:Could not (?:locate|deserialize)|Unknown) (class|function|loss|metric|optimizer) '([^']*)'"
)
"""Keras's messages about unknown names in a file."""

_NOT_TRAINED = r"Skipping variable loading for optimizer .* whereas the saved optimizer has [12] variables"
"""Keras's warning about an optimizer that was saved before its first step, and has no state to load."""

_OF_WEIGHTS = ("load_model_weights_hdf5", "load_model_weights_tf")
_ADVICE = " If you trust the author: max_size = {}."

_LONGEST = 1000
"""Characters of the cause in a message: Keras lists all parts of a model."""


def load_model(path: str, custom_objects: Any, compile: bool, options: dict[str, Any], function: str) -> Any:
    """Load a model from a file or folder; what it is, its content says.

    Args:
        path: Name of the file or folder.
        custom_objects: What the user gave for what the file names.
        compile: Whether to compile the model as it was.
        options: `safe_mode`, `max_size`.
        function: Name of the function that the user called.

    Returns:
        The model.

    Raises:
        FileNotFoundError: If the file does not exist.
        ValueError: If it holds no model that can be made.
    """
    objects = list_custom_object_names(custom_objects, function)
    safe_mode, max_size = get_bounds(options, function)
    if not os.path.exists(path):
        raise FileNotFoundError(f"{function}(): there is no file '{path}'.")
    with guard_reading(function, f"'{path}'", _measure_size(path), max_size):
        if os.path.isdir(path):
            return restore_compiled_behavior(_load_folder(path, objects, compile, safe_mode))
        magic = read_beginning(path)
        if magic == HDF5:
            return restore_compiled_behavior(_load_hdf5(path, objects, compile, safe_mode))
        if magic[: len(ZIP)] == ZIP:
            return restore_compiled_behavior(_load_archive(path, objects, compile, safe_mode))
    raise ValueError(
        f"{function}(): '{path}' is not a model file: it is neither an HDF5 file, nor a .keras file, nor a "
        f"SavedModel folder."
    )


def load_archive(data: bytes) -> Any:
    """Make a Keras object from the bytes of its archive; the classes that it names are in scope.

    Args:
        data: The bytes.

    Raises:
        ValueError: If it names an unknown class or function, or holds code.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        guard_reading("readRDS", "the object", len(data)),
        warnings.catch_warnings(),
    ):
        warnings.filterwarnings("ignore", _NOT_TRAINED)
        path = os.path.join(folder, "object.keras")
        with open(path, "wb") as stream:
            stream.write(data)
        return restore_compiled_behavior(_load_archive(path, {}, True, not allows_code()))


def restore_compiled_behavior(model: Any) -> Any:
    """Make a model that was read go on as one that compile() compiled."""
    steps.mark_read(model)
    if not getattr(model, "compiled", False):
        return model
    learning_rates.make_settable(model.optimizer)
    log_lone_loss(model)
    freezing.remember_trainable(model)
    return model


def _measure_size(path: str) -> int:
    if os.path.isdir(path):
        return checkpoint.measure_size(os.path.join(path, "variables", "variables"))
    return os.path.getsize(path)


def read_beginning(path: str) -> bytes:
    """Read the first bytes of a file, which tell what it is."""
    if not os.path.isfile(path):
        return b""  # reading from a pipe would block
    with open(path, "rb") as stream:
        return stream.read(len(HDF5))


@contextlib.contextmanager
def guard_reading(function: str, source: str, size: int | None, max_size: int | None = None) -> Iterator[None]:
    """Read something from outside: within bounds, and with errors that name it.

    Args:
        function: Name of the function that the user called.
        source: The file or bytes, as a message calls them.
        size: Bytes of it; None for a description without weights.
        max_size: Bytes that it may take, where the user set them.

    Raises:
        ValueError: Whatever went wrong.
        KeyboardInterrupt: If Ctrl-C was pressed.
    """
    with guard_file():
        try:
            with limits.limit_loading(size, max_size):
                yield
        except Exception as error:
            raise reword_error(error, function, source) from error


def get_bounds(options: dict[str, Any], function: str) -> tuple[bool, int | None]:
    """Return whether code in the file is refused, and how large it may be; other options are unknown arguments."""
    for option in options:
        if option not in ("safe_mode", "max_size"):
            raise errors.unknown_argument(function, option, [*REGISTRY[function].params, "safe_mode", "max_size"])
    max_size = options.get("max_size")
    if max_size is not None and (isinstance(max_size, bool) or not isinstance(max_size, (int, float)) or max_size < 0):
        raise errors.bad_argument(function, "max_size", "a number of bytes", max_size)
    return bool(options.get("safe_mode", True)), None if max_size is None else int(max_size)


def reword_error(error: Exception, function: str, source: str) -> Exception:
    """Say which file it was, and what to do.

    Args:
        error: What Keras or h5py raised.
        function: Name of the function that the user called.
        source: The file, as a message calls it.
    """
    words = _describe_cause(error)
    if isinstance(error, (NotUpgradable, hdf5.Misfit)):
        return ValueError(f"{function}(): {source} cannot be loaded: {words}")
    if "a vocabulary file" in words:
        return ValueError(
            f"{function}(): {source} reads another file on this computer, with the vocabulary of a layer. "
            f"If you trust its author: {function}(..., safe_mode = FALSE)."
        )
    if "`TFSMLayer`" in words and "safe_mode" in words:
        return ValueError(
            f"{function}(): {source} has a TFSMLayer, which would run the graph of another folder on your machine. "
            f"If you trust its author: {function}(..., safe_mode = FALSE)."
        )
    if "unsafe_deserialization" in words or "safe_mode" in words:
        return ValueError(
            f"{function}(): {source} contains code (a lambda), which would run on your machine. "
            f"If you trust its author: {function}(..., safe_mode = FALSE)."
        )
    unknown = _UNKNOWN.search(words)
    if unknown:
        kind, name = unknown.groups()
        without = "" if kind in ("class", "function") else ", or load without it: compile = FALSE"
        return ValueError(
            f"{function}(): {source} names the {kind} '{name}', which is not part of Keras 3. Pass it in "
            f"`custom_objects`, a named list{without}."
        )
    refused = _find_refused(error)
    if refused is not None:
        advice = "" if refused.size is None or function in _OF_WEIGHTS else _ADVICE.format(refused.size)
        return ValueError(f"{function}(): {source} is not loaded: {refused}{advice}")
    if isinstance(error, ValueError) and not isinstance(error, _OF_BYTES):
        return ValueError(f"{function}(): {source} cannot be loaded: {words}")
    return ValueError(f"{function}(): {source} is incomplete or damaged: {words}")


def _find_refused(error: BaseException | None) -> limits.Refused | None:
    """Find the error about an exceeded limit; Keras wraps it in its own errors."""
    while error is not None:
        if isinstance(error, limits.Refused):
            return error
        error = error.__cause__ or error.__context__
    return None


def _describe_cause(error: Exception) -> str:
    """Describe the cause; Keras wraps errors in others, each with the whole description of the model."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    innermost = str(error).split("Exception encountered: ")[-1]
    words = innermost.split("\n\nconfig=")[0].split(" Full object config: ")[0].strip()
    words = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}..."
    if isinstance(error, (OSError, ValueError, zipfile.BadZipFile)) and words:
        return words
    return f"{type(error).__name__}: {words}".removesuffix(": ")


def _load_hdf5(path: str, objects: dict[str, Any], compile: bool, safe_mode: bool) -> Any:
    with limits.open_hdf5(path) as file:
        return hdf5_models.read_hdf5_model(file, objects, compile, safe_mode)


def _load_archive(path: str, objects: dict[str, Any], compile: bool, safe_mode: bool) -> Any:
    with zipfile.ZipFile(path) as archive:
        limits.check_archive(archive)
        metadata = json.loads(archive.read("metadata.json"))
        description = _check_parts(archive)
    if hdf5_models.is_by_keras2(metadata):
        return keras2_archive.read_archive(path, objects, compile, safe_mode)
    memory = description.get(levels.IN_FILES, {})
    with parts_in_files.add_parts(memory, objects, safe_mode) as known, named_as_known(known):
        model = keras().saving.load_model(_as_keras(path), known, compile, safe_mode)
    if isinstance(model, keras().Model):
        hdf5_models.mark_layers_as_ours(model)
        levels.restore_memory(model, memory)
    return model


def _check_parts(archive: zipfile.ZipFile) -> Any:
    description = json.loads(archive.read("config.json"))
    limits.check_description(description)
    if "model.weights.h5" in archive.namelist():
        with limits.open_hdf5(archive.read("model.weights.h5")):
            pass  # open_hdf5() checks the content; Keras reads it again
    return description


def _as_keras(path: str) -> Any:
    if path.endswith(".keras"):
        return path
    raise NotUpgradable("the name of a .keras file must end in .keras.")


def _load_folder(path: str, objects: dict[str, Any], compile: bool, safe_mode: bool) -> Any:
    """Load the model in a SavedModel; one by other software can only be run."""
    living = os.path.join(path, LIVING)
    for name in (LIVING, "saved_model.pb", saved_model.METADATA):
        limits.check_file(os.path.join(path, name))
    if os.path.isfile(living):
        return _load_archive(living, objects, compile, safe_mode)
    if saved_model.read_metadata(path) is not None:
        return saved_model.read_keras2_saved_model(path, objects, compile, safe_mode)
    if os.path.isfile(os.path.join(path, "saved_model.pb")):
        raise NotUpgradable(
            "it is a SavedModel that contains a graph but no Keras model. It can be run but not trained: "
            f"keras$layers$TFSMLayer('{path}', call_endpoint = 'serving_default')."
        )
    raise NotUpgradable("it is a folder without a model.")
