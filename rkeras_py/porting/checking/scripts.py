"""A parsed script: its packages, its definitions, and the meaning of its names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ...names import MODULES
from ...signatures.dialects import KERAS3, OURS
from .encodings import split_lines
from .tree import UNKNOWN, Call, Node, find_own_call, get_symbol, get_text, read_literal, unquote

ASSIGNS_LEFT, ASSIGNS_RIGHT = ("LEFT_ASSIGN", "EQ_ASSIGN"), ("RIGHT_ASSIGN",)
_LOADS = ("library", "require")
_LOOKS = ("requireNamespace", "loadNamespace")
_TRIES = ("try", "tryCatch", "expect_error", "quote", "bquote", "substitute", "expression", "try_fetch")
_SILENCE = re.compile(r"#\s*rkeras:\s*ok\b")
_MAKERS = re.compile(
    r"(new_\w+_class|create_\w+|custom_metric|Layer|\w+_wrapper|shape|use_\w+|keras_model\w*|load_model\w*|clone_model"
    r"|(layer|loss|metric|initializer|regularizer|constraint|application|learning_rate_schedule)_\w+|get_layer|compile"
    r"|bidirectional|time_distributed|register_keras_serializable|freeze_weights|unfreeze_weights|from_config)$"
)
"""Functions whose values can be called: classes, and Keras's own objects, of which R makes functions."""


@dataclass
class Installed:
    """R's answer on the packages that scripts name.

    Attributes:
        base: Names of called functions that R's own packages have.
        exports: For each installed package which of the called functions it exports; "*" where it may have others.
    """

    base: set[str] = field(default_factory=set)
    exports: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class Loading:
    """A package that a script loads.

    Attributes:
        package: Its name.
        node: Where.
        attaches: Whether its functions can be called without `::`.
        needed: Whether the script fails without it.
    """

    package: str
    node: Node
    attaches: bool
    needed: bool


@dataclass
class Script:
    """A parsed script.

    Attributes:
        root: The root of its tree.
        silent: Lines that are not to be looked at.
        nodes: All that is in the tree, in reading order.
        calls: Its calls of functions by name.
        assigned: The values that are assigned to each name; None for one that nobody knows.
        loadings: The packages that it loads.
        is_open: Whether it may attach or define what cannot be seen.
        spoken: The package that calls mean before it attaches one, "keras3"; "" for R keras 2.
    """

    root: Node
    silent: set[int]
    nodes: list[Node]
    calls: list[Call] = field(default_factory=list)
    assigned: dict[str, list[Node | None]] = field(default_factory=lambda: defaultdict(list))
    loadings: list[Loading] = field(default_factory=list)
    is_open: bool = False
    spoken: str = ""
    _dialects: dict[str, Node] | None = field(default=None, init=False)

    def attached(self) -> list[str]:
        """Return the packages whose functions the script calls without `::`."""
        attached = [loading.package for loading in self.loadings if loading.attaches]
        return list(dict.fromkeys([self.spoken, *attached] if self.spoken else attached))

    def find_dialect(self, at: Node, package: str = "") -> str:
        """Return the package whose meaning a call has: what stands before `::`, else the one attached last.

        Of a call in a function only what the script has attached in the end is known.

        Args:
            at: The call.
            package: What stands before `::`, or "".
        """
        if package:
            return package if package == KERAS3 else OURS[0]
        in_function = is_in_function(at)
        found = self.spoken or OURS[0]
        for attached, where in self.dialects().items():
            if in_function or (where.line, where.column) < (at.line, at.column):
                found = attached
        return found if found == KERAS3 else OURS[0]

    def dialects(self) -> dict[str, Node]:
        """Return the packages of Keras that the script attaches, in that order, and where it first attaches each."""
        if self._dialects is None:
            self._dialects = {}
            for loading in self.loadings:
                if loading.attaches and loading.package in (KERAS3, *OURS):
                    self._dialects.setdefault(loading.package, loading.node)
        return self._dialects

    def may_define(self, name: str, at: Node) -> bool:
        """Tell whether a name may be a function of the script's own at a place."""
        if any(_may_be_function(value) for value in self.assigned.get(name, ())):
            return True
        return any(name in formals for formals in _find_context(at).list_formals())

    def is_caught(self, node: Node) -> bool:
        """Tell whether an error at a place does not end the script, or the code there is not run."""
        return _find_context(node).caught

    def find_values(self, name: str) -> list[Node | None]:
        """Return the values that are assigned to a name."""
        return self.assigned.get(name, [])

    def copy(self) -> "Script":
        """Return a script that stays as this one is."""
        assigned = defaultdict(list, {name: list(values) for name, values in self.assigned.items()})
        return replace(self, assigned=assigned, loadings=list(self.loadings))

    def add_definitions(self, others: Iterable["Script"]) -> None:
        """Add what scripts define and attach that this one runs by source().

        Args:
            others: The scripts.
        """
        self._dialects = None
        for other in others:
            for name, values in other.assigned.items():
                self.assigned[name].extend(values)
            self.loadings += [Loading(one.package, self.root, one.attaches, False) for one in other.loadings]
            self.is_open |= other.is_open


