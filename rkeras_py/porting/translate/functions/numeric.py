"""Functions on numbers and vectors."""

import ast

from .. import code, kinds
from ..inference.forms import Form, Told, is_call, join_elementwise, note_form, note_names
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Symbol, Untranslatable, is_empty
from ..state import Translation, handles, literal, whole
from . import statistics
from .vectors import is_dim_of_tensor

_ = statistics  # imported to register its translations

_ELEMENTWISE = {
    "exp": "exp", "sqrt": "sqrt", "abs": "abs", "floor": "floor", "ceiling": "ceil", "sin": "sin", "cos": "cos",
    "tan": "tan", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "asin": "arcsin", "acos": "arccos", "atan": "arctan",
    "log2": "log2", "log10": "log10", "log1p": "log1p", "expm1": "expm1", "sign": "sign", "trunc": "trunc",
}  # fmt: skip
_ARRAYS = (*kinds.NUMBER_VECTORS, kinds.ARRAY)


@handles(*_ELEMENTWISE)
def translate_elementwise(t: Translation, call: Call) -> Value:
    """Translate a function of each element."""
    if len(call.arguments) != 1:
        raise Untranslatable(f"further arguments of {call.name}()")
    return _apply_elementwise(t, t.translate(call.value(0)), _ELEMENTWISE[call.name])


def _apply_elementwise(t: Translation, value: Value, name: str) -> Value:
    kind = {kinds.INTS: kinds.NUMBERS, kinds.BOOLS: kinds.NUMBERS}.get(value.kind, value.kind)
    kind = kinds.NUMBER if kind in kinds.SCALAR_NUMBERS else kind
    if name == "abs" and value.kind in kinds.WHOLE:
        kind = kinds.INT
    if value.kind == kinds.TENSOR:
        t.imports.modules.add("keras")
        return Value(code.call(f"keras.ops.{name.replace('abs', 'absolute')}", value.code), kind)
    t.imports.modules.add("numpy as np")
    if value.kind in _ARRAYS and value.kind != kinds.BOOLS:
        return Value(t.np(name, value.code), kind, fresh=True)
    return Value(t.r("apply_math", code.name(f"np.{name}"), value.code), kind, fresh=True)


@handles("log")
def translate_log(t: Translation, call: Call) -> Value:
    """Translate log(), with or without a base."""
    found = t.match(call, "x", "base")
    value = _apply_elementwise(t, t.translate(found["x"]), "log")
    if "base" not in found:
        return value
    base = t.translate(found["base"])
    return Value(t.r("divide", value.code, _apply_elementwise(t, base, "log").code), value.kind, fresh=True)


@handles("round")
def translate_round(t: Translation, call: Call) -> Value:
    """Translate round(), by numpy, which rounds halves to even digits as R does."""
    found = t.match(call, "x", "digits")
    value = t.translate(found["x"])
    digits = [t.translate(found["digits"]).code] if "digits" in found else []
    if value.kind == kinds.TENSOR:
        raise Untranslatable("round() of a tensor")
    kind = kinds.NUMBER if value.kind in kinds.SCALAR_NUMBERS else value.kind
    if value.kind in kinds.SCALAR_NUMBERS:
        return Value(code.call("round", code.call("float", value.code), *digits) if digits else
                     t.r("apply_math", _name_in_numpy(t, "round"), value.code), kind)  # fmt: skip
    if value.kind in _ARRAYS:
        return Value(t.np("round", value.code, *digits), kind, fresh=True)
    if value.kind in (kinds.DICT, kinds.MEASURES):
        name, one = code.name("name"), code.name("one")
        items = ast.comprehension(
            ast.Tuple([name, one], ast.Store()), code.call(code.attribute(value.code, "items")), [], 0
        )
        return Value(
            ast.DictComp(name, code.call("round", code.call("float", one), *digits), [items]), kinds.DICT, True
        )
    return Value(
        t.np("round", t.r("values", value.code) if value.kind == kinds.LIST else value.code, *digits), kind, True
    )


def _name_in_numpy(t: Translation, name: str) -> ast.expr:
    t.imports.modules.add("numpy as np")
    return code.name(f"np.{name}")


_REDUCERS = {"sum": "sum_", "prod": "prod", "max": "max_", "min": "min_", "all": "all_", "any": "any_"}


