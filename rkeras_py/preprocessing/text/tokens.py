"""From text, as users pass it, to lists of words."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any

import numpy as np

from ...engine.tensors import has_values, read_values
from ...messages import errors
from ...signatures.conversions import as_items, as_text
from ...signatures.words import NAType, Word

FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
"""The default characters between words: punctuation except the apostrophe, tabs, line ends."""

Document = str | list[str]

_EXPECTED = "a vector of strings, a list of strings or of vectors of words, or a function that returns the next text"


def _join_characters(value: Any) -> str:
    """Return a string, or several, as the string of their characters."""
    items = as_items(value)
    return "".join(map(as_text, [value] if items is None else items))


def _take_anything(value: Any) -> Any:
    return value


Texts = Annotated[Any, Word(_EXPECTED, _take_anything, takes_na=True, r="texts_to_python")]
Filters = Annotated[Any, Word("a string of characters, or a vector of them", _join_characters, hint="Strings")]


def make_splitter(filters: str, lower: bool, split: str) -> Callable[[str], list[str]]:
    """Return the function that splits a text into words, none of them empty.

    Args:
        filters: Characters that separate words, as `split` does.
        lower: Whether words are lower case.
        split: What separates words.
    """
    table = str.maketrans(dict.fromkeys(filters, split))
    find = re.compile(f"[^{re.escape(filters + split)}]+").findall if len(split) == 1 else None
    quick = _make_table_of_bytes(filters, lower, split) if len(split) == 1 and split.isascii() else None

    def words(text: str) -> list[str]:
        if quick is not None and text.isascii():
            return list(filter(None, text.encode("ascii").translate(quick).decode("ascii").split(split)))
        text = text.lower() if lower else text
        if find is not None and not text.isascii():  # translate() is slow for non-ASCII text
            return find(text)
        return list(filter(None, text.translate(table).split(split)))

    return words


def _make_table_of_bytes(filters: str, lower: bool, split: str) -> bytes:
    """Return the replacement of each ASCII character."""
    characters = [chr(code).lower() if lower else chr(code) for code in range(128)]
    return "".join(split if one in filters else one for one in characters).encode("ascii").ljust(256)


def read_documents(function: str, argument: str, value: Any) -> Iterable[Document]:
    """Return texts as strings and lists of words; what comes one by one stays so.

    Args:
        function: Name of the function the user called.
        argument: Name of the argument.
        value: What came.

    Raises:
        ValueError: If a text is missing or something else.
    """
    if isinstance(value, (str, bytes)):
        value = [value]
    elif callable(value):
        value = iter(value, None)
    elif has_values(value):
        value = read_values(value)
    if getattr(value, "ndim", 1) == 1 and hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        _refuse_missing(function, argument, value)
        return [_document(function, argument, item) for item in value]
    if isinstance(value, Iterator):
        return (_document(function, argument, item) for item in value)
    raise errors.bad_argument(function, argument, _EXPECTED, value)


def _is_missing(value: Any) -> bool:
    return value is None or isinstance(value, NAType) or (isinstance(value, float) and value != value)


def _refuse_missing(function: str, argument: str, values: list[Any] | tuple[Any, ...]) -> None:
    count = sum(map(_is_missing, values))
    if count:
        raise ValueError(
            f"{function}(): `{argument}`: The data have {count} missing value(s) (NA) among {len(values)}. Remove or "
            f"replace them first, e.g. with {errors.for_reader('na.omit()', 'dropna() of pandas')}."
        )


def _document(function: str, argument: str, value: Any) -> Document:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode()
    words = value.tolist() if isinstance(value, np.ndarray) else value
    if isinstance(words, (list, tuple)):
        _refuse_missing(function, argument, words)
        if all(isinstance(word, str) for word in words):
            return list(words)
    raise errors.bad_argument(function, argument, _EXPECTED, value)
