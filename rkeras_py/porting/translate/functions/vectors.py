"""Vectors, lists, matrices, data frames: creating and examining them."""

import ast
import re
from functools import reduce
from typing import TypeGuard

from ....data.sentinels import NA
from .. import code, kinds
from ..inference.forms import NOT_YET, Form, note_names
from ..inference.habits import holds_weight
from ..inference.reading import find_form, write_size
from ..kinds import Value
from ..language import Call, Constant, Expr, Untranslatable
from ..state import Translation, handles, literal
from .frames import translate_distances

_SIZES = (*kinds.WHOLE, kinds.COUNT)


@handles("c")
def translate_c(t: Translation, call: Call) -> Value:
    """Translate c()."""
    given = [one for one in call.arguments if one.value is not None]
    values = [t.translate(one.value, one.name) for one in given if one.value is not None]
    if not values and t.style == "keras":
        return Value(t.np("array", ast.List([], ast.Load())), kinds.NUMBERS, True)
    if not values:
        return Value(code.const(None), kinds.NULL)
    if any(one.name for one in given):
        if not all(one.name for one in given) or not all(map(is_single, values)):
            raise Untranslatable("c() with a name for a value that may be a vector")
        keys: list[ast.expr | None] = [code.const(one.name) for one in given]
        return Value(ast.Dict(keys, [value.code for value in values]), kinds.DICT, True)
    known = {value.kind for value, one in zip(values, given, strict=True) if getattr(one.value, "value", 0) is not NA}
    if len(known) < len({value.kind for value in values}) and t.style == "keras" and known == {kinds.BOOL}:
        raise Untranslatable("c() of TRUE or FALSE and NA, which an array cannot hold")
    joined = reduce(kinds.join, [value.kind for value in values])
    if len(values) == 1 and joined in (*kinds.SCALARS, kinds.TENSOR, kinds.OBJECT, *kinds.VECTORS):
        return Value(values[0].code, joined)
    if joined in (*kinds.WHOLE, kinds.COUNT, kinds.NUMBER):
        return Value(t.np("array", ast.List(_write_numbers(values, joined), ast.Load())), kinds.vector_of(joined), True)
    if joined == kinds.BOOL:
        return Value(t.np("array", ast.List([value.code for value in values], ast.Load())), kinds.BOOLS, True)
    if joined == kinds.TEXT:
        items = ast.List([value.code for value in values], ast.Load())
        return Value(t.np("array", items, dtype=code.name("object")), kinds.TEXTS, True)
    found = {value.kind for value in values}
    if found <= {kinds.TENSOR, kinds.OBJECT}:
        return Value(ast.List([value.code for value in values], ast.Load()), kinds.LIST, True)
    kind = kinds.ANY
    if found <= {*kinds.SCALAR_NUMBERS, *kinds.NUMBER_VECTORS, kinds.ARRAY}:
        numbers = kinds.BOOLS if known == {kinds.BOOL} else kinds.NUMBERS
        kind = kinds.INTS if found <= {*kinds.WHOLE, kinds.INTS} else numbers
    elif found <= {kinds.TEXT, kinds.TEXTS}:
        kind = kinds.TEXTS
    elif kinds.LIST in found and found <= {kinds.LIST, kinds.TENSOR, kinds.OBJECT}:
        kind = kinds.LIST
    return Value(t.r("c", *(value.code for value in values)), kind, True)


def is_single(value: Value) -> bool:
    """Tell whether a value is certainly a single number or text."""
    of = find_form(value.code)
    return value.kind in kinds.SCALARS or of == NOT_YET or (of.rank == 0 and (of.is_numeric or of.of == "text"))


def _write_numbers(values: list[Value], joined: str) -> list[ast.expr]:
    is_double, has_float = joined in (kinds.COUNT, kinds.NUMBER), False
    found = []
    for value in values:
        constant = value.code.value if isinstance(value.code, ast.Constant) else None
        if is_double and isinstance(constant, (int, float)):
            found.append(code.const(float(constant)))
            has_float = True
        else:
            found.append(value.code)
    if is_double and not has_float:
        found[0] = code.call("float", found[0])
    return found


