"""The number of sizes in a shape."""

import ast
from collections.abc import Callable

from .forms import Form, is_call

Find = Callable[[ast.AST], Form]


def count_sizes(shape: ast.Tuple, find: Find) -> int | None:
    """Return how many sizes a shape has, among which are those of arrays.

    Args:
        shape: The shape.
        find: Returns the form of code.
    """
    counts = [count_axes(one.value, find) if isinstance(one, ast.Starred) else 1 for one in shape.elts]
    return None if None in counts else sum(count or 0 for count in counts)


def count_axes(shape: ast.expr, find: Find) -> int | None:
    """Return how many axes an array has whose shape this is.

    Args:
        shape: The shape.
        find: Returns the form of code.
    """
    if isinstance(shape, ast.Attribute) and shape.attr == "shape":
        return find(shape.value).rank
    return find(shape.args[0]).rank if is_call(shape, "r.dim") else None  # type: ignore[attr-defined]
