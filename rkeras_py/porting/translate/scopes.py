"""Names of a script: the function that each belongs to, the kind of its values, its spelling in Python."""

import ast
import builtins
import keyword
from collections.abc import Container
from dataclasses import dataclass, field, replace

from ...names import MODULES
from ..source_code.names import spell_name
from .inference.forms import NOT_YET, OPEN, UNKNOWN, Form, form_of_kind, join_forms
from .kinds import ANY, FUNCTION, NONE_YET, join
from .language import Call, Constant, Expr, Function, Symbol, Untranslatable, mentions, walk

_OWN = ("r", "np", "pd", "keras", "tf", "R", "rk", "py", "self", "super")
RESERVED = frozenset((*_OWN, *dir(builtins), *keyword.kwlist, *MODULES))


@dataclass
class Signature:
    """The known facts of a function of the script.

    Attributes:
        formals: Names of its arguments.
        kinds: Kinds of what it is called with.
        forms: Their forms.
        form: The form of its value.
        returns: Kind of its value; None before it is known.
        has_defaults: The arguments with defaults.
        fails_later: Those that are evaluated inside of tryCatch(), where an error in them is caught.
        late: Those of these that are given as functions, since some call gives what may fail.
        shown: In which ways R prints its value where a call stands alone, as a number; 1 is always.
        makes_model: Whether its value is certainly a model.
    """

    formals: list[str]
    kinds: dict[str, str] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    form: Form = NOT_YET
    returns: str | None = None
    has_defaults: set[str] = field(default_factory=set)
    fails_later: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    shown: int = 1
    makes_model: bool = False

    def refuse_late(self) -> None:
        """Refuse to hand on a function that takes arguments as functions.

        Raises:
            Untranslatable: If it does.
        """
        if self.late:
            raise Untranslatable("a function that evaluates an argument inside tryCatch() is passed on")

    def learn(self, name: str, kind: str, form: Form | None = None) -> None:
        """Note that an argument may be of a kind, and of a form."""
        self.kinds[name] = join(self.kinds.get(name), kind)
        self.forms[name] = join_forms(self.forms.get(name, NOT_YET), form or form_of_kind(kind))


@dataclass
class Scope:
    """The names of a function, or of the script.

    Attributes:
        key: What tells it from others, the same in each pass.
        parent: The scope around it.
        own: The names that belong to it.
        outer: Names of scopes around it that it assigns to.
        copied: Names that are read before they are assigned, so that they begin as copies of those around, with what
            they are called.
    """

    key: int
    parent: "Scope | None"
    own: set[str]
    outer: set[str] = field(default_factory=set)
    copied: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> "Scope | None":
        """Return the scope that a name belongs to."""
        scope: Scope | None = self
        while scope is not None and name not in scope.own:
            scope = scope.parent
        return scope


FIELDS = Scope(-1, None, set())
"""Stands for the objects of classes, whose attributes have facts by their names alone."""


class Facts:
    """The facts learned of the names, pass by pass, until they do not change."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[int, str], str] = {}
        self._forms: dict[tuple[int, str], Form] = {}
        self._functions: dict[tuple[int, str], Signature | None] = {}
        self._signatures: dict[int, Signature] = {}
        self._models: dict[tuple[int, str], bool] = {}
        self.grows_elsewhere = False

    def snapshot(self) -> str:
        """Return a text that changes when something was learned."""
        known = [{**vars(one), "late": sorted(one.late)} for one in self._signatures.values()]
        return repr(
            (
                sorted(self._kinds.items()),
                sorted(self._forms.items(), key=repr),
                sorted(self._models.items()),
                known,
                self.grows_elsewhere,
            )
        )

    def form_of_model(self, made: ast.expr, form: Form) -> Form:
        """Return a form; that of a model without its predictions, if layers may be added to it under another name."""
        if form.of != "object" or form.item is None:
            return form
        self.grows_elsewhere |= isinstance(made, ast.Name)
        return replace(form, item=OPEN) if self.grows_elsewhere else form

    def learn(self, scope: Scope, name: str, kind: str, form: Form | None = None) -> None:
        """Note that a name may have a value of a kind, and of a form."""
        self._kinds[scope.key, name] = join(self._kinds.get((scope.key, name)), kind)
        self._forms[scope.key, name] = join_forms(self.form(scope, name), form or form_of_kind(kind))

    def form(self, scope: Scope, name: str) -> Form:
        """Return the form of what a name stands for."""
        return self._forms.get((scope.key, name), NOT_YET)

    def kind(self, scope: Scope, name: str) -> str:
        """Return the kind of what a name stands for."""
        return self._kinds.setdefault((scope.key, name), NONE_YET)

    def settle(self) -> None:
        """Take for granted that what has no kind by now may have any."""
        self._kinds = {key: ANY if kind == NONE_YET else kind for key, kind in self._kinds.items()}
        self._forms = {key: UNKNOWN if form == NOT_YET else form for key, form in self._forms.items()}

    def define(self, scope: Scope, name: str, signature: Signature | None) -> None:
        """Note that a name stands for a function, or may stand for something that is not known."""
        key = (scope.key, name)
        self._functions[key] = signature if self._functions.get(key, signature) is signature else None

    def learn_model(self, scope: Scope, name: str, is_model: bool) -> None:
        """Note whether a name gets a value that is certainly a model."""
        self._models[scope.key, name] = self._models.get((scope.key, name), True) and is_model

    def is_model(self, scope: Scope, name: str) -> bool:
        """Tell whether all values of a name are certainly models."""
        return self._models.get((scope.key, name), False)

    def is_late(self, scope: Scope, name: str) -> bool:
        """Tell whether a name is an argument that is given as a function."""
        found = self._signatures.get(scope.key)
        return found is not None and name in found.late

    def is_optional(self, scope: Scope, name: str) -> bool:
        """Tell whether a name is an argument without a default of the function that a scope belongs to."""
        found = self._signatures.get(scope.key)
        return found is not None and name in found.formals and name not in found.has_defaults

    def signature_of(self, scope: Scope, name: str) -> Signature | None:
        """Return what is known of the function that a name stands for."""
        return self._functions.get((scope.key, name)) if self.kind(scope, name) == FUNCTION else None

    def signature(self, function: Function) -> Signature:
        """Return what is known of a function."""
        key = id(function.node)
        if key not in self._signatures:
            formals = [name for name, _ in function.parameters]
            defaults = {name for name, default in function.parameters if default is not None}
            self._signatures[key] = Signature(formals, has_defaults=defaults)
        return self._signatures[key]


class Spelling:
    """Names in Python for names in R, each for one alone."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._taken: dict[str, list[str]] = {}  # R names by Python name
        self._free: dict[str, int] = {}  # for each text, the number below which none is free

    def spell(self, name: str) -> str:
        """Return the name in Python."""
        if name not in self._given:
            text = spell_name(name.split("\0")[0].strip("."))
            text += "_" * (text in RESERVED)
            found = text if text not in self._taken else self._number(text, "_", 2, self._taken)
            self._given[name] = found
            self._taken[found] = [name]
        return self._given[name]

    def unite(self, name: str, other: str) -> None:
        """Spell a second name, that has none yet, as the first."""
        if other not in self._given:
            self._given[other] = self.spell(name)
            self._taken[self._given[other]].append(other)

    def stands_for(self, text: str, names: Container[str]) -> bool:
        """Tell whether a name in Python is one of some names in R."""
        return any(one in names for one in self._taken.get(text, ()))

    def save(self) -> int:
        """Return how many names were given so far."""
        return len(self._given)

    def restore(self, count: int) -> None:
        """Forget names that were given since."""
        while len(self._given) > count:
            name, found = self._given.popitem()
            self._taken[found].remove(name)
            if not self._taken[found]:
                del self._taken[found]
            for text, sign in ((name, "\0"), (found, "_")):
                head, _, number = text.rpartition(sign)
                if number.isdecimal() and head + sign in self._free:
                    self._free[head + sign] = min(self._free[head + sign], int(number))

    def invent(self, text: str) -> str:
        """Return a new name that reads like a text."""
        return self.spell(self._number(text, "\0", 1, self._given))

    def _number(self, text: str, sign: str, first: int, taken: Container[str]) -> str:
        """Return a text with the first number behind it that is not taken."""
        number = max(self._free.get(text + sign, first), first)
        while f"{text}{sign}{number}" in taken:
            number += 1
        self._free[text + sign] = number
        return f"{text}{sign}{number}"


