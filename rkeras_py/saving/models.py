"""Whole models in files: architecture, weights, compile settings, and the optimizer state."""

from typing import Any

from ..define import export, verb
from ..engine.internals.graphs import is_describable
from ..engine.loading import keras
from ..graph import shared_layers
from ..messages import errors
from ..signatures.backends import on_tensorflow
from ..signatures.object_words import CustomObjects
from ..signatures.results import Model
from ..signatures.words import MISSING, Bool, Path, Value
from . import hdf5_models, parts_in_files, saved_model
from .atomic_files import make_hdf5, write_new_file, write_new_saved_model
from .custom_objects import refuse_r_functions
from .load import load_model


@verb(returns="saved")
def save_model_hdf5(
    object: Value = MISSING, filepath: Path = MISSING, overwrite: Bool = True, include_optimizer: Bool = True
) -> bool:
    """Save a model to an HDF5 file.

    The file contains the layers, the weights, the compile settings and the state of the optimizer. Plain Keras 3 can
    load it. Keras 2 (tf-keras) can load it, too, unless the model has parts that only Keras 3 has: a model as a layer,
    a layer called on several arguments, layers that are new in Keras 3.

    There are several ways to save a model. Complete models: save_model_hdf5() writes a file that Keras 2 can also load,
    save_model() a file in Keras 3's own format, save_model_tf() a folder for TensorFlow's tools, and serialize_model()
    returns a raw vector. Parts of models: save_model_weights_hdf5() and save_model_weights_tf() save only the weights,
    model_to_json() only the layers.

    Args:
        object: A functional or Sequential model. Other models cannot be described in this format: save their weights,
            or use save_model_tf().
        filepath: Path of the file, usually ending in .h5; missing folders are created. The file appears only when it is
            complete, so that an error never leaves a broken file.
        overwrite: Whether to replace an existing file. FALSE asks in an interactive R session and raises an error
            otherwise.
        include_optimizer: Whether to save the compile settings and the state of the optimizer.

    Returns:
        TRUE; FALSE if the user chose not to replace the file.

    Raises:
        FileExistsError: If the file exists and `overwrite` is FALSE.
        ValueError: If the model has no weights yet, or contains an R function with more than 1 MB of data.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model_hdf5(model, "line.h5")
        >>> load_model_hdf5("line.h5")(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> os.remove("line.h5")
    """
    check_describable(object, "save_model_hdf5")
    with write_new_file(filepath, overwrite, "save_model_hdf5") as temporary, make_hdf5(temporary) as file:
        hdf5_models.write_hdf5_model(file, object, include_optimizer)
    return True


def check_describable(model: Any, function: str, argument: str = "object") -> None:
    """Refuse what a file cannot hold before any file is made.

    Args:
        model: What the user wants to save.
        function: Name of the function that the user called.
        argument: Name of its argument.

    Raises:
        TypeError: If it is no model.
        ValueError: If the model is not built, is of a class of its own, or contains R functions that no file can hold.
    """
    check_model(model, function, argument)
    if not is_describable(model):
        _refuse_by_itself(model, function)
        raise ValueError(
            f"{function}(): a {type(model).__name__} can be described only by its code. Save its weights "
            "(save_model_weights_hdf5()), or the model with save_model_tf()."
        )


def _refuse_by_itself(model: Any, function: str) -> None:
    """Raise the error of the model's own `get_config`, if it refuses to save."""
    try:
        model.get_config()
    except NotImplementedError as error:
        raise ValueError(f"{function}(): {error}") from error


def check_model(model: Any, function: str, argument: str = "object") -> None:
    """Refuse what is no model, is not built, or contains R functions that no file can hold."""
    if not isinstance(model, keras().Model):
        raise errors.bad_argument(function, argument, "a model", model, error=TypeError)
    if not model.built:
        raise ValueError(f"{function}(): the model has no weights yet. Pass an input_shape, or call it on data first.")
    refuse_r_functions(model, function, parts_in_files.find_obstacle)


