"""Indices: `r.ix(x)[...]` as numpy's, and assignments to parts."""

import ast

from .. import code
from ..inference.forms import UNKNOWN, Form, is_call, is_single, split_index
from ..inference.reading import find_form
from ..language import Untranslatable
from .rules import Asking, as_int, bare, constant, flat, is_natural, is_simple, numbers, whole

_SCALAR, _VECTOR, _MASK = "scalar", "vector", "mask"


def plain_part(asking: Asking, base: ast.expr, node: ast.Subscript, drops: bool) -> ast.expr | None:
    """Return `x[...]`, where numpy's index means the same.

    Args:
        asking: What rules ask.
        base: What it is a part of, which is plain already.
        node: The part, `r.ix(x)[...]`, whose indices are plain already.
        drops: Whether axes of one place vanish.
    """
    of, parts = find_form(base), split_index(node)
    if of.of == "frame":
        return _take_of_frame(asking, base, parts)
    if of.of == "dict":
        return None
    if of.of in ("list", "shape"):
        return code.item(base, _as_slice(parts[0])) if len(parts) == 1 and _rises(parts[0]) else None
    if len(parts) == 1:
        return _take_of_vector(asking, base, of, parts[0])
    if (of.rank is not None and of.rank != len(parts)) or not (of.is_numeric or not of.of):
        return None
    if drops and of.thin:
        parts = [code.const(1) if axis in of.thin and _is_all(one) else one for axis, one in enumerate(parts)]
    return _take(asking, base, parts, drops)


def _take_of_vector(asking: Asking, base: ast.expr, of: Form, part: ast.expr) -> ast.expr | None:
    if of == UNKNOWN and isinstance(base, ast.Subscript) and isinstance(part, ast.Slice):
        of = Form(None, "mixed")  # of an element of a list
    if not (of.is_numeric or of.of in ("text", "factor")):
        return None
    mask = find_form(part)
    if of.rank == 1 and (given := numbers(part)) and all(isinstance(one, bool) for one in given):
        return (
            code.item(base, asking.np("resize", code.const(given), code.call("len", base))) if is_simple(base) else None
        )
    if of.rank == 2 and mask == Form(2, "bool"):
        return code.item(code.attribute(base, "T"), code.attribute(part, "T"))
    if of.rank != 1:
        base = flat(asking, base)
        part = flat(asking, part) if mask.of == "bool" and mask.rank != 1 else part
    return _take(asking, base, [part], drops=True)


def _take(asking: Asking, base: ast.expr, parts: list[ast.expr], drops: bool) -> ast.expr | None:
    """Return a part by one index for each axis."""
    left: list[ast.expr] = []
    sorts: list[str] = []
    for axis, one in enumerate(parts):
        if (gone := _read_gone(one)) is not None:
            if isinstance(gone, ast.Constant) and gone.value == 0 and len(parts) == 1:
                return code.item(base, ast.Slice(code.const(1)))
            more = {"axis": axis} if len(parts) > 1 else {}
            base, one = asking.np("delete", base, gone, **more), ast.Slice()
        found = convert(one, drops)
        if found is None:
            return None
        left.append(found[0])
        sorts.append(found[1])
    vectors = [place for place, sort in enumerate(sorts) if sort in (_VECTOR, _MASK)]
    if all(isinstance(one, ast.Slice) and one.lower is one.upper is one.step is None for one in left):
        return base
    if len(vectors) > 1:
        if _SCALAR in sorts or len(vectors) != len(parts):
            return None
        return code.item(base, asking.np("ix_", *left))
    if vectors and _SCALAR in sorts and len(parts) > 2:
        return None  # numpy moves such axes
    while len(left) > 1 and _is_all(left[-1]):
        left.pop()
    return code.item(base, left[0] if len(left) == 1 else ast.Tuple(left, ast.Load()))


def _is_all(node: ast.expr) -> bool:
    return isinstance(node, ast.Slice) and node.lower is None and node.upper is None


def _read_gone(node: ast.expr) -> ast.expr | None:
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
    return given is not None and not all(isinstance(one, (int, float)) and one >= 1 for one in given)


