"""Operations, comparisons and functions on numbers."""

import ast

from .. import code
from ..inference.forms import Form, is_call, note_form
from ..inference.reading import find_form
from .combining import align_texts, combine
from .lists import find_codes
from .rules import Asking, Called, bare, constant, flat, is_simple, may_combine, plain, unwrap_texts, whole

_SIGNS = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "modulo": "%",
    "floor_divide": "//",
    "power": "**",
}


COMPARED = "a comparison with a missing number is False in numpy, but NA in R"


@plain("add", "subtract", "multiply", "divide", "modulo", "floor_divide", "power")
def plain_operation(asking: Asking, call: Called) -> ast.expr | None:
    """Return an operation by its sign."""
    left, right = call.args
    forms = [find_form(one) for one in call.args]
    if call.name == "subtract" and constant(left) == 0 and forms[1].of != "bool":
        return ast.UnaryOp(ast.USub(), right)
    if call.name == "power":
        base = constant(left)
        is_safe = whole(right) is not None or forms[0].is_array or (isinstance(base, (int, float)) and base > 0)
        if not is_safe or any(one.of == "bool" for one in forms):
            return (
                asking.np("float_power", *call.args)
                if may_combine(*forms) and "tensor" not in (forms[0].of, forms[1].of)
                else None
            )
        if forms[0].of == "int" and not (isinstance(exponent := whole(right), int) and exponent >= 0):
            return asking.np("float_power", *call.args) if may_combine(*forms) else None
    if call.name in ("divide", "modulo", "floor_divide"):
        if (
            constant(right) in (0, ...)
            and forms[1].of != "tensor"
            and call.name != "divide"
            and not forms[1].is_numeric
        ):
            return None
        if constant(right) == 0:
            return None
        if call.name != "divide" and forms[1].is_array:
            return None  # numpy returns 0 where R returns NA
    if "bool" in (forms[0].of, forms[1].of) and call.name == "subtract":
        return None
    return combine(asking, _SIGNS[call.name], left, right)


@plain("compare")
def plain_comparison(asking: Asking, call: Called) -> ast.expr | None:
    """Return a comparison."""
    left, sign, right = call.args
    if constant(sign) in ("==", "!="):  # Python stops where it orders text and numbers
        aligned = align_texts(asking, left, right)
        if aligned is None:
            return None
        left, right = aligned
    found = combine(asking, str(constant(sign)), left, right)
    if found is not None and _may_be_missing(asking, left, right):
        vars(found)["lacks"] = True
    return found


def _may_be_missing(asking: Asking, left: ast.expr, right: ast.expr) -> bool:
    """Tell whether a comparison may be NA: a constant is none, and an element of a logical or text vector."""
    forms = [find_form(one) for one in (left, right) if constant(one) is ...]
    return asking.lacks(*(left, right)) and any(one.of not in ("text", "int", "bool") for one in forms)


def accept_missing(node: ast.expr) -> None:
    """Note that False does for a comparison that is NA in R.

    Args:
        node: The comparison, or what is made of some.
    """
    for one in ast.walk(node):
        vars(one).pop("lacks", None)


@plain("and_", "or_")
def plain_truth(asking: Asking, call: Called) -> ast.expr | None:
    """Return `&` or `|` of truth values."""
    forms = [find_form(one) for one in call.args]
    if any(one.of != "bool" for one in forms) or not may_combine(*forms):
        return None
    for one, other in (call.args, call.args[::-1]):
        if _is_guard(one, other, call.name):
            accept_missing(other)
    return code.binary(call.args[0], "&" if call.name == "and_" else "|", call.args[1])


def _is_guard(test: ast.expr, other: ast.expr, name: str) -> bool:
    """Tell whether a test for missing numbers decides wherever a comparison is NA: `!is.na(x) & x > 5`."""
    if not isinstance(other, ast.Compare) or constant(other.comparators[0]) is ...:
        return False
    number, sign = ast.unparse(other.left), "~" * (name == "and_")
    return ast.unparse(test) in (f"{sign}np.isnan({number})", f"{sign}pd.isna({number})")


