"""The apply family, which becomes comprehensions if they are equivalent."""

import ast
from collections.abc import Sequence

from .. import code, kinds
from ..inference.forms import UNKNOWN, Form, Told, is_call, note_form, note_names
from ..inference.habits import holds_weights
from ..inference.reading import element_of, find_form
from ..kinds import Value
from ..language import Call, Constant, Expr, Function, Given, Symbol, Untranslatable, is_empty
from ..state import Translation, handles, literal, whole
from .operators import write_operator

_PURRR = {"map": "lapply", "map_dbl": "sapply", "map_int": "sapply", "map_chr": "sapply", "map_lgl": "sapply"}
_FIXED = (kinds.INTS, kinds.NUMBERS, kinds.BOOLS, kinds.TEXTS)


def _split(call: Call, first: tuple[str, ...], ignored: tuple[str, ...] = ()) -> tuple[dict[str, Expr], list[Given]]:
    """Return the arguments of a function of the family, and those for the function that it calls."""
    found: dict[str, Expr] = {}
    rest: list[Given] = []
    for one in call.arguments:
        if one.value is None:
            raise Untranslatable("an empty argument")
        if one.name in first or one.name in ignored:
            found[one.name] = one.value
        else:
            rest.append(one)
    for name in first:
        if name not in found:
            place = next((one for one in rest if not one.name), None)
            if place is not None and place.value is not None:
                rest.remove(place)
                found[name] = place.value
    return found, rest


@handles("lapply", "sapply", "vapply", "map", "map_dbl", "map_int", "map_chr", "map_lgl")
def translate_apply(t: Translation, call: Call) -> Value:
    """Translate lapply(), sapply(), vapply(), and purrr's map()."""
    family = _PURRR.get(call.name, call.name)
    names = (".x", ".f") if call.name in _PURRR else ("X", "FUN", "FUN.VALUE") if family == "vapply" else ("X", "FUN")
    found, rest = _split(call, names, ("USE.NAMES",))
    if found.get("USE.NAMES") is None and "simplify" in [one.name for one in rest]:
        raise Untranslatable("sapply() with `simplify`")
    subject = t.translate(found[names[0]])
    function = write_operator(t, found[names[1]], 1, rest)
    rest = [] if function is not found[names[1]] else rest
    if getattr(function, "name", "") == "dim" and not t.is_own("dim") and holds_weights(t.makers, found[names[0]]):
        shape = t.np("array", code.attribute(code.name("one"), "shape"))
        each = ast.comprehension(ast.Name("one", ast.Store()), subject.code, [], 0)
        return Value(ast.ListComp(shape, [each]), kinds.LIST, True)
    element = element_of(subject)
    short = None if rest else _write_comprehension(t, found[names[0]], subject, function, element, family)
    made = short or _write_call(t, subject, function, rest, family, element)
    is_named = call.name in ("sapply", "vapply") and literal(found.get("USE.NAMES")) is not False
    if is_named and (subject.kind == kinds.TEXTS or find_form(subject.code).of == "text"):
        note_names(made.code, find_form(made.code))
    return made


def _tell_element(subject: Value, kind: str) -> Told:
    """Return what is known of an element: its kind, and its form where the kind says nothing."""
    of = find_form(subject.code)
    if kind != kinds.ANY:
        return kind
    if of.of == "list" and of.item:
        return kind, of.item
    return (kind, Form(0, of.of)) if of.rank == 1 and (of.is_numeric or of.of == "text") else kind


def _write_call(t: Translation, subject: Value, function: Expr, rest: list[Given], family: str, element: str) -> Value:
    """Return the call that gives each element to a function."""
    if any(one.name for one in rest) and (made := _write_named_call(t, subject, function, rest, family)) is not None:
        return made
    held = t.hold(function, "per_element", [_tell_element(subject, element)])
    more = [t.translate(one.value).code for one in rest if not one.name and one.value is not None]
    named = {
        t.spelling.spell(one.name): t.translate(one.value).code for one in rest if one.name and one.value is not None
    }
    is_list = family == "lapply"
    kind = kinds.LIST if is_list and subject.kind in (*_FIXED, kinds.LIST) else kinds.ANY
    kind = kinds.DICT if is_list and subject.kind in (kinds.DICT, kinds.FRAME) else kind
    if not is_list and isinstance(function, Function) and subject.kind in _FIXED:
        returns = t.facts.signature(function).returns or kinds.NONE_YET
        kind = kinds.vector_of(returns) if returns in (*kinds.SCALARS, kinds.NONE_YET) else kinds.ANY
    return Value(t.r("lapply" if is_list else "sapply", subject.code, held.code, *more, **named), kind, True)


