"""Operations on two values, of which R recycles the shorter one."""

import ast

from ...base_r.text import as_character
from .. import code
from ..inference.forms import Form, note_form
from ..inference.reading import find_form
from .rules import Asking, column, constant, is_simple, may_combine, numbers, whole

_SPELLED = ("TRUE", "FALSE", "NA", "NaN", "Inf")
"""The texts of R's values without digits."""
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


def align_texts(asking: Asking, *both: ast.expr) -> list[ast.expr] | None:
    """Return two values as R compares them: beside text, numbers are text, which Python finds never equal.

    Args:
        asking: What rules ask.
        both: The values.

    Returns:
        The values; None where a number that becomes text is not certain.
    """
    if any(_are_words(one) for one in both):
        return list(both)
    if any(one.rank == 0 and not one.of for one in map(find_form, both)) and not any(
        find_form(one).of in ("tensor", "object", "none", "series") for one in both
    ):
        return None  # a number or a text
    is_text = [find_form(one).of in ("text", "factor") for one in both]
    is_number = [find_form(one).is_numeric for one in both]
    if not any(is_text) or not any(is_number):
        return list(both)
    found = [_write_as_text(asking, one) if numeric else one for one, numeric in zip(both, is_number, strict=True)]
    known = [one for one in found if one is not None]
    return known if len(known) == len(both) else None


def _are_words(value: ast.expr) -> bool:
    """Tell whether a value is written text that no number has as its text: Python and R find these unequal alike."""
    known = [constant(value)] if isinstance(value, ast.Constant) else numbers(value) or []
    return bool(known) and all(isinstance(one, str) and one.isalpha() and one not in _SPELLED for one in known)


def _write_as_text(asking: Asking, number: ast.expr) -> ast.expr | None:
    """Return numbers as R's as.character() has them: written ones, and whole ones that vary."""
    form, value = find_form(number), constant(number)
    if form.rank == 0 and value is ... and form.of == "int":
        return code.call("str", number)
    known = [value] if form.rank == 0 else numbers(number)
    if not known or not all(isinstance(one, (int, float)) and abs(one) < 1e5 for one in known):
        return None  # 100000L is "100000" in R, and 100000 is "1e+05"
    texts = [str(as_character(one)) for one in known]
    return code.const(texts[0]) if form.rank == 0 else asking.np("array", code.const(texts), dtype=code.name("object"))


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
