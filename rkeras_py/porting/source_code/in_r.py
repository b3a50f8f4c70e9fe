"""R code."""

import json
import math
import re
from typing import Any

import numpy as np

from .expressions import Assign, Call, Do, Exactly, Infix, Item, Member, Name, Part, Program, list_comments

_WIDTH = 80
_OPERATORS = {"//": "%/%", "%": "%%", "@": "%*%"}
_RESERVED = ("if", "else", "repeat", "while", "function", "for", "next", "break", "in", "TRUE", "FALSE", "NULL", "NA")
_INT = 2**31


def print_r(program: Program, package: str = "rkeras") -> str:
    """Return a program as code in R.

    Args:
        program: The program.
        package: The package whose functions it calls.
    """
    blocks = [f"library({package})"]
    brought = [
        f'{_write_name(name)} <- reticulate::import("{module}")${_write_name(name)}'
        for name, module in sorted(program.foreign.items())
        if module
    ]
    blocks += ["\n".join(block) for block in (brought, list_comments(program, _WIDTH)) if block]
    blocks += program.definitions.values()
    return "\n\n".join([*blocks, "\n".join(map(_write_statement, program.statements))]) + "\n"


def _write_statement(one: Assign | Do) -> str:
    if isinstance(one, Do):
        flat = f"{_write_name(one.target)} %>% {_write_flat(one.verb)}"
        return flat if len(flat) <= _WIDTH else f"{_write_name(one.target)} %>%\n  {_break(one.verb, 2, 0)}"
    if len(one.targets) == 1:
        return _write_piped(f"{_write_name(one.targets[0])} <- ", one, "", "")
    return _write_piped(f"c({', '.join(map(_write_name, one.targets))}) %<-% ", one, "(", ")")


def _write_piped(head: str, one: Assign, opened: str, closed: str) -> str:
    source, steps = one.source, [_as_step(step) for step in one.steps]
    if isinstance(source, list) and steps:
        called, *steps = steps
        source = Call(called.function, (Exactly(source), *called.positional), called.named)
    if not steps:
        if not opened or len(head) + len(_write_flat(source)) <= _WIDTH:
            return head + _break(source, 0, len(head))
        return f"{head.rstrip()}\n  {_break(source, 2, 0)}"
    head += opened
    begin = _write_operand(source)
    flat = " %>% ".join([begin, *map(_write_flat, steps)]) + closed
    if len(steps) < 3 and len(head) + len(flat) <= _WIDTH:
        return head + flat
    indent = 2 if opened else 0
    head = f"{head[:-1].rstrip()}\n  (" if opened else head
    first = begin if isinstance(source, Infix) else _break(source, indent, len(head.rpartition("\n")[2]) - indent, 4)
    margin = "\n" + " " * (indent + 2)
    return head + f" %>%{margin}".join([first, *(_break(step, indent + 2, 0, 4) for step in steps)]) + closed


def _as_step(step: Any) -> Call:
    return step if isinstance(step, Call) else Call(step)


def _break(value: Any, indent: int, before: int, after: int = 0) -> str:
    """Return an expression in lines.

    Args:
        value: The expression.
        indent: How far its lines are indented.
        before: How much of the first line is taken.
        after: How much of the last line.
    """
    flat = _write_flat(value)
    if indent + before + len(flat) + after <= _WIDTH:
        return flat
    found = _split_parts(value)
    if found is None:
        return flat
    head, items = found
    margin, end = "\n" + " " * (indent + 2), "\n" + " " * indent
    if all(not name and _is_scalar(part) for name, part in items):
        return head + _fill([_write_flat(part) for _, part in items], indent + 2) + end + ")"
    lines = [name + _break(part, indent + 2, len(name), 1) for name, part in items]
    return f"{head}{margin}{f',{margin}'.join(lines)}{end})"


def _fill(texts: list[str], indent: int) -> str:
    lines, line = [], ""
    for place, text in enumerate(texts):
        text += "," if place < len(texts) - 1 else ""
        if line and indent + len(line) + 1 + len(text) > _WIDTH:
            lines.append(line)
            line = text
        else:
            line = f"{line} {text}" if line else text
    return "".join(f"\n{' ' * indent}{one}" for one in [*lines, line])


def _split_parts(value: Any) -> tuple[str, list[tuple[str, Any]]] | None:
    """Return how a call begins, and its arguments with their names; None for what is no call."""
    match value:
        case Call(function, positional, named):
            items = [("", one) for one in positional] + [
                (f"{_write_name(name)} = ", one) for name, one in named.items()
            ]
            if isinstance(function, Member):
                items = [(name, _spell_exactly(one)) for name, one in items]
            return f"{_write_flat(function)}(", items
        case Exactly(dict() as inner) if inner:
            return "list(", [(f"{_write_name(str(name))} = ", _spell_exactly(part)) for name, part in inner.items()]
        case Exactly(list() as inner):
            return "list(", [("", _spell_exactly(part)) for part in inner]
        case Exactly(tuple() as inner):
            return "tuple(", [("", _spell_exactly(part)) for part in inner]
        case dict() if value:
            return "list(", [(f"{_write_name(str(name))} = ", part) for name, part in value.items()]
        case list() | tuple() if all(map(_is_scalar, value)) and len(value) > 1 and _is_of_one_type(value):
            return "c(", [("", NA if part is None else part) for part in value]
        case list() | tuple():
            return "list(", [("", part) for part in value]
    return None