def _write_named_call(t: Translation, subject: Value, function: Expr, rest: list[Given], family: str) -> Value | None:
    """Return a comprehension, where the names of other arguments leave one that is not the first for the elements."""
    scope = t.scope.find(function.name) if isinstance(function, Symbol) and not function.package else None
    signature = t.facts.signature_of(scope, function.name) if scope and isinstance(function, Symbol) else None
    given = {one.name: one.value for one in rest if one.name and one.value is not None}
    if signature is None or not isinstance(function, Symbol) or signature.formals[0] not in given:
        return None
    free = [name for name in signature.formals if name not in given]
    if not free or len(given) != len(rest) or "..." in signature.formals or subject.kind not in (*_FIXED, kinds.LIST):
        raise Untranslatable(f"{family}() that passes elements to an argument other than the first")
    signature.refuse_late()
    element = kinds.element_of(subject.kind)
    told = _tell_element(subject, _count_element(t, subject, element))
    signature.learn(free[0], *((told,) if isinstance(told, str) else told))
    named = {t.spelling.spell(free[0]): code.name("one")}
    for name, one in given.items():
        value = t.translate(one)
        signature.learn(name, value.kind, find_form(value.code))
        named[t.spelling.spell(name)] = value.code
    body = code.call(code.name(t.spelled(function.name)), **named)
    note_form(body, signature.form)
    items = subject.code if subject.kind == kinds.LIST else code.call(code.attribute(subject.code, "tolist"))
    made = ast.ListComp(body, [ast.comprehension(ast.Name("one", ast.Store()), items, [], 0)])
    return Value(made, kinds.LIST, True) if family == "lapply" else Value(t.r("sapply", made), kinds.ANY, True)


def _write_comprehension(
    t: Translation, at: Expr, subject: Value, function: Expr, element: str, family: str
) -> Value | None:
    """Return a comprehension, where the function is short and the elements are certain."""
    if subject.kind not in (*_FIXED, kinds.LIST):
        return None
    element = _find_element_of_range(t, at, _count_element(t, subject, element))
    held = t.hold(function, "per_element", [_tell_element(subject, element)])
    items = _write_loop_over(t, at, subject)
    if isinstance(held.code, ast.Lambda) and len(held.code.args.args) == 1 and not held.code.args.vararg:
        target, body = ast.Name(held.code.args.args[0].arg, ast.Store()), held.code.body
        returns = t.facts.signature(function).returns if isinstance(function, Function) else kinds.ANY
    elif isinstance(function, Function) and len(function.parameters) == 1:
        target = ast.Name(t.spelling.spell(function.parameters[0][0]), ast.Store())
        body = code.call(held.code, code.name(target.id))
        note_form(body, t.facts.signature(function).form)
        returns = t.facts.signature(function).returns
    else:
        return None
    if any(isinstance(one, ast.Lambda) for one in ast.walk(body)):
        return None  # such functions would all use the last element
    comprehension = ast.ListComp(body, [ast.comprehension(target, items, [], 0)])
    if family == "lapply":
        return Value(comprehension, kinds.LIST, True)
    is_safe = subject.kind != kinds.TEXTS and not is_call(body, "r.compare")
    if is_safe and returns in (*kinds.WHOLE, kinds.COUNT, kinds.NUMBER, kinds.BOOL):
        array = t.np("array", comprehension)
        return Value(array, kinds.vector_of(returns or kinds.ANY), True)
    return Value(t.r("sapply", comprehension), kinds.NONE_YET if returns == kinds.NONE_YET else kinds.ANY, True)