@export
def load_model_hdf5(
    filepath: Path = MISSING, custom_objects: CustomObjects = None, compile: Bool = True, **options: Any
) -> Model:
    """Load a model from a file.

    It loads HDF5 and .keras files of Keras 2 and 3. A Keras 2 file becomes a Keras 3 model with Keras 2's formulas, so
    that it makes the same predictions. Arithmetic on tensors in it becomes Keras 3 operations. upgrade_model() reports
    the changes.

    Args:
        filepath: Path of the file.
        custom_objects: Custom classes and functions in the file: a list, whose names are derived from the elements, or
            a named list. A model compiled with a custom loss needs it here, unless `compile = FALSE`. Losses written in
            R are in the file, and run if you wrote the file.
        compile: Whether to restore the compile settings and the state of the optimizer.
        options: `safe_mode = FALSE` allows code in the file (lambdas, R functions and classes) to run: use
            it only for files from people whom you trust. `max_size` is the maximum size in bytes of the weights and of
            the unpacked file; by default 20 times the size of the file, or 256 MB if that is more.

    Returns:
        The model.

    Raises:
        FileNotFoundError: If the file does not exist.
        ValueError: If it does not contain a model, is damaged, names an unknown class or function, or contains code.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model_hdf5(model, "line.h5")
        >>> load_model_hdf5("line.h5")(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> os.remove("line.h5")
    """
    return load_model(filepath, custom_objects, compile, options, "load_model_hdf5")


@verb(returns="saved")
@on_tensorflow("save_model() and load_model() use files that every backend reads.")
def save_model_tf(
    object: Value = MISSING,
    filepath: Path = MISSING,
    overwrite: Bool = True,
    include_optimizer: Bool = True,
    signatures: Value = None,
    options: Value = None,
) -> bool:
    """Save a model as a SavedModel folder.

    TensorFlow Serving, TensorFlow Lite and `tf.saved_model.load()` can run its graph and signatures without Keras.
    load_model_tf() restores the model, including learned vocabularies; plain Keras 3 can load the file
    `assets.extra/model.keras` in the folder.

    The help of save_model_hdf5() lists the other ways to save a model.

    Args:
        object: A model.
        filepath: Path of the folder, which appears only when it is complete. An older SavedModel there is replaced;
            other files in it are kept.
        overwrite: Whether to replace an existing SavedModel. FALSE asks in an interactive R session and raises an error
            otherwise.
        include_optimizer: Whether to save the compile settings and the state of the optimizer.
        signatures: Further functions to call by name: a `tf.function` with an input signature, or a named list.
        options: A `tf.saved_model.SaveOptions`.

    Returns:
        TRUE; FALSE if the user chose not to replace the folder.

    Raises:
        FileExistsError: If the folder exists and `overwrite` is FALSE.
        NotADirectoryError: If the path exists and is not a SavedModel.
        ValueError: If the model has no weights yet, or contains an R function with more than 1 MB of data.

    Differences:
        A folder that contains other files than a SavedModel raises an error.

    Example:
        >>> import shutil
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model_tf(model, "line")
        >>> load_model_tf("line")(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> shutil.rmtree("line")
    """
    check_model(object, "save_model_tf")
    if not is_describable(object):
        _refuse_by_itself(object, "save_model_tf")
    shared_layers.refuse_shared(object, "save_model_tf")
    with write_new_saved_model(filepath, overwrite, "save_model_tf") as temporary:
        saved_model.write_saved_model(temporary, object, signatures, options)
        saved_model.write_living_model(temporary, object, include_optimizer)
    return True


@export
@on_tensorflow("save_model() and load_model() use files that every backend reads.")
def load_model_tf(
    filepath: Path = MISSING, custom_objects: CustomObjects = None, compile: Bool = True, **options: Any
) -> Model:
    """Load a model from a SavedModel folder written by save_model_tf() or Keras 2.

    A Keras 2 folder becomes a Keras 3 model, from the description and the weights in the folder. Use it for models from
    older projects or from other programs that write SavedModel; load_model() reads Keras 3's own format.

    Args:
        filepath: Path of the folder; files for load_model_hdf5() work, too.
        custom_objects: Custom classes and functions in the model: a list, whose names are derived from the elements, or
            a named list.
        compile: Whether to restore the compile settings and the state of the optimizer.
        options: `safe_mode = FALSE` allows code in the model (lambdas, R functions and classes) to run: use
            it only for models from people whom you trust. `max_size` is the maximum size of the weights in bytes; by
            default 20 times the size of the files, or 256 MB if that is more.

    Returns:
        The model; training continues where it stopped.

    Raises:
        FileNotFoundError: If the folder does not exist.
        ValueError: If it contains only a graph, names an unknown class or function, or contains code.

    Example:
        >>> import shutil
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model_tf(model, "line")
        >>> load_model_tf("line")(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> shutil.rmtree("line")
    """
    return load_model(filepath, custom_objects, compile, options, "load_model_tf")
