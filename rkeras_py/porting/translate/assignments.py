"""Assignments: R copies values, so a new value is created unless nothing else can refer to the old one."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..checking.facts import find_spec
from . import code, kinds
from .expressions import Expressions
from .functions.applying import go_over
from .functions.choices import translate_test
from .functions.frames import name_elements
from .functions.operators import assign_tensor_part
from .functions.plain import DATA, TEXTS, load_parts
from .functions.subsets import assigned_index, is_tensor_at, natural, split_indices
from .inference.flow import name_part
from .inference.forms import NOT_YET, Form, Told, note_form
from .inference.reading import find_form
from .kinds import Value
from .language import PY_CLASS, Call, Constant, Expr, Function, Given, Symbol, Untranslatable
from .ownership import find_owned, is_next
from .scopes import FIELDS, Facts, Scope, Spelling
from .state import Remarks, cut, literal

_CLASSES = ("R6Class", "new_layer_class", "new_model_class", "new_callback_class", "new_metric_class",
            "new_loss_class", "Layer", "Model", "Callback", "Metric", "Loss", PY_CLASS)  # fmt: skip
BRANCHING = ("if", "{", "switch", "tryCatch")
"""Code that ends in one of several ways, each of which may give the value."""


class Assignments(Expressions):
    """Translates assignments.

    Args:
        style: "rkeras_py" or "keras".
        facts: What earlier passes learned.
        spelling: How names are spelled.
        source: The lines of the script.
        remarks: Its comments and empty lines, by line.
    """

    def __init__(
        self, style: str, facts: Facts, spelling: Spelling, source: list[str], remarks: dict[int, str]
    ) -> None:
        super().__init__(style, facts, spelling)
        self.source = source
        self.remarks = Remarks(remarks)
        self.left: list[tuple[int, str]] = []
        self.idle: list[tuple[int, str]] = []
        self.returns: list[str] = []
        self.owned: dict[int, dict[str, Expr]] = {}

    def statement(self, expr: Expr, tail: bool = False) -> list[ast.stmt]:
        """Return an expression as statements."""
        raise NotImplementedError

    def save(self) -> list[Any]:
        """Return what `restore()` needs to forget what is translated from now on."""
        grown = (self.left, self.idle, self.returns)
        return [*super().save(), self.remarks.save(), *((one, len(one)) for one in grown)]

    def restore(self, saved: list[Any]) -> None:
        """Forget what was translated since `save()`."""
        super().restore(saved)
        self.remarks.restore(saved[4])
        for one, size in saved[5:]:
            cut(one, size)
        self.returns = saved[-1][0]

    def enter(self, function: Function, kinds_of: Sequence[Told] = ()) -> Scope:
        """Go into the scope of a function, and return that around it."""
        outer = super().enter(function, kinds_of)
        self.owned[self.scope.key] = find_owned(function.body, [name for name, _ in function.parameters])
        return outer

    def is_owned(self, name: str) -> bool:
        """Tell whether nothing else can hold the value of a variable."""
        scope = self.scope.find(name)
        return scope is self.scope and name in self.owned.get(scope.key, {})

    def assign(self, expr: Call) -> list[ast.stmt]:
        """Return an assignment as statements."""
        target, source = expr.value(0), expr.value(1)
        if expr.name == "%<-%":
            return self._unpack(target, source)
        if isinstance(target, Symbol) and target.name.startswith("%") and isinstance(source, Symbol) and source.package:
            return []  # a package's operator is already known
        if isinstance(source, Call) and source.name == "print":
            raise Untranslatable("the value of print()")
        is_outer = expr.name == "<<-" and self.scope.parent is not None
        if isinstance(target, Constant) and isinstance(target.value, str):
            target = Symbol(target.node, target.value)
        if isinstance(source, Call) and source.name in ("<-", "<<-") and isinstance(source.value(0), Symbol):
            return [*self.assign(source), *self.put(target, self.translate(source.value(0)), is_outer)]
        if isinstance(source, Call) and source.name in BRANCHING and not self._is_short(source):
            return self.branches(
                source, lambda one: self.assign(Call(expr.node, expr.function, [expr.arguments[0], Given("", one)]))
            )
        if isinstance(target, Symbol) and isinstance(source, Function):
            return self._define(target.name, source, is_outer)
        hint = target.name if isinstance(target, Symbol) else "value"
        if isinstance(source, Call) and source.name in _CLASSES:
            self.classes.add(hint)
            if literal(source.value(0)) == hint:
                self.spelling.unite(hint, f"{hint}\0class")
        value = self._begin(target, source) or self.translate(source, hint)
        if isinstance(target, Symbol):
            self.facts.learn_model(self._find_scope(target.name, is_outer), target.name, self.is_model(source))
        if isinstance(target, Symbol) and value.kind == kinds.FUNCTION:
            self.facts.define(self._find_scope(target.name, is_outer), target.name, None)
        return self.put(target, value, is_outer)

    def _begin(self, target: Expr, source: Expr) -> Value | None:
        """Return what a variable begins with that grows to a vector, or to a list with names."""
        name = target.name if isinstance(target, Symbol) else ""
        is_list = isinstance(source, Call) and source.name == "list" and not source.arguments
        if is_list and name in self.named and not self.is_own("list"):
            return Value(ast.Dict([], []), kinds.DICT, True)
        is_null = isinstance(source, Constant) and source.value is None
        if is_null and name in self.grown and self.style == "keras":
            return Value(self.np("array", ast.List([], ast.Load())), kinds.NUMBERS, True)
        return None

    def _is_short(self, source: Call) -> bool:
        saved, before, is_short = self.save(), len(self.before), False
        try:
            found = self.translate(source).code if source.name != "{" else None
            is_short = found is not None and len(ast.unparse(found)) < 70 and len(self.before) == before
        except Untranslatable:
            pass
        if not is_short:
            self.restore(saved)
        return is_short

    def branches(self, source: Expr, finish: Callable[[Expr], list[ast.stmt]]) -> list[ast.stmt]:
        """Return an expression with branches as statements, each of which ends in the same way.

        Args:
            source: The expression.
            finish: Returns the statements for the value of a branch.
        """
        if isinstance(source, Call) and source.name == "{" and source.arguments:
            exprs = [one.value for one in source.arguments if one.value is not None]
            found = [statement for one in exprs[:-1] for statement in self.statement(one)]
            return [*found, *self.branches(exprs[-1], finish)]
        if isinstance(source, Call) and source.name == "if":
            other = source.value(2) if len(source.arguments) > 2 else Constant(source.node, None, "NULL")
            test = translate_test(self, source.value(0))
            return [ast.If(test, self.branches(source.value(1), finish), self.branches(other, finish))]
        if isinstance(source, Call) and source.name == "stop":
            return self.statement(source)
        if isinstance(source, Call) and source.name == "tryCatch":
            return self.attempt(source, finish)
        if isinstance(source, Call) and source.name == "switch":
            return self.choose(source, lambda one: self.branches(one, finish))
        before, self.before = self.before, []
        found = finish(source)
        found = [*self.before, *found]
        self.before = before
        return found

    def attempt(self, source: Call, finish: Callable[[Expr], list[ast.stmt]]) -> list[ast.stmt]:
        """Return tryCatch() as `try`."""
        raise NotImplementedError

    def choose(self, source: Call, make: Callable[[Expr], list[ast.stmt]]) -> list[ast.stmt]:
        """Return switch() as `if`."""
        raise NotImplementedError

    def cases(self, expr: Call) -> list[tuple[list[str], Expr]]:
        """Return the cases of switch(): the texts, none for all others, and what is done.

        Raises:
            Untranslatable: If a case has no end.
        """
        found: list[tuple[list[str], Expr]] = []
        names: list[str] = []
        for one in expr.arguments[1:]:
            if one.name:
                names.append(one.name)
            if one.value is not None:
                found.append((names if one.name else [], one.value))
                names = []
        if names:
            raise Untranslatable("switch() whose last case is empty")
        return found

    def _find_scope(self, name: str, is_outer: bool) -> Scope:
        start = self.scope.parent if is_outer else self.scope
        found = start.find(name) if start is not None else None
        if found is None:
            raise Untranslatable(f"`{name} <<-` creates a variable of the script inside a function")
        return found

    def _define(self, name: str, function: Function, is_outer: bool) -> list[ast.stmt]:
        scope = self._find_scope(name, is_outer)
        self.facts.learn(scope, name, kinds.FUNCTION)
        self.facts.define(scope, name, self.facts.signature(function))
        return self.define(function, self.spelling.spell(name))

    def _unpack(self, target: Expr, source: Expr) -> list[ast.stmt]:
        if self.style == "keras" and isinstance(source, Call) and source.name in DATA and not self.is_own(source.name):
            spec = find_spec(source.name)
            assert spec is not None
            images = kinds.ANY if source.name in TEXTS else kinds.ARRAY
            pairs = ast.Tuple([self._pair(one.value, images) for one in _split_parts(target)], ast.Store())
            return [ast.Assign([pairs], load_parts(self, source, spec))]
        return self._unpack_value(target, self.translate(source, "parts"))

    def _pair(self, target: Expr | None, inputs: str) -> ast.expr:
        """Return the target of the inputs and labels of a data set."""
        names: list[ast.expr] = []
        for one, kind in zip(_split_parts(target), (inputs, kinds.ANY), strict=True):
            if not isinstance(one.value, Symbol):
                raise Untranslatable("%<-% of a data set to these names")
            self.facts.learn(self._find_scope(one.value.name, False), one.value.name, kind)
            names.append(ast.Name(self.spelled(one.value.name), ast.Store()))
        return ast.Tuple(names, ast.Store())

    def _unpack_value(self, target: Expr, value: Value) -> list[ast.stmt]:
        if not (isinstance(target, Call) and target.name in ("c", "list")):
            raise Untranslatable("%<-% to something other than c()")
        names: list[ast.expr] = []
        inner: list[ast.stmt] = []
        for one in target.arguments:
            if one.name or one.value is None:
                raise Untranslatable("%<-% with names or defaults")
            if getattr(one.value, "name", "") == "..":
                names.append(ast.Starred(ast.Name("_", ast.Store()), ast.Store()))
            elif isinstance(one.value, Symbol) and not one.value.name.startswith("..."):
                kind = value.kind if value.kind in (kinds.TENSOR, kinds.NONE_YET) else kinds.ANY
                self.facts.learn(self._find_scope(one.value.name, False), one.value.name, kind)
                names.append(ast.Name(self.spelled(one.value.name), ast.Store()))
            elif isinstance(one.value, Call):
                part = self.spelling.invent("part")
                names.append(ast.Name(part, ast.Store()))
                inner += self._unpack_value(one.value, Value(name_part(part, value.code, len(names) - 1)))
            else:
                raise Untranslatable("%<-% to this target")
        if value.kind == kinds.MEASURES and self.measures is None:
            raise Untranslatable("%<-% of the result of evaluate(), whose order is known only when the script runs")
        items = value.code if value.kind in (kinds.LIST, kinds.TENSOR) else go_over(self, value.code)
        return [ast.Assign([ast.Tuple(names, ast.Store())], items), *inner]

    def put(self, target: Expr, value: Value, is_outer: bool = False) -> list[ast.stmt]:
        """Return the statements that assign a value.

        Args:
            target: A name, `x[i]`, `x$name` and the like.
            value: The value.
            is_outer: Whether it goes to a scope outside, as by `<<-`.

        Raises:
            Untranslatable: If this cannot be assigned.
        """
        if isinstance(target, Symbol):
            scope = self._find_scope(target.name, is_outer)
            form = self.facts.form_of_model(value.code, find_form(value.code))
            self.facts.learn(scope, target.name, value.kind, form)
            if scope is self.scope and not self.depth and target.name not in self.shared and form != NOT_YET:
                self.now.setdefault(scope.key, {})[target.name] = form
            if isinstance(value.code, ast.Name) and value.code.id == self.spelled(target.name):
                return []  # a class, named by its definition
            return [ast.Assign([ast.Name(self.spelled(target.name), ast.Store())], value.code)]
        if not isinstance(target, Call) or not target.arguments:
            raise Untranslatable("an assignment to this target")
        owner = target.value(0)
        if target.name == "[":
            return self._put_part(target, owner, value, is_outer)
        if target.name in ("[[", "$", "@"):
            return self._put_element(target, owner, value, is_outer)
        if target.name == "dim" and len(target.arguments) == 1:
            kind = kinds.ARRAY
            return self.put(owner, Value(self.r("array", self.translate(owner).code, value.code), kind), is_outer)
        if target.name == "diag" and len(target.arguments) == 1:
            new = self.r("set_diagonal", self.translate(owner).code, value.code)
            return self.put(owner, Value(new, kinds.ARRAY), is_outer)
        if target.name in ("dimnames", "colnames", "rownames") and value.kind == kinds.NULL:
            return self._drop_names(owner, is_outer)
        if target.name == "names" and isinstance(owner, Symbol):
            return self.put(owner, name_elements(self, owner, value), is_outer)
        raise Untranslatable(f"`{target.name}(x) <-`")

    def _drop_names(self, owner: Expr, is_outer: bool) -> list[ast.stmt]:
        """Return the statements of `dimnames(x) <- NULL`: arrays have no names."""
        old = self.translate(owner)
        form = find_form(old.code)
        if old.kind != kinds.ARRAY and (form.rank != 2 or form.of == "frame"):
            raise Untranslatable("row and column names of a value that may not be a matrix")
        note_form(old.code, replace(form, named=False))
        return self.put(owner, old, is_outer)

    def _put_part(self, target: Call, owner: Expr, value: Value, is_outer: bool) -> list[ast.stmt]:
        indices = split_indices(target)[0] or [None]  # [None] stands for x[] <- 1
        if is_tensor_at(owner):
            return self.put(owner.value(0), assign_tensor_part(self, owner, indices, value), is_outer)
        if quick := self._assign_in_place(owner, indices, value, is_outer):
            return quick
        old = self.translate(owner)
        if old.kind in kinds.FOREIGN:
            raise Untranslatable("an assignment to a part of a tensor or another Python object")
        if indices == [None] and old.kind in (kinds.LIST, kinds.DICT, kinds.FRAME):
            raise Untranslatable("x[] <- of a list or a data frame")
        self._refuse_growth(owner, indices, find_form(old.code))
        new = self.r("assign", old.code, value.code, *(assigned_index(self, one) for one in indices))
        vars(new)["owned"] = isinstance(owner, Symbol) and not is_outer and self.is_owned(owner.name)
        kind = old.kind if old.kind in (kinds.ARRAY, kinds.LIST, kinds.DICT, kinds.FRAME, kinds.NONE_YET) else kinds.ANY
        if old.kind in kinds.NUMBER_VECTORS and value.kind in (
            *kinds.SCALAR_NUMBERS,
            *kinds.NUMBER_VECTORS,
            kinds.ARRAY,
        ):
            kind = kinds.join(old.kind, kinds.NUMBERS)
        elif old.kind == kinds.TEXTS and value.kind in (kinds.TEXT, kinds.TEXTS):
            kind = kinds.TEXTS
        elif old.kind == kinds.ARRAY and value.kind in (kinds.TEXT, kinds.TEXTS):
            kind = kinds.ANY
        return self.put(owner, Value(new, kind), is_outer)

    def _refuse_growth(self, owner: Expr, indices: list[Expr | None], form: Form) -> None:
        """Refuse a place of a vector that began empty, which may be behind its end."""
        at = indices[0]
        if self.style != "keras" or not isinstance(owner, Symbol) or owner.name not in self.emptied or at is None:
            return
        is_known = literal(at) is not ... and form.size is not None
        is_place = self.translate(at).kind in (*kinds.SCALAR_NUMBERS, kinds.ANY)
        if is_place and len(indices) == 1 and not is_known and not is_next(at, owner.name):
            raise Untranslatable("an assignment to a position that may be beyond the end of a vector")

    def _assign_in_place(
        self, owner: Expr, indices: list[Expr | None], value: Value, is_outer: bool
    ) -> list[ast.stmt] | None:
        """Return the assignment as Python's, where it means the same."""
        if not isinstance(owner, Symbol) or is_outer or not self.is_owned(owner.name):
            return None
        kind = self.translate(owner).kind
        parts = [ast.Slice() if one is None else natural(self, one) for one in indices]
        if any(part is None for part in parts) or kind not in (kinds.NUMBERS, kinds.ARRAY):
            return None
        empty = sum(one is None for one in indices)
        is_scalar = value.kind in kinds.SCALAR_NUMBERS
        fits = (
            is_scalar or (value.kind in kinds.NUMBER_VECTORS and empty == 1) or (value.kind == kinds.ANY and not empty)
        )
        if not fits or (kind == kinds.ARRAY) != (len(indices) > 1) or (value.kind == kinds.ANY and len(indices) == 1):
            return None
        place = [part for part in parts if part is not None]
        index = place[0] if len(place) == 1 else ast.Tuple(place, ast.Load())
        return [ast.Assign([code.item(code.name(self.spelled(owner.name)), index)], value.code)]

    def _put_element(self, target: Call, owner: Expr, value: Value, is_outer: bool) -> list[ast.stmt]:
        old = self.translate(owner)
        indices = [one.value for one in target.arguments[1:]]
        name = literal(indices[0])
        if target.name != "[[" and old.kind in kinds.FOREIGN:
            if not (isinstance(name, str) and name.isidentifier()):
                raise Untranslatable("an assignment to an attribute whose name is not valid in Python")
            if name in self.fields and isinstance(owner, Symbol) and owner.name == "self":
                self.facts.learn(FIELDS, name, value.kind, find_form(value.code))
            return [ast.Assign([code.attribute(old.code, name)], value.code)]
        if old.kind in kinds.FOREIGN:
            raise Untranslatable("an assignment to an element of a Python object")
        if isinstance(owner, Symbol) and not is_outer and self.is_owned(owner.name) and value.kind != kinds.NULL:
            spelled = code.name(self.spelled(owner.name))
            first = indices[0]
            is_list = old.kind == kinds.LIST
            if (
                first is not None
                and is_next(first, owner.name)
                and old.kind in (kinds.LIST, kinds.ANY)
                and len(indices) == 1
            ):
                new = self.r("assign_element", old.code, value.code, self.translate(first).code)
                vars(new)["owned"] = True
                return self.put(owner, Value(new, old.kind), is_outer)
            index = natural(self, first)
            if index is not None and is_list and len(indices) == 1 and value.kind not in (kinds.ANY, kinds.NONE_YET):
                return [ast.Assign([code.item(spelled, index)], value.code)]
        if len(indices) > 1 or old.kind in kinds.VECTORS:
            return self._put_part(target, owner, value, is_outer)
        index_code = code.const(name) if isinstance(name, str) else assigned_index(self, indices[0])
        kind = old.kind if old.kind in (kinds.LIST, kinds.DICT, kinds.FRAME, kinds.NONE_YET) else kinds.ANY
        if isinstance(name, str) and kind == kinds.LIST:
            kind = kinds.ANY
        is_double = (
            kind == kinds.FRAME and value.kind in (kinds.COUNT, kinds.NUMBER) and isinstance(value.code, ast.Constant)
        )
        put = code.const(float(value.code.value)) if is_double else value.code  # type: ignore[attr-defined]
        new = self.r("assign_element", old.code, put, index_code)
        vars(new)["owned"] = isinstance(owner, Symbol) and not is_outer and self.is_owned(owner.name)
        return self.put(owner, Value(new, kind), is_outer)


def _split_parts(target: Expr | None) -> list[Given]:
    """Return the two parts of a target of `%<-%`."""
    if not (isinstance(target, Call) and target.name in ("c", "list") and len(target.arguments) == 2):
        raise Untranslatable("%<-% of a data set to anything but two pairs")
    return target.arguments
