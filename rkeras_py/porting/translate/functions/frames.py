"""Data frames, and matrices made from them."""

import ast
import keyword

from .. import code, kinds
from ..inference.forms import NOT_YET, Form, is_call, note_form
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Symbol, Untranslatable
from ..state import Translation, handles, literal
from .statistics import hold_once


@handles("data.frame")
def translate_frame(t: Translation, call: Call) -> Value:
    """Translate data.frame() of columns with names."""
    names = [one.name or getattr(one.value, "name", "") * isinstance(one.value, Symbol) for one in call.arguments]
    if not all(names) or any(one.value is None for one in call.arguments):
        raise Untranslatable("data.frame() of columns without names")
    t.imports.modules.add("pandas as pd")
    columns = [t.translate(one.value) for one in call.arguments if one.value is not None]
    if all(column.kind in kinds.SCALARS for column in columns):
        columns = [Value(ast.List([column.code], ast.Load()), kinds.LIST) for column in columns]
    elif not all(_is_vector(column) for column in columns):
        raise Untranslatable("data.frame() of columns whose lengths may differ")
    keys: list[ast.expr | None] = [code.const(name) for name in names]
    return Value(code.call("pd.DataFrame", ast.Dict(keys, [one.code for one in columns])), kinds.FRAME, True)


def _is_vector(value: Value) -> bool:
    """Tell whether a value certainly is a vector."""
    of = find_form(value.code)
    return value.kind in kinds.VECTORS or of == NOT_YET or (of.rank == 1 and (of.is_numeric or of.of == "text"))


@handles("as.data.frame")
def translate_as_frame(t: Translation, call: Call) -> Value:
    """Translate as.data.frame() of a list with names."""
    if len(call.arguments) != 1:
        raise Untranslatable("further arguments of as.data.frame()")
    value = t.translate(call.value(0))
    if value.kind not in (kinds.DICT, kinds.FRAME, kinds.NONE_YET):
        raise Untranslatable("as.data.frame() of a value that may not be a named list")
    names = (
        [key.value for key in value.code.keys if isinstance(key, ast.Constant)]
        if isinstance(value.code, ast.Dict)
        else []
    )
    if not all(str(name).replace(".", "_").isidentifier() for name in names):
        raise Untranslatable("as.data.frame() of a list whose names R changes")
    t.imports.modules.add("pandas as pd")
    return Value(code.call("pd.DataFrame", value.code), kinds.FRAME, True)


@handles("expand.grid")
def translate_grid(t: Translation, call: Call) -> Value:
    """Translate expand.grid() of vectors with names; the first of them changes fastest."""
    given = [one for one in call.arguments if one.name not in ("stringsAsFactors", "KEEP.OUT.ATTRS")]
    keeps_texts = any(one.name == "stringsAsFactors" and literal(one.value) is False for one in call.arguments)
    columns = [(one.name, t.translate(one.value)) for one in given if one.value is not None and one.name]
    if len(columns) != len(given) or not columns or any(not name.isidentifier() for name, _ in columns):
        raise Untranslatable("expand.grid() of vectors without names")
    if any(value.kind not in (*kinds.VECTORS, *kinds.SCALARS) for _, value in columns):
        raise Untranslatable("expand.grid() of values that may not be vectors")
    if not keeps_texts and any(value.kind in (kinds.TEXT, kinds.TEXTS) for _, value in columns):
        raise Untranslatable(
            "expand.grid() of strings without stringsAsFactors = FALSE, which converts them to factors"
        )
    t.imports.modules.add("pandas as pd")
    used = {one.id for _, value in columns for one in ast.walk(value.code) if isinstance(one, ast.Name)}
    names = [name if name not in (*keyword.kwlist, *used) else f"one_{name}" for name, _ in columns]
    loops = [
        ast.comprehension(ast.Name(name, ast.Store()), _list_elements(value), [], 0)
        for name, (_, value) in zip(names, columns, strict=True)
    ]
    row = ast.Tuple([code.name(name) for name in names], ast.Load())
    rows = ast.ListComp(row, loops[::-1])
    made = code.call("pd.DataFrame", rows, columns=code.const([name for name, _ in columns]))
    items = [(name, Form(1, find_form(value.code).of)) for name, value in columns]
    note_form(made, Form(2, "frame", items=tuple(items)))
    return Value(made, kinds.FRAME, True)


