"""Text: numbers formatted as in R, formats, patterns."""

import re
import sys
from typing import Any

import numpy as np

from ...models.printing import summary
from .figures import format_number
from .truths import Truths
from .vectors import Array, Shape, is_foreign, is_scalar, simplify, values


def as_character(value: Any) -> Any:
    """Return the elements as texts, numbers with up to 15 digits."""
    if isinstance(value, str):
        return value
    if is_scalar(value):
        return format_number(value)
    if hasattr(value, "cat"):
        return value.astype(str).to_numpy().astype(object)
    if is_foreign(value) and not hasattr(value, "shape"):
        raise TypeError(f"Only numbers and strings can be converted to strings. Received: {type(value).__name__}")
    found = values(value)
    return _make_texts([one if isinstance(one, str) else format_number(one) for one in found.tolist()])


def _make_texts(items: list[Any]) -> Array:
    found = np.empty(len(items), dtype=object)
    found[:] = items
    return found


def _list_texts(value: Any) -> list[str]:
    found = as_character(value)
    return [found] if isinstance(found, str) else found.tolist()


def paste(*parts: Any, sep: str = " ", collapse: Any = None) -> Any:
    """Join texts element by element.

    Args:
        parts: Vectors; shorter ones are repeated.
        sep: What stands between the parts.
        collapse: What stands between the elements, which become one text; None leaves them apart.
    """
    columns = [column for part in parts if (column := _list_texts(part))]
    count = max(map(len, columns), default=0)
    joined = [sep.join(column[place % len(column)] for column in columns) for place in range(count)]
    return simplify(_make_texts(joined)) if collapse is None else collapse.join(joined)


def paste0(*parts: Any, collapse: Any = None) -> Any:
    """Join texts element by element, without anything between the parts; see `paste()`."""
    return paste(*parts, sep="", collapse=collapse)


def to_string(value: Any, collapse: str = ", ") -> str:
    """Return the elements as one text, with commas between them."""
    return collapse.join(_list_texts(value))


def cat(*parts: Any, sep: str = " ", file: Any = None) -> None:
    """Write texts and numbers, the latter with up to 7 digits; a separator with a line end ends the last line, too.

    Args:
        parts: Vectors.
        sep: What stands between elements.
        file: Where to; None for the output of the process.
    """
    items: list[str] = []
    for part in parts:
        if is_foreign(part) and not hasattr(part, "shape"):
            raise TypeError(f"cat() writes numbers and strings. Received: {type(part).__name__}")
        items += [one if isinstance(one, str) else format_number(one, 7) for one in values(part).tolist()]
    (file or sys.stdout).write(sep.join(items) + "\n" * ("\n" in sep))


_EMPTY = {"f": "numeric(0)", "i": "integer(0)", "b": "logical(0)", "O": "character(0)", "U": "character(0)"}


def print_value(value: Any) -> None:
    """Write a value, numbers with up to 7 digits; texts between quotes; of lists each element."""
    if hasattr(value, "summary") and hasattr(value, "layers"):
        summary(value)
    elif isinstance(value, str):
        print(_quote(value))
    elif isinstance(value, Shape):
        print(value)
    elif is_scalar(value):
        print(format_number(value, 7))
    elif isinstance(value, np.ndarray) and value.shape == (0,):
        print(_EMPTY.get(value.dtype.kind, "numeric(0)"))
    elif isinstance(value, list) and not value:
        print("list()")
    elif isinstance(value, np.ndarray) and value.ndim > 2:
        for last in np.ndindex(value.shape[:1:-1]):
            print(", , " + ", ".join(str(one + 1) for one in last[::-1]) + "\n")
            print_value(value[(..., *last[::-1])])
            print()
    elif isinstance(value, np.ndarray):
        if isinstance(value, Truths):
            value = np.array(values(value).tolist(), dtype=object).reshape(value.shape, order="F")
        print(np.array2string(value, separator=" ", formatter=_FORMAT))
    elif isinstance(value, dict) and value and all(map(is_scalar, value.values())):  # a vector with names
        numbers = [_quote(one) for one in value.values()]
        widths = [max(len(name), len(number)) for name, number in zip(value, numbers, strict=True)]
        for row in (value, numbers):
            print(" ".join(one.rjust(width) for one, width in zip(row, widths, strict=True)))
    elif isinstance(value, tuple) and value and all(isinstance(one, int) for one in value):  # a shape
        print_value(np.array(value))
    elif isinstance(value, (list, tuple)):
        for place, one in enumerate(value, 1):
            print(f"[[{place}]]")
            print_value(one)
            print()
    else:
        print("NULL" if value is None else repr(value))


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def _quote(value: Any) -> str:
    value = value.decode() if isinstance(value, bytes) else value  # texts of TensorFlow are bytes
    return f'"{value.translate(_ESCAPES)}"' if isinstance(value, str) else format_number(value, 7)


_FORMAT: Any = {
    "float_kind": lambda one: format_number(one, 7), "bool": lambda one: format_number(one), "object": _quote,
}  # fmt: skip


def sprintf(form: Any, *parts: Any) -> Any:
    """Return texts by a format, one for each element of the longest vector.

    Args:
        form: The format, with `%d`, `%s`, `%5.2f` and their like.
        parts: What is put into it.

    Raises:
        ValueError: If `%d` gets a fraction, or the format has what Python has not.
    """
    forms = _list_texts(form)
    columns = [values(part).tolist() for part in parts]
    if any(not column for column in columns):
        return _make_texts([])
    count = max([len(forms), *map(len, columns)])
    done = [
        _format(forms[place % len(forms)], [column[place % len(column)] for column in columns])
        for place in range(count)
    ]
    return simplify(_make_texts(done))


