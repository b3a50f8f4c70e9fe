"""Functions for layers with a state: adapt to data, get and set a vocabulary, reset states."""

import itertools
import math
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from ..data import arrangement
from ..data.arrays import is_text, refuse_complex
from ..define import export, verb
from ..engine.internals.layers import inner_layers, lookup_layer
from ..engine.loading import keras
from ..engine.tensors import computing_error
from ..messages import errors, keras_errors
from ..on_tensorflow.datasets import is_endless
from ..signatures import words
from ..signatures.words import MISSING, Bool, Count, Data, NotNegatives, Steps, Value
from ..syntax.pipe import Subject, is_model_or_layer
from .words import TEXT_VOCABULARY, WHOLE_VOCABULARY

BATCH = 32
"""Batch size of Keras 2's adapt() if neither `batch_size` nor `steps` sets another."""
_SAMPLES = "at least one sample"
_LEARNERS = (
    "a layer made by layer_normalization(), layer_discretization(), layer_string_lookup(), layer_integer_lookup() or "
    "layer_text_vectorization()"
)


@verb(returns="object", of=Subject(_LEARNERS, "layer", is_model_or_layer))
def adapt(
    object: Value = MISSING,
    data: Data = MISSING,
    *,
    batch_size: Count | None = None,
    steps: Steps | None = None,
    **options: Any,
) -> Any:
    """Adapt a preprocessing layer to data.

    layer_normalization() learns means and variances, layer_discretization() the boundaries of its bins, and
    layer_string_lookup(), layer_integer_lookup() and layer_text_vectorization() their vocabulary. Earlier results are
    discarded. Adapt a layer before its model predicts or trains; otherwise the model keeps the old state until it is
    compiled again.

    Args:
        object: The layer.
        data: A vector, matrix, array or data frame, a tensor, a dataset of batches, or another iterator of batches.
            Strings for layers that accept strings.
        batch_size: Number of samples in a batch, for `steps` and for layer_discretization(), whose bins depend on it
            slightly. NULL: 32, or with `steps` all data in that many batches. Not for datasets, which already have
            batches.
        steps: Number of batches to use. NULL: all.
        **options: Not used; unknown arguments are errors.

    Returns:
        The same layer, changed in place.

    Raises:
        TypeError: If the layer has nothing to learn.
        ValueError: If the data do not suit the layer.

    Differences:
        With `tf_idf`, every element of a vector is a document; in R keras 2.15, every batch was.

    Example:
        >>> layer = layer_normalization()
        >>> adapt(layer, np.array([[1.0], [2.0], [3.0]]))
        <Normalization name=normalization, built=True>
        >>> layer(np.array([[2.0], [4.0]]))
        <tf.Tensor: shape=(2, 1), dtype=float32, numpy=
        array([[0.       ],
               [2.4494896]], dtype=float32)>
    """
    for name in options:
        raise errors.unknown_argument("adapt", name, ("object", "data", "batch_size", "steps"))
    if not hasattr(object, "adapt"):
        raise errors.bad_argument("adapt", "object", _LEARNERS, object, error=TypeError)
    if isinstance(object, keras().utils.FeatureSpace) and not _gives_batches(data):
        for name, number in (("batch_size", batch_size), ("steps", steps)):
            if number is not None:
                raise errors.bad_argument("adapt", name, "omitted for a feature space, except with a dataset", number)
        prepared = data
    elif _gives_batches(data):
        prepared = _take_batches(data, batch_size, steps)
    else:
        prepared = _gather_samples(object, data, batch_size, steps)
    with _restore_on_error("adapt", object):
        _adapt(object, prepared)
    return object


def _adapt(layer: Any, samples: Any) -> None:
    """Adapt a layer. Keras's Discretization would load TensorFlow to check whether the samples are its dataset."""
    if not isinstance(layer, keras().layers.Discretization) or "tensorflow" in sys.modules or layer.num_bins is None:
        layer.adapt(samples)
        return
    layer.reset_state()
    for batch in samples:
        layer.update_state(batch)
    layer.finalize_state()