@plain("not_")
def plain_not(asking: Asking, call: Called) -> ast.expr | None:
    """Return `!` of truth values."""
    of = find_form(call.args[0])
    if of.of != "bool":
        return None
    return ast.UnaryOp(ast.Not(), call.args[0]) if of.rank == 0 else ast.UnaryOp(ast.Invert(), call.args[0])


@plain("apply_math")
def plain_math(asking: Asking, call: Called) -> ast.expr | None:
    """Return a function of each element."""
    return None if find_form(call.args[1]).of in ("list", "dict", "tensor") else code.call(call.args[0], call.args[1])


def _take_numbers(node: ast.expr) -> ast.expr:
    """Return what a data frame or a series of pandas holds, as an array."""
    found = code.call(code.attribute(node, "to_numpy"))
    note_form(found, Form(find_form(node).rank, "number"))
    return found


_TOTALS = {"sum_": "sum", "mean": "mean", "prod": "prod", "median": "median", "max_": "max", "min_": "min"}


def _counts_missing_as_none(name: str, given: ast.expr, form: Form) -> bool:
    """Tell whether na.rm = TRUE means the same to numpy, whose comparisons with NaN are False, and True for `!=`."""
    is_equal_or_less = isinstance(given, ast.Compare) and not any(isinstance(one, ast.NotEq) for one in given.ops)
    return form.of != "bool" or (name == "sum_" and is_equal_or_less)


@plain("sum_", "mean", "prod", "median", "max_", "min_", "sd", "var")
def plain_total(asking: Asking, call: Called) -> ast.expr | None:
    """Return a sum or its like."""
    if any(find_form(one).of == "frame" for one in call.args):
        args = [
            code.call(code.attribute(one, "to_numpy")) if find_form(one).of == "frame" else one for one in call.args
        ]
        call = Called(call.name, args, call.named, call.form)
    forms = [find_form(one) for one in call.args]
    if any(one.of in ("list", "dict", "text", "tensor") for one in forms):
        return None
    if call.named:
        removes = constant(call.named.get("na_rm")) if set(call.named) == {"na_rm"} else ...
        if removes is True and asking.may_miss and not _counts_missing_as_none(call.name, call.args[0], forms[0]):
            return None
        if removes is True and len(call.args) == 1 and call.name in ("sum_", "mean", "max_", "min_"):
            if call.name == "sum_":
                accept_missing(call.args[0])
            return asking.np(f"nan{_TOTALS[call.name]}", call.args[0])
        if removes is not False:
            return None
    if call.name in ("sd", "var"):
        return asking.np({"sd": "std", "var": "var"}[call.name], call.args[0], ddof=1) if forms[0].rank != 0 else None
    if len(call.args) > 1:
        scalars = all(one.rank == 0 for one in forms)
        if call.name in ("max_", "min_"):
            parts = [
                one if of.rank == 0 else asking.np(_TOTALS[call.name], one)
                for one, of in zip(call.args, forms, strict=True)
            ]
            return code.call(call.name[:-1], *parts)
        return code.call("sum", ast.List(call.args, ast.Load())) if scalars and call.name == "sum_" else None
    return asking.np(_TOTALS[call.name], call.args[0])


@plain("any_", "all_")
def plain_quantor(asking: Asking, call: Called) -> ast.expr | None:
    """Return any() or all() of truth values."""
    if len(call.args) != 1 or call.named or find_form(call.args[0]).of != "bool":
        return None
    return asking.np(call.name[:-1], call.args[0])


@plain("which_max", "which_min")
def plain_place(asking: Asking, call: Called) -> ast.expr | None:
    """Return the place of the largest or smallest element, counted from 1."""
    form = find_form(call.args[0])
    if form.of in ("list", "dict", "text") or form.rank == 0 or not form.is_numeric:
        return None
    name = f"{'nan' * asking.lacks(call.args[0])}arg{call.name[6:]}"
    return code.plus_number(asking.np(name, flat(asking, call.args[0])), 1)


@plain("which")
def plain_which(asking: Asking, call: Called) -> ast.expr | None:
    """Return the places of what is true, counted from 1."""
    of = find_form(call.args[0])
    if of.of != "bool" or (call.named and of.rank != 1) or of.rank == 0:
        return None
    if asking.may_miss and not _counts_missing_as_none("sum_", call.args[0], of):
        return None
    accept_missing(call.args[0])
    return code.binary(asking.np("flatnonzero", flat(asking, call.args[0])), "+", code.const(1))


