"""Indices: `r.ix(x)[...]` as NumPy indices, and assignments to parts."""

import ast

from .. import code
from ..inference.forms import UNKNOWN, Form, is_call, note_form, split_index
from ..inference.reading import find_form
from ..language import Untranslatable
from .places import MASK, SCALAR, VECTOR, as_slice, convert, is_all, read_gone, read_range, rises
from .rules import Asking, constant, flat, is_natural, is_simple, numbers, unwrap_shape, whole


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
        return _take_of_frame(asking, base, parts, drops)
    if of.of == "dict":
        return None
    if of.of == "series":
        place = convert(parts[0], True) if len(parts) == 1 else None
        return code.item(code.attribute(base, "iloc"), place[0]) if place is not None else None
    if of.of == "shape" and len(parts) == 1 and (place := convert(parts[0], True)) and place[1] == SCALAR:
        return code.item(unwrap_shape(base), place[0])
    if of.of in ("list", "shape"):
        return code.item(base, as_slice(parts[0])) if len(parts) == 1 and rises(parts[0]) else None
    if len(parts) == 1:
        return _take_of_vector(asking, base, of, parts[0])
    if of.of == "tensor" and all((place := convert(one, drops)) and place[1] in (SCALAR, "range") for one in parts):
        return _take(asking, base, parts, drops)
    is_taken = of.of == "tensor" and is_call(base, "np.asarray", "keras.ops.convert_to_numpy")
    if (of.rank is not None and of.rank != len(parts)) or not (of.is_numeric or not of.of or is_taken):
        return None
    if drops and of.thin:
        parts = [code.const(1) if axis in of.thin and is_all(one) else one for axis, one in enumerate(parts)]
    return _take(asking, base, parts, drops)


def _take_of_vector(asking: Asking, base: ast.expr, of: Form, part: ast.expr) -> ast.expr | None:
    if of == UNKNOWN and isinstance(base, ast.Subscript) and isinstance(part, ast.Slice):
        of = Form(None, "mixed")  # an element of a list
    if not (of.is_numeric or of.of in ("text", "factor", "atomic", "colors")):
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
        if (gone := read_gone(one)) is not None:
            if isinstance(gone, ast.Constant) and gone.value == 0 and len(parts) == 1:
                return code.item(base, ast.Slice(code.const(1)))
            more = {"axis": axis} if len(parts) > 1 else {}
            base, one = asking.np("delete", base, gone, **more), ast.Slice()
        found = convert(one, drops)
        if found is None:
            return None
        left.append(found[0])
        sorts.append(found[1])
    if _moves_axes(sorts):
        base, left, sorts = _take_single(base, left, sorts)
    vectors = [place for place, sort in enumerate(sorts) if sort in (VECTOR, MASK)]
    if len(vectors) > 1 and len(vectors) == len(left):
        return code.item(base, asking.np("ix_", *left))
    for place in vectors[1:]:  # each vector needs its own index operation
        chosen: list[ast.expr] = [ast.Slice() for _ in range(place)]
        base = code.item(base, ast.Tuple([*chosen, left[place]], ast.Load()))
        left[place] = ast.Slice()
    return _write_index(base, left)


def _moves_axes(sorts: list[str]) -> bool:
    """Tell whether numpy would move axes, since places that are vectors stand beside single ones."""
    several = sum(sort in (VECTOR, MASK) for sort in sorts)
    return SCALAR in sorts and (several > 1 or (several == 1 and len(sorts) > 2))


def _take_single(base: ast.expr, left: list[ast.expr], sorts: list[str]) -> tuple[ast.expr, list[ast.expr], list[str]]:
    """Return a part by its single places alone, and the indices that are left for it."""
    single = [one if sort == SCALAR else ast.Slice() for one, sort in zip(left, sorts, strict=True)]
    others = [place for place, sort in enumerate(sorts) if sort != SCALAR]
    return _write_index(base, single), [left[place] for place in others], [sorts[place] for place in others]


def _write_index(base: ast.expr, left: list[ast.expr]) -> ast.expr:
    """Return a part by an index for each axis, of which those at the end that take all are left out."""
    while left and isinstance(one := left[-1], ast.Slice) and one.lower is one.upper is one.step is None:
        left = left[:-1]
    if not left:
        return base
    return code.item(base, left[0] if len(left) == 1 else ast.Tuple(left, ast.Load()))


