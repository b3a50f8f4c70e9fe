"""Models for TensorFlow's own tools and other runtimes, and the older names for saving and loading them."""

import importlib.util
import json
import keyword
import os
import re
import time
from typing import Any

from ..define import export, verb
from ..engine.installing import spell_install
from ..engine.internals.graphs import inputs_structure
from ..engine.loading import keras
from ..graph import shared_layers
from ..messages import errors
from ..r.code import RCode
from ..signatures.backends import on_tensorflow
from ..signatures.calls import refuse_further, takes_further
from ..signatures.object_words import BoolOrNA, CustomObjects
from ..signatures.words import MISSING, Bool, Path, Value
from . import saved_model
from .atomic_files import refuse_existing, write_new_file, write_new_saved_model
from .load import load_model
from .models import check_model

_FUNCTION = "export_savedmodel"
_FILES = {"onnx": ".onnx", "openvino": ".xml", "litert": ".tflite"}
_NEEDED = {"onnx": ("tf2onnx", "onnx"), "openvino": ("openvino",), "litert": ()}
_BESIDE = {"openvino": ".bin"}
"""The extension of a second file, which has the weights."""
FORMATS = ("tf_saved_model", *_FILES)


@takes_further(lambda: ("format",))
@verb(s3="keras.engine.training.Model", returns="invisible")
@on_tensorflow("Save the model by save_model(), and export it in a session on TensorFlow, which opens that file.")
def export_savedmodel(
    object: Value = MISSING,
    export_dir_base: Path = MISSING,
    overwrite: Bool = True,
    versioned: BoolOrNA = RCode("!overwrite", None),
    remove_learning_phase: Bool = True,
    as_text: Bool = False,
    **options: Any,
) -> str:
    """Export the graph of a model as a SavedModel for TensorFlow Serving, or for ONNX, OpenVINO and LiteRT.

    The exported graph makes predictions, without dropout, and cannot be trained. Use save_model_tf() for a model that
    can do both.

    Args:
        object: A model.
        export_dir_base: Path of the folder, or of the file for ONNX (`.onnx`), OpenVINO (`.xml`, with the weights in a
            `.bin` file next to it) and LiteRT (`.tflite`).
        overwrite: Whether to replace an existing file or folder.
        versioned: Whether to export into a new subfolder, named by the time. NULL: if `overwrite` is FALSE.
        remove_learning_phase: Ignored; kept for R keras: Keras 3 always exports the prediction graph.
        as_text: FALSE; TensorFlow writes SavedModels in binary form only.
        options: `format`: "tf_saved_model", "onnx" for ONNX Runtime, which requires the Python package tf2onnx,
            "openvino" for OpenVINO, which requires the package openvino, or "litert" for phones and small devices.

    Returns:
        The path of the SavedModel folder, or of the file.

    Raises:
        FileExistsError: If the path exists and `overwrite` is FALSE.
        ImportError: If the format requires a package that is missing.
        ValueError: If the model has no weights yet, or cannot be written in that format.

    Example:
        >>> import shutil
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> folder = export_savedmodel(model, "served")
        >>> layer_tfsm(filepath=folder, call_endpoint="serve")(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> shutil.rmtree("served")
    """
    refuse_further("export_savedmodel", options)
    kind = options.get("format", "tf_saved_model")
    if kind not in FORMATS:
        raise errors.bad_argument("export_savedmodel", "format", f"one of {json.dumps(FORMATS)[1:-1]}", kind)
    _refuse_text("export_savedmodel", as_text)
    check_model(object, "export_savedmodel")
    if kind != "tf_saved_model":
        if versioned:
            hint = "Only SavedModels have versions."
            raise errors.bad_argument("export_savedmodel", "versioned", "omitted for a file", versioned, hint)
        _export_file(object, export_dir_base, kind, overwrite)
        return export_dir_base
    path = export_dir_base
    if versioned or (versioned is None and not overwrite):
        path = os.path.join(path, time.strftime("%Y%m%d%H%M%S"))
    with write_new_saved_model(path, overwrite, "export_savedmodel") as temporary:
        saved_model.write_saved_model(temporary, object)
    return path


def _refuse_text(function: str, as_text: bool) -> None:
    if as_text:
        raise errors.bad_argument(
            function, "as_text", "FALSE", as_text, "TensorFlow writes SavedModels in binary form."
        )