def _list_elements(value: Value) -> ast.expr:
    """Return what a loop over a vector goes through."""
    if value.kind in kinds.SCALARS:
        return ast.List([value.code], ast.Load())
    is_written = is_call(value.code, "np.array") and len(value.code.args) == 1  # type: ignore[attr-defined]
    return value.code.args[0] if is_written else value.code  # type: ignore[attr-defined]


def name_elements(t: Translation, owner: Symbol, names: Value) -> Value:
    """Return `names(x) <- texts` of a vector or list as a dict, which would lose names that come twice.

    Args:
        t: The translation.
        owner: The vector.
        names: The texts.

    Raises:
        Untranslatable: If it may be no vector, or some names may be the same.
    """
    old, texts = t.translate(owner), names.code
    form = find_form(old.code)
    if not (old.kind in (*kinds.VECTORS, kinds.LIST) or (form.rank == 1 and form.is_numeric)):
        raise Untranslatable("`names(x) <-` of a value that may not be a vector or list")
    if owner.name not in t.looked_up:
        raise Untranslatable("`names(x) <-` of a vector that is not only used for its elements and names")
    differ = isinstance(texts, ast.Name) and texts.id in map(t.spelled, t.uniques)
    if is_call(texts, "np.array") and isinstance(written := texts.args[0], ast.List):  # type: ignore[attr-defined]
        texts = written
        differ = len({one.value for one in texts.elts if isinstance(one, ast.Constant)}) == len(texts.elts)
    if not differ:
        raise Untranslatable("`names(x) <-` with names that may repeat")
    return _pair(texts, old)


def _pair(names: ast.expr, values: Value) -> Value:
    """Return a dict of names and of the elements of a vector or list, as Python's own numbers."""
    of = find_form(values.code)
    elements = _list_elements(values)
    if of.of != "list" and elements is values.code:
        elements = code.call(code.attribute(elements, "tolist"))
    made = code.call("dict", code.call("zip", names, elements, strict=True))
    item = Form(0, of.of) if of.rank == 1 and (of.is_numeric or of.of == "text") else of.item
    note_form(made, Form(1, "dict", item=item))
    return Value(made, kinds.DICT, True)


@handles("setNames")
def translate_set_names(t: Translation, call: Call) -> Value:
    """Translate setNames() of a vector or list by names that are written out and differ, as a dict."""
    found = t.match(call, "object", "nm")
    value, names = t.translate(found["object"]), t.translate(found["nm"]).code
    of = find_form(value.code)
    differ = isinstance(names, ast.Name) and names.id in map(t.spelled, t.uniques)
    if is_call(names, "np.array") and isinstance(written := names.args[0], ast.List):  # type: ignore[attr-defined]
        names = written
        differ = len({one.value for one in names.elts if isinstance(one, ast.Constant)}) == len(names.elts)
    if not differ or not (value.kind in (*kinds.VECTORS, kinds.LIST) or (of.rank == 1 and of.is_numeric)):
        raise Untranslatable("setNames() of a value that may not be a vector, or with names that may repeat")
    return _pair(names, value)


@handles("dist")
def refuse_distances(t: Translation, call: Call) -> Value:
    """Refuse dist() outside of as.matrix()."""
    raise Untranslatable("dist() outside as.matrix(): its result is half of a matrix")


def translate_distances(t: Translation, call: Call) -> Value:
    """Translate dist() inside of as.matrix()."""
    found = t.match(call, "x", "method", "diag", "upper", "p")
    if set(found) != {"x"}:
        raise Untranslatable("dist() with a method or further arguments")
    values = t.translate(found["x"]).code
    of = find_form(values)
    if t.style == "keras" and (of.rank == 2 or (of.wide and of.is_numeric)):
        values = hold_once(t, values)
        apart = code.binary(code.item(values, ast.Tuple([ast.Slice(), code.name("np.newaxis")])), "-", values)
        made = t.np("linalg.norm", apart, axis=code.const(-1))
        note_form(made, Form(2, "number"))
        return Value(made, kinds.ARRAY, True)
    return Value(t.r("distances", values), kinds.ARRAY, True)