def assigned_names(body: Expr) -> set[str]:
    """Return the names that code assigns, without that of functions in it."""
    found: set[str] = set()
    _collect(body, found, ("<-",))
    return found


def outer_names(body: Expr) -> set[str]:
    """Return the names that code assigns in scopes around it."""
    found: set[str] = set()
    _collect(body, found, ("<<-",))
    return found


def _collect(expr: Expr | None, found: set[str], signs: tuple[str, ...]) -> None:
    if not isinstance(expr, Call):
        return
    if expr.name in (*signs, "for", "%<-%", "%as%") and expr.arguments:
        is_loop = expr.name != "<<-"
        if is_loop == ("<-" in signs):
            target = expr.arguments[1 if expr.name == "%as%" else 0].value
            if expr.name == "%<-%":
                found |= {one.name for one in walk(target) if isinstance(one, Symbol) and one.name not in ("c", "list")}
            elif (name := target_name(target)) and not (name in ("self", "private") and isinstance(target, Call)):
                found.add(name)
    for one in expr.arguments:
        _collect(one.value, found, signs)
    if not isinstance(expr.function, Symbol):
        _collect(expr.function, found, signs)


def target_name(target: Expr | None) -> str:
    """Return the name that is assigned: `x` of `x`, `x[1]`, `names(x)$a`."""
    while isinstance(target, Call) and target.arguments:
        target = target.arguments[0].value
    if isinstance(target, Symbol):
        return target.name
    return target.value if isinstance(target, Constant) and isinstance(target.value, str) else ""


def reads_first(body: Expr, name: str) -> bool:
    """Tell whether a function may read a variable before it has one of its own of that name."""
    return _find_first_use(body, name) == "read"


def _find_first_use(expr: Expr | None, name: str) -> str:
    if isinstance(expr, Symbol):
        return "read" if expr.name == name else ""
    if isinstance(expr, Function):
        return ""  # the function is called later
    if not isinstance(expr, Call):
        return ""
    values = [one.value for one in expr.arguments]
    if expr.name in ("<-", "%<-%") and len(values) == 2:
        used = _find_first_use(values[1], name)
        if used or not mentions(values[0], name):
            return used
        is_plain = isinstance(values[0], Symbol) or expr.name == "%<-%"
        return "write" if is_plain else "read"
    if expr.name == "if":
        first, *branches = (_find_first_use(one, name) for one in values)
        if first == "read" or "read" in branches:
            return "read"
        return "write" if first or (len(branches) == 2 and all(branches)) else ""
    if expr.name in ("for", "while"):
        inside = [_find_first_use(one, name) for one in (values if expr.name == "while" else values[1:])]
        is_target = expr.name == "for" and getattr(values[0], "name", "") == name
        return "write" if is_target else "read" if "read" in inside else ""
    found = "" if isinstance(expr.function, Symbol) else _find_first_use(expr.function, name)
    for one in values:
        found = found or _find_first_use(one, name)
    return found
