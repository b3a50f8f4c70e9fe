"""The forms of arrays, texts and lists that code creates."""

import ast
from collections.abc import Callable

from .forms import NOT_YET, UNKNOWN, Form, is_call, join_forms
from .sizes import count_axes, count_sizes

Find = Callable[[ast.AST], Form]


def read_texts(node: ast.Call, named: dict[str | None, ast.expr], find: Find) -> Form:
    """Return the form of texts that are put together, one for each element of the longest vector."""
    forms = [find(one) for one in node.args]
    if NOT_YET in forms:
        return NOT_YET
    if "collapse" in named and getattr(named["collapse"], "value", None) is not None:
        return Form(0, "text")
    ranks = {of.rank for of in forms}
    return Form(max(ranks, default=0), "text") if ranks <= {0, 1} else UNKNOWN  # type: ignore[type-var]


def read_applied(node: ast.Call, find: Find) -> Form:
    """Return the form of what sapply() makes of the values of a function."""
    items = node.args[0]
    if isinstance(items, ast.ListComp):
        found = find(items.elt)
    elif len(node.args) > 1:
        found = vars(node.args[1]).get("returns", UNKNOWN)
        if isinstance(node.args[1], ast.Lambda):
            found = find(node.args[1].body)
    else:
        return UNKNOWN
    if found == NOT_YET:
        return NOT_YET
    if found.of == "dict":
        return Form(2, "number", named=True)
    return Form(found.rank + 1, found.of) if found.rank in (0, 1) and found.of else UNKNOWN


def read_returned(node: ast.Call, find: Find) -> Form | None:
    """Return the form of the values of a function that lapply() or Map() calls."""
    for one in node.args[:2]:
        if isinstance(one, ast.Lambda):
            return find(one.body)
        if "returns" in vars(one):
            return vars(one)["returns"]  # type: ignore[no-any-return]
    return None


def read_made(name: str, node: ast.Call, find: Find) -> Form:
    """Return the form of an array of a shape that is given."""
    if name == "array" and ast.unparse(node.func) == "np.array":
        return read_literal(node.args[0], find)
    shape = node.args[0] if name in ("zeros", "ones", "full") else node.args[1] if len(node.args) > 1 else None
    filled = node.args[1] if name == "full" else node.args[0]
    of = find(filled).of if name in ("full", "reshape", "array") else "number"
    if isinstance(shape, ast.Tuple):
        if any(isinstance(one, ast.Starred) for one in shape.elts):
            return Form(count_sizes(shape, find), of or "number")
        thin = tuple(axis for axis, one in enumerate(shape.elts) if isinstance(one, ast.Constant) and one.value == 1)
        return Form(len(shape.elts), of or "number", thin=thin, dims=len(shape.elts) == 1)
    if shape is not None and (rank := count_axes(shape, find)):
        return Form(rank, of or "number")
    if shape is None or find(shape).rank == 0:
        size = find(shape).value if shape is not None else None
        return Form(1, of or "number", size=size, dims=ast.unparse(node.func) == "r.array")
    return Form(None, of or "number")


def find_item(node: ast.Call, find: Find) -> Form | None:
    """Return the form of the values of `dict(zip(names, values))`."""
    values = node.args[0].args[-1] if node.args and is_call(node.args[0], "zip") else None  # type: ignore[attr-defined]
    of = find(values) if values is not None else UNKNOWN
    return Form(0, of.of) if of.rank == 1 and (of.is_numeric or of.of == "text") else None


def read_literal(node: ast.expr, find: Find) -> Form:
    """Return the form of an array of a list."""
    if isinstance(node, ast.ListComp):
        found = find(node.elt)
        return (
            NOT_YET if found == NOT_YET else Form(None if found.rank is None else found.rank + 1, found.of or "number")
        )
    if isinstance(node, ast.List) and node.elts:
        forms = [find(one) for one in node.elts if not isinstance(one, ast.List)]
        found = forms[0] if forms else read_literal(node.elts[0], find)
        for one in forms:
            found = join_forms(found, one)
        size = len(node.elts) if found.rank == 0 else None
        return Form(None if found.rank is None else found.rank + 1, found.of, size=size)
    return Form(1, "number", size=0) if isinstance(node, ast.List) else find(node)
