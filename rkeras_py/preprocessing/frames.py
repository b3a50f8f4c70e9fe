"""Inputs and features of a model from data frame columns."""

import itertools
import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..data.arrays import Factor, get_columns, is_frame, is_text
from ..define import operation
from ..engine.loading import keras
from ..messages import errors
from ..signatures.words import MISSING, ArrayLike, Value

_NAME = "frame_inputs"


@operation
def frame_inputs(data: ArrayLike = MISSING, embedding: Value = None) -> Any:
    """Create the inputs of a model from a data frame, and one tensor with the features of all columns.

    Each column becomes an input and one or more features, in the order of the columns, as in model.matrix(). The
    settings are learned from `data` and are part of the model, which therefore accepts new data frames directly, also
    after it was saved:

    - Numbers have the mean of their column subtracted and are divided by its standard deviation, with divisor n, as in
      `layer_normalization()` (that of scale() has the divisor n - 1). A column of equal numbers becomes 0.
    - A factor has one feature per level, including the first one: 1 for the level of the sample, 0 for the others.
      Strings become a factor whose levels are sorted by character codes; use a factor for a different order. The input
      takes strings.
    - TRUE is 1, FALSE is 0.

    All layers are Keras layers, so a saved model can be loaded without this package. The model matches columns by name.

    Args:
        data: The data frame, with the columns that the model uses and without those that it predicts.
        embedding: Named list with the size of an embedding for some columns, e.g. list(city = 4): the column then has
            this number of features, which are learned during training, instead of one per level. A column of whole
            numbers is then treated as categories.

    Returns:
        A named list of `inputs`, the list of the inputs for `keras_model()`, each with the name of its column, and
        `features`, a tensor of shape (batch, features) for the first layer.

    Raises:
        ValueError: If values are missing, or a column does not contain numbers, strings, factor levels or logicals. A
            model raises the same error for a level that is not in `data`, like predict() of a linear model.

    Example:
        >>> import pandas as pd
        >>> data = pd.DataFrame({"city": ["Rome", "Oslo", "Rome"], "size": [1.0, 3.0, 5.0]})
        >>> columns = frame_inputs(data)
        >>> model = keras_model(columns["inputs"], columns["features"])
        >>> model >> predict(data, verbose=0)
        array([[ 0.       ,  1.       , -1.2247448],
               [ 1.       ,  0.       ,  0.       ],
               [ 0.       ,  1.       ,  1.2247448]], dtype=float32)

    Example in R:
        data <- data.frame(city = c("Rome", "Oslo", "Rome"), size = c(1, 3, 5))
        columns <- frame_inputs(data)
        model <- keras_model(columns$inputs, columns$features)
        model %>% predict(data, verbose = 0)
    """
    if not is_frame(data):
        raise errors.bad_argument(_NAME, "data", "a data frame", data)
    found = get_columns(data)
    if not found:
        raise errors.bad_argument(_NAME, "data", "a data frame with columns", errors.Words("none"))
    sizes = _choose_sizes(embedding, found)
    parts = [_describe_column(name, values, sizes.get(name)) for name, values in found.items()]
    inputs = {part.name: keras().Input((1,), name=part.name, dtype=part.dtype) for part in parts}
    features = []
    for kind, group in itertools.groupby(parts, type):
        if kind is _Numbers:
            features.append(_normalize(list(group), inputs))  # adjacent numeric columns share a layer
        else:
            features += [part.features(inputs[part.name]) for part in group]
    return {"inputs": list(inputs.values()), "features": _join(features)}


@dataclass
class _Numbers:
    """A column of numbers."""

    name: str
    mean: float
    variance: float
    dtype: str


@dataclass
class _Truth:
    """A column of TRUE and FALSE."""

    name: str
    dtype: str

    def features(self, tensor: Any) -> Any:
        """Return the features of the column."""
        return tensor


@dataclass
class _Categories:
    """A column of categories, of strings or of whole numbers."""

    name: str
    levels: list[Any]
    size: int | None
    dtype: str

    def features(self, tensor: Any) -> Any:
        """Return the features of the column."""
        layers = keras().layers
        lookup = layers.StringLookup if self.dtype == "string" else layers.IntegerLookup
        mode = "one_hot" if self.size is None else "int"
        found = lookup(vocabulary=self.levels, num_oov_indices=0, output_mode=mode)(tensor)
        return found if self.size is None else layers.Flatten()(layers.Embedding(len(self.levels), self.size)(found))


def _describe_column(name: str, values: Any, size: int | None) -> Any:
    if isinstance(values, Factor):
        return _Categories(name, list(values.levels), size, "string")
    if values.ndim != 1 or not len(values):
        raise _describe_wrong_column(name, "a vector with a value for each sample", f"an array of shape {values.shape}")
    missing = sum(value is None or str(value == value) != "True" for value in values.tolist())
    if missing:
        raise ValueError(
            f'{_NAME}(): `data`: Column "{name}" has {missing} missing value(s) (NA) among {len(values)}. Remove or '
            f"replace them first, e.g. with {errors.for_reader('na.omit()', 'dropna() of pandas')}."
        )
    if is_text(values):
        return _Categories(name, sorted(set(values.tolist())), size, "string")
    if size is not None:
        return _Categories(name, _convert_whole(name, values), size, "int64")
    if values.dtype.kind == "b":
        return _Truth(name, keras().config.floatx())
    if values.dtype.kind not in "fiu":
        raise _describe_wrong_column(
            name, "of numbers, strings, TRUE and FALSE, or a factor", f"values as {values[0]!r}"
        )
    exact = values.astype("float64")
    return _Numbers(name, float(exact.mean()), float(exact.var()) or 1.0, keras().config.floatx())


def _convert_whole(name: str, values: Any) -> list[int]:
    if values.dtype.kind not in "fiu" or (values != np.floor(values)).any():
        raise _describe_wrong_column(
            name, "a factor, of strings or of whole numbers to have an embedding", f"{values[0]!r}, ..."
        )
    return [int(value) for value in np.unique(values)]


def _describe_wrong_column(name: str, expected: str, received: str) -> ValueError:
    return ValueError(f'{_NAME}(): `data`: Column "{name}" should be {expected}. Received: {received}')


def _choose_sizes(embedding: Any, found: dict[str, Any]) -> dict[str, int]:
    if embedding is None:
        return {}
    hint = f"Columns are: {', '.join(found)}."
    if not isinstance(embedding, dict) or not set(embedding) <= set(found):
        raise errors.bad_argument(_NAME, "embedding", "a list of sizes, named by columns of `data`", embedding, hint)
    for size in embedding.values():
        if isinstance(size, bool) or not isinstance(size, numbers.Real) or size < 1 or size % 1:
            raise errors.bad_argument(_NAME, "embedding", "a list of whole numbers of at least 1", embedding)
    return {name: int(size) for name, size in embedding.items()}


def _normalize(group: list[_Numbers], inputs: dict[str, Any]) -> Any:
    mean, variance = [part.mean for part in group], [part.variance for part in group]
    return keras().layers.Normalization(mean=mean, variance=variance)(_join([inputs[part.name] for part in group]))


def _join(tensors: list[Any]) -> Any:
    return tensors[0] if len(tensors) == 1 else keras().layers.Concatenate()(tensors)
