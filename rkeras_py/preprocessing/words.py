"""Annotation words for the arguments of several functions here."""

from itertools import chain
from typing import Annotated, Any

import numpy as np

from ..data.arrays import is_column, is_frame, list_names
from ..data.streams import read_stream
from ..signatures import conversions
from ..signatures.words import NAType, Word, choice
from ..syntax.pipe import Subject

_NEEDED = ("fit_on_texts", "texts_to_sequences", "sequences_to_matrix", "to_json")


def _is_tokenizer(value: Any) -> bool:
    return all(hasattr(value, method) for method in _NEEDED)


TOKENIZERS = Subject("a text tokenizer", "tokenizer", _is_tokenizer, ValueError)


def _check_tokenizer(value: Any) -> Any:
    if not _is_tokenizer(value):
        raise conversions.Wrong("text_tokenizer() creates one.")
    return value


def is_sequences(value: Any) -> bool:
    """Tell whether a value is a list of sequences, or a matrix with one in each row."""
    if isinstance(value, (list, tuple)):
        return all(issubclass(kind, (list, tuple, np.ndarray)) for kind in set(map(type, value)))
    return bool(getattr(value, "ndim", 0) >= 2)


def _read_sequences(value: Any) -> Any:
    """Return a column of lists (or a table with only this column) as a list; other values unchanged."""
    value = read_stream(value)
    if is_frame(value) and value.shape[1] == 1:
        value = value[list_names(value)[0]]
    if not is_column(value):
        return value
    return value.to_pylist() if hasattr(value, "to_pylist") else value.to_list()


def _index_sequences(value: Any) -> list[list[int]]:
    """Return sequences as lists of ints."""
    if not is_sequences(value):
        raise conversions.Wrong("Put a single sequence into a list.")
    lists = [item.tolist() if isinstance(item, np.ndarray) else list(item) for item in value]
    if any(isinstance(item, (NAType, str, list, tuple, type(None))) for item in chain.from_iterable(lists)):
        raise conversions.Wrong("")
    flat = np.array(list(chain.from_iterable(lists)))
    if flat.ndim != 1:
        raise conversions.Wrong("")
    if flat.dtype.kind in "iu" or not flat.size:
        return lists
    if flat.dtype.kind != "f" or not (flat == np.floor(flat)).all() or not np.isfinite(flat).all():
        raise conversions.Wrong("")
    return [list(map(int, item)) for item in lists]


def _index_sequence(value: Any) -> list[int]:
    items = conversions.as_items(value)
    return _index_sequences([[value] if items is None else items])[0]


TextTokenizer = Annotated[
    Any, Word("a text tokenizer", _check_tokenizer, hint="rkeras_py.preprocessing.text.tokenizer.Tokenizer")
]
IndexSequences = Annotated[
    Any, Word("a list of sequences of whole numbers", _index_sequences, takes_na=True, r="sequences_to_python")
]
IndexSequence = Annotated[Any, Word("a vector of whole numbers", _index_sequence, hint="IntVector")]
Sequences = Annotated[Any, Word("a list of sequences", _read_sequences, takes_na=True, r="sequences_to_python")]
Side = Annotated[str, choice("pre", "post")]
Mode = Annotated[Any, choice("binary", "count", "tfidf", "freq")]
