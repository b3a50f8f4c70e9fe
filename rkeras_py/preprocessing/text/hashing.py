"""Text as words, and as numbers without a vocabulary."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from ...define import export
from ...messages import errors
from ...r.results import Indices, Words
from ...signatures import conversions
from ...signatures.words import MISSING, Bool, Count, Str, Word, get_word
from .tokens import FILTERS, Filters, make_splitter

HASH = '"md5", or a function that converts a string to a whole number'


def _hash_function(value: Any) -> Any:
    if callable(value):
        return value
    if value not in ("md5", "hash"):
        raise conversions.Wrong("")
    return _compute_md5 if value == "md5" else hash


def _compute_md5(word: str) -> int:
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16)


HashFunction = Annotated[Any, Word(HASH, _hash_function, hint='Function | Literal["hash", "md5"]')]
Text = Annotated[str, Word("a string", get_word(Str).convert, optional=True, hint="str")]


@export
def text_to_word_sequence(
    text: Str = MISSING, filters: Filters = FILTERS, lower: Bool = True, split: Str = " "
) -> list[str]:
    """Split a text into words.

    It removes punctuation, lowers case and splits at spaces. text_tokenizer() does the same before it counts words.

    Args:
        text: A string.
        filters: Characters that are removed from the text; like `split`, they separate words.
        lower: Whether to convert the text to lower case.
        split: The separator of words.

    Returns:
        The words, in order, without empty ones.

    Example:
        >>> text_to_word_sequence("The cat, the dog!")
        ['the', 'cat', 'the', 'dog']
    """
    return Words(_split_words("text_to_word_sequence", text, filters, lower, split))


@export
def text_one_hot(
    input_text: Text = MISSING,
    n: Count = MISSING,
    filters: Filters = FILTERS,
    lower: Bool = True,
    split: Str = " ",
    text: Str | None = None,
) -> list[int]:
    """Turn a text into numbers below `n`, one for each word, with a hash function.

    Different words can get the same number. The number of a word differs between sessions;
    `text_hashing_trick(hash_function = "md5")` always gives the same numbers.

    Args:
        input_text: A string.
        n: Upper limit of the numbers, which is excluded.
        filters: Characters that are removed from the text; like `split`, they separate words.
        lower: Whether to convert the text to lower case.
        split: The separator of words.
        text: An older name of `input_text`.

    Returns:
        Whole numbers from 1 to `n` - 1.

    Example:
        >>> len(text_one_hot("The cat, the dog!", n=50))
        4
    """
    if text is not None:
        input_text = text
    if input_text is MISSING:
        raise errors.missing_argument("text_one_hot", "input_text")
    return _hash_words("text_one_hot", _split_words("text_one_hot", input_text, filters, lower, split), int(n), hash)


@export
def text_hashing_trick(
    text: Str = MISSING,
    n: Count = MISSING,
    hash_function: HashFunction = None,
    filters: Filters = FILTERS,
    lower: Bool = True,
    split: Str = " ",
) -> list[int]:
    """Turn a text into numbers below `n`, one for each word, with a hash function.

    It needs no vocabulary, so new words are allowed. Different words can get the same number; 0 is reserved for
    padding.

    Args:
        text: A string.
        n: Upper limit of the numbers, which is excluded.
        hash_function: "md5", which gives a word the same number in every session; a function that converts a string to
            a whole number; or NULL for Python's `hash()`, whose numbers differ between sessions.
        filters: Characters that are removed from the text; like `split`, they separate words.
        lower: Whether to convert the text to lower case.
        split: The separator of words.

    Returns:
        Whole numbers from 1 to `n` - 1.

    References:
        Weinberger et al. (2009), Feature hashing for large scale multitask learning,
        https://arxiv.org/abs/0902.2206

    Example:
        >>> text_hashing_trick("The cat, the dog!", n=50, hash_function="md5")
        [43, 32, 43, 2]
    """
    words = _split_words("text_hashing_trick", text, filters, lower, split)
    return _hash_words("text_hashing_trick", words, int(n), hash_function or hash)


def _split_words(function: str, text: str, filters: str, lower: bool, split: str) -> list[str]:
    if not split:
        raise errors.bad_argument(function, "split", "a string of at least one character", split)
    return make_splitter(filters, lower, split)(text)


def _hash_words(function: str, words: list[str], n: int, number: Callable[[str], Any]) -> Indices:
    if n < 2:
        raise errors.bad_argument(function, "n", "a whole number of at least 2", n, "0 is reserved for padding.")
    numbers = {word: number(word) for word in set(words)}
    for word, found in numbers.items():
        if found is None or isinstance(found, str) or found != found // 1:
            raise errors.bad_argument(function, "hash_function", HASH, found, f'It made that of "{word}".')
    return Indices(int(numbers[word]) % (n - 1) + 1 for word in words)