@dataclass(frozen=True, slots=True)
class _Context:
    """The context of a place: the calls and functions around it.

    Attributes:
        caught: Whether an error there does not end the script, or the code there is not run.
        asked: Whether the script looks at what a call there returns.
        formals: The arguments of the function around it; None outside of functions.
        outer: What holds at the function around that.
    """

    caught: bool = False
    asked: bool = False
    formals: frozenset[str] | None = None
    outer: "_Context | None" = None

    def list_formals(self) -> Iterator[frozenset[str]]:
        """Yield the arguments of each function around the place, from the inside."""
        context: _Context | None = self
        while context is not None and context.formals is not None:
            yield context.formals
            context = context.outer


def is_in_function(node: Node) -> bool:
    """Tell whether a place is in a function."""
    return _find_context(node).formals is not None


def _find_context(node: Node) -> _Context:
    """Return what holds at a node; it is kept in the nodes on the way, so that each is looked at once."""
    way: list[Node] = []
    at: Node | None = node
    while at is not None and at.context is None:
        way.append(at)
        at = at.parent
    context = at.context if at is not None else _Context()
    for one in reversed(way):
        if one.parent is not None:
            context = _enter(context, one.parent, one)
        one.context = context
    return context


def _enter(context: _Context, outer: Node, inner: Node) -> _Context:
    """Return the context of a part of a node, from that of the node."""
    first = outer.children[0]
    if first.token in ("FUNCTION", "'\\\\'"):
        return replace(context, formals=frozenset(_list_formals(outer)), outer=context)
    if first.token in ("IF", "'!'"):
        return context if context.asked else replace(context, asked=True)
    is_argument = len(outer.children) > 1 and outer.children[1].token == "'('" and first is not inner
    if is_argument and not context.caught and first.children and unquote(first.children[-1].text) in _TRIES:
        return replace(context, caught=True)
    return context


def _list_formals(function: Node) -> set[str]:
    return {unquote(child.text) for child in function.children if child.token == "SYMBOL_FORMALS"}


def last_call(node: Node | None) -> Call | None:
    """Return the call whose value an expression has: of a pipe its last."""
    while node is not None and node.token in ("expr", "equal_assign", "expr_or_assign_or_help"):
        parts, kinds = node.children, node.tokens()
        if kinds[:1] == ["'('"] or (len(parts) == 1 and kinds == ["expr"]):
            node = parts[1] if kinds[:1] == ["'('"] else parts[0]
        elif len(parts) == 3 and (kinds[1] in ("PIPE", "SPECIAL") or kinds[1] in ASSIGNS_LEFT):
            node = parts[2]
        else:
            return next(find_own_call(node), None)
    return None


def _may_be_function(value: Node | None) -> bool:
    if value is None:
        return True
    if value.tokens(1) in (["FUNCTION"], ["'\\\\'"]):
        return True
    if value.token != "expr" or read_literal(value) is not UNKNOWN:
        return False
    call = last_call(value)
    if call is not None:
        return call.name not in MODULES or bool(_MAKERS.match(call.name))
    return bool(value.children) and value.tokens(1) not in (["'-'"], ["'!'"], ["'{'"])


