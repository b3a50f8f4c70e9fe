"""Files of models, weights and descriptions, under the names of R's keras3."""

import os
import pathlib
import warnings
from typing import Annotated, Any

from ..compat import steps
from ..define import export, verb
from ..graph import shared_layers
from ..messages import errors
from ..signatures import conversions
from ..signatures.calls import refuse_further, takes_further
from ..signatures.results import Model
from ..signatures.words import MISSING, Bool, Path, Positive, Value, Word, choice
from ..syntax.pipe import ONLY_MODELS
from .atomic_files import write_new_file
from .json_yaml import model_from_json, model_to_json, serialize_model, unserialize_model
from .models import check_model, load_model_hdf5, save_model_hdf5, save_model_tf
from .saved_model import write_keras_file
from .shards import write_shards
from .weights import load_model_weights_hdf5, save_model_weights_hdf5

_HDF5 = (".h5", ".hdf5")
_OF_OTHER_FILES = (
    *(".txt", ".csv", ".tsv", ".json", ".yaml", ".yml", ".xml", ".log", ".md", ".html", ".pdf", ".png", ".jpg", ".hdf"),
    *(
        ".rds",
        ".rda",
        ".rdata",
        ".r",
        ".rmd",
        ".py",
        ".ipynb",
        ".pkl",
        ".pickle",
        ".npy",
        ".npz",
        ".parquet",
        ".feather",
    ),
    *(".zip", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".7z", ".onnx", ".tflite", ".pt", ".pth", ".pb", ".safetensors"),
)
"""File extensions that no folder has: a path with one means a file."""


def _take_file_or_bytes(value: Any) -> Any:
    return bytes(value) if isinstance(value, (bytes, bytearray)) else conversions.as_path(value)


Saved = Annotated[
    Any, Word("the path of a file, or a raw vector from save_model()", _take_file_or_bytes, hint="Path | bytes")
]

QuantizationMode = Annotated[str, choice("int8", "int4", "float8", "gptq", "awq")]


@takes_further(lambda: ("include_optimizer",))
@verb(of=ONLY_MODELS, returns="model")
def save_model(
    model: Value = MISSING,
    filepath: Path | None = None,
    overwrite: Bool = False,
    zipped: Bool | None = None,
    **options: Any,
) -> Any:
    """Save a model to one file.

    The file contains the layers, the weights and the training state, so training can continue after load_model(). The
    help of save_model_hdf5() compares all ways to save a model.

    Args:
        model: A model.
        filepath: Path of the file. The extension .keras selects Keras 3's archive, which can also contain models of
            custom classes, .h5 selects HDF5, and a name without extension a SavedModel folder. Other extensions, as in
            model.txt, raise an error. The file appears only when it is complete. NULL returns the model as a raw
            vector.
        overwrite: Whether to replace an existing file. FALSE asks in an interactive R session and raises an error
            otherwise.
        zipped: Ignored; kept for R's keras3: a .keras file is always a single archive.
        options: `include_optimizer = FALSE` omits the compile settings and the optimizer.

    Returns:
        A raw vector if `filepath` is NULL; otherwise the model, in R invisibly, or FALSE if the user chose not to
        replace the file.

    Raises:
        FileExistsError: If the file exists and `overwrite` is FALSE.
        ValueError: If the model has no weights yet or contains an R function with more than 1 MB of data, or if the
            extension belongs to another kind of file.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model(model, "line.keras")
        >>> load_model("line.keras")(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> os.remove("line.keras")
    """
    refuse_further("save_model", options)
    if zipped is False:
        raise errors.bad_argument(
            "save_model", "zipped", "TRUE or NULL", zipped, "A .keras file is always a single archive."
        )
    if filepath is None:
        with errors.told_as("serialize_model", "save_model"):
            return serialize_model(model, **options)
    if filepath.endswith(".keras"):
        _save_keras(model, filepath, overwrite, **options)
        return model
    refuse_other_files("save_model", filepath)
    save = save_model_hdf5 if filepath.endswith(_HDF5) else save_model_tf
    with errors.told_as(save.__name__, "save_model", object="model"):
        save(model, filepath, overwrite, **options)
    return model


