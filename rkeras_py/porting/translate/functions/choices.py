"""`if` and `switch()` as values, caught errors, and settings."""

import ast

from .. import code, kinds
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Expr, Symbol, Untranslatable
from ..state import Translation, handles


def translate_test(t: Translation, expr: Expr) -> ast.expr:
    """Return a condition: a number that is NA stops the program, as in R, where Python takes it for true.

    Raises:
        Untranslatable: In plain Python, if it may be NA.
    """
    test = t.translate(expr)
    if not t.may_miss or test.kind != kinds.NUMBER:
        return test.code
    if t.style == "keras":
        raise Untranslatable("a number as a condition, which is true in Python where it is NA")
    return t.r("compare", test.code, "!=", 0)


@handles("if")
def translate_if(t: Translation, call: Call) -> Value:
    """Translate `if (test) yes else no` as an expression."""
    test = translate_test(t, call.value(0))
    yes = _translate_branch(t, call.value(1))
    no = _translate_branch(t, call.value(2)) if len(call.arguments) > 2 else Value(code.const(None), kinds.NULL)
    return Value(ast.IfExp(test, yes.code, no.code), kinds.join(yes.kind, no.kind))


def _translate_branch(t: Translation, expr: Expr) -> Value:
    while isinstance(expr, Call) and expr.name in ("{", "(") and len(expr.arguments) == 1:
        expr = expr.value(0)
    before = len(t.before)
    value = t.translate(expr)
    if len(t.before) > before:
        del t.before[before:]
        raise Untranslatable("a function is created in a branch of an expression")
    return value


@handles("switch")
def translate_switch(t: Translation, call: Call) -> Value:
    """Translate switch() of a text as an expression."""
    subject = t.translate(call.value(0))
    is_text = subject.kind == kinds.TEXT or any(one.name for one in call.arguments[1:])
    if not is_text or find_form(subject.code).is_numeric:
        raise Untranslatable("switch() by number")
    if not isinstance(call.value(0), Symbol):
        raise Untranslatable("switch() of a value that is not a string")
    found: Value = Value(code.const(None), kinds.NULL)
    names: list[str] = []
    cases: list[tuple[list[str], Expr]] = []
    for one in call.arguments[1:]:
        names = [*names, one.name] if one.name else []
        if one.value is not None:
            cases.append((names, one.value))
            names = []
    for texts, result in reversed(cases):
        value = _translate_branch(t, result)
        if not texts:
            found = value
            continue
        test: ast.expr = code.compare(subject.code, "==", code.const(texts[0]))
        if len(texts) > 1:
            test = code.compare(subject.code, "in", code.const(tuple(texts)))
        found = Value(ast.IfExp(test, value.code, found.code), kinds.join(value.kind, found.kind))
    return found


@handles("tryCatch")
def refuse_attempt(t: Translation, call: Call) -> Value:
    """Refuse tryCatch() inside an expression; as a statement, a value or the end of a function it is `try`."""
    raise Untranslatable("tryCatch() inside an expression")


@handles("conditionMessage")
def translate_message(t: Translation, call: Call) -> Value:
    """Translate conditionMessage()."""
    return Value(t.r("condition_message", t.translate(call.value(0)).code), kinds.TEXT)


@handles("force", "identity")
def translate_force(t: Translation, call: Call) -> Value:
    """Translate force(), which gives its argument."""
    if len(call.arguments) != 1:
        raise Untranslatable(f"{call.name}() of several values")
    return t.translate(call.value(0))


@handles("R.home")
def translate_home(t: Translation, call: Call) -> Value:
    """Translate R.home(): the folders of R on this machine, which R itself knows."""
    found = t.match(call, "component")
    component = t.translate(found["component"]).code if "component" in found else code.const("home")
    if not isinstance(value := getattr(component, "value", None), str) or '"' in value or "\\" in value:
        raise Untranslatable("R.home() of a name that is known only when the script runs")
    t.imports.modules.add("subprocess")
    command = ["Rscript", "-e", f'cat(R.home("{value}"))']
    return Value(code.call("subprocess.check_output", command, text=True), kinds.TEXT)