@handles(*_REDUCERS)
def translate_reduction(t: Translation, call: Call) -> Value:
    """Translate sum() and its like."""
    named = {one.name: one.value for one in call.arguments if one.name}
    values = [t.translate(one.value) for one in call.arguments if not one.name and one.value is not None]
    if values and values[0].kind == kinds.TENSOR:
        return _translate_of_tensor(t, call, values)
    if call.name in ("max", "min") and any(is_empty(one.value) for one in call.arguments):
        raise Untranslatable(f"{call.name}() without values, which is infinite in R")
    if any(value.kind in (kinds.TEXT, kinds.TEXTS) for value in values):
        raise Untranslatable(f"{call.name}() of strings, whose order depends on R's locale")
    if set(named) - {"na.rm"}:
        raise Untranslatable(f"the argument `{min(named)}` of {call.name}()")
    if call.name in ("all", "any"):
        kind = kinds.BOOL
    elif call.name == "prod":
        kind = kinds.NUMBER
    else:
        whole_kinds = all(value.kind in (kinds.INTS, kinds.BOOLS, *kinds.WHOLE, kinds.BOOL) for value in values)
        natural = call.name in ("max", "min") and all(value.kind in kinds.NATURAL for value in values)
        kind = kinds.join(values[0].kind, values[-1].kind) if natural else kinds.INT if whole_kinds else kinds.NUMBER
    scalars = all(value.kind in (*kinds.WHOLE, kinds.COUNT) for value in values) and len(values) > 1
    if call.name in ("max", "min") and scalars and not named:
        return Value(code.call(call.name, *(value.code for value in values)), kind)
    more = {"na_rm": t.translate(one).code} if (one := named.get("na.rm")) is not None else {}
    return Value(t.r(_REDUCERS[call.name], *(value.code for value in values), **more), kind)


def _translate_of_tensor(t: Translation, call: Call, values: list[Value]) -> Value:
    if len(values) > 1 or any(one.name for one in call.arguments):
        raise Untranslatable(f"{call.name}() of tensors with further arguments")
    t.imports.modules.add("keras")
    return Value(code.call(f"keras.ops.{call.name}", values[0].code), kinds.TENSOR)


@handles("mean", "sd", "var", "median")
def translate_mean(t: Translation, call: Call) -> Value:
    """Translate mean() and its like."""
    between = {"mean": ("trim",), "var": ("y",)}.get(call.name, ())
    found = t.match(call, "x", *between, "na.rm")
    for name in between:
        if name in found:
            raise Untranslatable(f"{call.name}() with `{name}`")
    value = t.translate(found["x"])
    if value.kind == kinds.TENSOR:
        if call.name != "mean":
            raise Untranslatable(f"{call.name}() of a tensor")
        return _translate_of_tensor(t, call, [value])
    more = {"na_rm": t.translate(found["na.rm"]).code} if "na.rm" in found else {}
    return Value(t.r(call.name, value.code, **more), kinds.NUMBER)


@handles("pmax", "pmin")
def translate_parallel(t: Translation, call: Call) -> Value:
    """Translate pmax() and pmin() of one array and one number, or two vectors."""
    values = [t.translate(call.value(place)) for place in range(len(call.arguments))]
    allowed = (*kinds.SCALAR_NUMBERS, *_ARRAYS)
    numbers = [value.kind in kinds.SCALAR_NUMBERS for value in values]
    forms = [find_form(value.code) for value in values]
    ranks = {of.rank for of in forms}
    is_known = all(of.is_numeric for of in forms) and None not in ranks and len(ranks - {0}) == 1
    if t.style == "keras" and len(values) == 2 and is_known:
        made = t.np("maximum" if call.name == "pmax" else "minimum", *(value.code for value in values))
        note_form(made, join_elementwise(*forms))
        return Value(made, max((value.kind for value in values), key=lambda kind: kind not in kinds.SCALARS), True)
    if len(values) != 2 or (not any(numbers) and not all(value.kind in kinds.NUMBER_VECTORS for value in values)):
        raise Untranslatable(f"{call.name}() of a value whose shape may vary")
    name = "maximum" if call.name == "pmax" else "minimum"
    kind = next((value.kind for value in values if value.kind not in kinds.SCALARS), kinds.NUMBER)
    if any(value.kind not in allowed for value in values) and not any(numbers):
        raise Untranslatable(f"{call.name}() of an unknown value")
    return Value(t.np(name, *(value.code for value in values)), kind, fresh=True)


_NAMED = (kinds.DICT, kinds.MEASURES, kinds.FRAME)
_SIMPLE = {
    "which.max": ("which_max", kinds.POSITIVE), "rev": ("rev", None),
    "which.min": ("which_min", kinds.POSITIVE), "unique": ("unique", None), "t": ("t", kinds.ARRAY),
    "unname": ("unname", None), "qnorm": ("qnorm", None),
    "max.col": ("max_col", kinds.INTS), "stopifnot": ("stopifnot", kinds.NULL), "unlist": ("unlist", kinds.ANY),
    "identical": ("identical", kinds.BOOL), "isTRUE": (None, kinds.BOOL),
}  # fmt: skip


