"""A script in R's view: constants, symbols, functions and calls; operators and control flow are calls, too."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from ..checking.tree import PIPES, UNKNOWN, Node, read_literal, unquote

_WORDS = {"IF": "if", "FOR": "for", "WHILE": "while", "REPEAT": "repeat", "BREAK": "break", "NEXT": "next"}
_ENDS = ("')'", "']'")
UNREAD = "\0unread"
PY_CLASS = "%py_class%"
"""The name of a call that stands for a statement with syntax that is not known."""
_RAW = re.compile(r"""[rR](["'])(-*)([(\[{])(.*)[)\]}]\2\1""", re.DOTALL)
_PLAIN_ESCAPES = re.compile(r"""(?:[^\\]|\\(?:[ntrabfv0\\"'`]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}))*""", re.DOTALL)


class Untranslatable(Exception):
    """Code that has no translation; the message says why."""


@dataclass(eq=False)
class Expr:
    """An expression.

    Attributes:
        node: Where it stands.
    """

    node: Node


@dataclass(eq=False)
class Constant(Expr):
    """A number, a text, TRUE, NULL or NA.

    Attributes:
        value: Its value.
        text: How it is written.
    """

    value: Any
    text: str = ""


@dataclass(eq=False)
class Symbol(Expr):
    """A name.

    Attributes:
        name: The name.
        package: What stands before `::`.
    """

    name: str
    package: str = ""


@dataclass(eq=False)
class Given:
    """An argument of a call.

    Attributes:
        name: Its name, or "".
        value: Its value; None where nothing stands.
        keeps_doubles: Whether an array of doubles keeps its precision, as in R's keras3.
    """

    name: str
    value: Expr | None
    keeps_doubles: bool = False


@dataclass(eq=False)
class Call(Expr):
    """A call.

    Attributes:
        function: What is called.
        arguments: With what.
        piped: Whether a pipe brought the first argument.
        keeps_doubles: Whether it gives a function that keeps the precision of arrays of doubles, as in R's keras3.
    """

    function: Expr
    arguments: list[Given] = field(default_factory=list)
    piped: bool = False
    keeps_doubles: bool = False

    @property
    def name(self) -> str:
        """The name of the function, or ""."""
        return self.function.name if isinstance(self.function, Symbol) else ""

    @property
    def names(self) -> list[str]:
        """The names of the arguments; named_list() names variables by their names."""
        names_all = self.name == "named_list"
        return [
            one.value.name if names_all and not one.name and isinstance(one.value, Symbol) else one.name
            for one in self.arguments
        ]

    def value(self, place: int) -> Expr:
        """Return an argument that must be there.

        Args:
            place: Its place.

        Raises:
            Untranslatable: If it is not there.
        """
        found = self.arguments[place].value if place < len(self.arguments) else None
        if found is None:
            raise Untranslatable(f"{self.name or 'the call'}() lacks an argument")
        return found


@dataclass(eq=False)
class Ready(Expr):
    """An expression that is translated already, or known to have no translation.

    Attributes:
        value: Its value in Python, or an `Untranslatable`.
    """

    value: Any


@dataclass(eq=False)
class Function(Expr):
    """A function that is written in the script.

    Attributes:
        parameters: Names and defaults.
        body: Its body.
    """

    parameters: list[tuple[str, Expr | None]]
    body: Expr


def _make_call(node: Node, name: str, *values: Expr | None) -> Call:
    return Call(node, Symbol(node, name), [Given("", value) for value in values])


def read(node: Node) -> Expr:
    """Return the expression of a node of the parse tree."""
    parts, kinds = node.children, node.tokens()
    if not parts:
        return _read_token(node)
    if len(parts) == 1:
        return read(parts[0])
    first = kinds[0]
    if first in ("FUNCTION", "'\\\\'"):
        return _read_function(node)
    if first == "FOR":
        loop = parts[1].children
        return _make_call(node, "for", Symbol(loop[1], unquote(loop[1].text)), read(loop[3]), read(parts[2]))
    if first in _WORDS:
        return _make_call(node, _WORDS[first], *(read(part) for part in parts[1:] if part.token == "expr"))
    if first == "'{'":
        return _make_call(node, "{", *(read(part) for part in parts[1:-1] if part.token != "';'"))
    if first == "'('":
        return _make_call(node, "(", read(parts[1]))
    if len(parts) == 2:
        return _make_call(node, parts[0].text, read(parts[1]))
    if kinds[1] == "'('":
        given = _read_arguments(parts[2:])
        while given and given[-1].value is None and not given[-1].name:
            given.pop()  # an empty argument after a last comma
        function = read(parts[0])
        if isinstance(function, Symbol) and function.name == "c":
            given = [one for one in given if not (isinstance(one.value, Constant) and one.value.value is None)]
        return Call(node, function, given)
    if kinds[1] in ("'['", "LBB"):
        found = Call(node, Symbol(node, "[" if kinds[1] == "'['" else "[["), _read_arguments(parts[2:]))
        found.arguments.insert(0, Given("", read(parts[0])))
        return found
    if kinds[0] == "SYMBOL_PACKAGE":
        return Symbol(node, unquote(parts[2].text), unquote(parts[0].text))
    if len(parts) == 3:
        return _read_operator(node)
    raise Untranslatable("unknown syntax")


def _read_token(node: Node) -> Expr:
    value = read_literal(node)
    if node.token in ("NUM_CONST", "STR_CONST", "NULL_CONST"):
        if value is UNKNOWN and node.token == "STR_CONST":
            value = _read_text(node.text)
        if value is UNKNOWN:
            raise Untranslatable(f"unknown constant {node.text}")
        return Constant(node, value, node.text)
    if node.token in ("BREAK", "NEXT"):
        return _make_call(node, _WORDS[node.token])
    if node.token.startswith("SYMBOL") or node.token in ("SLOT", "PLACEHOLDER"):
        return Symbol(node, unquote(node.text))
    raise Untranslatable(f"`{node.text}` is not known")


def _read_text(text: str) -> Any:
    if match := _RAW.fullmatch(text):
        return match.group(4)
    body = text[1:-1].replace("\\`", "`")
    if text[:1] not in "\"'" or not _PLAIN_ESCAPES.fullmatch(body):
        return UNKNOWN
    return ast.literal_eval(f'"""{body}"""') if '"""' not in body and not body.endswith('"') else UNKNOWN


def _read_operator(node: Node) -> Expr:
    left, sign, right = node.children
    if sign.token == "PIPE" or (sign.token == "SPECIAL" and sign.text in PIPES):
        return _read_pipe(node)
    if sign.token in ("LEFT_ASSIGN", "EQ_ASSIGN") and _is_parts(target := read(left)):
        return _make_call(node, "%<-%", _read_parts(target), read(right))
    if sign.token in ("LEFT_ASSIGN", "EQ_ASSIGN"):
        return _make_call(node, "<<-" if sign.text == "<<-" else "<-", read(left), read(right))
    if sign.token == "RIGHT_ASSIGN":
        return _make_call(node, "<<-" if sign.text == "->>" else "<-", read(right), read(left))
    if sign.text == PY_CLASS:
        return _read_py_class(node, read(left), read(right))
    if sign.token in ("'$'", "'@'"):
        name = right.children[0] if right.children else right
        return _make_call(node, sign.text, read(left), Constant(right, unquote(name.text)))
    return _make_call(node, sign.text, read(left), read(right))


def _read_py_class(node: Node, head: Expr, body: Expr) -> Call:
    """Return `Name(Base) %py_class% { f <- function() ... }` as the assignment of a class with named members."""
    steps = [one.value for one in body.arguments] if isinstance(body, Call) and body.name == "{" else [body]
    members = [one for one in steps if isinstance(one, Call) and one.name == "<-" and isinstance(one.value(0), Symbol)]
    if not isinstance(head, Call) or len(head.arguments) > 1 or any(
        one not in members and not isinstance(one, Constant) for one in steps
    ):  # fmt: skip
        raise Untranslatable("%py_class% with several base classes, or with code between its members")
    bases = [Given("inherit", one.value) for one in head.arguments]
    named = [Given(one.value(0).name, one.value(1)) for one in members]  # type: ignore[attr-defined]
    name = Constant(head.node, head.name)
    made = Call(node, Symbol(node, PY_CLASS), [Given("", name), *bases, *named])
    return _make_call(node, "<-", Symbol(head.node, head.name), made)


def _is_parts(target: Expr) -> TypeGuard[Call]:
    """Tell whether this is `.[a, b]`, by which keras3 writes `c(a, b)` of `%<-%`."""
    return (
        isinstance(target, Call)
        and target.name == "["
        and isinstance(first := target.value(0), Symbol)
        and first.name == "."
    )


def _read_parts(target: Call) -> Call:
    parts = [
        Given(one.name, _read_parts(one.value) if one.value is not None and _is_parts(one.value) else one.value)
        for one in target.arguments[1:]
    ]
    return Call(target.node, Symbol(target.node, "c"), parts)


def _read_pipe(node: Node) -> Expr:
    left, sign, right = node.children
    if sign.text in ("%T>%", "%!>%"):
        raise Untranslatable(f"the pipe {sign.text}")
    subject = read(left)
    step = read(right)
    while isinstance(step, Call) and step.name == "(":
        step = step.value(0)
    if isinstance(step, Call) and step.name not in ("$", "[[", "[", "{") and not isinstance(step, Function):
        places = [one for one in step.arguments if isinstance(one.value, Symbol) and one.value.name in (".", "_")]
        if places:
            arguments = [Given(one.name, subject if one in places else one.value) for one in step.arguments]
            if len(places) > 1 and not isinstance(subject, Symbol):
                raise Untranslatable("the dot of the pipe occurs twice")
            found: Expr = Call(node, step.function, arguments)
        elif mentions(step, ".") and not _is_in_formulas(step):
            raise Untranslatable("the dot of the pipe occurs inside an argument")
        else:
            found = Call(node, step.function, [Given("", subject), *step.arguments], piped=True)
    elif isinstance(step, Call) and step.name == "{":
        raise Untranslatable("a block after a pipe")
    else:
        found = Call(node, step, [Given("", subject)], piped=True)
    return _make_call(node, "<-", subject, found) if sign.text == "%<>%" else found


def _is_in_formulas(step: Call) -> bool:
    """Tell whether each dot of a step belongs to a formula, where it is not the pipe's."""
    dots = {id(one) for one in walk(step) if isinstance(one, Symbol) and one.name == "."}
    formulas = (one for one in walk(step) if isinstance(one, Call) and one.name == "~")
    return dots <= {id(inner) for formula in formulas for inner in walk(formula)}


def _read_function(node: Node) -> Function:
    parameters: list[tuple[str, Expr | None]] = []
    parts = node.children
    for place, part in enumerate(parts[:-1]):
        if part.token == "SYMBOL_FORMALS":
            has_default = parts[place + 1].token == "EQ_FORMALS"
            parameters.append((unquote(part.text), read(parts[place + 2]) if has_default else None))
    return Function(node, parameters, read(parts[-1]))


def _read_arguments(parts: list[Node]) -> list[Given]:
    groups: list[list[Node]] = [[]]
    for part in parts:
        if part.token == "','":
            groups.append([])
        elif part.token not in _ENDS:
            groups[-1].append(part)
    if groups == [[]]:
        return []
    found = []
    for group in groups:
        named = len(group) > 1 and group[1].token == "EQ_SUB"
        rest = group[2:] if named else group
        found.append(Given(unquote(group[0].text) if named else "", read(rest[0]) if rest else None))
    return found


def walk(expr: Expr | None) -> Iterator[Expr]:
    """Yield an expression and all in it, in reading order."""
    waiting = [expr]
    while waiting:
        if (one := waiting.pop()) is None:
            continue
        yield one
        if isinstance(one, Call):
            waiting += [given.value for given in reversed(one.arguments)]
            waiting.append(one.function)
        elif isinstance(one, Function):
            waiting += [one.body, *(default for _, default in reversed(one.parameters))]


def is_empty(expr: Expr | None) -> bool:
    """Tell whether code is certainly nothing in R: `NULL`, `c()`, `list()`, `integer(0)` and its like."""
    if not isinstance(expr, Call):
        return isinstance(expr, Constant) and expr.value is None
    sizes = [one.value.value if isinstance(one.value, Constant) else ... for one in expr.arguments]
    return (expr.name in _EMPTY and sizes in ([], [0])) or (expr.name in ("c", "list") and not sizes)


_EMPTY = ("integer", "numeric", "double", "character", "logical")


def mentions(expr: Expr | None, name: str) -> bool:
    """Tell whether a name stands in an expression."""
    return any(isinstance(one, Symbol) and one.name == name for one in walk(expr))


def find_members(program: Expr) -> dict[str, list[Function]]:
    """Return the functions of a script that stand as named arguments, as methods in lists do, by name."""
    found: dict[str, list[Function]] = {}
    for one in walk(program):
        for given in one.arguments if isinstance(one, Call) else ():
            if given.name and isinstance(given.value, Function):
                found.setdefault(given.name, []).append(given.value)
    return found


def find_keys(program: Expr) -> set[str]:
    """Return the names that a script gives to elements of lists: in calls, and by assignments to `x$name`."""
    found: set[str] = set()
    for one in walk(program):
        if isinstance(one, Call):
            found |= {given.name for given in one.arguments if given.name}
            target = one.arguments[0].value if one.name in ("<-", "<<-") else None
            while isinstance(target, Call) and target.name in ("$", "[[") and len(target.arguments) == 2:
                name = target.value(1)
                found |= {name.value} if isinstance(name, Constant) and isinstance(name.value, str) else set()
                target = target.value(0)
    return found
