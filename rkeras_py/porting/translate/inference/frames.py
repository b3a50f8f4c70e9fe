"""The forms of parts of data frames."""

import ast
from collections.abc import Callable
from dataclasses import replace

from .forms import UNKNOWN, Form, is_negative

_PLACES: dict[object, str] = {"Species": "#5", 5: "Species"}
"""The names of a column by its other name: by its place in the data set of R that has it."""


def read_part(of: Form, parts: list[ast.expr], find: Callable[[ast.AST], Form]) -> Form:
    """Return the form of a part.

    Args:
        of: That of the data frame.
        parts: The index.
        find: Returns the form of code.
    """
    rows, columns = parts[0], parts[-1]
    if len(parts) == 2 and isinstance(columns, ast.Slice) and columns.lower is columns.upper is None:
        return of
    is_many = isinstance(columns, ast.Slice) or find(columns).rank == 1
    if is_many or len(parts) == 1:
        return Form(2, "frame") if is_many else UNKNOWN
    rank = 1 if isinstance(rows, ast.Slice) or find(rows).rank == 1 or is_negative(rows) else 0
    at = columns.value if isinstance(columns, ast.Constant) else None
    known = of.at(at if isinstance(at, str) else f"#{at!r}")
    return Form(rank, known.of if known.of in ("factor", "text") else "mixed")


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
    return replace(of, items=(*kept, (at, value)) if is_whole and isinstance(at, str) else kept)
