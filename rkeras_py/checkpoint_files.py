"""Files of models and weights in the format that the ending of their name means in Keras 2."""

import os
from typing import Any

from ._keras import keras, resolve

_HDF5 = (".h5", ".hdf5")


def write_model(model: Any, path: str) -> None:
    """Write a model: `.keras`, HDF5 for `.h5` and `.hdf5`, otherwise a folder that Keras opens.

    Args:
        model: The model.
        path: The file, or the folder.
    """
    if path.endswith(".keras"):
        model.save(path)
    elif path.endswith(_HDF5):
        resolve("keras.src.legacy.saving.legacy_h5_format.save_model_to_hdf5")(model, path)
    else:
        keras().saving.save_model(model, path, zipped=False)


def write_weights(model: Any, path: str) -> None:
    """Write weights: Keras's own for `.weights.h5`, Keras 2's HDF5 for its endings, otherwise a TensorFlow checkpoint.

    Args:
        model: The model.
        path: The file, or the prefix of the checkpoint's files.
    """
    if path.endswith(".weights.h5"):
        model.save_weights(path)
    elif path.endswith((*_HDF5, ".keras")):
        import h5py

        with h5py.File(path, "w") as file:
            resolve("keras.src.legacy.saving.legacy_h5_format.save_weights_to_hdf5_group")(file, model)
    else:
        tensorflow = resolve("tensorflow")
        tensorflow.train.Checkpoint(model).write(path)
        folder = os.path.dirname(path) or "."
        tensorflow.compat.v1.train.update_checkpoint_state(folder, path, save_relative_paths=True)
