"""Statements: assignments, control flow, functions; untranslatable code is kept as a comment."""

import ast
from collections.abc import Sequence

from ...engine.backend_choice import BACKENDS
from ..printing.statements import Remark, write_module
from . import code, kinds
from .assignments import BRANCHING
from .attempts import Attempts, fails_later
from .evaluation import (
    Shown,
    always_ends,
    ends_in_models,
    find_shown,
    find_shown_of_call,
    is_shown,
    refuse_changed_defaults,
)
from .functions import applying, known
from .functions.choices import translate_test
from .functions.names import is_setting
from .functions.plotting.drawing import DRAWS
from .functions.texts import printed
from .inference.flow import find_element_form, join_returned
from .inference.forms import NOT_YET, UNKNOWN, Told, note_kind
from .inference.reading import find_form
from .inference.soundness import refuse_unsound
from .kinds import Value
from .language import UNREAD, Call, Expr, Function, Symbol, Untranslatable
from .plain.chains import name_objects
from .scopes import assigned_names
from .state import WIDTH, literal

_ = known  # imported to register the functions that can be translated
_LOADED = ("keras", "keras3", "rkeras", "tensorflow", "reticulate", "magrittr", "purrr", "zeallot", "R6", "stats",
           "utils")  # fmt: skip


class Statements(Attempts):
    """Translates statements.

    Attributes:
        left: For each place without translation the line and the reason.
        remarks: The comments and empty lines of the script, by line; taken out as they find their place.
    """

    def block(self, body: Expr, tail: bool = False, shows_end: bool = False) -> list[ast.stmt]:
        """Return the statements of a body.

        Args:
            body: A block, or a single expression.
            tail: Whether it ends a function, whose value its last expression is.
            shows_end: Whether R prints the value of its last expression, where it has one to show.
        """
        is_block = isinstance(body, Call) and body.name == "{"
        exprs = (
            [one.value for one in body.arguments if one.value is not None]
            if isinstance(body, Call) and is_block
            else [body]
        )
        found: list[ast.stmt] = []
        for place, expr in enumerate(exprs):
            found += self.take_remarks(expr.node.line)
            is_last = place == len(exprs) - 1
            self.depth -= shows_end and is_last
            found += self.statement(expr, tail and is_last)
            self.depth += shows_end and is_last
        if is_block:
            found += self.take_remarks(body.node.last_line)
        return found or [ast.Pass()]

    def take_remarks(self, line: int) -> list[ast.stmt]:
        """Return the comments that stand before a line and have not been written."""
        return [Remark(text) for text in self.remarks.take(0, line)]

    def _write_beside(self, expr: Expr) -> list[ast.stmt]:
        texts = self.remarks.take(expr.node.line, expr.node.last_line + 1)
        return [Remark(text, beside=True) for text in texts if text]

    def statement(self, expr: Expr, tail: bool = False) -> list[ast.stmt]:
        """Return an expression as statements; as a comment, where it has no translation."""
        before, self.before = self.before, []
        self.inside += 1
        saved = self.save()
        scope, depth = self.scope, self.depth
        if isinstance(expr, Call) and expr.name in (*_COMPOUND, "%<-%"):
            self.forget(expr)
        try:
            found = self._write_statement(expr, tail)
            found = self.make_plain(name_objects([*self.before, *found]), expr)
            if self.is_final and self.inside == 1:
                self._check(found)
            if not isinstance(expr, Call) or expr.name not in _COMPOUND:
                beside = self._write_beside(expr)
                if len(beside) == 1 and len(found) == 1 and not _is_compound(found[0]):
                    found += beside
                else:
                    found = [*(Remark(one.text) for one in beside if isinstance(one, Remark)), *found]
            return found
        except Untranslatable as error:
            self.restore(saved)
            self.scope, self.depth = scope, depth
            return self.keep(expr, str(error))
        finally:
            self.before = before
            self.inside -= 1

    def _check(self, found: list[ast.stmt]) -> None:
        """Refuse code that Python cannot parse, or that uses a name that nothing defines."""
        modules = {one.split(" as ")[-1].partition(".")[0] for one in self.imports.modules} | {"r", "R"}
        known = (modules, self.imports.names, self.defined)
        self.defined |= refuse_unsound(
            write_module(found, WIDTH),
            lambda name: any(name in names for names in known) or self.spelling.stands_for(name, self.assigned),
        )

    def keep(self, expr: Expr, reason: str, stops: bool = True, idle: bool = False) -> list[ast.stmt]:
        """Return a piece of R code as a comment with the reason.

        Args:
            expr: The code.
            reason: Why it is not translated.
            stops: Whether the program stops there, because what follows would be wrong without it.
            idle: Whether the program lacks nothing without it.
        """
        first, last = expr.node.line, expr.node.last_line
        (self.idle if idle else self.left).append((first, reason))
        self.remarks.take(first, last + 1)
        lines = self._quote_lines(expr)
        margin = min((len(one) - len(one.lstrip()) for one in lines[1:] if one.strip()), default=0)
        found: list[ast.stmt] = [Remark(f"# rkeras translate: {reason}")]
        if any(lines):
            found += [Remark(f"#   {one if not place else one[margin:]}".rstrip()) for place, one in enumerate(lines)]
        if stops:
            message = f"line {first} of the R script is not translated: {reason}"
            found.append(ast.Raise(code.call("NotImplementedError", message), None))
        return found

    def quote(self, expr: Expr) -> str:
        """Return the code of an expression in R, in one line."""
        return " ".join(line.strip() for line in self._quote_lines(expr))

    def _quote_lines(self, expr: Expr) -> list[str]:
        first, last = expr.node.line, expr.node.last_line
        lines = self.source[first - 1 : last]
        lines[-1] = lines[-1][: self.columns(last, expr.node.last_column)]
        lines[0] = lines[0][self.columns(first, expr.node.column - 1) :]
        return lines

    def columns(self, line: int, column: int) -> int:
        """Return the place in a line that R calls a column."""
        return len(self.source[line - 1].encode()[:column].decode(errors="ignore")) if column else 0

    def _write_statement(self, expr: Expr, tail: bool) -> list[ast.stmt]:
        inner = expr.value(0) if isinstance(expr, Call) and expr.name == "(" else None
        if isinstance(inner, Call) and inner.name in ("<-", "<<-") and isinstance(inner.value(0), Symbol) and not tail:
            return [*self._write_statement(inner, tail), *self._write_statement(inner.value(0), tail)]  # as in (x <- 1)
        name = expr.name if isinstance(expr, Call) else ""
        if isinstance(expr, Call) and name == UNREAD:
            raise Untranslatable(str(literal(expr.value(0))))
        if isinstance(expr, Call) and not (name and self.is_own(name)):
            if name in ("<-", "<<-", "%<-%"):
                return self._write_assignment(expr, tail)
            if name in _CONTROL:
                return getattr(self, _CONTROL[name])(expr, tail)  # type: ignore[no-any-return]
            if name in ("library", "require", "requireNamespace", "loadNamespace"):
                return self._write_library(expr)
            if name == "invisible" and isinstance(inner := expr.value(0), Call) and inner.name in DRAWS:
                return self.draw(inner, tail)
            if name in DRAWS:
                return self.draw(expr, tail)
            if name in ("suppressWarnings", "suppressPackageStartupMessages"):
                return self.statement(expr.value(0), tail)
            if name in ("use_backend", "config_set_backend") and self.style == "keras":
                return self._choose_backend(expr)
            if name == "options" and self._sets_verbosity(expr):
                return []
            if is_setting(expr):
                return self.keep(expr, "an R setting", stops=False, idle=True)
        if tail and isinstance(expr, Call) and expr.name == "print" and len(expr.arguments) == 1:
            return [ast.Expr(self.translate(expr).code), ast.Return(self.returned(expr.value(0)))]
        if tail and isinstance(expr, Call) and expr.name in BRANCHING and not self.is_own(expr.name):
            return self.branches(expr, lambda one: [ast.Return(self.returned(one))])
        if name == "force" and isinstance(expr, Call) and isinstance(self.translate(expr).code, ast.Name) and not tail:
            return []
        value = self.translate(expr)
        if tail:
            self.returns.append(value.kind)
            return [ast.Return(value.code)]
        if not is_shown(self, expr, value):
            return [ast.Expr(value.code)] if not isinstance(value.code, ast.Name) or not self.before else []
        shown = find_shown_of_call(self, expr) if isinstance(expr, Call) else Shown.YES
        if shown == Shown.NO:
            return [ast.Expr(value.code)]
        if shown == Shown.UNLESS_NULL:
            name = self.spelling.invent("value")
            given = Value(code.name(name), value.kind)
            note_kind(given.code, find_form(value.code).of)  # for example, result() of a metric is a tensor
            is_there = code.compare(given.code, "is not", code.const(None))
            return [
                ast.Assign([ast.Name(name, ast.Store())], value.code),
                ast.If(is_there, [ast.Expr(printed(self, expr, given))], []),
            ]
        if shown != Shown.YES:
            raise Untranslatable(f"whether R prints the value of {expr.name}() is known only when the script runs")
        return [ast.Expr(printed(self, expr, value))]

    def _sets_verbosity(self, expr: Call) -> bool:
        """Take up the option of fit() that tells how much it prints, which all calls in the script then get."""
        only = expr.arguments[0] if len(expr.arguments) == 1 else None
        value = literal(only.value) if only is not None and only.name == "keras.fit_verbose" else ...
        if value is ... or self.scope.parent is not None or self.depth or self.has_fits:
            return False
        self.fit_verbose = int(value) if isinstance(value, float) and value.is_integer() else value
        return True

    def _choose_backend(self, expr: Call) -> list[ast.stmt]:
        """Take up the backend, which plain Keras reads from the environment when it is imported."""
        backend = literal(expr.value(0)) if len(expr.arguments) == 1 else None
        if backend not in BACKENDS or self.scope.parent is not None or self.depth:
            raise Untranslatable(f"{expr.name}() with other arguments, in a condition or in a function")
        self.backend = str(backend)
        return []

    def _write_assignment(self, expr: Call, tail: bool) -> list[ast.stmt]:
        found = self.assign(expr)
        if tail and isinstance(expr.value(0), Symbol):
            found = [*found, ast.Return(self.returned(expr.value(0)))]
        elif tail and expr.name != "%<-%":  # callers hardly ever use the value
            self.returns.append(kinds.NULL)
            found = [*found, ast.Return(code.const(None))]
        return found

    def _write_library(self, expr: Call) -> list[ast.stmt]:
        first = expr.value(0)
        name = first.name if isinstance(first, Symbol) else literal(first)
        if name in _LOADED:
            return []
        return self.keep(expr, f"the R package {name}", stops=False, idle=True)

    def _write_if(self, expr: Call, tail: bool) -> list[ast.stmt]:
        test = translate_test(self, expr.value(0))
        body = self._write_branch(expr.value(1), tail)
        other = self._write_branch(expr.value(2), tail) if len(expr.arguments) > 2 else []
        return [ast.If(test, body, other)]

    def _write_branch(self, body: Expr, tail: bool) -> list[ast.stmt]:
        """Return a body whose value is that of the statement: at the top R prints it, and nothing else in it."""
        is_top = self.scope.parent is None and not self.depth
        self.depth += 1
        found = self.block(body, tail, shows_end=is_top)
        self.depth -= 1
        return found

    def _write_for(self, expr: Call, tail: bool) -> list[ast.stmt]:
        target = expr.value(0)
        assert isinstance(target, Symbol)
        items, kind = applying.loop(self, expr.value(1))
        scope = self.scope.find(target.name)
        assert scope is not None
        form = find_element_form(items, kind)
        self.facts.learn(scope, target.name, kind, form)
        now = self.now.setdefault(scope.key, {})
        if target.name not in assigned_names(expr.value(2)) and form not in (UNKNOWN, NOT_YET):
            now[target.name] = form
        self.depth += 1
        body = self.block(expr.value(2))
        self.depth -= 1
        now.pop(target.name, None)
        return [ast.For(ast.Name(self.spelled(target.name), ast.Store()), items, body, [])]

    def _write_while(self, expr: Call, tail: bool) -> list[ast.stmt]:
        is_repeat = expr.name == "repeat"
        self.in_test = not is_repeat
        test = code.const(True) if is_repeat else translate_test(self, expr.value(0))
        self.in_test = False
        if self.before:
            raise Untranslatable("a loop condition that needs a separate function")
        self.depth += 1
        body = self.block(expr.value(0 if is_repeat else 1))
        self.depth -= 1
        return [ast.While(test, body, [])]

    def _break(self, expr: Call, tail: bool) -> list[ast.stmt]:
        return [ast.Break() if expr.name == "break" else ast.Continue()]

    def _write_braces(self, expr: Call, tail: bool) -> list[ast.stmt]:
        return self._write_branch(expr, tail)

    def _return(self, expr: Call, tail: bool) -> list[ast.stmt]:
        if self.scope.parent is None:
            raise Untranslatable("return() outside a function")
        inner = expr.arguments[0].value if expr.arguments else None
        if inner is None:
            self.returns.append(kinds.NULL)
            return [ast.Return(code.const(None))]
        if isinstance(inner, Call) and inner.name in (*BRANCHING, "<-"):
            return self.statement(inner, tail=True)
        return [ast.Return(self.returned(inner))]

    def returned(self, expr: Expr) -> ast.expr:
        """Return the code of the value of a function, and note its kind."""
        value = self.translate(expr)
        self.returns.append(value.kind)
        return value.code

    def _write_invisible(self, expr: Call, tail: bool) -> list[ast.stmt]:
        if not expr.arguments:
            self.returns += [kinds.NULL] * tail
            return [ast.Return(code.const(None))] if tail else []
        if tail:
            return [ast.Return(self.returned(expr.value(0)))]
        value = self.translate(expr.value(0)).code
        return [ast.Expr(value)] if not isinstance(value, (ast.Name, ast.Constant)) else []

    def _write_with(self, expr: Call, tail: bool) -> list[ast.stmt]:
        context = expr.value(0)
        name = None
        if isinstance(context, Call) and context.name == "%as%":
            target = context.value(1)
            assert isinstance(target, Symbol)
            name = ast.Name(self.spelled(target.name), ast.Store())
            self.facts.learn(self.scope.find(target.name) or self.scope, target.name, kinds.OBJECT)
            context = context.value(0)
        value = self.translate(context)
        if value.kind not in kinds.FOREIGN:
            raise Untranslatable("with() of an object that is not a Python context manager")
        self.depth += 1
        body = self.block(expr.value(1), tail)
        self.depth -= 1
        return [ast.With([ast.withitem(value.code, name)], body)]

    def _stop(self, expr: Call, tail: bool) -> list[ast.stmt]:
        given = [one.value for one in expr.arguments if not one.name and one.value is not None]
        parts = [self.translate(one).code for one in given]
        text = parts[0] if len(parts) == 1 and isinstance(parts[0], ast.Constant) else self.r("paste0", *parts)
        return [ast.Raise(code.call("RuntimeError", text), None)]

    def _attempt(self, expr: Call, tail: bool) -> list[ast.stmt]:
        return self.attempt(expr, lambda one: [ast.Return(self.returned(one))] if tail else self.statement(one))

    def _switch(self, expr: Call, tail: bool) -> list[ast.stmt]:
        return self.choose(expr, lambda one: self.statement(one, tail))

    def define(self, function: Function, name: str, kinds_of: Sequence[Told] = ()) -> list[ast.stmt]:
        """Return the definition of a function."""
        before, self.before = self.before, []
        returns, self.returns = self.returns, []
        depth, self.depth = self.depth, 0
        self.now.pop(id(function.node), None)
        refuse_changed_defaults(function)
        outer = self.enter(function, kinds_of)
        try:
            if "..." not in [name for name, _ in function.parameters]:
                self.facts.signature(function).fails_later = fails_later(function)
            parameters = self.parameters(function)
            body: list[ast.stmt] = [*self.name_outer(), *self.copy_outer(), *self.set_defaults(function)]
            marks = len(self.left)
            body += self.block(function.body, tail=True)
            signature = self.facts.signature(function)
            signature.returns = self._join_returns(body, kinds.NULL if len(self.left) == marks else kinds.NONE_YET)
            signature.form = join_returned(body) if always_ends(body) else UNKNOWN
            signature.shown = find_shown(function, lambda one: find_shown_of_call(self, one)).value
            signature.makes_model = ends_in_models(function, self.is_model)
        finally:
            self.scope = outer
            self.before, self.returns, self.depth = before, returns, depth
        return [ast.FunctionDef(name, parameters, body, [])]

    def _join_returns(self, body: list[ast.stmt], other: str) -> str:
        """Return the kind of what a function returns; `other` where nothing tells."""
        found: str | None = None
        for kind in self.returns:
            found = kinds.join(found, kind)
        if not always_ends(body):
            found = kinds.join(found, kinds.NULL)
        return found or other


_CONTROL = {
    "if": "_write_if", "for": "_write_for", "while": "_write_while", "repeat": "_write_while", "break": "_break",
    "next": "_break",
    "{": "_write_braces", "return": "_return", "invisible": "_write_invisible", "with": "_write_with",
    "stop": "_stop", "switch": "_switch", "tryCatch": "_attempt",
}  # fmt: skip
_COMPOUND = ("if", "for", "while", "repeat", "{", "with", "switch", "tryCatch")


def _is_compound(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.If, ast.For, ast.While, ast.With, ast.Try))
