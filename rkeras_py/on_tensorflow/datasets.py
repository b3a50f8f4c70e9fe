"""TensorFlow's datasets: their batches, and checks of values as they pass."""

from collections.abc import Callable
from typing import Any

from ..engine.loading import keras, resolve


def is_dataset(value: Any) -> bool:
    """Tell whether a value is a dataset."""
    return isinstance(value, resolve("tensorflow.data.Dataset"))


def is_endless(dataset: Any) -> bool:
    """Tell whether a dataset has no last batch."""
    return bool(dataset.cardinality() == resolve("tensorflow.data.INFINITE_CARDINALITY"))


def map_as_written(dataset: Any, function: Callable[..., Any]) -> Any:
    """Return a dataset of a function's results; AutoGraph does not rewrite the function."""
    return dataset.map(resolve("tensorflow.autograph.experimental.do_not_convert")(function))


def shuffle_alike(parts: Any, count: int, seed: int, size: int) -> Any:
    """Return batches of arrays in a random order, of which each worker takes its share.

    Args:
        parts: The arrays.
        count: Number of samples.
        seed: Seed of the order; the same in all workers.
        size: Samples in a batch.
    """
    tf = resolve("tensorflow")
    options = tf.data.Options()
    options.experimental_distribute.auto_shard_policy = tf.data.experimental.AutoShardPolicy.DATA
    return tf.data.Dataset.from_tensor_slices(parts).shuffle(count, seed=seed).batch(size).with_options(options)


def refuse_missing(values: Any, words: str) -> None:
    """Stop the pipeline with a message if any value is NaN."""
    _refuse_any(resolve("tensorflow.math.is_nan")(values), words)


def refuse_weights(values: Any, words: str) -> None:
    """Stop the pipeline with a message if any value is negative, NaN or infinite."""
    tf = resolve("tensorflow")
    is_wrong = values < tf.zeros((), values.dtype)
    _refuse_any(is_wrong | ~tf.math.is_finite(values) if values.dtype.is_floating else is_wrong, words)


def refuse_labels(values: Any, classes: int, ignored: Any, words: str) -> None:
    """Stop the pipeline with a message if any value is no class number.

    Args:
        values: A tensor.
        classes: Number of classes.
        ignored: A number that stands for no class, or None.
        words: The message, with two gaps: how many values are wrong, and how many there are.
    """
    tf = resolve("tensorflow")
    labels = tf.cast(values, "float64")
    is_wrong = (labels < 0) | (labels >= classes) | (labels != tf.floor(labels))
    _refuse_any(is_wrong if ignored is None else is_wrong & (labels != ignored), words)


def refuse_beyond(values: Any, limits: Any, words: str) -> None:
    """Stop the pipeline with a message if any value is beyond the limits of a type of whole numbers.

    Args:
        values: A tensor.
        limits: What numpy tells of the type.
        words: The message, with two gaps: how many values are wrong, and how many there are.
    """
    numbers = resolve("tensorflow").cast(values, "float64")
    _refuse_any((numbers < limits.min) | (numbers >= limits.max + 1), words)


def list_values(part: Any) -> list[Any]:
    """Return the numeric tensors in a part of a batch; for ragged and sparse ones their stored values."""
    arrays = keras().tree.flatten(part)
    tensors = [getattr(one, "flat_values", getattr(one, "values", one)) for one in arrays]
    return [one for one in tensors if one is not None and (one.dtype.is_floating or one.dtype.is_integer)]


def _refuse_any(is_wrong: Any, words: str) -> None:
    tf = resolve("tensorflow")
    number = tf.math.count_nonzero(is_wrong)
    tf.debugging.Assert(number < 1, [tf.strings.format(words, (number, tf.size(is_wrong)))])