def _gives_batches(value: Any) -> bool:
    """Tell whether data already come in batches: a dataset, a generator, or a Keras sequence."""
    if isinstance(value, (list, tuple, dict, str)) or hasattr(value, "dtype"):
        return False
    return isinstance(value, keras().utils.PyDataset) or (hasattr(value, "__iter__") and not hasattr(value, "iloc"))


def _take_batches(batches: Any, batch_size: Any, steps: Any) -> Any:
    if batch_size is not None:
        raise errors.bad_argument("adapt", "batch_size", "omitted for a dataset, which already has batches", batch_size)
    if isinstance(batches, keras().utils.PyDataset):
        if not len(batches):
            raise errors.bad_argument("adapt", "data", _SAMPLES, batches)
        return batches if steps is None else itertools.islice(batches, steps)
    if not hasattr(batches, "element_spec"):
        return _fill(batches if steps is None else itertools.islice(batches, steps))
    if steps is None and is_endless(batches):
        raise errors.bad_argument("adapt", "steps", "a whole number for an endless dataset", steps)
    chosen = batches if steps is None else batches.take(steps)
    if not any(_count_rows(batch) for batch in chosen.take(1)):
        raise errors.bad_argument("adapt", "data", _SAMPLES, batches)
    return chosen


def _count_rows(batch: Any) -> int:
    shape = getattr(batch, "shape", None)
    return 1 if not shape else shape[0]


