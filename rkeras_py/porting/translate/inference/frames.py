"""The forms of parts of data frames."""

import ast
from collections.abc import Callable
from dataclasses import replace

from .forms import UNKNOWN, Form, is_negative

_PLACES: dict[object, str] = {"Species": "#5", 5: "Species"}
"""The names of a column by its other name: by its place in the data set of R that has it."""


def read_part(of: Form, parts: list[ast.expr], find: Callable[[ast.AST], Form], keeps: bool) -> Form:
    """Return the form of a part.

    Args:
        of: That of the data frame.
        parts: The index.
        find: Returns the form of code.
        keeps: Whether the index has `drop = FALSE`.
    """
    rows, columns = parts[0], parts[-1]
    if len(parts) == 2 and isinstance(columns, ast.Slice) and columns.lower is columns.upper is None:
        is_vector = of.columns == 1 and not keeps
        return Form(_count_axes(rows, find), of.items[0][1].of if of.items else "mixed") if is_vector else of
    is_many = isinstance(columns, ast.Slice) or find(columns).rank == 1
    if is_many or len(parts) == 1:
        return choose_columns(of, columns) if is_many else UNKNOWN
    rank = _count_axes(rows, find)
    at = columns.value if isinstance(columns, ast.Constant) else None
    known = of.at(at if isinstance(at, str) else f"#{at!r}")
    return Form(rank, known.of if known.of in ("factor", "text") else "mixed")


def _count_axes(rows: ast.expr, find: Callable[[ast.AST], Form]) -> int:
    return 1 if isinstance(rows, ast.Slice) or find(rows).rank == 1 or is_negative(rows) else 0


def choose_columns(of: Form, part: ast.expr) -> Form:
    """Return the form of `frame[part]`, a data frame.

    Args:
        of: That of the data frame.
        part: The names of the columns, or others.
    """
    chosen = part.args[0] if isinstance(part, ast.Call) and part.args else part
    listed = chosen.elts if isinstance(chosen, ast.List) else [chosen]
    names = [one.value for one in listed if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if len(names) != len(listed):
        return replace(of, items=(), columns=None)
    return replace(of, items=tuple((name, of.at(name)) for name in names), columns=len(names))


def put_column(of: Form, at: object, value: Form, is_whole: bool) -> Form:
    """Return the form of a data frame after a column is assigned.

    Args:
        of: That of the data frame.
        at: The name or place of the column; None where it is not known.
        value: The form of what is assigned.
        is_whole: Whether it is the column, by its name.
    """
    gone = (at, f"#{at}", _PLACES.get(at))
    kept = tuple(pair for pair in of.items if pair[0] not in gone) if at is not None else ()
    if not is_whole or not isinstance(at, str):
        return replace(of, items=kept, columns=None if at is None else of.columns)
    count = None if of.columns is None else max(of.columns, len(kept) + 1)
    return replace(of, items=(*kept, (at, value)), columns=None if value.of == "none" else count)
