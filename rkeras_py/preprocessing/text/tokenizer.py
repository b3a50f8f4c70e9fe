"""The tokenizer of Keras 2, with its attributes and its JSON format; Keras 3 has none."""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np

from ...r.results import Indices, Sequences
from .counting import add_counts, count_words
from .tokens import FILTERS, Document, make_splitter

_TABLES = ("word_counts", "word_docs", "index_docs", "index_word", "word_index")


class Tokenizer:
    """Numbers the words of texts by how often they occur, from 1; 0 is reserved for padding.

    Args:
        num_words: Words with a number below this are used; None uses all.
        filters: Characters that separate words, as `split` does.
        lower: Whether to convert to lower case.
        split: What separates words.
        char_level: Whether to count characters instead of words.
        oov_token: The word that stands for all that have no number, or None.
        document_count: Number of texts counted already.

    Attributes:
        word_counts: Count of each word.
        word_docs: Number of texts with each word.
        word_index: The number of each word.
        index_word: The word of each number.
        index_docs: Number of texts with the word of each index.
        document_count: Number of texts counted.
        num_words: Words with a number below this are used; None uses all.
        filters: Characters that separate words.
        lower: Whether words are lower case.
        split: What separates words.
        char_level: Whether characters are counted instead of words.
        oov_token: The word that stands for all that have no number, or None.
    """

    def __init__(
        self,
        num_words: int | None = None,
        filters: str = FILTERS,
        lower: bool = True,
        split: str = " ",
        char_level: bool = False,
        oov_token: str | None = None,
        document_count: int = 0,
    ) -> None:
        self.num_words = num_words
        self.filters = filters
        self.lower = lower
        self.split = split
        self.char_level = char_level
        self.oov_token = oov_token
        self.document_count = document_count
        self.word_counts: dict[str, int] = {}
        self.word_docs: dict[str, int] = {}
        self.word_index: dict[str, int] = {}
        self.index_word: dict[int, str] = {}
        self.index_docs: dict[int, int] = {}

    def fit_on_texts(self, texts: Iterable[Document]) -> None:
        """Count the words of texts and number them again.

        Args:
            texts: Strings, or lists of words that are taken as they are.
        """
        found = count_words(map(self._choose_splitter(), _list_texts(texts)))
        self.document_count += found.total
        self.word_counts = counts = add_counts(self.word_counts, found.words.items())
        self.word_docs = add_counts(self.word_docs, found.documents.items())
        first = [] if self.oov_token is None else [self.oov_token]
        ranked = sorted(counts, key=counts.__getitem__, reverse=True)
        self.word_index = {word: index for index, word in enumerate([*first, *ranked], 1)}
        self.index_word = {index: word for word, index in self.word_index.items()}
        self.index_docs.update({self.word_index[word]: count for word, count in self.word_docs.items()})

    def fit_on_sequences(self, sequences: Sequence[Sequence[int]]) -> None:
        """Count in how many sequences each number occurs, for `sequences_to_matrix`.

        Args:
            sequences: Sequences of word numbers.
        """
        self.document_count += len(sequences)
        self.index_docs = dict(Counter(self.index_docs) + Counter(chain.from_iterable(map(set, sequences))))

    def texts_to_sequences(self, texts: Iterable[Document]) -> Sequences:
        """Return the numbers of the words of each text.

        Args:
            texts: Strings, or lists of words.
        """
        return Sequences(self._make_sequences(texts))

    def texts_to_sequences_generator(self, texts: Iterable[Document]) -> Iterator[Indices]:
        """Give the numbers of the words of one text after the other.

        Args:
            texts: Strings, or lists of words.
        """
        return map(Indices, self._make_sequences(texts))

    def _make_sequences(self, texts: Iterable[Document]) -> Iterator[list[int]]:
        words_of = self._choose_splitter()
        limit = self.num_words or math.inf
        unknown = self.word_index.get(self.oov_token) if self.oov_token is not None else None
        known = {word: index for word, index in self.word_index.items() if index < limit}
        numbers_of = _make_lookup(known, unknown)
        for text in _list_texts(texts):
            yield numbers_of(words_of(text))

    def sequences_to_texts(self, sequences: Iterable[Sequence[int]]) -> list[str]:
        """Return the words of each sequence, with spaces between them.

        Args:
            sequences: Sequences of word numbers.
        """
        limit = self.num_words or math.inf
        known = {index: word for index, word in self.index_word.items() if index < limit}
        words = ((known.get(int(index), self.oov_token) for index in sequence) for sequence in sequences)
        return [" ".join(word for word in sequence if word is not None) for sequence in words]

    def texts_to_matrix(self, texts: Iterable[Document], mode: str = "binary") -> Any:
        """Return a matrix with a row for each text and a column for each word number.

        Args:
            texts: Strings, or lists of words.
            mode: As in `sequences_to_matrix`.
        """
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode)

    def sequences_to_matrix(self, sequences: Sequence[Sequence[int]], mode: str = "binary") -> Any:
        """Return a matrix with a row for each sequence and a column for each word number, the first for 0.

        Args:
            sequences: Sequences of word numbers.
            mode: "binary", whether a word occurs; "count", how often; "freq", its part of the words; "tfidf",
                (1 + log(count)) log(1 + documents / (1 + documents with the word)).

        Raises:
            ValueError: If the tokenizer was not fitted, and needs to be.
        """
        if not self.num_words and not self.word_index:
            raise ValueError("the tokenizer has no words. Fit it to text first, or set `num_words`.")
        if mode == "tfidf" and not self.document_count:
            raise ValueError('mode "tfidf" needs a tokenizer that was fitted first.')
        width = int(self.num_words or len(self.word_index) + 1)
        lengths = np.fromiter(map(len, sequences), np.int64, len(sequences))
        columns = np.fromiter(chain.from_iterable(sequences), np.int64, lengths.sum())
        if (columns < 0).any():
            raise ValueError("`sequences` should contain word numbers, which are not negative.")
        rows = np.repeat(np.arange(len(sequences)), lengths)
        inside = columns < width
        cells, counts = np.unique(rows[inside] * width + columns[inside], return_counts=True)
        matrix = np.zeros((len(sequences), width))
        matrix.flat[cells] = self._compute_weights(mode, counts, lengths[cells // width], cells % width)
        return matrix

    def _compute_weights(self, mode: str, counts: Any, lengths: Any, columns: Any) -> Any:
        if mode == "binary":
            return 1.0
        if mode == "count":
            return counts
        if mode == "freq":
            return counts / lengths
        if mode != "tfidf":
            raise ValueError(f'`mode` should be "binary", "count", "tfidf" or "freq". Received: mode = {mode!r}')
        present, places = np.unique(columns, return_inverse=True)
        in_documents = np.array([self.index_docs.get(int(index), 0) for index in present])
        rarity = np.log(1 + self.document_count / (1 + in_documents))
        return (1 + np.log(counts)) * rarity[places]

    def _choose_splitter(self) -> Callable[[Document], list[str]]:
        """Return the function that splits a text into words."""
        split = list if self.char_level else make_splitter(self.filters, self.lower, self.split)

        def words(text: Document) -> list[str]:
            if isinstance(text, str):
                return split(text.lower() if self.lower and self.char_level else text)
            return [word.lower() for word in text] if self.lower else list(text)

        return words

    def get_config(self) -> dict[str, Any]:
        """Return settings and tables; each table is a string of JSON."""
        settings = ("num_words", "filters", "lower", "split", "char_level", "oov_token", "document_count")
        config = {name: getattr(self, name) for name in settings}
        return config | {name: json.dumps(getattr(self, name)) for name in _TABLES}

    def to_json(self, **options: Any) -> str:
        """Return the tokenizer as JSON, in the format of Keras 2's `tokenizer_from_json()`.

        Args:
            options: Arguments of `json.dumps()`.
        """
        return json.dumps({"class_name": "Tokenizer", "config": self.get_config()}, **options)

    def __repr__(self) -> str:
        """Show how much it knows."""
        return f"<Tokenizer of {len(self.word_index)} words from {self.document_count} texts>"


def _make_lookup(known: dict[str, int], unknown: int | None) -> Callable[[list[str]], list[int]]:
    """Return the function that maps words to numbers; it drops unknown words if their number is None."""
    if unknown is not None:
        return lambda words: list(map(known.get, words, repeat(unknown)))
    if all(known.values()):
        return lambda words: list(filter(None, map(known.get, words)))
    return lambda words: [index for index in map(known.get, words) if index is not None]


def _list_texts(texts: Iterable[Document]) -> Iterable[Document]:
    return [texts] if isinstance(texts, str) else texts
