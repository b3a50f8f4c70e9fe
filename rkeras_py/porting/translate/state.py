"""The state of a translation, with the queries that all its parts use."""

import ast
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..checking.facts import find_spec
from . import code, kinds
from .inference.forms import Form, Told
from .kinds import Value
from .language import Call, Constant, Expr, Function, Given, Symbol, Untranslatable
from .scopes import Facts, Scope, Spelling

WIDTH = 110
"""How long a line of a program may be."""
STYLES = ("rkeras_py", "keras")


LOGGED = ("loss", "val_loss", "accuracy", "val_accuracy")
"""Names of elements of the logs that Keras hands to callbacks."""

_OF_ONE_MEASURE = (
    "$",
    "[[",
    "[",
    "(",
    "length",
    "list",
    "is.null",
    "invisible",
    "suppressWarnings",
    "suppressMessages",
)
"""Functions of the result of evaluate() for which its order does not matter."""
MODELS = ("keras_model", "keras_model_sequential", "clone_model", "load_model_hdf5", "load_model_tf", "load_model")


@dataclass
class Imports:
    """The imports of the translation.

    Attributes:
        modules: Modules as they are written behind `import`.
        names: Names of rkeras_py.
        functions: Whether it uses functions of base R.
        session: Whether it takes data from R.
    """

    modules: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    functions: bool = False
    session: bool = False


class Remarks:
    """The comments and empty lines of a script, each of which finds its place once.

    Args:
        texts: Each by its line.
    """

    def __init__(self, texts: dict[int, str]) -> None:
        self._texts = texts
        self._lines = sorted(texts)
        self._taken: dict[int, None] = {}
        self._first = 0  # the place of the first line not taken yet

    def take(self, first: int, end: int) -> list[str]:
        """Take the texts of the lines from `first` to before `end`.

        Args:
            first: The first line.
            end: The line behind the last.
        """
        while self._first < len(self._lines) and self._lines[self._first] in self._taken:
            self._first += 1
        places = range(max(self._first, bisect_left(self._lines, first)), bisect_left(self._lines, end))
        found = [self._lines[place] for place in places if self._lines[place] not in self._taken]
        self._taken.update(dict.fromkeys(found))
        return [self._texts[line] for line in found]

    def save(self) -> tuple[int, int]:
        """Return what `restore()` needs."""
        return len(self._taken), self._first

    def restore(self, saved: tuple[int, int]) -> None:
        """Put back what was taken since `save()`."""
        cut(self._taken, saved[0])
        self._first = saved[1]


def cut(grown: list[Any] | dict[Any, Any], size: int) -> None:
    """Take out what was added to a list or dict since it had a size."""
    if isinstance(grown, list):
        del grown[size:]
    else:
        while len(grown) > size:
            grown.popitem()


@dataclass
class Plots:
    """Facts about the plots that a script draws.

    Attributes:
        places: The variables with the places of par(mfrow = ), by scope.
        file: The file that is drawn into.
        is_showing: Whether any plot is drawn on the screen.
        is_log: Whether the present one has an axis that is not linear.
    """

    places: dict[int, str] = field(default_factory=dict)
    file: ast.expr | None = None
    is_showing: bool = False
    is_log: bool = False