def _count_element(t: Translation, subject: Value, element: str) -> str:
    """Return the kind of an element: what the program has as whole numbers counts, though R has it as doubles."""
    is_whole = t.style == "keras" and element == kinds.NUMBER and find_form(subject.code).of == "int"
    return kinds.INT if is_whole else element


def _find_element_of_range(t: Translation, at: Expr, element: str) -> str:
    return kinds.POSITIVE if isinstance(at, Call) and _counts(t, at) else element


def _counts(t: Translation, at: Call) -> bool:
    if at.name in ("seq_len", "seq_along"):
        return True
    if at.name != ":":
        return False
    found = t.translate(at).code
    if not (isinstance(found, ast.Call) and ast.unparse(found.func) == "np.arange"):
        return False
    first = found.args[0]
    return isinstance(first, ast.Constant) and isinstance(first.value, int) and first.value >= 1


def _write_loop_over(t: Translation, at: Expr, subject: Value) -> ast.expr:
    """Return what a loop goes over."""
    if isinstance(subject.code, ast.Call) and ast.unparse(subject.code.func) == "np.arange":
        return ast.Call(code.name("range"), subject.code.args, [])
    if subject.kind in kinds.VECTORS:
        if isinstance(subject.code, ast.Call) and ast.unparse(subject.code.func) == "np.array":
            return subject.code.args[0]
        return code.call(code.attribute(subject.code, "tolist"))
    return subject.code


def loop(t: Translation, at: Expr) -> tuple[ast.expr, str]:
    """Return what a for loop goes over, and the kind of each element."""
    if is_empty(at):
        raise Untranslatable("a loop over an empty value, whose variable is NULL in R")
    subject = t.translate(at)
    if subject.kind == kinds.MEASURES and t.measures is None:
        raise Untranslatable("a loop over the result of evaluate(), whose order is not certain")
    if subject.kind in (*kinds.VECTORS, kinds.LIST):
        element = element_of(subject)
        if subject.kind == kinds.NUMBERS and isinstance(at, Call) and at.name == "c":
            element = kinds.NUMBER
        element = _count_element(t, subject, element)
        return _write_loop_over(t, at, subject), _find_element_of_range(t, at, element)
    if isinstance(at, Call) and at.name == "names" and t.translate(at.value(0)).kind in (kinds.DICT, kinds.MEASURES):
        return t.r("each", subject.code), kinds.TEXT
    return go_over(t, subject.code), kinds.NONE_YET if subject.kind == kinds.NONE_YET else kinds.ANY


def go_over(t: Translation, items: ast.expr) -> ast.expr:
    """Return what a loop or an unpacking goes over; Keras gives the methods of classes tuples.

    Raises:
        Untranslatable: If it may be a dict, of which Python takes the names.
    """
    is_open = t.is_final and isinstance(items, ast.Name) and find_form(items) == UNKNOWN
    if t.style == "keras" and t.listed and is_open and not t.is_optional(items.id):  # type: ignore[attr-defined]
        raise Untranslatable("a loop over, or %<-% of, a value that may or may not be a named list")
    return t.r("each", items)


@handles("Map", "mapply", "map2")
def translate_map(t: Translation, call: Call) -> Value:
    """Translate Map() and mapply()."""
    names: tuple[str, ...] = ("f",) if call.name == "Map" else ("FUN",) if call.name == "mapply" else (".x", ".y", ".f")
    found, rest = _split(call, names)
    if any(one.name for one in rest):
        raise Untranslatable(f"{call.name}() with names")
    exprs = [found[".x"], found[".y"]] if call.name == "map2" else [one.value for one in rest if one.value is not None]
    function = found[names[-1]]
    parts = [t.translate(one) for one in exprs]
    is_zip = isinstance(function, Symbol) and function.name == "list" and not t.is_own("list")
    if is_zip and all(part.kind in (kinds.LIST, kinds.ANY, kinds.TENSOR, kinds.OBJECT) for part in parts):
        items = [t.r("each", part.code) if part.kind == kinds.ANY else part.code for part in parts]
        return Value(code.call("list", code.call("zip", *items, strict=True)), kinds.LIST, True)
    function = write_operator(t, function, len(parts))
    held = t.hold(function, "per_element", [_tell_element(part, kinds.element_of(part.kind)) for part in parts])
    joined = t.r("map_together", held.code, *(part.code for part in parts))
    if call.name == "mapply":
        if any(part.kind == kinds.TEXTS for part in parts[:1]):
            raise Untranslatable("mapply() over strings, which become names")
        return Value(t.r("sapply", joined), kinds.ANY, True)
    kind = kinds.LIST if parts[0].kind in (*kinds.NUMBER_VECTORS, kinds.LIST) else kinds.ANY
    return Value(joined, kinds.DICT if parts[0].kind in (kinds.DICT, kinds.TEXTS) else kind, True)