def read_script(root: Node, code: str) -> Script:
    """Return what can be known of a script from its tree.

    Args:
        root: The root of the tree.
        code: The code, for its comments.
    """
    silent = {number for number, line in enumerate(split_lines(code), 1) if _SILENCE.search(line)}
    nodes = list(root.walk())
    script = Script(root, silent, nodes, [call for node in nodes for call in find_own_call(node)])
    for name, value in _find_assignments(nodes):
        script.assigned[name].append(value)
    for call in script.calls:
        _note_loading(script, call)
    for node in nodes:
        if node.token == "SYMBOL_PACKAGE":
            script.loadings.append(Loading(unquote(node.text), node, False, not script.is_caught(node)))
    return script


def _find_assignments(nodes: list[Node]) -> Iterator[tuple[str, Node | None]]:
    for node in nodes:
        if not node.children:
            continue
        parts, kinds = node.children, node.tokens(3)
        if len(parts) == 3 and kinds[1] in ASSIGNS_LEFT:
            yield from ((name, parts[2]) for name in list_targets(parts[0]))
        elif len(parts) == 3 and kinds[1] in ASSIGNS_RIGHT:
            yield from ((name, parts[0]) for name in list_targets(parts[2]))
        elif len(parts) == 3 and kinds[1] == "SPECIAL" and parts[1].text in ("%<-%", "%py_class%"):
            names = [unquote(inner.text) for inner in parts[0].walk() if inner.token.startswith("SYMBOL")]
            is_class = parts[1].text == "%py_class%"  # the parent classes are in parentheses
            yield from ((name, None) for name in (names[:1] if is_class else names) if name != "c")
        elif kinds[:1] == ["FOR"]:
            yield from ((unquote(inner.text), None) for inner in parts[1].children if inner.token == "SYMBOL")


def is_assignment(node: Node) -> bool:
    """Tell whether a part of a script assigns a value to something."""
    return len(node.children) == 3 and node.children[1].token in (*ASSIGNS_LEFT, *ASSIGNS_RIGHT)


def list_targets(node: Node, deep: bool = False) -> list[str]:
    """Return the names that an assignment to a part gives values.

    Args:
        node: What stands on the side of the names.
        deep: Whether all names in it are meant, as in `c(a, b) %<-%`.
    """
    if deep:
        return [unquote(one.text) for one in node.walk() if one.token == "SYMBOL"]
    if node.tokens(2)[1:] == ["'['"] and get_symbol(node.children[0]) == ".":  # .[a, b] <- value
        return [unquote(one.text) for one in node.walk() if one.token.startswith("SYMBOL") and one.text != "."]
    name = get_symbol(node) or get_text(node)
    return [name] if name else []


def _note_loading(script: Script, call: Call) -> None:
    if call.name in ("assign", "delayedAssign", "makeActiveBinding") and call.arguments:
        name = get_text(call.arguments[0].value)
        script.assigned[name].append(None)
        script.is_open |= not name
    elif call.name in ("attach", "load", "source", "sys.source", "eval", "with"):
        script.is_open |= call.name in ("attach", "load", "eval")
    elif call.name in ("p_load", "use_package"):
        for argument in call.arguments:
            if not argument.name:
                _load(script, get_symbol(argument.value) or get_text(argument.value), call, True, True)
    elif call.name in (*_LOADS, *_LOOKS) and call.arguments:
        by_name = {argument.name: argument for argument in call.arguments}
        first = by_name.get("package") or by_name.get("")
        quoted = call.name in _LOOKS or "character.only" in by_name
        value = first.value if first else None
        name = get_text(value) or ("" if quoted else get_symbol(value))
        needed = call.name != "requireNamespace" and not script.is_caught(call.node)
        needed = needed and not (call.name == "require" and _find_context(call.node).asked)
        _load(script, name, call, call.name in _LOADS, needed)


def _load(script: Script, name: str, call: Call, attaches: bool, needed: bool) -> None:
    if name:
        script.loadings.append(Loading(name, call.node, attaches, needed))
    elif attaches:
        script.is_open = True