@export
@on_tensorflow("Save the model by save_model(), and export it in a session on TensorFlow, which opens that file.")
def model_to_saved_model(
    model: Value = MISSING,
    saved_model_path: Path = MISSING,
    custom_objects: CustomObjects = None,
    as_text: Bool = False,
    input_signature: Value = None,
    serving_only: Bool = False,
) -> bool:
    """Save a model as a SavedModel folder; the old name for save_model_tf() and export_savedmodel().

    In new code use save_model_tf() or export_savedmodel(). This function exists for scripts for R keras 2.

    Args:
        saved_model_path: Path of the folder; an existing SavedModel is replaced.
        custom_objects: Ignored; kept for R keras: loading needs them, not saving.
        as_text: FALSE; TensorFlow writes SavedModels in binary form only.
        input_signature: A list of `tf.TensorSpec`, the inputs of the graph. NULL uses the inputs of the model.
        serving_only: Whether to save only the graph, which can be run but not trained.

    Returns:
        TRUE.

    Raises:
        ValueError: If the model has no weights yet, or contains an R function with more than 1 MB of data.

    Differences:
        Works; in R keras 2.15 it failed.

    Example:
        >>> import shutil
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = model_to_saved_model(model, "saved")
        >>> model_from_saved_model("saved")(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> shutil.rmtree("saved")
    """
    _refuse_text("model_to_saved_model", as_text)
    check_model(model, "model_to_saved_model", "model")
    if not serving_only:
        shared_layers.refuse_shared(model, "model_to_saved_model")
    with write_new_saved_model(saved_model_path, True, "model_to_saved_model") as temporary:
        saved_model.write_saved_model(temporary, model, input_signature=input_signature)
        if not serving_only:
            saved_model.write_living_model(temporary, model, include_optimizer=True)
    return True


@export
@on_tensorflow("load_model() opens files of save_model(), which every backend reads.")
def model_from_saved_model(saved_model_path: Path = MISSING, custom_objects: CustomObjects = None) -> Any:
    """Load a model from a SavedModel folder; the old name for load_model_tf().

    It accepts the same files and returns the same model. In new code use load_model_tf().

    Args:
        saved_model_path: Name of the folder.
        custom_objects: Custom classes and functions in the model: a list, whose names are derived from the elements, or
            a named list.

    Returns:
        The model.

    Raises:
        FileNotFoundError: If the folder does not exist.
        ValueError: If it contains only a graph, names an unknown class or function, or contains code.

    Differences:
        Works; in R keras 2.15 it failed.

    Example:
        >>> import shutil
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> saved = model_to_saved_model(model, "saved")
        >>> count_params(model_from_saved_model("saved"))
        3
        >>> shutil.rmtree("saved")
    """
    return load_model(saved_model_path, custom_objects, True, {}, "model_from_saved_model")


def _export_file(model: Any, path: str, kind: str, overwrite: bool) -> None:
    """Write a file of a model's prediction.

    Args:
        model: The model.
        path: Name of the file.
        kind: "onnx", "openvino" or "litert".
        overwrite: Whether a file of that name is replaced.

    Raises:
        FileExistsError: If the path exists and `overwrite` is FALSE.
        ImportError: If a package is missing.
        ValueError: If the name has another ending, or the model cannot be written in that format.
    """
    ending = _FILES[kind]
    if os.path.splitext(path)[1] != ending:
        hint = f"It is a file in this format, not a folder: {_get_stem(path)}{ending}."
        raise errors.bad_argument(_FUNCTION, "export_dir_base", f"a name that ends with {ending}", path, hint)
    missing = [name for name in _NEEDED[kind] if importlib.util.find_spec(name) is None]
    if missing:
        packages = " and ".join(missing)
        raise ImportError(
            f'{_FUNCTION}(): format "{kind}" takes the Python package{"s" * (len(missing) > 1)} {packages}. Run: '
            f"{spell_install(*missing)}"
        )
    beside = _BESIDE.get(kind)
    if beside:
        refuse_existing(_get_stem(path) + beside, overwrite)
    with write_new_file(path, overwrite, _FUNCTION, ending) as temporary:
        try:
            _as_predicting(model).export(temporary, format=kind, verbose=False)
        except (ImportError, ValueError, RuntimeError, NotImplementedError) as error:
            raise errors.rejected(_FUNCTION, error) from error
        if beside:
            os.replace(_get_stem(temporary) + beside, _get_stem(os.path.realpath(path)) + beside)


def _get_stem(path: str) -> str:
    return os.path.splitext(path)[0]


def _as_predicting(model: Any) -> Any:
    """Return a model for prediction: in Keras 3, layers draw random numbers if `training` is not given."""
    if not getattr(model, "inputs", None):
        return model
    inputs = keras().tree.map_structure(
        lambda tensor: keras().Input(batch_shape=tensor.shape, dtype=tensor.dtype, name=_make_valid(tensor.name)),
        model.inputs[0] if isinstance(model, keras().Sequential) else inputs_structure(model),
    )
    predicting = keras().Model(inputs, model(inputs, training=False), name=model.name)
    predicting(inputs)  # Keras exports only called models to ONNX
    return predicting


def _make_valid(name: str) -> str:
    """Return a name that is valid for an argument in TensorFlow."""
    return f"{name}_" if keyword.iskeyword(name) else re.sub(r"\W", "_", name)