def _rises(node: ast.expr) -> bool:
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


def _as_slice(node: ast.expr) -> ast.expr:
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
    of = find_form(node)
    if of.below or of.value == 0:
        return None
    if is_natural(node) or (of.is_count and whole(node) is None):
        place = code.plus_number(bare(node), -1)
        return (place, _SCALAR) if drops else (ast.Slice(place, bare(node)), "range")
    if of in (Form(0, "number"), Form(0, "mixed")) and whole(node) is None:
        return (code.plus_number(as_int(node), -1), _SCALAR) if drops else None
    if of.rank == 1 and of.of == "bool" and numbers(node) is None:
        return node, _MASK
    if of.rank == 1 and of.of in ("int", "number", "mixed") and not _has_others(node):
        return _count_from_zero(node), _VECTOR
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
        return code.plus_number(node.lower, -1), _SCALAR
    return (_as_slice(node), "range") if _rises(node) else None


def _take_of_frame(asking: Asking, base: ast.expr, parts: list[ast.expr]) -> ast.expr | None:
    """Return columns or rows of a data frame."""
    if len(parts) == 1:
        names = _read_names(parts[0])
        return code.item(base, code.const(names)) if names else None
    if len(parts) != 2:
        return None
    rows, columns = parts
    names = _read_names(columns)
    if (gone := _read_gone(rows)) is not None:
        dropped = code.item(code.attribute(base, "index"), gone)
        base, rows = code.call(code.attribute(base, "drop"), dropped), ast.Slice()
    if isinstance(rows, ast.Slice) and rows.lower is None and names:
        return code.item(base, code.const(names)) if len(names) > 1 else code.call(
            code.attribute(code.item(base, code.const(names[0])), "to_numpy"))  # fmt: skip
    if names is not None and len(names) == 1 and find_form(rows) == Form(1, "bool"):
        chosen = ast.Tuple([rows, code.const(names[0])], ast.Load())
        return code.call(code.attribute(code.item(code.attribute(base, "loc"), chosen), "to_numpy"))
    if names is not None and len(names) == 1 and (place := convert(rows, True)):
        column = code.call(code.attribute(code.item(base, code.const(names[0])), "to_numpy"))
        return code.item(column, place[0])
    if names is None and (row := convert(rows, False)) and (at := convert(columns, True)):
        found = code.item(code.attribute(base, "iloc"), ast.Tuple([row[0], at[0]], ast.Load()))
        return code.call(code.attribute(found, "to_numpy")) if at[1] == _SCALAR else found
    return None


def _read_names(node: ast.expr) -> list[str] | None:
    """Return the names of columns that an index chooses."""
    if isinstance(text := constant(node), str):
        return [text]
    found = numbers(node)
    return [str(one) for one in found] if found and all(isinstance(one, str) for one in found) else None


