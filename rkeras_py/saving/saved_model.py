"""SavedModel folders: the graph for TensorFlow's tools, and with it the model for Keras."""

import json
import os
import tempfile
import zipfile
from typing import Any

from ..engine.loading import keras
from ..models import levels
from ..models.named_inputs import get_signature
from . import optimizer_state, parts_in_files
from .atomic_files import make_hdf5
from .hdf5_models import describe_loss
from .load import LIVING


def write_saved_model(
    folder: str, model: Any, signatures: Any = None, options: Any = None, input_signature: Any = None
) -> None:
    """Write the graph of a model.

    Args:
        folder: Name of the folder; there is none of that name.
        model: The model.
        signatures: Further functions by name, or one.
        options: A `tf.saved_model.SaveOptions`, or None.
        input_signature: What the model is called on, where it does not know itself.
    """
    archive = keras().export.ExportArchive()
    archive.track(model)
    further = signatures if isinstance(signatures, dict) else {"serving_default": signatures} if signatures else {}

    def serve(*inputs: Any) -> Any:
        """Predict: layers that draw at random do so in Keras 3 where nothing is said of training."""
        return model(*inputs, training=False)

    if "serving_default" not in further:
        archive.add_endpoint("serve", serve, input_signature or get_signature(model))
    for name, function in further.items():
        archive.add_endpoint(name, function)
    archive.write_out(folder, options=options, verbose=False)


def write_living_model(folder: str, model: Any, include_optimizer: bool) -> None:
    """Write the model itself where TensorFlow leaves room for others.

    Args:
        folder: The folder of the SavedModel.
        model: The model.
        include_optimizer: Whether to write how it was compiled, and the state of its optimizer.
    """
    path = os.path.join(folder, LIVING)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    write_keras_file(path, model, include_optimizer)


def write_keras_file(path: str, model: Any, include_optimizer: bool) -> None:
    """Write a .keras file of Keras 3.

    Args:
        path: Its name, ending in .keras.
        model: The model.
        include_optimizer: Whether to write how it was compiled, and the state of its optimizer.
    """
    if getattr(model, "compiled", False) and model.optimizer is not None:
        optimizer_state.prepare_optimizer(model)
    with (
        parts_in_files.describe_for_file(model) as memory,
        tempfile.TemporaryDirectory(dir=os.path.dirname(path)) as folder,
    ):
        model.save(path)
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
        _set_training(os.path.join(folder, "config.json"), model, include_optimizer, memory)
        if not include_optimizer:
            _forget_optimizer(folder, "model.weights.h5")
        with zipfile.ZipFile(path, "w") as archive:
            for place, _, files in os.walk(folder):
                for file in files:
                    full = os.path.join(place, file)
                    archive.write(full, os.path.relpath(full, folder))


def _set_training(path: str, model: Any, include_optimizer: bool, memory: dict[str, Any]) -> None:
    """Store how the model was compiled, with the settings that Keras omits, or remove all of that."""
    with open(path, encoding="utf-8") as stream:
        config = json.load(stream)
    compiled = config.pop("compile_config", None)
    if compiled and include_optimizer:
        config["compile_config"] = {**compiled, "loss": describe_loss(model.loss)}
    if memory:
        config[levels.IN_FILES] = memory
    with open(path, "w", encoding="utf-8") as stream:
        json.dump(config, stream)


def _forget_optimizer(folder: str, name: str) -> None:
    """Copy all but the optimizer's state, since HDF5 does not free the space of deleted items."""
    import h5py

    old, new = os.path.join(folder, name), os.path.join(folder, "new")
    with h5py.File(old) as source, make_hdf5(new) as target:
        for group in source:
            if group != "optimizer":
                source.copy(group, target)
        target.attrs.update(source.attrs)
    os.replace(new, old)