@handles("Reduce")
def translate_reduce(t: Translation, call: Call) -> Value:
    """Translate Reduce()."""
    found = t.match(call, "f", "x", "init")
    subject = t.translate(found["x"])
    item = find_form(subject.code).item
    is_numbers = subject.kind in kinds.NUMBER_VECTORS or (item is not None and item.is_scalar and item.is_numeric)
    element = kinds.NUMBER if is_numbers else kinds.ANY
    function = _translate_function(t, found["f"], element if t.style == "keras" else kinds.ANY)
    t.imports.modules.add("functools")
    items = subject.code if subject.kind == kinds.LIST else t.r("each", subject.code)
    init = [t.translate(found["init"]).code] if "init" in found else []
    return Value(code.call("functools.reduce", function, items, *init), kinds.ANY)


@handles("Filter")
def translate_filter(t: Translation, call: Call) -> Value:
    """Translate Filter() of a list."""
    found = t.match(call, "f", "x")
    subject = t.translate(found["x"])
    function = t.hold(write_operator(t, found["f"], 1), "combine", [kinds.element_of(subject.kind)]).code
    if subject.kind not in (kinds.LIST, *kinds.VECTORS):
        raise Untranslatable("Filter() of a value that may have names")
    if t.may_miss and is_call(getattr(function, "body", None), "r.compare"):
        raise Untranslatable("Filter() by a comparison that may be NA")
    target = ast.Name("one", ast.Store())
    test = code.call(function, code.name("one"))
    kept: ast.expr = ast.ListComp(
        code.name("one"), [ast.comprehension(target, _write_loop_over(t, found["x"], subject), [test], 0)]
    )
    return Value(kept if subject.kind == kinds.LIST else t.np("array", kept), subject.kind, True)


def _translate_function(t: Translation, expr: Expr, element: str = kinds.ANY) -> ast.expr:
    operator = {"+": "add", "*": "multiply", "-": "subtract"}.get(
        expr.name if isinstance(expr, Symbol) else str(literal(expr))
    )
    if operator:
        t.imports.functions = True
        return code.name(f"r.{operator}")
    return t.hold(write_operator(t, expr, 2), "combine", [element, element]).code


@handles("apply")
def translate_array_apply(t: Translation, call: Call) -> Value:
    """Translate apply()."""
    found, rest = _split(call, ("X", "MARGIN", "FUN"))
    if rest:
        raise Untranslatable("apply() with arguments for the function")
    function = found["FUN"]
    names = {"mean": "r.mean", "sum": "r.sum_", "sd": "r.sd", "max": "r.max_", "min": "r.min_", "var": "r.var",
             "which.max": "r.which_max", "which.min": "r.which_min"}  # fmt: skip
    is_known = isinstance(function, Symbol) and function.name in names and not t.is_own(function.name)
    if is_known and isinstance(function, Symbol):
        held = code.name(names[function.name])
    else:
        held = t.hold(function, "per_part", [_tell_part(t, found["X"], found["MARGIN"])]).code
    kind = kinds.NUMBERS if is_known and t.translate(found["MARGIN"]).kind in kinds.SCALARS else kinds.ANY
    return Value(t.r("apply", t.translate(found["X"]).code, t.translate(found["MARGIN"]).code, held), kind, True)


