"""`tryCatch()`, which becomes `try`."""

import ast
import builtins
from collections.abc import Callable

from ..printing.statements import Remark
from . import code, kinds
from .assignments import Assignments
from .functions.plotting.drawing import draw
from .inference.reading import find_form
from .kinds import Value
from .language import Call, Constant, Expr, Function, Given, Ready, Symbol, Untranslatable, walk
from .plain.lowering import Lowering
from .scopes import assigned_names
from .state import literal

_OF_PYTHON = "python.builtin."
_LETS_PASS = ("finally", "expr", "")


class Attempts(Assignments):
    """Translates what may fail."""

    def forget(self, expr: Call) -> None:
        """Forget the present forms of the variables that a loop or branch assigns.

        Args:
            expr: The loop or branch.
        """
        now = self.now.get(self.scope.key, {})
        for name in assigned_names(expr):
            now.pop(name, None)

    def make_plain(self, found: list[ast.stmt], expr: Expr) -> list[ast.stmt]:
        """Return statements without functions of base R, in plain Keras, as soon as all is known of the values.

        Args:
            found: The statements.
            expr: What they are in R.
        """
        if not self.is_final or self.style != "keras":
            return found
        lowering = Lowering(
            self.imports.modules,
            lambda name: self.spelling.stands_for(name, self.changed),
            self.may_miss,
        )
        made = lowering.lower(found)
        self.may_miss = lowering.asking.may_miss
        for note in lowering.asking.notes:
            if note not in self.noted:
                self.noted.add(note)
                self.idle.append((expr.node.line, note))
                made.insert(0, Remark(f"# rkeras translate: {note}"))
        return made

    def keep(self, expr: Expr, reason: str, stops: bool = True, idle: bool = False) -> list[ast.stmt]:
        """Return a piece of R code as a comment with the reason.

        Args:
            expr: The code.
            reason: Why it is not translated.
            stops: Whether the program stops there, because what follows would be wrong without it.
            idle: Whether the program lacks nothing without it.
        """
        raise NotImplementedError

    def draw(self, expr: Call, tail: bool) -> list[ast.stmt]:
        """Return a plot by matplotlib; one that has no such form stops nothing.

        Args:
            expr: The call that draws.
            tail: Whether it ends a function.
        """
        saved = self.save()
        try:
            drawn = draw(self, expr)  # may add statements before it
            found = self.make_plain([*self.before, *drawn], expr)
        except Untranslatable as error:
            self.restore(saved)
            return self.keep(expr, str(error), stops=tail)
        self.before.clear()
        if tail:
            self.returns.append(kinds.NULL)
        return found or [ast.Pass()] if tail or self.depth else found

    def choose(self, source: Call, make: Callable[[Expr], list[ast.stmt]]) -> list[ast.stmt]:
        """Return switch() of a text as `if`.

        Args:
            source: The call.
            make: Returns the statements for what is done in a case.

        Raises:
            Untranslatable: If it chooses by a number.
        """
        subject = self.translate(source.value(0))
        is_text = subject.kind == kinds.TEXT or any(one.name for one in source.arguments[1:])
        if not is_text or find_form(subject.code).is_numeric:
            raise Untranslatable("switch() by number")
        cases = self.cases(source)
        self.depth += 1
        other = [] if any(not names for names, _ in cases) else make(Constant(source.node, None, "NULL"))
        for names, result in reversed(cases):
            body = make(result)
            if not names:
                other = body
                continue
            test = code.compare(subject.code, "==", code.const(names[0])) if len(names) == 1 else (
                code.compare(subject.code, "in", code.const(tuple(names)))
            )  # fmt: skip
            other = [ast.If(test, body, other)]
        self.depth -= 1
        return other

    def attempt(self, source: Call, finish: Callable[[Expr], list[ast.stmt]]) -> list[ast.stmt]:
        """Return tryCatch() as `try`.

        Args:
            source: The call.
            finish: Returns the statements for a value of it, such as an assignment.

        Raises:
            Untranslatable: If it handles what Python has not.
        """
        bodies = [one.value for one in source.arguments if one.name in ("", "expr") and one.value is not None]
        handlers = [(one.name, one.value) for one in source.arguments if one.name not in _LETS_PASS]
        last = next((one.value for one in source.arguments if one.name == "finally"), None)
        if len(bodies) != 1 or any(value is None for _, value in handlers) or not (handlers or last):
            raise Untranslatable("tryCatch() with these arguments")
        classes = [_name_exception(name) for name, _ in handlers]
        outer, self.before = self.before, []
        body, orelse = self._translate_body(bodies[0], finish, "error" in [name for name, _ in handlers])
        self.before = outer
        for _, handler in handlers:
            if isinstance(handler, Function):  # its definition goes before the statement
                self.hold(handler, "handle_error", [kinds.ERROR])
        outer, self.before = self.before, []
        caught = [
            self._translate_handler(cls, handler, finish)
            for cls, (_, handler) in zip(classes, handlers, strict=True)
            if handler is not None
        ]
        ending = self.block(last) if last is not None else []
        self.before = outer
        return [ast.Try(body, caught, orelse, ending)]

    def block(self, body: Expr, tail: bool = False, shows_end: bool = False) -> list[ast.stmt]:
        """Return the statements of a body."""
        raise NotImplementedError

    def take_remarks(self, line: int) -> list[ast.stmt]:
        """Return the comments that stand before a line and have not been written."""
        raise NotImplementedError

    def _translate_body(
        self, body: Expr, finish: Callable[[Expr], list[ast.stmt]], catches_stop: bool
    ) -> tuple[list[ast.stmt], list[ast.stmt]]:
        """Return what is tried, and what comes after it outside of the handlers' reach: a stop() that none catches."""
        exprs = [body]
        if isinstance(body, Call) and body.name == "{":
            exprs = [one.value for one in body.arguments if one.value is not None]
        if not exprs:
            raise Untranslatable("tryCatch() without an expression")
        found: list[ast.stmt] = []
        for one in exprs[:-1]:
            found += [*self.take_remarks(one.node.line), *self.statement(one)]
        found += self.take_remarks(exprs[-1].node.line)
        stops = [one for expr in exprs for one in walk(expr) if isinstance(one, Call) and one.name == "stop"]
        if catches_stop or not stops:
            return [*found, *self.branches(exprs[-1], finish)], []
        if stops != [exprs[-1]] or not found:
            raise Untranslatable("tryCatch() around stop() that it does not catch")
        return found, self.statement(exprs[-1])

    def _translate_handler(
        self, cls: ast.expr, handler: Expr, finish: Callable[[Expr], list[ast.stmt]]
    ) -> ast.ExceptHandler:
        name = self.spelling.spell("error\0caught")
        error = Ready(handler.node, Value(code.name(name), kinds.ERROR))
        body = finish(Call(handler.node, handler, [Given("", error)]))
        reads = any(isinstance(one, ast.Name) and one.id == name for part in body for one in ast.walk(part))
        return ast.ExceptHandler(cls, name if reads else None, body or [ast.Pass()])

    def name_outer(self) -> list[ast.stmt]:
        """Return the statements that let a function assign to variables outside."""
        found: list[ast.stmt] = []
        local: list[str] = []
        whole: list[str] = []
        for name in sorted(self.scope.outer):
            scope = self.scope.parent.find(name) if self.scope.parent else None
            if scope is None:
                raise Untranslatable(f"`{name} <<-` creates a variable of the script inside a function")
            (whole if scope.parent is None else local).append(self.spelling.spell(name))
        if whole:
            found.append(ast.Global(whole))
        if local:
            found.append(ast.Nonlocal(local))
        return found

    def copy_outer(self) -> list[ast.stmt]:
        """Begin with the values of variables outside that the function changes for itself."""
        outer = self.scope.parent
        assert outer is not None
        found: list[ast.stmt] = []
        for name, spelled in sorted(self.scope.copied.items()):
            around = outer.find(name)
            value = code.name(around.copied.get(name) or self.spelling.spell(name)) if around else code.const(None)
            found.append(ast.Assign([ast.Name(spelled, ast.Store())], value))
        return found

    def set_defaults(self, function: Function) -> list[ast.stmt]:
        """Return the statements that give arguments their defaults, where these are computed.

        Args:
            function: The function.
        """
        found: list[ast.stmt] = []
        for name, default in function.parameters:
            if default is not None and literal(default) is ...:
                spelled = code.name(self.spelling.spell(name))
                missing = code.compare(spelled, "is", code.name("r.MISSING"))
                value = self.translate(default, name).code
                self.facts.learn(self.scope, name, kinds.NONE_YET, find_form(value))
                set_it = ast.Assign([ast.Name(self.spelling.spell(name), ast.Store())], value)
                found.append(ast.If(missing, [set_it], []))
        return found