@handles("list", "named_list")
def translate_list(t: Translation, call: Call) -> Value:
    """Translate list()."""
    given = call.arguments
    if any(one.value is None or getattr(one.value, "name", "") == "..." for one in given):
        raise Untranslatable("list(...)")
    values = [_translate_element(t, one.value, one.name) for one in given if one.value is not None]
    if any(call.names) or (values and call.name == "named_list"):
        if not all(call.names):
            raise Untranslatable("a list of which only some elements have names")
        keys: list[ast.expr | None] = [code.const(name) for name in call.names]
        return Value(ast.Dict(keys, values), kinds.DICT, True)
    return Value(ast.List(values, ast.Load()), kinds.LIST if values else kinds.ANY, True)


def _translate_element(t: Translation, expr: Expr, name: str) -> ast.expr:
    """Translate an element of a list, where c(6) is a vector as c(6, 7) is."""
    value = t.translate(expr, name)
    if isinstance(expr, Call) and expr.name == "c" and value.kind in kinds.SCALAR_NUMBERS:
        return t.np("array", ast.List(_write_numbers([value], value.kind), ast.Load()))
    return value.code


@handles("numeric", "double", "integer", "logical", "character")
def translate_zeros(t: Translation, call: Call) -> Value:
    """Translate numeric(n) and its like."""
    found = t.match(call, "length")
    size = write_size(t.translate(found["length"])) if "length" in found else code.const(0)
    if call.name == "character":
        return Value(t.np("full", size, "", dtype=code.name("object")), kinds.TEXTS, True)
    types = {"integer": code.name("int"), "logical": code.name("bool")}
    more = {"dtype": types[call.name]} if call.name in types else {}
    kind = {"integer": kinds.INTS, "logical": kinds.BOOLS}.get(call.name, kinds.NUMBERS)
    return Value(t.np("zeros", size, **more), kind, True)


@handles("vector")
def translate_vector(t: Translation, call: Call) -> Value:
    """Translate vector("list", n) and its like."""
    found = t.match(call, "mode", "length")
    mode = literal(found.get("mode"))
    size = write_size(t.translate(found["length"])) if "length" in found else code.const(0)
    if mode == "list":
        return Value(code.binary(ast.List([code.const(None)], ast.Load()), "*", size), kinds.LIST, True)
    if mode in ("numeric", "double"):
        return Value(t.np("zeros", size), kinds.NUMBERS, True)
    raise Untranslatable("vector() of this mode")


@handles("seq")
def translate_seq(t: Translation, call: Call) -> Value:
    """Translate seq()."""
    found = t.match(call, "from", "to", "by", "length.out", "along.with")
    spelled = {"from": "start", "to": "stop", "by": "by", "length.out": "length_out", "along.with": "along_with"}
    values = {spelled[name]: t.translate(one) for name, one in found.items()}
    steps = (*kinds.WHOLE, kinds.COUNT) if t.style == "keras" and "length.out" not in found else kinds.WHOLE
    whole_kinds = all(value.kind in steps for value in values.values())
    start = values.pop("start", None)
    args = [start.code] if start else []
    if start and "stop" in values:
        args.append(values.pop("stop").code)
    named = {name: value.code for name, value in values.items()}
    return Value(t.r("seq", *args, **named), kinds.INTS if whole_kinds else kinds.NUMBERS, True)


@handles("seq_len", "seq_along")
def translate_seq_len(t: Translation, call: Call) -> Value:
    """Translate seq_len() and seq_along()."""
    value = t.translate(call.value(0))
    stop = write_size(value) if call.name == "seq_len" else length_of(t, value)
    return Value(t.np("arange", 1, code.plus_number(stop, 1)), kinds.INTS, True)


def length_of(t: Translation, value: Value) -> ast.expr:
    """Return how many elements a value has."""
    if value.kind in (*kinds.VECTORS, kinds.LIST, kinds.DICT):
        return code.call("len", value.code)
    return t.r("length", value.code)


@handles("rep", "rep_len")
def translate_rep(t: Translation, call: Call) -> Value:
    """Translate rep()."""
    names = ("x", "times", "length.out", "each") if call.name == "rep" else ("x", "length.out")
    found = t.match(call, *names)
    value = t.translate(found["x"])
    named = {name.replace(".", "_"): t.translate(one).code for name, one in found.items() if name != "x"}
    kind = kinds.vector_of(value.kind) if value.kind in kinds.SCALARS else value.kind
    return Value(t.r("rep", _write_double(value), **named), kind, True)