@handles(*(name for name in _SIMPLE if name != "isTRUE"))
def translate_simple(t: Translation, call: Call) -> Value:
    """Translate a function of which only the values matter."""
    function, kind = _SIMPLE[call.name]
    allowed = {"max.col": ("ties.method",)}.get(call.name, ())
    if any(one.name and one.name not in allowed for one in call.arguments) and call.name != "stopifnot":
        raise Untranslatable(f"the argument `{next(one.name for one in call.arguments if one.name)}` of {call.name}()")
    values = [t.translate(one.value) for one in call.arguments if one.value is not None]
    if call.name == "max.col" and len(values) == 2 and literal(call.value(1)) == "first":
        values.pop()
        if t.style == "rkeras_py":
            return Value(code.plus_number(t.np("argmax", values[0].code, axis=1), 1), kinds.INTS, True)
    of_one = ("t", "unname", "qnorm", "max.col", "unlist", "rev", "unique", "which.max", "which.min")
    if call.name in of_one and len(values) != 1:
        raise Untranslatable(f"further arguments of {call.name}()")
    if call.name == "unlist" and is_dim_of_tensor(call.value(0), t):
        return Value(t.r("dim", t.translate(call.value(0).value(0)).code), kinds.ANY, True)  # type: ignore[attr-defined]
    if call.name == "t" and values[0].kind == kinds.TENSOR:
        raise Untranslatable("t() of a tensor")
    whole = [value.kind in (*kinds.WHOLE, kinds.INTS) for value in values]
    if (
        call.name == "identical"
        and any(whole)
        and any(v.kind in (kinds.COUNT, kinds.NUMBER, kinds.NUMBERS) for v in values)
    ):
        raise Untranslatable("identical() of integers and doubles, which R distinguishes")
    if call.name == "qnorm" and t.style == "keras" and values[0].kind in (*kinds.SCALAR_NUMBERS, *kinds.NUMBER_VECTORS):
        t.imports.modules.add("statistics")
        return statistics.write_normal(t, values[0], "inv_cdf")
    kind = values[0].kind if kind is None else kind
    if call.name == "unname" and kind == kinds.DICT:
        raise Untranslatable("unname() of named values that may be a vector or a list")
    kind = {kinds.COUNT: kinds.NUMBER, kinds.POSITIVE: kinds.NUMBER}.get(kind, kind) if call.name == "qnorm" else kind
    made = t.r(function or call.name, *(value.code for value in values))
    of = find_form(values[0].code) if values else Form()
    has_names = of.of in ("dict", "frame") or (of.named and of.rank == 1) or (values and values[0].kind in _NAMED)
    if call.name in ("unlist", "which.max", "which.min") and has_names:
        note_names(made, find_form(made))
    return Value(made, kind, fresh=True)


@handles("which")
def translate_which(t: Translation, call: Call) -> Value:
    """Translate which(), also of matrices by indices."""
    found = t.match(call, "x", "arr.ind", "useNames")
    value = t.translate(found["x"])
    by_index = "arr.ind" in found and literal(found["arr.ind"]) is not False
    more = {"arr_ind": t.translate(found["arr.ind"]).code} if by_index else {}
    made = t.r("which", value.code, **more)
    if by_index and find_form(value.code).rank == 2:
        note_names(made, Form(2, "int"))
    return Value(made, kinds.ANY if by_index else kinds.INTS, fresh=True)


_BETWEEN = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "^": "power", "%%": "modulo",
            "%/%": "floor_divide", "&": "and_", "|": "or_", "paste": "paste", "paste0": "paste0"}  # fmt: skip
_COMPARED = ("==", "!=", "<", "<=", ">", ">=")


