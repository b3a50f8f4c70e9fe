"""Sequences of numbers: padded to equal lengths, and as word pairs."""

import array
import random
from itertools import chain
from typing import Annotated, Any, NamedTuple

import numpy as np

from ..define import export
from ..messages import errors
from ..r.results import Skipgrams
from ..signatures import conversions
from ..signatures.object_words import NumberOrText, NumpyType
from ..signatures.results import Array
from ..signatures.words import MISSING, Bool, Count, CountFromZero, NotNegative, RandomSeed, Samples, Word
from .words import IndexSequence, Sequences, Side, is_sequences


def _convert_probabilities(value: Any) -> Any:
    try:
        return np.atleast_1d(np.asarray(value, dtype=float))
    except (TypeError, ValueError):
        raise conversions.Wrong("") from None


Probabilities = Annotated[Any, Word("a vector of numbers", _convert_probabilities, hint="Numbers")]


@export
def pad_sequences(
    sequences: Sequences = MISSING,
    maxlen: Count | None = None,
    dtype: NumpyType = "int32",
    padding: Side = "pre",
    truncating: Side = "pre",
    value: NumberOrText = 0,
) -> Array:
    """Pad or truncate sequences to the same length.

    A batch is a rectangular array, so short sequences are padded and long ones are truncated. Use it before
    layer_embedding().

    Args:
        sequences: A list of sequences: vectors, or arrays whose first axis is time.
        maxlen: The length; NULL uses the length of the longest sequence.
        dtype: Name of the data type of the result.
        padding: "pre" pads short sequences at the beginning, "post" at the end.
        truncating: "pre" removes the beginning of long sequences, "post" the end.
        value: The padding value.

    Returns:
        An array (sequences, `maxlen`, ...), a matrix if the sequences are vectors.

    Raises:
        ValueError: If the shapes of the sequences differ in more than the length, or a number exceeds the range of
            `dtype`.

    Example:
        >>> pad_sequences([[1, 2], [3, 4, 5, 6]], maxlen=3)
        array([[0, 1, 2],
               [4, 5, 6]], dtype=int32)
        >>> pad_sequences([[1, 2], [3, 4, 5, 6]], padding="post")
        array([[1, 2, 0, 0],
               [3, 4, 5, 6]], dtype=int32)
    """
    if not is_sequences(sequences):
        expected, hint = "a list of sequences", "Put a single sequence into a list."
        raise errors.bad_argument("pad_sequences", "sequences", expected, sequences, hint)
    if maxlen is not None and maxlen < 1:
        raise errors.bad_argument("pad_sequences", "maxlen", "a whole number of at least 1, or NULL", maxlen)
    width = int(max(map(len, sequences), default=0) if maxlen is None else maxlen)
    part = slice(-width, None) if truncating == "pre" else slice(width)
    lengths = np.minimum(np.fromiter(map(len, sequences), int, len(sequences)), width)[:, None]
    steps = np.arange(width)
    cells = _Cells(lengths, steps, padding == "post")
    cut = [sequence[part] if len(sequence) > width else sequence for sequence in sequences]
    padded = _pad_whole_numbers(cut, cells, dtype, value)
    if padded is not None:
        return padded
    flat = _join(cut)
    numbers = _convert_fitting("sequences", flat, dtype)
    filler = _convert_fitting("value", np.asarray(value), dtype)
    shape = (len(sequences), width, *flat.shape[1:])
    padded = np.full(shape, filler, np.result_type(numbers, filler) if numbers.dtype.kind == "U" else numbers.dtype)
    padded[cells.find(slice(None))] = numbers
    return padded


class _Cells(NamedTuple):
    """The cells of the matrix that hold elements of the sequences."""

    lengths: Any
    steps: Any
    at_the_beginning: bool

    def find(self, rows: slice) -> Any:
        """Return the truth of each cell of some rows."""
        lengths = self.lengths[rows]
        return self.steps < lengths if self.at_the_beginning else self.steps >= len(self.steps) - lengths


_AT_ONCE = 1000  # number of lists that fit the processor's cache


