"""Tokenizer files: JSON, and the pickles of Keras 2, from which only data are read."""

import io
import json
import pickle
from collections import OrderedDict, defaultdict
from pathlib import Path
from typing import Any

from ...messages import errors
from ...r.process import expand_home
from ...saving.atomic_files import write_new_file
from .tokenizer import Tokenizer

_SETTINGS: dict[str, type | tuple[type, ...]] = {
    "num_words": (int, type(None)),
    "filters": str,
    "lower": bool,
    "split": str,
    "char_level": bool,
    "oov_token": (str, type(None)),
    "document_count": int,
}
_BY_WORD = ("word_counts", "word_docs", "word_index")
_BY_NUMBER = ("index_docs", "index_word")


def write_tokenizer(tokenizer: Any, filename: str) -> None:
    """Write a tokenizer into a file that is either complete or as it was before.

    Args:
        tokenizer: The tokenizer.
        filename: Name of the file.
    """
    text = tokenizer.to_json()
    path = Path(expand_home(filename))
    if not path.parent.is_dir():
        expected = "a file in a directory that exists"
        raise errors.bad_argument("save_text_tokenizer", "filename", expected, filename, error=FileNotFoundError)
    with write_new_file(str(path), True, "save_text_tokenizer") as unfinished:
        Path(unfinished).write_text(text, encoding="utf-8")


def read_tokenizer(filename: str) -> Tokenizer:
    """Read a tokenizer from a file.

    Args:
        filename: Name of a file of JSON, or of a pickle of Keras 2.

    Raises:
        ValueError: If the file holds something else.
    """
    path = Path(expand_home(filename))
    if not path.is_file():
        raise errors.bad_argument(
            "load_text_tokenizer", "filename", "a file that exists", filename, error=FileNotFoundError
        )
    content = path.read_bytes()
    try:
        state = _read_json(content) if content.lstrip()[:1] == b"{" else _read_pickle(content)
        return _make_tokenizer(state)
    except _Refused as reason:
        raise ValueError(
            f"load_text_tokenizer(): {filename} does not contain a text tokenizer that can be read: {reason}. "
            f"Write one with "
            "save_text_tokenizer(), or with the tokenizer's own to_json() where it was created."
        ) from None


class _Refused(ValueError):
    """The file is invalid; the message says why."""


def _read_json(content: bytes) -> dict[str, Any]:
    try:
        config = json.loads(content)["config"]
        tables = {name: json.loads(config[name]) for name in (*_BY_WORD, *_BY_NUMBER)}
        for name in _BY_NUMBER:
            tables[name] = {int(index): value for index, value in tables[name].items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise _Refused(f"its JSON cannot be read ({error})") from error
    except KeyError as error:
        raise _Refused(f"it lacks {error}") from error
    return {**config, **tables}


class _Pickled:
    """Replaces Keras 2's class."""


class _DataOnly(pickle.Unpickler):
    """Reads numbers, strings, lists and dicts, but no code."""

    def find_class(self, module: str, name: str) -> Any:
        """Give the few classes that a tokenizer consists of."""
        if name == "Tokenizer" and "keras" in module and "preprocessing" in module:
            return _Pickled
        plain = {"OrderedDict": OrderedDict, "defaultdict": defaultdict, "int": int, "long": int}
        if module in ("collections", "builtins", "__builtin__") and name in plain:
            return plain[name]
        raise _Refused(f"as a pickle it requires `{module}.{name}`, which is not run")


def _read_pickle(content: bytes) -> dict[str, Any]:
    try:
        found = _DataOnly(io.BytesIO(content)).load()
    except _Refused:
        raise
    except Exception as error:  # reading a broken pickle may raise any error
        raise _Refused(f"it is neither JSON nor a pickle ({error})") from error
    if not isinstance(found, _Pickled):
        raise _Refused(f"the pickle contains a {type(found).__name__}")
    return vars(found)


def _make_tokenizer(state: dict[str, Any]) -> Tokenizer:
    """Make a tokenizer from its state, which is checked completely."""
    if state.get("analyzer") is not None:
        raise _Refused("it has an `analyzer` function, which is not supported")
    tokenizer = Tokenizer()
    for name, kind in _SETTINGS.items():
        value = state.get(name, getattr(tokenizer, name))
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # R code sets whole numbers as floats
        if not isinstance(value, kind) or (name == "split" and not value):
            raise _Refused(f"its `{name}` is {errors.show_value(value)}")
        setattr(tokenizer, name, value)
    for name in (*_BY_WORD, *_BY_NUMBER):
        setattr(tokenizer, name, _read_table(state, name))
    return tokenizer


def _read_table(state: dict[str, Any], name: str) -> dict[Any, Any]:
    table = state.get(name, {})
    key, value = (str, int) if name in _BY_WORD else (int, str if name == "index_word" else int)
    if not isinstance(table, dict) or not all(isinstance(k, key) and isinstance(v, value) for k, v in table.items()):
        raise _Refused(f"its `{name}` is not a table of words and numbers")
    return dict(table)