@handles("outer")
def translate_outer(t: Translation, call: Call) -> Value:
    """Translate outer(), with an operator or a function of vectors."""
    found = t.match(call, "X", "Y", "FUN")
    both = [t.translate(found[name]).code for name in ("X", "Y")]
    function = found.get("FUN")
    if function is None:
        return Value(t.r("outer", *both), kinds.ARRAY, fresh=True)
    name = function.name if isinstance(function, Symbol) else literal(function)
    is_own = isinstance(function, Symbol) and t.is_own(function.name)
    if name in _BETWEEN and not is_own:
        held = code.name(f"r.{_BETWEEN[str(name)]}")
    elif name in _COMPARED:
        compared = t.r("compare", code.name("a"), str(name), code.name("b"))
        args = [ast.arg("a"), ast.arg("b")]
        held = ast.Lambda(ast.arguments([], args, None, [], [], None, []), compared)
    elif isinstance(name, str) and not is_own:
        raise Untranslatable(f"outer() by {name}")
    else:
        forms = [find_form(one) for one in both]
        is_known = t.style == "keras" and all(of.rank == 1 and of.is_numeric for of in forms)
        told: list[Told] = [(kinds.ARRAY, Form(2, of.of)) if is_known else kinds.ANY for of in forms]
        held = t.hold(function, "of_pairs", told).code
    kind = kinds.ARRAY if name in _BETWEEN and not str(name).startswith("paste") else kinds.ANY
    return Value(t.r("outer", *both, held), kind, fresh=True)


@handles("order", "sort")
def translate_order(t: Translation, call: Call) -> Value:
    """Translate order() and sort(). In order(), what stands behind x without a name are further keys."""
    if call.name == "order" and sum(not one.name for one in call.arguments) > 1:
        raise Untranslatable("order() by several keys: numpy.lexsort()")
    found = t.match(call, "x", "decreasing")
    value = t.translate(found["x"])
    if value.kind == kinds.DICT:
        raise Untranslatable(f"{call.name}() of named values; an array has no names")
    if call.name == "order" and (value.kind == kinds.TEXTS or getattr(found["x"], "name", "") == "names"):
        raise Untranslatable("the order of strings, which depends on R's locale")
    more = {"decreasing": t.translate(found["decreasing"]).code} if "decreasing" in found else {}
    return Value(t.r(call.name, value.code, **more), kinds.INTS if call.name == "order" else value.kind, fresh=True)


@handles("cumsum", "cumprod", "cummax", "cummin")
def translate_cumulation(t: Translation, call: Call) -> Value:
    """Translate running sums."""
    return Value(t.r("cumulate", t.translate(call.value(0)).code, call.name[3:]), kinds.NUMBERS, fresh=True)


@handles("ifelse")
def translate_ifelse(t: Translation, call: Call) -> Value:
    """Translate ifelse()."""
    found = t.match(call, "test", "yes", "no")
    test, yes, no = (t.translate(found[name]) for name in ("test", "yes", "no"))
    joined = kinds.join(yes.kind, no.kind)
    if test.kind == kinds.BOOL and joined in kinds.SCALARS and not is_call(test.code, "r.compare"):
        return Value(ast.IfExp(test.code, yes.code, no.code), joined)
    if test.kind == kinds.BOOLS and yes.kind in kinds.SCALAR_NUMBERS and no.kind in kinds.SCALAR_NUMBERS:
        kind = kinds.vector_of(joined)
        ends = [_write_number(one, joined) for one in (yes, no)]
        return Value(t.np("where", test.code, *ends), kind, fresh=True)
    return Value(t.r("where", test.code, yes.code, no.code), kinds.ANY, fresh=True)


def _write_number(value: Value, joined: str) -> ast.expr:
    if joined in (kinds.COUNT, kinds.NUMBER) and isinstance(value.code, ast.Constant):
        return code.const(float(value.code.value))  # type: ignore[arg-type]
    return value.code


@handles("runif", "rnorm")
def translate_random(t: Translation, call: Call) -> Value:
    """Translate random numbers, which are those that R would draw."""
    names = ("n", "min", "max") if call.name == "runif" else ("n", "mean", "sd")
    spelled = {"min": "low", "max": "high"}
    found = t.match(call, *names)
    named = {spelled.get(name, name): t.translate(one).code for name, one in found.items() if name != "n"}
    kind = kinds.NUMBER if whole(found["n"]) == 1 else kinds.NUMBERS
    if kind == kinds.NUMBERS and whole(found["n"]) is None:
        return Value(t.np("atleast_1d", t.r(call.name, t.translate(found["n"]).code, **named)), kind, fresh=True)
    return Value(t.r(call.name, t.translate(found["n"]).code, **named), kind, fresh=True)