@plain("order", "sort")
def plain_order(asking: Asking, call: Called) -> ast.expr | None:
    """Return order() or sort() of numbers; the order of texts is R's locale's."""
    of = find_form(call.args[0])
    decreasing = constant(call.named["decreasing"]) if "decreasing" in call.named else False
    if of.of == "series" and call.name == "sort" and decreasing in (True, False):
        return code.call(code.attribute(call.args[0], "sort_values"), ascending=not decreasing, kind="stable")
    if (
        of.rank != 1
        or not (of.is_numeric or (of.of == "text" and call.name == "sort"))
        or decreasing not in (True, False)
    ):
        return None
    if of.of == "text":
        asking.notes["Python sorts strings by character codes, R by its locale"] = None
    if call.name == "sort":
        found = asking.np("sort", _drop_missing(asking, call.args[0]))
        return _reverse(found) if decreasing else found
    keys = ast.UnaryOp(ast.USub(), call.args[0]) if decreasing and of.of != "bool" else call.args[0]
    return (
        None
        if decreasing and of.of == "bool"
        else code.binary(asking.np("argsort", keys, kind="stable"), "+", code.const(1))
    )


def _drop_missing(asking: Asking, node: ast.expr) -> ast.expr:
    """Return numbers without those that are missing, which R does not sort."""
    if not asking.lacks(node):
        return node
    if is_simple(node):
        return code.item(node, ast.UnaryOp(ast.Invert(), asking.np("isnan", node)))
    asking.modules.add("pandas as pd")
    return code.call(code.attribute(code.call("pd.Series", node), "dropna"))


def _reverse(node: ast.expr) -> ast.expr:
    return code.item(node, ast.Slice(None, None, code.const(-1)))


@plain("rev")
def plain_reverse(asking: Asking, call: Called) -> ast.expr | None:
    """Return a vector or list from its end."""
    of = find_form(call.args[0])
    if of.is_numeric and ((of.rank or 0) > 1 or of.wide):
        return _reverse(flat(asking, call.args[0]))
    return _reverse(call.args[0]) if of.rank == 1 and of.of != "dict" else None


@plain("unique")
def plain_unique(asking: Asking, call: Called) -> ast.expr | None:
    """Return the different elements in the order in which they come."""
    of = find_form(call.args[0])
    if of.rank != 1 or of.of not in ("int", "number", "mixed", "text", "bool"):
        return None
    if asking.lacks(call.args[0]):  # each NaN would count as another element
        asking.modules.add("pandas as pd")
        return code.call("pd.unique", call.args[0])
    items = code.call("dict.fromkeys", unwrap_texts(call.args[0]))
    more = {"dtype": code.name("object")} if of.of == "text" else {}
    return asking.np("array", code.call("list", items), **more)


@plain("cumulate")
def plain_running(asking: Asking, call: Called) -> ast.expr | None:
    """Return running sums and their like."""
    name = str(constant(call.args[1]))
    found = {"sum": "cumsum", "prod": "cumprod", "max": "maximum.accumulate", "min": "minimum.accumulate"}.get(name)
    return asking.np(found, call.args[0]) if found and find_form(call.args[0]).rank == 1 else None


@plain("diff")
def plain_differences(asking: Asking, call: Called) -> ast.expr | None:
    """Return the differences of neighbors."""
    return None if call.named else asking.np("diff", call.args[0])


@plain("where")
def plain_where(asking: Asking, call: Called) -> ast.expr | None:
    """Return ifelse()."""
    test, yes, no = map(find_form, call.args)
    if test.rank == 0:
        return ast.IfExp(call.args[0], call.args[1], call.args[2]) if yes.rank == no.rank == 0 else None
    if yes == no == Form(0, "text") and test.rank:
        return code.call(code.attribute(asking.np("where", *call.args), "astype"), code.name("object"))
    if test.wide and yes.rank == no.rank == 0 and yes.is_numeric and no.is_numeric:
        return asking.np("where", *call.args)
    fits = all(one.rank in (0, test.rank) and (one.is_numeric or one.of == "text") for one in (yes, no))
    return asking.np("where", *call.args) if fits and test.rank and yes.of != "text" != no.of else None