def _pad_whole_numbers(sequences: list[Any], cells: _Cells, dtype: Any, value: Any) -> Any:
    """Return lists of integers as the rows of a matrix; None if there are other values, or they do not fit."""
    try:
        kind, filler = np.dtype(dtype), np.asarray(value)
    except TypeError:  # the conversion later reports this error
        return None
    if kind.kind not in "iuf" or filler.dtype.kind not in "iuf" or filler.ndim or not _are_lists(sequences):
        return None
    with np.errstate(all="ignore"):
        padded = np.full((len(sequences), len(cells.steps)), filler.astype(kind), kind)
        limits = None if kind.kind == "f" else np.iinfo(kind)
        if limits is not None and filler.astype(kind) != filler:
            return None
        for first in range(0, len(sequences), _AT_ONCE):
            rows = slice(first, first + _AT_ONCE)
            numbers = _join_whole_numbers(sequences[rows])
            if numbers is None or not _are_within(numbers, limits):
                return None
            padded[rows][cells.find(rows)] = numbers
    return padded


def _are_lists(sequences: list[Any]) -> bool:
    """Tell whether sequences are lists that do not begin with a truth value."""
    lists = set(map(type, sequences)) <= {list, tuple}
    return lists and not isinstance(next(chain.from_iterable(sequences), None), bool)


def _join_whole_numbers(lists: list[Any]) -> Any:
    """Concatenate the numbers of lists; return None if they are not 64-bit integers."""
    flat = array.array("q")
    try:
        for numbers in lists:
            flat.fromlist(numbers if type(numbers) is list else list(numbers))
    except (TypeError, OverflowError):
        return None
    return np.asarray(flat)


def _are_within(numbers: Any, limits: Any) -> bool:
    return limits is None or not len(numbers) or bool(limits.min <= numbers.min() and numbers.max() <= limits.max)


def _join(sequences: list[Any]) -> Any:
    """Return one array of sequences, one after the other."""
    numbers = _join_whole_numbers(sequences) if _are_lists(sequences) else None
    if numbers is not None:
        return numbers
    kept = [np.asarray(sequence) for sequence in sequences if len(sequence)]
    if len({one.shape[1:] for one in kept}) > 1:
        expected = "sequences of the same shape, except for their length"
        raise errors.bad_argument("pad_sequences", "sequences", expected, [one.shape for one in kept])
    return np.concatenate(kept) if kept else np.zeros(0)


def _convert_fitting(argument: str, values: Any, dtype: Any) -> Any:
    """Convert values to a data type that can hold them."""
    try:
        kind = np.dtype(dtype)
    except TypeError as error:
        raise errors.bad_argument("pad_sequences", "dtype", "the name of a data type of numpy", dtype) from error
    try:
        with np.errstate(all="ignore"):
            converted = values.astype(kind)
    except (TypeError, ValueError) as error:
        hint = 'For strings say dtype = "str".'
        raise errors.bad_argument("pad_sequences", argument, f"numbers for {kind}", _get_first(values), hint) from error
    if kind.kind in "iu" and not np.array_equal(converted, values):
        wrong = values[converted != values]
        hint = 'Choose another data type, e.g. dtype = "float32".'
        raise errors.bad_argument("pad_sequences", argument, f"whole numbers that fit {kind}", _get_first(wrong), hint)
    return converted


def _get_first(values: Any) -> Any:
    return values.reshape(-1)[0].item() if values.size and values.dtype.kind != "O" else values.tolist()


@export
def make_sampling_table(size: Count = MISSING, sampling_factor: NotNegative = 1e-05) -> Array:
    """Compute sampling probabilities for words, so that frequent words do not dominate.

    Use it with skipgrams(), to train word embeddings. The word of rank i has about the frequency f = 1 / (i (log(i) +
    0.577) + 1/2 - 1 / (12 i)) (Zipf's law); its probability is min(1, sqrt(`sampling_factor` / f)).

    Args:
        size: Number of words of the vocabulary.
        sampling_factor: The frequency below which words are always used.

    Returns:
        A vector of `size` probabilities, for `skipgrams()`. The first is for word number 0.

    References:
        Mikolov et al. (2013), https://arxiv.org/abs/1310.4546

    Example:
        >>> make_sampling_table(4)
        array([0.00315225, 0.00315225, 0.00547597, 0.00741556])
    """
    if size < 1:
        raise errors.bad_argument("make_sampling_table", "size", "a whole number of at least 1", size)
    rank = np.arange(size)
    rank[0] = 1
    inverse_frequency = rank * (np.log(rank) + 0.577) + 0.5 - 1.0 / (12.0 * rank)
    scaled = sampling_factor * inverse_frequency
    return np.minimum(1.0, scaled / np.sqrt(scaled))


