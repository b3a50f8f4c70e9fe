"""Scripts rewritten in equivalent R before they are translated."""

from ..language import Call, Constant, Expr, Function, Given, Symbol, mentions, walk
from ..scopes import assigned_names, outer_names, reads_first
from .names import DATA

_BINDS = ("rbind", "cbind")
_EMPTY = ("numeric", "integer", "character", "logical", "double")


def name_data(program: Expr, style: str) -> None:
    """Write `iris <- datasets::iris` before a script changes its copy of a data set of R, or first reads its file.

    Args:
        program: The script, which is changed.
        style: "rkeras_py" or "keras".
    """
    assert isinstance(program, Call)
    assigned = assigned_names(program)
    for name in sorted(DATA):
        reads = reads_first(program, name) if name in assigned else style == "keras" and mentions(program, name)
        if not reads:
            continue
        place = next(at for at, given in enumerate(program.arguments) if mentions(given.value, name))
        if getattr(program.arguments[place].value, "name", "") == "data":
            place += 1
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


def bind_at_the_end(program: Expr) -> None:
    """Write `x <- rbind(x, value)` in a loop as a list that is bound behind it, where x is empty before the loop.

    Args:
        program: The script, which is changed.
    """
    shared = outer_names(program)
    for block in [one for one in walk(program) if isinstance(one, Call) and one.name == "{"]:
        begun: dict[str, Call] = {}
        statements, block.arguments = block.arguments, []
        for given in statements:
            one = given.value
            block.arguments.append(given)
            bound = {}
            if isinstance(one, Call) and one.name == "for":
                bound = {name: found for name in begun if (found := _find_bound(one, name))}
            block.arguments += [Given("", _bind(bound[name], begun[name], name)) for name in sorted(bound)]
            begun = {name: start for name, start in begun.items() if one is None or not mentions(one, name)}
            if isinstance(one, Call) and one.name == "<-" and _is_empty(one.value(1)) and not one.piped:
                name = getattr(one.value(0), "name", "")
                begun |= {name: one} if name not in shared and not mentions(program, f"{name}_parts") else {}


def _find_bound(loop: Call, name: str) -> Call | None:
    """Return the only statement of a loop that mentions a variable, `x <- rbind(x, value)`."""
    found = [one for one in walk(loop) if isinstance(one, Call) and one.name == "<-" and _is_bound(one, name)]
    inside = any(isinstance(one, Function) and mentions(one, name) for one in walk(loop))
    times = sum(isinstance(one, Symbol) and one.name == name for one in walk(loop))
    return found[0] if len(found) == 1 and times == 2 and not inside else None


def _is_bound(one: Call, name: str) -> bool:
    source = one.value(1)
    if getattr(one.value(0), "name", "") != name or not (isinstance(source, Call) and source.name in _BINDS):
        return False
    parts = source.arguments
    return len(parts) == 2 and not any(part.name for part in parts) and getattr(parts[0].value, "name", "") == name


def _bind(statement: Call, start: Call, name: str) -> Call:
    """Change the statements that begin and grow a variable, and return the one that binds it."""
    node, source = statement.node, statement.value(1)
    assert isinstance(source, Call)
    parts = Symbol(node, f"{name}_parts")
    start.arguments = [Given("", parts), Given("", Call(start.node, Symbol(node, "list")))]
    length = Call(node, Symbol(node, "length"), [Given("", parts)])
    place = Call(node, Symbol(node, "+"), [Given("", length), Given("", Constant(node, 1, "1"))])
    target = Call(node, Symbol(node, "[["), [Given("", parts), Given("", place)])
    statement.arguments = [Given("", target), source.arguments[1]]
    bound = Call(node, Symbol(node, "do.call"), [Given("", source.function), Given("", parts)])
    vars(bound)["named"] = isinstance(source.arguments[1].value, Symbol)  # R names the rows after the variable
    return Call(node, Symbol(node, "<-"), [Given("", Symbol(node, name)), Given("", bound)])


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
    return isinstance(source, Call) and source.name in ("c", "data.frame") and not source.arguments


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