def _fill(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield batches as they come, and refuse a source without any samples."""
    rows = 0
    for batch in batches:
        rows += _count_rows(batch)
        yield batch
    if not rows:
        raise errors.bad_argument("adapt", "data", _SAMPLES, batches)


def _gather_samples(layer: Any, value: Any, batch_size: Any, steps: Any) -> Any:
    """Return all samples as one array; doubles stay doubles, for more exact means and variances."""
    layers = keras().layers
    is_exact = isinstance(value, np.ndarray) and value.dtype.kind == "f"
    samples = value if is_exact else arrangement.arrange(value, (), "adapt", "data")
    if not hasattr(samples, "shape"):
        raise errors.bad_argument("adapt", "data", "a vector, an array, a data frame, a tensor or a dataset", value)
    if samples.shape and samples.shape[0] == 0:
        raise errors.bad_argument("adapt", "data", _SAMPLES, value)
    refuse_complex(samples, "float32", "adapt", "data")
    size = batch_size or (BATCH if steps is None else math.ceil(samples.shape[0] / steps))
    if steps is not None:
        samples = samples[: steps * size]
    if isinstance(layer, (layers.StringLookup, layers.TextVectorization)):
        _check_text(samples, value)
    elif isinstance(layer, layers.IntegerLookup):
        _check_whole(samples, value)
    elif isinstance(layer, layers.Normalization):
        _check_text(samples, value, wanted=False)
        _check_axis(layer, samples)
    elif isinstance(layer, layers.Discretization):
        _check_text(samples, value, wanted=False)
        return (samples[start : start + size] for start in range(0, samples.shape[0], size))
    return samples


def _check_text(samples: Any, value: Any, wanted: bool = True) -> None:
    if (is_text(samples) if isinstance(samples, np.ndarray) else samples.dtype == "string") != wanted:
        advice = errors.for_reader("as.character()", "astype(str)") + " converts factors and numbers to strings."
        expected, hint = ("strings", advice) if wanted else ("numbers", "")
        raise errors.bad_argument("adapt", "data", f"{expected} for this layer", value, hint)


def _check_whole(samples: Any, value: Any) -> None:
    numbers = np.asarray(samples)
    if numbers.dtype.kind not in "iuf" or not np.all(numbers == np.floor(numbers)):
        raise errors.bad_argument("adapt", "data", "whole numbers for this layer", value)


def _check_axis(layer: Any, samples: Any) -> None:
    rank = len(samples.shape)
    if any(axis in (0, -rank) for axis in layer.axis):
        hint = "For a vector use a matrix of one column, or layer_normalization(axis = NULL)."
        raise errors.bad_argument("adapt", "data", "an array whose batch axis the layer does not keep", samples, hint)


@contextmanager
def _restore_on_error(function: str, layer: Any) -> Iterator[None]:
    """Restore the layer's vocabulary if Keras refuses a new one, since Keras checks it too late."""
    lookup = lookup_layer(layer)
    table = getattr(lookup, "lookup_table", None)
    if told := _find_wrong_function(layer):
        raise ValueError(f"{function}(): {told}")
    try:
        yield
    except (AttributeError, TypeError, ValueError, RuntimeError, LookupError) as error:
        if table is not None:
            lookup.lookup_table = table
        raise errors.rejected(function, error) from error
    except computing_error() as error:
        raise ValueError(f"{function}(): {keras_errors.strip_marks(getattr(error, 'message', str(error)))}") from error


def _find_wrong_function(layer: Any) -> str:
    """Find a user's function in a text layer that returns no strings, and describe it; "" if there is none."""
    described = layer.get_config() if isinstance(layer, keras().layers.TextVectorization) else {}
    for name in ("standardize", "split"):
        function = described.get(name)
        if callable(function):
            try:
                result = function(keras().ops.convert_to_tensor(["a b", "c"]))
            except Exception:  # an error in the user's own code was already reported
                return ""
            if "string" not in str(getattr(result, "dtype", "")) or result.shape[:1] != (2,):
                expected = f"`{name}` of the layer should be a function that returns a tensor of strings, of all texts"
                return f"{expected}. It returned: {errors.show_value(result)}"
    return ""


@verb()
def get_vocabulary(object: Value = MISSING, include_special_tokens: Bool = True) -> Any:
    """Return the vocabulary of a layer.

    Use it after adapt() to see which tokens layer_text_vectorization(), layer_string_lookup() or layer_integer_lookup()
    has, or to translate indices back to tokens. "[UNK]" stands for unknown tokens.

    Args:
        object: A layer made by layer_text_vectorization(), layer_string_lookup() or layer_integer_lookup().
        include_special_tokens: Whether to include the tokens for padding and for unknown words. With them, the first
            element is the token with index 0, the second the token with index 1, and so on.

    Returns:
        The tokens, a vector of strings, or a list of whole numbers.

    Raises:
        TypeError: If the layer has no vocabulary.

    Example:
        >>> layer = layer_string_lookup(vocabulary=["cat", "dog"])
        >>> get_vocabulary(layer)
        ['[UNK]', 'cat', 'dog']
        >>> get_vocabulary(layer, include_special_tokens=False)
        ['cat', 'dog']
    """
    _refuse_without_vocabulary("get_vocabulary", object)
    tokens = object.get_vocabulary(include_special_tokens=include_special_tokens)
    if lookup_layer(object).vocabulary_dtype == "string":
        return [str(token) for token in tokens]
    return WholeVocabulary(map(int, tokens))


class WholeVocabulary(list[int]):
    """Tokens that are whole numbers; in R a list, as R keras had it."""


@verb(returns="object")
def set_vocabulary(
    object: Value = MISSING, vocabulary: Value = MISSING, idf_weights: NotNegatives | None = None, **options: Any
) -> Any:
    """Set the vocabulary of a layer, instead of learning it with adapt().

    Use it when the vocabulary comes from elsewhere, such as the file of a pretrained embedding or an earlier model, so
    that the indices match its weights. The layer then needs no adapt().

    Args:
        object: A layer made by layer_text_vectorization(), layer_string_lookup() or layer_integer_lookup().
        vocabulary: The tokens, each once, in the order of their indices: strings, or whole numbers for
            layer_integer_lookup(); or the path of a text file with one token per line. The tokens for padding and for
            unknown tokens may be omitted.
        idf_weights: The weight of each token, needed only for output_mode "tf_idf".
        **options: Not used; unknown arguments are errors.

    Returns:
        The same layer, changed in place.

    Raises:
        TypeError: If the layer has no vocabulary.
        ValueError: If a token occurs twice, or there are more than the layer's maximum.

    Differences:
        The vocabulary is saved with the model; an invalid vocabulary leaves the old one in place.

    Example:
        >>> layer = layer_string_lookup()
        >>> set_vocabulary(layer, ["cat", "dog"])
        <StringLookup name=string_lookup, built=False>
        >>> layer(np.array(["dog", "bird"]))
        <tf.Tensor: shape=(2,), dtype=int64, numpy=array([2, 0])>
    """
    for name in options:
        raise errors.unknown_argument("set_vocabulary", name, ("object", "vocabulary", "idf_weights"))
    _refuse_without_vocabulary("set_vocabulary", object)
    lookup = lookup_layer(object)
    word = TEXT_VOCABULARY if lookup.vocabulary_dtype == "string" else WHOLE_VOCABULARY
    tokens = words.convert_value("set_vocabulary", "vocabulary", word, vocabulary, MISSING)
    with _restore_on_error("set_vocabulary", object):
        object.set_vocabulary(tokens, idf_weights=idf_weights)
    if lookup.input_vocabulary is not None:  # otherwise a saved file would hold the constructor's vocabulary
        lookup.input_vocabulary = None if isinstance(tokens, str) else tokens
        lookup.input_idf_weights = idf_weights
    return object


def _refuse_without_vocabulary(function: str, layer: Any) -> None:
    if not hasattr(layer, "get_vocabulary"):
        expected = "a layer made by layer_text_vectorization(), layer_string_lookup() or layer_integer_lookup()"
        raise errors.bad_argument(function, "object", expected, layer, error=TypeError)


@verb(returns="object")
def reset_states(object: Value = MISSING) -> Any:
    """Set the states of recurrent layers made with `stateful = TRUE` back to 0.

    A stateful layer keeps its state from one batch to the next. Call this function before sequences that do not
    continue the earlier ones, for example after each epoch or before a new series.

    Args:
        object: A model, in which all stateful layers are reset, or a single layer.

    Returns:
        The same model or layer, changed in place.

    Raises:
        TypeError: If the layer keeps no state between batches.

    Differences:
        Also works on models.

    Example:
        >>> layer = layer_simple_rnn(units=1, stateful=True, kernel_initializer="ones")
        >>> x = np.ones((1, 1, 1))
        >>> layer(x)
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.7615942]], dtype=float32)>
        >>> layer(x)
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.94268084]], dtype=float32)>
        >>> reset_states(layer)
        <SimpleRNN name=simple_rnn, built=True>
        >>> layer(x)
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.7615942]], dtype=float32)>
    """
    if not _reset_recurrent(object):
        expected = "a model, or a recurrent layer made with `stateful = TRUE`"
        raise errors.bad_argument("reset_states", "object", expected, object, error=TypeError)
    return object


@export(returns="object")
def reset_state(object: Value = MISSING) -> Any:
    """Reset the accumulated state of an object in place; for models the same as reset_states().

    Metrics accumulate values, and some layers and random number generators keep a state; call this to start again from
    the initial state. In a custom training loop, reset the metrics at the start of each epoch.

    Args:
        object: A metric, a layer with a state (a stateful recurrent one, layer_normalization() before adapt()), a
            model, or a random number generator.

    Returns:
        The object.

    Raises:
        ValueError: If the object has no state to reset.

    Example:
        >>> metric = metric_mean()
        >>> metric.update_state(np.array([1.0, 3.0]))
        >>> metric.result()
        <tf.Tensor: shape=(), dtype=float32, numpy=2.0>
        >>> metric = reset_state(metric)
        >>> metric.result()
        <tf.Tensor: shape=(), dtype=float32, numpy=0.0>
    """
    if _reset_recurrent(object):
        return object
    for method in ("reset_state", "reset_states"):
        if callable(reset := getattr(object, method, None)):
            reset()
            return object
    raise errors.bad_argument("reset_state", "object", "a metric, or a layer with a state", object)


def _reset_recurrent(object: Any) -> bool:
    """Reset the stateful layers of a model, or one such layer; return whether it is either."""
    is_model = isinstance(object, keras().Model)
    found = [layer for layer in (inner_layers(object) if is_model else [object]) if _keeps_state(layer)]
    for layer in found:
        layer.reset_state()
    return is_model or bool(found)


def _keeps_state(layer: Any) -> bool:
    return bool(getattr(layer, "stateful", False)) and hasattr(layer, "reset_state")
