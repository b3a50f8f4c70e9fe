"""The use of variables in a script: which ones grow, have names, or are changed in place."""

from collections.abc import Mapping

from ....data.sentinels import NA
from ..language import Call, Constant, Expr, Function, Symbol, walk


def find_grown(program: Expr) -> set[str]:
    """Return the variables, and attributes of `self` as `$name`, that begin as NULL and grow by `x <- c(x, ...)`."""
    grown, asked = set(), set()
    for one in walk(program):
        if isinstance(one, Call) and one.name == "is.null":
            asked.add(_name_place(one.arguments[0].value))
        if isinstance(one, Call) and one.name in ("<-", "<<-") and isinstance(source := one.value(1), Call):
            place = _name_place(one.value(0))
            if source.name == "c" and source.arguments and place and _name_place(source.arguments[0].value) == place:
                grown.add(place)
    return grown - asked


def _name_place(expr: Expr | None) -> str:
    if isinstance(expr, Symbol):
        return expr.name
    is_field = isinstance(expr, Call) and expr.name == "$" and getattr(expr.arguments[0].value, "name", "") == "self"
    return f"${expr.arguments[1].value.value}" if is_field else ""  # type: ignore[union-attr]


def find_fields(program: Expr) -> set[str]:
    """Return the names of attributes that a script assigns, as `self$name <- value`."""
    targets = [one.value(0) for one in walk(program) if isinstance(one, Call) and one.name == "<-"]
    return {name[1:] for one in targets if (name := _name_place(one)).startswith("$")}


def find_named(program: Expr) -> set[str]:
    """Return the variables that get elements by names, as `x[["a"]] <- value`, `x[[name]] <- value`, `x$a <- value`."""
    found = set()
    names = {one.value(0).name for one in walk(program) if _loops_over_texts(one)}  # type: ignore[attr-defined]
    for one in walk(program):
        target = one.value(0) if isinstance(one, Call) and one.name == "<-" else None
        if isinstance(target, Call) and target.name in ("[[", "$") and isinstance(target.value(0), Symbol):
            at = target.value(1)
            is_text = isinstance(at, Constant) and isinstance(at.value, str)
            if (
                is_text
                or (isinstance(at, Symbol) and at.name in names)
                or getattr(at, "name", "") in ("paste", "paste0")
            ):
                found.add(target.value(0).name)  # type: ignore[attr-defined]
    return found


def _loops_over_texts(expr: Expr) -> bool:
    """Tell whether this is a loop over texts, or a variable that is put together from texts."""
    if not isinstance(expr, Call) or expr.name not in ("for", "<-") or not isinstance(expr.value(0), Symbol):
        return False
    source = expr.value(1)
    if not isinstance(source, Call):
        return False
    first = source.arguments[0].value if source.arguments else None
    is_listed = source.name == "c" and isinstance(first, Constant) and isinstance(first.value, str)
    return source.name in ("names", "paste", "paste0", "sprintf") or is_listed


def find_listed(program: Expr) -> set[str]:
    """Return the names that a script gives to elements of its lists."""
    found = set()
    for one in walk(program):
        if isinstance(one, Call) and one.name in ("list", "c", "named_list"):
            found |= {name for name in one.names if name}
    return found


def find_unique(program: Expr) -> set[str]:
    """Return the variables that are assigned once, by code of which no element comes twice."""
    made: dict[str, list[Expr]] = {}
    for one in walk(program):
        if isinstance(one, Call) and one.name in ("<-", "<<-", "for") and isinstance(one.value(0), Symbol):
            made.setdefault(one.value(0).name, []).append(one.value(1))  # type: ignore[attr-defined]
    return {name for name, sources in made.items() if len(sources) == 1 and _is_unique(sources[0])}


_MAKERS = ("layer_", "initializer_", "optimizer_", "get_weights")


def find_makers(program: Expr) -> dict[str, str]:
    """Return the variables that hold layers, initializers, optimizers or weights alone, with the function of the last.

    Those that hold an element of get_weights(), in a loop or a function of one, have "weight".
    """
    made: dict[str, list[str]] = {}
    each: dict[str, list[Expr]] = {}
    for one in walk(program):
        if isinstance(one, Call) and one.name in ("<-", "<<-") and isinstance(target := one.value(0), Symbol):
            made.setdefault(target.name, []).append(_name_call(one.value(1)))
        if isinstance(one, Call) and one.name == "for" and isinstance(target := one.value(0), Symbol):
            made.setdefault(target.name, []).append("")
            each.setdefault(target.name, []).append(one.value(1))
        if isinstance(one, Call) and one.name in ("lapply", "sapply", "vapply") and len(one.arguments) > 1:
            function, over = one.arguments[1].value, one.arguments[0].value
            if isinstance(function, Function) and len(function.parameters) == 1 and over is not None:
                each.setdefault(function.parameters[0][0], []).append(over)
        if isinstance(one, Function):
            for name, _ in one.parameters:
                made.setdefault(name, []).append("")
    found = {name: of[-1] for name, of in made.items() if all(one.startswith(_MAKERS) for one in of)}
    return found | {
        name: "weight"
        for name, of in each.items()
        if len(of) == len(made[name]) and all(holds_weights(found, one) for one in of)
    }


