"""Operations on two values, of which R recycles the shorter one."""

import ast

from .. import code
from ..inference.forms import Form, note_form
from ..inference.reading import find_form
from .rules import Asking, column, constant, is_simple, may_combine, whole

_PLACES = ("np.argmax(", "np.argmin(", "np.flatnonzero(", "np.argsort(", "np.searchsorted(")


def flat_matrix(node: ast.expr) -> ast.expr:
    """Return the elements of what should have a single column beside a vector; numpy refuses others."""
    return code.call("np.ravel", node, order="F")


def _repeat_vector(asking: Asking, matrix: ast.expr, vector: ast.expr) -> ast.expr | None:
    """Return a vector as R repeats it beside a matrix, down its columns; None where that has no short form."""
    asking.modules.add("numpy as np")
    form = find_form(matrix)
    if 0 in form.thin:
        return vector
    if 1 in form.thin or form.columns == 1 or _is_of_rows(matrix, vector):
        return column(vector)
    if not is_simple(matrix):
        return None
    shape = code.item(code.attribute(matrix, "shape"), ast.Slice(step=code.const(-1)))
    found = code.attribute(asking.np("resize", vector, shape), "T")
    note_form(found, Form(2, find_form(vector).of))
    return found


def _is_of_rows(matrix: ast.expr, vector: ast.expr) -> bool:
    """Tell whether a vector has one element for each row of a matrix."""
    whole_matrix = ast.unparse(matrix)
    calls = (one for one in ast.walk(vector) if isinstance(one, ast.Call) and whole_matrix in ast.unparse(one))
    return any(named.arg == "axis" and constant(named.value) == 1 for one in calls for named in one.keywords)


def combine(asking: Asking, sign: str, left: ast.expr, right: ast.expr) -> ast.expr | None:
    """Return an operation or comparison of two values; None where numpy does not mean what R does."""
    one, other = find_form(left), find_form(right)
    if not may_combine(one, other):
        if (one.rank, other.rank) == (2, 1):
            lined_up = _repeat_vector(asking, left, right)
            if lined_up is None:
                return None
            right = lined_up
        elif (one.rank, other.rank) == (1, 2):
            lined_up = _repeat_vector(asking, right, left)
            if lined_up is None:
                return None
            left = lined_up
        elif one.wide and one.is_numeric and other.rank == 1:
            left = flat_matrix(left)
        elif other.wide and other.is_numeric and one.rank == 1:
            right = flat_matrix(right)
        else:
            return None
    if sign in ("==", "!=", "<", "<=", ">", ">="):
        return code.compare(left, sign, right)
    if "factor" in (one.of, other.of):
        return None
    return fold_places(code.binary(left, sign, right))


def fold_places(node: ast.expr) -> ast.expr:
    """Return a sum of places or codes; of what is counted from 0 with 1 added and taken away, what is counted.

    Args:
        node: The sum, or another operation.
    """
    if not (
        isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)) and isinstance(node.left, ast.BinOp)
    ):
        return node
    number = whole(node.right)
    adds = isinstance(node.left.op, ast.Add) and whole(node.left.right) is not None
    if number is None or not adds or not ast.unparse(node.left.left).startswith(_PLACES):
        return node
    return code.plus_number(node.left, number if isinstance(node.op, ast.Add) else -number)
