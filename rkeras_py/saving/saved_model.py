"""SavedModel folders: the graph for TensorFlow's tools, and beside it the model itself for Keras."""

import json
import os
import tempfile
import zipfile
from typing import Any

from .._keras import keras
from .reading import LIVING


def write(folder: str, model: Any, signatures: Any = None, options: Any = None, input_signature: Any = None) -> None:
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
    if "serving_default" not in further:
        archive.add_endpoint("serve", model.__call__, input_signature or _signature(model))
    for name, function in further.items():
        archive.add_endpoint(name, function)
    archive.write_out(folder, options=options, verbose=False)


def _signature(model: Any) -> Any:
    from keras.src.export.export_utils import get_input_signature

    return get_input_signature(model)


def write_living(folder: str, model: Any, include_optimizer: bool) -> None:
    """Write the model itself where TensorFlow leaves room for others.

    Args:
        folder: The folder of the SavedModel.
        model: The model.
        include_optimizer: Whether to write how it was compiled, and the state of its optimizer.
    """
    path = os.path.join(folder, LIVING)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    model.save(path)
    if not include_optimizer:
        _forget_training(path)


def _forget_training(path: str) -> None:
    """Take out what Keras always writes: how the model was compiled, and the state of the optimizer."""
    import h5py

    with tempfile.TemporaryDirectory(dir=os.path.dirname(path)) as folder:
        kept = os.path.join(folder, "kept.keras")
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(kept, "w") as new:
            for name in old.namelist():
                if name == "config.json":
                    config = json.loads(old.read(name))
                    config.pop("compile_config", None)
                    new.writestr(name, json.dumps(config))
                elif name == "model.weights.h5":
                    weights = os.path.join(folder, "weights.h5")
                    extracted = old.extract(name, folder)
                    with h5py.File(extracted) as source, h5py.File(weights, "w") as target:
                        for group in source:
                            if group != "optimizer":
                                source.copy(group, target)
                        target.attrs.update(source.attrs)
                    new.write(weights, name)
                else:
                    new.writestr(name, old.read(name))
        os.replace(kept, path)
