"""Calls of R's keras3 in a script, as calls of our functions."""

from typing import Any

from ....signatures import dialects
from ....signatures.dialects import KERAS3, OtherMeaningError
from ...checking.scripts import Script
from ...checking.tree import UNKNOWN, Node, read_literal
from .. import code, kinds
from ..kinds import Value
from ..language import Call, Constant, Expr, Function, Given, Ready, Symbol, Untranslatable, read, walk

_HARD_SIGMOID = "keras.activations.hard_sigmoid"


def read_dialects(program: Expr, script: Script, text: str) -> None:
    """Give the calls that mean keras3's functions the names, places and values of the functions here.

    Args:
        program: The program, which is changed.
        script: What is known of the script.
        text: The script.
    """
    if script.spoken != KERAS3 and not any(loading.package == KERAS3 for loading in script.loadings):
        return
    values = _Values("hard_sigmoid" in text)
    calls = {id(one): one for one in walk(program)}  # `%<>%` repeats a node in the tree
    for one in calls.values():
        if isinstance(one, Call) and isinstance(one.function, Symbol) and _means_keras3(script, one.function):
            _read_call(one, one.function, values)
        if isinstance(one, Call):
            for given in one.arguments:
                given.value = _read_held(script, given.value)
        if isinstance(one, Function):
            one.parameters = [(name, _read_held(script, default)) for name, default in one.parameters]
            one.body = _read_held(script, one.body)


def asks_for_sizes(call: Call) -> bool:
    """Tell whether a call is keras3's shape() of more than written sizes: it gives those of tensors and arrays.

    Args:
        call: The call.
    """
    is_theirs = isinstance(call.function, Symbol) and call.function.package == KERAS3
    return call.name == "shape" and is_theirs and not all(_is_size(one.value) for one in call.arguments)


def _is_size(value: Expr | None) -> bool:
    is_negative = isinstance(value, Call) and value.name == "-"
    return value is None or isinstance(value, Constant) or is_negative


def _read_held(script: Script, value: Expr | None) -> Any:
    """Return what stands as a value, a function of keras3 as that here."""
    return _read_function(value) if isinstance(value, Symbol) and _means_keras3(script, value) else value


def _means_keras3(script: Script, symbol: Symbol) -> bool:
    if not symbol.package and script.may_define(symbol.name, symbol.node):
        return False
    return script.find_dialect(symbol.node, symbol.package) == KERAS3


def _read_call(call: Call, function: Symbol, values: "_Values") -> None:
    is_apart = function.name in ("compile", "evaluate", "fit", "shape")
    package = KERAS3 if is_apart else ""  # their results differ in order or print, their metrics are Keras 3's
    if package:
        function.package = package
    _note_doubles(call, function.name)
    row = dialects.find_row(function.name, KERAS3)
    if row is None:
        return
    if any(isinstance(one.value, Symbol) and one.value.name == "..." for one in call.arguments) and (
        row.here or row.sent or set(row.converted.values()) - {"activation"}
    ):
        call.arguments = [Given("", _refuse(call, f"`...` is passed on to keras3's {function.name}()"))]
        return
    while call.arguments and call.arguments[-1].value is None:
        call.arguments.pop()  # an empty argument after a last comma
    arguments = tuple((one.name, one.value) for one in call.arguments)
    if row.measures(dialects.match_names([name for name, _ in arguments], list(row.formals or ()))):
        call.function = _name_function(function, row.measured[0])
        return
    found = dialects.read(dialects.Call(function.name, arguments), KERAS3, values)
    call.function = Symbol(function.node, found.name, package)
    kept = {id(one.value) for one in call.arguments if one.keeps_doubles}
    call.arguments = [Given(name, value, id(value) in kept) for name, value in found.arguments]


def _note_doubles(call: Call, function: str) -> None:
    row = dialects.load_dialect(KERAS3).get(function)
    if row is None or not row.doubles:
        return
    names = dialects.match_names([one.name for one in call.arguments], list(row.formals or ()))
    for name, one in zip(names, call.arguments, strict=True):
        one.keeps_doubles = (row.renamed.get(name, name) or "...") in row.doubles
    call.keeps_doubles = "()" in row.doubles


def _read_function(symbol: Symbol) -> Expr:
    """Return a function of keras3 that stands as a value."""
    row = dialects.find_row(symbol.name, KERAS3)
    if row is None:
        return symbol
    if symbol.name == "activation_hard_sigmoid":
        return _name_function(symbol, _HARD_SIGMOID)
    if row.here or row.sent or row.renamed or set(row.converted.values()) - {"activation"}:
        return _refuse(symbol, f"{symbol.name} means something else in keras3")
    return Symbol(symbol.node, row.ours or symbol.name)


