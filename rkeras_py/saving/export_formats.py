"""Models for other runtimes: what Keras's own `model.export()` writes, with the reason where it cannot."""

import importlib.util
import keyword
import os
import re
from typing import Any

from ..engine.installing import spell_install
from ..engine.internals.graphs import inputs_structure
from ..engine.loading import keras
from ..messages import errors
from .atomic_files import write_new_file

_FUNCTION = "export_savedmodel"
_FILES = {"onnx": ".onnx", "litert": ".tflite"}
_NEEDED = {"onnx": ("tf2onnx", "onnx"), "litert": ()}
FORMATS = ("tf_saved_model", *_FILES)


def export_file(model: Any, path: str, kind: str, overwrite: bool) -> None:
    """Write a file of a model's prediction.

    Args:
        model: The model.
        path: Name of the file.
        kind: "onnx" or "litert".
        overwrite: Whether a file of that name is replaced.

    Raises:
        FileExistsError: If the name is taken and may not be replaced.
        ImportError: If a package is missing.
        ValueError: If the name has another ending, or the model cannot be written in that format.
    """
    ending = _FILES[kind]
    if os.path.splitext(path)[1] != ending:
        hint = f"It is a file in this format, not a folder: {os.path.splitext(path)[0]}{ending}."
        raise errors.bad_argument(_FUNCTION, "export_dir_base", f"a name that ends with {ending}", path, hint)
    missing = [name for name in _NEEDED[kind] if importlib.util.find_spec(name) is None]
    if missing:
        packages = " and ".join(missing)
        raise ImportError(
            f'{_FUNCTION}(): format "{kind}" takes the Python package{"s" * (len(missing) > 1)} {packages}. Run: '
            f"{spell_install(*missing)}"
        )
    with write_new_file(path, overwrite, _FUNCTION, ending) as temporary:
        try:
            _as_predicting(model).export(temporary, format=kind, verbose=False)
        except (ImportError, ValueError, RuntimeError, NotImplementedError) as error:
            raise errors.rejected(_FUNCTION, error) from error


def _as_predicting(model: Any) -> Any:
    """Return a model that predicts: layers that draw at random do so in Keras 3 where nothing is said of training."""
    if not getattr(model, "inputs", None):
        return model
    inputs = keras().tree.map_structure(
        lambda tensor: keras().Input(batch_shape=tensor.shape, dtype=tensor.dtype, name=_valid(tensor.name)),
        model.inputs[0] if isinstance(model, keras().Sequential) else inputs_structure(model),
    )
    predicting = keras().Model(inputs, model(inputs, training=False), name=model.name)
    predicting(inputs)  # Keras exports to ONNX what was called
    return predicting


def _valid(name: str) -> str:
    """Return a name that TensorFlow takes for an argument."""
    return f"{name}_" if keyword.iskeyword(name) else re.sub(r"\W", "_", name)
