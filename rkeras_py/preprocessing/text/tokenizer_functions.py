"""Functions that convert words to numbers."""

from typing import Any

from ...define import export, verb
from ...messages import errors
from ...signatures.results import Array
from ...signatures.words import MISSING, Bool, Count, Path, Str, convert_value, get_word
from ..words import TOKENIZERS, IndexSequences, Mode, TextTokenizer, is_sequences
from .tokenizer import Tokenizer
from .tokenizer_files import read_tokenizer, write_tokenizer
from .tokens import FILTERS, Filters, Texts, read_documents

_MODES = ("binary", "count", "tfidf", "freq")


@export
def text_tokenizer(
    num_words: Count | None = None,
    filters: Filters = FILTERS,
    lower: Bool = True,
    split: Str = " ",
    char_level: Bool = False,
    oov_token: Str | None = None,
) -> Tokenizer:
    """Create a tokenizer, which numbers words by their frequency.

    The most frequent word gets 1, or 2 if there is an `oov_token`; 0 is reserved for padding. Its tables are
    attributes:
    `word_index`, `index_word`, `word_counts`, `word_docs` and `document_count`.

    Args:
        num_words: Only words with a number below this, which are the most frequent ones, are used; NULL uses all.
        filters: Characters that are removed from texts; like `split`, they separate words.
        lower: Whether to convert texts to lower case.
        split: The separator of words.
        char_level: Whether to number characters instead of words.
        oov_token: A token that replaces unknown words and words that are not used; it gets the number 1. NULL omits
            such words.

    Returns:
        The tokenizer.

    Example:
        >>> tokenizer = text_tokenizer(num_words=3)
        >>> tokenizer = fit_text_tokenizer(tokenizer, np.array(["The cat.", "The dog, the cat."]))
        >>> tokenizer.word_index
        {'the': 1, 'cat': 2, 'dog': 3}
    """
    if not split:
        raise errors.bad_argument("text_tokenizer", "split", "a string of at least one character", split)
    if num_words is not None and num_words < 0:
        raise errors.bad_argument("text_tokenizer", "num_words", "a whole number of at least 0, or NULL", num_words)
    return Tokenizer(None if num_words is None else int(num_words), filters, lower, split, char_level, oov_token)


@verb(of=TOKENIZERS, returns="object")
def fit_text_tokenizer(object: TextTokenizer = MISSING, x: Texts = MISSING) -> Any:
    """Count the words of texts, and number them by frequency.

    Call it only on the training texts. A second call adds to the counts of the first, and numbers the words again.

    Args:
        object: A tokenizer; it is changed in place.
        x: Texts: a vector of strings, a list of vectors of words, which are used unchanged, or a function (in Python
            also an iterator) that returns the next text at each call and NULL at the end. For a list of vectors of word
            numbers, only the number of texts with each word is counted, for `sequences_to_matrix()`.

    Returns:
        The tokenizer.

    Raises:
        ValueError: If a text is missing (NA). The tokenizer is then unchanged.

    Example:
        >>> tokenizer = text_tokenizer() >> fit_text_tokenizer(np.array(["The cat.", "The dog, the cat."]))
        >>> tokenizer.word_counts
        {'the': 3, 'cat': 2, 'dog': 1}
    """
    if isinstance(x, (list, tuple)) and len(x) and _is_numeric(x):
        object.fit_on_sequences(convert_value("fit_text_tokenizer", "x", get_word(IndexSequences), x, MISSING))
    else:
        object.fit_on_texts(read_documents("fit_text_tokenizer", "x", x))
    return object


def _is_numeric(value: Any) -> bool:
    items = [item for sequence in value for item in sequence] if is_sequences(value) else []
    return bool(items) and not any(isinstance(item, (str, bytes)) for item in items)