def _name_call(expr: Expr) -> str:
    return expr.name if isinstance(expr, Call) else ""


def holds_weights(makers: Mapping[str, str], expr: Expr) -> bool:
    """Tell whether a value certainly is a list of weights, which have a dim even with one axis."""
    return (makers.get(expr.name) if isinstance(expr, Symbol) else _name_call(expr)) == "get_weights"


def holds_weight(makers: Mapping[str, str], expr: Expr) -> bool:
    """Tell whether a value certainly is an element of such a list."""
    if isinstance(expr, Symbol):
        return makers.get(expr.name) == "weight"
    return _name_call(expr) == "[[" and holds_weights(makers, expr.value(0))  # type: ignore[attr-defined]


def find_texts(program: Expr) -> dict[str, Expr]:
    """Return the variables that are assigned once, by texts that are written out, with these."""
    made: dict[str, list[Expr]] = {}
    for one in walk(program):
        if isinstance(one, Call) and one.name in ("<-", "<<-", "for") and isinstance(one.value(0), Symbol):
            made.setdefault(one.value(0).name, []).append(one.value(1))  # type: ignore[attr-defined]
    return {name: sources[0] for name, sources in made.items() if len(sources) == 1 and _lists_texts(sources[0])}


def _lists_texts(source: Expr) -> bool:
    given = source.arguments if isinstance(source, Call) and source.name == "c" else []
    return bool(given) and all(isinstance(one.value, Constant) and isinstance(one.value.value, str) for one in given)


def find_looked_up(program: Expr) -> set[str]:
    """Return the variables of which a script takes elements and names alone, so that they may be dicts."""
    names, others = set(), set()
    for one in walk(program):
        if isinstance(one, Symbol):
            others.add(id(one))
            names.add(one.name)
    calls = [one for one in walk(program) if isinstance(one, Call) and one.arguments]
    for call in calls:
        if call.name in _LOOKS or (call.name in ("<-", "for") and not isinstance(call.arguments[0].value, Call)):
            others.discard(id(call.arguments[0].value))
    return names - {one.name for one in walk(program) if isinstance(one, Symbol) and id(one) in others}


_LOOKS = ("[[", "$", "names", "length", "print", "unlist", "lapply", "sapply")


def _is_unique(source: Expr) -> bool:
    if not (isinstance(source, Call) and source.arguments):
        return False
    return source.name == "unique" or (source.name in ("sort", "rev") and _is_unique(source.value(0)))


def find_changed(program: Expr) -> set[str]:
    """Return the variables of which a script assigns parts."""
    targets = [one.value(0) for one in walk(program) if isinstance(one, Call) and one.name in ("<-", "<<-")]
    found = set()
    for one in targets:
        owner: Expr | None = one
        while isinstance(owner, Call) and owner.name in ("[", "[[", "$", "dim", "diag") and owner.arguments:
            owner = owner.arguments[0].value
        if isinstance(owner, Symbol) and owner is not one:
            found.add(owner.name)
    return found


_ASKS_MISSING = (
    "is.na",
    "is.nan",
    "anyNA",
    "na.omit",
    "complete.cases",
    "read.csv",
    "read.table",
    "read_csv",
    "readRDS",
)
_DRAWN = ("border", "col", "bg", "fill", "lty")
_WITH_MISSING = ("airquality",)
"""Data sets that come with R and lack some numbers."""


def may_miss(program: Expr) -> bool:
    """Tell whether numbers of a script may be missing: it writes NA, asks for it, or reads data that may have it."""
    sizes: set[int] = set()  # NA as a size is unknown, NA in a plot is no color: neither counts
    for one in walk(program):
        if isinstance(one, Call):
            given = one.arguments
            inside = [arg for arg in given if one.name == "shape" or "shape" in arg.name or arg.name in _DRAWN]
            sizes |= {id(part) for arg in inside if arg.value is not None for part in walk(arg.value)}
            if one.name in _ASKS_MISSING or any(arg.name == "na.rm" for arg in one.arguments):
                return True
    return any(
        (isinstance(one, Constant) and (one.value is NA or one.value != one.value) and id(one) not in sizes)
        or (isinstance(one, Symbol) and one.name in _WITH_MISSING)
        for one in walk(program)
    )
