"""Positions: indices that count from 1 as NumPy indices."""

import ast

from .. import code
from ..inference.forms import Form, is_call, is_single
from ..inference.reading import find_form
from .rules import as_int, bare, constant, is_natural, numbers, whole

SCALAR, VECTOR, MASK = "scalar", "vector", "mask"


def is_all(node: ast.expr) -> bool:
    """Tell whether an index takes all."""
    return isinstance(node, ast.Slice) and node.lower is None and node.upper is None


def read_gone(node: ast.expr) -> ast.expr | None:
    """Return the places, counted from 0, that a negative index leaves out; None of another index."""
    value = constant(node)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0:
        return code.const(int(-value) - 1)
    given = numbers(node)
    if given and all(isinstance(one, (int, float)) and one < 0 for one in given):
        return code.const([int(-one) - 1 for one in given])  # type: ignore[operator]
    if not (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)):
        return None
    of = find_form(node.operand)
    if of.is_count:
        return code.plus_number(node.operand, -1)
    return _count_from_zero(node.operand) if of.rank == 1 and of.of in ("int", "number", "mixed") else None


def _count_from_zero(node: ast.expr) -> ast.expr:
    """Return places as numpy counts them."""
    if is_call(node, "np.arange") and len(node.args) == 2 and find_form(node.args[0]).of == "int":  # type: ignore[attr-defined]
        first, stop = node.args  # type: ignore[attr-defined]
        return code.call("np.arange", code.plus_number(first, -1), code.plus_number(stop, -1))
    if (given := numbers(node)) is not None and all(isinstance(one, (int, float)) and one > 0 for one in given):
        return code.const([int(one) - 1 for one in given])  # type: ignore[call-overload]
    moved = code.plus_number(node, -1)
    return moved if find_form(node).of == "int" else code.call(code.attribute(moved, "astype"), code.name("int"))


def _has_others(node: ast.expr) -> bool:
    """Tell whether places that are written out are not all counted from 1."""
    given = numbers(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):  # `1:n - 1` starts at 0
        start, moves = numbers(node.left), constant(bare(node.right))
        if start is None and is_call(node.left, "np.arange"):
            start = [constant(node.left.args[0])]  # type: ignore[attr-defined]
        if start and isinstance(start[0], (int, float)) and isinstance(moves, (int, float)):
            given = [start[0] + (moves if isinstance(node.op, ast.Add) else -moves)]
    return given is not None and not all(isinstance(one, (int, float)) and one >= 1 for one in given)


def rises(node: ast.expr) -> bool:
    """Tell whether a range of an index counts up, as far as its ends tell."""
    if not isinstance(node, ast.Slice) or node.lower is None or node.upper is None:
        return False
    first, last = whole(node.lower), whole(node.upper)
    if first is not None and last is not None:
        return 1 <= first <= last
    values = find_form(node.lower).value, find_form(node.upper).value
    if None not in values:
        return 1 <= values[0] <= values[1]  # type: ignore[operator]
    if last is not None:
        return False  # `n:1` counts down
    if is_natural(node.lower) or find_form(node.lower).of == "int":
        return True
    if find_form(node.lower) == Form(0, "number") and constant(node.lower) is ...:
        return True
    grows = isinstance(node.upper, ast.BinOp) and ast.unparse(node.lower) in ast.unparse(node.upper)
    return find_form(node.lower).rank == 0 and grows


def as_slice(node: ast.expr) -> ast.expr:
    """Return a range that counts up from 1 as numpy's."""
    assert isinstance(node, ast.Slice) and node.lower is not None and node.upper is not None
    start = code.plus_number(as_int(bare(node.lower)), -1)
    return ast.Slice(None if constant(start) == 0 else start, as_int(bare(node.upper)))


def convert(node: ast.expr, drops: bool) -> tuple[ast.expr, str] | None:
    """Return an index as numpy has it, and of which sort it is; None of one that only running tells.

    Args:
        node: The index, counted from 1.
        drops: Whether an axis of one place vanishes.
    """
    if isinstance(node, ast.Slice):
        return _convert_range(node, drops)
    if (moved := _read_moved(node)) is not None:
        return moved, "range"
    of = find_form(node)
    if of.below or of.value == 0:
        return None
    if is_natural(node) or (of.is_count and whole(node) is None):
        place = code.plus_number(bare(node), -1)
        return (place, SCALAR) if drops else (ast.Slice(place, bare(node)), "range")
    if of in (Form(0, "number"), Form(0, "mixed")) and whole(node) is None:
        return (code.plus_number(as_int(node), -1), SCALAR) if drops else None
    if of.rank == 1 and of.of == "bool" and numbers(node) is None:
        return node, MASK
    if of.rank == 1 and of.of in ("int", "number", "mixed") and not _has_others(node):
        return _count_from_zero(node), VECTOR
    return None


def _convert_range(node: ast.Slice, drops: bool) -> tuple[ast.expr, str] | None:
    if node.lower is None or node.upper is None:
        return ast.Slice(), "range"
    first, last = whole(node.lower), whole(node.upper)
    if first is None and last == 1 and find_form(node.lower).is_count:
        return ast.Slice(code.plus_number(node.lower, -1), None, code.const(-1)), "range"
    if first is not None and last is not None and first > last >= 1:
        return ast.Slice(code.const(first - 1), code.const(last - 2) if last > 1 else None, code.const(-1)), "range"
    if is_single(node) and drops:
        return code.plus_number(node.lower, -1), SCALAR
    return (as_slice(node), "range") if rises(node) else None


def read_range(node: ast.expr) -> ast.expr:
    """Return a range that counts up as a slice, counted from 1."""
    if is_call(node, "slice"):
        return ast.Slice()
    if is_call(node, "np.arange") and len(node.args) == 2:  # type: ignore[attr-defined]
        return ast.Slice(node.args[0], code.plus_number(node.args[1], -1))  # type: ignore[attr-defined]
    return node


def _read_moved(node: ast.expr) -> ast.expr | None:
    """Return `a + 1:n` as a slice, counted from 0; None of what is none, or would be computed twice."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, (ast.Add, ast.Sub)):
        return None
    start, moves = node.left, node.right
    if isinstance(node.op, ast.Add) and is_call(moves, "np.arange"):
        start, moves = moves, start
    if not is_call(start, "np.arange") or len(start.args) != 2:  # type: ignore[attr-defined]
        return None
    ends = [whole(one) for one in start.args]  # type: ignore[attr-defined]
    moves = bare(moves)
    of = find_form(moves)
    is_computed = any(isinstance(one, ast.Call) for one in ast.walk(moves))
    if None in ends or of.rank != 0 or of.of not in ("int", "number", "mixed") or of.below or is_computed:
        return None
    if isinstance(node.op, ast.Sub) and whole(moves) is not None:
        return None  # the first place may be 0, as in `1:n - 1`
    if isinstance(node.op, ast.Sub):
        moves = ast.UnaryOp(ast.USub(), moves)
    first, stop = (code.plus_number(as_int(moves), end - 1) for end in ends)  # type: ignore[operator]
    return ast.Slice(first, stop)
