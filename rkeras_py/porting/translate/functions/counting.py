"""Counts, ranks and groups, with NumPy and pandas."""

import ast

from .. import code, kinds
from ..inference.forms import NOT_YET, Form, note_form
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Expr, Symbol, Untranslatable
from ..state import Translation, handles, literal, whole
from .statistics import refuse_again

_GROUPED = {"mean": "mean", "sum": "sum", "max": "max", "min": "min", "sd": "std", "var": "var", "median": "median",
            "length": "size"}  # fmt: skip
_PRINTED = "pandas prints a table of two vectors differently from R"
_RANKED = "pandas gives all missing values the same rank, R different ones"
_SORTED = "pandas sorts groups by character codes, R by its locale"


def _take_vector(t: Translation, expr: Expr, called: str, *others: str) -> tuple[ast.expr, Form]:
    """Return a vector of numbers, or of other values that are allowed, and its form.

    Raises:
        Untranslatable: If it may be something else.
    """
    value = t.translate(expr)
    of = find_form(value.code)
    if of.of == "factor":  # R also counts levels without elements
        raise Untranslatable(f"{called}() of a factor, which has empty levels")
    is_vector = of.rank == 1 and (of.is_numeric or of.of in others)
    if value.kind not in kinds.NUMBER_VECTORS and not is_vector and of != NOT_YET:
        raise Untranslatable(f"{called}() of a value that may not be a vector of numbers")
    return value.code, of


def _refuse_missing(t: Translation, of: Form, called: str) -> None:
    """Refuse numbers of which some may be missing, which pandas leaves out and numpy cannot count."""
    if t.may_miss and of.of not in ("int", "bool"):
        raise Untranslatable(f"{called}() of values that may be missing")


@handles("tabulate")
def translate_tabulate(t: Translation, call: Call) -> Value:
    """Translate tabulate() of whole numbers."""
    found = t.match(call, "bin", "nbins")
    values, of = _take_vector(t, found["bin"], "tabulate")
    _refuse_missing(t, of, "tabulate")
    if of.of != "int":
        values = code.call(code.attribute(values, "astype"), code.name("int"))
    if "nbins" not in found:  # R counts at least 1
        counts = code.item(t.np("bincount", values, minlength=2), ast.Slice(code.const(1)))
    else:
        count = t.translate(found["nbins"])
        if count.kind not in (*kinds.WHOLE, kinds.COUNT):
            raise Untranslatable("tabulate() with a number of bins that may not be whole")
        stop = code.plus_number(count.code, 1)
        counts = code.item(t.np("bincount", values, minlength=stop), ast.Slice(code.const(1), stop))
    note_form(counts, Form(1, "int"))
    return Value(counts, kinds.INTS, True)


@handles("rank")
def translate_rank(t: Translation, call: Call) -> Value:
    """Translate rank(): equal values share the mean of their ranks, and missing values come last."""
    found = t.match(call, "x")
    values, _ = _take_vector(t, found["x"], "rank")
    t.imports.modules.add("pandas as pd")
    ranks = code.call(code.attribute(code.call("pd.Series", values), "rank"), na_option="bottom")
    made = code.call(code.attribute(ranks, "to_numpy"))
    note_form(made, Form(1, "number"))
    vars(made)["notes"] = [_RANKED]
    return Value(made, kinds.NUMBERS, True)


def _note_series(t: Translation, made: ast.expr, *forms: Form) -> Value:
    """Return counts or groups of pandas, with what differs from R where they are printed or sorted."""
    t.imports.modules.add("pandas as pd")
    is_cross = find_form(made).of == "frame"
    vars(made)["notes"] = [*([_PRINTED] * is_cross), *([_SORTED] if any(of.of == "text" for of in forms) else [])]
    return Value(made, kinds.ANY, True)


def _refuse_other_style(t: Translation, called: str) -> None:
    if t.style != "keras":
        raise Untranslatable(f"the function {called}() has no translation")


@handles("table")
def translate_table(t: Translation, call: Call) -> Value:
    """Translate table() of one or two vectors."""
    _refuse_other_style(t, "table")
    given = [one for one in call.arguments if one.value is not None]
    if len(given) not in (1, 2) or any(one.name in ("useNA", "dnn", "exclude", "deparse.level") for one in given):
        raise Untranslatable("table() of more than two vectors, or with further arguments")
    taken = [_take_vector(t, one.value, "table", "text") for one in given if one.value is not None]
    forms = [of for _, of in taken]
    if len(taken) == 1:
        counts = code.call(code.attribute(code.call("pd.Series", taken[0][0]), "value_counts"), sort=False)
        made = code.call(code.attribute(counts, "sort_index"))
        if name := given[0].name or (given[0].value.name if isinstance(given[0].value, Symbol) else ""):
            made = code.call(code.attribute(made, "rename_axis"), name)
        note_form(made, Form(1, "series"))
        return _note_series(t, made, *forms)
    names = [one.name or (one.value.name if isinstance(one.value, Symbol) else "") for one in given]
    rows, columns = (code.const([name]) for name in names)
    made = code.call("pd.crosstab", *(vector for vector, _ in taken), rownames=rows, colnames=columns)
    note_form(made, Form(2, "frame"))
    return Value(_note_series(t, made, *forms).code, kinds.FRAME, True)