@export
def skipgrams(
    sequence: IndexSequence = MISSING,
    vocabulary_size: CountFromZero = MISSING,
    window_size: CountFromZero = 4,
    negative_samples: Samples = 1,
    shuffle: Bool = True,
    categorical: Bool = False,
    sampling_table: Probabilities = None,
    seed: RandomSeed | None = None,
) -> Any:
    """Create word pairs for skip-gram training: true neighbors and random pairs.

    Use them to train word embeddings that predict whether two words occur together (Mikolov et al., 2013,
    arXiv:1301.3781). Neighbors are words at most `window_size` apart; random pairs are the negative samples.

    Args:
        sequence: Word numbers of a text. 0 stands for padding and is skipped.
        vocabulary_size: One more than the largest word number.
        window_size: Maximum distance between two words.
        negative_samples: Number of random pairs for each pair of the text.
        shuffle: Whether to shuffle the pairs; otherwise the pairs from the text come first.
        categorical: Whether labels are `c(0, 1)` and `c(1, 0)` instead of 1 and 0.
        sampling_table: The probability with which each word number is used, e.g. from `make_sampling_table()`; NULL
            uses every word.
        seed: Seed of all random numbers, a whole number; NULL uses Python's random number generator.

    Returns:
        `couples`, a list of pairs of word numbers, and `labels`, 1 for a pair from the text and 0 for a random pair.

    Differences:
        `seed` makes the complete result reproducible; in R keras 2.15, only the order of the pairs.

    References:
        Mikolov et al. (2013), https://arxiv.org/abs/1301.3781

    Example:
        >>> pairs = skipgrams([1, 2, 3], vocabulary_size=4, negative_samples=0, shuffle=False)
        >>> pairs[0]
        [[1, 2], [1, 3], [2, 1], [2, 3], [3, 1], [3, 2]]
    """
    vocabulary_size, window_size = int(vocabulary_size), int(window_size)
    _check_skipgrams(sequence, vocabulary_size, window_size, sampling_table)
    generator = random if seed is None else random.Random(seed)
    words = np.array(sequence, dtype=np.int64)
    pairs = _list_near_pairs(words, window_size, _draw_used(words, sampling_table, generator))
    near, others = len(pairs), int(len(pairs) * negative_samples)
    if negative_samples > 0:
        firsts = pairs[:, 0].tolist()
        generator.shuffle(firsts)
        seconds = [generator.randint(1, vocabulary_size - 1) for _ in range(others)]
        drawn = np.resize(np.array(firsts, np.int64), others)
        pairs = np.concatenate([pairs, np.column_stack([drawn, np.array(seconds, np.int64)])])
    labels = np.repeat([1, 0], [near, others])
    if shuffle:
        order = list(range(len(pairs)))
        random.Random(generator.randint(0, 10_000_000) if seed is None else seed).shuffle(order)
        pairs, labels = pairs[order], labels[order]
    couples = list(map(list, zip(pairs[:, 0].tolist(), pairs[:, 1].tolist(), strict=True)))
    return Skipgrams(couples, (np.eye(2, dtype=int)[labels] if categorical else labels).tolist())


def _check_skipgrams(sequence: Any, vocabulary_size: int, window_size: int, table: Any) -> None:
    if vocabulary_size < 2:
        raise errors.bad_argument("skipgrams", "vocabulary_size", "a whole number of at least 2", vocabulary_size)
    if window_size < 0:
        raise errors.bad_argument("skipgrams", "window_size", "a whole number of at least 0", window_size)
    if any(word < 0 for word in sequence):
        raise errors.bad_argument("skipgrams", "sequence", "word numbers, which are not negative", sequence)
    if table is not None and sequence and len(table) <= max(sequence):
        expected = f"a vector of more than {max(sequence)} numbers, one for each word number from 0"
        raise errors.bad_argument("skipgrams", "sampling_table", expected, table)


def _draw_used(words: Any, table: Any, generator: Any) -> Any:
    """Draw for each word whether to use it as the first of pairs."""
    if table is None:
        return words != 0
    return np.array([word != 0 and table[word] >= generator.random() for word in words.tolist()], bool)


def _list_near_pairs(words: Any, window: int, used: Any) -> Any:
    """Return pairs of a used word and one at most `window` positions away, in text order."""
    window = min(window, max(len(words) - 1, 0))
    offsets = np.array([step for step in range(-window, window + 1) if step], np.int64)
    firsts = np.flatnonzero(used)
    places = firsts[:, None] + offsets
    inside = (places >= 0) & (places < len(words))
    seconds = words[np.where(inside, places, 0)] if len(words) else np.zeros_like(places)
    valid = inside & (seconds != 0)
    return np.column_stack([np.broadcast_to(words[firsts][:, None], places.shape)[valid], seconds[valid]])
