"""Pieces of Python code, as trees."""

import ast
import copy
from collections.abc import Mapping
from typing import Any


class HoldObject(ast.Assign):
    """A name for an object whose method the next statement calls."""


def name(text: str) -> ast.expr:
    """Return a name, or several joined by dots."""
    first, *rest = text.split(".")
    found: ast.expr = ast.Name(first, ast.Load())
    for one in rest:
        found = ast.Attribute(found, one, ast.Load())
    return found


def const(value: Any) -> ast.expr:
    """Return a constant, or a list, tuple or dict of such."""
    if isinstance(value, (list, tuple)):
        items = [const(one) for one in value]
        return ast.List(items, ast.Load()) if isinstance(value, list) else ast.Tuple(items, ast.Load())
    if isinstance(value, dict):
        return ast.Dict([const(one) for one in value], [const(one) for one in value.values()])
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    if isinstance(value, float) and value == float("inf"):
        return name("np.inf")
    return ast.Constant(value)


def call(function: "str | ast.expr", *args: Any, **named: Any) -> ast.Call:
    """Return a call; what is no code becomes a constant, and what is named "**" is spread."""
    called = name(function) if isinstance(function, str) else function
    keywords = [ast.keyword(None if key == "**" else key, code(value)) for key, value in named.items()]
    return ast.Call(called, [code(one) for one in args], keywords)


def code(value: Any) -> ast.expr:
    """Return code as it is, and a value as a constant."""
    return value if isinstance(value, ast.expr) else const(value)


def attribute(value: ast.expr, text: str) -> ast.expr:
    """Return an attribute of a value."""
    return ast.Attribute(value, text, ast.Load())


def item(value: ast.expr, index: ast.expr) -> ast.expr:
    """Return `value[index]`."""
    return ast.Subscript(value, index, ast.Load())


def binary(left: ast.expr, sign: str, right: ast.expr) -> ast.expr:
    """Return an operation of two values."""
    return ast.BinOp(left, _OPERATORS[sign](), right)


def compare(left: ast.expr, sign: str, right: ast.expr) -> ast.expr:
    """Return a comparison."""
    return ast.Compare(left, [_COMPARISONS[sign]()], [right])


def plus_number(value: ast.expr, number: int) -> ast.expr:
    """Return a value with a whole number added, as short as it can be written."""
    if isinstance(value, ast.Constant) and isinstance(value.value, (int, float)):
        return const(value.value + number)
    is_sum = isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub))
    if is_sum and isinstance(value.right, ast.Constant) and isinstance(value.right.value, int):  # type: ignore[attr-defined]
        assert isinstance(value, ast.BinOp) and isinstance(value.right, ast.Constant)
        assert isinstance(value.right.value, int)
        before = value.right.value if isinstance(value.op, ast.Add) else -value.right.value
        return plus_number(value.left, before + number)
    if number == 0:
        return value
    return binary(value, "+" if number > 0 else "-", const(abs(number)))


class _Renaming(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, ast.expr]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._names.get(node.id, node)


def rename(value: ast.expr, names: Mapping[str, ast.expr]) -> ast.expr:
    """Return an expression with other code in the place of names."""
    found = _Renaming(names).visit(copy.deepcopy(value))
    assert isinstance(found, ast.expr)
    return found


def is_of_self(value: ast.expr) -> bool:
    """Tell whether an expression is an attribute of `self`."""
    return isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id == "self"


_OPERATORS: dict[str, type[ast.operator]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "**": ast.Pow, "%": ast.Mod, "//": ast.FloorDiv,
    "@": ast.MatMult, ">>": ast.RShift, "&": ast.BitAnd, "|": ast.BitOr,
}  # fmt: skip
_COMPARISONS: dict[str, type[ast.cmpop]] = {
    "==": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "is": ast.Is,
    "is not": ast.IsNot, "in": ast.In, "not in": ast.NotIn,
}  # fmt: skip


_OLDER_HARD_SIGMOID = """keras.layers.Pipeline([
    keras.layers.Rescaling(0.2, offset=0.5, name="hard_sigmoid_scale"),
    keras.layers.ReLU(max_value=1.0, name="hard_sigmoid_clip"),
], name="hard_sigmoid")"""


def older_hard_sigmoid() -> ast.expr:
    """Return Keras 2's formula of this activation, for which Keras 3 has no name, in layers that files keep."""
    return ast.parse(_OLDER_HARD_SIGMOID, mode="eval").body
