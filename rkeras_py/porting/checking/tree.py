"""The parse tree of a script from R's parser: nodes, literal values, calls and their arguments."""

import math
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...data.sentinels import NA

UNKNOWN = object()
"""Stands for a value that only running the script would tell."""

MOST_LEVELS = 5000
"""R's maximum depth of evaluation, unless options(expressions = ) sets another."""

PIPES = ("%>%", "%<>%", "%T>%", "%!>%")
_OPERATORS = {"'+'", "'-'", "'*'", "'/'", "'^'", "LT", "LE", "GT", "GE", "EQ", "NE", "AND", "AND2", "OR", "OR2"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\\": "\\", '"': '"', "'": "'", "`": "`"}
_CONSTANTS = {"TRUE": True, "FALSE": False, "NA": NA, "Inf": float("inf"), "NaN": float("nan")}


@dataclass(eq=False, slots=True)
class Node:
    """A token, or an expression of several.

    Attributes:
        token: R's name of its kind.
        text: Its text, of a token.
        line: Where it begins, counted from 1.
        column: Where it begins, counted from 1.
        last_line: Where it ends.
        last_column: Where it ends; this character is its last.
        children: Its parts, in reading order.
        parent: What it is a part of.
        context: What holds there because of what it is in; kept by scripts.py, which finds it.
    """

    token: str
    text: str
    line: int
    column: int
    last_line: int
    last_column: int
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None
    context: Any = None

    def take_children(self, other: "Node") -> None:
        """Add the parts of another node behind the own ones."""
        for child in other.children:
            child.parent = self
        self.children += other.children

    def walk(self) -> Iterator["Node"]:
        """Yield the node and all that is in it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def ancestors(self) -> Iterator["Node"]:
        """Yield what the node is in, from the inside."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def tokens(self, count: int | None = None) -> list[str]:
        """Return the kinds of its parts.

        Args:
            count: Of how many; None for all.
        """
        return [child.token for child in (self.children if count is None else self.children[:count])]


@dataclass(frozen=True)
class Argument:
    """An argument of a call.

    Attributes:
        name: Its name, or "".
        label: The token of the name.
        value: Its value; None where nothing stands.
    """

    name: str
    label: Node | None
    value: Node | None


@dataclass(frozen=True)
class Call:
    """A call of a function by its name.

    Attributes:
        name: The name.
        package: What stands before `::`, or "".
        node: The call; a bare name behind a pipe is one, too.
        label: The token of the name.
        arguments: What it is called with, without what a pipe brings.
        subject: What a pipe brings as the first argument.
    """

    name: str
    package: str
    node: Node
    label: Node
    arguments: tuple[Argument, ...]
    subject: Node | None = None


class TreeBuilder:
    """Builds the tree of a script from its tokens, which come in reading order, what contains others before these."""

    def __init__(self) -> None:
        self._nodes: dict[int, Node] = {}
        self._waiting: list[tuple[int, Node]] = []

    def add(self, identity: str, parent: str, place: Sequence[str], token: str, text: str) -> None:
        """Add a token or an expression.

        Args:
            identity: Its id.
            parent: That of what it is in.
            place: Its first line and column, and its last.
            token: R's name of its kind.
            text: Its text.
        """
        line, column, last_line, last_column = place
        node = Node(sys.intern(token), sys.intern(text), int(line), int(column), int(last_line), int(last_column))
        self._nodes[int(identity)] = node
        self._waiting.append((int(parent), node))

    def build(self) -> Node:
        """Return the root of the tree."""
        root = Node("root", "", 1, 1, 1, 1)
        for parent, node in self._waiting:
            if node.token != "COMMENT":
                node.parent = self._nodes.get(parent, root)
                node.parent.children.append(node)
        return root


def find_own_call(node: Node) -> Iterator[Call]:
    """Yield the call that a node is itself, if it is one; that of a value (`f()()`, `x$f()`) has no name.

    Args:
        node: The node.
    """
    if node.token != "expr":
        return
    subject = _find_piped(node)
    if len(node.children) > 1 and node.children[1].token == "'('":
        arguments = tuple(_split_arguments(node))
        if subject is not None and _has_place(arguments):
            subject = None
        yield from _find_named(node.children[0], node, arguments, subject)
    elif subject is not None:
        yield from _find_named(node, node, (), subject)


def _find_piped(node: Node) -> Node | None:
    """Return the value that a pipe passes to a node."""
    outer = node.parent
    return outer.children[0] if outer is not None and is_pipe(outer) and outer.children[2] is node else None


def is_pipe(node: Node) -> bool:
    """Tell whether a node is a value, a pipe and a call."""
    operator = node.children[1] if len(node.children) == 3 else node
    return operator.token == "PIPE" or (operator.token == "SPECIAL" and operator.text in PIPES)


def _has_place(arguments: tuple[Argument, ...]) -> bool:
    """Tell whether an argument is the `.` or `_` where the pipe's value goes."""
    values = [argument.value for argument in arguments if argument.value is not None]
    return any(value.token == "PLACEHOLDER" or get_symbol(value) in (".", "_") for value in values)


def _find_named(function: Node, node: Node, arguments: tuple[Argument, ...], subject: Node | None) -> Iterator[Call]:
    parts, kinds = function.children, function.tokens()
    if kinds in (["SYMBOL_FUNCTION_CALL"], ["SYMBOL"], ["STR_CONST"]) and (kinds != ["STR_CONST"] or arguments):
        yield Call(unquote(parts[0].text), "", node, parts[0], arguments, subject)
    elif len(parts) == 3 and kinds[0] == "SYMBOL_PACKAGE":
        yield Call(unquote(parts[2].text), parts[0].text, node, parts[2], arguments, subject)


def _split_arguments(call: Node) -> Iterator[Argument]:
    groups: list[list[Node]] = [[]]
    for part in call.children[2:-1]:
        if part.token == "','":
            groups.append([])
        else:
            groups[-1].append(part)
    if groups == [[]]:
        return
    for parts in groups:
        named = len(parts) > 1 and parts[1].token == "EQ_SUB"
        rest = parts[2:] if named else parts
        yield Argument(unquote(parts[0].text) if named else "", parts[0] if named else None, rest[0] if rest else None)


def find_too_deep(root: Node) -> Iterator[Node]:
    """Yield the chains of operators that have more levels than R evaluates; those of formulas it does not evaluate.

    Args:
        root: Where to look.
    """
    levels: dict[int, float] = {}
    for node in root.walk():
        kinds = node.tokens() if len(node.children) in (2, 3) else []
        if "'~'" in kinds:
            levels[id(node)] = -math.inf
        elif kinds[1:2] and kinds[1] in _OPERATORS:
            levels[id(node)] = levels.get(id(node.parent), 0) + 1
            if levels[id(node)] == MOST_LEVELS:
                yield node


def unquote(text: str) -> str:
    """Return a name without quotes around it."""
    return text[1:-1] if text[:1] in "`\"'" and text[:1] == text[-1:] and len(text) > 1 else text


def get_symbol(node: Node | None) -> str:
    """Return the name that a node is, or ""."""
    while node is not None and node.token == "expr" and len(node.children) == 1:
        node = node.children[0]
    return unquote(node.text) if node is not None and node.token in ("SYMBOL", "SLOT", "PLACEHOLDER") else ""


def get_text(node: Node | None) -> str:
    """Return the string that a node is, or ""."""
    value = read_literal(node)
    return value if isinstance(value, str) else ""


def read_literal(node: Node | None) -> Any:
    """Return the value of a literal as it comes from R, or UNKNOWN.

    Args:
        node: A number, a string, TRUE, NULL, NA, or `c()` and `list()` of such.
    """
    negative, signed = False, False
    while node is not None and node.children:  # a chain of signs and parentheses may be long
        kinds = node.tokens(3)
        if kinds == ["'-'", "expr"]:
            node, negative, signed = node.children[1], not negative, True
        elif kinds[:1] == ["'('"] and len(node.children) == 3:
            node = node.children[1]
        elif node.token == "expr" and len(node.children) == 1:
            node = node.children[0]
        else:
            break
    value = _read_unsigned(node)
    if not signed:
        return value
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return UNKNOWN
    return -value if negative else value


def _read_unsigned(node: Node | None) -> Any:
    if node is None:
        return UNKNOWN
    if node.token == "NUM_CONST":
        return _read_number(node.text)
    if node.token == "STR_CONST":
        return _read_string(node.text)
    return None if node.token == "NULL_CONST" else _read_several(node)


def _read_number(text: str) -> Any:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text.startswith("NA_"):
        return NA
    try:
        if text.endswith("L"):
            return int(float(text[:-1])) if "0x" not in text.lower() else int(text[:-1], 16)
        return float(int(text, 16)) if text.lower().startswith("0x") else float(text)
    except ValueError:  # 1i, or a hexadecimal fraction
        return UNKNOWN


def _read_string(text: str) -> Any:
    if text[:1] not in "\"'" or text[:1] != text[-1:]:
        return UNKNOWN  # r"(...)", or a text that the parser cut off
    body = text[1:-1]
    if "\\" not in body:
        return body
    if re.search(r"\\[^ntr0\\\"'`]", body):
        return UNKNOWN
    return re.sub(r"\\(.)", lambda match: _ESCAPES[match.group(1)], body)


def _read_several(node: Node) -> Any:
    called = list(_find_named(node.children[0], node, (), None)) if "'('" in node.tokens(2)[1:] else []
    if not called or called[0].name not in ("c", "list"):
        return UNKNOWN
    arguments = list(_split_arguments(node))
    values = [read_literal(argument.value) for argument in arguments]
    if called[0].name == "c":  # c() drops NULL
        values = [value for value in values if value is not None]
    if not values or any(argument.name for argument in arguments) or any(value is UNKNOWN for value in values):
        return UNKNOWN
    if called[0].name == "list":
        return values
    if any(isinstance(value, list) for value in values):
        return UNKNOWN
    kinds = {_name_kind(value) for value in values} - {"NA"}
    if len(kinds) > 1:
        return UNKNOWN  # c(1, "a"): R converts all to strings
    return values[0] if len(values) == 1 else values


def _name_kind(value: Any) -> str:
    if value is NA:
        return "NA"
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else type(value).__name__