@handles("matrix")
def translate_matrix(t: Translation, call: Call) -> Value:
    """Translate matrix()."""
    found = t.match(call, "data", "nrow", "ncol", "byrow")
    named = {name: t.translate(one).code for name, one in found.items() if name != "data"}
    value = t.translate(found["data"]) if "data" in found else None
    sizes = [t.translate(found[name]).kind in _SIZES for name in ("nrow", "ncol") if name in found]
    if value is not None and value.kind in kinds.SCALAR_NUMBERS and len(sizes) == 2 and all(sizes):
        shape = ast.Tuple([named["nrow"], named["ncol"]], ast.Load())
        return Value(_fill(t, shape, value), kinds.ARRAY, True)
    kind = kinds.ANY if value is not None and value.kind in (kinds.TEXTS, kinds.TEXT) else kinds.ARRAY
    return Value(t.r("matrix", *([_write_double(value)] if value else []), **named), kind, True)


def _write_double(value: Value) -> ast.expr:
    """Return a number as one with a fraction, where it is that in R: arrays of whole numbers cut fractions off."""
    if value.kind not in (kinds.COUNT, kinds.NUMBER):
        return value.code
    if isinstance(value.code, ast.Constant):
        return code.const(float(value.code.value))  # type: ignore[arg-type]
    return code.call("float", value.code)


def _fill(t: Translation, shape: ast.expr, value: Value) -> ast.expr:
    if isinstance(value.code, ast.Constant) and value.code.value == 0 and value.kind == kinds.NUMBER:
        return t.np("zeros", shape)
    return t.np("full", shape, _write_double(value))


@handles("array")
def translate_array(t: Translation, call: Call) -> Value:
    """Translate array()."""
    found = t.match(call, "data", "dim")
    value = t.translate(found["data"])
    if "dim" not in found:
        return Value(t.r("array", _write_double(value)), kinds.NUMBERS, True)
    dims = found["dim"]
    sizes = t.translate(dims)
    parts: list[ast.expr] | None = None
    is_sized = False
    if isinstance(dims, Call) and dims.name == "c" and not t.is_own("c"):
        values = [t.translate(one.value) for one in dims.arguments if one.value is not None]
        if all(one.kind in kinds.SCALAR_NUMBERS for one in values):
            parts = [one.code for one in values]
            is_sized = all(one.kind in _SIZES for one in values)
    shape = sizes.code if parts is None else ast.Tuple(parts, ast.Load())
    is_array = sizes.kind in kinds.VECTORS and not (parts is not None and len(parts) == 1)
    is_list = isinstance(dims, Call) and dims.name == "c" and len(dims.arguments) > 1
    kind = kinds.ARRAY if is_array or is_list else kinds.NUMBERS if sizes.kind in kinds.SCALARS else kinds.ANY
    if kind == kinds.ARRAY and parts is None and not is_list:
        kind = kinds.ANY  # `dim` may have length 1
    if is_sized and value.kind in kinds.SCALAR_NUMBERS:
        return Value(_fill(t, shape, value), kind, True)
    return Value(t.r("array", _write_double(value), shape), kind, True)


def is_dim_of_tensor(expr: Expr, t: Translation) -> TypeGuard[Call]:
    """Tell whether this is `dim(x)` of a tensor, a vector in R with NA for open sizes."""
    is_dim = isinstance(expr, Call) and expr.name == "dim" and len(expr.arguments) == 1 and not t.is_own("dim")
    return is_dim and t.translate(expr.value(0)).kind == kinds.TENSOR  # type: ignore[attr-defined]


@handles("dim")
def translate_dim(t: Translation, call: Call) -> Value:
    """Translate dim()."""
    value = t.translate(call.value(0))
    if value.kind == kinds.TENSOR and t.style == "keras":
        return Value(code.call("tuple", code.attribute(value.code, "shape")), kinds.ANY)
    if holds_weight(t.makers, call.value(0)) or find_form(value.code).dims:
        return Value(t.np("array", code.attribute(value.code, "shape")), kinds.INTS, True)
    if value.kind in (*kinds.VECTORS, *kinds.SCALARS, kinds.LIST, kinds.DICT):
        return Value(code.const(None), kinds.NULL)
    return Value(t.r("dim", value.code), kinds.INTS if value.kind in (kinds.ARRAY, kinds.FRAME) else kinds.ANY, True)


