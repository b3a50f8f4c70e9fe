"""Data frames, and matrices that are made of them."""

import ast

from .. import code, kinds
from ..kinds import Value
from ..language import Call, Untranslatable
from ..state import Translation, handles


@handles("data.frame")
def translate_frame(t: Translation, call: Call) -> Value:
    """Translate data.frame() of columns with names."""
    if not call.arguments or not all(one.name and one.value is not None for one in call.arguments):
        raise Untranslatable("data.frame() of columns without names")
    t.imports.modules.add("pandas as pd")
    columns = [t.translate(one.value) for one in call.arguments if one.value is not None]
    if not all(column.kind in kinds.VECTORS for column in columns):
        raise Untranslatable("data.frame() of columns that may be of several lengths")
    keys: list[ast.expr | None] = [code.const(one.name) for one in call.arguments]
    return Value(code.call("pd.DataFrame", ast.Dict(keys, [one.code for one in columns])), kinds.FRAME, True)


@handles("as.data.frame")
def translate_as_frame(t: Translation, call: Call) -> Value:
    """Translate as.data.frame() of a list with names."""
    if len(call.arguments) != 1:
        raise Untranslatable("further arguments of as.data.frame()")
    value = t.translate(call.value(0))
    if value.kind not in (kinds.DICT, kinds.FRAME, kinds.ANY, kinds.NONE_YET):
        raise Untranslatable("as.data.frame() of what has no names here")
    return Value(t.r("as_data_frame", value.code), kinds.FRAME, True)


@handles("expand.grid")
def translate_grid(t: Translation, call: Call) -> Value:
    """Translate expand.grid() of vectors with names."""
    columns = [t.translate(one.value) for one in call.arguments if one.value is not None and one.name]
    if len(columns) != len(call.arguments) or not columns:
        raise Untranslatable("expand.grid() of vectors without names")
    if any(one.name in ("stringsAsFactors", "KEEP.OUT.ATTRS") for one in call.arguments):
        raise Untranslatable("further arguments of expand.grid()")
    keys: list[ast.expr | None] = [code.const(one.name) for one in call.arguments]
    return Value(t.r("expand_grid", ast.Dict(keys, [one.code for one in columns])), kinds.FRAME, True)


@handles("dist")
def refuse_distances(t: Translation, call: Call) -> Value:
    """Refuse dist() outside of as.matrix()."""
    raise Untranslatable("dist() outside of as.matrix(): by itself it is half of a matrix")


def translate_distances(t: Translation, call: Call) -> Value:
    """Translate dist() inside of as.matrix()."""
    found = t.match(call, "x", "method", "diag", "upper", "p")
    if set(found) != {"x"}:
        raise Untranslatable("dist() by a method, or with further arguments")
    return Value(t.r("distances", t.translate(found["x"]).code), kinds.ARRAY, True)