def refuse_other_files(function: str, filepath: str) -> None:
    """Refuse the name of a file that no model is saved in: a folder of this name would be a surprise.

    Args:
        function: The function that the user called.
        filepath: Its argument.
    """
    if os.path.splitext(filepath)[1].lower() in _OF_OTHER_FILES:
        expected = 'a name that ends in ".keras" or ".h5", or one of a folder'
        raise errors.bad_argument(function, "filepath", expected, filepath)


def _save_keras(model: Any, filepath: str, overwrite: bool, include_optimizer: bool = True) -> None:
    check_model(model, "save_model", "model")
    shared_layers.refuse_shared(model, "save_model")
    with write_new_file(filepath, overwrite, "save_model", ".keras") as temporary:
        write_keras_file(temporary, model, include_optimizer)


@export
def load_model(
    model: Saved = MISSING,
    custom_objects: Value = None,
    compile: Bool = True,
    safe_mode: Bool = True,
    *,
    match_targets: Bool | None = None,
) -> Model:
    """Load a model from a file; the same as load_model_hdf5().

    It opens .keras and HDF5 files of Keras 2 and 3. Pass custom classes and functions as `custom_objects`, under the
    names that the file contains.

    Args:
        model: Path of the file, or a raw vector from save_model().
        custom_objects: Custom classes and functions in the file: a list, whose names are derived from the elements, or
            a named list.
        compile: Whether to restore the compile settings and the state of the optimizer.
        safe_mode: FALSE allows code in the file (lambdas, R functions and classes) to run: use it only for
            files from people whom you trust.
        match_targets: As in compile(), for a model whose compile settings are restored.

    Returns:
        The model.

    Raises:
        FileNotFoundError: If the file does not exist.
        ValueError: If it does not contain a model, is damaged, names an unknown class or function, or contains code.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model(model, "line.keras")
        >>> load_model("line.keras")(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
        >>> os.remove("line.keras")
    """
    load = unserialize_model if isinstance(model, bytes) else load_model_hdf5
    with errors.told_as(load.__name__, "load_model", filepath="model"):
        loaded = load(model, custom_objects=custom_objects, compile=compile, safe_mode=safe_mode)
    return steps.mark_read(loaded, match_targets)


@verb(of=ONLY_MODELS, returns="model")
def save_model_weights(
    model: Value = MISSING, filepath: Path = MISSING, overwrite: Bool = False, max_shard_size: Positive | None = None
) -> Model:
    """Save the weights of a model to a file.

    This is keras3's name for save_model_weights_hdf5(). To load the file, you need a model with the same layers.

    Args:
        model: A model.
        filepath: Path of the file, usually ending in .weights.h5. The file appears only when it is complete.
        overwrite: Whether to replace an existing file. FALSE asks in an interactive R session and raises an error
            otherwise.
        max_shard_size: Maximum size of a file in gigabytes. `filepath` must then end in .weights.json; it lists the
            files, which are written next to it. NULL: one file.

    Returns:
        The model, in R invisibly, or FALSE if the user chose not to replace the file.

    Raises:
        FileExistsError: If the file exists and `overwrite` is FALSE.
        ValueError: If the model has no weights yet.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model_weights(model, "line.weights.h5")
        >>> other = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> other = load_model_weights(other, "line.weights.h5")
        >>> get_weights(other)[0]
        array([[1.],
               [1.]], dtype=float32)
        >>> os.remove("line.weights.h5")
    """
    if max_shard_size is not None:
        check_model(model, "save_model_weights", "model")
        write_shards(model, filepath, overwrite, max_shard_size, "save_model_weights")
        return model
    with errors.told_as("save_model_weights_hdf5", "save_model_weights", object="model"):
        save_model_weights_hdf5(model, filepath, overwrite)
    return model