def assign_part(asking: Asking, target: ast.Name, call: ast.Call, copies: bool) -> list[ast.stmt] | None:
    """Return the statements of `x[...] <- value`.

    Args:
        asking: What rules ask.
        target: The variable.
        call: The call `r.assign(x, value, ...)`, whose arguments are plain already.
        copies: Whether something else may hold the value of the variable.
    """
    old, value, *parts = call.args
    of, new = find_form(old), find_form(value)
    if of.of == "frame":
        return _assign_column(target, old, value, parts, copies)
    if not (of.is_numeric or of.of == "text") or of.rank == 0 or new.of in ("list", "dict", "none"):
        return None
    copied: list[ast.stmt] = [ast.Assign([target], code.call(code.attribute(old, "copy")))] if copies else []
    if len(parts) == 1 and (cells := _find_cells(parts[0], of)) is not None and new.rank in (0, 1):
        return [*copied, ast.Assign([code.item(code.name(target.id), cells)], value)]
    is_masked = len(parts) == 1 and find_form(parts[0]) == Form(of.rank, "bool") and (of.rank or 0) > 1
    if of.rank is not None and of.rank != len(parts) and not is_masked:
        return None
    if (of.of == "text") != (new.of == "text") or (new.of == "" and not of.is_numeric):
        return None
    found: list[ast.expr] = []
    sorts: list[str] = []
    for one in parts:
        at = (one, _MASK) if is_masked else convert(_read_range(one), True)
        if at is None and len(parts) > 1 and _is_of_list(one):
            at = (code.binary(asking.np("asarray", one, dtype=code.name("int")), "-", code.const(1)), _VECTOR)
        if at is None or _read_gone(one) is not None:
            return None
        found.append(at[0])
        sorts.append(at[1])
    wide = sum(sort != _SCALAR for sort in sorts)
    if new.rank not in (0, wide) and not (new.rank is None and wide <= 1 and _SCALAR in sorts):
        return None
    if sum(sort in (_VECTOR, _MASK) for sort in sorts) > 1 or (wide and new.rank and _MASK in sorts):
        return None
    before: list[ast.stmt] = []
    if any(_is_beyond(of, one) for one in parts):
        return _grow(asking, target, old, value, whole(parts[0])) if new.rank == 0 and of.is_numeric else None
    is_next = len(parts) == 1 and ast.unparse(parts[0]) == f"len({target.id}) + 1"
    if is_next and of.rank == 1 and new.rank == 0 and of.of != "bool":
        return [ast.Assign([target], asking.np("append", old, value))]
    cuts = of.of in ("int", "mixed") and new.of not in ("int", "bool")
    if cuts or (of.of == "bool" and new.of != "bool"):
        before = [ast.Assign([target], code.call(code.attribute(old, "astype"), code.name("float")))]
    else:
        before = copied
    index = found[0] if len(found) == 1 else ast.Tuple(found, ast.Load())
    return [*before, ast.Assign([code.item(code.name(target.id), index)], value)]


def _assign_column(
    target: ast.Name, old: ast.expr, value: ast.expr, parts: list[ast.expr], copies: bool
) -> list[ast.stmt] | None:
    """Return the statements of `frame[, k] <- value`."""
    column = parts[-1]
    is_named, place = isinstance(constant(column), str), whole(column)
    if len(parts) != 2 or not is_call(parts[0], "slice") or find_form(value).rank not in (0, 1):
        return None
    if not is_named and (place is None or place < 1):
        return None
    frame = code.name(target.id)
    key = column if is_named else code.item(code.attribute(frame, "columns"), code.plus_number(code.const(place), -1))
    first: list[ast.stmt] = [ast.Assign([target], code.call(code.attribute(old, "copy")))] if copies else []
    return [*first, ast.Assign([code.item(frame, key)], value)]


def _find_cells(node: ast.expr, of: Form) -> ast.expr | None:
    """Return numpy's index for `cbind(rows, columns)`, whose rows name an element each; None of another index."""
    if not is_call(node, "np.column_stack") or of.of != "number" or of.rank != len(node.args[0].elts):  # type: ignore[attr-defined]
        return None
    places = [convert(one, True) for one in node.args[0].elts]  # type: ignore[attr-defined]
    if any(place is None or place[1] != _VECTOR for place in places):
        return None
    return ast.Tuple([place[0] for place in places if place is not None], ast.Load())


def _grow(asking: Asking, target: ast.Name, old: ast.expr, value: ast.expr, place: int | None) -> list[ast.stmt] | None:
    """Return the assignment to a place behind the end: missing numbers stand between."""
    size = find_form(old).size
    if place is None or size is None or place - size > 8:
        return None
    gap: list[ast.expr] = [code.name("np.nan")] * (place - size - 1)
    return [ast.Assign([target], asking.np("append", old, ast.List([*gap, value], ast.Load()) if gap else value))]


def _is_of_list(node: ast.expr) -> bool:
    """Tell whether code is an element of a list: places, as those of words in a text."""
    return (
        isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice) and find_form(node).rank in (None, 1)
    )


def _is_beyond(of: Form, part: ast.expr) -> bool:
    """Tell whether a place certainly is behind the end of a vector, which R then makes longer."""
    place = whole(part)
    return place is not None and of.size is not None and place > of.size


