"""Whole models in files: architecture, weights, how they were compiled, and the state of the optimizer."""

from typing import Any

from ..define import export, verb
from ..engine.internals.graphs import is_describable
from ..engine.loading import keras
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
    """Save a model in one HDF5 file, to continue with it later.

    The file holds the layers, the weights, how the model was compiled, and the state of its optimizer. Plain Keras 3
    opens it. Keras 2 (tf-keras) does too, unless the model has parts that only Keras 3 has: a model as a layer, a layer
    called on several arguments, layers that are new in Keras 3.

    There are several ways to keep a model. To continue with it: save_model_hdf5() in a file that Keras 2 opens
    too, save_model() in Keras 3's own format, save_model_tf() in a folder for TensorFlow's tools, serialize_model()
    in memory. In parts: save_model_weights_hdf5() and save_model_weights_tf() take the weights, model_to_json() the
    layers.

    Args:
        object: A functional or Sequential model. Others have no description that a file could hold: save their
            weights, or use save_model_tf().
        filepath: Name of the file, usually ending in .h5; missing folders are created. The file appears when it is
            complete, so that an error never leaves a broken one.
        overwrite: Whether a file of that name is replaced. FALSE asks in an interactive session of R and is an error
            elsewhere.
        include_optimizer: Whether to save how the model was compiled and the state of its optimizer.

    Returns:
        TRUE; FALSE if the user chose not to replace the file.

    Raises:
        FileExistsError: If the file exists and may not be replaced.
        ValueError: If the model has no weights yet, or holds R functions.

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
        ValueError: If the model is not built, is of a class of its own, or holds R functions.
    """
    check_model(model, function, argument)
    if not is_describable(model):
        _refuse_by_itself(model, function)
        raise ValueError(
            f"{function}(): a {type(model).__name__} is described by its code alone. Save its weights "
            "(save_model_weights_hdf5()), or the model with save_model_tf()."
        )


def _refuse_by_itself(model: Any, function: str) -> None:
    """Raise what the model's own `get_config` says of saving, if it refuses."""
    try:
        model.get_config()
    except NotImplementedError as error:
        raise ValueError(f"{function}(): {error}") from error


def check_model(model: Any, function: str, argument: str = "object") -> None:
    """Refuse what is no model, is not built, or holds R functions."""
    if not isinstance(model, keras().Model):
        raise errors.bad_argument(function, argument, "a model", model, error=TypeError)
    if not model.built:
        raise ValueError(
            f"{function}(): the model has no weights yet. Give it an input_shape, or call it on data first."
        )
    refuse_r_functions(model, function, parts_in_files.can_hold)


@export
def load_model_hdf5(
    filepath: Path = MISSING, custom_objects: CustomObjects = None, compile: Bool = True, **options: Any
) -> Model:
    """Load a model from a file.

    Opens HDF5 files and .keras files of Keras 2 and 3. A Keras 2 file becomes a Keras 3 model, with Keras 2's
    formulas, so that it predicts the same. Arithmetic on tensors in it becomes Keras 3 operations. upgrade_model()
    tells what changed.

    Args:
        filepath: Name of the file.
        custom_objects: Classes and functions that the file names: a list, from which the names are taken, or a named
            list. A model compiled with a custom loss needs it here, or `compile = FALSE`; those written in R are
            in the file, and run where you wrote it.
        compile: Whether to compile the model as it was, with the state of its optimizer.
        options: `safe_mode = FALSE` allows code that the file holds (lambdas, functions and classes of R) to run: do
            that only for files of people whom you trust. `max_size` is how many bytes the weights may take, and the
            file unpacked; by default 20 times its size, and at least 256 MB.

    Returns:
        The model.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: If it holds no model, is damaged, names an unknown class or function, or holds code.

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
    """Save a model as a SavedModel folder, for TensorFlow's tools and to continue with it later.

    TensorFlow Serving, TensorFlow Lite and `tf.saved_model.load()` read the graph and its signatures, without Keras.
    load_model_tf() gives the model back, also one with words that its layers learnt; plain Keras 3 opens the file
    `assets.extra/model.keras` in the folder.

    save_model_hdf5() tells of the other ways to keep a model.

    Args:
        object: A model.
        filepath: Name of the folder. It appears when it is complete. An older SavedModel there is replaced, other
            files in it stay.
        overwrite: Whether a SavedModel of that name is replaced. FALSE asks in an interactive session of R and is an
            error elsewhere.
        include_optimizer: Whether to save how the model was compiled and the state of its optimizer.
        signatures: Further functions to call by name: a `tf.function` with an input signature, or a named list.
        options: A `tf.saved_model.SaveOptions`.

    Returns:
        TRUE; FALSE if the user chose not to replace the folder.

    Raises:
        FileExistsError: If the folder exists and may not be replaced.
        NotADirectoryError: If the path exists and is not a SavedModel.
        ValueError: If the model has no weights yet, or holds R functions.

    Differences:
        Refuses a folder that holds other things than a SavedModel.

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
    with write_new_saved_model(filepath, overwrite, "save_model_tf") as temporary:
        saved_model.write_saved_model(temporary, object, signatures, options)
        saved_model.write_living_model(temporary, object, include_optimizer)
    return True


@export
@on_tensorflow("save_model() and load_model() use files that every backend reads.")
def load_model_tf(
    filepath: Path = MISSING, custom_objects: CustomObjects = None, compile: Bool = True, **options: Any
) -> Model:
    """Load a model from the SavedModel folder that save_model_tf() or Keras 2 wrote.

    A folder by Keras 2 becomes a Keras 3 model, from the description and the weights in the folder. Use it for models
    of older projects or of other programs that write SavedModel; load_model() reads Keras 3's own format.

    Args:
        filepath: Name of the folder; files that load_model_hdf5() opens work, too.
        custom_objects: Classes and functions that the model names: a list, from which the names are taken, or a named
            list.
        compile: Whether to compile the model as it was, with the state of its optimizer.
        options: `safe_mode = FALSE` allows code that the model holds (lambdas, functions and classes of R) to run: do
            that only for models of people whom you trust. `max_size` limits the bytes of the weights; by
            default 20 times the size of the files, and at least 256 MB.

    Returns:
        The model; training continues where it stopped.

    Raises:
        FileNotFoundError: If there is no such folder.
        ValueError: If it holds a graph only, names an unknown class or function, or holds code.

    Example:
        >>> import shutil
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model_tf(model, "line")
        >>> load_model_tf("line")(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> shutil.rmtree("line")
    """
    return load_model(filepath, custom_objects, compile, options, "load_model_tf")