def _tell_part(t: Translation, subject: Expr, margin: Expr) -> Told:
    """Return what is known of the part of an array that apply() gives to a function."""
    of = find_form(t.translate(subject).code)
    if t.style == "keras" and of.rank == 2 and of.is_numeric and whole(margin) in (1, 2):
        return kinds.ANY, Form(1, of.of)
    return kinds.ANY


@handles("do.call")
def translate_do_call(t: Translation, call: Call) -> Value:
    """Translate do.call()."""
    found = t.match(call, "what", "args")
    what, given = found["what"], found["args"]
    name = getattr(what, "name", "") or getattr(what, "value", "")
    if isinstance(given, Call) and given.name == "list" and write_operator(t, what, 0) is not what:
        return t.translate(Call(call.node, Symbol(call.node, str(name)), given.arguments))
    items = t.translate(found["args"])
    if name in ("rbind", "cbind", "c", "paste", "paste0", "sum_") and not t.is_own(str(name)):
        if items.kind == kinds.DICT:
            raise Untranslatable(f"do.call() of {name} with names")
        made = t.r("do_call", code.name(f"r.{name}"), items.code)
        vars(made)["named"] = vars(call).get("named", False)
        if find_form(made).of == "frame" and name == "rbind":
            t.imports.modules.add("pandas as pd")
            return Value(code.call("pd.concat", items.code, ignore_index=True), kinds.FRAME, True)
        return Value(made, kinds.ARRAY if name.endswith("bind") else kinds.ANY)
    if isinstance(what, Constant) and isinstance(what.value, str):
        what = Symbol(call.node, what.value)
    if not isinstance(what, (Symbol, Function)):
        raise Untranslatable("do.call() of a name that is known only when the script runs")
    return Value(t.r("do_call", t.hold(what, "function").code, items.code), kinds.ANY)


@handles("replicate")
def translate_replicate(t: Translation, call: Call) -> Value:
    """Translate replicate()."""
    found = t.match(call, "n", "expr", "simplify")
    value = t.hold(Function(call.node, [], found["expr"]), "draw")
    if not isinstance(value.code, ast.Lambda):
        raise Untranslatable("replicate() of a block")
    count = code.call("range", t.translate(found["n"]).code)
    items = ast.ListComp(value.code.body, [ast.comprehension(ast.Name("_", ast.Store()), count, [], 0)])
    return Value(t.r("sapply", items), kinds.ANY, True)


@handles("zip_lists")
def translate_zip_lists(t: Translation, call: Call) -> Value:
    """Translate keras's zip_lists(); plain Python pairs lists without names."""
    parts: Sequence[Value] = [t.translate(one.value) for one in call.arguments if one.value is not None]
    has_names = any(call.names) or len(parts) < 2 or any(part.kind == kinds.DICT for part in parts)
    if t.style != "keras":
        named = {one.name: part.code for one, part in zip(call.arguments, parts, strict=True) if one.name}
        unnamed = [part.code for one, part in zip(call.arguments, parts, strict=True) if not one.name]
        is_list = not has_names and any(part.kind == kinds.LIST for part in parts)
        return Value(code.call(t.name_of("zip_lists"), *unnamed, **named), kinds.LIST if is_list else kinds.ANY, True)
    if has_names:
        raise Untranslatable("zip_lists() with names")
    return Value(code.call("list", code.call("zip", *(part.code for part in parts), strict=True)), kinds.LIST, True)


@handles("missing")
def translate_missing(t: Translation, call: Call) -> Value:
    """Translate missing() of an argument of the function around it, which nothing has assigned to."""
    expr = call.value(0)
    if not isinstance(expr, Symbol) or len(call.arguments) != 1 or not t.is_optional(expr.name):
        raise Untranslatable("missing() of a name that is not an argument, or is assigned to")
    t.imports.functions = True
    return Value(code.compare(code.name(t.spelled(expr.name)), "is", code.name("r.MISSING")), kinds.BOOL)


@handles("Recall", "substitute", "quote", "eval", "match.arg", "sys.call", "environment", "Negate")
def refuse(t: Translation, call: Call) -> Value:
    """Refuse what looks at the code itself."""
    raise Untranslatable(f"{call.name}() has no equivalent in Python")