@handles("nrow", "ncol", "NROW", "NCOL")
def translate_nrow(t: Translation, call: Call) -> Value:
    """Translate nrow() and ncol()."""
    value = t.translate(call.value(0))
    if call.name.isupper() and value.kind not in (kinds.ARRAY, kinds.FRAME):
        raise Untranslatable(f"{call.name}() of a value that may be a vector")
    place = 0 if call.name.lower() == "nrow" else 1
    return Value(code.item(code.attribute(value.code, "shape"), code.const(place)), kinds.INT)


@handles("length")
def translate_length(t: Translation, call: Call) -> Value:
    """Translate length()."""
    return Value(length_of(t, t.translate(call.value(0))), kinds.INT)


@handles("cbind", "rbind")
def translate_bind(t: Translation, call: Call) -> Value:
    """Translate cbind() and rbind()."""
    values = [t.translate(one.value) for one in call.arguments if one.value is not None]
    if any(value.kind in (kinds.FRAME, kinds.TENSOR) for value in values):
        raise Untranslatable(f"{call.name}() of data frames or tensors")
    made = t.r(call.name, *(value.code for value in values))
    if any(one.name for one in call.arguments):
        if t.style != "keras":
            raise Untranslatable(f"{call.name}() with names")
        note_names(made, find_form(made))
    return Value(made, kinds.ARRAY, True)


@handles("scale")
def translate_scale(t: Translation, call: Call) -> Value:
    """Translate scale()."""
    found = t.match(call, "x", "center", "scale")
    named = {name: t.translate(found[name]).code for name in ("center", "scale") if name in found}
    return Value(t.r("scale", t.translate(found["x"]).code, **named), kinds.ARRAY, True)


@handles("aperm")
def translate_aperm(t: Translation, call: Call) -> Value:
    """Translate aperm()."""
    found = t.match(call, "a", "perm")
    more = [t.translate(found["perm"]).code] if "perm" in found else []
    return Value(t.r("aperm", t.translate(found["a"]).code, *more), kinds.ARRAY)


@handles("colMeans", "rowMeans", "colSums", "rowSums")
def translate_margins(t: Translation, call: Call) -> Value:
    """Translate means and sums of rows and columns."""
    found = t.match(call, "x")
    value = t.translate(found["x"])
    if value.kind not in (kinds.ARRAY, kinds.FRAME, kinds.ANY, kinds.NONE_YET):
        raise Untranslatable(f"{call.name}() of this value")
    function = "mean" if call.name.endswith("Means") else "sum"
    rank = find_form(value.code).rank
    if call.name.startswith("row") and rank is None and value.kind != kinds.FRAME:  # each row may have several axes
        row = code.name("row")
        rows = ast.comprehension(ast.Name("row", ast.Store()), t.np("asarray", value.code), [], 0)
        return Value(t.np("array", ast.ListComp(t.np(function, row), [rows])), kinds.NUMBERS, True)
    axis = 0 if call.name.startswith("col") else tuple(range(1, rank)) if rank and rank > 2 else 1
    subject = t.np("asarray", value.code)
    is_wide = call.name.startswith("col") and (rank or 0) > 2
    return Value(t.np(function, subject, axis=axis), kinds.ARRAY if is_wide else kinds.NUMBERS, True)


