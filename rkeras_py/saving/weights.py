"""The weights of a model in files, without the model."""

import io
import os
import tempfile
from typing import Any

from ..define import verb
from ..engine.internals.modules import write_weights_by_keras
from ..engine.loading import keras
from ..messages import errors
from ..signatures.backends import on_tensorflow
from ..signatures.words import MISSING, Bool, Path, Value
from . import checkpoint, hdf5, limits, shards
from .atomic_files import link_or_copy, make_hdf5, make_neighbor, refuse_existing, write_content, write_new_file
from .load import HDF5, ZIP, guard_reading, read_beginning

_NATIVE = ".weights.h5"
_LARGEST = 8
"""Maximum size of a number in bytes."""


@verb(returns="saved")
def save_model_weights_hdf5(object: Value = MISSING, filepath: Path = MISSING, overwrite: Bool = True) -> bool:
    """Save the weights of a model to an HDF5 file.

    Keras 2 and Keras 3 can read the file. A name that ends in `.weights.h5` selects the layout that Keras 3 expects for
    such names. The help of save_model_hdf5() lists the other ways to save a model.

    Args:
        object: A model.
        filepath: Path of the file, usually ending in .h5; missing folders are created. The file appears only when it is
            complete.
        overwrite: Whether to replace an existing file. FALSE asks in an interactive R session and raises an error
            otherwise.

    Returns:
        TRUE; FALSE if the user chose not to replace the file.

    Raises:
        FileExistsError: If the file exists and `overwrite` is FALSE.
        ValueError: If the model has no weights yet.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model_weights_hdf5(model, "line.h5")
        >>> other = keras_model_sequential(input_shape=2) >> layer_dense(units=1) >> load_model_weights_hdf5("line.h5")
        >>> get_weights(other)[0]
        array([[1.],
               [1.]], dtype=float32)
        >>> os.remove("line.h5")
    """
    write_weights(object, filepath, overwrite, "save_model_weights_hdf5")
    return True


def write_weights(model: Any, path: str, overwrite: bool, function: str) -> None:
    """Write the weights of a model into an HDF5 file, in the layout that its name asks for.

    Args:
        model: The model.
        path: Name of the file.
        overwrite: Whether a file of that name is replaced.
        function: Name of the function that the user called.
    """
    _check(model, function)
    with write_new_file(path, overwrite, function, _NATIVE) as temporary:
        if path.endswith(_NATIVE):
            content = io.BytesIO()
            write_weights_by_keras(model, content)
            write_content(temporary, content)
            return
        with make_hdf5(temporary) as file:
            hdf5.write_weights(file, model)


def _check(model: Any, function: str) -> None:
    if not isinstance(model, keras().Model):
        raise errors.bad_argument(function, "object", "a model", model, error=TypeError)
    if not model.built:
        raise ValueError(f"{function}(): the model has no weights yet. Pass an input_shape, or call it on data.")


@verb(returns="object")
def load_model_weights_hdf5(
    object: Value = MISSING,
    filepath: Path = MISSING,
    by_name: Bool = False,
    skip_mismatch: Bool = False,
    reshape: Bool = False,
) -> Any:
    """Load weights from an HDF5 file into a model.

    The file can contain weights or a complete model from Keras 2 or 3; a checkpoint for load_model_weights_tf() works,
    too. Either all weights are loaded, or none, with an error that names the weights that do not match.

    Args:
        object: A model that already has its layers.
        filepath: Path of the file.
        by_name: Whether to match layers by name, so that a model can load the weights of the layers that it has in
            common with the file. Otherwise the file must contain all layers.
        skip_mismatch: Whether layers whose weights do not match keep their own weights, with a warning.
        reshape: Whether to reshape weights that have the same number of values but a different shape.

    Returns:
        The model, changed in place.

    Raises:
        FileNotFoundError: If the file does not exist.
        ValueError: If the weights do not match the model.

    Differences:
        `skip_mismatch` and `reshape` have an effect.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2)
        >>> model = model >> layer_dense(units=1, kernel_initializer="ones", name="line")
        >>> saved = save_model_weights_hdf5(model, "line.h5")
        >>> other = keras_model_sequential(input_shape=2) >> layer_dense(units=1, name="line") >> layer_dense(units=3)
        >>> other = load_model_weights_hdf5(other, "line.h5", by_name=True)
        >>> get_weights(other)[0]
        array([[1.],
               [1.]], dtype=float32)
        >>> os.remove("line.h5")
    """
    return _load(object, filepath, by_name, skip_mismatch, reshape, "load_model_weights_hdf5")


def _load(model: Any, path: str, by_name: bool, skip_mismatch: bool, reshape: bool, function: str) -> Any:
    """Load weights in the file's format, whatever format the function is named after, as Keras 2 does."""
    _check(model, function)
    if checkpoint.has_checkpoint(path) and read_beginning(path) != HDF5:
        _load_checkpoint(model, path, by_name, skip_mismatch, reshape, function)
    elif path.endswith(shards.ENDING) and os.path.isfile(path):
        shards.read_shards(model, path, skip_mismatch, function)
    elif os.path.isfile(path):
        _load_hdf5(model, path, by_name, skip_mismatch, reshape, function)
    elif os.path.isdir(path):
        raise ValueError(
            f"{function}(): '{path}' is a folder. If it is a SavedModel, load_model_tf() opens it; one by Keras 2 has "
            f"its weights in '{os.path.join(path, 'variables', 'variables')}'."
        )
    else:
        raise FileNotFoundError(f"{function}(): there is no file '{path}', and no checkpoint ('{path}.index').")
    return model