def _take_of_frame(asking: Asking, base: ast.expr, parts: list[ast.expr], drops: bool) -> ast.expr | None:
    """Return columns or rows of a data frame."""
    if len(parts) == 1:
        names = _read_names(parts[0])
        return code.item(base, code.const(names)) if names else None
    if len(parts) != 2:
        return None
    rows, columns = parts
    names, of = _read_names(columns), find_form(base)
    if of.columns == 1 and drops and is_all(columns) and not is_all(rows):  # R gives a vector
        only_column = (
            code.item(base, code.const(of.items[0][0]))
            if of.items
            else code.item(code.attribute(base, "iloc"), ast.Tuple([ast.Slice(), code.const(0)], ast.Load()))
        )
        only = code.call(code.attribute(only_column, "to_numpy"))
        form = Form(1, of.items[0][1].of if of.items else "mixed")
        note_form(only, form)
        return _take_of_vector(asking, only, form, rows)
    if (gone := read_gone(rows)) is not None:
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
        return code.call(code.attribute(found, "to_numpy")) if at[1] == SCALAR else found
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
    if of.of != "bool" and new.of == "bool" and asking.may_miss:
        return None  # a vector of NA alone becomes one of truth values
    if (of.of == "text") != (new.of == "text") or (new.of == "" and not of.is_numeric):
        return None
    found: list[ast.expr] = []
    sorts: list[str] = []
    for one in parts:
        at = (one, MASK) if is_masked else convert(read_range(one), True)
        if at is None and len(parts) > 1 and _is_of_list(one):
            at = (code.binary(asking.np("asarray", one, dtype=code.name("int")), "-", code.const(1)), VECTOR)
        if at is None or read_gone(one) is not None:
            return None
        found.append(at[0])
        sorts.append(at[1])
    wide = sum(sort != SCALAR for sort in sorts)
    if new.rank not in (0, wide) and not (new.rank is None and wide <= 1 and SCALAR in sorts):
        return None
    several = sum(sort in (VECTOR, MASK) for sort in sorts)
    is_joined = several > 1 and several == len([sort for sort in sorts if sort != SCALAR])
    if (several > 1 and not is_joined) or (wide and new.rank and MASK in sorts and not is_joined):
        return None
    before: list[ast.stmt] = []
    if any(_is_beyond(of, one) for one in parts):
        return (
            _grow(asking, target, old, value, whole(parts[0]))
            if new.rank == 0 and of.is_numeric and of.of != "bool"
            else None
        )
    is_next = len(parts) == 1 and ast.unparse(parts[0]) == f"len({target.id}) + 1"
    if is_next and of.rank == 1 and new.rank == 0 and of.of != "bool":
        return [ast.Assign([target], asking.np("append", old, value))]
    cuts = of.of in ("int", "mixed") and new.of not in ("int", "bool")
    if cuts or (of.of == "bool" and new.of != "bool"):
        before = [ast.Assign([target], code.call(code.attribute(old, "astype"), code.name("float")))]
    else:
        before = copied
    place: ast.expr = code.name(target.id)
    if _moves_axes(sorts):
        place, found, sorts = _take_single(place, found, sorts)
    if several > 1:
        return [*before, ast.Assign([code.item(place, asking.np("ix_", *found))], value)]
    index = found[0] if len(found) == 1 else ast.Tuple(found, ast.Load())
    return [*before, ast.Assign([code.item(place, index)], value)]


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
    if any(place is None or place[1] != VECTOR for place in places):
        return None
    return ast.Tuple([place[0] for place in places if place is not None], ast.Load())


def _grow(asking: Asking, target: ast.Name, old: ast.expr, value: ast.expr, place: int | None) -> list[ast.stmt] | None:
    """Return the assignment to a place behind the end: missing numbers stand between."""
    size = find_form(old).size
    if place is None or size is None or place - size > 8:
        return None
    gap: list[ast.expr] = [asking.missing() for _ in range(place - size - 1)]
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
    place = convert(read_range(part), True)
    if place is None or find_form(value).rank not in (0, 1) or read_gone(part) is not None:
        raise Untranslatable("x$name[i] <- with this index or value has no equivalent in pandas")
    found = code.name(target.id)
    column = code.call(code.attribute(code.attribute(found, "columns"), "get_loc"), name)
    cell = code.item(code.attribute(found, "iloc"), ast.Tuple([place[0], column], ast.Load()))
    first: list[ast.stmt] = [ast.Assign([target], code.call(code.attribute(old, "copy")))] if copies else []
    of = find_form(old).at(constant(name)).of
    if find_form(value).of not in ("int", "bool", "text") and of != "number":  # integer columns in pandas reject floats
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
        return None  # `Lowering` handles `x[i] <- value`
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
