"""Word counts: words are numbered in order of appearance, and NumPy counts the numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, count, islice
from typing import Any, NamedTuple

import numpy as np

_TEXTS = 64  # number of texts to convert at once, so that they fit the processor's cache
_NUMBERS = 2**20  # number of words to count at once


class WordCounts(NamedTuple):
    """How often each word occurs, in how many documents, both in the order of the first time; and of how many."""

    words: dict[str, int]
    documents: dict[str, int]
    total: int


def count_words(documents: Iterator[list[str]]) -> WordCounts:
    """Count the words of documents, of which few are in memory at a time.

    Args:
        documents: The words of each.
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    occur, occur_in, total = np.zeros(0, np.int64), np.zeros(0, np.int64), 0
    for lengths, found in _assign_numbers(documents, numbers):
        total += len(lengths)
        size = len(numbers)
        occur = _add(np.bincount(found, minlength=size), occur)
        keys = np.repeat(np.arange(len(lengths)) * size, lengths) + found
        keys.sort()
        firsts = keys[np.flatnonzero(np.diff(keys, prepend=-1))]  # the first occurrence of each word in a document
        occur_in = _add(np.bincount(firsts % size if size else firsts, minlength=size), occur_in)
    return WordCounts(
        dict(zip(numbers, occur.tolist(), strict=True)), dict(zip(numbers, occur_in.tolist(), strict=True)), total
    )


def _assign_numbers(documents: Iterator[list[str]], numbers: defaultdict[str, int]) -> Iterator[tuple[Any, Any]]:
    """Return the lengths of some documents, and the numbers of all their words."""
    lengths: list[int] = []
    parts: list[Any] = []
    waiting = 0
    while some := list(islice(documents, _TEXTS)):
        sizes = list(map(len, some))
        parts.append(np.fromiter(map(numbers.__getitem__, chain.from_iterable(some)), np.int64, sum(sizes)))
        lengths += sizes
        waiting += len(parts[-1]) + len(sizes)
        if waiting > _NUMBERS:
            yield np.array(lengths), np.concatenate(parts)
            lengths, parts, waiting = [], [], 0
    if lengths:
        yield np.array(lengths), np.concatenate(parts)


def _add(counts: Any, before: Any) -> Any:
    counts[: len(before)] += before
    return counts


def add_counts(counts: dict[str, int], more: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return counts with others added; new words come last, in the order of these.

    Args:
        counts: Count of each word.
        more: Words, and how often they occur besides.
    """
    together = dict(counts)
    known = together.get
    for word, number in more:
        together[word] = known(word, 0) + number
    return together