def _load_hdf5(model: Any, path: str, by_name: bool, skip_mismatch: bool, reshape: bool, function: str) -> None:
    kind = read_beginning(path)
    if kind != HDF5 and os.path.getsize(path):
        hint = " It holds a whole model: load_model_hdf5() opens it." if kind.startswith(ZIP) else ""
        raise ValueError(
            f"{function}(): '{path}' does not contain weights: it is neither an HDF5 file nor a checkpoint.{hint}"
        )
    size = max(os.path.getsize(path), _LARGEST * model.count_params())
    with guard_reading(function, f"'{path}'", size):
        with limits.open_hdf5(path) as file:
            group = file.get("model_weights", file)
            native = not hdf5.has_list(group, "layer_names")
            if not native:
                hdf5.read_weights(group, model, by_name, skip_mismatch, reshape)
        if native:
            _load_native(path, model, by_name or reshape, skip_mismatch)


def _load_native(path: str, model: Any, other: bool, skip_mismatch: bool) -> None:
    """Load Keras 3's own layout, which Keras reads only from a file with its extension."""
    if other:
        raise hdf5.Misfit("it has Keras 3's layout, which has no layer names: omit by_name and reshape.")
    with tempfile.TemporaryDirectory() as folder:
        link = os.path.join(folder, f"link{_NATIVE}")
        link_or_copy(path, link)
        before = model.get_weights()
        try:
            model.load_weights(link, skip_mismatch=skip_mismatch)
        except Exception:
            model.set_weights(before)
            raise


@verb(returns="saved")
@on_tensorflow("save_model_weights_hdf5() and load_model_weights_hdf5() use files that every backend reads.")
def save_model_weights_tf(object: Value = MISSING, filepath: Path = MISSING, overwrite: Bool = True) -> bool:
    """Save the weights of a model as a TensorFlow checkpoint.

    The weights have Keras 2's names, so that tf-keras and TensorFlow's tools can load them. Use it for programs that
    read checkpoints; save_model_weights_hdf5() writes a single file, which is easier to copy.

    Args:
        object: A model.
        filepath: Prefix of the file names: "w" creates w.index, w.data-00000-of-00001 and checkpoint.
        overwrite: Whether to replace an existing checkpoint. FALSE asks in an interactive R session and raises an error
            otherwise.

    Returns:
        TRUE; FALSE if the user chose not to replace the checkpoint.

    Raises:
        FileExistsError: If the checkpoint exists and `overwrite` is FALSE.
        ValueError: If the model has no weights yet.

    Example:
        >>> import shutil
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model_weights_tf(model, "weights/line")
        >>> other = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> other = load_model_weights_tf(other, "weights/line")
        >>> get_weights(other)[0]
        array([[1.],
               [1.]], dtype=float32)
        >>> shutil.rmtree("weights")
    """
    _check(object, "save_model_weights_tf")
    refuse_existing(f"{filepath}.index", overwrite)
    with make_neighbor(filepath, "save_model_weights_tf") as folder:
        checkpoint.write_checkpoint(filepath, folder, object)
    return True


@verb(returns="object")
@on_tensorflow("save_model_weights_hdf5() and load_model_weights_hdf5() use files that every backend reads.")
def load_model_weights_tf(
    object: Value = MISSING,
    filepath: Path = MISSING,
    by_name: Bool = False,
    skip_mismatch: Bool = False,
    reshape: Bool = False,
) -> Any:
    """Load weights from a TensorFlow checkpoint into a model.

    The checkpoint comes from save_model_weights_tf() or Keras 2. Either all weights are loaded, or none, with an error
    that names the weights that do not match. The weights of a Keras 2 SavedModel are the checkpoint
    `variables/variables` in its folder.

    Args:
        object: A model that already has its layers.
        filepath: Prefix of the file names; HDF5 files for load_model_weights_hdf5() work, too.
        by_name: Must be FALSE; checkpoints do not contain layer names.
        skip_mismatch: Whether to skip weights that do not match, with a warning.
        reshape: Whether to reshape weights that have the same number of values but a different shape.

    Returns:
        The model, changed in place.

    Raises:
        FileNotFoundError: If the checkpoint does not exist.
        ValueError: If the weights do not match the model.

    Example:
        >>> import shutil
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model_weights_tf(model, "weights/line")
        >>> other = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> other = load_model_weights_tf(other, "weights/line")
        >>> get_weights(other)[0]
        array([[1.],
               [1.]], dtype=float32)
        >>> shutil.rmtree("weights")
    """
    return _load(object, filepath, by_name, skip_mismatch, reshape, "load_model_weights_tf")


def _load_checkpoint(model: Any, path: str, by_name: bool, skip_mismatch: bool, reshape: bool, function: str) -> None:
    if by_name:
        hint = "A checkpoint knows no layer names: save_model_weights_hdf5() keeps them."
        raise errors.bad_argument(function, "by_name", "FALSE", by_name, hint)
    with guard_reading(function, f"'{path}'", checkpoint.measure_size(path)):
        checkpoint.read_checkpoint(path, model, skip_mismatch, reshape)
