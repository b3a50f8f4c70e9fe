"""The rules that turn base R functions into NumPy and Python, and their conditions."""

import ast
from collections.abc import Callable
from dataclasses import dataclass

from .. import code, kinds
from ..inference.forms import UNKNOWN, Form, is_call, kind_at, note_form
from ..inference.reading import find_form

_WITH_MISSING = ("number", "mixed", "atomic", "frame", "series", "")
"""Of which values some may be missing numbers."""

Named = dict[str | None, ast.expr]


class Asking:
    """The questions of a rule, and the modules that its code needs.

    Attributes:
        modules: Modules as they are written behind `import`.
        shows: How many calls stand around that only write: what a number looks like there is Python's own matter.
        may_miss: Whether numbers of the script may be missing.
        notes: What differs from R without being wrong.
    """

    def __init__(self, modules: set[str], may_miss: bool = False) -> None:
        self.modules = modules
        self.may_miss = may_miss
        self.shows = 0
        self.notes: dict[str, None] = {}

    def np(self, function: str, *args: object, **named: object) -> ast.expr:
        """Return a call of numpy."""
        self.modules.add("numpy as np")
        return code.call(f"np.{function}", *args, **named)

    def lacks(self, *nodes: ast.expr) -> bool:
        """Tell whether numbers of some values may be missing; whole numbers of numpy never are."""
        return self.may_miss and any(find_form(one).of in _WITH_MISSING for one in nodes)

    def missing(self) -> ast.expr:
        """Return numpy's missing number."""
        self.may_miss = True
        self.modules.add("numpy as np")
        return code.name("np.nan")


@dataclass(frozen=True)
class Called:
    """A call of a function of base R.

    Attributes:
        name: The function.
        args: Its arguments, which are plain already.
        named: Those with names.
        form: The form of its value.
    """

    name: str
    args: list[ast.expr]
    named: Named
    form: Form


Rule = Callable[[Asking, Called], ast.expr | None]
"""From a call to plain code; None where there is none that certainly means the same."""

RULES: dict[str, Rule] = {}
"""The rules, by the name of the function of base R."""


def plain(*names: str) -> Callable[[Rule], Rule]:
    """Say of which functions a rule makes plain code."""

    def note(rule: Rule) -> Rule:
        RULES.update(dict.fromkeys(names, rule))
        return rule

    return note


def constant(node: ast.expr | None) -> object:
    """Return the value of a constant, with its sign; `...` of what is none."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return -node.operand.value  # type: ignore[operator]
    if (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) == "float"
        and isinstance(found := constant(node.args[0]), (int, float))
    ):
        return float(found)
    return ...


def whole(node: ast.expr | None) -> int | None:
    """Return a whole constant; None of others."""
    value = constant(node)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return int(value) if is_number and float(value).is_integer() else None  # type: ignore[arg-type, call-overload]


def numbers(node: ast.expr) -> list[object] | None:
    """Return the constants of an array that is written out; None of others."""
    if is_call(node, "np.array") and isinstance(node.args[0], ast.List):  # type: ignore[attr-defined]
        found = [constant(one) for one in node.args[0].elts]  # type: ignore[attr-defined]
        return None if ... in found else found
    if is_call(node, "np.arange") and all(isinstance(whole(one), int) for one in node.args) and len(node.args) < 3:  # type: ignore[attr-defined]
        found = list(range(*(whole(one) for one in node.args)))  # type: ignore[arg-type, attr-defined]
        return found if len(found) <= 24 else None
    return None


def as_int(node: ast.expr) -> ast.expr:
    """Return a number as a whole one, cut as R cuts it where it counts."""
    number = whole(node)
    if number is not None:
        return code.const(number)
    if is_call(node, "float") and find_form(node.args[0]).of == "int":  # type: ignore[attr-defined]
        return node.args[0]  # type: ignore[attr-defined, no-any-return]
    return node if find_form(node).of in ("int", "bool") else code.call("int", node)


def is_natural(node: ast.expr) -> bool:
    """Tell whether code certainly is a whole number of at least 1."""
    number = whole(node)
    return number >= 1 if number is not None else kind_at(node) in kinds.NATURAL


def unwrap_shape(node: ast.expr) -> ast.expr:
    """Return the tuple in `np.array(x.shape)`, where a tuple does."""
    inner = node.args[0] if is_call(node, "np.array") else None  # type: ignore[attr-defined]
    return inner if isinstance(inner, ast.Attribute) and inner.attr == "shape" else node


def unwrap_texts(node: ast.expr) -> ast.expr:
    """Return the list in `np.array([...])`, where a list does."""
    return node.args[0] if is_call(node, "np.array") else node  # type: ignore[attr-defined]


def is_simple(node: ast.expr) -> bool:
    """Tell whether code may stand twice: a name, a constant, or an attribute or fixed part of one."""
    if isinstance(node, ast.Attribute):
        return is_simple(node.value)
    if isinstance(node, ast.Subscript):
        return is_simple(node.value) and isinstance(node.slice, ast.Constant)
    return isinstance(node, (ast.Name, ast.Constant))


def bare(node: ast.expr) -> ast.expr:
    """Return what stands in `float()` where the type says nothing."""
    if not (isinstance(node, ast.Call) and is_call(node, "float") and len(node.args) == 1):
        return node
    return node if find_form(node.args[0]).of in ("text", "bool", "tensor", "object") else node.args[0]


def is_known(*nodes: ast.expr) -> bool:
    """Tell whether the forms of values are known."""
    return all(find_form(one) != UNKNOWN and find_form(one).rank is not None for one in nodes)


def may_combine(left: Form, right: Form) -> bool:
    """Tell whether numpy combines two values as R does: of the same axes, or one of them a single value."""
    if {"tensor", "object"} & {left.of, right.of}:
        return True
    if "series" in (left.of, right.of):  # pandas aligns two series by their labels
        return (left.of, right.of) != ("series", "series") and all(
            one.of == "series" or (one.is_numeric and one.rank in (0, 1)) for one in (left, right)
        )
    numeric = all(one.is_numeric or one.of in ("", "text", "shape", "factor") for one in (left, right))
    if not numeric:
        return False
    if left.wide or right.wide:  # R takes only arrays with the same axes
        return all(one.wide or (one.rank or 0) > 1 for one in (left, right)) or 0 in (left.rank, right.rank)
    if left.rank == right.rank == 1 and None not in (left.size, right.size):
        return left.size == right.size or 1 in (left.size, right.size)
    return 0 in (left.rank, right.rank) or (left.rank is not None and left.rank == right.rank)


def column(node: ast.expr) -> ast.expr:
    """Return a vector as the column of a matrix."""
    return code.item(node, ast.Tuple([ast.Slice(), code.name("np.newaxis")], ast.Load()))


def flat(asking: Asking, node: ast.expr) -> ast.expr:
    """Return all elements in R's order, as an array of one axis."""
    form = find_form(node)
    if form.rank == 1:
        return asking.np("asarray", node) if form.of == "tensor" else node
    found = asking.np("ravel", node, order="F")
    if form.is_numeric:
        note_form(found, Form(1, form.of))
    return found