@handles("sample", "sample.int")
def translate_sample(t: Translation, call: Call) -> Value:
    """Translate sample(), which gives what R would."""
    found = t.match(call, "x" if call.name == "sample" else "n", "size", "replace", "prob")
    if "prob" in found and literal(found.get("replace")) is not True:
        raise Untranslatable("sample() with `prob` and without `replace`")
    first = t.translate(found["x" if call.name == "sample" else "n"])
    more = {name: t.translate(found[name]).code for name in ("size", "replace", "prob") if name in found}
    single = whole(found.get("size")) == 1
    kind = (
        first.kind if first.kind in kinds.VECTORS else kinds.INTS if first.kind in kinds.SCALAR_NUMBERS else kinds.ANY
    )
    kind = kinds.element_of(kind) if single else kind
    found_code = t.r("sample", first.code, **more)
    if kind in kinds.VECTORS and whole(found.get("size")) is None:
        found_code = t.np("atleast_1d", found_code)
    return Value(found_code, kind, fresh=True)


@handles("set.seed")
def translate_seed(t: Translation, call: Call) -> Value:
    """Translate set.seed()."""
    found = t.match(call, "seed")
    return Value(t.r("set_seed", t.translate(found["seed"]).code), kinds.NULL)


@handles("all.equal")
def translate_all_equal(t: Translation, call: Call) -> Value:
    """Translate all.equal(), as far as it says TRUE."""
    found = t.match(call, "target", "current", "tolerance", "check.attributes")
    more = {"tolerance": t.translate(found["tolerance"]).code} if "tolerance" in found else {}
    both = (t.translate(found[name]).code for name in ("target", "current"))
    return Value(t.r("all_equal", *both, **more), kinds.BOOL)


@handles("isTRUE", "isFALSE")
def translate_is_true(t: Translation, call: Call) -> Value:
    """Translate isTRUE() and isFALSE()."""
    value = t.translate(call.value(0))
    if value.kind == kinds.BOOL and not (t.may_miss and is_call(value.code, "r.compare", "r.any_", "r.all_")):
        return value if call.name == "isTRUE" else Value(ast.UnaryOp(ast.Not(), value.code), kinds.BOOL)
    return Value(t.r("identical", value.code, call.name == "isTRUE"), kinds.BOOL)


@handles("range")
def translate_range(t: Translation, call: Call) -> Value:
    """Translate range() of numbers."""
    values = [t.translate(one.value) for one in call.arguments if one.value is not None]
    fits = [value.kind in (*_ARRAYS, *kinds.SCALAR_NUMBERS) or find_form(value.code).is_numeric for value in values]
    if any(one.name for one in call.arguments) or not values or not all(fits):
        raise Untranslatable("range() of values that may not be numbers, or with further arguments")
    value = values[0]
    if len(values) > 1:
        for one in values:
            statistics.refuse_again(one.code, "range")
        both = ast.List([t.r(name, *(one.code for one in values)) for name in ("min_", "max_")], ast.Load())
        return Value(t.np("array", both), kinds.NUMBERS, True)
    if not statistics.may_repeat(value.code):
        return Value(t.np("quantile", value.code, code.const([0, 1])), kinds.NUMBERS, True)
    ends = ast.List([t.np(name, value.code) for name in ("min", "max")], ast.Load())
    return Value(t.np("array", ends), kinds.INTS if value.kind == kinds.INTS else kinds.NUMBERS, True)


@handles("cut")
def translate_cut(t: Translation, call: Call) -> Value:
    """Translate cut() into a number of classes of one width, without names: the folds of a validation."""
    found = t.match(call, "x", "breaks", "labels", "include.lowest", "right", "dig.lab", "ordered_result")
    value, breaks = t.translate(found["x"]), whole(found.get("breaks"))
    number = code.const(breaks) if breaks is not None else t.translate(found["breaks"]).code
    is_number = breaks is not None or t.translate(found["breaks"]).kind in kinds.SCALAR_NUMBERS
    if set(found) != {"x", "breaks", "labels"} or literal(found["labels"]) is not False or not is_number:
        raise Untranslatable("cut() at given breaks, or with labels")
    if value.kind not in _ARRAYS or (t.may_miss and value.kind != kinds.INTS):
        raise Untranslatable("cut() of values that may be missing or not numeric")
    if not statistics.may_repeat(value.code):
        name = code.name(t.spelling.invent("numbers"))
        t.before.append(ast.Assign([ast.Name(name.id, ast.Store())], value.code))  # type: ignore[attr-defined]
        note_form(name, find_form(value.code))
        value = Value(name, value.kind)
    ends = [t.np(name, value.code) for name in ("min", "max")]
    inner = ast.Slice(code.const(1), code.const(-1))
    edges = code.item(t.np("linspace", *ends, code.binary(number, "+", code.const(1))), inner)
    return Value(code.binary(t.np("searchsorted", edges, value.code), "+", code.const(1)), kinds.INTS, True)