@takes_further(lambda: ("by_name",))
@verb(of=ONLY_MODELS, returns="object")
def load_model_weights(
    model: Value = MISSING, filepath: Path = MISSING, skip_mismatch: Bool = False, **options: Any
) -> Any:
    """Load weights from a file into a model.

    This is keras3's name for load_model_weights_hdf5(). The model must have the same layers.

    Args:
        model: A model with the same layers as the saved one.
        filepath: Path of the file.
        skip_mismatch: Whether to skip layers whose weights do not match.
        options: `by_name`: whether to match layers by name instead of order.

    Returns:
        The model.

    Raises:
        FileNotFoundError: If the file does not exist.
        ValueError: If the weights do not match; the model is then unchanged.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> saved = save_model_weights(model, "line.weights.h5")
        >>> other = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> other = load_model_weights(other, "line.weights.h5")
        >>> get_weights(other)[0]
        array([[1.],
               [1.]], dtype=float32)
        >>> os.remove("line.weights.h5")
    """
    refuse_further("load_model_weights", options)
    with errors.told_as("load_model_weights_hdf5", "load_model_weights", object="model"):
        return load_model_weights_hdf5(model, filepath, skip_mismatch=skip_mismatch, **options)


@verb(of=ONLY_MODELS, returns="model")
def save_model_config(model: Value = MISSING, filepath: Path | None = None, overwrite: Bool = False) -> Any:
    """Describe a model as JSON, in a file or as a string.

    The description contains the layers and their connections, but no weights. Use it to keep the architecture under
    version control, or to build the same model with new weights with load_model_config().

    Args:
        model: A model.
        filepath: Path of the file, usually ending in .json; NULL returns the string.
        overwrite: Whether to replace an existing file. FALSE asks in an interactive R session and raises an error
            otherwise.

    Returns:
        The string if `filepath` is NULL; otherwise the model, in R invisibly, or FALSE if the user chose not to replace
        the file.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> saved = save_model_config(model, "line.json")
        >>> count_params(load_model_config("line.json"))
        3
        >>> os.remove("line.json")
    """
    with errors.told_as("model_to_json", "save_model_config", object="model"):
        text = model_to_json(model)
    if filepath is None:
        return text
    with write_new_file(filepath, overwrite, "save_model_config") as temporary, open(temporary, "w") as file:
        file.write(text)
    return model


@export
def load_model_config(
    filepath: Path = MISSING, custom_objects: Value = None, *, match_targets: Bool | None = None
) -> Model:
    """Create a model with new weights from a JSON file.

    The file comes from save_model_config() or model_to_json(). Use it to train the same architecture again, or before
    load_model_weights_hdf5().

    Args:
        filepath: Path of the file.
        custom_objects: Custom classes and functions in the description: a list, whose names are derived from the
            elements, or a named list.
        match_targets: As in keras_model().

    Returns:
        A new model, not compiled.

    Raises:
        FileNotFoundError: If the file does not exist.
        ValueError: If the file does not describe a model, or names an unknown class or function.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> saved = save_model_config(model, "line.json")
        >>> count_params(load_model_config("line.json"))
        3
        >>> os.remove("line.json")
    """
    try:
        text = pathlib.Path(filepath).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        kind = type(error) if isinstance(error, OSError) else ValueError
        expected = "a file with a model as JSON"
        raise errors.bad_argument("load_model_config", "filepath", expected, filepath, error=kind) from error
    with errors.told_as("model_from_json", "load_model_config", json="filepath"):
        return steps.mark_read(model_from_json(text, custom_objects), match_targets)


@takes_further(lambda: ("config", "filters"))
@verb(of=ONLY_MODELS, returns="object")
def quantize_weights(object: Value = MISSING, mode: QuantizationMode = MISSING, **options: Any) -> Any:
    """Quantize the weights of a model to int8, int4 or float8 in place.

    A quantized model needs a quarter of the memory or less and loses little accuracy. Use it before deployment; keep
    the original for training.

    Args:
        object: A model that has weights. Afterwards it can be used, but no longer trained.
        mode: "int8" or "int4" (weights), "float8" (used for the computation in layers, also during training), or "gptq"
            or "awq", which measure the effect of rounding on data and need `config`.
        options: `config`, an object of `keras$quantizers`, and `filters`, names of layers as regular expressions.

    Returns:
        The model.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(1, use_bias=False, kernel_initializer="ones")
        >>> model = quantize_weights(model, "int8")
        >>> get_weights(model)[0]
        array([[127],
               [127]], dtype=int8)
    """
    refuse_further("quantize_weights", options)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Layer InputLayer does not have a `quantize` method")  # it has no weights
        object.quantize(mode, **options)
    return object