def _name_exception(name: str) -> ast.expr:
    if name == "error":
        return code.name("Exception")
    found = getattr(builtins, name.removeprefix(_OF_PYTHON), None) if name.startswith(_OF_PYTHON) else None
    if not (isinstance(found, type) and issubclass(found, BaseException)):
        raise Untranslatable(f"tryCatch() for the condition `{name}`")
    return code.name(found.__name__)


def fails_later(function: Function) -> set[str]:
    """Return the arguments that a function evaluates first, and once, inside of tryCatch(): errors in them are caught.

    Args:
        function: The function.

    Raises:
        Untranslatable: If it evaluates one there and elsewhere.
    """
    tried = [
        one.value
        for call in walk(function.body)
        if isinstance(call, Call) and call.name == "tryCatch"
        for one in call.arguments
        if one.name in ("", "expr")
    ]
    inside = [one for part in tried for one in walk(part)]
    called = {id(one.function) for one in walk(function.body) if isinstance(one, Call)}
    found: set[str] = set()
    for name, default in function.parameters:
        mentions = [
            one for one in walk(function.body) if isinstance(one, Symbol) and one.name == name and id(one) not in called
        ]
        if default is None and mentions and any(mentions[0] is one for one in inside):
            found.add(name)
            if len(mentions) > 1:
                raise Untranslatable(f"`{name}` is evaluated inside tryCatch() and again later")
    return found