class Translation:
    """The state of a translation, in a style.

    Args:
        style: "rkeras_py" or "keras".
        facts: What earlier passes learned.
        spelling: How names are spelled.
    """

    # `_find_habits()` in translating.py sets the attributes that hold for the whole script.
    def __init__(self, style: str, facts: Facts, spelling: Spelling) -> None:
        self.style = style
        self.facts = facts
        self.spelling = spelling
        self.imports = Imports()
        self.before: list[ast.stmt] = []
        self.scope = Scope(0, None, set())
        self.fit_verbose: object = None
        self.has_fits = False
        self.backend = ""
        self.depth = 0
        self.in_test = False  # of a while loop
        self.saves = False
        self.keys: set[str] = set(LOGGED)
        self.measures: list[str] | None = None
        self.keeps_order: bool | None = False
        self.is_rated = False
        self.has_parts = False
        self.uniques: set[str] = set()
        self.looked_up: set[str] = set()
        self.defined: set[str] = set()
        self.assigned: set[str] = set()
        self.inside = 0
        self.members: dict[str, list[Function]] = {}
        self.cache: dict[tuple[int, int], tuple[Expr, Value]] = {}
        self.is_final = False  # whether this is the last pass
        self.noted: set[str] = set()  # differences to mention only once
        self.now: dict[int, dict[str, Form]] = {}  # by scope, the forms of variables at this statement
        self.shared: set[str] = set()  # the names that functions assign by <<-
        self.grown: set[str] = set()  # see find_grown()
        self.named: set[str] = set()  # see find_named()
        self.makers: dict[str, str] = {}  # see find_makers()
        self.listed: set[str] = set()  # see find_listed()
        self.has_older = False  # whether the script names an activation whose formula Keras 3 changed
        self.has_renamed = False  # whether the script names a loss or metric that differs in Keras 3
        self.classes: set[str] = set()  # variables that hold classes
        self.emptied: set[str] = set()  # see find_emptied()
        self.fields: set[str] = set()  # see find_fields()
        self.may_miss = False  # whether numbers may be missing
        self.symbolic: set[str] = set()  # variables with symbolic tensors of a model
        self.bound: set[str] = set()  # functions that use `symbolic` variables from outside
        self.changed: set[str] = set()  # see find_changed()
        self.keeps_training = False  # whether `training` of a call in a model holds, as in Keras 2
        self.plots = Plots()
        self.model_files: dict[str, bool] = {}  # variables with names of .keras files
        self.colors: dict[str, Expr] = {}  # variables with colors as literal texts

    def save(self) -> list[Any]:
        """Return what `restore()` needs to forget what is translated from now on."""
        return [self.before, len(self.before), len(self.cache), self.spelling.save()]

    def restore(self, saved: list[Any]) -> None:
        """Forget what was translated since `save()`."""
        self.before, size, cached, spelled = saved[:4]
        cut(self.before, size)
        cut(self.cache, cached)
        self.spelling.restore(spelled)

    def translate(self, expr: Expr, hint: str = "") -> Value:
        """Return an expression in Python.

        Args:
            expr: The expression.
            hint: A name for a function that must be defined before it is used.
        """
        raise NotImplementedError

    def define(self, function: Function, name: str, kinds_of: Sequence[Told] = ()) -> list[ast.stmt]:
        """Return the definition of a function.

        Args:
            function: The function.
            name: Its name in Python.
            kinds_of: Kinds of its first arguments, or their kinds and forms.
        """
        raise NotImplementedError

    def hold(self, function: Expr, hint: str, kinds_of: Sequence[Told] = ()) -> Value:
        """Return a function as a value; of one with a longer body a definition comes before.

        Args:
            function: The function.
            hint: A name for it.
            kinds_of: Kinds of what it will be called with, or their kinds and forms.
        """
        raise NotImplementedError

    def quote(self, expr: Expr) -> str:
        """Return the code of an expression in R.

        Args:
            expr: The expression.
        """
        raise NotImplementedError

    def np(self, function: str, *args: object, **named: object) -> ast.expr:
        """Return a call of numpy."""
        self.imports.modules.add("numpy as np")
        return code.call(f"np.{function}", *args, **named)

    def r(self, function: str, *args: object, **named: object) -> ast.expr:
        """Return a call of a function of base R."""
        self.imports.functions = True
        return code.call(f"r.{function}", *args, **named)

    def name_of(self, name: str) -> ast.expr:
        """Return a name that is imported from rkeras_py."""
        self.imports.names.add(name)
        return code.name(name)

    def form_here(self, scope: Scope, name: str) -> Form:
        """Return the form that a variable has here, where the statements tell, or any that it may have.

        Args:
            scope: Its scope.
            name: Its name.
        """
        now = self.now.get(scope.key, {}) if scope is self.scope else {}
        return now.get(name) or self.facts.form(scope, name)

    def spelled(self, name: str) -> str:
        """Return how a variable is called in Python."""
        scope = self.scope.find(name)
        return (scope.copied.get(name) if scope else None) or self.spelling.spell(name)

    def is_own(self, name: str) -> bool:
        """Tell whether the script gives a name a meaning as a function here."""
        scope = self.scope.find(name)
        if scope is None:
            return False
        kind = self.facts.kind(scope, name)
        if kind == kinds.NONE_YET:
            return name not in HANDLERS
        return kind in (kinds.FUNCTION, kinds.LAYER_CLASS, kinds.OBJECT, kinds.TENSOR, kinds.ANY)

    def refuse_unordered(self, call: Call) -> None:
        """Refuse a function of all measures of evaluate() where their order is known only when the script runs.

        Raises:
            Untranslatable: If it is one.
        """
        if self.style != "keras" or self.measures is not None or call.name in _OF_ONE_MEASURE:
            return
        for one in (given.value for given in call.arguments):
            is_made = isinstance(one, Call) and one.name == "evaluate" and not self.is_own("evaluate")
            scope = self.scope.find(one.name) if isinstance(one, Symbol) else None
            if is_made or (scope and isinstance(one, Symbol) and self.facts.kind(scope, one.name) == kinds.MEASURES):
                raise Untranslatable(f"{call.name}() of the result of evaluate(), whose order is not certain")

    def is_optional(self, name: str) -> bool:
        """Tell whether a name is an argument without a default of the function that is translated."""
        return self.facts.is_optional(self.scope, name)

    def is_model(self, expr: Expr) -> bool:
        """Tell whether a value is certainly a model: made here, or the value of a variable that is always one."""
        while isinstance(expr, Call) and expr.arguments and (expr.piped or expr.name == "("):
            if expr.name != "(" and (self.is_own(expr.name) or not _returns_subject(expr.name)):
                break
            expr = expr.value(0)
        scope = self.scope.find(expr.name) if isinstance(expr, Call | Symbol) else None
        if isinstance(expr, Call):
            signature = self.facts.signature_of(scope, expr.name) if scope else None
            return signature.makes_model if signature else expr.name in MODELS and not self.is_own(expr.name)
        return scope is not None and isinstance(expr, Symbol) and self.facts.is_model(scope, expr.name)

    def match(self, call: Call, *formals: str) -> dict[str, Expr]:
        """Match the arguments of a call as R does: by full names, by their beginnings, by place.

        Args:
            call: The call.
            formals: Names of the arguments of the function.

        Raises:
            Untranslatable: If they do not fit, or only running would tell.
        """
        found = match_given(call.arguments, formals, call.name)
        return {name: one for name, one in found.items() if one is not None}