@plain("is_in")
def plain_in(asking: Asking, call: Called) -> ast.expr | None:
    """Return `%in%`."""
    aligned = align_texts(asking, *call.args)
    if aligned is None:
        return None
    call = Called(call.name, aligned, call.named, call.form)
    one, many = map(find_form, call.args)
    if asking.lacks(*call.args) and "text" not in (one.of, many.of):
        return None  # numpy does not recognize missing values
    is_names = is_call(call.args[1], "list") and one == Form(0, "text")
    if is_names or (many.rank == 1 and one.rank == 0 and many.is_array):
        return code.compare(call.args[0], "in", call.args[1])
    alike = (
        one.rank == 1
        and many.rank in (0, 1)
        and (many.is_numeric or many.of == "text")
        and (one.of == "text") == (many.of == "text")
    )
    return asking.np("isin", *call.args) if alike else None


@plain("is_nan")
def plain_is_nan(asking: Asking, call: Called) -> ast.expr | None:
    """Leave is.nan(), which tells NaN from NA: numpy has one of them."""
    return None


@plain("identical", "all_equal")
def plain_equality(asking: Asking, call: Called) -> ast.expr | None:
    """Return identical() or isTRUE(all.equal()) of numbers."""
    forms = [find_form(one) for one in call.args]
    if any(one.of in ("list", "dict", "frame", "object", "none") for one in forms):
        return None
    if call.name == "all_equal":
        tolerance = call.named.get("tolerance", code.const(1.5e-8))
        return asking.np("allclose", *call.args, rtol=tolerance)
    if all(one.rank == 0 for one in forms):
        return code.compare(call.args[0], "==", call.args[1])
    numeric = all(one.is_numeric for one in forms) or any(is_call(one, "np.asarray") for one in call.args)
    return asking.np("array_equal", *call.args) if numeric and len(call.args) == 2 else None


_NO_NUMBER = "a string that is not a number is an error in Python, but NA in R"


@plain("as_numeric")
def plain_numeric(asking: Asking, call: Called) -> ast.expr | None:
    """Return as.numeric()."""
    of = find_form(call.args[0])
    if of.of == "text":
        asking.notes[_NO_NUMBER] = None
    if of.rank == 0:
        return code.call("float", call.args[0])
    if of.of in ("list", "dict", "frame", "none"):
        return None
    if (codes := find_codes(asking, call.args[0])) is not None:
        return codes
    if of.of == "series":
        return _take_numbers(call.args[0])
    found = flat(asking, call.args[0])
    is_truth = isinstance(call.args[0], ast.Compare)
    return (
        found
        if of.of in ("number", "tensor") and not is_truth
        else code.call(code.attribute(found, "astype"), code.name("float"))
    )


@plain("as_integer")
def plain_integer(asking: Asking, call: Called) -> ast.expr | None:
    """Return as.integer()."""
    of = find_form(call.args[0])
    if of.of == "text":
        asking.notes[_NO_NUMBER] = None
    if of.rank == 0:
        return call.args[0] if of.of == "int" else code.call("int", call.args[0])
    if of.of in ("list", "dict", "frame", "none"):
        return None
    if (codes := find_codes(asking, call.args[0])) is not None:
        return codes
    if asking.lacks(call.args[0]):
        return None  # a NumPy integer is never missing
    found = _take_numbers(call.args[0]) if of.of == "series" else flat(asking, call.args[0])
    return found if of.of == "int" else code.call(code.attribute(found, "astype"), code.name("int"))


@plain("as_character")
def plain_character(asking: Asking, call: Called) -> ast.expr | None:
    """Return as.character() of whole numbers, or of a factor."""
    of = find_form(call.args[0])
    if of.of == "factor":
        return call.args[0]
    return code.call("str", bare(call.args[0])) if of.rank == 0 and of.of in ("int", "text") else None


@plain("stopifnot")
def plain_check(asking: Asking, call: Called) -> ast.expr | None:
    """Leave stopifnot(), which is a statement in Python; see `Lowering`."""
    return None
