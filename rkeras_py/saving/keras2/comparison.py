"""Comparison of the predictions of Keras 3 and Keras 2 from the same file."""

import contextlib
import importlib.util
import json
import os
from typing import Any

import numpy as np

from ...engine.backend_choice import BACKENDS
from ...engine.installing import spell_install
from ...engine.internals.layers import flat_layers
from ...engine.internals.modules import read_sparingly
from ...engine.loading import keras
from ...engine.tensors import get_backend, read_values, runs_on_tensorflow
from ...on_tensorflow.tensors import convert
from .. import hdf5_models
from . import saved_model

NO_NEED = "The old file was written by Keras 3: all layers are unchanged."
_BATCH, _LENGTH = 8, 16
_TOLERANCE, _TOLERANCE_OF_HALF = 1e-3, 3e-2


class Question:
    """The question to both versions of Keras: to predict from the same random input, one after the other.

    Args:
        path: The file or folder that Keras 2 wrote.
        model: The model in it, as Keras 3 reads it; it is not kept.
        custom_objects: Classes and functions by name.
        safe_mode: Whether code in the file is refused.
    """

    def __init__(self, path: str, model: Any, custom_objects: dict[str, Any], safe_mode: bool) -> None:
        self._path, self._custom_objects, self._safe_mode = path, custom_objects, safe_mode
        self._description = _describe(path, model) if os.path.isdir(path) else None
        data = draw_inputs(model)
        self._samples, self._holds_text = len(data[0]), any(array.dtype.kind == "U" for array in data)
        self._input = keras().tree.pack_sequence_as(model.input, data) if len(data) > 1 else data[0]
        self._before: list[Any] | None = None
        self._reason = ""

    def ask_keras_2(self) -> None:
        """Have Keras 2 read the file and predict, or note why it does not."""
        if importlib.util.find_spec("tf_keras") is None:
            self._reason = f"Predictions were not compared: that takes Keras 2. Run: {spell_install('tf-keras')}"
            return
        if self._holds_text and not runs_on_tensorflow():
            self._reason = f"Predictions were not compared: models do not accept text on {BACKENDS[get_backend()]}."
            return
        task = "read"
        try:
            try:
                with read_sparingly():
                    old = self._load_by_keras_2()
            except Exception:  # code in the file may need the full arrays
                old = self._load_by_keras_2()
            task = "predict with"
            tensors = keras().tree.map_structure(convert, self._input)
            self._before = _convert_outputs(old(tensors, training=False))
        except Exception as error:
            words = str(error).strip()[:300]
            self._reason = f"Predictions were not compared, since Keras 2 cannot {task} {self._path} here: {words}"

    def compare(self, model: Any) -> tuple[float | None, str]:
        """Ask a model of Keras 3.

        Args:
            model: The model.

        Returns:
            The largest difference, and what was compared in words. None, and the reason, if Keras 2 is not installed
            or cannot read the file.

        Raises:
            ValueError: If they differ by more than rounding explains.
        """
        if self._before is None:
            return None, self._reason
        tensors = keras().tree.map_structure(keras().ops.convert_to_tensor, self._input)
        after = _convert_outputs(model(tensors, training=False))
        difference = max(
            (_find_largest(np.abs(one - two)) for one, two in zip(self._before, after, strict=True)), default=0.0
        )
        scale = max((_find_largest(np.abs(one)) for one in self._before), default=0.0)
        halves = {layer.compute_dtype for layer in flat_layers(model)} & {"float16", "bfloat16"}
        if not difference <= (_TOLERANCE_OF_HALF if halves else _TOLERANCE) * max(1.0, scale):
            raise ValueError(
                f"upgrade_model(): '{self._path}' predicts differently in Keras 3: by up to {difference:.2g}, on "
                f"outputs "
                f"of up to {scale:.2g}. Nothing was written. Please report it, with the layers of the model."
            )
        return difference, (
            f"Predictions of Keras 2 and Keras 3 on the same random input ({self._samples} samples) differ by at most "
            f"{difference:.2g}, on outputs of up to {scale:.2g}."
        )

    def _load_by_keras_2(self) -> Any:
        """Load the model by Keras 2; a SavedModel from its description, so that no code in the folder runs."""
        import h5py
        import tf_keras

        if self._description is None:
            # given a path, Keras 2 reads through TensorFlow's files, with each array in memory three times
            is_hdf5 = h5py.is_hdf5(self._path)
            with h5py.File(self._path, "r") if is_hdf5 else contextlib.nullcontext(self._path) as source:
                return tf_keras.models.load_model(
                    source, self._custom_objects, compile=False, safe_mode=self._safe_mode
                )
        old = tf_keras.models.model_from_json(self._description, self._custom_objects)
        old.load_weights(os.path.join(self._path, "variables", "variables")).expect_partial()
        return old


def _describe(path: str, model: Any) -> str:
    """Return the description in a SavedModel; vocabularies, which it lacks, come from the new model."""
    notes = saved_model.read_metadata(path) or {}
    described = {**notes["model_config"], "keras_version": notes.get("keras_version")}
    hdf5_models.keep_vocabularies(described, model)
    return json.dumps(described)


def draw_inputs(model: Any) -> list[Any]:
    """Make random input for a model: numbers, or words of those it knows.

    Args:
        model: A functional or Sequential model.

    Returns:
        An array for each input, whole numbers where the model looks them up.
    """
    random = np.random.default_rng(0)
    layers = flat_layers(model)
    rows = [layer.input_dim for layer in layers if isinstance(layer, keras().layers.Embedding)]
    rows += [layer.num_tokens for layer in layers if isinstance(layer, keras().layers.CategoryEncoding)]
    words = [str(word) for layer in layers if hasattr(layer, "get_vocabulary") for word in layer.get_vocabulary()]
    batch = next((tensor.shape[0] for tensor in model.inputs if tensor.shape[0]), _BATCH)
    made = []
    for tensor in model.inputs:
        shape = (batch, *(length or _LENGTH for length in tensor.shape[1:]))
        dtype = keras().backend.standardize_dtype(tensor.dtype)
        if dtype == "string":
            made.append(random.choice(words or ["word"], shape))
        elif dtype == "bool":
            made.append(random.random(shape) < 0.5)
        elif rows or "int" in dtype:
            made.append(random.integers(0, min(rows, default=2), shape).astype(dtype))
        else:
            made.append(random.normal(size=shape).astype(dtype))
    return made


def _convert_outputs(value: Any) -> list[Any]:
    """Convert outputs of any type to numbers."""
    return [np.asarray(read_values(one), "float64") for one in keras().tree.flatten(value)]


def _find_largest(values: Any) -> float:
    return float(values.max(initial=0.0))
