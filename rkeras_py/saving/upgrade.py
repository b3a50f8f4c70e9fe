"""Convert a Keras 2 file to Keras 3, report the changes, and check that the predictions are the same."""

import gc
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..define import export
from ..engine.internals.modules import read_sparingly
from ..engine.loading import keras
from ..messages import errors
from ..signatures.named_objects import list_custom_object_names
from ..signatures.object_words import CustomObjects
from ..signatures.words import MISSING, Bool, Path
from . import hdf5, hdf5_models
from .atomic_files import make_hdf5, write_new_file
from .keras2 import comparison, saved_model
from .keras2.changes import find_changes
from .load import HDF5, get_bounds, load_model

_KERAS = ".keras"
_HDF5 = (".h5", ".hdf5")


@dataclass(frozen=True, repr=False)
class UpgradeReport:
    """The outcome of an upgrade.

    Attributes:
        old: Name of the file that was read.
        new: Name of the file that was written.
        by_keras_2: Whether Keras 2 wrote the old one.
        changes: For each layer, what is described otherwise now; nothing for layers that are as they were.
        difference: The largest difference between what both say of the same random input; None if not compared.
        proof: What was compared, or why nothing was.
    """

    old: str
    new: str
    by_keras_2: bool
    changes: dict[str, list[str]]
    difference: float | None
    proof: str

    def __repr__(self) -> str:
        """Return the report as text."""
        lines = [f"{self.old} -> {self.new}"]
        if self.changes:
            lines.append(f"{sum(map(bool, self.changes.values()))} of {len(self.changes)} layers changed:")
        for layer, several in self.changes.items():
            lines.append(f"  {layer}: {'; '.join(several) or 'as it was'}")
        return "\n".join([*lines, self.proof])


@export
def upgrade_model(
    old: Path = MISSING,
    new: Path = MISSING,
    custom_objects: CustomObjects = None,
    overwrite: Bool = False,
    **options: Any,
) -> Any:
    """Convert a Keras 2 model file to a Keras 3 file, and report the changes.

    The new file is loaded with plain Keras 3 as a check before it gets its name. If Keras 2 (tf-keras) is installed,
    both models get the same random input, and the report gives the largest difference between their outputs; a
    difference larger than rounding errors is an error. In this case, or if a layer cannot be upgraded, nothing is
    written.

    Args:
        old: Path of an HDF5 file, a .keras file or a SavedModel folder.
        new: Path of the file to write; the extension .keras selects Keras 3's format, .h5 HDF5.
        custom_objects: Custom classes and functions in the old file: a list, whose names are derived from the elements,
            or a named list.
        overwrite: Whether to replace an existing file.
        options: `safe_mode = FALSE` allows code in the old file (lambdas) to run: use it only for files from
            people whom you trust. `max_size` is the maximum size in bytes of the weights and of the unpacked file; by
            default 20 times the size of the file, or 256 MB if that is more.

    Returns:
        The report; when printed, it shows the changes layer by layer. `changes`, `difference` and `proof` are its
        parts.

    Raises:
        FileNotFoundError: If the old file does not exist.
        FileExistsError: If the new file exists and `overwrite` is FALSE.
        ValueError: If the model cannot be upgraded; the message names the layer and the reason.

    Example:
        >>> import os
        >>> saved = save_model_hdf5(keras_model_sequential(input_shape=2) >> layer_dense(units=1), "old.h5")
        >>> report = upgrade_model("old.h5", "new.keras")
        >>> report.proof
        'The old file was written by Keras 3: all layers are unchanged.'
        >>> os.remove("old.h5")
        >>> os.remove("new.keras")
    """
    function = "upgrade_model"
    safe_mode, _ = get_bounds(options, function)
    if not new.endswith((_KERAS, *_HDF5)):
        raise errors.bad_argument(function, "new", "a name that ends in .keras or .h5", new)
    suffix = os.path.splitext(new)[1]
    with write_new_file(new, overwrite, function, suffix) as temporary:
        model = load_model(old, custom_objects, True, options, function)
        _write(temporary, model, suffix)
        by_keras_2, config = _read_description(old)
        objects = list_custom_object_names(custom_objects, function)
        question = comparison.Question(old, model, objects, safe_mode) if by_keras_2 else None
        del model  # free each model before the next is loaded
        gc.collect()
        if question is not None:
            question.ask_keras_2()
            gc.collect()
        with read_sparingly():
            written = keras().saving.load_model(temporary, objects, compile=False, safe_mode=safe_mode)
        difference, words = (None, comparison.NO_NEED) if question is None else question.compare(written)
    return UpgradeReport(old, new, by_keras_2, find_changes(config) if by_keras_2 else {}, difference, words)


def _write(path: str, model: Any, suffix: str) -> None:
    if suffix == _KERAS:
        model.save(path)
        return
    with make_hdf5(path) as file:
        hdf5_models.write_hdf5_model(file, model, include_optimizer=True)


def _read_description(path: str) -> tuple[bool, Mapping[str, Any]]:
    """Return whether Keras 2 wrote a model, and its description."""
    if os.path.isdir(path):
        notes = saved_model.read_metadata(path)
        return notes is not None, (notes or {}).get("model_config", {})
    with open(path, "rb") as stream:
        is_hdf5 = stream.read(len(HDF5)) == HDF5
    if is_hdf5:
        import h5py

        with h5py.File(path, "r") as file:
            return hdf5_models.is_by_keras2(file.attrs), hdf5.read_json(file, "model_config")
    with zipfile.ZipFile(path) as archive:
        config, notes = (json.loads(archive.read(name)) for name in ("config.json", "metadata.json"))
    return hdf5_models.is_by_keras2(notes), config
