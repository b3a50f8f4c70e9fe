"""Expressions: constants, names, all kinds of calls, functions as values."""

import ast
import copy
from collections.abc import Sequence

from ...data.sentinels import NA
from . import code, kinds
from .functions.names import DATA, ELEMENTWISE, NUMPY, VALUES, note_lost_names
from .inference.forms import NOT_YET, Told, form_of_kind, join_forms, note_form, note_kind
from .inference.reading import find_form
from .kinds import Value
from .language import Call, Constant, Expr, Function, Given, Ready, Symbol, Untranslatable, mentions, walk
from .scopes import Scope, Signature, assigned_names, outer_names, reads_first
from .state import HANDLERS, Translation, literal, match_given
from .to_python import call_layer_class, call_object, draw_next
from .to_rkeras import call_rkeras, is_rkeras, translate_function_name

_LONG = ("if", "with", "invisible", "stop", "cat", "print", "tryCatch")
_STATEMENTS = ("for", "while", "repeat", "break", "next", "<-", "<<-", "%<-%", "{", "return", "library")


class Expressions(Translation):
    """Translates expressions."""

    def translate(self, expr: Expr, hint: str = "") -> Value:
        """Return an expression in Python."""
        if isinstance(expr, Ready):
            if isinstance(expr.value, Untranslatable):
                raise expr.value
            return expr.value  # type: ignore[no-any-return]
        found = self._translate(expr, hint)
        note_kind(found.code, found.kind)
        return found

    def _translate(self, expr: Expr, hint: str) -> Value:
        if isinstance(expr, Constant):
            return self._translate_constant(expr)
        if isinstance(expr, Symbol):
            return self._translate_symbol(expr)
        if isinstance(expr, Function):
            return self.hold(expr, hint or "function")
        key = (id(expr), self.scope.key)
        if key not in self.cache:
            if not isinstance(expr, Call):
                raise Untranslatable("unknown expression")
            self.cache[key] = (expr, self._translate_call(expr))  # holding `expr` keeps its id unique
        return self.cache[key][1]

    def _translate_constant(self, expr: Constant) -> Value:
        value = expr.value
        if value is None:
            return Value(code.const(None), kinds.NULL, True)
        if value is NA:
            if expr.text == "NA_character_":
                raise Untranslatable("a missing string")
            self.imports.functions = True
            return Value(code.name("r.NA"), kinds.NUMBER)
        if isinstance(value, bool):
            return Value(code.const(value), kinds.BOOL)
        if isinstance(value, str):
            return Value(code.const(value), kinds.TEXT)
        if isinstance(value, int):
            return Value(code.const(value), kinds.POSITIVE if value > 0 else kinds.INT)
        if value != value or value in (float("inf"),):
            self.imports.modules.add("numpy as np")
            return Value(code.name("np.nan" if value != value else "np.inf"), kinds.NUMBER)
        if float(value).is_integer() and "e" not in expr.text.lower().removeprefix("0x"):
            return Value(code.const(int(value)), kinds.COUNT if value > 0 else kinds.NUMBER)
        return Value(code.const(value), kinds.NUMBER)

    def _translate_symbol(self, expr: Symbol) -> Value:
        name = expr.name
        if name == "...":
            raise Untranslatable("`...` is passed on")
        scope = None if expr.package else self.scope.find(name)
        if scope is not None:
            kind = self.facts.kind(scope, name)
            if kind == kinds.FUNCTION and (signature := self.facts.signature_of(scope, name)):
                signature.refuse_late()
                for formal in signature.formals:
                    signature.learn(formal, kinds.ANY)
            found = code.name(self.spelled(name))
            note_form(found, self.form_here(scope, name))
            return Value(code.call(found) if self.facts.is_late(scope, name) else found, kind)
        return self._translate_outside(expr)

    def _translate_outside(self, expr: Symbol) -> Value:
        """Return what a name stands for that the script does not assign."""
        name = expr.name
        if name == "self" or (name == "super" and not expr.package):
            return Value(code.name("self") if name == "self" else code.call("super"), kinds.OBJECT)
        if name == "tf":
            self.imports.modules.add("tensorflow as tf")
            return Value(code.name("tf"), kinds.OBJECT)
        if name == "keras":
            self.imports.modules.add("keras")
            return Value(code.name("keras"), kinds.OBJECT)
        if name == "pi":
            self.imports.modules.add("numpy as np")
            return Value(code.name("np.pi"), kinds.NUMBER)
        if name in ("T", "F"):
            return Value(code.const(name == "T"), kinds.BOOL)
        if name in ("letters", "LETTERS"):
            text = "abcdefghijklmnopqrstuvwxyz"
            items = list(text if name == "letters" else text.upper())
            if self.style == "keras":
                listed = code.call("list", text if name == "letters" else text.upper())
                return Value(self.np("array", listed, dtype=code.name("object")), kinds.TEXTS)
            return Value(self.np("array", items, dtype=code.name("object")), kinds.TEXTS, True)
        if name in DATA:
            self.imports.session = True
            return Value(code.item(code.name("R"), code.const(name)), DATA[name])
        if name in VALUES and expr.package in ("", "base", "stats"):
            self.imports.functions = True
            return Value(code.name(f"r.{VALUES[name]}"), kinds.FUNCTION)
        if name in NUMPY:
            self.imports.modules.add("numpy as np")
            return Value(code.name(f"np.{NUMPY[name]}"), kinds.FUNCTION)
        if name in ELEMENTWISE:
            self.imports.modules.add("numpy as np")
            if self.style == "keras":
                return Value(code.name(f"np.{name}"), kinds.FUNCTION)
            body = self.r("apply_math", code.name(f"np.{name}"), code.name("x"))
            return Value(ast.Lambda(ast.arguments([], [ast.arg("x")], None, [], [], None, []), body), kinds.FUNCTION)
        return translate_function_name(self, expr)

    def _translate_call(self, call: Call) -> Value:
        if call.name in ("$", "@"):
            return HANDLERS["$"](self, call)
        if call.name == "self" and self.scope.find("self") is None:
            return call_object(self, call)
        if call.name and not _get_package(call):
            if self.is_own(call.name):
                return self._call_own(call)
            if call.name in _STATEMENTS:
                return self._as_value(call)
            if call.name in HANDLERS:
                self.refuse_unordered(call)
                return note_lost_names(self, call, HANDLERS[call.name](self, call))
        if isinstance(call.function, Symbol):
            if _get_package(call) in _OF_R and call.name in HANDLERS:
                plain = Call(call.node, Symbol(call.node, call.name), call.arguments, call.piped)
                return note_lost_names(self, plain, HANDLERS[call.name](self, plain))
            if is_rkeras(call.name) and _get_package(call) in ("", "keras", "keras3", "rkeras", "tensorflow"):
                return call_rkeras(self, call)
            package = f"{_get_package(call)}::" if _get_package(call) else ""
            raise Untranslatable(f"the function {package}{call.name}() has no translation")
        if isinstance(call.function, Function):
            return self._call_function(call, call.function)
        return call_object(self, call)

    def _call_function(self, call: Call, function: Function) -> Value:
        given = [self.translate(one.value) for one in call.arguments if one.value is not None and not one.name]
        if len(given) != len(call.arguments):
            raise Untranslatable("an anonymous function that is called immediately, with named arguments")
        held = self.hold(function, "function", [(one.kind, find_form(one.code)) for one in given]).code
        kind = self.facts.signature(function).returns or kinds.NONE_YET
        if isinstance(held, ast.Lambda) and len(held.args.args) == len(given) and not held.args.vararg:
            names = {one.arg: value.code for one, value in zip(held.args.args, given, strict=True)}
            if all(isinstance(one, ast.Name) for one in names.values()):
                return Value(code.rename(held.body, names), kind)
        return Value(code.call(held, *(one.code for one in given)), kind)

    def _as_value(self, call: Call) -> Value:
        if call.name == "{" and len(call.arguments) == 1:
            return self.translate(call.value(0))
        if (drawn := draw_next(self, call)) is not None:
            return drawn
        if call.name in ("<-", "<<-", "{"):
            raise Untranslatable(f"`{call.name}` inside an expression")
        raise Untranslatable(f"`{call.name}` where a value is expected")

    def _call_own(self, call: Call) -> Value:
        scope = self.scope.find(call.name)
        assert scope is not None
        function = code.name(self.spelled(call.name))
        signature = self.facts.signature_of(scope, call.name)
        if signature is None:
            if self.facts.kind(scope, call.name) == kinds.LAYER_CLASS:
                return call_layer_class(self, call)
            if self.facts.kind(scope, call.name) in (kinds.OBJECT, kinds.TENSOR):
                return call_object(self, call)
            args, named = self._translate_plain_arguments(call.arguments)
            if call.piped and not named and len(args) == 1:
                return Value(code.call(self.name_of("pipe"), args[0], function))
            return Value(ast.Call(function, args, named))
        found = self._call_signature(call, function, signature)
        note_form(found, signature.form)
        return Value(found, signature.returns or kinds.NONE_YET)

    def _translate_plain_arguments(self, given: Sequence[Given]) -> tuple[list[ast.expr], list[ast.keyword]]:
        args: list[ast.expr] = []
        named: list[ast.keyword] = []
        for one in given:
            if one.value is None:
                raise Untranslatable("an empty argument")
            if isinstance(one.value, Symbol) and one.value.name == "...":
                args.append(ast.Starred(code.name("args"), ast.Load()))
                named.append(ast.keyword(None, code.name("kwargs")))
            elif one.name:
                named.append(ast.keyword(self.spelling.spell(one.name), self.translate(one.value, one.name).code))
            else:
                args.append(self.translate(one.value).code)
        return args, named

    def _call_signature(self, call: Call, function: ast.expr, signature: Signature) -> ast.expr:
        if "..." in signature.formals or any(_is_dots(one.value) for one in call.arguments):
            signature.refuse_late()
            for formal in signature.formals:
                signature.learn(formal, kinds.ANY)
            names = {one.name for one in call.arguments if one.name}
            if any(name not in signature.formals for name in names) and "..." not in signature.formals:
                raise Untranslatable("an abbreviated argument name")
            return ast.Call(function, *self._translate_plain_arguments(call.arguments))
        matched = match_given(call.arguments, signature.formals, call.name)
        args: list[ast.expr] = []
        named: list[ast.keyword] = []
        for name in signature.formals:
            expr = matched.get(name)
            if expr is None:
                continue
            before = len(self.before)
            value = self.translate(expr, name)
            signature.learn(name, value.kind, find_form(value.code))
            if name in signature.fails_later and isinstance(expr, Call) and literal(expr) is ...:
                signature.late.add(name)
            if name in signature.late:
                if len(self.before) > before:
                    raise Untranslatable("a function is created in code that may fail")
                value = Value(ast.Lambda(_NOTHING, value.code))
            spelled = self.spelling.spell(name)
            by_name = any(one.value is expr and one.name for one in call.arguments)
            if by_name or named or len(args) != signature.formals.index(name):
                named.append(ast.keyword(spelled, value.code))
            else:
                args.append(value.code)
        return ast.Call(function, args, named)

    def hold(self, function: Expr, hint: str, kinds_of: Sequence[Told] = ()) -> Value:
        """Return a function as a value; of one with a longer body a definition comes before."""
        if isinstance(function, Call) and function.name == "~" and len(function.arguments) == 1:
            function = _read_formula(function)
        if isinstance(function, Call) and function.name == "(":
            return self.hold(function.value(0), hint, kinds_of)
        if not isinstance(function, Function):
            return self._translate_held_name(function, kinds_of)
        key = (id(function.node), self.scope.key)
        if key not in self.cache:
            self.cache[key] = (function, self._translate_held(function, hint, kinds_of))
        return self.cache[key][1]

    def _translate_held(self, function: Function, hint: str, kinds_of: Sequence[Told]) -> Value:
        signature = self.facts.signature(function)
        for name in signature.formals[len(kinds_of) :]:
            if name not in signature.has_defaults:
                signature.learn(name, kinds.ANY)
        short = self._as_lambda(function, kinds_of)
        if short is not None:
            return Value(short, kinds.FUNCTION)
        name = self.spelling.invent(hint if hint.isidentifier() else "function")
        self.before.extend(self.define(function, name, kinds_of))
        found = code.name(name)
        vars(found)["returns"] = signature.form
        return Value(found, kinds.FUNCTION)

    def _translate_held_name(self, function: Expr, kinds_of: Sequence[Told]) -> Value:
        scope = self.scope.find(function.name) if isinstance(function, Symbol) and not function.package else None
        signature = self.facts.signature_of(scope, function.name) if scope and isinstance(function, Symbol) else None
        if signature is None or not isinstance(function, Symbol):
            if isinstance(function, Symbol) and scope is not None and not self.is_own(function.name):
                return self._translate_outside(function)  # R skips variables that are no functions
            return self.translate(function)
        signature.refuse_late()
        for name, told in zip(signature.formals, [*kinds_of, *([kinds.ANY] * len(signature.formals))], strict=False):
            if name not in signature.has_defaults or told != kinds.ANY:
                signature.learn(name, *((told,) if isinstance(told, str) else told))
        found = code.name(self.spelled(function.name))
        vars(found)["returns"] = signature.form
        return Value(found, kinds.FUNCTION)

    def _as_lambda(self, function: Function, kinds_of: Sequence[Told]) -> ast.expr | None:
        body = function.body
        while isinstance(body, Call) and body.name in ("{", "(", "return") and len(body.arguments) == 1:
            inner = body.arguments[0].value
            if inner is None or (body.name == "{" and _has_comment(body)):
                return None
            body = inner
        if isinstance(body, Call) and body.name in (*_STATEMENTS, *_LONG):
            return None
        if any(default is not None and literal(default) is ... for _, default in function.parameters):
            return None
        saved, before = self.save(), len(self.before)
        outer = self.enter(function, kinds_of)
        is_short = False
        try:
            value = self.translate(body)
            is_short = len(self.before) == before and len(ast.unparse(value.code)) <= 90
            if is_short:
                self.facts.signature(function).returns = value.kind
                self.facts.signature(function).form = find_form(value.code)
                return ast.Lambda(self.parameters(function), value.code)
            return None
        finally:
            self.scope = outer
            if not is_short:
                self.restore(saved)

    def enter(self, function: Function, kinds_of: Sequence[Told]) -> Scope:
        """Go into the scope of a function, and return that around it.

        Args:
            function: The function.
            kinds_of: Kinds of its first arguments, or their kinds and forms.
        """
        outer = self.scope
        names = [name for name, _ in function.parameters]
        own = {*names, *assigned_names(function.body)}
        self.scope = Scope(id(function.node), outer, own, outer_names(function.body))
        for name in own - set(names):
            if (
                (around := outer.find(name))
                and self.facts.kind(around, name) != kinds.FUNCTION
                and reads_first(function.body, name)
            ):
                self.scope.copied[name] = self.spelling.spell(f"{name}\0local")
                self.facts.learn(self.scope, name, self.facts.kind(around, name))
        signature = self.facts.signature(function)
        for name, told in zip(names, kinds_of, strict=False):
            signature.learn(name, *((told,) if isinstance(told, str) else told))
        for name, default in function.parameters:
            kind = signature.kinds.get(name, kinds.NONE_YET)
            if self.style == "keras" and kind == kinds.ANY and name in _LABELS and set(_LABELS) <= set(names):
                kind = kinds.TENSOR
                signature.forms[name] = form_of_kind(kind)
            if default is not None:
                kind = kinds.join(kind, self.translate(default).kind if literal(default) is not ... else kinds.ANY)
            form = signature.forms.get(name, NOT_YET)
            if default is not None:
                form = join_forms(
                    form, find_form(self.translate(default).code) if literal(default) is not ... else NOT_YET
                )
            self.facts.learn(self.scope, name, kind, form)
        return outer

    def parameters(self, function: Function) -> ast.arguments:
        """Return the parameters of a function, with those defaults that are constants."""
        args, defaults, is_open = [], [], False
        asked = {getattr(one.value(0), "name", "") for one in _calls(function.body, "missing")}
        for name, default in function.parameters:
            if name == "...":
                is_open = True
                continue
            spelled = self.spelling.spell(name)
            args.append(ast.arg(spelled))
            if default is not None:
                is_literal = literal(default) is not ...
                defaults.append(self.translate(default).code if is_literal else self._name_missing())
            elif defaults or name in asked:
                defaults.append(self._name_missing())
        star = (ast.arg("args"), ast.arg("kwargs")) if is_open else (None, None)
        return ast.arguments([], args, star[0], [], [], star[1], defaults)

    def _name_missing(self) -> ast.expr:
        self.imports.functions = True
        return code.name("r.MISSING")


_OF_R = ("base", "stats", "utils", "purrr", "reticulate", "magrittr", "methods", "R6")
_LABELS = ("y_true", "y_pred")
"""Arguments of functions that Keras calls with tensors: losses and metrics."""
_NOTHING = ast.arguments([], [], None, [], [], None, [])


def _calls(body: Expr, name: str) -> list[Call]:
    return [one for one in walk(body) if isinstance(one, Call) and one.name == name]


def _get_package(call: Call) -> str:
    return call.function.package if isinstance(call.function, Symbol) else ""


def _is_dots(expr: Expr | None) -> bool:
    return isinstance(expr, Symbol) and expr.name == "..."


def _has_comment(body: Call) -> bool:
    return body.node.line != body.node.last_line and bool(getattr(body.node, "holds_comment", False))


def _read_formula(formula: Call) -> Function:
    """Return the function that a formula `~ .x + 1` stands for in purrr and rlang."""
    body = copy.copy(formula.value(0))
    names = [name for name in (".x", ".y") if mentions(body, name)]
    if mentions(body, "."):
        if names:
            raise Untranslatable("a formula with `.` and `.x`")
        names = ["."]
    return Function(formula.node, [(name, None) for name in names or [".x"]], body)
