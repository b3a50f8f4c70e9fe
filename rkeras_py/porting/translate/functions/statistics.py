"""Quantiles, differences, sets and linear algebra, which NumPy computes as R does."""

import ast

from .. import code, kinds
from ..inference.forms import Form, note_form, note_names
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Constant, Untranslatable, walk
from ..state import Translation, handles, literal, whole

_TAKES_OUT = ("is.na", "is.finite", "na.omit", "complete.cases")
_QUARTERS = [0.0, 0.25, 0.5, 0.75, 1.0]


@handles("quantile")
def translate_quantile(t: Translation, call: Call) -> Value:
    """Translate quantile() of numbers, which numpy interpolates alike; names as `25%` it has not."""
    found = t.match(call, "x", "probs", "names")
    value = t.translate(found["x"])
    probs = t.translate(found["probs"]) if "probs" in found else Value(code.const(_QUARTERS), kinds.NUMBERS)
    if value.kind not in (*kinds.NUMBER_VECTORS, kinds.ARRAY) or probs.kind not in (kinds.NUMBER, kinds.NUMBERS):
        raise Untranslatable("quantile() of values that may not be numbers")
    takes_out = any(isinstance(one, Call) and one.name in _TAKES_OUT for one in walk(found["x"]))
    if t.may_miss and not takes_out:
        raise Untranslatable("quantile() of values that may be missing, which is an error in R")
    made = t.np("quantile", value.code, probs.code)
    if literal(found.get("names")) is not False:
        note_names(made, Form(0 if probs.kind == kinds.NUMBER else 1, "number"))
    return Value(made, probs.kind, True)


def _find_type(value: Value) -> str:
    """Return the kind of an element of a vector."""
    form = find_form(value.code)
    by_form = {"text": kinds.TEXT, "int": kinds.INT, "number": kinds.NUMBER}.get(form.of, kinds.ANY)
    told = kinds.element_of(value.kind)
    return by_form if told == kinds.ANY and form.rank == 1 else told


@handles("match")
def translate_match(t: Translation, call: Call) -> Value:
    """Translate match() of numbers or texts; one that is not there is an error in Python, where R has NA."""
    found = t.match(call, "x", "table")
    one, table = t.translate(found["x"]), t.translate(found["table"])
    listed_as = _find_type(table)
    if listed_as == kinds.ANY or kinds.join(_find_type(one), listed_as) == kinds.ANY or table.kind in kinds.SCALARS:
        raise Untranslatable("match() of values that may not be vectors of the same type")
    written = found["table"].arguments if isinstance(found["table"], Call) and found["table"].name == "c" else []
    known = [of.value.value for of in written if isinstance(of.value, Constant)]
    if isinstance(found["x"], Constant) and known and len(known) == len(written) and found["x"].value not in known:
        raise Untranslatable("match() of a value that the table lacks, which is NA in R")
    listed = code.call(code.attribute(table.code, "tolist"))
    if one.kind in kinds.SCALARS:
        return Value(code.plus_number(code.call(code.attribute(listed, "index"), one.code), 1), kinds.POSITIVE)
    place = code.plus_number(code.call(code.attribute(listed, "index"), code.name("one")), 1)
    items = ast.ListComp(place, [ast.comprehension(ast.Name("one", ast.Store()), one.code, [], 0)])
    return Value(t.np("array", items), kinds.INTS, True)


_SAME_AGAIN = ("np.arange", "np.array", "np.asarray", "np.atleast_1d", "len", "r.c", "r.unique", "r.colon", "r.ix",
               "r.dollar", "r.element")  # fmt: skip


def may_repeat(node: ast.expr) -> bool:
    """Tell whether code may stand twice in a program: it does not draw, and calls nothing that could."""
    return not any(isinstance(one, ast.Call) and ast.unparse(one.func) not in _SAME_AGAIN for one in ast.walk(node))


def hold_once(t: Translation, values: ast.expr) -> ast.expr:
    """Return code that may stand twice; what computes or draws gets a name before."""
    if may_repeat(values):
        return values
    name = t.spelling.invent("values")
    note_form(held := code.name(name), find_form(values))
    t.before.append(ast.Assign([ast.Name(name, ast.Store())], values))
    return held


def refuse_again(node: ast.expr, called: str) -> None:
    """Refuse code that a program would run twice where it may give something else, as random numbers.

    Args:
        node: The code.
        called: The function in R.

    Raises:
        Untranslatable: If it calls what may do that.
    """
    if not may_repeat(node):
        raise Untranslatable(f"{called}() of a value that is computed in its call: give it a name before")