_FIELD = re.compile(r"%(?:(\d+)\$)?([-+ 0#]*)(\*|\d+)?(?:\.(\d+))?([a-zA-Z%])")


def _format(form: str, items: list[Any]) -> str:
    place = 0

    def fill(match: re.Match[str]) -> str:
        nonlocal place
        number, flags, width, digits, kind = match.groups()
        if kind == "%":
            return "%"
        if width == "*":
            width = str(int(items[place]))
            place += 1
        item = items[int(number) - 1] if number else items[place]
        place += not number
        if kind in "di" and not isinstance(item, str) and not np.isfinite(item):
            kind, digits, flags, item = "s", None, flags.replace("0", ""), format_number(item)
        elif kind in "di":
            if isinstance(item, str) or float(item) != int(item):
                raise ValueError(f"sprintf(): %{kind} needs a whole number. Received: {item!r}")
            item = int(item)
        elif kind == "s":
            item = item if isinstance(item, str) else format_number(item)
        elif isinstance(item, str):
            raise ValueError(f"sprintf(): %{kind} needs a number. Received: {item!r}")
        elif not np.isfinite(float(item)):
            kind, digits, flags, item = "s", None, flags.replace("0", ""), format_number(item)
        return str(f"%{flags}{width or ''}{'.' + digits if digits is not None else ''}{kind}" % item)

    return _FIELD.sub(fill, form)


def _map(value: Any, function: Any) -> Any:
    return function(value) if isinstance(value, str) else _make_texts([function(one) for one in _list_texts(value)])


def to_upper(value: Any) -> Any:
    """Return texts in capital letters."""
    return _map(value, str.upper)


def to_lower(value: Any) -> Any:
    """Return texts in small letters."""
    return _map(value, str.lower)


def nchar(value: Any) -> Any:
    """Return how many characters each text has; of a missing number R has no single answer.

    Raises:
        ValueError: If a number is missing.
    """
    found = np.array([len(one) for one in _list_texts(value)], dtype=int)
    return int(found[0]) if is_scalar(value) else found


def starts_with(value: Any, prefix: str) -> Any:
    """Tell which texts begin with another."""
    found = np.array([one.startswith(prefix) for one in _list_texts(value)], dtype=bool)
    return bool(found[0]) if is_scalar(value) else found


def substr(value: Any, start: int, stop: int) -> Any:
    """Return the characters from one place to another, counted from 1, both included."""
    return _map(value, lambda one: one[max(int(start) - 1, 0) : max(int(stop), 0)])


_CLASSES = {
    "[:alpha:]": "a-zA-Z", "[:digit:]": "0-9", "[:alnum:]": "a-zA-Z0-9", "[:space:]": r"\s", "[:upper:]": "A-Z",
    "[:lower:]": "a-z", "[:punct:]": r"!-/:-@\[-`{-~", "[:blank:]": r" \t",
}  # fmt: skip


def _compile_pattern(pattern: str, fixed: bool, ignore_case: bool = False) -> re.Pattern[str]:
    if fixed:
        return re.compile(re.escape(pattern))
    found = pattern
    for name in _CLASSES:
        found = found.replace(name, "")
    if "[:" in found or r"\<" in found or r"\>" in found or re.search(r"\[[^\]]*\\[wdsWDS]", found):
        raise ValueError(f"The pattern {pattern!r} has another meaning in R.")
    for name, characters in _CLASSES.items():
        pattern = pattern.replace(name, characters)
    return re.compile(pattern, re.IGNORECASE if ignore_case else 0)


def gsub(pattern: str, new: str, value: Any, fixed: bool = False, ignore_case: bool = False) -> Any:
    r"""Return texts with all places of a pattern replaced.

    Args:
        pattern: A regular expression that means the same in R and Python.
        new: What is put there; `\\1` is the first group.
        value: The texts.
        fixed: Whether the pattern is a plain text.
        ignore_case: Whether capital and small letters are the same.
    """
    return _replace(pattern, new, value, fixed, ignore_case, 0)


def sub(pattern: str, new: str, value: Any, fixed: bool = False, ignore_case: bool = False) -> Any:
    """Return texts with the first place of a pattern replaced; see `gsub()`."""
    return _replace(pattern, new, value, fixed, ignore_case, 1)


def _replace(pattern: str, new: str, value: Any, fixed: bool, ignore_case: bool, count: int) -> Any:
    if re.search(r"\\[ULE]", new) and not fixed:
        raise ValueError(f"The replacement {new!r} changes capital letters, which Python's patterns do not.")
    compiled = _compile_pattern(pattern, fixed, ignore_case)
    replacement: Any = (lambda _: new) if fixed else re.sub(r"\\([^0-9])", r"\1", new).replace(r"\0", r"\g<0>")
    return _map(value, lambda one: compiled.sub(replacement, one, count=count))


def grepl(pattern: str, value: Any, fixed: bool = False, ignore_case: bool = False) -> Any:
    """Tell which texts hold a pattern; see `gsub()`."""
    compiled = _compile_pattern(pattern, fixed, ignore_case)
    found = np.array([compiled.search(one) is not None for one in _list_texts(value)], dtype=bool)
    return bool(found[0]) if is_scalar(value) else found


def split_text(value: Any, pattern: str | None, fixed: bool = False) -> list[Array]:
    """Return for each text its parts between a pattern, as `strsplit()`: none after the last one.

    Args:
        value: The texts.
        pattern: A regular expression; "" and None part all characters.
        fixed: Whether it is a plain text.
    """
    found = []
    for one in _list_texts(value):
        parts = list(one) if not pattern else _compile_pattern(pattern, fixed).split(one)
        found.append(_make_texts(parts[:-1] if parts and parts[-1] == "" else parts))
    return found
