"""Splitting data into two parts."""

from typing import Annotated, Any

import numpy as np

from ..data import arrays
from ..define import export
from ..engine.loading import keras, resolve
from ..graph.layer_calls import is_vector
from ..messages import errors
from ..signatures import conversions
from ..signatures.array_conversions import is_data
from ..signatures.calls import call_keras
from ..signatures.registry import REGISTRY
from ..signatures.words import MISSING, Bool, RandomSeed, Value, Word


def _share_or_count(value: Any) -> Any:
    number = conversions.as_number(value)
    if 0 < number < 1:
        return float(number)
    if number < 1:
        raise conversions.Wrong("")
    return conversions.as_whole(number)


Size = Annotated[
    Any,
    Word("a number between 0 and 1, or a whole number of at least 1", _share_or_count, takes_none=True, hint="Number"),
]


@export
def split_dataset(
    dataset: Value = MISSING,
    left_size: Size = None,
    right_size: Size = None,
    shuffle: Bool = False,
    seed: RandomSeed | None = None,
) -> Any:
    """Split data into two datasets.

    Use it to hold out validation or test data. Split off the test data before you compute anything from the data, such
    as means for scaling.

    Args:
        dataset: A dataset, an array or a data frame of numbers, or a list of arrays with the same number of samples.
        left_size: Size of the first dataset: a fraction or a number of samples. NULL: the rest.
        right_size: Size of the second dataset, in the same form.
        shuffle: Whether to shuffle the samples before the split.
        seed: Seed of the shuffling, a whole number.

    Returns:
        A list of two datasets of samples, not batched.

    Raises:
        ValueError: If the sizes do not match the data.

    Example:
        >>> parts = split_dataset(np.arange(10.0).reshape(10, 1), left_size=0.8)
        >>> len(parts[0])
        8
        >>> len(parts[1])
        2
    """
    if not is_data(dataset):
        expected = "a dataset, an array, a data frame, or a list of arrays"
        raise errors.bad_argument("split_dataset", "dataset", expected, dataset, error=TypeError)
    if isinstance(dataset, (list, tuple)) and not is_vector(dataset):
        dataset = [_as_array(part) for part in dataset]
    elif isinstance(dataset, np.ndarray) or arrays.is_frame(dataset) or is_vector(dataset):
        dataset = _as_array(dataset)
    arguments = {"dataset": dataset, "left_size": left_size, "right_size": right_size, "shuffle": shuffle, "seed": seed}
    return call_keras(REGISTRY["split_dataset"], resolve("keras.utils.split_dataset"), arguments)


def _as_array(value: Any) -> Any:
    """Return an array of strings, or of numbers as training gets them."""
    found = arrays.to_numpy(value)
    found = found.numpy() if arrays.is_tensor(found) else found
    return found.astype(keras().config.floatx()) if found.dtype == np.float64 else found