@handles("union", "intersect", "setdiff")
def translate_sets(t: Translation, call: Call) -> Value:
    """Translate operations of sets of numbers or texts, whose elements stay in the order in which they come."""
    one, other = (t.translate(call.value(place)) for place in range(2))
    if (
        one.kind not in kinds.VECTORS
        or other.kind not in kinds.VECTORS
        or kinds.join(one.kind, other.kind) == kinds.ANY
    ):
        raise Untranslatable(f"{call.name}() of values that may not be vectors of the same type")
    kind = kinds.join(one.kind, other.kind) if call.name == "union" else one.kind
    if call.name == "union":
        return Value(t.r("unique", t.r("c", one.code, other.code)), kind, True)
    refuse_again(one.code, call.name)
    kept = t.np("isin", one.code, other.code)
    if call.name == "setdiff":
        kept = ast.UnaryOp(ast.Invert(), kept)
    chosen = code.item(one.code, kept)
    note_form(chosen, Form(1, find_form(one.code).of))
    return Value(t.r("unique", chosen), kind, True)


@handles("pnorm", "dnorm")
def translate_normal(t: Translation, call: Call) -> Value:
    """Translate pnorm() and dnorm() of the standard normal distribution, by Python's own."""
    found = t.match(call, "q" if call.name == "pnorm" else "x")
    value = t.translate(next(iter(found.values())))
    of = find_form(value.code)
    if value.kind not in (*kinds.SCALAR_NUMBERS, *kinds.NUMBER_VECTORS) and not (of.rank in (0, 1) and of.is_numeric):
        raise Untranslatable(f"{call.name}() of a value that may not be numbers")
    t.imports.modules.add("statistics")
    return write_normal(t, value, "cdf" if call.name == "pnorm" else "pdf")


def write_normal(t: Translation, value: Value, method: str) -> Value:
    """Return a function of the standard normal distribution, of a number or of each element of a vector."""
    function = code.attribute(code.call("statistics.NormalDist"), method)
    if value.kind in kinds.SCALAR_NUMBERS or find_form(value.code).rank == 0:
        return Value(code.call(function, value.code), kinds.NUMBER)
    loop = ast.comprehension(ast.Name("one", ast.Store()), value.code, [], 0)
    return Value(t.np("array", ast.ListComp(code.call(function, code.name("one")), [loop])), kinds.NUMBERS, True)


@handles("cor")
def translate_correlation(t: Translation, call: Call) -> Value:
    """Translate cor() of two vectors."""
    values = [t.translate(one.value) for one in call.arguments if one.value is not None and not one.name]
    if len(values) != 2 or len(call.arguments) != 2 or not all(find_form(one.code).rank == 1 for one in values):
        raise Untranslatable("cor() of values that may not be two vectors, or by another method")
    return Value(code.item(t.np("corrcoef", *(one.code for one in values)), code.const((0, 1))), kinds.NUMBER)


@handles("solve", "det", "crossprod", "tcrossprod")
def translate_algebra(t: Translation, call: Call) -> Value:
    """Translate functions of matrices."""
    values = [t.translate(one.value) for one in call.arguments if one.value is not None and not one.name]
    is_matrix = [find_form(value.code).rank == 2 for value in values]
    if len(values) != len(call.arguments) or not values or not all(is_matrix):
        raise Untranslatable(f"{call.name}() of values that may not be matrices")
    first, last = values[0].code, values[-1].code
    if len(values) == 1 and call.name.endswith("crossprod"):
        refuse_again(first, call.name)
    if call.name == "det":
        return Value(t.np("linalg.det", first), kinds.NUMBER)
    if call.name == "solve":
        made = t.np("linalg.inv", first) if len(values) == 1 else t.np("linalg.solve", first, last)
    elif call.name == "crossprod":
        made = code.binary(code.attribute(first, "T"), "@", last)
    else:
        made = code.binary(first, "@", code.attribute(last, "T"))
    note_form(made, Form(2, "number"))
    return Value(made, kinds.ARRAY, True)


@handles("diff")
def translate_diff(t: Translation, call: Call) -> Value:
    """Translate diff() of a vector."""
    found = t.match(call, "x", "lag")
    value = t.translate(found["x"])
    if value.kind not in kinds.NUMBER_VECTORS:
        raise Untranslatable("diff() of a value that may be a matrix")
    if t.style == "keras" and (lag := whole(found.get("lag"))) is not None and lag > 0:
        values = hold_once(t, value.code)
        ends = [code.item(values, ast.Slice(*one)) for one in ((code.const(lag), None), (None, code.const(-lag)))]
        made = code.binary(ends[0], "-", ends[1])
        note_form(made, Form(1, find_form(value.code).of))
        return Value(made, value.kind, True)
    more = {"lag": t.translate(found["lag"]).code} if "lag" in found else {}
    return Value(t.r("diff", value.code, **more), value.kind, fresh=True)