class _Missing:
    """R's NA."""


NA = _Missing()


def _is_of_one_type(value: Any) -> bool:
    kinds = {
        str if isinstance(part, str) else bool if isinstance(part, bool) else float
        for part in value
        if part is not None
    }
    return len(kinds) == 1 and (None not in value or kinds == {float})


def _spell_exactly(value: Any) -> Any:
    plain = isinstance(value, (bool, int, float, str, list, tuple, dict, type(None)))
    return Exactly(value) if plain else value


def _is_scalar(value: Any) -> bool:
    if isinstance(value, Exactly):
        value = value.value
    return isinstance(value, (bool, int, float, str, type(None), np.generic))


def _write_flat(value: Any) -> str:
    match value:
        case Name(text):
            return _write_name(text)
        case Member(path):
            return "$".join(map(_write_name, path.split(".")))
        case Item(whole, int() as key):
            return f"{_write_flat(whole)}[[{key + 1}]]"
        case Item(whole, key):
            return f"{_write_flat(whole)}${_write_name(str(key))}"
        case Part(whole, places):
            return f"{_write_flat(whole)}[{_write_places(places)}]"
        case Infix(operator, left, right):
            spelled = "^" if operator == "**" else f" {_OPERATORS.get(operator, operator)} "
            return _write_operand(left) + spelled + _write_operand(right)
        case list() | tuple() if len(value) == 1 and _is_scalar(value[0]):
            return "list(NULL)" if value[0] is None else _write_flat(value[0])
        case Exactly(dict() as inner) if not inner:
            return "dict()"
        case dict() if not value:
            return "list()"
    found = _split_parts(value)
    if found is not None:
        return found[0] + ", ".join(name + _write_flat(part) for name, part in found[1]) + ")"
    if isinstance(value, Exactly):
        inner = value.value
        whole = isinstance(inner, int) and not isinstance(inner, bool) and abs(inner) < _INT
        return f"{inner}L" if whole else _write_flat(inner)
    return _write_scalar(value)


def _write_operand(value: Any) -> str:
    return f"({_write_flat(value)})" if isinstance(value, Infix) else _write_flat(value)


def _write_scalar(value: Any) -> str:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None:
        return "NULL"
    if value is NA:
        return "NA"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return re.sub(r"\\u0000", "", json.dumps(value, ensure_ascii=False))
    if isinstance(value, float):
        if not math.isfinite(value):
            return "NaN" if value != value else "Inf" if value > 0 else "-Inf"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, np.ndarray) or hasattr(value, "numpy"):
        return _write_array(np.asarray(value))
    return str(value)


def _write_array(array: np.ndarray) -> str:
    if array.dtype.kind in "iu":
        return _write_whole_numbers(array)
    values = ", ".join(map(_write_flat, array.reshape(-1).tolist()))
    if array.ndim < 2:
        return f"array(c({values}))" if array.ndim else values
    return f"array_reshape(c({values}), c({', '.join(map(str, array.shape))}))"


def _write_whole_numbers(array: np.ndarray) -> str:
    """Return code for whole numbers of their type; array_reshape() would make doubles of them."""
    code = ", ".join(_write_flat(Exactly(one)) for one in array.ravel("F").tolist())
    if array.ndim:
        sizes = ", ".join(map(str, array.shape))
        code = f"array(c({code}), c({sizes}))" if array.ndim > 1 else f"array(c({code}))"
    return code if array.dtype == np.int32 else f'op_array({code}, "{array.dtype}")'


def _write_places(places: tuple[Any, ...]) -> str:
    simple = all(map(_is_simple, places))
    spelled = ", ".join(_write_place(place, 1 if simple else 0) for place in places)
    spelled = spelled.replace(", ,", ",,").replace(", ,", ",,")
    return spelled if simple else f'{spelled}, style = "python"'


def _is_simple(place: Any) -> bool:
    """Tell whether a place is spelled as R counts: from 1, to the end and with it, without steps."""
    if isinstance(place, slice):
        return place.step is None and all(one is None or one >= 0 for one in (place.start, place.stop))
    return place is None or place is Ellipsis or (isinstance(place, int) and place >= 0)


def _write_place(place: Any, first: int) -> str:
    if place is None:
        return "newaxis"
    if place is Ellipsis:
        return "all_dims()"
    if not isinstance(place, slice):
        return str(place + first)
    if place == slice(None):
        return ""
    start = "NULL" if place.start is None and not first else str((place.start or 0) + first)
    parts = [start, "NULL" if place.stop is None else str(place.stop)]
    return ":".join([*parts, str(place.step)] if place.step is not None else parts)


def _write_name(text: str) -> str:
    syntactic = re.fullmatch(r"(?:[^\W\d_]|\.(?!\d))[\w.]*", text, re.ASCII) and text not in _RESERVED
    return text if syntactic else f"`{text}`"