class _Values:
    """Values of arguments in a script.

    Args:
        has_hard_sigmoid: Whether the script mentions the activation that both packages have.
    """

    def __init__(self, has_hard_sigmoid: bool) -> None:
        self.has_hard_sigmoid = has_hard_sigmoid

    def constant(self, value: object) -> Expr:
        return read(_spell(value))

    def convert(self, kind: str, function: str, argument: str, value: Expr | None) -> Expr | None:
        if value is None:
            return None
        what = f"{function}(): `{argument}`"
        if kind in ("from_one", "from_zero"):
            return _shift(value, kind, what)
        if kind == "hook" and isinstance(value, Function):
            return _count_from_one(value, what)
        if kind in ("hook", "hooks"):
            return _refuse(value, f"{what} gets numbers that count from 1 in keras3")
        literal = read_literal(value.node) if not isinstance(value, Ready) else UNKNOWN
        if literal == "hard_sigmoid":
            return _name_function(value, _HARD_SIGMOID)
        if literal is UNKNOWN and self.has_hard_sigmoid and not isinstance(value, (Function, Ready)):
            is_named = isinstance(value, Symbol) and value.name.startswith("activation_")
            return (
                value
                if is_named
                else _refuse(value, f"{what} may be hard_sigmoid, which has another formula in keras3")
            )
        return value


def _shift(value: Expr, kind: str, what: str) -> Expr:
    literal = read_literal(value.node)
    if isinstance(value, Call) and value.name == ":" and literal is UNKNOWN:
        ends = [read_literal(one.value.node) if one.value else UNKNOWN for one in value.arguments]
        if all(isinstance(one, (int, float)) for one in ends) and ends[0] < ends[1]:
            literal = list(range(int(ends[0]), int(ends[1]) + 1))
    if literal is UNKNOWN:
        return _refuse(value, f"{what} has another index base in keras3, and is known only when the script runs")
    try:
        return read(_spell(dialects.shift(literal, kind), value.node))
    except OtherMeaningError as error:
        return _refuse(value, f"{what}: {error}")


def _count_from_one(hook: Function, what: str) -> Expr:
    index = hook.parameters[0][0] if hook.parameters else "logs"
    if index == "logs":
        return hook
    if index == "...":
        return _refuse(hook, f"{what} gets numbers that count from 1 in keras3")
    node = hook.body.node
    one = Constant(node, 1, "1L")
    more = Call(node, Symbol(node, "+"), [Given("", Symbol(node, index)), Given("", one)])
    counted = Given("", Call(node, Symbol(node, "<-"), [Given("", Symbol(node, index)), Given("", more)]))
    is_block = isinstance(hook.body, Call) and hook.body.name == "{"
    rest = hook.body.arguments if is_block else [Given("", hook.body)]  # type: ignore[attr-defined]
    return Function(hook.node, hook.parameters, Call(node, Symbol(node, "{"), [counted, *rest]))


def _name_function(at: Expr, path: str) -> Expr:
    """Return a function of Keras's own."""
    return Ready(_make_blank(at.node), Value(code.name(path), kinds.FUNCTION))


def _refuse(at: Expr, why: str) -> Expr:
    return Ready(_make_blank(at.node), Untranslatable(why))


def _make_blank(node: Node | None, token: str = "expr", text: str = "") -> Node:
    place = (node.line, node.column, node.last_line, node.last_column) if node else (1, 1, 1, 1)
    return Node(token, text, *place)


def _spell(value: object, at: Node | None = None) -> Node:
    """Return a value as R's parser gives its code."""
    if isinstance(value, (list, tuple)):
        nested = any(isinstance(one, (list, tuple)) for one in value)
        found = _make_blank(at)
        function = _make_blank(at)
        function.children = [_make_blank(at, "SYMBOL_FUNCTION_CALL", "list" if nested else "c")]
        parts = [part for one in value for part in (_make_blank(at, "','", ","), _spell(one, at))][1:]
        found.children = [function, _make_blank(at, "'('", "("), *parts, _make_blank(at, "')'", ")")]
        return found
    if isinstance(value, str):
        return _make_blank(at, "STR_CONST", f'"{value}"')
    if value is None:
        return _make_blank(at, "NULL_CONST", "NULL")
    if isinstance(value, bool):
        return _make_blank(at, "NUM_CONST", str(value).upper())
    if isinstance(value, (int, float)) and value < 0:
        found = _make_blank(at)
        found.children = [_make_blank(at, "'-'", "-"), _wrap(_spell(-value, at))]
        return found
    return _make_blank(at, "NUM_CONST", f"{value}L" if isinstance(value, int) else repr(value))


def _wrap(node: Node) -> Node:
    found = _make_blank(node)
    found.children = [node]
    return found