@handles("tapply")
def translate_groups(t: Translation, call: Call) -> Value:
    """Translate tapply() of one vector by another, with a function that pandas has."""
    _refuse_other_style(t, "tapply")
    found = t.match(call, "X", "INDEX", "FUN")
    function = found.get("FUN")
    name = function.name if isinstance(function, Symbol) and not t.is_own(function.name) else ""
    if name not in _GROUPED:
        raise Untranslatable("tapply() of a function that pandas lacks")
    values, of = _take_vector(t, found["X"], "tapply")
    _refuse_missing(t, of, "tapply")
    groups, by = _take_vector(t, found["INDEX"], "tapply", "text")
    grouped = code.call(code.attribute(code.call("pd.Series", values), "groupby"), groups)
    made = code.call(code.attribute(grouped, _GROUPED[name]))
    note_form(made, Form(1, "series"))
    return _note_series(t, made, by)


@handles("embed")
def translate_embed(t: Translation, call: Call) -> Value:
    """Translate embed() of a vector: the windows, each from its last element."""
    found = t.match(call, "x", "dimension")
    values, of = _take_vector(t, found["x"], "embed")
    size = t.translate(found["dimension"]).code if "dimension" in found else code.const(1)
    windows = t.np("lib.stride_tricks.sliding_window_view", values, size)
    made = code.item(windows, ast.Tuple([ast.Slice(), ast.Slice(None, None, code.const(-1))], ast.Load()))
    made = code.call(code.attribute(made, "copy"))
    note_form(made, Form(2, of.of if of.is_numeric else "number"))
    return Value(made, kinds.ARRAY, True)


_SWEPT = {"-": "-", "+": "+", "*": "*", "/": "/", "pmax": "maximum", "pmin": "minimum"}


@handles("sweep")
def translate_sweep(t: Translation, call: Call) -> Value:
    """Translate sweep() along axes that are written out."""
    found = t.match(call, "x", "MARGIN", "STATS", "FUN", "check.margin")
    values, stats = (t.translate(found[name]).code for name in ("x", "STATS"))
    of, by = find_form(values), find_form(stats)
    axes = _read_margin(found["MARGIN"])
    function = found.get("FUN")
    name = "-" if function is None else function.name if isinstance(function, Symbol) else literal(function)
    sign = _SWEPT.get(str(name)) if not (isinstance(function, Symbol) and t.is_own(function.name)) else None
    if sign is None or axes is None:
        raise Untranslatable("sweep() along axes, or with a function, that are known only when the script runs")
    fits = of.rank is not None and of.is_numeric and by.is_numeric and by.rank in (0, len(axes))
    if not fits and NOT_YET not in (of, by):
        raise Untranslatable("sweep() of values with unknown axes")
    if by.rank and of.rank:
        stats = _spread(stats, axes, of.rank)
    made = code.binary(values, sign, stats) if len(sign) == 1 else t.np(sign, values, stats)
    note_form(made, NOT_YET if not fits else Form(of.rank, of.of if sign != "/" else "number"))
    return Value(made, kinds.ARRAY, True)


def _read_margin(expr: Expr) -> list[int] | None:
    """Return axes in their order, counted from 1; None of those that are not written out."""
    if (only := whole(expr)) is not None:
        return [only]
    if not isinstance(expr, Call) or expr.name not in (":", "c"):
        return None
    given = [whole(one.value) for one in expr.arguments]
    if None in given:
        return None
    axes = [one for one in given if one is not None]
    axes = list(range(axes[0], axes[1] + 1)) if expr.name == ":" and len(axes) == 2 else axes
    return axes if axes == sorted(axes) else None


def _spread(stats: ast.expr, axes: list[int], rank: int) -> ast.expr:
    """Return values along some axes so that numpy spreads them over the others."""
    parts: list[ast.expr] = [
        ast.Slice() if axis in axes else code.name("np.newaxis") for axis in range(min(axes), rank + 1)
    ]
    is_plain = all(isinstance(one, ast.Slice) for one in parts)
    return stats if is_plain else code.item(stats, ast.Tuple(parts, ast.Load()))


@handles("signif")
def translate_significant(t: Translation, call: Call) -> Value:
    """Translate signif() of a number or a vector."""
    found = t.match(call, "x", "digits")
    value = t.translate(found["x"])
    digits = whole(found.get("digits")) if "digits" in found else 6
    of = find_form(value.code)
    if digits is None or digits < 1 or not ((of.rank in (0, 1) and of.is_numeric) or of == NOT_YET):
        raise Untranslatable("signif() of a value that may not be a vector of numbers, or with computed digits")

    def cut(one: ast.expr) -> ast.expr:
        text = ast.FormattedValue(one, -1, ast.JoinedStr([ast.Constant(f".{digits}g")]))
        return code.call("float", ast.JoinedStr([text]))

    if of.rank == 0:
        return Value(cut(value.code), kinds.NUMBER)
    made = ast.ListComp(cut(code.name("one")), [ast.comprehension(ast.Name("one", ast.Store()), value.code, [], 0)])
    return Value(t.np("array", made), kinds.NUMBERS, True)


@handles("prop.table", "proportions")
def translate_shares(t: Translation, call: Call) -> Value:
    """Translate prop.table() of counts or a vector: all of it sums to 1."""
    value = t.translate(call.value(0))
    of = find_form(value.code)
    if len(call.arguments) != 1 or not (of.of in ("series", "frame") or (of.rank == 1 and of.is_numeric)):
        raise Untranslatable(f"{call.name}() along an axis, or of a value that may not be counts")
    refuse_again(value.code, call.name)
    total = t.np("sum", value.code if of.of != "frame" else code.call(code.attribute(value.code, "to_numpy")))
    made = code.binary(value.code, "/", total)
    note_form(made, of)
    return Value(made, value.kind, True)