@verb(of=TOKENIZERS)
def texts_to_sequences(tokenizer: TextTokenizer = MISSING, texts: Texts = MISSING) -> list[list[int]]:
    """Convert each text to the indices of its words.

    Pad the result with pad_sequences(), so that all sequences have the same length. Unknown words, and words with a
    number of `num_words` or more, are omitted or replaced by the `oov_token` of the tokenizer.

    Args:
        tokenizer: A fitted tokenizer.
        texts: Texts, as in `fit_text_tokenizer()`.

    Returns:
        A list with a vector of whole numbers for each text.

    Raises:
        ValueError: If a text is missing (NA), or the tokenizer was not fitted.

    Example:
        >>> tokenizer = text_tokenizer() >> fit_text_tokenizer(np.array(["The cat.", "The dog, the cat."]))
        >>> texts_to_sequences(tokenizer, np.array(["the dog", "a cat"]))
        [[1, 3], [2]]
    """
    _check_fitted("texts_to_sequences", tokenizer)
    sequences: list[list[int]] = tokenizer.texts_to_sequences(read_documents("texts_to_sequences", "texts", texts))
    return sequences


@verb(of=TOKENIZERS)
def texts_to_sequences_generator(tokenizer: TextTokenizer = MISSING, texts: Texts = MISSING) -> Any:
    """Convert texts to sequences of word indices, one text at a time.

    Use it for many texts, to avoid holding all sequences in memory. texts_to_sequences() returns them at once.

    Args:
        tokenizer: A fitted tokenizer.
        texts: Texts, as in `fit_text_tokenizer()`.

    Returns:
        An iterator; `generator_next()` returns the next vector of whole numbers.

    Raises:
        ValueError: If a text is missing (NA), or the tokenizer was not fitted.

    Example:
        >>> tokenizer = text_tokenizer() >> fit_text_tokenizer(np.array(["The cat.", "The dog, the cat."]))
        >>> sequences = texts_to_sequences_generator(tokenizer, np.array(["the dog", "a cat"]))
        >>> generator_next(sequences)
        [1, 3]
    """
    _check_fitted("texts_to_sequences_generator", tokenizer)
    return tokenizer.texts_to_sequences_generator(read_documents("texts_to_sequences_generator", "texts", texts))


@verb(of=TOKENIZERS)
def texts_to_matrix(tokenizer: TextTokenizer = MISSING, texts: Texts = MISSING, mode: Mode = _MODES) -> Array:
    """Convert texts to a matrix with one row per text and one column per word.

    This bag of words ignores the order of the words and suits a dense layer. Use texts_to_sequences() to keep the
    order.

    Args:
        tokenizer: A fitted tokenizer.
        texts: Texts, as in `fit_text_tokenizer()`.
        mode: Content of the matrix, as in `sequences_to_matrix()`.

    Returns:
        A matrix with `num_words` columns; if `num_words` is NULL, with one column per word and a first column for index
        0.

    Raises:
        ValueError: If a text is missing (NA), or the tokenizer was not fitted.

    Example:
        >>> tokenizer = text_tokenizer() >> fit_text_tokenizer(np.array(["The cat.", "The dog, the cat."]))
        >>> texts_to_matrix(tokenizer, np.array(["the dog", "the cat and the dog"]), mode="count")
        array([[0., 1., 0., 1.],
               [0., 2., 1., 1.]])
    """
    _check_fitted("texts_to_matrix", tokenizer)
    sequences = tokenizer.texts_to_sequences(read_documents("texts_to_matrix", "texts", texts))
    return _make_matrix("texts_to_matrix", tokenizer, sequences, mode)