def _read_range(node: ast.expr) -> ast.expr:
    """Return a range that counts up as a slice, counted from 1."""
    if is_call(node, "slice"):
        return ast.Slice()
    if is_call(node, "np.arange") and len(node.args) == 2:  # type: ignore[attr-defined]
        return ast.Slice(node.args[0], code.plus_number(node.args[1], -1))  # type: ignore[attr-defined]
    return node


def find_column(call: ast.Call) -> ast.Call | None:
    """Return the inner call of `frame$name[i] <- value`, which assigns to a part of a column; None of another call."""
    old, inner, at = call.args
    is_part = is_call(inner, "r.assign") and len(inner.args) == 3 and find_form(old).of == "frame"  # type: ignore[attr-defined]
    if not is_part or not isinstance(constant(at), str):
        return None
    assert isinstance(inner, ast.Call)
    return inner if ast.unparse(inner.args[0]) == f"r.dollar({ast.unparse(old)}, {ast.unparse(at)})" else None


def assign_in_column(target: ast.Name, call: ast.Call, name: ast.expr, copies: bool) -> list[ast.stmt]:
    """Return the statements of `frame$name[i] <- value`.

    Args:
        target: The variable of the data frame.
        call: The call `r.assign(frame, value, i)`, whose arguments are plain already.
        name: The name of the column.
        copies: Whether something else may hold the data frame.

    Raises:
        Untranslatable: If it is not certain which places are meant.
    """
    old, value, part = call.args
    place = convert(_read_range(part), True)
    if place is None or find_form(value).rank not in (0, 1) or _read_gone(part) is not None:
        raise Untranslatable("x$name[i] <- with this index or value has no plain form in pandas")
    found = code.name(target.id)
    column = code.call(code.attribute(code.attribute(found, "columns"), "get_loc"), name)
    cell = code.item(code.attribute(found, "iloc"), ast.Tuple([place[0], column], ast.Load()))
    first: list[ast.stmt] = [ast.Assign([target], code.call(code.attribute(old, "copy")))] if copies else []
    of = find_form(old).at(constant(name)).of
    if find_form(value).of not in ("int", "bool", "text") and of != "number":  # pandas refuses it among whole numbers
        whole_column = code.item(found, name)
        cast = code.call(code.attribute(whole_column, "astype"), code.name("float"))
        first.append(ast.Assign([whole_column], cast))
    return [*first, ast.Assign([cell], value)]


def assign_element(target: ast.Name, call: ast.Call, copies: bool) -> list[ast.stmt] | None:
    """Return the statements of `x[[i]] <- value` and `x$name <- value`.

    Args:
        target: The variable.
        call: The call `r.assign_element(x, value, i)`, whose arguments are plain already.
        copies: Whether something else may hold the value of the variable.
    """
    old, value, at = call.args
    of, place = find_form(old), find_form(at)
    name = code.name(target.id)
    if constant(value) is None:
        is_named = of.of == "dict" and place == Form(0, "text")
        first: list[ast.stmt] = [ast.Assign([target], code.call(code.attribute(old, "copy")))] if copies else []
        return [*first, ast.Expr(code.call(code.attribute(name, "pop"), at, None))] if is_named else None
    copied: list[ast.stmt] = [ast.Assign([target], code.call(code.attribute(old, "copy")))] if copies else []
    if of.of in ("dict", "frame") and place == Form(0, "text"):
        return [*copied, ast.Assign([code.item(name, at)], value)]
    if of.is_array and of.rank == 1 and place.rank == 0 and find_form(value).rank == 0:
        return None  # `Lowering` takes it for `x[i] <- value`
    if of.of != "list":
        return None
    if ast.unparse(at) == f"len({target.id}) + 1":
        return [*copied, ast.Expr(code.call(code.attribute(name, "append"), value))]
    if is_natural(at) or place.is_count:
        start = code.plus_number(at, -1)
        if isinstance(value, ast.Constant) and value.value is None:
            return None
        chosen = ast.Slice(None if constant(start) == 0 else start, at)
        return [*copied, ast.Assign([code.item(name, chosen)], ast.List([value], ast.Load()))]
    return None
