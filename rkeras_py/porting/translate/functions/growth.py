"""Scripts said in other words of R before they are translated, where these mean the same."""

from ..language import Call, Constant, Expr, Given, Symbol, mentions, walk
from ..scopes import assigned_names, outer_names, reads_first
from .names import DATA

_EMPTY = ("numeric", "integer", "character", "logical", "double")


def name_data(program: Expr) -> None:
    """Write `iris <- datasets::iris` before a script changes its copy of a data set of R.

    Args:
        program: The script, which is changed.
    """
    assert isinstance(program, Call)
    for name in sorted(assigned_names(program) & set(DATA)):
        if not reads_first(program, name):
            continue
        place = next(at for at, given in enumerate(program.arguments) if mentions(given.value, name))
        node = program.arguments[place].value.node  # type: ignore[union-attr]
        sides = [Given("", Symbol(node, name)), Given("", Symbol(node, name, "datasets"))]
        program.arguments.insert(place, Given("", Call(node, Symbol(node, "<-"), sides)))


def append_in_order(program: Expr) -> None:
    """Write `x[i] <- value` in a loop over `1:n` as `x <- c(x, value)`, where x is empty before the loop.

    Args:
        program: The script, which is changed.
    """
    shared = outer_names(program)
    for block in [one for one in walk(program) if isinstance(one, Call) and one.name == "{"]:
        empty: set[str] = set()
        for given in block.arguments:
            one = given.value
            if isinstance(one, Call) and one.name == "for" and _counts_from_one(one.value(1)):
                _append(one, empty - shared)
            empty -= assigned_names(one) if one is not None else set()
            if isinstance(one, Call) and one.name == "<-" and _is_empty(one.value(1)):
                empty.add(getattr(one.value(0), "name", ""))


def find_emptied(program: Expr) -> set[str]:
    """Return the variables that begin as empty vectors, which `x[i] <- value` makes longer."""
    begun = [one for one in walk(program) if isinstance(one, Call) and one.name == "<-" and _is_empty(one.value(1))]
    return {getattr(one.value(0), "name", "") for one in begun}


def _is_empty(source: Expr) -> bool:
    if isinstance(source, Constant):
        return source.value is None
    first = source.arguments[0].value if isinstance(source, Call) and source.arguments else None
    if isinstance(source, Call) and source.name in _EMPTY:
        return first is None or getattr(first, "value", ...) == 0
    return isinstance(source, Call) and source.name == "c" and not source.arguments


def _counts_from_one(items: Expr) -> bool:
    if not isinstance(items, Call):
        return False
    begins = items.name == ":" and getattr(items.value(0), "value", ...) == 1
    return begins or items.name in ("seq_len", "seq_along")


def _append(loop: Call, empty: set[str]) -> None:
    variable, body = loop.value(0), loop.value(2)
    statements = body.arguments if isinstance(body, Call) and body.name == "{" else loop.arguments[2:]
    for given in statements:
        one = given.value
        if any(isinstance(inner, Call) and inner.name == "next" for inner in walk(one)):
            return
        target = one.value(0) if isinstance(one, Call) and one.name == "<-" else None
        if not (isinstance(target, Call) and target.name == "[" and len(target.arguments) == 2):
            continue
        owner, place = target.value(0), target.value(1)
        times = sum(getattr(owner, "name", "") in assigned_names(other.value) for other in statements if other.value)
        is_in_order = getattr(place, "name", None) == getattr(variable, "name", "")
        if isinstance(owner, Symbol) and owner.name in empty and is_in_order and times == 1:
            assert isinstance(one, Call)
            joined = Call(target.node, Symbol(target.node, "c"), [Given("", owner), one.arguments[1]])
            given.value = Call(one.node, one.function, [Given("", owner), Given("", joined)])