@verb(of=TOKENIZERS)
def sequences_to_matrix(
    tokenizer: TextTokenizer = MISSING, sequences: IndexSequences = MISSING, mode: Mode = _MODES
) -> Array:
    """Convert sequences of word indices to a matrix with one row per sequence and one column per word.

    This bag of words ignores the order of the words and suits a dense layer. `mode` selects zeros and ones, counts,
    shares or tf-idf.

    Args:
        tokenizer: A tokenizer that was fitted or has `num_words`.
        sequences: A list of sequences of word numbers. Numbers beyond the last column are ignored.
        mode: Content of the matrix: "binary", 1 if the word occurs; "count", the number of times it occurs; "freq", its
            share of the words of the sequence; "tfidf", (1 + log(count)) * log(1 + texts / (1 + texts with the word)).

    Returns:
        A matrix with `num_words` columns; if `num_words` is NULL, with one column per word and a first column for index
        0.

    Raises:
        ValueError: If the tokenizer has neither words nor `num_words`.

    References:
        https://en.wikipedia.org/wiki/Tf-idf

    Example:
        >>> tokenizer = text_tokenizer(num_words=4)
        >>> sequences_to_matrix(tokenizer, [[1, 3], [1, 1, 2]], mode="count")
        array([[0., 1., 0., 1.],
               [0., 2., 1., 0.]])
    """
    return _make_matrix("sequences_to_matrix", tokenizer, sequences, mode)


def _make_matrix(function: str, tokenizer: Any, sequences: Any, mode: Any) -> Any:
    try:
        return tokenizer.sequences_to_matrix(sequences, mode if isinstance(mode, str) else mode[0])
    except ValueError as error:
        raise errors.rejected(function, error) from error


def _check_fitted(function: str, tokenizer: Any) -> None:
    if not tokenizer.word_index and not tokenizer.document_count:
        raise errors.bad_argument(
            function, "tokenizer", "fitted", tokenizer, "Call fit_text_tokenizer(tokenizer, texts) first."
        )


@verb(of=TOKENIZERS, returns="object")
def save_text_tokenizer(object: TextTokenizer = MISSING, filename: Path = MISSING) -> Any:
    """Save a tokenizer, with its vocabulary and counts, to a file.

    The file is JSON, in the format of Keras 2's `tokenizer.to_json()`. An existing file is replaced only when the new
    one is complete.

    Args:
        object: A tokenizer.
        filename: Path of the file.

    Returns:
        The tokenizer.

    Raises:
        OSError: If the file cannot be written.

    Differences:
        The file is JSON, which can be read without running code; R keras 2.15 wrote a pickle.

    Example:
        >>> import os
        >>> tokenizer = text_tokenizer() >> fit_text_tokenizer(np.array(["The cat.", "The dog, the cat."]))
        >>> tokenizer = save_text_tokenizer(tokenizer, "tokenizer.json")
        >>> load_text_tokenizer("tokenizer.json").word_index
        {'the': 1, 'cat': 2, 'dog': 3}
        >>> os.remove("tokenizer.json")
    """
    write_tokenizer(object, filename)
    return object


@export
def load_text_tokenizer(filename: Path = MISSING) -> Tokenizer:
    """Load a tokenizer from a file.

    Use it to preprocess new texts in exactly the same way as the training data. The file comes from
    save_text_tokenizer() or from Keras 2.

    Args:
        filename: Path of a file from `save_text_tokenizer()`, of this package or of R keras 2 (a pickle), or of a file
            with the result of Keras 2's `tokenizer.to_json()`.

    Returns:
        The tokenizer.

    Raises:
        OSError: If the file does not exist.
        ValueError: If the file contains something else. From a pickle, only the settings and tables of the tokenizer
            are read; a pickle with anything else raises an error, and none of its code runs.

    Example:
        >>> import os
        >>> tokenizer = text_tokenizer() >> fit_text_tokenizer(np.array(["The cat.", "The dog, the cat."]))
        >>> tokenizer = save_text_tokenizer(tokenizer, "tokenizer.json")
        >>> texts_to_sequences(load_text_tokenizer("tokenizer.json"), np.array(["the dog"]))
        [[1, 3]]
        >>> os.remove("tokenizer.json")
    """
    return read_tokenizer(filename)