def _returns_subject(name: str) -> bool:
    """Tell whether a function of Keras returns its first argument, where that is a model."""
    spec = find_spec(name)
    is_layer = name.startswith("layer_") or name in ("bidirectional", "time_distributed")
    return spec is not None and (is_layer or spec.returns == "object")


def match_given(given: Sequence[Given], formals: Sequence[str], called: str) -> dict[str, Expr | None]:
    """Match arguments with those of a function, as R does.

    Args:
        given: The arguments.
        formals: Names of those of the function.
        called: Its name, for errors.

    Raises:
        Untranslatable: If they do not fit, or only running would tell.
    """
    found: dict[str, Expr | None] = {}
    left: list[Given] = []
    for one in given:
        if isinstance(one.value, Symbol) and one.value.name == "...":
            raise Untranslatable(f"`...` is passed on to {called}()")
        if one.name in formals:
            found[one.name] = one.value
        else:
            left.append(one)
    by_place = []
    for one in left:
        near = [name for name in formals if one.name and name.startswith(one.name) and name not in found]
        if len(near) == 1:
            found[near[0]] = one.value
        elif one.name:
            raise Untranslatable(f"the argument `{one.name}` of {called}()")
        else:
            by_place.append(one)
    free = [name for name in formals if name not in found]
    if len(by_place) > len(free):
        raise Untranslatable(f"{called}() has more arguments than the translator knows")
    found.update(zip(free, (one.value for one in by_place), strict=False))
    return found


Handler = Callable[[Translation, Call], Value]
"""A translator of the calls of a function."""

HANDLERS: dict[str, Handler] = {}
"""The functions of R that are known, by name."""


def handles(*names: str) -> Callable[[Handler], Handler]:
    """Say which functions of R a handler translates."""

    def note(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(names, handler))
        return handler

    return note


def literal(expr: Expr | None) -> object:
    """Return the value of a constant, with its sign; `...` of what is none."""
    if isinstance(expr, Constant):
        return expr.value
    if isinstance(expr, Call) and expr.name == "-" and len(expr.arguments) == 1:
        value = literal(expr.arguments[0].value)
        return -value if isinstance(value, (int, float)) else ...
    if isinstance(expr, Call) and expr.name == "(":
        return literal(expr.arguments[0].value)
    return ...


def whole(expr: Expr | None) -> int | None:
    """Return the value of a whole constant; None of what is none."""
    value = literal(expr)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return int(value) if is_number and float(value).is_integer() else None  # type: ignore[arg-type, call-overload]