@handles("as.numeric", "as.double", "as.integer", "as.vector", "as.matrix", "as.array", "as.character", "as.logical")
def translate_as(t: Translation, call: Call) -> Value:
    """Translate what makes a vector of another type."""
    if len(call.arguments) != 1:
        raise Untranslatable(f"further arguments of {call.name}()")
    name = call.name
    inner = call.value(0)
    if name == "as.matrix" and isinstance(inner, Call) and inner.name == "dist" and not t.is_own("dist"):
        return translate_distances(t, inner)
    value = t.translate(inner)
    if name == "as.matrix" and value.kind == kinds.FRAME:
        return Value(code.call(code.attribute(value.code, "to_numpy")), kinds.ARRAY, True)
    if name == "as.matrix":
        return Value(t.r("cbind", t.np("asarray", value.code)), kinds.ARRAY, True)
    if name == "as.array" and t.style == "keras" and find_form(value.code).item == Form(0, "text"):
        raise Untranslatable("as.array() of a string tensor, whose elements are bytes in Python")
    if name == "as.array":
        return Value(t.np("asarray", value.code), kinds.ANY if value.kind != kinds.ARRAY else kinds.ARRAY)
    if name == "as.vector":
        return Value(t.r("values", value.code), value.kind if value.kind in kinds.VECTORS else kinds.NUMBERS, True)
    if name == "as.logical":
        raise Untranslatable("as.logical()")
    if isinstance(inner, Constant) and inner.value is NA and name != "as.character":
        return value
    if name in ("as.numeric", "as.double", "as.integer") and _lists_other_texts(inner):
        raise Untranslatable(f"{name}() of a string that is not a number, which is NA in R")
    if name == "as.integer":
        if value.kind in kinds.SCALAR_NUMBERS:
            kind = kinds.POSITIVE if value.kind in kinds.NATURAL else kinds.INT
            return Value(value.code if value.kind in kinds.WHOLE else code.call("int", value.code), kind)
        return Value(t.r("as_integer", value.code), _change_type(value.kind, kinds.INTS), True)
    if name == "as.character":
        return Value(t.r("as_character", value.code), _change_type(value.kind, kinds.TEXTS), True)
    if value.kind in kinds.SCALAR_NUMBERS:
        return Value(code.call("float", value.code), kinds.NUMBER)
    return Value(t.r("as_numeric", value.code), _change_type(value.kind, kinds.NUMBERS), True)


def _lists_other_texts(expr: Expr) -> bool:
    """Tell whether this is a text that is written out and no number, or has one."""
    if isinstance(expr, Call) and expr.name == "c":
        return any(one.value is not None and _lists_other_texts(one.value) for one in expr.arguments)
    return isinstance(expr, Constant) and isinstance(expr.value, str) and not _NUMBER.fullmatch(expr.value.strip())


_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(inf|nan)", re.IGNORECASE)
"""Texts that are numbers in both languages."""


def _change_type(kind: str, vector: str) -> str:
    if kind in kinds.SCALARS:
        return kinds.element_of(vector)
    return vector if kind in (*kinds.VECTORS,) else kind if kind == kinds.NONE_YET else kinds.ANY


@handles("head", "tail")
def translate_ends(t: Translation, call: Call) -> Value:
    """Translate head() and tail()."""
    found = t.match(call, "x", "n")
    value = t.translate(found["x"])
    more = [t.translate(found["n"]).code] if "n" in found else []
    made = t.r(call.name, value.code, *more)
    is_one = t.style == "keras" and find_form(made).is_scalar
    return Value(made, kinds.element_of(value.kind) if is_one else value.kind, True)


@handles("names", "colnames")
def translate_names(t: Translation, call: Call) -> Value:
    """Translate names() of a list or data frame, and colnames() of a data frame."""
    value = t.translate(call.value(0))
    if call.name == "colnames" and value.kind != kinds.FRAME:
        raise Untranslatable("colnames() of a value that may be a matrix, which has none in Python")
    may_have_parts = t.has_parts and t.style == "rkeras_py"
    nameless = (*kinds.VECTORS, kinds.ARRAY) if may_have_parts else (*kinds.VECTORS, kinds.ARRAY, kinds.TENSOR)
    if value.kind in nameless or find_form(value.code).named:
        raise Untranslatable("names() of a vector, which has none in Python")
    return Value(t.r("names", value.code), kinds.TEXTS if value.kind in (kinds.DICT, kinds.FRAME) else kinds.ANY, True)


@handles("diag")
def translate_diag(t: Translation, call: Call) -> Value:
    """Translate diag() of a matrix, or of one whole number: the identity matrix."""
    if len(call.arguments) == 1 and find_form((value := t.translate(call.value(0))).code).rank == 2:
        return Value(code.call(code.attribute(t.np("diag", value.code), "copy")), kinds.NUMBERS, True)
    if len(call.arguments) == 1 and t.translate(call.value(0)).kind in kinds.NATURAL:
        return Value(t.np("eye", t.translate(call.value(0)).code), kinds.ARRAY, True)
    raise Untranslatable("diag() of a value that may be a matrix")
