"""Models and histories as tables with the names that broom uses; R's methods for broom call these functions."""

import contextlib
import importlib
import math
from typing import Any

from ..define import verb
from ..engine.installing import spell_install
from ..messages import errors
from ..signatures.words import MISSING, Value
from ..syntax.pipe import Subject, is_model

TABLED = Subject("a model or a training history", "model", lambda x: is_model(x) or hasattr(x, "glance"))


def make_frame(columns: dict[str, Any], function: str) -> Any:
    """Return a data frame of pandas.

    Args:
        columns: The values of each column.
        function: The function that the user called.

    Raises:
        ImportError: If pandas is not installed.
    """
    try:
        return importlib.import_module("pandas").DataFrame(columns)
    except ImportError as error:
        raise ImportError(f"{function}(): needs pandas. Run: {spell_install('pandas')}") from error


def describe_layers(model: Any) -> dict[str, list[Any]]:
    """Return the columns of the table of a model's layers; an output shape that is not known is an empty text."""
    layers = model.layers
    return {
        "layer": [layer.name for layer in layers],
        "type": [type(layer).__name__ for layer in layers],
        "output_shape": [_describe_output(layer) for layer in layers],
        "parameters": [float(layer.count_params()) if layer.built else math.nan for layer in layers],
        "trainable": [bool(layer.trainable) for layer in layers],
    }


def _describe_output(layer: Any) -> str:
    with contextlib.suppress(AttributeError, ValueError):
        return str(tuple(layer.output.shape))
    return ""


def describe_model(model: Any) -> dict[str, Any]:
    """Return the size of a model and how it was compiled, by the names of `glance()`.

    Raises:
        ValueError: If it has no weights yet.
    """
    if not model.built:
        raise ValueError("glance(): the model has no weights yet. Pass an input_shape, or call it on data first.")
    optimizer = getattr(model, "optimizer", None)
    return {
        "layers": len(model.layers),
        "parameters": float(sum(math.prod(weight.shape) for weight in model.weights)),
        "trainable_parameters": float(sum(math.prod(weight.shape) for weight in model.trainable_weights)),
        "optimizer": None if optimizer is None else optimizer.name,
        "learning_rate": math.nan if optimizer is None else float(optimizer.learning_rate),
        "iterations": math.nan if optimizer is None else float(optimizer.iterations),
    }


@verb(python_only=True, of=TABLED)
def tidy(x: Value = MISSING) -> Any:
    """Return a table of the layers of a model, or of the epochs of a training history.

    tidy(), glance() and augment() have the same names and columns as in R, where they are methods for the package
    broom. glance() returns one row, and augment() adds predictions to data.

    Args:
        x: A model, or a training history.

    Returns:
        A pandas DataFrame: one row per layer, or one row per metric and epoch.

    Raises:
        ImportError: If pandas is not installed.

    Example:
        >>> model = keras_model_sequential(input_shape=4) >> layer_dense(3, name="only")
        >>> tidy(model)
          layer   type output_shape  parameters  trainable
        0  only  Dense    (None, 3)        15.0       True
    """
    if not is_model(x):
        return x.tidy()
    columns = describe_layers(x)
    columns["output_shape"] = [shape or None for shape in columns["output_shape"]]
    return make_frame(columns, "tidy")


@verb(python_only=True, of=TABLED)
def glance(x: Value = MISSING) -> Any:
    """Return a one-row table: the size and compile settings of a model, or the last epoch of a training history.

    Use it to compare several models or trainings in one table, with a row for each.

    Args:
        x: A model, or a training history.

    Returns:
        A pandas DataFrame. `iterations` is the number of training steps so far.

    Raises:
        ImportError: If pandas is not installed.
        ValueError: If the model has no weights yet.

    Example:
        >>> model = keras_model_sequential(input_shape=4) >> layer_dense(3)
        >>> glance(model)[["layers", "parameters"]]
           layers  parameters
        0       1        15.0
    """
    if not is_model(x):
        return x.glance()
    return make_frame({name: [value] for name, value in describe_model(x).items()}, "glance")


def read_table(value: Any, function: str) -> Any:
    """Return data as a data frame of pandas, with rows numbered from 0; the columns of a matrix are V1, V2, ...

    Args:
        value: A data frame, a dict of columns or a matrix.
        function: The function that the user called.

    Raises:
        ValueError: If it is none of these.
    """
    if hasattr(value, "to_pandas"):
        value = value.to_pandas()
    if isinstance(value, dict) or hasattr(value, "iloc"):
        return make_frame(value, function).reset_index(drop=True)
    if getattr(value, "ndim", 0) != 2:
        raise errors.bad_argument(function, "data", "a data frame or a matrix of inputs", value)
    return make_frame({f"V{place + 1}": value[:, place] for place in range(value.shape[1])}, function)
